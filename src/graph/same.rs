//! Decisions of people about who is who across articles: a table that says that two ids are one actor, or that one
//! id is two. `&str → Decisions`, `(StateGraph, Decisions) → StateGraph`
//!
//! ```text
//! actor                   document   same_as
//! person-ana-ruiz-esp                Q12345        everywhere
//! person-jose-perez-chl   el-pais-7                in this article an actor of its own
//! ```

use super::relabel::{At, Relabel};
use super::{Node, StateGraph, fold};
use crate::entities::knowledge::{Error, Knowledge, table_lines};
use crate::model::{ActorId, ActorKind, DocId};
use std::collections::{BTreeMap, BTreeSet};

/// Who is who, as a table says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    rows: Vec<Decision>,
    /// Who actors are wherever no line says otherwise.
    everywhere: BTreeMap<ActorId, ActorId>,
}

/// One line of a table of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whom it is about: an id.
    pub actor: ActorId,
    /// Where: a document's name, its path or the start of its id; `None` everywhere.
    pub document: Option<String>,
    /// Who that is; `None` for an actor of its own in that document.
    pub same_as: Option<ActorId>,
    /// The line, from 1.
    pub line: usize,
}

const COLUMNS: [&str; 4] = ["actor", "document", "same_as", "note"];

impl Decisions {
    /// Reads a table: tab-separated, its first line names the columns `actor`, `same_as`, and if it needs them `document`
    /// and `note`; `#` starts a comment.
    ///
    /// # Errors
    /// Unknown columns, lines without an actor or that decide nothing, two decisions about one actor in one place,
    /// actors that are the same as themselves over a circle.
    pub fn read(text: &str, path: &str) -> Result<Decisions, Error> {
        let error = |line: usize, what: String| Error { path: path.to_owned(), line, what };
        let mut lines = table_lines(text);
        let Some((at, header)) = lines.next() else { return Ok(Decisions::default()) };
        let titles: Vec<&str> = header.split('\t').map(str::trim).collect();
        if let Some(title) = titles.iter().find(|title| !COLUMNS.contains(title)) {
            return Err(error(at, format!("unknown column {title:?}: known are {}", COLUMNS.join(", "))));
        }
        if !titles.contains(&"actor") || !titles.contains(&"same_as") {
            return Err(error(at, "the header needs the columns actor and same_as".to_owned()));
        }
        let mut rows: Vec<Decision> = Vec::new();
        let mut seen = BTreeMap::new();
        for (line, row) in lines {
            let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
            if cells.len() > titles.len() {
                return Err(error(line, "more cells than the header has columns".to_owned()));
            }
            let cell = |name: &str| {
                let at = titles.iter().position(|title| *title == name)?;
                cells.get(at).copied().filter(|cell| !cell.is_empty())
            };
            let Some(actor) = cell("actor") else { return Err(error(line, "no actor".to_owned())) };
            for id in [Some(actor), cell("same_as")].into_iter().flatten() {
                if id.contains(|c: char| c.is_control() || c.is_whitespace()) {
                    return Err(error(line, format!("{id:?} is no id: ids have no spaces")));
                }
            }
            let (document, same_as) = (cell("document").map(str::to_owned), cell("same_as").map(ActorId::from));
            if document.is_none() && same_as.is_none() {
                return Err(error(
                    line,
                    format!("{actor}: say who it is (same_as), or where it is another (document)"),
                ));
            }
            let decision = Decision { actor: actor.into(), document, same_as, line };
            if let Some(first) = seen.insert((actor, decision.document.clone()), line) {
                return Err(error(line, format!("{actor} is decided on line {first} already")));
            }
            rows.push(decision);
        }
        let everywhere = rows.iter().filter(|row| row.document.is_none());
        let everywhere = everywhere.filter_map(|row| Some((row.actor.clone(), row.same_as.clone()?))).collect();
        let decisions = Decisions { rows, everywhere };
        match decisions.rows.iter().find(|row| decisions.goes_round(row)) {
            Some(row) => Err(error(row.line, format!("{} is the same as itself, in a circle", row.actor))),
            None => Ok(decisions),
        }
    }

    /// The lines.
    pub fn rows(&self) -> &[Decision] {
        &self.rows
    }

    fn goes_round(&self, row: &Decision) -> bool {
        let mut seen = BTreeSet::from([&row.actor]);
        let mut next = row.same_as.as_ref();
        while let Some(id) = next {
            if !seen.insert(id) {
                return row.document.is_none() && *id == row.actor;
            }
            next = self.everywhere.get(id);
        }
        false
    }

    /// The end of a chain: who an actor is when all that holds everywhere is followed.
    fn settled(&self, id: &ActorId) -> ActorId {
        let mut id = id;
        let mut steps = 0;
        while let Some(next) = self.everywhere.get(id).filter(|_| steps <= self.rows.len()) {
            (id, steps) = (next, steps + 1);
        }
        id.clone()
    }
}

struct Applied<'d> {
    decisions: &'d Decisions,
    /// What holds in one document alone.
    here: BTreeMap<(DocId, ActorId), ActorId>,
    knowledge: &'d Knowledge,
}

impl Relabel for Applied<'_> {
    fn actor(&self, id: &ActorId, at: At) -> ActorId {
        let here = at.document.and_then(|document| self.here.get(&(document.clone(), id.clone())));
        here.cloned().unwrap_or_else(|| self.decisions.settled(id))
    }
    fn node(&self, id: &ActorId) -> Option<Node> {
        self.knowledge.actor(id).cloned().map(Node::of_actor)
    }
    fn is_same(&self) -> bool {
        true
    }
}

