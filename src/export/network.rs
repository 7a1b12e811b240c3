//! A graph as two tables, of actors and of edges, with typed columns: what network formats, spreadsheets and databases
//! have in common. A new column is one entry of [`NODE_COLUMNS`] or [`EDGE_COLUMNS`], and every such format has it.

use super::{Options, Parallel};
use crate::graph::{AffiliationEdge, AttributionEdge, CitedClaim, DocumentRecord, Node, StateGraph};
use crate::model::{ActorId, Date, Polarity, Precision};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The tables of a graph.
pub struct Network<'g> {
    /// Where the rows come from.
    pub graph: &'g StateGraph,
    /// All actors, by id.
    pub nodes: Vec<NodeRow<'g>>,
    /// Edges between two actors: claims, then affiliations, then attributions where they are asked for, each by id.
    pub edges: Vec<EdgeRow<'g>>,
    /// Claims without a source or a target, by id.
    pub statements: Vec<EdgeRow<'g>>,
}

/// An actor.
pub struct NodeRow<'g> {
    /// The actor.
    pub node: &'g Node,
    /// How many claims it stands at an end of.
    pub claims: usize,
}

/// An edge, or a statement.
pub struct EdgeRow<'g> {
    /// Unique among edges: the key of a claim, affiliation or attribution; where claims are folded the key of the surest
    /// with `f-` for `c-`.
    pub id: Cow<'g, str>,
    /// Where it starts.
    pub source: Option<&'g ActorId>,
    /// Where it ends.
    pub target: Option<&'g ActorId>,
    /// What it stands for.
    pub content: Content<'g>,
    /// The document that all its claims stand in.
    pub document: Option<&'g DocumentRecord>,
}

