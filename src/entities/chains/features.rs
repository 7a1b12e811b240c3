//! What the networks see: of a phrase, and of a phrase beside a chain.

use super::clusters::Cluster;
use super::net::{Features, mixed, template, word};
use super::traits::{Form, Number, Sex, Text, Traits};
use crate::model::{Sentence, TokenId};

/// Adds a feature: its template's name and its values.
macro_rules! add {
    ($out:expr, $name:literal $(, $value:expr)*) => {{
        const TEMPLATE: u32 = template($name);
        let hash = TEMPLATE;
        $(let hash = mixed(hash, $value as u32);)*
        $out.push(hash);
    }};
}

/// Counts in steps: 0, 1, 2, 3, 4, 5–6, 7–9, …
fn step(count: usize) -> u32 {
    match count {
        0..=4 => count as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    }
}

fn lower(sentence: &Sentence, id: Option<TokenId>) -> u32 {
    id.and_then(|id| sentence.tokens.get(id)).map_or(1, |token| word(&token.form.to_lowercase()))
}

/// What tells the kind of a phrase.
pub(super) fn of_kind(text: &Text, at: usize) -> Features {
    let it = &text.traits[at];
    let sentence = text.sentence(at);
    let head = &sentence.tokens[it.phrase.head];
    let range = &it.phrase.tokens;
    let mut out = Vec::with_capacity(64);
    let f = it.form as u32 + 16 * u32::from(it.phrase.joint);
    add!(out, "form", f);
    add!(out, "head", it.head);
    add!(out, "lemma", it.lemma, f);
    add!(out, "upos", head.upos, it.relation);
    add!(out, "number", it.number, it.sex, f);
    add!(out, "person", it.person, it.pronoun);
    add!(out, "listed", it.listed, f);
    add!(out, "known", it.known_kind);
    add!(out, "known head", it.known_kind, u32::from(it.core.len() > 1), it.preposition);
    add!(out, "given", it.is_given_name, it.core.len().min(3), f);
    add!(out, "relation", it.relation, f);
    add!(out, "governor", it.governor_lemma, it.relation);
    add!(out, "governor listed", it.governor_lemma, f);
    add!(out, "preposition", it.preposition, f);
    add!(out, "preposition of verb", it.preposition, it.governor_lemma);
    add!(out, "length", step(range.len()), f);
    add!(out, "core length", it.core.len().min(5), f);
    add!(out, "before", lower(sentence, range.start.checked_sub(1)), f);
    add!(out, "after", lower(sentence, Some(range.end)), f);
    add!(out, "first", lower(sentence, Some(range.start)), f);
    add!(out, "last", lower(sentence, Some(range.end - 1)));
    add!(out, "sentence start", u32::from(range.start == 0), f);
    add!(out, "acronym", it.is_acronym, f);
    let letters: Vec<char> = head.form.to_lowercase().chars().collect();
    for count in 2..=4.min(letters.len()) {
        let end: String = letters[letters.len() - count..].iter().collect();
        add!(out, "end", word(&end), f);
    }
    let capital = head.form.chars().next().is_some_and(char::is_uppercase);
    add!(out, "capital", capital, f, u32::from(it.phrase.head == 0));
    for &modifier in it.modifiers.iter().take(6) {
        add!(out, "modifier", modifier);
    }
    for &other in it.rest.iter().take(8) {
        add!(out, "other word", other);
    }
    for child in sentence.children(it.phrase.head) {
        let token = &sentence.tokens[child];
        add!(out, "child", word(&token.deprel), u32::from(range.contains(&child)), f);
        if matches!(token.rel(), "acl" | "nmod" | "appos") {
            add!(out, "child word", word(&token.lemma), word(&token.deprel));
        }
    }
    if let Some(equal) = it.equals {
        add!(out, "equals", word(&sentence.tokens[equal].lemma.to_lowercase()));
        add!(out, "equals kind", sentence.tokens[equal].upos, f);
    }
    if let Some(around) = it.around {
        let outer = &text.traits[around];
        add!(out, "around", outer.form, it.relation, f);
        add!(out, "around listed", outer.listed, it.relation);
        add!(out, "around head", outer.head, it.relation);
    }
    out
}