impl StateGraph {
    /// The graph with the decisions carried out, and the lines that found nothing in it. Carrying them out twice changes
    /// nothing more.
    pub fn decided<'d>(&self, decisions: &'d Decisions, knowledge: &Knowledge) -> (StateGraph, Vec<&'d Decision>) {
        let mut idle = Vec::new();
        let mut here = BTreeMap::new();
        for row in &decisions.rows {
            let is_there = self.actor(&row.actor).is_some();
            let Some(name) = row.document.as_deref() else {
                if !is_there {
                    idle.push(row);
                }
                continue;
            };
            let documents: Vec<&DocId> = self
                .documents()
                .filter(|document| is_called(document, name))
                .map(|document| &document.meta.id)
                .collect();
            let mentions = |id: &&DocId| self.document(id).is_some_and(|it| it.actors.contains_key(&row.actor));
            if !is_there || !documents.iter().any(mentions) {
                idle.push(row);
            }
            for document in documents {
                let digits: String = document.0.chars().take(6).collect();
                let own = || ActorId::from(format!("{}-{digits}", row.actor).as_str());
                let who = row.same_as.as_ref().map_or_else(own, |id| decisions.settled(id));
                here.insert((document.clone(), row.actor.clone()), who);
            }
        }
        (self.relabelled(&Applied { decisions, here, knowledge }), idle)
    }

    /// The decisions that were made of themselves, as a table that [`Decisions::read`] reads: which actors that the
    /// knowledge base does not know are one in several documents. Behind `#`, which ones may be one and were kept
    /// apart: those of one kind whose names are equal, or one the end of the other's, each with the longest such name.
    /// The lines of `earlier` come first and are not decided again.
    pub fn decisions(&self, knowledge: &Knowledge, earlier: &Decisions) -> String {
        let mut text = String::from("actor\tdocument\tsame_as\tnote\n");
        for row in &earlier.rows {
            let same_as = row.same_as.as_ref().map_or("", ActorId::as_str);
            text += &line(&[row.actor.as_str(), row.document.as_deref().unwrap_or_default(), same_as, ""]);
        }
        let of_row = |row: &'_ Decision| [Some(row.actor.clone()), row.same_as.clone()];
        let decided: BTreeSet<ActorId> = earlier.rows.iter().flat_map(of_row).flatten().collect();
        let own = |node: &&Node| knowledge.actor(&node.id).is_none() && is_named(node) && !decided.contains(&node.id);
        let documents = self.documents_by_actor();
        let mut by_last_word = BTreeMap::<(ActorKind, String), Vec<(String, &Node)>>::new();
        for node in self.actors().filter(own) {
            let places = documents.get(&node.id).map_or(&[][..], Vec::as_slice);
            for document in places.iter().filter(|_| places.len() > 1) {
                text += &line(&[node.id.as_str(), document, node.id.as_str(), &node.name]);
            }
            let folded = fold(&node.name);
            let last = folded.split(' ').next_back().unwrap_or_default().to_owned();
            by_last_word.entry((node.kind, last)).or_default().push((folded, node));
        }
        for mut nodes in by_last_word.into_values() {
            // The longer name says more; each is compared until one fits.
            nodes.sort_by_key(|(folded, node)| (std::cmp::Reverse(folded.split(' ').count()), node.id.clone()));
            for (at, (folded, node)) in nodes.iter().enumerate() {
                if let Some((_, longer)) = nodes[..at].iter().find(|(longer, _)| ends_with(longer, folded)) {
                    let note = format!("{} / {}", node.name, longer.name);
                    text.push_str("# ");
                    text += &line(&[node.id.as_str(), "", longer.id.as_str(), &note]);
                }
            }
        }
        text
    }

    /// The documents that mention each actor: by name, by id where several have one name.
    fn documents_by_actor(&self) -> BTreeMap<&ActorId, Vec<&str>> {
        let mut named = BTreeMap::<&str, usize>::new();
        for document in self.documents() {
            *named.entry(&document.meta.name).or_default() += 1;
        }
        let mut documents = BTreeMap::<&ActorId, Vec<&str>>::new();
        for document in self.documents() {
            let name = document.meta.name.as_str();
            let called = if named[name] == 1 { name } else { document.meta.id.0.as_str() };
            for id in document.actors.keys() {
                documents.entry(id).or_default().push(called);
            }
        }
        documents
    }
}

/// Whether an actor has a name of its own, and is not described ("Foreign Ministry of X", "a diplomatic source").
fn is_named(node: &Node) -> bool {
    let id = node.id.as_str();
    let prefixed = ["person-", "org-", "name-"].iter().any(|prefix| id.starts_with(prefix));
    prefixed && !matches!(node.kind, ActorKind::State | ActorKind::UnnamedSource)
}

/// Whether the words of a folded name end another's.
fn ends_with(longer: &str, folded: &str) -> bool {
    longer.strip_suffix(folded).is_some_and(|before| before.is_empty() || before.ends_with(' '))
}

/// A line of cells, without what would break it.
fn line(cells: &[&str]) -> String {
    let plain = |cell: &&str| cell.replace(['\t', '\n', '\r'], " ");
    cells.iter().map(plain).collect::<Vec<_>>().join("\t") + "\n"
}

fn is_called(document: &super::DocumentRecord, name: &str) -> bool {
    let meta = &document.meta;
    meta.name == name || meta.path.as_deref() == Some(name) || (name.len() >= 6 && meta.id.0.starts_with(name))
}