/// What an edge stands for.
pub enum Content<'g> {
    /// One claim, or several of one kind and polarity, the surest first.
    Claims(Vec<&'g CitedClaim>),
    /// A standing relation.
    Affiliation(&'g AffiliationEdge),
    /// Who reports whom.
    Attribution(&'g AttributionEdge),
}

impl<'g> Network<'g> {
    /// The tables of a graph; `usual` is what the format does with parallel claims unasked.
    pub fn of(graph: &'g StateGraph, options: &Options, usual: Parallel) -> Network<'g> {
        let strength: BTreeMap<&ActorId, usize> = graph.by_strength().into_iter().collect();
        let row = |node: &'g Node| NodeRow { node, claims: strength.get(&node.id).copied().unwrap_or_default() };
        let (between, lacking): (Vec<_>, Vec<_>) = graph.all_claims().partition(|claim| claim.ends().is_some());
        let single = |claim| single(graph, claim);
        let mut edges =
            if options.folds(usual) { folded(graph, &between) } else { between.into_iter().map(single).collect() };
        if options.affiliations {
            edges.extend(graph.affiliations().map(|edge| EdgeRow {
                id: Cow::Borrowed(&edge.key),
                source: Some(&edge.source),
                target: Some(&edge.target),
                content: Content::Affiliation(edge),
                document: None,
            }));
        }
        if options.attributions {
            edges.extend(graph.attributions().map(|edge| EdgeRow {
                id: Cow::Borrowed(&edge.key),
                source: Some(&edge.source),
                target: Some(&edge.target),
                content: Content::Attribution(edge),
                document: None,
            }));
        }
        let statements = lacking.into_iter().map(single).collect();
        Network { graph, nodes: graph.actors().map(row).collect(), edges, statements }
    }
}

fn single<'g>(graph: &'g StateGraph, claim: &'g CitedClaim) -> EdgeRow<'g> {
    let (source, target) = (claim.source.as_ref(), claim.target.as_ref());
    let document = graph.document(&claim.document);
    EdgeRow { id: Cow::Borrowed(&claim.key.0), source, target, content: Content::Claims(vec![claim]), document }
}

/// One edge for the claims of one kind and polarity between two actors; those of events without a direction are one
/// whichever way they are told.
fn folded<'g>(graph: &'g StateGraph, claims: &[&'g CitedClaim]) -> Vec<EdgeRow<'g>> {
    let mut groups = BTreeMap::<FoldKey, Vec<&CitedClaim>>::new();
    for claim in claims {
        if let Some(key) = fold_key(claim) {
            groups.entry(key).or_default().push(claim);
        }
    }
    let row = |((source, target, ..), mut claims): (FoldKey<'g>, Vec<&'g CitedClaim>)| {
        by_trust(&mut claims);
        let key = &claims[0].key.0;
        let id = Cow::Owned(format!("f-{}", key.strip_prefix("c-").unwrap_or(key)));
        let id_of_document = &claims[0].document;
        let is_one = claims.iter().all(|claim| claim.document == *id_of_document);
        let document = is_one.then(|| graph.document(id_of_document)).flatten();
        EdgeRow { id, source: Some(source), target: Some(target), content: Content::Claims(claims), document }
    };
    let mut rows: Vec<EdgeRow> = groups.into_iter().map(row).collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

/// What folded claims share: ends, kind, polarity, whether they have no direction.
pub type FoldKey<'g> = (&'g ActorId, &'g ActorId, &'g str, Polarity, bool);

/// Which claims are folded with this one; `None` where it lacks an end.
pub fn fold_key(claim: &CitedClaim) -> Option<FoldKey<'_>> {
    let (mut source, mut target) = claim.ends()?;
    if claim.is_symmetric() && target < source {
        (source, target) = (target, source);
    }
    Some((source, target, &claim.kind, claim.polarity, claim.is_symmetric()))
}

/// The surest first, then by key.
pub fn by_trust(claims: &mut [&CitedClaim]) {
    claims.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.key.cmp(&b.key)));
}

impl<'g> NodeRow<'g> {
    /// Its cells, one for each of [`NODE_COLUMNS`].
    pub fn values<'r>(&'r self, network: &'r Network<'g>) -> impl Iterator<Item = Option<Value<'g>>> + use<'r, 'g> {
        NODE_COLUMNS.iter().map(move |column| (column.cell)(network, self))
    }
    /// Its cells that are not empty, by the names of the columns.
    pub fn cells<'r>(&'r self, network: &'r Network<'g>) -> impl Iterator<Item = Cell<'g>> + use<'r, 'g> {
        NODE_COLUMNS.iter().filter_map(move |column| Some((column.name, (column.cell)(network, self)?)))
    }
}

