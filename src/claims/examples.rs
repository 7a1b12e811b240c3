//! Sentences with the claims that they must give: the frames' own examples, and suites of sentences.
//! `(text) -> Reading`, `(Reading, &Wanted) -> found or not`
//!
//! A wanted claim is written `SOURCE EVENT TARGET` with marks behind it: `not`, `future`, `possible`, `<SPEAKER`.

use super::{Frames, Kind, frames::Example};
use crate::entities::{self, knowledge::Knowledge};
use crate::language::Language;
use crate::model::{
    ActorId, Block, BlockKind, Claim, Date, DocId, Document, DocumentMeta, Entities, Factuality, Lang, Polarity,
    Sentence, Span,
};
use std::fmt;

/// PLOVER's sixteen roots, with the kind that each belongs to (2021 names).
pub const ROOTS: [(&str, &str); 16] = [
    ("AGREE", "support"),
    ("CONSULT", "communication"),
    ("SUPPORT", "support"),
    ("COOPERATE", "support"),
    ("AID", "support"),
    ("CONCEDE", "support"),
    ("RETREAT", "support"),
    ("REQUEST", "communication"),
    ("ACCUSE", "opposition"),
    ("REJECT", "denial"),
    ("THREATEN", "opposition"),
    ("PROTEST", "opposition"),
    ("SANCTION", "opposition"),
    ("MOBILIZE", "opposition"),
    ("COERCE", "opposition"),
    ("ASSAULT", "opposition"),
];

/// One text, read through every stage.
pub struct Reading {
    /// The text as a document of one paragraph.
    pub document: Document,
    /// Its sentences, as claims are read from them.
    pub sentences: Vec<Sentence>,
    /// Who is named in it.
    pub entities: Entities,
    /// What is claimed in it.
    pub claims: Vec<Claim>,
}

/// The text as a document of one paragraph, published on `published`.
pub fn document(lang: &Lang, text: &str, published: Option<Date>) -> Document {
    let meta = DocumentMeta {
        id: DocId("0123456789abcdef".into()),
        name: "example".into(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published,
        language: Some(lang.clone()),
    };
    let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) }];
    Document { meta, text: text.to_owned(), blocks }
}

/// Reads a text of one paragraph through every stage.
pub fn read(
    language: &Language,
    text: &str,
    published: Option<Date>,
    frames: &Frames,
    knowledge: &Knowledge,
) -> Reading {
    let document = document(&language.lang, text, published);
    let mut sentences = language.analyse(&document);
    language.harmonise(&mut sentences);
    let entities = entities::read(&document, &sentences, knowledge);
    let claims = super::read(&document, &sentences, &entities, frames);
    Reading { document, sentences, entities, claims }
}

/// A claim that a sentence must give.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// A name, alias, id or state code, or the words of the text; `None` for nobody.
    pub source: Option<String>,
    /// A PLOVER root, or a kind, which stands for any of its roots.
    pub event: String,
    /// As `source`.
    pub target: Option<String>,
    /// Whether it happens.
    pub polarity: Polarity,
    /// How surely; `None` where any will do.
    pub factuality: Option<Factuality>,
    /// Names of the speakers, the nearest first; `None` where they do not matter.
    pub speakers: Option<Vec<String>>,
}

