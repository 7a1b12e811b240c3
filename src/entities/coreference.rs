//! What only points back: pronouns, possessives, subjects that Spanish leaves out, "the president", "both countries".
//!
//! Anaphors are read in text order, so that one that is resolved may be what the next one points to. Each looks at the mentions
//! of its own and the three sentences before it and takes the most salient that agrees: recency × grammatical role,
//! with small gains for parallelism and frequency. (A reduced form of Lappin & Leass 1994, whose weights it follows in order.)
//! A pronoun never means a co-argument of its own clause; below [`THRESHOLD`] it means nobody.

use super::describe::{Bare, range_of};
use super::draft::Draft;
use super::quotes;
use super::text::{clause_of, finite_of};
use super::words::{Gender, Pronoun, RoleClass, Use, roles};
use crate::model::{ActorId, ActorKind, Mention, MentionKind, Relation, Sentence, Span, StateCode, TokenId, Upos};
use compact_str::CompactString;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The least salience of an antecedent.
const THRESHOLD: f32 = 0.4;
/// What it is worth to be the state that the article speaks of most.
const TOPIC: f32 = 0.2;
/// The same where it is not named nearby.
const FAR: f32 = 0.75;
/// What it is worth to an object's pronoun that the antecedent is an object of the same sentence.
const OBJECTS: f32 = 0.4;
/// What recency is worth, by distance in sentences.
const RECENCY: [f32; 4] = [1.0, 0.9, 0.65, 0.45];

/// A word or phrase that points back.
#[derive(Debug)]
enum What {
    Pronoun(Pronoun),
    /// A verb without its subject.
    Dropped {
        plural: bool,
        first: bool,
    },
    Role(Bare),
    /// "the country"; `true`: "both countries".
    Noun {
        kinds: Vec<ActorKind>,
        group: bool,
        ours: bool,
        /// The role that the state meant has.
        role: Option<&'static str>,
    },
}

#[derive(Debug)]
struct Anaphor {
    sentence: usize,
    /// Its head word, or the verb of a dropped subject.
    token: TokenId,
    tokens: Range<TokenId>,
    what: What,
}

/// Resolves the anaphors of a document; `bare` are its role nouns without owner or name.
pub(super) fn mentions(draft: &mut Draft, bare: Vec<Bare>) {
    let mut anaphors: Vec<Anaphor> = (0..draft.scene.sentences.len()).flat_map(|index| find(draft, index)).collect();
    anaphors.extend(bare.into_iter().filter_map(|bare| of_role(draft, bare)));
    anaphors.sort_by_key(|anaphor| (anaphor.sentence, anaphor.token, anaphor.tokens.start));
    let quotations = quotes::quotations(draft);
    // Who says "we" may itself be a pronoun after the quotation: the first person comes last.
    let is_first = |anaphor: &&Anaphor| match anaphor.what {
        What::Pronoun(pronoun) => pronoun.first,
        What::Dropped { first, .. } => first,
        What::Noun { ours, .. } => ours,
        What::Role(_) => false,
    };
    let (last, others): (Vec<&Anaphor>, Vec<&Anaphor>) = anaphors.iter().partition(is_first);
    for anaphor in others.into_iter().chain(last) {
        let resolved = Resolver { draft, anaphor, quotations: &quotations }.resolve();
        let Some((actors, score)) = resolved.filter(|(actors, _)| !actors.is_empty()) else {
            note_open(draft, anaphor);
            continue;
        };
        let actors: Vec<ActorId> = actors.into_iter().filter_map(|id| keep(draft, id)).collect();
        emit(draft, anaphor, actors, score);
    }
}

/// An actor that coreference found, which may be known only by its id so far.
fn keep(draft: &mut Draft, id: ActorId) -> Option<ActorId> {
    if draft.actors.contains_key(&id) { Some(id) } else { draft.add_known(&id) }
}

fn emit(draft: &mut Draft, anaphor: &Anaphor, actors: Vec<ActorId>, score: f32) {
    let kind = match anaphor.what {
        What::Pronoun(_) => MentionKind::Pronoun,
        What::Dropped { .. } => return draft.dropped(anaphor.sentence, anaphor.token, actors, score),
        What::Role(_) | What::Noun { .. } => MentionKind::Description,
    };
    draft.mention(anaphor.sentence, anaphor.tokens.clone(), kind, actors, score);
}

/// Pronouns of persons that nobody is found for are kept, with no actor.
fn note_open(draft: &mut Draft, anaphor: &Anaphor) {
    if let What::Pronoun(pronoun) = anaphor.what
        && pronoun.used != Use::Relative
    {
        draft.mention(anaphor.sentence, anaphor.tokens.clone(), MentionKind::Pronoun, Vec::new(), 0.0);
    }
}

/// The anaphors of one sentence, role nouns aside.
fn find(draft: &Draft, index: usize) -> Vec<Anaphor> {
    let sentence = draft.sentence(index);
    let words = draft.scene.words;
    let mut found = Vec::new();
    for (id, token) in sentence.tokens.iter().enumerate() {
        let form = token.form.to_lowercase();
        let anaphor = |what, tokens| Anaphor { sentence: index, token: id, tokens, what };
        if let Some(pronoun) = words.pronouns.get(form.as_str()).filter(|pronoun| stands(sentence, id, pronoun)) {
            found.push(anaphor(What::Pronoun(*pronoun), id..id + 1));
        } else if let Some((what, start)) = back_noun(draft, index, id, &form) {
            found.push(anaphor(what, start..id + 1));
        } else if words.has("drops_subject")
            && let Some((plural, first)) = dropped(sentence, id)
        {
            found.push(anaphor(What::Dropped { plural, first }, id..id));
        }
    }
    found
}

