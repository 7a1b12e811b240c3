//! The dependency parser: greedy transitions, scored by a linear model over words, lemmas, tags and the tree so far.
//!
//! The feature set starts from Zhang & Nivre (2011, "Transition-based Dependency Parsing with Rich Non-local
//! Features") and adds lemmas, morphology and the prepositions of the words at hand.

use super::linear::{Table, best, key, mix};
use super::transition::{Action, Move, NONE, Node, State};

/// What the parser sees of a word. All are hashes or numbers above 0; 0 is "no such word".
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Atom {
    pub word: u32,
    pub lemma: u32,
    pub tag: u32,
    pub morph: u32,
}

/// A fact about the state that a template may use. `S0` is the top of the stack, `S1` and `S2` lie below it,
/// `B0` is the next word; `w`, `p`, `m`, `l` are its word, part of speech, features and lemma; `d` is a relation.
#[derive(Clone, Copy)]
#[allow(non_camel_case_types)]
#[rustfmt::skip]
enum Slot {
    Bank,
    S0w, S0p, S0m, S0l, S1w, S1p, S1m, S1l, S2w, S2p, S2l, S3p,
    B0w, B0p, B0m, B0l, B1w, B1p, B1m, B2w, B2p, B3p,
    S0Lw, S0Lp, S0Ld, S0L2p, S0L2d, S0Rw, S0Rp, S0Rd, S0R2p, S0R2d,
    S1Lw, S1Lp, S1Ld, S1L2d, S1Rw, S1Rp, S1Rd, S1R2p, S1R2d,
    B0Lw, B0Lp, B0Ld, B0L2p, B0L2d,
    S0lefts, S0rights, S1lefts, S1rights, B0lefts, S2rights,
    S0nl, S0nr, S1nr, S1nl, B0nl,
    S0case, S1case, B0case,
    Dist, Dist1, Between, BetweenS,
    Count,
}

use Slot::*;