/// What tells whether a phrase is new, and who it is.
pub(super) fn of_phrase(text: &Text, at: usize, kinds: &[f32]) -> Features {
    let it = &text.traits[at];
    let sentence = text.sentence(at);
    let mut out = Vec::with_capacity(32);
    let form = form_of(it);
    add!(out, "p form", form);
    add!(out, "p kind", kind_of(kinds), it.form);
    add!(out, "p number", it.number, it.sex, form);
    add!(out, "p relation", it.relation, it.form);
    add!(out, "p lemma", it.lemma);
    add!(out, "p first", lower(sentence, Some(it.phrase.tokens.start)), it.form);
    add!(out, "p length", step(it.phrase.tokens.len()), it.form);
    add!(out, "p modifiers", it.modifiers.len().min(3), it.rest.len().min(3), it.form);
    add!(out, "p start", step(it.phrase.sentence), it.form);
    add!(out, "p listed", it.listed, it.form);
    add!(out, "p known", it.known_kind % 4, it.form);
    add!(out, "p quotation", u32::from(it.quotation > 0), form);
    add!(out, "p asks", it.asks, form);
    add!(out, "p equals", u32::from(it.equals.is_some()), it.form);
    add!(out, "p none", (kinds[0] * 5.0) as u32, it.form);
    add!(out, "p governor", it.governor_lemma, form);
    add!(out, "p next", lower(sentence, Some(it.phrase.tokens.end)), form);
    add!(out, "p joint", it.phrase.joint);
    add!(out, "p around", it.around.map_or(0, |around| 1 + text.traits[around].form as u32), form);
    let relative = sentence.children(it.phrase.head).any(|id| sentence.tokens[id].deprel == "acl:relcl");
    add!(out, "p relative", relative, it.form);
    out
}

/// The kind that a phrase most likely is of, with a step of how sure that is.
fn kind_of(kinds: &[f32]) -> u32 {
    let best = (1..kinds.len()).max_by(|&a, &b| kinds[a].total_cmp(&kinds[b])).unwrap_or(0);
    best as u32 * 4 + (kinds[best] * 3.9) as u32
}

fn plain_kind(kinds: &[f32]) -> u32 {
    (1..kinds.len()).max_by(|&a, &b| kinds[a].total_cmp(&kinds[b])).unwrap_or(0) as u32
}

/// The form of a noun, or which pronoun.
fn form_of(it: &Traits) -> u32 {
    match it.form {
        Form::Pronoun => 100 ^ it.pronoun,
        Form::Adverb => 101 ^ it.lemma,
        form => form as u32,
    }
}

/// How the words of a phrase and of a chain meet.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Meeting {
    pub text: bool,
    pub head: bool,
    pub lemma: bool,
    pub inside: bool,
    pub known: bool,
    pub acronym: bool,
    pub share: u32,
    pub new_modifiers: u32,
}

impl Meeting {
    pub fn of(it: &Traits, cluster: &Cluster) -> Meeting {
        if matches!(it.form, Form::Pronoun | Form::Adverb) {
            return Meeting { head: cluster.pronouns.contains(&form_of(it)), ..Meeting::default() };
        }
        let shared = it.core.iter().filter(|word| cluster.words.contains(word)).count();
        Meeting {
            text: cluster.texts.contains(&it.text),
            head: cluster.heads.contains(&it.head),
            lemma: cluster.lemmas.contains(&it.lemma),
            inside: !it.core.is_empty() && shared == it.core.len(),
            known: it.known.iter().any(|id| cluster.known.contains(id)),
            acronym: it.acronym != 0
                && (it.is_acronym && cluster.initials.contains(&it.acronym)
                    || !it.is_acronym && cluster.acronyms.contains(&it.acronym)),
            share: (shared * 4 / it.core.len().max(1)) as u32,
            new_modifiers: it.modifiers.iter().filter(|word| !cluster.words.contains(word)).count().min(3) as u32,
        }
    }

    /// Whether they have any word or name in common.
    pub fn any(&self) -> bool {
        self.text || self.head || self.lemma || self.known || self.acronym || self.share > 0
    }

    fn bits(&self) -> u32 {
        [self.text, self.head, self.lemma, self.inside, self.known, self.acronym]
            .iter()
            .enumerate()
            .map(|(at, bit)| u32::from(*bit) << at)
            .sum()
    }
}

/// Where a chain stands among the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// How many chains were mentioned since.
    pub rank: usize,
    /// How many of those agree with the phrase in kind, number and gender.
    pub rank_of_fitting: usize,
    /// Whether it agrees itself.
    pub fits: bool,
    /// Whether no chain so far has more mentions.
    pub is_largest: bool,
}

