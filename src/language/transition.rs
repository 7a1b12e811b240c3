//! The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez & Satta 2011) with the root after the last
//! word, and its dynamic oracle (Goldberg & Nivre 2013). Every way through it ends in one tree with one root.

/// Index of a node: a word, or the root, which is one past the last word.
pub(crate) type Node = usize;

/// No node, in [`State`]'s arrays.
pub(crate) const NONE: u32 = u32::MAX;

/// What a transition does, without its relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Move {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack becomes a child of the next word (or root) and leaves the stack.
    Left,
    /// The top of the stack becomes a child of the word below it and leaves the stack.
    Right,
}

/// A transition: for the arcs, with the number of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Action {
    pub kind: Move,
    pub relation: u16,
}

/// The outer children of a node on one side, and what they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side {
    /// The farthest child.
    pub last: u32,
    /// The one before it.
    pub second: u32,
    /// How many children.
    pub count: u8,
    /// The set of their relations (bit = relation modulo 64).
    pub relations: u64,
}

const NO_CHILDREN: Side = Side { last: NONE, second: NONE, count: 0, relations: 0 };

/// A half-built tree.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// Words of the sentence; also the root's index.
    pub words: usize,
    /// Words that wait for a head, from left to right.
    pub stack: Vec<Node>,
    /// The next word, or `words` for the root.
    pub next: Node,
    /// Heads found so far.
    pub head: Vec<u32>,
    /// Relations found so far.
    pub relation: Vec<u16>,
    /// Children to the left.
    pub left: Vec<Side>,
    /// Children to the right.
    pub right: Vec<Side>,
}

impl State {
    pub fn new(words: usize) -> Self {
        State {
            words,
            stack: Vec::with_capacity(words.min(64)),
            next: 0,
            head: vec![NONE; words + 1],
            relation: vec![0; words + 1],
            left: vec![NO_CHILDREN; words + 1],
            right: vec![NO_CHILDREN; words + 1],
        }
    }

    /// The `depth`-th word of the stack, 0 the top.
    pub fn stack_at(&self, depth: usize) -> Option<Node> {
        self.stack.len().checked_sub(depth + 1).map(|index| self.stack[index])
    }

    pub fn is_done(&self) -> bool {
        self.stack.is_empty() && self.next == self.words
    }

    /// Whether a move may be made here. The root takes one child: the last word left.
    pub fn allows(&self, kind: Move) -> bool {
        match kind {
            Move::Shift => self.next < self.words,
            Move::Left if self.next == self.words => self.stack.len() == 1,
            Move::Left => !self.stack.is_empty(),
            Move::Right => self.stack.len() >= 2,
        }
    }

    /// Makes a move that is allowed.
    pub fn apply(&mut self, action: Action) {
        if action.kind == Move::Shift {
            self.stack.push(self.next);
            self.next += 1;
            return;
        }
        let Some(child) = self.stack.pop() else { return };
        let (head, sides) = match (action.kind, self.stack.last()) {
            (Move::Right, Some(&below)) => (below, &mut self.right),
            _ => (self.next, &mut self.left),
        };
        self.head[child] = head as u32;
        self.relation[child] = action.relation;
        let side = &mut sides[head];
        side.second = side.last;
        side.last = child as u32;
        side.count = side.count.saturating_add(1);
        side.relations |= 1 << (action.relation % 64);
    }
}

/// The tree to be learnt.
#[cfg(feature = "train")]
#[derive(Debug, Clone)]
pub(crate) struct Gold {
    /// Heads; the root's index for the root word.
    pub head: Vec<Node>,
    /// Relations.
    pub relation: Vec<u16>,
    children: Vec<Vec<Node>>,
}

#[cfg(feature = "train")]
impl Gold {
    pub fn new(head: Vec<Node>, relation: Vec<u16>) -> Self {
        let mut children = vec![Vec::new(); head.len() + 1];
        for (child, &head) in head.iter().enumerate() {
            children[head].push(child);
        }
        Gold { head, relation, children }
    }

    /// How many arcs of the tree can no longer be built after a move that can still be built before it.
    pub fn cost(&self, state: &State, kind: Move) -> usize {
        let waits = |node: Node| node < state.next && state.head[node] == NONE;
        if kind == Move::Shift {
            let next = state.next;
            let children = self.children[next].iter().filter(|&&child| waits(child)).count();
            let head = self.head[next];
            let lost_head = head < next && waits(head) && state.stack_at(0) != Some(head);
            return children + usize::from(lost_head);
        }
        let Some(top) = state.stack_at(0) else { return usize::MAX };
        let children = self.children[top].iter().filter(|&&child| child >= state.next).count();
        let head = self.head[top];
        let lost_head = match kind {
            Move::Left => head > state.next || (head != state.next && state.stack_at(1) == Some(head)),
            _ => head >= state.next,
        };
        children + usize::from(lost_head)
    }

    /// Whether the arc that the move makes is the tree's own.
    pub fn has_arc(&self, state: &State, kind: Move) -> bool {
        let Some(top) = state.stack_at(0) else { return false };
        match kind {
            Move::Shift => false,
            Move::Left => self.head[top] == state.next,
            Move::Right => state.stack_at(1) == Some(self.head[top]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_takes_only_the_last_word_left() {
        let mut state = State::new(2);
        let shift = Action { kind: Move::Shift, relation: 0 };
        state.apply(shift);
        state.apply(shift);
        assert!(!state.allows(Move::Left) && !state.allows(Move::Shift) && state.allows(Move::Right));
        state.apply(Action { kind: Move::Right, relation: 3 });
        assert!(state.allows(Move::Left));
        state.apply(Action { kind: Move::Left, relation: 0 });
        assert!(state.is_done());
        assert_eq!(state.head[..2], [2, 0]);
    }

    #[cfg(feature = "train")]
    #[test]
    fn following_the_oracle_builds_a_projective_tree() {
        let head = vec![1, 4, 3, 1, 8, 6, 4, 6];
        let gold = Gold::new(head.clone(), vec![0; 8]);
        let mut state = State::new(8);
        while !state.is_done() {
            let moves = [Move::Right, Move::Left, Move::Shift];
            let free = moves.into_iter().find(|&kind| state.allows(kind) && gold.cost(&state, kind) == 0);
            state.apply(Action { kind: free.unwrap(), relation: 0 });
        }
        assert_eq!(state.head[..8].iter().map(|&head| head as usize).collect::<Vec<_>>(), head);
    }
}
