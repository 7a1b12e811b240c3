//! Documents made by hand: each claim is a sentence `Source cue Target.` whose places are right.
#![allow(dead_code, reason = "each test binary uses a part")]

use demarche::graph::StateGraph;
use demarche::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a test says of one claim; the rest is made up by [`Article::graph`].
#[derive(Debug, Clone)]
pub struct Said {
    pub source: Option<&'static str>,
    pub target: Option<&'static str>,
    pub kind: &'static str,
    pub event: &'static str,
    pub polarity: Polarity,
    pub factuality: Factuality,
    pub speakers: Vec<&'static str>,
    pub date: Option<&'static str>,
    pub confidence: f64,
    pub cue: &'static str,
}

/// `source` supports `target`, for example; change the fields that matter.
pub fn said(source: &'static str, event: &'static str, target: &'static str) -> Said {
    let kind = match event {
        "SUPPORT" | "AGREE" | "COOPERATE" | "AID" => "support",
        "REJECT" => "denial",
        "CONSULT" | "REQUEST" => "communication",
        _ => "opposition",
    };
    Said {
        source: Some(source).filter(|name| !name.is_empty()),
        target: Some(target).filter(|name| !name.is_empty()),
        kind,
        event,
        polarity: Polarity::Affirmed,
        factuality: Factuality::Actual,
        speakers: Vec::new(),
        date: Some("2020-05-11"),
        confidence: 0.8,
        cue: "faces",
    }
}

impl Said {
    pub fn by(mut self, speakers: &[&'static str]) -> Said {
        self.speakers = speakers.to_vec();
        self
    }
    pub fn negated(mut self) -> Said {
        self.polarity = Polarity::Negated;
        self
    }
    pub fn on(mut self, date: &'static str) -> Said {
        self.date = (!date.is_empty()).then_some(date);
        self
    }
    pub fn sure(mut self, confidence: f64) -> Said {
        self.confidence = confidence;
        self
    }
    pub fn cue(mut self, cue: &'static str) -> Said {
        self.cue = cue;
        self
    }
}

/// A document made by hand.
#[derive(Debug, Clone, Default)]
pub struct Article {
    pub id: String,
    pub path: Option<String>,
    pub publisher: Option<String>,
    pub said: Vec<Said>,
    /// Names that are only mentioned.
    pub mentioned: Vec<&'static str>,
    pub affiliations: Vec<(&'static str, Relation, &'static str)>,
    /// Names, kinds and aliases other than those that [`actor`] gives.
    pub actors: Vec<Actor>,
}

pub fn article(id: &str, said: Vec<Said>) -> Article {
    Article { id: id.to_owned(), said, ..Article::default() }
}

/// An id is the name in lower case with hyphens, save for the few that the tests want with theirs.
pub fn id(name: &str) -> ActorId {
    match name {
        "Russia" => "Q159".into(),
        "Syria" => "Q858".into(),
        "Turkey" => "Q43".into(),
        "Vladimir Putin" => "Q7747".into(),
        name => ActorId(name.to_lowercase().replace(' ', "-").into()),
    }
}

/// A state where the name is a known state's, a person where it has two words, else an organisation.
pub fn actor(name: &str) -> Actor {
    let (kind, state) = match name {
        "Russia" => (ActorKind::State, Some("RUS")),
        "Syria" => (ActorKind::State, Some("SYR")),
        "Turkey" => (ActorKind::State, Some("TUR")),
        "SANA" | "Al-Watan" => (ActorKind::Media, Some("SYR")),
        "Vladimir Putin" => (ActorKind::Person, Some("RUS")),
        name if name.contains(' ') => (ActorKind::Person, None),
        _ => (ActorKind::Organisation, None),
    };
    Actor { id: id(name), kind, state: state.map(StateCode::from), name: name.to_owned(), aliases: BTreeSet::new() }
}

impl Article {
    pub fn from(mut self, publisher: &str) -> Article {
        self.publisher = Some(publisher.to_owned());
        self
    }
    pub fn graph(&self) -> StateGraph {
        let mut text = String::from("Título «con» acentos.\n\n");
        let mut sentences = Vec::new();
        let mut claims = Vec::new();
        for said in &self.said {
            let start = text.len();
            let (source, target) = (said.source.unwrap_or("Nadie"), said.target.unwrap_or("—"));
            let sentence = format!("Así, {source} {} {target}.", said.cue);
            let quote_start = start + "Así, ".len();
            let cue_start = quote_start + source.len() + 1;
            let span = Span::new(quote_start, start + sentence.len() - 1);
            let cue_span = Span::new(cue_start, cue_start + said.cue.len());
            text += &sentence;
            sentences.push(Sentence {
                span: Span::new(start, text.len()),
                is_headline: false,
                block: 0,
                tokens: Vec::new(),
                multiwords: Vec::new(),
            });
            claims.push(self.claim(said, claims.len(), span, cue_span, &text));
            text.push('\n');
        }
        let meta = DocumentMeta {
            id: DocId(self.id.as_str().into()),
            name: self.path.clone().unwrap_or_else(|| self.id.clone()),
            path: self.path.clone(),
            url: None,
            title: None,
            publisher: self.publisher.clone(),
            published: None,
            language: Some(Lang::new("en")),
        };
        let document = Document { meta, text, blocks: Vec::new() };
        StateGraph::of_document(&document, &sentences, self.entities(), claims)
    }

