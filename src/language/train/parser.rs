//! Training of the parser: an averaged perceptron that follows its own mistakes (Goldberg & Nivre 2013).

use super::perceptron::{Dice, Perceptron};
use super::sample::Sample;
use crate::language::linear::Table;
use crate::language::parser::{Actions, Sight, features};
use crate::language::transition::{Action, Gold, Move, State};
use compact_str::CompactString;
use std::collections::BTreeSet;

/// How long, how bold, how large.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub epochs: usize,
    /// Epochs that only follow right moves.
    pub careful_epochs: usize,
    /// How often, in a hundred, the parser's own move is taken after that, right or wrong.
    pub explore: usize,
    pub margin: f32,
    pub weights: usize,
}

/// The relations and classes of the training data.
pub(crate) fn actions(samples: &[Sample]) -> (Vec<CompactString>, Actions) {
    let words = || samples.iter().flat_map(|sample| &sample.tree.words);
    let names: BTreeSet<&str> = words().map(|word| word.deprel.as_str()).chain(["root"]).collect();
    let relations: Vec<CompactString> = names.iter().map(|name| CompactString::from(*name)).collect();
    let number = |name: &str| names.iter().position(|known| *known == name).unwrap_or(0) as u16;
    let mut found = BTreeSet::from([Action { kind: Move::Left, relation: number("root") }]);
    for sample in samples {
        for (index, word) in sample.tree.words.iter().enumerate() {
            let kind = match word.head {
                Some(head) if head < index => Move::Right,
                _ => Move::Left,
            };
            found.insert(Action { kind, relation: number(&word.deprel) });
        }
    }
    let shift = Action { kind: Move::Shift, relation: number("root") };
    let actions = std::iter::once(shift).chain(found).collect();
    (relations, Actions { actions, root: number("root") })
}

/// The tree of a sample; `None` where it is no tree with one root.
pub(crate) fn gold(sample: &Sample, relations: &[CompactString]) -> Option<Gold> {
    let words = &sample.tree.words;
    let roots = words.iter().filter(|word| word.head.is_none()).count();
    let heads = words.iter().map(|word| word.head.unwrap_or(words.len())).collect();
    let relation = |name: &str| relations.iter().position(|known| known == name).map(|index| index as u16);
    let labels = words.iter().map(|word| relation(&word.deprel)).collect::<Option<Vec<u16>>>()?;
    (roots == 1).then(|| Gold::new(heads, labels))
}

/// Trains on sentences as the taggers see them.
pub(crate) fn train(
    data: &[(Sight, Gold, u32)],
    actions: &Actions,
    plan: Plan,
    mut report: impl FnMut(usize, f64, &Perceptron),
) -> Table {
    let mut weights = Perceptron::new(actions.actions.len());
    let mut scores = vec![0.0; actions.actions.len()];
    let mut keys = Vec::new();
    let mut dice = Dice(4242);
    let mut order: Vec<usize> = (0..data.len()).collect();
    for epoch in 0..plan.epochs {
        dice.shuffle(&mut order);
        let (mut right, mut all) = (0usize, 0usize);
        for &index in &order {
            let (sight, gold, bank) = &data[index];
            let mut state = State::new(gold.head.len());
            while !state.is_done() {
                features(&state, sight, *bank, &mut keys);
                weights.score(&keys, &mut scores);
                weights.tick();
                let Some((guess, free)) = compare(&state, gold, actions, &scores) else { break };
                let is_right = guess.0 == free.0;
                all += 1;
                right += usize::from(is_right);
                if !is_right || free.1 < guess.1 + plan.margin {
                    let wrong = if is_right { rival(&state, gold, actions, &scores) } else { Some(guess) };
                    if let Some((wrong, score)) = wrong.filter(|(_, score)| free.1 < score + plan.margin) {
                        debug_assert!(score.is_finite());
                        weights.update(&keys, free.0, wrong);
                    }
                }
                let bold = epoch >= plan.careful_epochs && dice.chance(plan.explore);
                state.apply(actions.actions[if bold { guess.0 } else { free.0 }]);
            }
        }
        report(epoch, right as f64 / all.max(1) as f64, &weights);
    }
    weights.finish(plan.weights)
}

/// The cost of each kind of move here, for those that are allowed.
fn costs(state: &State, gold: &Gold) -> [Option<usize>; 3] {
    [Move::Shift, Move::Left, Move::Right].map(|kind| state.allows(kind).then(|| gold.cost(state, kind)))
}

/// Whether a class is right here: it costs least, and where it makes the tree's own arc it names it rightly.
fn is_free(class: usize, state: &State, gold: &Gold, actions: &Actions, costs: &[Option<usize>; 3]) -> bool {
    let action = actions.actions[class];
    let least = costs.iter().flatten().min();
    if costs[action.kind as usize].as_ref() != least {
        return false;
    }
    let top = state.stack_at(0);
    !gold.has_arc(state, action.kind) || top.is_some_and(|top| gold.relation[top] == action.relation)
}

type Scored = (usize, f32);

/// The best class, and the best right class.
fn compare(state: &State, gold: &Gold, actions: &Actions, scores: &[f32]) -> Option<(Scored, Scored)> {
    let costs = costs(state, gold);
    let mut guess: Option<Scored> = None;
    let mut free: Option<Scored> = None;
    for (class, &score) in scores.iter().enumerate() {
        if !actions.allows(class, state) {
            continue;
        }
        if guess.is_none_or(|(_, best)| score > best) {
            guess = Some((class, score));
        }
        if free.is_none_or(|(_, best)| score > best) && is_free(class, state, gold, actions, &costs) {
            free = Some((class, score));
        }
    }
    Some((guess?, free?))
}

/// The best wrong class.
fn rival(state: &State, gold: &Gold, actions: &Actions, scores: &[f32]) -> Option<Scored> {
    let costs = costs(state, gold);
    let classes = scores.iter().enumerate().filter(|(class, _)| actions.allows(*class, state));
    let wrong = classes.filter(|(class, _)| !is_free(*class, state, gold, actions, &costs));
    wrong.map(|(class, &score)| (class, score)).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}