/// Whether nothing that shows on a phrase speaks against a chain.
pub(super) fn fits(it: &Traits, cluster: &Cluster, kinds: &[f32]) -> bool {
    let bit = |value: u32| 1u32 << value;
    let sex = it.sex == Sex::Unknown || cluster.sex == 0 || cluster.sex & bit(it.sex as u32) != 0;
    let number = it.number == Number::Unknown || cluster.number == 0 || cluster.number & bit(it.number as u32) != 0;
    sex && number && plain_kind(kinds) == cluster.kind()
}

/// A phrase beside a chain that it may belong to.
pub(super) fn of_pair(
    text: &Text,
    at: usize,
    cluster: &Cluster,
    meeting: &Meeting,
    standing: Standing,
    kinds: &[f32],
) -> Features {
    let it = &text.traits[at];
    let last = &text.traits[cluster.last()];
    let first = &text.traits[cluster.first()];
    let mut out = Vec::with_capacity(56);
    let form = form_of(it);
    let distance = step(it.phrase.sentence - last.phrase.sentence);
    let words = meeting.bits();
    let size = step(cluster.members.len());
    let its_kind = cluster.kind();
    add!(out, "distance", distance, it.form);
    add!(out, "distance of form", distance, form, last.form);
    add!(out, "mentions between", step(at - cluster.last()), form);
    let fitting = step(standing.rank_of_fitting) * 2 + u32::from(standing.fits);
    add!(out, "rank", step(standing.rank), form);
    add!(out, "rank kind", step(standing.rank), its_kind, form);
    add!(out, "rank of fitting", fitting, form);
    add!(out, "rank of fitting listed", fitting, it.listed, it.form, cluster.best_form());
    add!(out, "rank of fitting meeting", fitting, words, it.form);
    add!(out, "largest", standing.is_largest, form, standing.fits);
    add!(out, "listed kind", it.listed, its_kind, cluster.best_form(), it.form);
    add!(out, "cluster persons", form, cluster.persons, u32::from(it.quotation == last.quotation));
    add!(out, "speaker", form, speaker(text, it, cluster), u32::from(it.quotation > 0));
    add!(
        out,
        "same quotation",
        form,
        u32::from(it.quotation > 0),
        u32::from(cluster.members.iter().rev().take(8).any(|&m| text.traits[m].quotation == it.quotation)),
        cluster.persons
    );
    add!(out, "forms", it.form, last.form, first.form);
    add!(out, "last form", form, form_of(last));
    add!(out, "meeting", words, it.form);
    add!(out, "meeting name", words, it.form, cluster.best_form());
    add!(out, "meeting new", words, meeting.new_modifiers, it.form);
    add!(out, "meeting share", meeting.share, meeting.new_modifiers, it.form, cluster.best_form());
    add!(out, "meeting distance", words, distance, it.form);
    add!(out, "meeting known", words, it.known_kind % 4, cluster.best_form());
    add!(out, "kinds", plain_kind(kinds), its_kind, it.form);
    add!(out, "kinds sure", kind_of(kinds), its_kind);
    add!(out, "pronoun kind", form, its_kind, last.number);
    add!(out, "pronoun sex", form, cluster.sex, cluster.number);
    add!(out, "number", it.number, cluster.number, it.form, last.number);
    add!(out, "sex", it.sex, cluster.sex, it.form);
    add!(out, "size", size, form);
    add!(out, "size of name", size, it.form, words & 1);
    add!(out, "recent", step(cluster.recent(text, it.phrase.sentence)), form);
    add!(out, "best form", cluster.best_form(), form);
    add!(out, "relations", it.relation, last.relation, u32::from(distance == 0), it.form);
    add!(out, "subject", last.is_subject, it.is_subject, distance.min(2), form);
    add!(
        out,
        "quotation",
        u32::from(it.quotation > 0),
        u32::from(last.quotation > 0),
        u32::from(it.quotation == last.quotation),
        form
    );
    add!(out, "block", (it.block - last.block.min(it.block)).min(3), form);
    add!(out, "question", it.asks, last.asks, (it.block - last.block.min(it.block)).min(2), form, form_of(last));
    if it.form != Form::Pronoun {
        add!(out, "heads", it.lemma, cluster.best_lemma(text));
        add!(out, "head listed", it.listed, first.listed, it.form);
        add!(out, "lemma meets", it.lemma, words & 3);
        add!(out, "incompatible", incompatible(it, last), it.form, words);
    }
    add!(out, "first sentence", step(first.phrase.sentence), form);
    add!(out, "persons", it.person, last.person, first.person);
    if cluster.pronouns.iter().any(|&pronoun| pronoun == form) {
        add!(out, "same pronoun", form, distance);
    }
    for member in cluster.members.iter().rev().take(6) {
        relation_to(text, at, *member, form, &mut out);
    }
    if cluster.sex != 0 && it.sex != Sex::Unknown && cluster.sex & (1 << it.sex as u32) == 0 {
        add!(out, "other sex", it.form);
    }
    if cluster.number == 1 << Number::Plural as u32 && it.number == Number::Singular {
        add!(out, "other number", form);
    }
    out
}