/// The features: each is one conjunction of slots.
#[rustfmt::skip]
const TEMPLATES: &[&[Slot]] = &[
    &[], &[Bank, S0p, B0p], &[Bank, S1p, S0p], &[Bank, S0w], &[Bank, B0w], &[Bank, S1p, S0p, B0p],
    // single words
    &[S0w], &[S0p], &[S0w, S0p], &[S0m, S0p], &[S0l, S0p],
    &[S1w], &[S1p], &[S1w, S1p], &[S1m, S1p], &[S1l, S1p],
    &[S2w, S2p], &[S2p], &[S2l],
    &[B0w], &[B0p], &[B0w, B0p], &[B0m, B0p], &[B0l, B0p],
    &[B1w], &[B1p], &[B1w, B1p], &[B1m, B1p], &[B2w, B2p], &[B2p], &[B3p],
    // pairs
    &[S0w, S1w], &[S0w, S0p, S1p], &[S0p, S1w, S1p], &[S0p, S1p], &[S0w, S1p], &[S0p, S1w],
    &[S0w, B0w], &[S0w, S0p, B0p], &[S0p, B0w, B0p], &[S0p, B0p], &[S0w, B0p], &[S0p, B0w],
    &[S1w, B0w], &[S1p, B0w], &[S1w, B0p], &[S1p, B0p], &[S0l, B0l], &[S0l, S1l], &[S1l, B0l],
    &[S0m, S1m], &[S0m, B0m], &[S0p, S0m, B0p, B0m], &[S0p, S0m, S1p, S1m],
    &[B0p, B1p], &[B0w, B1p], &[B0p, B1w], &[B0w, B1w], &[S0p, B1p], &[S0w, B1w], &[S2l, S0l], &[S2p, B0p],
    // triples and more
    &[S0p, B0p, B1p], &[S1p, S0p, B0p], &[S2p, S1p, S0p], &[B0p, B1p, B2p], &[S0p, B0p, B1p, B2p],
    &[S1p, S0p, B0p, B1p], &[S3p, S2p, S1p, S0p], &[S2p, S1p, S0p, B0p],
    &[S1w, S0p, B0p], &[S1p, S0w, B0p], &[S1p, S0p, B0w], &[S0w, B0p, B1p], &[S0p, B0w, B1p], &[S0p, B0p, B1w],
    &[S1l, S0p, B0p], &[S1l, S0l, B0p], &[S1p, S0l, B0l], &[S1p, S0p, B1p],
    &[B0w, B1p, B2p], &[S0p, B1w, B2p], &[S1p, S0p, B0p, B1p, B2p],
    // children
    &[S0p, S0Lp], &[S0p, S0Rp], &[S1p, S1Lp], &[S1p, S1Rp], &[B0p, B0Lp],
    &[S0Lw], &[S0Rw], &[S1Rw], &[S1Lw], &[B0Lw],
    &[S0p, S0Ld], &[S0p, S0Rd], &[S1p, S1Ld], &[S1p, S1Rd], &[B0p, B0Ld], &[S0w, S0Ld], &[S0w, S0Rd],
    &[S1w, S1Rd], &[S1w, S1Ld], &[B0w, B0Ld],
    &[S0p, S0Lp, B0p], &[S0p, S0Rp, B0p], &[S1p, S1Rp, S0p], &[S1p, S1Lp, S0p], &[S0p, B0p, B0Lp],
    &[S1p, S0p, S0Lp], &[S1p, S0p, S0Rp], &[S1p, B0p, B0Lp], &[S1l, S0Lw, S0p], &[S1p, S0Lw, S0p],
    &[S0p, S0Lp, S0L2p], &[S0p, S0Rp, S0R2p], &[S1p, S1Rp, S1R2p], &[B0p, B0Lp, B0L2p],
    &[S0p, S0Ld, S0L2d], &[S0p, S0Rd, S0R2d], &[S1p, S1Ld, S1L2d], &[S1p, S1Rd, S1R2d], &[B0p, B0Ld, B0L2d],
    // valency
    &[S0p, S0lefts], &[S0w, S0lefts], &[S0p, S0rights], &[S0w, S0rights], &[S1p, S1lefts], &[S1p, S1rights],
    &[S1w, S1rights], &[S1l, S1rights, S0p], &[B0p, B0lefts], &[B0w, B0lefts], &[S0p, S0nl], &[S0p, S0nr],
    &[S1p, S1nr], &[S1p, S1nl], &[B0p, B0nl], &[S1p, S1rights, S0p, S0case], &[S1p, S1lefts, S0p],
    &[S0p, S0lefts, B0p], &[S0p, S0lefts, S0rights], &[S2p, S2rights, S1p],
    &[S1p, S1lefts, S1rights, S0p, S0lefts], &[S0p, S0lefts, B0p, B0lefts], &[S1p, S1rights, S0p, S0lefts],
    // prepositions and conjunctions of the phrases at hand
    &[S1p, S0p, S0case], &[S1l, S0case], &[S1l, S0p, S0case], &[S1l, S0l, S0case], &[S0p, B0p, B0case],
    &[S0l, B0case, B0p], &[S0l, S0case, B0p], &[S2l, S1p, S0case], &[S2p, S1p, S0p, S0case], &[S1case, S0p, S0case],
    &[S1p, S1case, S0p, B0p], &[S1l, S0case, S0p, Dist1], &[S0case, B0w], &[S0m, S0case, S1p],
    // distance, and what stands between
    &[S0p, B0p, Dist], &[S0w, Dist], &[B0w, Dist], &[S0p, Dist], &[B0p, Dist],
    &[S1p, S0p, Dist1], &[S1w, Dist1], &[S0w, Dist1],
    &[S0p, B0p, Between], &[S1p, S0p, BetweenS], &[S1l, S0p, BetweenS], &[S0p, B0p, B1p, Between],
];

/// Words of a sentence as the parser sees them, with counts to ask what stands between two words.
pub(crate) struct Sight {
    atoms: Vec<Atom>,
    /// Before each word: commas, verbs, quotation marks and other stops so far.
    marks: Vec<[u16; 3]>,
    case_tags: [u32; 3],
}