/// Whether the word is used as this pronoun here: no article «la», no conjunction "that", no "it" that means nothing.
fn stands(sentence: &Sentence, id: TokenId, pronoun: &Pronoun) -> bool {
    let token = &sentence.tokens[id];
    let relative = token.feat("PronType").is_some_and(|kind| kind.split(',').any(|part| part == "Rel"));
    let right_class = match pronoun.used {
        Use::Relative => {
            (relative || token.upos == Upos::Pron) && token.rel() != "mark" && acl_of(sentence, id).is_some()
        }
        Use::Possessive => matches!(token.upos, Upos::Pron | Upos::Det | Upos::Adj),
        Use::Pronoun | Use::Either => token.upos == Upos::Pron && !governs_more(sentence, id),
    };
    let reflexive = token.feat("Reflex") == Some("Yes");
    right_class && !reflexive && token.rel() != "expl" && !is_expletive(sentence, id)
}

/// «lo que», «lo de», "those who": a pronoun that the next words explain points to them, not back.
fn governs_more(sentence: &Sentence, id: TokenId) -> bool {
    let next = sentence.tokens.get(id + 1);
    let explains = next.is_some_and(|token| {
        token.feat("PronType").is_some_and(|kind| kind.contains("Rel")) || &*token.form == "que" || &*token.form == "de"
    });
    let nominal = !matches!(sentence.tokens[id].rel(), "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "root" | "conj");
    explains || nominal || sentence.child(id, &["acl"]).is_some()
}

/// "It is clear that …", "it may be difficult to …": the clause that follows is what is meant.
fn is_expletive(sentence: &Sentence, id: TokenId) -> bool {
    let token = &sentence.tokens[id];
    let neutral = token.feat("Gender") == Some("Neut") || &*token.lemma == "it";
    let Some(head) = token.head.filter(|_| neutral && token.rel() == "nsubj") else { return false };
    let copular = sentence.child(head, &["cop"]).is_some() || sentence.tokens[head].upos == Upos::Adj;
    let passive = sentence.children(head).any(|child| sentence.tokens[child].deprel == "aux:pass");
    // A clause follows that "it" only announces.
    sentence.children(head).filter(|&child| child > head).any(|child| {
        let infinitive = sentence.tokens[child].feat("VerbForm") == Some("Inf");
        match sentence.tokens[child].rel() {
            "csubj" => true,
            "ccomp" | "xcomp" => copular || passive,
            "advcl" | "acl" => copular && infinitive,
            _ => false,
        }
    })
}

/// The relative clause whose pronoun a token is: its predicate.
fn acl_of(sentence: &Sentence, id: TokenId) -> Option<TokenId> {
    let clause = clause_of(sentence, id);
    (sentence.tokens[clause].rel() == "acl" && clause != id).then_some(clause)
}

/// "the country", "both countries", «ambas partes»: what kinds it may mean, and where the phrase starts.
fn back_noun(draft: &Draft, index: usize, id: TokenId, form: &str) -> Option<(What, TokenId)> {
    let sentence = draft.sentence(index);
    let words = draft.scene.words;
    let before = |back: usize| id.checked_sub(back).map(|at| sentence.tokens[at].form.to_lowercase());
    let is = |key: &str, word: &Option<CompactString>| word.as_ref().is_some_and(|word| words.is(key, word));
    if words.is("group", form) && !matches!(sentence.tokens[id].rel(), "nummod" | "det" | "advmod" | "cc" | "amod") {
        // "the two", "both" by themselves.
        let alone = sentence.tokens[id].upos != Upos::Noun
            && (is("definite", &before(1)) || sentence.tokens[id].upos == Upos::Pron);
        let kinds = vec![ActorKind::State, ActorKind::Person];
        return alone.then_some((What::Noun { kinds, group: true, ours: false, role: None }, id));
    }
    let noun = words.back_nouns.get(form).filter(|_| matches!(sentence.tokens[id].upos, Upos::Noun | Upos::Propn))?;
    let covered = draft.mentions.iter().any(|m| m.sentence == index && m.tokens.contains(&id) && m.head == id);
    if covered {
        return None;
    }
    let skip = usize::from(id > 0 && sentence.tokens[id - 1].upos == Upos::Adj && !is("group", &before(1)));
    if is("group", &before(1 + skip)) {
        return noun
            .plural
            .then(|| (What::Noun { kinds: noun.kinds.clone(), group: true, ours: false, role: None }, id - 1 - skip));
    }
    let ours = before(1)
        .is_some_and(|word| words.pronouns.get(word.as_str()).is_some_and(|p| p.first && p.plural == Some(true)));
    let definite = is("definite", &before(1)) && !owned_after(draft, sentence, id);
    let what = What::Noun { kinds: noun.kinds.clone(), group: false, ours, role: noun.role };
    (!noun.plural && (ours || definite)).then_some((what, id))
}

/// "the country of …", "the agency that …": the words after the noun say which one.
fn owned_after(draft: &Draft, sentence: &Sentence, id: TokenId) -> bool {
    let next = sentence.tokens.get(id + 1).map(|token| token.form.to_lowercase());
    next.is_some_and(|word| draft.scene.words.is("of", &word)) || sentence.child(id, &["acl"]).is_some()
}

/// Whether the verb at `id` lacks its subject: `(plural, first person)`.
fn dropped(sentence: &Sentence, id: TokenId) -> Option<(bool, bool)> {
    let token = &sentence.tokens[id];
    let predicate = matches!(token.upos, Upos::Verb | Upos::Aux)
        && !matches!(token.rel(), "aux" | "cop" | "fixed" | "flat" | "compound")
        || sentence.child(id, &["cop"]).is_some();
    if !predicate || sentence.child(id, &["nsubj", "csubj", "expl:impers"]).is_some() {
        return None;
    }
    let finite = &sentence.tokens[finite_of(sentence, id)?];
    if finite.feat("Mood") == Some("Imp") {
        return None;
    }
    let has_subject = |child: TokenId| matches!(&*sentence.tokens[child].deprel, "expl:pass" | "expl:impers");
    if sentence.children(id).any(has_subject) || is_impersonal(sentence, id) {
        return None;
    }
    // A relative clause without a subject of its own has its pronoun for one, whatever the parser calls it.
    let relative = |child: TokenId| {
        let kind = sentence.tokens[child].feat("PronType").unwrap_or("");
        kind.contains("Rel") && !sentence.tokens[child].rel().starts_with("obl")
    };
    if token.rel() == "acl" && sentence.children(id).any(relative) {
        return None;
    }
    match finite.feat("Person")? {
        "3" => Some((finite.feat("Number") == Some("Plur"), false)),
        "1" => Some((finite.feat("Number") == Some("Plur"), true)),
        _ => None,
    }
}

/// «hay», «hace frío», a passive or impersonal «se», a clause as the subject («es necesario que»).
fn is_impersonal(sentence: &Sentence, id: TokenId) -> bool {
    let token = &sentence.tokens[id];
    let lemma = token.lemma.to_lowercase();
    let se = sentence.children(id).any(|child| {
        let token = &sentence.tokens[child];
        token.form.eq_ignore_ascii_case("se")
            && token.rel() != "expl"
            && token.deprel != "expl:pv"
            && token.rel() != "iobj"
    });
    let clause =
        token.upos == Upos::Adj && sentence.child(id, &["ccomp", "xcomp", "advcl"]).is_some_and(|child| child > id);
    lemma == "haber" || se || clause
}

/// A role noun without owner points back where it is definite.
fn of_role(draft: &Draft, bare: Bare) -> Option<Anaphor> {
    let sentence = draft.sentence(bare.sentence);
    let tokens = range_of(&bare);
    let start = bare.found.role_start;
    let determiner = (start.saturating_sub(3)..start).rev().find(|&id| sentence.tokens[id].upos != Upos::Adj);
    let definite =
        determiner.is_some_and(|id| draft.scene.words.is("definite", &sentence.tokens[id].form.to_lowercase()));
    let named_office = sentence.is_headline && bare.found.noun.role.class == RoleClass::Office;
    if names_another(draft, sentence, &bare) {
        return None;
    }
    let token = super::text::head_of(sentence, &tokens);
    (definite || named_office).then_some(Anaphor { sentence: bare.sentence, token, tokens, what: What::Role(bare) })
}

/// «el presidente Kirchner», «el presidente de la Asamblea»: a name or an owner that nobody knows follows, so that nobody who
/// was named before is meant. «el presidente del país» points back all the same.
fn names_another(draft: &Draft, sentence: &Sentence, bare: &Bare) -> bool {
    let words = draft.scene.words;
    if !matches!(bare.found.noun.role.class, RoleClass::Office) {
        return false;
    }
    // «el presidente de la Asamblea» is not the state's.
    if bare.found.within.is_some() {
        return true;
    }
    let lower = |id: TokenId| sentence.tokens.get(id).map(|token| token.form.to_lowercase());
    let end = range_of(bare).end;
    let Some(next) = sentence.tokens.get(end) else { return false };
    let is_name = next.upos == Upos::Propn
        && matches!(next.rel(), "flat" | "appos" | "compound")
        && words.cue(&next.form.to_lowercase()).is_none();
    let owner = lower(end).filter(|word| words.is("of", word)).map(|_| end + 1);
    let owner = owner.map(|id| id + usize::from(sentence.tokens.get(id).is_some_and(|token| token.upos == Upos::Det)));
    let is_owned = owner.is_some_and(|id| {
        let proper = sentence.tokens.get(id).is_some_and(|token| super::text::is_capital(&token.form));
        proper && lower(id).is_some_and(|word| !words.back_nouns.contains_key(word.as_str()))
    });
    is_name || is_owned
}

/// A mention that an anaphor may point to, or several that are joined by "and".
#[derive(Debug, Clone)]
struct Candidate {
    actors: Vec<ActorId>,
    sentence: usize,
    head: TokenId,
    plural: bool,
    salience: f32,
}

struct Resolver<'d, 's> {
    draft: &'d mut Draft<'s>,
    anaphor: &'d Anaphor,
    quotations: &'d [Span],
}

type Resolved = Option<(Vec<ActorId>, f32)>;

impl Resolver<'_, '_> {
    fn resolve(&mut self) -> Resolved {
        match &self.anaphor.what {
            What::Pronoun(pronoun) if pronoun.used == Use::Relative => self.relative(),
            What::Pronoun(pronoun) if pronoun.first => self.first_person(pronoun.plural == Some(true)),
            What::Pronoun(pronoun) => self.pronoun(*pronoun),
            What::Dropped { plural, first: true } => self.first_person(*plural),
            What::Dropped { plural, .. } => self.dropped_subject(*plural),
            What::Role(bare) => self.role(bare),
            What::Noun { ours: true, .. } => self.our_state(),
            What::Noun { kinds, group: true, .. } => self.pair(kinds),
            What::Noun { kinds, role, .. } => self.noun(kinds, *role),
        }
    }

    fn sentence(&self) -> &Sentence {
        self.draft.sentence(self.anaphor.sentence)
    }

    /// "who", "which", «que»: what the relative clause hangs on.
    fn relative(&self) -> Resolved {
        let clause = acl_of(self.sentence(), self.anaphor.token)?;
        let antecedent = self.sentence().tokens[clause].head?;
        self.at(antecedent)
    }

    /// The mention at a word of the anaphor's sentence.
    fn at(&self, token: TokenId) -> Resolved {
        let here = self.draft.mentions.iter().filter(|mention| {
            mention.sentence == self.anaphor.sentence
                && mention.kind != MentionKind::Adjective
                && !mention.actors.is_empty()
        });
        let best = here.filter(|mention| mention.head == token).max_by_key(|mention| mention.tokens.len())?;
        Some((best.actors.clone(), best.score * 0.9))
    }

    /// "we", "our", «nuestro»: the side of whoever speaks. The side of a person who holds an office is the state.
    fn first_person(&mut self, plural: bool) -> Resolved {
        let speaker = quotes::speaker(self.draft, self.quotations, self.anaphor.sentence, self.anaphor.token)?;
        let official = self.draft.held.get(&speaker).is_some_and(|held| !held.is_empty())
            || !self.draft.scene.knowledge.offices_of(&speaker).is_empty();
        let side = self
            .draft
            .state_of(&speaker)
            .filter(|_| plural && official && self.draft.kind(&speaker) == ActorKind::Person);
        let actor = side.and_then(|state| self.draft.add_state(&state)).unwrap_or(speaker);
        Some((vec![actor], 0.6))
    }

    /// "our country".
    fn our_state(&mut self) -> Resolved {
        let speaker = quotes::speaker(self.draft, self.quotations, self.anaphor.sentence, self.anaphor.token)?;
        let state = self.draft.state_of(&speaker)?;
        Some((vec![self.draft.add_state(&state)?], 0.7))
    }

    fn pronoun(&self, pronoun: Pronoun) -> Resolved {
        let speaker = quotes::speaker(self.draft, self.quotations, self.anaphor.sentence, self.anaphor.token);
        let fits = |candidate: &Candidate| {
            let spoken = speaker.as_ref().is_some_and(|speaker| candidate.actors == [speaker.clone()]);
            if spoken { 0.0 } else { self.agreement(&pronoun, candidate) }
        };
        self.best(&fits)
    }

    /// How well a candidate agrees in number, gender and animacy: 0 not at all, 1 fully.
    fn agreement(&self, pronoun: &Pronoun, candidate: &Candidate) -> f32 {
        let kinds: Vec<ActorKind> = candidate.actors.iter().map(|id| self.draft.kind(id)).collect();
        let animate = |kind: &ActorKind| matches!(kind, ActorKind::Person | ActorKind::UnnamedSource);
        let persons = kinds.iter().all(animate);
        if pronoun.person == Some(true) && !persons || pronoun.person == Some(false) && persons {
            return 0.0;
        }
        let gender = candidate.actors.first().and_then(|id| self.draft.genders.get(id));
        if let (Some(wanted), Some(known)) = (pronoun.gender, gender)
            && wanted != *known
        {
            return 0.0;
        }
        let thing_by_gender = match (pronoun.gender, pronoun.person) {
            (Some(Gender::Masc | Gender::Fem), None) if !persons => 0.7,
            _ => 1.0,
        };
        let number = match pronoun.plural {
            Some(true) if candidate.plural => 1.0,
            Some(true) => match kinds[0] {
                ActorKind::UnnamedSource => 0.85,
                ActorKind::Person | ActorKind::State => 0.0,
                _ if pronoun.gender.is_none() => 0.7,
                _ => 0.0,
            },
            Some(false) if candidate.plural => 0.0,
            _ => 1.0,
        };
        number * thing_by_gender
    }

    /// A subject left out: in a coordination the other verb's, else the most salient that agrees.
    fn dropped_subject(&self, plural: bool) -> Resolved {
        let sentence = self.sentence();
        let token = &sentence.tokens[self.anaphor.token];
        if token.rel() == "conj"
            && let Some(first) = token.head
            && let Some(subject) = sentence.child(first, &["nsubj"])
        {
            let same_number = (sentence.tokens[subject].feat("Number") == Some("Plur")) == plural;
            let found = self.at(subject);
            if same_number || found.is_some() {
                return found;
            }
        }
        // Nobody speaks of himself in the third person.
        let speaker = quotes::speaker(self.draft, self.quotations, self.anaphor.sentence, self.anaphor.token);
        let spoken = |candidate: &Candidate| speaker.as_ref().is_some_and(|id| candidate.actors == [id.clone()]);
        let fits = |candidate: &Candidate| f32::from(candidate.plural == plural && !spoken(candidate));
        self.best(&fits)
    }

    /// The most salient candidate that `fits` (0 to 1), where it is clearly so.
    fn best(&self, fits: &dyn Fn(&Candidate) -> f32) -> Resolved {
        let mut ranked: Vec<(f32, Candidate)> = Vec::new();
        for candidate in self.candidates() {
            let score = candidate.salience * fits(&candidate);
            match ranked.iter_mut().find(|(_, other)| other.actors == candidate.actors) {
                Some((known, _)) => *known = known.max(score),
                None => ranked.push((score, candidate)),
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (score, best) = ranked.first()?;
        let close = ranked.get(1).is_some_and(|(second, _)| score - second < 0.02);
        (*score >= THRESHOLD && !close).then(|| (best.actors.clone(), (score * 0.9).min(0.8)))
    }

    /// Everything before the anaphor that it may mean, with its salience.
    fn candidates(&self) -> Vec<Candidate> {
        let here = self.anaphor.sentence;
        let mut found = Vec::new();
        for mention in &self.draft.mentions {
            let near = mention.sentence <= here && here - mention.sentence < RECENCY.len();
            let before = mention.sentence < here
                || mention.tokens.end <= self.anaphor.token && mention.head < self.anaphor.token;
            if near && before && !mention.actors.is_empty() && !self.excluded(mention) {
                found.push(self.candidate(mention));
            }
        }
        let joined = self.joined(&found);
        found.extend(joined);
        found
    }

    fn candidate(&self, mention: &Mention) -> Candidate {
        let sentence = self.draft.sentence(mention.sentence);
        let head = &sentence.tokens[mention.head];
        let kind = self.draft.kind(&mention.actors[0]);
        let noun = matches!(mention.kind, MentionKind::Description | MentionKind::Pronoun);
        let group =
            matches!(kind, ActorKind::People | ActorKind::Military | ActorKind::ArmedGroup | ActorKind::UnnamedSource);
        let is_dropped = mention.kind == MentionKind::Dropped;
        let finite = || finite_of(sentence, mention.head).map(|id| sentence.tokens[id].feat("Number") == Some("Plur"));
        let plural = mention.actors.len() > 1
            || is_dropped && finite() == Some(true)
            || !is_dropped && (noun || group) && head.feat("Number") == Some("Plur")
            || kind == ActorKind::People && mention.kind == MentionKind::Name;
        Candidate {
            actors: mention.actors.clone(),
            sentence: mention.sentence,
            head: mention.head,
            plural,
            salience: self.salience(mention, sentence),
        }
    }

    fn salience(&self, mention: &Mention, sentence: &Sentence) -> f32 {
        let distance = self.anaphor.sentence - mention.sentence;
        let role = if mention.kind == MentionKind::Dropped { 0.95 } else { role_weight(sentence, mention.head) };
        let written = match mention.kind {
            MentionKind::Adjective | MentionKind::Crowd => 0.35,
            MentionKind::Name | MentionKind::Description => 1.0,
            MentionKind::Pronoun | MentionKind::Dropped => 0.95,
        };
        let sure = 0.25 + 0.75 * mention.score;
        let count = self.draft.mentions.iter().filter(|other| other.actors == mention.actors).count();
        let frequent = (count as f32 * 0.01).min(0.1);
        let relation = |id: TokenId, of: &Sentence| of.tokens[id].rel() == "nsubj";
        let subject =
            matches!(self.anaphor.what, What::Dropped { .. }) || relation(self.anaphor.token, self.sentence());
        // "Peru accused Chile, and Bolivia defended it": an object means the object before it.
        let is_object = |id: TokenId, of: &Sentence| matches!(of.tokens[id].rel(), "obj" | "iobj");
        let object = distance == 0 && !self.is_possessive() && is_object(self.anaphor.token, self.sentence());
        let parallel = if subject && (mention.kind == MentionKind::Dropped || relation(mention.head, sentence)) {
            0.1
        } else if object && is_object(mention.head, sentence) {
            OBJECTS
        } else {
            0.0
        };
        let own = if distance == 0 && self.is_possessive() && self.is_own_subject(mention) { 0.15 } else { 0.0 };
        RECENCY[distance] * role * written * sure + frequent + parallel + own
    }

    fn is_possessive(&self) -> bool {
        matches!(&self.anaphor.what, What::Pronoun(p) if p.used == Use::Possessive)
            || self.sentence().tokens[self.anaphor.token].deprel == "nmod:poss"
    }

    /// Whether the mention is the subject of the clause that a possessive stands in.
    fn is_own_subject(&self, mention: &Mention) -> bool {
        let sentence = self.sentence();
        let clause = clause_of(sentence, self.anaphor.token);
        mention.kind == MentionKind::Dropped && mention.head == clause
            || sentence.tokens[mention.head].rel() == "nsubj" && sentence.tokens[mention.head].head == Some(clause)
    }

    /// No pronoun means a co-argument of its own clause, and no possessive what its own noun governs.
    fn excluded(&self, mention: &Mention) -> bool {
        if mention.sentence != self.anaphor.sentence {
            return false;
        }
        let sentence = self.sentence();
        let token = self.anaphor.token;
        if self.is_possessive() {
            let noun = sentence.tokens[token].head.unwrap_or(token);
            return mention.head == noun || mention.head > noun && sentence.is_below(mention.head, noun);
        }
        if matches!(self.anaphor.what, What::Dropped { .. }) {
            return sentence.is_below(mention.head, token);
        }
        let clause = clause_of(sentence, token);
        let argument = |id: TokenId| matches!(sentence.tokens[id].rel(), "nsubj" | "obj" | "iobj" | "obl");
        let same_clause = clause_of(sentence, mention.head) == clause && mention.kind != MentionKind::Dropped;
        // "Lima doubted Quito and had not supported it": the subject that both clauses share
        let shared = std::iter::successors(Some(clause), |&verb| {
            let token = &sentence.tokens[verb];
            token.head.filter(|_| token.rel() == "conj" && sentence.child(verb, &["nsubj"]).is_none())
        });
        let is_shared = sentence.tokens[mention.head].rel() == "nsubj"
            && sentence.tokens[token].rel() != "nsubj"
            && shared.skip(1).any(|verb| sentence.tokens[mention.head].head == Some(verb));
        is_shared
            || same_clause && (argument(mention.head) || sentence.is_below(token, mention.head))
            || mention.kind == MentionKind::Dropped && mention.head == clause
    }

    /// "Russia and Iran" as one plural candidate.
    fn joined(&self, single: &[Candidate]) -> Vec<Candidate> {
        let mut groups: BTreeMap<(usize, TokenId), Vec<&Candidate>> = BTreeMap::new();
        for candidate in single.iter().filter(|candidate| !candidate.plural) {
            let token = &self.draft.sentence(candidate.sentence).tokens[candidate.head];
            let first = if token.rel() == "conj" { token.head.unwrap_or(candidate.head) } else { candidate.head };
            groups.entry((candidate.sentence, first)).or_default().push(candidate);
        }
        let mut found = Vec::new();
        for ((sentence, head), members) in groups {
            let mut actors: Vec<ActorId> = Vec::new();
            for member in &members {
                actors.extend(member.actors.iter().filter(|id| !actors.contains(id)).cloned().collect::<Vec<_>>());
            }
            if actors.len() > 1 {
                let salience = members.iter().map(|member| member.salience).fold(0.0, f32::max);
                found.push(Candidate { actors, sentence, head, plural: true, salience });
            }
        }
        found
    }

    /// "the president", "the minister", "the government".
    fn role(&mut self, bare: &Bare) -> Resolved {
        match bare.found.noun.role.class {
            RoleClass::Office | RoleClass::Person | RoleClass::Source => self.person_of_role(bare),
            RoleClass::Organ
                if matches!(
                    bare.found.noun.role.kind,
                    ActorKind::Government | ActorKind::Military | ActorKind::Other
                ) =>
            {
                self.organ_of_role(bare)
            }
            RoleClass::Itself if bare.found.noun.role.code == "state" && !self.is_plural() => {
                self.state_here().map(|(state, score)| (vec![state], score * 0.8))
            }
            _ => None,
        }
    }

    fn is_plural(&self) -> bool {
        self.sentence().tokens[self.anaphor.token].feat("Number") == Some("Plur")
    }

    /// The person before it whom the article or the knowledge base gives that role.
    fn person_of_role(&self, bare: &Bare) -> Resolved {
        let role = bare.found.noun.role;
        let knowledge = self.draft.scene.knowledge;
        let day = self.draft.scene.document.meta.published.filter(|_| !bare.found.past);
        let holds = |id: &ActorId| {
            let said = self.draft.held.get(id).is_some_and(|held| held.iter().any(|held| role.may_mean(held.role)));
            let known = knowledge.offices_of(id).iter().any(|office| {
                office.is_held_on(day)
                    && (role.offices.contains(&office.role.as_str()) || role.covers.contains(&office.role.as_str()))
            });
            said || known
        };
        let (here, token) = (self.anaphor.sentence, self.anaphor.token);
        let before = |mention: &&Mention| mention.sentence < here || mention.sentence == here && mention.head < token;
        let is_one =
            |mention: &&Mention| mention.actors.len() == 1 && self.draft.kind(&mention.actors[0]) == ActorKind::Person;
        let near: BTreeSet<StateCode> = self
            .draft
            .mentions
            .iter()
            .filter(|mention| mention.sentence == here)
            .flat_map(|mention| mention.actors.iter())
            .filter_map(|id| self.draft.state_of(id))
            .collect();
        // The last one named as a subject, or of the state that the sentence speaks of, rather than the very last.
        let weight = |mention: &Mention| {
            let sentence = self.draft.sentence(mention.sentence);
            let dropped = mention.kind == MentionKind::Dropped;
            let role = if dropped { 0.9 } else { role_weight(sentence, mention.head) };
            let of_state = self.draft.state_of(&mention.actors[0]).is_some_and(|state| near.contains(&state));
            0.85f32.powi((here - mention.sentence) as i32) * role + if of_state { 0.25 } else { 0.0 }
        };
        let mut earlier: Vec<&Mention> = self.draft.mentions.iter().filter(before).filter(is_one).collect();
        earlier.retain(|mention| holds(&mention.actors[0]) && !self.excluded(mention));
        let best = earlier
            .iter()
            .max_by(|a, b| weight(a).total_cmp(&weight(b)).then((a.sentence, a.head).cmp(&(b.sentence, b.head))));
        if let Some(last) = best {
            let distance = (here - last.sentence) as f32;
            return Some((last.actors.clone(), (0.8 - 0.03 * distance).max(0.45)));
        }
        let all: BTreeSet<&ActorId> =
            self.draft.mentions.iter().filter(is_one).map(|mention| &mention.actors[0]).collect();
        let holders: Vec<&ActorId> = all.into_iter().filter(|id| holds(id)).collect();
        match holders.as_slice() {
            [only] => Some((vec![(*only).clone()], 0.5)),
            _ => None,
        }
    }

    /// "the government" of the state that is spoken of, which is not the one that acts on it.
    fn organ_of_role(&mut self, bare: &Bare) -> Resolved {
        let role = bare.found.noun.role;
        let same = |id: &ActorId| {
            id.as_str().ends_with(role.code) && id.as_str().split_once('-').is_some_and(|(_, code)| code == role.code)
        };
        let here = self.anaphor.sentence;
        let subjects = self.subject_states();
        let last = self.draft.mentions.iter().filter(|mention| {
            mention.sentence <= here
                && here - mention.sentence < RECENCY.len()
                && mention.actors.len() == 1
                && same(&mention.actors[0])
        });
        let last = last
            .filter(|mention| mention.sentence < here || mention.head < self.anaphor.token)
            .filter(|mention| self.draft.state_of(&mention.actors[0]).is_none_or(|state| !subjects.contains(&state)))
            .max_by_key(|mention| (mention.sentence, mention.head));
        if let Some(mention) = last {
            return Some((mention.actors.clone(), 0.7));
        }
        let (state, score) = self.place_here().or_else(|| self.state_here())?;
        let organ = self.draft.add_described(role, &state)?;
        Some((vec![organ], score * 0.9))
    }

    /// The states of the subjects of the anaphor's clause and of those above it.
    fn subject_states(&self) -> BTreeSet<StateCode> {
        let sentence = self.sentence();
        let mut clauses = vec![clause_of(sentence, self.anaphor.token)];
        clauses.extend(sentence.ancestors(clauses[0]).filter(|&id| clause_of(sentence, id) == id));
        // The subject of a clause that has none is the one above it.
        let with_subject = clauses.iter().find(|&&clause| {
            sentence.child(clause, &["nsubj"]).is_some_and(|subject| !sentence.is_below(self.anaphor.token, subject))
        });
        let Some(&clause) = with_subject else { return BTreeSet::new() };
        let subject = sentence.child(clause, &["nsubj"]);
        let of_subject = |mention: &&Mention| {
            mention.sentence == self.anaphor.sentence
                && (Some(mention.head) == subject || mention.kind == MentionKind::Dropped && mention.head == clause)
        };
        let mentions = self.draft.mentions.iter().filter(of_subject);
        let actors = mentions.flat_map(|mention| mention.actors.iter()).filter(|id| self.acts_for_its_state(id));
        actors.filter_map(|id| self.draft.state_of(id)).collect()
    }

    /// Whether what an actor does is its state's act: a politician who criticises "the government" may mean his own.
    fn acts_for_its_state(&self, id: &ActorId) -> bool {
        if self.draft.kind(id) != ActorKind::Person {
            return true;
        }
        let knowledge = self.draft.scene.knowledge;
        let day = self.draft.scene.document.meta.published;
        let offices = knowledge.offices_of(id);
        let serves = |role: &str| {
            knowledge.role(role).is_some_and(|role| matches!(role.relation, Relation::Leads | Relation::SpeaksFor))
        };
        let held = offices.iter().any(|office| office.is_held_on(day) && serves(&office.role));
        held || offices.is_empty() && self.draft.held.get(id).is_some_and(|held| !held.is_empty())
    }

    /// How salient each state is here, by its own mentions and those of its organs and people.
    fn states(&self) -> Vec<(ActorId, f32)> {
        let (subjects, shares) = (self.subject_states(), self.shares());
        let mut found: BTreeMap<ActorId, f32> = BTreeMap::new();
        // Where nothing near is salient, what the article is about is meant.
        for (code, share) in shares.iter().filter(|(code, _)| !subjects.contains(*code)) {
            let state = self.draft.scene.knowledge.state(code).filter(|state| state.kind == ActorKind::State);
            found.extend(state.map(|state| (state.id.clone(), FAR * share * share)));
        }
        for candidate in self.candidates() {
            for actor in &candidate.actors {
                let Some(code) = self.side_of(actor) else { continue };
                let Some(state) =
                    self.draft.scene.knowledge.state(&code).filter(|state| state.kind == ActorKind::State)
                else {
                    continue;
                };
                if subjects.contains(&code) {
                    continue;
                }
                let own = if self.draft.kind(actor) == ActorKind::State { 1.0 } else { 0.7 };
                let salience = candidate.salience * own;
                // What the article is about is meant sooner than what was named last.
                let share = shares.get(&code).copied().unwrap_or_default();
                let known = found.entry(state.id.clone()).or_default();
                *known = known.max(salience + TOPIC * share) + 0.05;
            }
        }
        let mut ranked: Vec<(ActorId, f32)> = found.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        ranked
    }

    /// The state in which the sentence takes place, where it names no other: "in Damascus, near the Interior Ministry".
    fn place_here(&self) -> Option<(ActorId, f32)> {
        let here = self.draft.mentions.iter().filter(|mention| {
            mention.sentence == self.anaphor.sentence && mention.head < self.anaphor.token && !mention.actors.is_empty()
        });
        let (mut states, mut is_place) = (BTreeSet::new(), false);
        for mention in here {
            let code = self.side_of(&mention.actors[0]);
            let Some(state) = code.and_then(|code| self.draft.scene.knowledge.state(&code)) else { continue };
            is_place |= mention.score <= 0.3 && mention.actors[0] == state.id;
            states.insert(state.id.clone());
        }
        let only = states.pop_first().filter(|_| is_place && states.is_empty());
        only.map(|state| (state, 0.6))
    }

    fn state_here(&self) -> Option<(ActorId, f32)> {
        clear_best(&self.states())
    }

    /// Whether somebody held a role in a state on the article's day.
    fn has_role(&self, state: &ActorId, role: &str) -> bool {
        let knowledge = self.draft.scene.knowledge;
        let code = knowledge.actor(state).and_then(|actor| actor.state.as_ref());
        code.is_some_and(|code| !knowledge.holders(code, role, self.draft.scene.document.meta.published).is_empty())
    }

    /// The state that an actor belongs to, or that a person acts for.
    fn side_of(&self, id: &ActorId) -> Option<StateCode> {
        let actor = self.draft.actors.get(id)?;
        if actor.kind == ActorKind::Person { self.draft.side_of(actor) } else { actor.state.clone() }
    }

    /// How much of the article each state has: 1 for the one that is spoken of most.
    fn shares(&self) -> BTreeMap<StateCode, f32> {
        let mut counts = BTreeMap::<StateCode, f32>::new();
        for id in self.draft.mentions.iter().flat_map(|mention| &mention.actors) {
            if let Some(code) = self.side_of(id) {
                *counts.entry(code).or_default() += 1.0;
            }
        }
        let most = counts.values().copied().fold(1.0, f32::max);
        counts.values_mut().for_each(|count| *count /= most);
        counts
    }

    /// "the country", "the group": the most salient of its kinds.
    fn noun(&mut self, kinds: &[ActorKind], role: Option<&str>) -> Resolved {
        if kinds == [ActorKind::State] {
            let mut ranked = self.states();
            if let Some(role) = role {
                ranked.retain(|(state, _)| self.has_role(state, role));
            }
            return clear_best(&ranked).map(|(state, score)| (vec![state], score));
        }
        let fits = |candidate: &Candidate| match candidate.actors.as_slice() {
            [only] if kinds.contains(&self.draft.kind(only)) => 1.0,
            _ => 0.0,
        };
        self.best(&fits)
    }

    /// "both countries", "the two leaders": the two that are spoken of.
    fn pair(&mut self, kinds: &[ActorKind]) -> Resolved {
        let governments = kinds.contains(&ActorKind::Government);
        let states = kinds.contains(&ActorKind::State) || governments;
        let of_states = if states { self.all_states() } else { Vec::new() };
        let of_persons = if kinds.contains(&ActorKind::Person) { self.persons() } else { Vec::new() };
        if let Some(pair) = self.pair_of_a_sentence(states && !governments, kinds.contains(&ActorKind::Person)) {
            return Some((pair, 0.65));
        }
        // "the two" may be either: whichever pair the text speaks of more.
        let second = |ranked: &[(ActorId, f32)]| ranked.get(1).map_or(0.0, |(_, score)| *score);
        let mut ranked = if second(&of_persons) > second(&of_states) { of_persons } else { of_states };
        let third = ranked.get(2).map_or(0.0, |(_, score)| *score);
        if ranked.len() < 2 || ranked[1].1 < third * 1.15 {
            return None;
        }
        ranked.truncate(2);
        let mut pair: Vec<ActorId> = ranked.into_iter().map(|(id, _)| id).collect();
        if governments {
            let role = roles().get("government")?;
            pair = pair.iter().filter_map(|state| self.draft.add_described(role, state)).collect();
        }
        pair.sort();
        (pair.len() == 2).then_some((pair, 0.6))
    }

    /// The only two persons, or states, that the nearest sentence which speaks of several has as its arguments.
    fn pair_of_a_sentence(&self, states: bool, persons: bool) -> Option<Vec<ActorId>> {
        let here = self.anaphor.sentence;
        let knowledge = self.draft.scene.knowledge;
        let state = |id: &ActorId| {
            let own = knowledge.state(&self.side_of(id)?)?;
            (own.kind == ActorKind::State).then(|| own.id.clone())
        };
        let person = |id: &ActorId| (self.draft.kind(id) == ActorKind::Person).then(|| id.clone());
        for sentence in (here.saturating_sub(2)..=here).rev() {
            let said = self.draft.mentions.iter().filter(|mention| {
                let before = sentence < here || mention.head < self.anaphor.token;
                mention.sentence == sentence && before && mention.score > 0.3 && mention.kind != MentionKind::Pronoun
            });
            let said: Vec<&Mention> = said.collect();
            let of = |meant: &dyn Fn(&ActorId) -> Option<ActorId>, adjectives: bool| -> BTreeSet<ActorId> {
                let fits = |mention: &&&Mention| adjectives || mention.kind != MentionKind::Adjective;
                said.iter().filter(fits).flat_map(|mention| &mention.actors).filter_map(meant).collect()
            };
            let people = if persons { of(&person, false) } else { BTreeSet::new() };
            let lands = if states { of(&state, true) } else { BTreeSet::new() };
            match (people.len(), lands.len()) {
                (2, lands) if lands != 2 || persons && !states => return Some(people.into_iter().collect()),
                (0 | 1, 2) => return Some(lands.into_iter().collect()),
                (0 | 1, 0 | 1) => {}
                _ => return None,
            }
        }
        None
    }

    fn persons(&self) -> Vec<(ActorId, f32)> {
        let is_person = |id: &ActorId| self.draft.kind(id) == ActorKind::Person;
        self.summed(|id| is_person(id).then(|| id.clone()))
    }

    fn all_states(&self) -> Vec<(ActorId, f32)> {
        self.summed(|id| {
            let code = self.draft.state_of(id)?;
            let state = self.draft.scene.knowledge.state(&code)?;
            (state.kind == ActorKind::State).then(|| state.id.clone())
        })
    }

    /// Actors by the sum of what their mentions weigh so far, the nearer the more.
    fn summed(&self, of: impl Fn(&ActorId) -> Option<ActorId>) -> Vec<(ActorId, f32)> {
        let (here, token) = (self.anaphor.sentence, self.anaphor.token);
        let mut found: BTreeMap<ActorId, f32> = BTreeMap::new();
        for mention in &self.draft.mentions {
            if mention.sentence > here || mention.sentence == here && mention.head >= token {
                continue;
            }
            let weight = 0.75f32.powi((here - mention.sentence) as i32) * (0.3 + 0.7 * mention.score);
            for actor in mention.actors.iter().filter_map(&of) {
                *found.entry(actor).or_default() += weight;
            }
        }
        let mut ranked: Vec<(ActorId, f32)> = found.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        ranked
    }
}

/// The first of a ranking, where it is clearly so.
fn clear_best(ranked: &[(ActorId, f32)]) -> Option<(ActorId, f32)> {
    let (state, score) = ranked.first()?.clone();
    let close = ranked.get(1).is_some_and(|(_, second)| score - second < 0.03);
    (score >= THRESHOLD && !close).then_some((state, score.min(0.7)))
}

/// What the grammatical role of a word is worth.
fn role_weight(sentence: &Sentence, head: TokenId) -> f32 {
    let mut here = head;
    while sentence.tokens[here].rel() == "conj" || matches!(sentence.tokens[here].rel(), "flat" | "appos") {
        match sentence.tokens[here].head {
            Some(above) => here = above,
            None => break,
        }
    }
    let token = &sentence.tokens[here];
    let main = token.head.is_some_and(|verb| matches!(sentence.tokens[verb].rel(), "root" | "conj" | "parataxis"));
    match token.rel() {
        "nsubj" if main => 1.0,
        "nsubj" => 0.85,
        "root" | "vocative" => 0.8,
        "obj" | "iobj" => 0.7,
        "obl" => 0.6,
        "nmod" => 0.5,
        _ => 0.45,
    }
}