/// Whether a chain has the mention that says the quotation around a phrase: 2 yes, 1 somebody else, 0 nobody is known.
fn speaker(text: &Text, it: &Traits, cluster: &Cluster) -> u32 {
    match text.speakers.get(it.quotation as usize).copied().flatten() {
        None => 0,
        Some(speaker) if cluster.members.contains(&speaker) => 2,
        Some(_) => 1,
    }
}

/// What binds or bars two phrases of one sentence.
fn relation_to(text: &Text, at: usize, member: usize, form: u32, out: &mut Features) {
    let (it, other) = (&text.traits[at], &text.traits[member]);
    if it.phrase.sentence != other.phrase.sentence {
        return;
    }
    let within = |a: &Traits, b: &Traits| {
        b.phrase.tokens.start <= a.phrase.tokens.start && a.phrase.tokens.end <= b.phrase.tokens.end
    };
    let sentence = text.sentence(at);
    if within(it, other) {
        add!(out, "inside", it.form, other.form, it.relation);
        add!(out, "inside pronoun", form, u32::from(sentence.tokens[it.phrase.head].head == Some(other.phrase.head)));
    } else if it.equals == Some(other.phrase.head) {
        add!(out, "equals", it.form, other.form, it.relation);
    } else if other.equals == Some(it.phrase.head) {
        add!(out, "is equalled", it.form, other.form);
    } else if it.governor == other.governor && it.governor.is_some() {
        add!(out, "sisters", form, other.relation, it.relation);
    } else if other.governor.is_some() && it.around.is_some_and(|around| text.traits[around].governor == other.governor)
    {
        add!(out, "owner's sister", form, other.relation);
    } else {
        let next = it.phrase.tokens.start - other.phrase.tokens.end.min(it.phrase.tokens.start);
        add!(out, "same sentence", form, other.relation, next.min(3));
    }
    if it.phrase.tokens.start == other.phrase.tokens.end + 1 {
        add!(out, "beside", it.form, other.form, lower(sentence, Some(other.phrase.tokens.end)));
    }
}

/// Whether two phrases with one head have modifiers that speak against each other.
fn incompatible(it: &Traits, other: &Traits) -> u32 {
    let lacks = |a: &Traits, b: &Traits| a.modifiers.iter().any(|word| !b.core.contains(word));
    u32::from(lacks(it, other)) + 2 * u32::from(lacks(other, it)) + 4 * u32::from(it.rest != other.rest)
}

/// What tells whether a phrase is the first of its chain: how its words meet those before.
pub(super) fn of_new(text: &Text, at: usize, meetings: &[Meeting], kinds: &[f32]) -> Features {
    let it = &text.traits[at];
    let mut out = of_phrase(text, at, kinds);
    let any = |of: fn(&Meeting) -> bool| u32::from(meetings.iter().any(of));
    let bits =
        any(|m| m.text) + 2 * any(|m| m.head) + 4 * any(|m| m.known) + 8 * any(|m| m.inside) + 16 * any(|m| m.acronym);
    add!(out, "n meets", bits, it.form);
    add!(out, "n lemma", it.lemma, bits & 3);
    add!(out, "n chains", step(meetings.len()), it.form);
    add!(out, "n heads", meetings.iter().filter(|m| m.head).count().min(3), it.form);
    out
}

/// The form and pronoun of a phrase as chains remember it.
pub(super) fn pronoun_key(it: &Traits) -> u32 {
    form_of(it)
}