    fn claim(&self, said: &Said, number: usize, span: Span, cue_span: Span, text: &str) -> Claim {
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        for byte in format!("{} {number} {said:?}", self.id).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Claim {
            key: ClaimKey(format!("c-{:012x}", hash & 0xffff_ffff_ffff).into()),
            kind: said.kind.into(),
            event: said.event.into(),
            cameo: None,
            source: said.source.map(id),
            target: said.target.map(id),
            polarity: said.polarity,
            factuality: said.factuality,
            speakers: said.speakers.iter().map(|name| id(name)).collect(),
            modes: vec![],
            marks: vec![],
            date: said.date.map(|date| date.parse().expect("a date")),
            date_precision: said.date.map(|_| Precision::Day),
            date_from: said.date.map(|_| DateFrom::Publication),
            document: DocId(self.id.as_str().into()),
            sentence: number,
            span,
            quote: span.of(text).to_owned(),
            cue_span,
            cue: cue_span.of(text).to_owned(),
            source_text: said.source.unwrap_or_default().to_owned(),
            target_text: said.target.unwrap_or_default().to_owned(),
            rule: "support.toml:1".into(),
            denies: None,
            confidence: said.confidence,
        }
    }

    fn entities(&self) -> Entities {
        let mut actors = BTreeMap::new();
        let of_claims = self.said.iter().flat_map(|said| said.source.iter().chain(&said.target).chain(&said.speakers));
        let of_affiliations = self.affiliations.iter().flat_map(|(source, _, target)| [source, target]);
        for name in of_claims.chain(of_affiliations).chain(&self.mentioned) {
            actors.insert(id(name), actor(name));
        }
        actors.extend(self.actors.iter().map(|actor| (actor.id.clone(), actor.clone())));
        let ends = self.said.iter().flat_map(|said| said.source.iter().chain(&said.target));
        let mentions = ends.chain(&self.mentioned).map(|name| Mention {
            sentence: 0,
            tokens: 0..1,
            head: 0,
            span: Span::new(0, 1),
            kind: MentionKind::Name,
            actors: vec![id(name)],
            score: 1.0,
        });
        let affiliations = self.affiliations.iter().map(|(source, relation, target)| Affiliation {
            source: id(source),
            target: id(target),
            relation: *relation,
            role: None,
            since: None,
            until: None,
            document: Some(DocId(self.id.as_str().into())),
        });
        Entities { mentions: mentions.collect(), affiliations: affiliations.collect(), actors }
    }
}

/// The graph of several documents.
pub fn merged(articles: &[Article]) -> StateGraph {
    articles.iter().map(Article::graph).fold(StateGraph::default(), StateGraph::merge)
}

/// The bytes of `graph.json`.
pub fn json(graph: &StateGraph) -> String {
    let mut bytes = Vec::new();
    let format = demarche::export::by_name("json").expect("json is a format");
    format.write(graph, &demarche::export::Options::default(), &mut bytes).expect("memory takes all");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}
