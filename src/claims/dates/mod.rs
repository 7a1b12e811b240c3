//! When an event happens, where its sentence says so.
//! `(&Scene, event, Factuality) -> Option<When>`
//!
//! Three questions, a file each: which words are dates (`expression`, with the words and patterns that `lexicon` reads
//! from `src/language/<code>/dates.toml`), whose they are (`attachment`), and which day they mean (`calendar`). The
//! classes of expressions are those of TimeML's TIMEX3 (Pustejovsky et al. 2003); weekdays and months without a year
//! lie on the side of publication that tense and factuality say.

mod attachment;
mod calendar;
mod expression;
mod lexicon;
mod words;

pub(crate) use expression::Expression;

use super::scene::Scene;
use crate::model::{Date, Factuality, Precision, Span, TokenId};
use calendar::Direction;
use expression::Relation;
use lexicon::Lexicon;

/// A date that the text gives for an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// First day of the period; of "since", the day from which on.
    pub date: Date,
    /// How long the period is.
    pub precision: Precision,
    /// The words, in bytes of the document.
    pub span: Span,
}

/// The date that the sentence gives for the event whose cue is headed by `event`, or `None`. What is told from the day
/// of publication ("on Tuesday", "last year") needs one; the nearest date in the tree wins, then the finest, then the
/// nearest in the text.
pub fn when(scene: &Scene, event: TokenId, factuality: Factuality) -> Option<When> {
    let expressions = scene.dates();
    if expressions.is_empty() {
        return None;
    }
    let lexicon = Lexicon::builtin(scene.lang);
    let readings = expressions.iter().filter_map(|expression| {
        let tie = attachment::tie(scene, lexicon, expression, event, factuality)?;
        let (date, precision) = read(scene, lexicon, expression, (tie.host, event), factuality)?;
        let gap = expression.tokens.start.abs_diff(event);
        let span = scene.sentence.span_of(expression.tokens.clone());
        let rank = (tie.distance, expression.relation == Relation::Since, precision, gap);
        Some((rank, When { date, precision, span }))
    });
    readings.min_by_key(|(rank, _)| *rank).map(|(_, when)| when)
}

/// All dates of a sentence.
pub(crate) fn expressions(scene: &Scene) -> Vec<Expression> {
    expression::all(scene, Lexicon::builtin(scene.lang))
}

fn read(
    scene: &Scene,
    lexicon: &Lexicon,
    expression: &Expression,
    (host, event): (TokenId, TokenId),
    factuality: Factuality,
) -> Option<(Date, Precision)> {
    let published = scene.document.meta.published;
    let mut direction = attachment::direction(scene, lexicon, host, factuality);
    let is_verb = scene.is_predicate(host);
    match expression.relation {
        Relation::Since => direction = Direction::Past,
        // "by 2030": a deadline lies ahead; "by Tuesday, it had attacked" does not say when.
        Relation::By if factuality == Factuality::Actual && direction == Direction::Past => return None,
        // "called for Thursday" does not say when it was called.
        Relation::For if host == event && direction == Direction::Past && is_verb => return None,
        Relation::By | Relation::For => direction = Direction::Future,
        Relation::At | Relation::Of => {}
    }
    if expression.is_ahead {
        // "in two weeks": with the past, how long it took.
        (direction == Direction::Future).then_some(())?;
    } else if expression.values.count.is_some() {
        direction = Direction::Past;
    }
    let (date, precision) = calendar::resolve(&expression.values, published, direction)?;
    // "killed 2050 people" gone wrong: what has happened has not happened in a year to come.
    let lies_ahead = published.is_some_and(|published| date.year() > published.year());
    (direction != Direction::Past || !lies_ahead).then_some((date, precision))
}