impl Wanted {
    /// Reads `SOURCE EVENT TARGET [not] [future|possible] [<SPEAKER …]`. `<-` is for no speaker; `not` may also stand in
    /// front. With `exact`, a claim without a mark of factuality is wanted as a fact.
    ///
    /// # Errors
    /// What is missing, for a person.
    pub fn parse(text: &str, exact: bool) -> Result<Wanted, String> {
        let is_event = |word: &str| {
            ROOTS.iter().any(|(root, kind)| *root == word || *kind == word)
                || word.len() > 3 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        };
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let mut polarity = Polarity::Affirmed;
        if words.first() == Some(&"not") {
            polarity = Polarity::Negated;
            words.remove(0);
        }
        let known = |word: &&str| ROOTS.iter().any(|(root, kind)| root == word || kind == word);
        // "USA" looks like a root of a user's own: the known ones first.
        let at = words.iter().skip(1).position(known).or_else(|| words.iter().skip(1).position(|word| is_event(word)));
        let Some(at) = at.map(|at| at + 1) else {
            return Err(format!("{text:?} names no event between SOURCE and TARGET: write RUS SUPPORT SYR"));
        };
        let (mut target, mut speakers) = (Vec::new(), Vec::<String>::new());
        let (mut factuality, mut has_speakers) = (exact.then_some(Factuality::Actual), false);
        for word in &words[at + 1..] {
            match (*word, word.strip_prefix('<')) {
                ("not", _) => polarity = Polarity::Negated,
                ("actual", _) => factuality = Some(Factuality::Actual),
                ("future", _) => factuality = Some(Factuality::Future),
                ("possible", _) => factuality = Some(Factuality::Possible),
                (_, Some(speaker)) => {
                    has_speakers = true;
                    speakers.extend((speaker != "-").then(|| speaker.to_owned()));
                }
                (word, None) => match speakers.last_mut() {
                    Some(speaker) => *speaker += &format!(" {word}"),
                    None => target.push(word),
                },
            }
        }
        if target.is_empty() {
            return Err(format!("{text:?} names no target: write ? for nobody"));
        }
        let end = |words: &[&str]| (words != ["?"]).then(|| words.join(" "));
        Ok(Wanted {
            source: end(&words[..at]),
            event: words[at].to_owned(),
            target: end(&target),
            polarity,
            factuality,
            speakers: has_speakers.then_some(speakers),
        })
    }

    /// Whether the claim is of this event or kind, between these two; in either order where the event has no direction.
    pub fn is_between(&self, claim: &Claim, reading: &Reading) -> bool {
        if self.event != claim.event && self.event != claim.kind {
            return false;
        }
        let is = |wanted: &Option<String>, id: &Option<ActorId>, words: &str| match wanted {
            Some(name) => reading.is_called(id.as_ref(), words, name),
            None => id.is_none(),
        };
        let forward =
            is(&self.source, &claim.source, &claim.source_text) && is(&self.target, &claim.target, &claim.target_text);
        let backward =
            is(&self.source, &claim.target, &claim.target_text) && is(&self.target, &claim.source, &claim.source_text);
        let symmetric = ["AGREE", "CONSULT", "COOPERATE"].contains(&claim.event.as_str());
        forward || symmetric && self.target.is_some() && backward
    }

    /// Whether the claim has the wanted polarity and factuality.
    pub fn is_so(&self, claim: &Claim) -> bool {
        self.polarity == claim.polarity && self.factuality.is_none_or(|wanted| wanted == claim.factuality)
    }

    /// Whether the claim is said by whom it should.
    pub fn is_said(&self, claim: &Claim, reading: &Reading) -> bool {
        self.speakers.as_ref().is_none_or(|wanted| {
            wanted.len() == claim.speakers.len()
                && wanted.iter().zip(&claim.speakers).all(|(name, id)| reading.is_called(Some(id), "", name))
        })
    }
}

impl Reading {
    /// Whether the actor has this name, id, alias or state code, or is written so in the text.
    fn is_called(&self, id: Option<&ActorId>, words: &str, name: &str) -> bool {
        let Some(actor) = id.and_then(|id| self.entities.actors.get(id)) else { return false };
        let own = [actor.name.as_str(), actor.id.as_str(), words];
        let state = actor.state.as_ref().map(|code| code.as_str());
        let mut names = own.into_iter().chain(actor.aliases.iter().map(String::as_str)).chain(state);
        names.any(|own| fold(own) == fold(name))
    }

    /// Why the sentence does not give exactly what it should: a wanted claim is missing, or another of the same event
    /// between the same two says otherwise. Nothing wanted: no claim has two ends. `None` where all is right.
    pub fn failure(&self, wanted: &[Wanted]) -> Option<String> {
        if wanted.is_empty() {
            let claim = self.claims.iter().find(|claim| claim.source.is_some() && claim.target.is_some())?;
            return Some(format!("should be silent, but gives {}", self.shown(claim)));
        }
        wanted.iter().find_map(|wanted| {
            let found = self
                .claims
                .iter()
                .find(|claim| wanted.is_between(claim, self) && wanted.is_so(claim) && wanted.is_said(claim, self));
            let Some(found) = found else { return Some(format!("lacks {wanted}")) };
            let same = |claim: &&Claim| {
                (&claim.event, &claim.source, &claim.target) == (&found.event, &found.source, &found.target)
            };
            let mut others = self.claims.iter().filter(same);
            let other = others.find(|claim| (claim.polarity, claim.factuality) != (found.polarity, found.factuality));
            other.map(|claim| format!("has {wanted}, but also {}", self.shown(claim)))
        })
    }

