//! The words of a language that say who speaks, how surely, and whether at all. Lists in
//! `src/language/<code>/cues.toml`; this file only loads them.

use super::frames::DataError;
use crate::model::Lang;
use compact_str::CompactString;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::sync::OnceLock;

/// A set of lemmas (or of surface phrases, where the field says so).
pub type Words = FxHashSet<CompactString>;

/// The cue lists of one language. Unknown keys are refused, missing ones are empty.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cues {
    /// Verbs that report what somebody says: a clause or a quotation is their content.
    pub reporting_verbs: Words,
    /// Nouns that do so: "statement", "rumour".
    pub reporting_nouns: Words,
    /// Surface phrases before a speaker: "according to", «según».
    pub according_to: Vec<String>,
    /// Verbs that only carry their object noun: "give support".
    pub light_verbs: Words,
    /// Nouns that only count or frame the noun behind their "of": "wave of protests".
    pub light_nouns: Words,
    /// Verbs whose subject is the target of their object noun: "receive support".
    pub receiving_verbs: Words,
    /// Verbs whose object acts with their subject: "joined Peru in denouncing".
    pub joining_verbs: Words,
    /// Verbs that pass through: "continue to", «seguir».
    pub aspect_verbs: Words,
    /// Words that only sport has, in lower case and singular: "goalkeeper", "semi-final".
    pub sport_words: Words,
    /// Words that sport likes: "match", "title".
    pub game_words: Words,
    /// Persons and firms who do not act for the state that their adjective names: "the French striker".
    pub private_nouns: Words,
    /// What makes them act for it: a "state" firm.
    pub public_adjectives: Words,
    /// Nouns for the other side's holder of one's office: "counterpart".
    pub counterpart_nouns: Words,
    /// Auxiliaries that make any participle passive: «ser».
    pub passive_auxiliaries: Words,
    /// Nouns that part the land of two: "border".
    pub border_nouns: Words,
    /// Nouns that only count or measure the noun behind their "of": "a series of attacks".
    pub partitives: Words,
    /// "not", "never", «sin».
    pub negators: Words,
    /// What takes the force from a negator: "not only", «no sólo».
    pub only_words: Words,
    /// Verbs under which the event does not happen: "refuse to".
    pub negative_verbs: Words,
    /// Verbs under which the event lies ahead: "plan to".
    pub future_verbs: Words,
    /// Auxiliaries and adverbs of the future.
    pub future_words: Words,
    /// Modals, conditionals, adverbs: "may", "if".
    pub possible_words: Words,
    /// Verbs under which the event is asked for.
    pub asking_verbs: Words,
    /// "alleged", «presunto».
    pub doubt_adjectives: Words,
    /// "would", which lies ahead where somebody else is reported: "said it would help".
    pub reported_future: Words,
    /// "if", "unless", as forms.
    pub conditional_words: Words,
    /// "to", «para»: before an infinitive that says what something is done for.
    pub purpose_words: Words,
    /// "instead", "rather", «lugar»: in the conjunction before what is not done.
    pub instead_words: Words,
    /// "but", «sino»: what follows shares no negation.
    pub adversative_words: Words,
    /// "or", "nor": what follows shares the negation.
    pub or_words: Words,
    /// Verbs of opinion whose negation belongs to the content: "does not believe that".
    pub neg_raising_verbs: Words,
    /// Verbs that say that something will not be; negated, it may: "does not rule out".
    pub excluding_verbs: Words,
    /// Verbs whose object noun lies ahead: "planned talks".
    pub planning_verbs: Words,
    /// Nouns under which the event does not happen: "lack of support".
    pub negative_nouns: Words,
    /// Nouns that doubt the clause below them; negated they affirm it: "no doubt that".
    pub doubt_nouns: Words,
    /// Surface phrases that doubt the predicate that they hang on: «al parecer».
    pub doubt_phrases: Vec<String>,
    /// Nouns whose clause is their own content, beside those that report: "evidence that".
    pub fact_nouns: Words,
    /// Conjunctions before a clause that is content: "that".
    pub complementizers: Words,
    /// Phrases by which an act goes both ways: "each other", «mutuamente».
    pub reciprocal_phrases: Vec<String>,
    /// Prepositions before whoever a verb puts in charge: "called on Peru to help".
    pub control_prepositions: Words,
    /// Nouns for a state, which with a possessive are the speaker's own: "his country".
    pub country_nouns: Words,
    /// Predicates that affirm the clause below them: "it is true that".
    pub truth_words: Words,
    /// Predicates that deny it: "it is false that".
    pub falsehood_words: Words,
    /// Prepositions before whom something is done against.
    pub adverse_prepositions: Words,
    /// Phrases that negate the predicate that they stand before: "at no point".
    pub negating_phrases: Vec<String>,
    /// Nouns for what somebody was just said to have done: "praised the decision".
    pub deed_nouns: Words,
    /// Verbs that deny what their object noun says: "rejected claims that".
    pub rejecting_verbs: Words,
    /// First persons, as lemmas: in a quotation they are whoever is quoted.
    pub first_persons: Words,
    /// Verbs that pass on what their object says: "citing a diplomat", "quoted a source as saying".
    pub citing_verbs: Words,
    /// Nouns under which it lies ahead: "plans for talks".
    pub future_nouns: Words,
    /// Nouns under which it is possible: "risk of attack".
    pub possible_nouns: Words,
    /// Prepositions before the content of such nouns.
    pub content_prepositions: Words,
    /// Verbs whose content their subject denies.
    pub denying_verbs: Words,
    /// Verbs whose complement is a claim about their object.
    pub accusing_verbs: Words,
    /// "speaking to Al-Watan": the medium comes after the speaker.
    pub mediating_verbs: Words,
    /// Verbs whose object is the subject of the complement.
    pub object_control: Words,
}

static SOURCES: &[(&str, &str, &str)] = &[
    ("en", "en/cues.toml", include_str!("../language/en/cues.toml")),
    ("es", "es/cues.toml", include_str!("../language/es/cues.toml")),
];

impl Cues {
    /// The built-in lists of a language; empty for a language without any.
    pub fn builtin(lang: &Lang) -> &'static Cues {
        static LOADED: OnceLock<(Vec<(&'static str, Cues)>, Cues)> = OnceLock::new();
        let (all, none) = LOADED.get_or_init(|| {
            let load = |&(code, file, text): &(&'static str, &str, &str)| {
                (code, Cues::parse(file, text).expect("built-in cue lists are checked by a test"))
            };
            (SOURCES.iter().map(load).collect(), Cues::default())
        });
        all.iter().find(|(code, _)| *code == lang.code()).map_or(none, |(_, cues)| cues)
    }

    /// Reads the lists of one language.
    ///
    /// # Errors
    /// Names the line of a mistake.
    pub fn parse(file: &str, text: &str) -> Result<Cues, DataError> {
        toml::from_str(text).map_err(|error| DataError {
            file: file.to_owned(),
            line: text[..error.span().map_or(0, |span| span.start)].matches('\n').count() + 1,
            reason: error.message().to_owned(),
        })
    }

    /// Whether a clause under this verb is what somebody says, denies, asks for or alleges.
    pub fn takes_content(&self, lemma: &str) -> bool {
        [&self.reporting_verbs, &self.denying_verbs, &self.asking_verbs, &self.accusing_verbs]
            .iter()
            .any(|words| words.contains(lemma))
    }
}