impl Sight {
    /// `tags` numbers: see [`crate::model::Upos`], plus 1. The root's atom comes last.
    pub fn new(mut atoms: Vec<Atom>, comma: impl Fn(u32) -> bool, tags: SightTags) -> Self {
        let mut marks = vec![[0u16; 3]];
        for atom in &atoms {
            let mut mark = marks.last().copied().unwrap_or_default();
            mark[0] = mark[0].wrapping_add(u16::from(comma(atom.word)));
            mark[1] = mark[1].wrapping_add(u16::from(atom.tag == tags.verb));
            mark[2] = mark[2].wrapping_add(u16::from(atom.tag == tags.punct));
            marks.push(mark);
        }
        atoms.push(Atom { word: 2, lemma: 2, tag: 30, morph: 2 });
        Sight { atoms, marks, case_tags: tags.case }
    }

    fn between(&self, left: Node, right: Node) -> u32 {
        let (from, to) = (self.marks[(left + 1).min(right)], self.marks[right.min(self.marks.len() - 1)]);
        let count = |slot: usize| u32::from(to[slot].wrapping_sub(from[slot]));
        1 + count(0).min(2) + 3 * count(1).min(2) + 9 * count(2).saturating_sub(count(0)).min(2)
    }
}

/// Numbers of the parts of speech that [`Sight`] asks for.
pub(crate) struct SightTags {
    pub verb: u32,
    pub punct: u32,
    /// Adposition, subordinator, coordinator.
    pub case: [u32; 3],
}

fn distance(left: Node, right: Node) -> u32 {
    match right - left {
        near @ 0..=4 => near as u32 + 1,
        5..=6 => 6,
        7..=10 => 7,
        _ => 8,
    }
}

/// The features of a state.
pub(crate) fn features(state: &State, sight: &Sight, bank: u32, out: &mut Vec<u32>) {
    let slots = slots(state, sight, bank);
    out.clear();
    for (number, template) in TEMPLATES.iter().enumerate() {
        let hash = template.iter().fold(mix(0x9A5, number as u64), |hash, &slot| mix(hash, slots[slot as usize]));
        out.push(key(hash));
    }
}

fn slots(state: &State, sight: &Sight, bank: u32) -> [u64; Count as usize] {
    let mut slots = [0u64; Count as usize];
    let root = state.words;
    let stack = [state.stack_at(0), state.stack_at(1), state.stack_at(2), state.stack_at(3)];
    let ahead = |offset: usize| Some(state.next + offset).filter(|&node| node <= root);
    let atom = |node: Option<Node>| node.map_or(Atom::default(), |node| sight.atoms[node]);
    let some = |node: u32| (node != NONE).then_some(node as Node);
    let mut put = |slot: Slot, value: u32| slots[slot as usize] = u64::from(value);
    put(Bank, bank);
    let [s0, s1, s2, s3] = stack.map(atom);
    let (b0, b1, b2, b3) = (atom(ahead(0)), atom(ahead(1)), atom(ahead(2)), atom(ahead(3)));
    for (slot, value) in [(S0w, s0.word), (S0p, s0.tag), (S0m, s0.morph), (S0l, s0.lemma)] {
        put(slot, value);
    }
    for (slot, value) in [(S1w, s1.word), (S1p, s1.tag), (S1m, s1.morph), (S1l, s1.lemma)] {
        put(slot, value);
    }
    for (slot, value) in [(S2w, s2.word), (S2p, s2.tag), (S2l, s2.lemma), (S3p, s3.tag)] {
        put(slot, value);
    }
    for (slot, value) in [(B0w, b0.word), (B0p, b0.tag), (B0m, b0.morph), (B0l, b0.lemma)] {
        put(slot, value);
    }
    for (slot, value) in [(B1w, b1.word), (B1p, b1.tag), (B1m, b1.morph), (B2w, b2.word), (B2p, b2.tag), (B3p, b3.tag)]
    {
        put(slot, value);
    }
    let relation = |node: u32| if node == NONE { 0 } else { u32::from(state.relation[node as usize]) + 1 };
    let case_of = |node: Node| {
        let side = state.left[node];
        let children = [side.last, side.second].into_iter().filter_map(some);
        let mut cases = children.filter(|&child| sight.case_tags.contains(&sight.atoms[child].tag));
        cases.next().map_or(0, |child| sight.atoms[child].word)
    };
    if let Some(node) = stack[0] {
        let (left, right) = (state.left[node], state.right[node]);
        put(S0Lw, atom(some(left.last)).word);
        put(S0Lp, atom(some(left.last)).tag);
        put(S0Ld, relation(left.last));
        put(S0L2p, atom(some(left.second)).tag);
        put(S0L2d, relation(left.second));
        put(S0Rw, atom(some(right.last)).word);
        put(S0Rp, atom(some(right.last)).tag);
        put(S0Rd, relation(right.last));
        put(S0R2p, atom(some(right.second)).tag);
        put(S0R2d, relation(right.second));
        put(S0nl, u32::from(left.count.min(4)) + 1);
        put(S0nr, u32::from(right.count.min(4)) + 1);
        put(S0case, case_of(node));
        put(Dist, distance(node, state.next));
        put(Between, sight.between(node, state.next));
    }
    if let Some(node) = stack[1] {
        let (left, right) = (state.left[node], state.right[node]);
        put(S1Lw, atom(some(left.last)).word);
        put(S1Lp, atom(some(left.last)).tag);
        put(S1Ld, relation(left.last));
        put(S1L2d, relation(left.second));
        put(S1Rw, atom(some(right.last)).word);
        put(S1Rp, atom(some(right.last)).tag);
        put(S1Rd, relation(right.last));
        put(S1R2p, atom(some(right.second)).tag);
        put(S1R2d, relation(right.second));
        put(S1nl, u32::from(left.count.min(4)) + 1);
        put(S1nr, u32::from(right.count.min(4)) + 1);
        put(S1case, case_of(node));
        if let Some(top) = stack[0] {
            put(Dist1, distance(node, top));
            put(BetweenS, sight.between(node, top));
        }
    }
    if state.next <= root {
        let left = state.left[state.next];
        put(B0Lw, atom(some(left.last)).word);
        put(B0Lp, atom(some(left.last)).tag);
        put(B0Ld, relation(left.last));
        put(B0L2p, atom(some(left.second)).tag);
        put(B0L2d, relation(left.second));
        put(B0nl, u32::from(left.count.min(4)) + 1);
        put(B0case, case_of(state.next));
        slots[B0lefts as usize] = left.relations;
    }
    for (node, lefts, rights) in [(stack[0], S0lefts, S0rights), (stack[1], S1lefts, S1rights)] {
        if let Some(node) = node {
            slots[lefts as usize] = state.left[node].relations;
            slots[rights as usize] = state.right[node].relations;
        }
    }
    slots[S2rights as usize] = stack[2].map_or(0, |node| state.right[node].relations);
    slots
}