impl<'g> EdgeRow<'g> {
    /// Its cells, one for each of [`EDGE_COLUMNS`].
    pub fn values<'r>(&'r self, network: &'r Network<'g>) -> impl Iterator<Item = Option<Value<'g>>> + use<'r, 'g> {
        EDGE_COLUMNS.iter().map(move |column| (column.cell)(network, self))
    }
    /// Its cells that are not empty, by the names of the columns.
    pub fn cells<'r>(&'r self, network: &'r Network<'g>) -> impl Iterator<Item = Cell<'g>> + use<'r, 'g> {
        EDGE_COLUMNS.iter().filter_map(move |column| Some((column.name, (column.cell)(network, self)?)))
    }
    /// The id of the actor where it starts; empty for a statement without one.
    pub fn source_id(&self) -> &'g str {
        self.source.map_or("", |id| id.as_str())
    }
    /// The id of the actor where it ends; empty for a statement without one.
    pub fn target_id(&self) -> &'g str {
        self.target.map_or("", |id| id.as_str())
    }
    /// The words to write on it: the cue without the capital of a first word, the event where it is empty, the relation, `reports`.
    pub fn label(&self) -> Cow<'g, str> {
        match &self.content {
            Content::Claims(claims) => claims.first().map_or(Cow::Borrowed(""), |claim| match spoken(&claim.cue) {
                cue if cue.is_empty() => Cow::Borrowed(claim.event.as_str()),
                cue => cue,
            }),
            Content::Affiliation(edge) => edge.relation_name().replace('_', " ").into(),
            Content::Attribution(_) => "reports".into(),
        }
    }
    /// The kind of its claims, `affiliation` or `attribution`.
    pub fn kind(&self) -> &'g str {
        match &self.content {
            Content::Claims(claims) => claims.first().map_or("", |claim| &claim.kind),
            Content::Affiliation(_) => "affiliation",
            Content::Attribution(_) => "attribution",
        }
    }
    /// Of its claims; affirmed where it has none.
    pub fn polarity(&self) -> Polarity {
        self.surest().map_or(Polarity::Affirmed, |claim| claim.polarity)
    }
    /// Whether all its events have no direction.
    pub fn is_symmetric(&self) -> bool {
        self.shared(CitedClaim::is_symmetric) == Some(true)
    }
    /// How many claims it stands for; one for an affiliation.
    pub fn weight(&self) -> usize {
        match &self.content {
            Content::Claims(claims) => claims.len(),
            Content::Affiliation(_) => 1,
            Content::Attribution(edge) => edge.claims.len(),
        }
    }
    /// The claims that it stands for, the surest first; none for affiliations and attributions.
    pub fn claims(&self) -> &[&'g CitedClaim] {
        match &self.content {
            Content::Claims(claims) => claims,
            Content::Affiliation(_) | Content::Attribution(_) => &[],
        }
    }
    /// First and last day of each dated claim, or of an affiliation, in order, each once. One of an affiliation's may be
    /// unknown; so may not those of a claim.
    pub fn periods(&self) -> BTreeSet<(Option<Date>, Option<Date>)> {
        match &self.content {
            Content::Claims(claims) => {
                let periods = claims.iter().filter_map(|claim| period(claim));
                periods.map(|(first, last)| (Some(first), Some(last))).collect()
            }
            Content::Affiliation(edge) if edge.since.is_some() || edge.until.is_some() => {
                [(edge.since, edge.until)].into()
            }
            Content::Affiliation(_) | Content::Attribution(_) => BTreeSet::new(),
        }
    }
    /// The first day of the first period, and the last day of the last.
    fn span(&self) -> (Option<Date>, Option<Date>) {
        match &self.content {
            Content::Claims(claims) => {
                let periods = || claims.iter().filter_map(|claim| period(claim));
                (periods().map(|(first, _)| first).min(), periods().map(|(_, last)| last).max())
            }
            Content::Affiliation(edge) => (edge.since, edge.until),
            Content::Attribution(_) => (None, None),
        }
    }
    fn surest(&self) -> Option<&'g CitedClaim> {
        self.claims().first().copied()
    }
    /// What all claims have; `None` where they differ.
    fn shared<T: PartialEq>(&self, of: impl Fn(&'g CitedClaim) -> T) -> Option<T> {
        let mut values = self.claims().iter().map(|claim| of(claim));
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    }
    fn single(&self) -> Option<&'g CitedClaim> {
        match self.claims() {
            [claim] => Some(claim),
            _ => None,
        }
    }
    fn affiliation(&self) -> Option<&'g AffiliationEdge> {
        match &self.content {
            Content::Affiliation(edge) => Some(edge),
            Content::Claims(_) | Content::Attribution(_) => None,
        }
    }
}

/// First and last day of the period in which a claim's event happened.
pub fn period(claim: &CitedClaim) -> Option<(Date, Date)> {
    let first = claim.date?;
    Some((first, claim.date_precision.unwrap_or(Precision::Day).last_day(first)))
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'g> {
    /// Text.
    Text(Cow<'g, str>),
    /// A number without a fraction.
    Int(i64),
    /// A number.
    Float(f64),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(Date),
    /// Several texts.
    Texts(Vec<Cow<'g, str>>),
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Int(number) => serializer.serialize_i64(*number),
            Value::Float(number) => serializer.serialize_f64(*number),
            Value::Bool(is_so) => serializer.serialize_bool(*is_so),
            Value::Date(day) => serializer.collect_str(day),
            Value::Texts(texts) => serializer.collect_seq(texts),
        }
    }
}