    /// A claim as it would be wanted, with the frame's place: `RUS SUPPORT SYR not <Turkey (support.toml:12)`.
    pub fn shown(&self, claim: &Claim) -> String {
        let name = |id: &ActorId| {
            let Some(actor) = self.entities.actors.get(id) else { return id.to_string() };
            match (&actor.state, actor.kind) {
                (Some(code), crate::model::ActorKind::State) => code.as_str().to_owned(),
                _ => actor.name.clone(),
            }
        };
        let wanted = Wanted {
            source: claim.source.as_ref().map(name),
            event: claim.event.to_string(),
            target: claim.target.as_ref().map(name),
            polarity: claim.polarity,
            factuality: Some(claim.factuality),
            speakers: (!claim.speakers.is_empty()).then(|| claim.speakers.iter().map(name).collect()),
        };
        format!("{wanted} ({})", claim.rule)
    }

    /// All claims, as [`Reading::shown`].
    pub fn all_shown(&self) -> String {
        let shown: Vec<String> = self.claims.iter().map(|claim| self.shown(claim)).collect();
        if shown.is_empty() { "nothing".to_owned() } else { shown.join("; ") }
    }
}

/// As it is written in a suite.
impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |name: &Option<String>| name.clone().unwrap_or_else(|| "?".into());
        write!(f, "{} {} {}", end(&self.source), self.event, end(&self.target))?;
        if self.polarity == Polarity::Negated {
            f.write_str(" not")?;
        }
        match self.factuality {
            Some(Factuality::Future) => f.write_str(" future")?,
            Some(Factuality::Possible) => f.write_str(" possible")?,
            _ => {}
        }
        match self.speakers.as_deref() {
            Some([]) => f.write_str(" <-"),
            Some(names) => names.iter().try_for_each(|name| write!(f, " <{name}")),
            None => Ok(()),
        }
    }
}

/// Why an example of a kind fails; `None` where it is kept. A counter-example keeps its promise with no claim of its kind
/// that has both ends.
pub fn broken(kind: &Kind, example: &Example, is_counter: bool, reading: &Reading) -> Option<String> {
    if is_counter {
        let of_kind = |claim: &&Claim| claim.kind == kind.name && claim.source.is_some() && claim.target.is_some();
        let claim = reading.claims.iter().find(of_kind)?;
        return Some(format!("wanted no {}, read {}", kind.name, reading.shown(claim)));
    }
    example.claims.iter().find_map(|wanted| {
        let parsed = match Wanted::parse(wanted, false) {
            Ok(parsed) => parsed,
            Err(reason) => return Some(reason),
        };
        let found =
            |claim: &Claim| parsed.is_between(claim, reading) && parsed.is_so(claim) && parsed.is_said(claim, reading);
        let is_kept = reading.claims.iter().any(found);
        (!is_kept).then(|| format!("wanted {wanted}, read {}", reading.all_shown()))
    })
}

/// Names as examples compare them: without case, and with spaces for hyphens.
fn fold(name: &str) -> String {
    name.replace('-', " ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wanted_claim_reads_back_as_it_was_written() {
        for text in [
            "RUS SUPPORT SYR",
            "Security Council CONSULT European Union not future",
            "TUR opposition ? possible <diplomatic source <Al-Watan",
            "FRA REJECT ? <-",
        ] {
            assert_eq!(Wanted::parse(text, true).unwrap().to_string(), text);
        }
        assert_eq!(Wanted::parse("not A SUPPORT B", false).unwrap().polarity, Polarity::Negated);
        assert_eq!(Wanted::parse("A SUPPORT B", false).unwrap().factuality, None);
        assert_eq!(Wanted::parse("USA AID UKR", true).unwrap().event, "AID");
    }

    #[test]
    fn a_wanted_claim_without_event_or_target_is_refused() {
        assert!(Wanted::parse("RUS SYR", true).is_err());
        assert!(Wanted::parse("RUS SUPPORT", true).is_err());
        assert!(Wanted::parse("", true).is_err());
    }
}