/// The parser's classes.
#[derive(Debug, Default, Clone)]
pub(crate) struct Actions {
    /// What each class does.
    pub actions: Vec<Action>,
    /// The number of the relation `root`.
    pub root: u16,
}

impl Actions {
    /// Whether a class may be chosen: the move is allowed, and `root` is the relation to the root alone.
    pub fn allows(&self, class: usize, state: &State) -> bool {
        let action = self.actions[class];
        let to_root = action.kind == Move::Left && state.next == state.words;
        let is_arc = action.kind != Move::Shift;
        state.allows(action.kind) && (!is_arc || to_root == (action.relation == self.root))
    }
}

/// Parses a sentence: for each word its head (the number of words for the root) and the number of its relation.
/// Time O(words × templates).
pub(crate) fn parse(table: &Table, actions: &Actions, sight: &Sight, bank: u32) -> Vec<(Node, u16)> {
    let words = sight.atoms.len() - 1;
    let mut state = State::new(words);
    let mut keys = Vec::with_capacity(TEMPLATES.len());
    let mut scores = vec![0; table.classes];
    while !state.is_done() {
        features(&state, sight, bank, &mut keys);
        scores.fill(0);
        table.add(&keys, &mut scores);
        let action = best(&scores, |class| actions.allows(class, &state)).map(|class| actions.actions[class]);
        state.apply(action.unwrap_or_else(|| fallback(&state, actions)));
    }
    (0..words).map(|word| (state.head[word] as Node, state.relation[word])).collect()
}

/// A move that is always there, for models whose classes leave none.
fn fallback(state: &State, actions: &Actions) -> Action {
    let moves = [Move::Shift, Move::Right, Move::Left];
    let kind = moves.into_iter().find(|&kind| state.allows(kind)).unwrap_or(Move::Shift);
    Action { kind, relation: actions.root }
}