/// A cell that is not empty, under the name of its column.
pub type Cell<'g> = (&'static str, Value<'g>);

/// What the cells of a column hold, where they are not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// [`Value::Text`]
    Text,
    /// [`Value::Int`]
    Int,
    /// [`Value::Float`]
    Float,
    /// [`Value::Bool`]
    Bool,
    /// [`Value::Date`]
    Date,
    /// [`Value::Texts`]
    Texts,
}

/// A column. Ids and ends are none: each format has its own place for them.
pub struct Column<Reader> {
    /// Its name in files: lower case and underscores.
    pub name: &'static str,
    /// What its cells hold.
    pub holds: Type,
    /// How to read the cell of a row; `None` where it is empty.
    pub cell: Reader,
}

/// Reads a cell of an actor.
pub type NodeCell = for<'g> fn(&Network<'g>, &NodeRow<'g>) -> Option<Value<'g>>;
/// Reads a cell of an edge. Of folded claims a cell holds what they share, and nothing where they differ; the evidence is
/// that of the surest.
pub type EdgeCell = for<'g> fn(&Network<'g>, &EdgeRow<'g>) -> Option<Value<'g>>;

const fn node(name: &'static str, holds: Type, cell: NodeCell) -> Column<NodeCell> {
    Column { name, holds, cell }
}

const fn edge(name: &'static str, holds: Type, cell: EdgeCell) -> Column<EdgeCell> {
    Column { name, holds, cell }
}

/// The columns of actors.
pub static NODE_COLUMNS: &[Column<NodeCell>] = &[
    node("name", Type::Text, |_, row| text(&row.node.name)),
    node("kind", Type::Text, |_, row| text(row.node.kind.name())),
    node("state", Type::Text, |_, row| text(row.node.state.as_ref()?.as_str())),
    node("aliases", Type::Texts, |_, row| texts(row.node.aliases.iter().map(String::as_str))),
    node("mentions", Type::Int, |_, row| Some(Value::Int(row.node.mentions.try_into().unwrap_or(i64::MAX)))),
    node("claims", Type::Int, |_, row| count(row.claims)),
];

/// The columns of edges and statements.
pub static EDGE_COLUMNS: &[Column<EdgeCell>] = &[
    edge("label", Type::Text, |_, row| Some(Value::Text(row.label()))),
    edge("kind", Type::Text, |_, row| text(row.kind())),
    edge("event", Type::Text, |_, row| text(row.shared(|claim| claim.event.as_str())?)),
    edge("cameo", Type::Text, |_, row| text(row.shared(|claim| claim.cameo.as_deref())??)),
    edge("polarity", Type::Text, |_, row| text(row.shared(|claim| claim.polarity)?.name())),
    edge("factuality", Type::Text, |_, row| text(row.shared(|claim| claim.factuality)?.name())),
    edge("modes", Type::Texts, |_, row| texts(row.shared(|claim| &claim.modes)?.iter().map(|mode| mode.name()))),
    edge("symmetric", Type::Bool, |_, row| Some(Value::Bool(row.shared(CitedClaim::is_symmetric)?))),
    edge("weight", Type::Int, |_, row| count(row.weight())),
    edge("confidence", Type::Float, |_, row| Some(Value::Float(row.surest()?.confidence))),
    edge("first_day", Type::Date, |_, row| Some(Value::Date(row.span().0?))),
    edge("last_day", Type::Date, |_, row| Some(Value::Date(row.span().1?))),
    edge("date_precision", Type::Text, |_, row| text(row.shared(|claim| claim.date_precision)??.name())),
    edge("date_from", Type::Text, |_, row| text(row.shared(|claim| claim.date_from)??.name())),
    edge("speakers", Type::Texts, |network, row| {
        texts(row.shared(|claim| &claim.speakers)?.iter().map(|id| network.graph.name(id)))
    }),
    edge("speaker_ids", Type::Texts, |_, row| texts(row.shared(|claim| &claim.speakers)?.iter().map(ActorId::as_str))),
    edge("publisher", Type::Text, |network, row| match row.document {
        Some(document) => text(document.meta.publisher.as_deref()?),
        None => text(row.shared(|claim| network.graph.outlet(claim))??),
    }),
    edge("document", Type::Text, |_, row| text(&row.shared(|claim| &claim.document)?.0)),
    edge("document_name", Type::Text, |_, row| text(&row.document?.meta.name)),
    edge("title", Type::Text, |_, row| text(row.document?.meta.title.as_deref()?)),
    edge("published", Type::Date, |_, row| Some(Value::Date(row.document?.meta.published?))),
    edge("language", Type::Text, |_, row| text(row.document?.meta.language.as_ref()?.code())),
    edge("url", Type::Text, |_, row| text(row.document?.meta.url.as_deref()?)),
    edge("quote", Type::Text, |_, row| text(&row.surest()?.quote)),
    edge("cue", Type::Text, |_, row| text(&row.surest()?.cue)),
    edge("context", Type::Text, |_, row| text(&row.surest()?.context)),
    edge("source_text", Type::Text, |_, row| text(&row.surest()?.source_text)),
    edge("target_text", Type::Text, |_, row| text(&row.surest()?.target_text)),
    edge("sentence", Type::Int, |_, row| count(row.single()?.sentence)),
    edge("start", Type::Int, |_, row| count(row.single()?.start)),
    edge("end", Type::Int, |_, row| count(row.single()?.end)),
    edge("cue_start", Type::Int, |_, row| count(row.single()?.cue_start)),
    edge("cue_end", Type::Int, |_, row| count(row.single()?.cue_end)),
    edge("rule", Type::Text, |_, row| text(row.shared(|claim| &claim.rule)?)),
    edge("denies", Type::Text, |_, row| text(&row.single()?.denies.as_ref()?.0)),
    edge("relation", Type::Text, |_, row| text(row.affiliation()?.relation_name())),
    edge("role", Type::Text, |_, row| text(row.affiliation()?.role.as_deref()?)),
    edge("claims", Type::Texts, |_, row| match &row.content {
        Content::Claims(claims) => texts(claims.iter().map(|claim| claim.key.0.as_str())),
        Content::Affiliation(_) => None,
        Content::Attribution(edge) => texts(edge.claims.iter().map(|key| key.0.as_str())),
    }),
];

/// The words of a cue as they stand within a sentence: with one space between them, the first without its capital, as
/// the cue may begin a sentence, and in lower case where all are in capitals, as headlines are.
pub(super) fn spoken(cue: &str) -> Cow<'_, str> {
    let is_so = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    if cue.split(' ').all(is_so) {
        return Cow::Borrowed(cue);
    }
    let words = cue.split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.chars().any(char::is_lowercase) {
        return words.to_lowercase().into();
    }
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect::<String>().into()
}

fn text(text: &str) -> Option<Value<'_>> {
    Some(Value::Text(Cow::Borrowed(text)))
}

fn texts<'g>(texts: impl Iterator<Item = &'g str>) -> Option<Value<'g>> {
    let texts: Vec<Cow<str>> = texts.map(Cow::Borrowed).collect();
    (!texts.is_empty()).then_some(Value::Texts(texts))
}

fn count<'g>(count: usize) -> Option<Value<'g>> {
    Some(Value::Int(count.try_into().unwrap_or(i64::MAX)))
}
