//! Arguments: which actors stand in which slot of a cue.
//! `(&Scene, cue, &Slot) -> Vec<Filler>`
//!
//! Slots are grammatical functions over Universal Dependencies, so one frame serves active and passive,
//! relative clauses, control, light verbs and noun predicates alike.

use super::frames::{Pos, Slot};
use super::scene::{Filler, Scene};
use crate::model::{Mention, MentionKind, TokenId, Upos};

/// A claim that is read off a position beside the expected one is less sure by this factor.
const INDIRECT: f64 = 0.85;
/// How far a subject is looked for up the tree.
const MAX_CLIMB: usize = 4;

/// Read off a position beside the expected one.
fn less_sure(mut fillers: Vec<Filler>) -> Vec<Filler> {
    for filler in &mut fillers {
        filler.score *= INDIRECT;
    }
    fillers
}

impl Scene<'_> {
    /// The actors in a slot of the cue at `cue`, best position first.
    pub fn slot(&self, cue: TokenId, slot: &Slot) -> Vec<Filler> {
        match slot {
            Slot::Subject => self.logical_subject(cue, 0),
            Slot::CivilSubject => {
                let mut found = self.logical_subject(cue, 0);
                found.retain(|filler| self.is_civil(filler));
                found
            }
            Slot::Object => self.logical_object(cue),
            Slot::Indirect => self.indirect_object(cue),
            Slot::Possessor => self.possessor(cue),
            Slot::Adjective => self.adjectives(cue),
            Slot::Between => self.between(cue),
            Slot::ComplementSubject => self.complement_subject(cue),
            Slot::Within => self.within(cue),
            Slot::Scope => self.scope(cue),
            // These two are not read off the sentence's tree: see `claims::fill`.
            Slot::Speaker | Slot::Accuser => Vec::new(),
            Slot::Preposition(words) => self.prepositional(cue, words),
        }
    }

    /// [`Scene::slot`] of a participle that is tagged as an adjective: «los presos liberados por Chile» freed nobody.
    pub fn slot_of_participle(&self, cue: TokenId, slot: &Slot) -> Vec<Filler> {
        match (slot, self.rel(cue), self.head(cue)) {
            (Slot::Subject | Slot::CivilSubject, ..) => self.agent(cue, 0),
            (Slot::Object, "amod" | "acl", Some(noun)) => self.phrase(noun),
            (Slot::Object, "xcomp", Some(verb)) => self.surface_subject(verb, 1),
            // «presionada por Lima, Quito cedió»
            (Slot::Object, "advcl", Some(verb)) if self.subject_child(cue).is_none() => {
                less_sure(self.surface_subject(verb, 1))
            }
            (Slot::Object, ..) => self.subject_child(cue).map(|subject| self.phrase(subject)).unwrap_or_default(),
            _ => self.slot(cue, slot),
        }
    }

    /// The predicate that an event word belongs to: the verb that carries it or whose subject, object or adjunct it is,
    /// else itself.
    pub fn act_of(&self, cue: TokenId) -> TokenId {
        if self.token(cue).upos != Upos::Noun {
            return cue;
        }
        let top = self.light_noun_above(cue).unwrap_or(cue);
        let verb = self
            .head(top)
            .filter(|&head| matches!(self.rel(top), "nsubj" | "obj" | "obl") && self.token(head).upos == Upos::Verb);
        verb.unwrap_or(top)
    }

    /// Whether the word is an adjunct of what stands above it: an infinitive, gerund or participle clause, or a noun behind
    /// a preposition.
    pub fn is_adjunct(&self, cue: TokenId) -> bool {
        match self.token(cue).upos {
            Upos::Noun => matches!(self.rel(cue), "obl" | "nmod" | "conj") && !self.preposition(cue).is_empty(),
            _ => self.is_infinite(cue) && matches!(self.rel(cue), "advcl" | "obl" | "acl" | "nmod" | "xcomp" | "conj"),
        }
    }

    /// Whom the subject of the clause is to whoever joins in: "was promoted by X with the support of Y" is Y's support for what is
    /// promoted; "agreed on it with the opposition of Y" is against those who agreed.
    pub fn joined_party(&self, cue: TokenId) -> Vec<Filler> {
        let joins = matches!(self.rel(cue), "obl" | "nmod") && matches!(self.preposition(cue).as_str(), "with" | "con");
        let Some(verb) = self.head(cue).filter(|&head| joins && self.token(head).upos == Upos::Verb) else {
            return Vec::new();
        };
        let mut found = if self.is_passive(verb) { self.logical_object(verb) } else { self.logical_subject(verb, 0) };
        found.iter_mut().for_each(|filler| filler.score *= INDIRECT);
        found
    }

    /// The actors that the phrase headed by `head` stands for: itself, what is coordinated with it, its
    /// apposition; else whoever it belongs to ("the Syrian state's endeavour" is the Syrian state's).
    pub fn phrase(&self, head: TokenId) -> Vec<Filler> {
        self.phrase_at(head, 0)
    }

    fn phrase_at(&self, head: TokenId, depth: usize) -> Vec<Filler> {
        if self.is_relative_pronoun(head) {
            // "the task by which it is admired": the agent of a clause may be the noun that the clause hangs on
            if depth > MAX_CLIMB {
                return Vec::new();
            }
            return self.antecedent(head).map_or(Vec::new(), |noun| self.phrase_at(noun, depth + 1));
        }
        let mut found = self.named(head, depth);
        if found.is_empty() && depth < 3 {
            found = self.owner(head, depth);
        }
        if depth >= 3 {
            return found;
        }
        let own = self.mention_at(head);
        let inside = |id: TokenId| own.is_some_and(|mention| mention.tokens.contains(&id));
        for conjunct in self.children(head, &["conj"]).into_iter().filter(|&conjunct| !inside(conjunct)) {
            if !self.is_predicate(conjunct) || self.mention_at(conjunct).is_some() {
                found.extend(self.phrase_at(conjunct, depth + 1));
            }
        }
        if let Some(next) = own.and_then(|mention| self.coordinated_after(mention)) {
            found.extend(self.phrase_at(next, depth + 1));
        }
        found.dedup_by(|a, b| a.actor == b.actor);
        found
    }

    /// The mention behind "A and", or behind "A," where the list goes on to an "and": parsers lose the later parts of
    /// a long coordination. Not where it is the subject of a clause of its own.
    fn coordinated_after(&self, mention: &Mention) -> Option<TokenId> {
        let joint = mention.tokens.end;
        let joins = self.sentence.tokens.get(joint)?;
        let is_list = joins.form == ",";
        if joins.upos != Upos::Cconj && !is_list {
            return None;
        }
        let is_small = |id: TokenId| matches!(self.token(id).upos, Upos::Det | Upos::Adp);
        let follows = |next: &&Mention| {
            let gap = joint + 1..next.tokens.start;
            next.tokens.start > joint && gap.len() <= 2 && gap.clone().all(is_small)
        };
        let next = self.mentions.iter().filter(|next| !next.actors.is_empty()).find(follows)?;
        let is_clause = self.rel(next.head) == "nsubj" && self.head(next.head) != self.head(mention.head) && !is_list;
        let goes_on = !is_list
            || self.sentence.tokens.get(next.tokens.end).is_some_and(|token| token.upos == Upos::Cconj)
                && self.coordinated_after(next).is_some();
        (self.mention_at(next.head).is_some() && !is_clause && goes_on).then_some(next.head)
    }

    fn named(&self, head: TokenId, depth: usize) -> Vec<Filler> {
        if let Some(mention) = self.mention_at(head) {
            return self.fillers(mention, 1.0);
        }
        if self.cues.first_persons.contains(self.lemma(head).as_str())
            && let Some(speaker) = self.voice_at(head)
        {
            return vec![speaker];
        }
        if self.cues.country_nouns.contains(self.lemma(head).as_str())
            && let Some(speaker) = self.whose_country(head)
        {
            return vec![speaker];
        }
        for apposition in self.children(head, &["appos", "flat"]) {
            if self.mention_at(apposition).is_some() && depth < 3 {
                return less_sure(self.phrase_at(apposition, depth + 1));
            }
        }
        if let Some(name) = self.name_behind(head) {
            return self.fillers(name, INDIRECT);
        }
        // "Kurds", where the name is known as an adjective alone
        if matches!(self.token(head).upos, Upos::Noun | Upos::Propn)
            && let Some(people) = self.adjective_at(head)
        {
            return self.fillers(people, INDIRECT);
        }
        // "from neighbouring Lebanon", read as a participle with its object
        let object = self.child(head, &["obj"]).filter(|&object| object == head + 1);
        match object.filter(|_| self.token(head).upos == Upos::Verb && self.rel(head) == "advcl") {
            Some(object) => self.mention_at(object).map(|m| self.fillers(m, INDIRECT)).unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// "his country", «su país», in what somebody says: the speaker's.
    fn whose_country(&self, noun: TokenId) -> Option<Filler> {
        let possessive = |&child: &TokenId| self.token(child).feat("Poss") == Some("Yes");
        let pronoun = self.children(noun, &["nmod", "det"]).into_iter().find(possessive)?;
        let reports = |&verb: &TokenId| self.cues.takes_content(self.lemma(verb));
        let verb = self.sentence.ancestors(noun).find(reports)?;
        let speaker = self.subject_child(verb).filter(|&subject| subject != noun)?;
        // Nobody attacks his own country: «Lima denunció que Quito había invadido su país».
        let actor = self.head(noun).filter(|&act| act != verb).and_then(|act| self.subject_child(act));
        let actor = actor.and_then(|actor| self.mention_at(actor));
        let actor = actor.and_then(|mention| self.fillers(mention, 1.0).into_iter().next());
        let is_own = |mention: &Mention| {
            actor.as_ref().is_some_and(|actor| self.fillers(mention, 1.0).iter().any(|own| own.actor == actor.actor))
        };
        if self.mention_at(pronoun).is_some_and(|mention| !is_own(mention)) {
            return None;
        }
        less_sure(self.phrase(speaker)).into_iter().next()
    }

    /// The name right behind a noun, before the verb that both depend on: "watchdog Amnesty International accused".
    fn name_behind(&self, noun: TokenId) -> Option<&Mention> {
        let verb = self.head(noun).filter(|&verb| self.token(noun).upos == Upos::Noun && verb > noun)?;
        let behind = |mention: &&Mention| {
            mention.kind == MentionKind::Name
                && mention.tokens.start == noun + 1
                && mention.tokens.end <= verb
                && self.head(mention.head) == Some(verb)
                && self.preposition(mention.head).is_empty()
        };
        self.mentions.iter().filter(behind).find(|mention| !mention.actors.is_empty())
    }

    /// Whoever the phrase belongs to: its possessor, its "of" phrase, its demonym, the agent of its participle.
    /// Of an event that somebody suffers, only whoever does it: "welcomed the arrest of X" says nothing of X.
    fn owner(&self, head: TokenId, depth: usize) -> Vec<Filler> {
        let mut found = self.compound_names(head);
        // "his Egyptian counterpart" is Egypt's
        if found.is_empty() && self.token(head).upos == Upos::Noun {
            let whose = |&child: &TokenId| self.token(child).feat("Poss") == Some("Yes");
            if self.children(head, &["nmod", "det"]).iter().any(whose)
                && self.cues.counterpart_nouns.contains(self.lemma(head).as_str())
            {
                found = self.adjectives(head);
            }
        }
        for child in self.children(head, &["nmod", "det"]) {
            if !found.is_empty() {
                break;
            }
            let owns = match self.preposition(child).as_str() {
                "of" | "de" => !self.has_patient(head),
                // "such groups as the Council", "countries like Peru"
                // "a Greek tanker by Iran": what has an adjective of its own is not the agent's
                "by" | "por" => self.adjectives(head).is_empty(),
                "such as" | "as" | "like" | "including" | "como" => true,
                _ => false,
            };
            let owns = owns
                || self.token(child).deprel.contains("poss")
                || (self.rel(child) == "det" && self.mention_at(child).is_some());
            if owns {
                found.extend(self.phrase_at(child, depth + 1));
            }
        }
        if found.is_empty() {
            found = self.adjectives(head);
        }
        if found.is_empty() {
            // "a petition initiated by France"
            let participles = self.children(head, &["acl", "amod"]).into_iter().filter(|&verb| self.is_passive(verb));
            found = participles.flat_map(|verb| self.agent(verb, depth + 1)).collect();
        }
        less_sure(found)
    }

    /// Names that stand as compounds before a plural noun of persons or things: "their Hizbullah coreligionists".
    fn compound_names(&self, head: TokenId) -> Vec<Filler> {
        let own = |id: TokenId| self.mention_at(id).filter(|mention| mention.kind == MentionKind::Name);
        let has_pronoun = self.children(head, &["nmod"]).iter().any(|&child| self.token(child).upos == Upos::Pron);
        let compounds = self.children(head, &["compound"]).into_iter().filter(|_| has_pronoun);
        compounds.filter_map(own).flat_map(|mention| self.fillers(mention, 1.0)).collect()
    }

    /// The noun that a relative pronoun takes up.
    fn antecedent(&self, pronoun: TokenId) -> Option<TokenId> {
        let mut below = pronoun;
        for above in self.sentence.ancestors(pronoun).take(MAX_CLIMB) {
            if self.rel(below) == "acl" {
                return Some(above);
            }
            below = above;
        }
        // Where the tree has lost the relative clause: the noun right before the pronoun.
        let is_small = |id: &TokenId| matches!(self.token(*id).upos, Upos::Punct | Upos::Adp | Upos::Det);
        let before = (0..pronoun).rev().find(|id| !is_small(id))?;
        std::iter::once(before).chain(self.head(before)).find(|&id| self.mention_at(id).is_some())
    }

    /// The logical subject of a verb, adjective or noun predicate; of a noun, the subject of the light verb
    /// that carries it.
    fn logical_subject(&self, cue: TokenId, climbed: usize) -> Vec<Filler> {
        if climbed > MAX_CLIMB {
            return Vec::new();
        }
        match self.token(cue).upos {
            Upos::Verb | Upos::Aux => {}
            _ => return self.subject_of_nominal(cue, climbed),
        }
        if self.is_passive(cue) {
            return self.agent(cue, 0);
        }
        self.surface_subject(cue, climbed)
    }

    fn subject_of_nominal(&self, cue: TokenId, climbed: usize) -> Vec<Filler> {
        if self.child(cue, &["cop"]).is_some() || self.rel(cue) == "root" || self.is_secondary_predicate(cue) {
            let own = self.subject_child(cue).map(|subject| self.acting(subject)).unwrap_or_default();
            if !own.is_empty() {
                return own;
            }
        }
        if self.token(cue).upos == Upos::Adj {
            // "sources close to Turkey", and the subject of "remain sympathetic to"
            return match self.rel(cue) {
                "amod" | "acl" => self.head(cue).map(|noun| self.phrase(noun)).unwrap_or_default(),
                "xcomp" | "conj" | "advcl" | "obj" => {
                    self.head(cue).map(|verb| self.surface_subject(verb, climbed + 1)).unwrap_or_default()
                }
                _ => Vec::new(),
            };
        }
        // "one of the allies", and the second of two predicates
        let is_partitive = |head: TokenId| {
            self.rel(cue) == "nmod" && matches!(self.token(head).upos, Upos::Pron | Upos::Num | Upos::Det)
        };
        if let Some(head) =
            self.head(cue).filter(|&head| climbed < MAX_CLIMB && (self.rel(cue) == "conj" || is_partitive(head)))
        {
            // «Rusia es hoy uno de los aliados»: the copula may hang on the adverb
            let above = self.head(head).filter(|&above| is_partitive(head) && self.child(above, &["cop"]).is_some());
            let own = above.and_then(|above| self.subject_child(above)).map(|subject| self.phrase(subject));
            return own.filter(|own| !own.is_empty()).unwrap_or_else(|| self.subject_of_nominal(head, climbed + 1));
        }
        // «Fulano, de visita en Lima»: a noun without article behind a name
        let is_state = self.rel(cue) == "nmod" && self.preposition(cue) == "de" && self.child(cue, &["det"]).is_none();
        if let Some(name) = self.head(cue).filter(|&name| {
            is_state && self.token(name).upos == Upos::Propn && self.has_child(cue, &["punct"], |mark| mark == ",")
        }) {
            return self.phrase(name);
        }
        // "accused Lima of interference": who is accused
        if let ("obl" | "nmod" | "obj", Some(verb)) = (self.rel(cue), self.head(cue))
            && self.accuses(verb)
            && !self.preposition(cue).is_empty()
        {
            return self.logical_object(verb);
        }
        // "the strikes that the miners hold", «la marcha convocada por los mineros»
        let organisers = self.subject_of_clause_behind(cue);
        if !organisers.is_empty() {
            return organisers;
        }
        // "closed the port in protest", «en rechazo a»: whoever does what the verb says
        if let Some(verb) = self.governor_of_adjunct(cue) {
            return self.logical_subject(verb, climbed + 1);
        }
        match self.carrier(cue) {
            Some(verb) if !self.cues.receiving_verbs.contains(self.lemma(verb).as_str()) => {
                self.logical_subject(verb, climbed + 1)
            }
            _ => Vec::new(),
        }
    }

    fn is_secondary_predicate(&self, cue: TokenId) -> bool {
        matches!(self.rel(cue), "ccomp" | "parataxis" | "advcl") && self.subject_child(cue).is_some()
    }

    /// Who does what a noun says, as a relative or participle clause with a light verb tells behind it.
    fn subject_of_clause_behind(&self, noun: TokenId) -> Vec<Filler> {
        let clauses = self.children(noun, &["acl", "amod"]).into_iter().filter(|&verb| {
            self.cues.light_verbs.contains(self.lemma(verb).as_str())
                && (self.is_passive(verb) || self.is_relative(verb))
        });
        let subject = |verb: TokenId| {
            if self.is_passive(verb) {
                return self.agent(verb, 0);
            }
            let own = self.children(verb, &["nsubj"]).into_iter().find(|&child| !self.is_relative_pronoun(child));
            own.map(|subject| self.phrase(subject)).unwrap_or_default()
        };
        clauses.map(subject).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The verb that a noun without article tells the purpose of: "in protest", «en señal de protesta», "in support of".
    fn governor_of_adjunct(&self, noun: TokenId) -> Option<TokenId> {
        let top = self.light_noun_above(noun).unwrap_or(noun);
        let is_bare = matches!(self.preposition(top).as_str(), "in" | "en") && self.child(top, &["det"]).is_none();
        let above = self.head(top).filter(|_| is_bare && matches!(self.rel(top), "obl" | "nmod" | "advmod"))?;
        if self.token(above).upos == Upos::Verb {
            return Some(above);
        }
        // parsers hang it on the object: «cerraron el puerto en protesta»
        let is_object = matches!(self.rel(above), "obj" | "obl" | "nsubj");
        self.head(above).filter(|&verb| is_object && self.token(verb).upos == Upos::Verb)
    }

    /// The noun that only counts or frames this one: "a wave of protests", «una jornada de protesta».
    pub fn light_noun_above(&self, noun: TokenId) -> Option<TokenId> {
        let above = self.head(noun).filter(|_| matches!(self.rel(noun), "nmod" | "conj"))?;
        if self.rel(noun) == "conj" {
            return self.light_noun_above(above).filter(|_| self.token(above).upos == Upos::Noun);
        }
        let of = matches!(self.preposition(noun).as_str(), "of" | "de");
        (of && self.cues.light_nouns.contains(self.lemma(above).as_str())).then_some(above)
    }

    /// Whether a noun without any argument tells that something takes place, and does not merely refer to it («durante la
    /// protesta»): it is the root, an indefinite subject, what a light verb carries, an adjunct without article, or
    /// stands in a light phrase. Verbs tell so by themselves.
    pub fn takes_place(&self, cue: TokenId) -> bool {
        if !matches!(self.token(cue).upos, Upos::Noun | Upos::Propn) {
            return true;
        }
        let light = self.light_noun_above(cue);
        let top = light.unwrap_or(cue);
        let is_definite = self.children(cue, &["det"]).iter().any(|&det| {
            self.token(det).feat("Definite") == Some("Def") || self.token(det).feat("PronType") == Some("Dem")
        });
        if is_definite {
            return false;
        }
        let is_plural = self.token(cue).feat("Number") == Some("Plur");
        match self.rel(top) {
            "root" => true,
            "obj" if is_plural && self.child(cue, &["det"]).is_none() => true,
            "nsubj" => light.is_none() || is_plural,
            "conj" => {
                self.head(top).is_some_and(|first| self.token(first).upos == Upos::Noun && self.takes_place(first))
            }
            _ => self.carrier(cue).is_some() || self.governor_of_adjunct(cue).is_some() || light.is_some(),
        }
    }

    /// The light (or receiving) verb that governs a noun: "renewed" of "renewed its support".
    pub fn carrier(&self, noun: TokenId) -> Option<TokenId> {
        if let Some(above) = self.light_noun_above(noun) {
            return self.carrier(above);
        }
        if !matches!(self.rel(noun), "obj" | "nsubj" | "obl" | "iobj" | "conj") {
            return None;
        }
        let verb = self.head(noun)?;
        if self.rel(noun) == "conj" {
            return if self.token(verb).upos == Upos::Noun { self.carrier(verb) } else { None };
        }
        if self.rel(noun) == "nsubj" && !self.is_passive(verb) {
            return None;
        }
        let lemma = self.lemma(verb);
        let cues = self.cues;
        let lists = [&cues.light_verbs, &cues.receiving_verbs, &cues.planning_verbs];
        let carries = lists.iter().any(|words| words.contains(lemma.as_str()))
            || super::factuality::is_in(self, verb, &cues.excluding_verbs);
        carries.then_some(verb)
    }

    /// [`Scene::phrase`] of somebody who acts: a striker, a singer or a car maker does not act for the state whose adjective
    /// stands beside him.
    fn acting(&self, head: TokenId) -> Vec<Filler> {
        self.acting_at(head, 0)
    }

    fn acting_at(&self, head: TokenId, depth: usize) -> Vec<Filler> {
        let is_private = self.token(head).upos == Upos::Noun
            && self.cues.private_nouns.contains(self.lemma(head).as_str())
            && !self.has_child(head, &["amod", "compound"], |word| self.cues.public_adjectives.contains(word))
            && self.named(head, 0).is_empty();
        if is_private { Vec::new() } else { self.phrase_at(head, depth) }
    }

    fn subject_child(&self, verb: TokenId) -> Option<TokenId> {
        let subject = self.children(verb, &["nsubj"]).into_iter().find(|&subject| self.same_side(subject, verb));
        let reports = |verb: TokenId| self.cues.reporting_verbs.contains(self.lemma(verb).as_str());
        let subject = match subject {
            // "Peru," said the minister, "has attacked": what is quoted is no subject of the saying, nor the other way round.
            Some(subject) if self.quoted[subject] && !self.quoted[verb] && reports(verb) => None,
            Some(subject) if !self.quoted[subject] && self.quoted[verb] => {
                let parted = (0..verb).find(|&id| {
                    self.quoted[id]
                        && self.rel(id) == "nsubj"
                        && self.head(id).is_some_and(|head| !self.quoted[head] && reports(head))
                });
                parted.or(Some(subject))
            }
            // the same where the parser gave the second half no subject at all
            None if self.quoted[verb] && self.is_finite(verb) => (0..verb).rev().find(|&id| {
                self.quoted[id]
                    && self.rel(id) == "nsubj"
                    && self.head(id).is_some_and(|head| head < verb && !self.quoted[head] && reports(head))
            }),
            subject => subject,
        };
        // "Syria says it is willing": parsers take some pronouns for expletives
        subject.or_else(|| self.child(verb, &["expl"]).filter(|&it| it < verb && self.mention_at(it).is_some()))
    }

    /// Headlines drop auxiliaries and articles, and parsers lose their subjects: the nearest actor to the left, with
    /// no verb in between, is one.
    fn headline_subject(&self, verb: TokenId) -> Vec<Filler> {
        if !self.sentence.is_headline {
            return Vec::new();
        }
        for left in (0..verb).rev() {
            if self.token(left).form == ":" || self.token(left).upos == Upos::Verb {
                break;
            }
            if let Some(mention) = self.mention_at(left).filter(|mention| mention.kind == MentionKind::Name) {
                return self.fillers(mention, INDIRECT);
            }
        }
        Vec::new()
    }

    /// The subject as it stands, or as grammar supplies it: relative pronoun, coordination, control,
    /// participle, dropped pronoun.
    pub fn surface_subject(&self, verb: TokenId, climbed: usize) -> Vec<Filler> {
        if climbed > MAX_CLIMB {
            return Vec::new();
        }
        if let Some(subject) = self.subject_child(verb) {
            return self.acting(subject);
        }
        // «pidió a Lima que apoye»: whoever is asked
        let is_wish = std::iter::once(verb).chain(self.children(verb, &["aux", "cop"]));
        let is_wish = is_wish.into_iter().any(|id| self.token(id).feat("Mood") == Some("Sub"));
        if let ("ccomp" | "xcomp" | "advcl", Some(head), true) = (self.rel(verb), self.head(verb), is_wish)
            && self.cues.object_control.contains(self.lemma(head).as_str())
        {
            let asked = self.charged(head, verb);
            if !asked.is_empty() {
                return asked;
            }
        }
        if let Some(dropped) = self.dropped_at(verb) {
            return self.fillers(dropped, 1.0);
        }
        let is_first_person = |&id: &TokenId| self.token(id).feat("Person") == Some("1");
        if std::iter::once(verb).chain(self.children(verb, &["aux", "cop"])).any(|id| is_first_person(&id))
            && let Some(speaker) = self.voice_at(verb)
        {
            return vec![speaker];
        }
        let Some(head) = self.head(verb) else { return self.headline_subject(verb) };
        if !self.same_side(head, verb) {
            return self.headline_subject(verb);
        }
        match self.rel(verb) {
            "conj" if self.is_predicate(head) => self.surface_subject(head, climbed + 1),
            "xcomp" | "ccomp" if self.is_infinite(verb) => self.controller(head, verb, climbed),
            "xcomp" => self.controller(head, verb, climbed),
            // "quoted a source as saying"
            "advcl" if self.is_infinite(verb) && matches!(self.preposition(verb).as_str(), "as" | "como") => {
                self.controller(head, verb, climbed)
            }
            // "joined Peru in denouncing Chile": both denounce
            "advcl" | "obl"
                if self.is_infinite(verb) && self.cues.joining_verbs.contains(self.lemma(head).as_str()) =>
            {
                let mut both = self.surface_subject(head, climbed + 1);
                both.extend(self.logical_object(head));
                both
            }
            // "accused Lima of arming": who is accused
            "advcl" | "obl" if self.is_infinite(verb) && self.accuses(head) => self.logical_object(head),
            "advcl" | "obl"
                if self.has_tense_form(verb, "Inf") && self.cues.asking_verbs.contains(self.lemma(head).as_str()) =>
            {
                self.controller(head, verb, climbed)
            }
            // «los Quince afirman que …, aunque recuerdan a Moscú»: a finite clause that leaves out the subject of the main one
            "advcl" if self.agrees(verb, head) => {
                let mut found = self.surface_subject(head, climbed + 1);
                found.iter_mut().for_each(|filler| filler.score *= INDIRECT);
                found
            }
            "aux" | "cop" | "advcl" | "parataxis" if self.is_infinite(verb) => self.surface_subject(head, climbed + 1),
            "obl" | "nmod" if self.is_infinite(verb) => self.surface_subject(head, climbed + 1),
            // "sent aid to the people to defend", «para defender»: parsers hang the purpose on the noun
            "acl" if self.preposition(verb) == "para" => {
                self.head(head).map(|above| self.surface_subject(above, climbed + 1)).unwrap_or_default()
            }
            "acl" if self.has_tense_form(verb, "Inf") => self.owner_or_carrier_subject(head, climbed),
            "acl" | "amod" => self.acting(head),
            _ => Vec::new(),
        }
    }

    /// Whether both verbs are finite, third person and of one number.
    fn agrees(&self, verb: TokenId, other: TokenId) -> bool {
        let third =
            |id: TokenId| self.token(id).feat("VerbForm") == Some("Fin") && self.token(id).feat("Person") == Some("3");
        third(verb) && third(other) && self.token(verb).feat("Number") == self.token(other).feat("Number")
    }
    fn accuses(&self, verb: TokenId) -> bool {
        self.cues.accusing_verbs.contains(self.lemma(verb).as_str())
    }
    fn is_infinite(&self, verb: TokenId) -> bool {
        matches!(self.token(verb).feat("VerbForm"), Some("Inf" | "Ger" | "Part"))
    }
    fn is_finite(&self, verb: TokenId) -> bool {
        self.token(verb).feat("VerbForm") == Some("Fin")
    }
    fn has_tense_form(&self, verb: TokenId, form: &str) -> bool {
        self.token(verb).feat("VerbForm") == Some(form)
    }

    /// "Syria's endeavour to retake": whose endeavour it is; "its decision to leave": the verb's subject.
    fn owner_or_carrier_subject(&self, noun: TokenId, climbed: usize) -> Vec<Filler> {
        let own = self.owner(noun, 0);
        if !own.is_empty() {
            return own;
        }
        // "made an effort to help", but not "vetoed a move to help"
        self.carrier(noun).map(|verb| self.surface_subject(verb, climbed + 1)).unwrap_or_default()
    }

    /// The understood subject of an infinitive or participle under `verb`: the object where the verb puts it
    /// in charge ("asked Israel to leave"), else the subject ("pledged to help").
    ///
    /// An object behind the infinitive is the infinitive's own: «dejó de apoyar a Lima».
    fn controller(&self, verb: TokenId, governed: TokenId, climbed: usize) -> Vec<Filler> {
        if self.cues.object_control.contains(self.lemma(verb).as_str()) {
            let object = self.charged(verb, governed);
            if !object.is_empty() {
                return object;
            }
        }
        self.surface_subject(verb, climbed + 1)
    }

    /// Whom a verb puts in charge of what stands under it: its object, or the phrase behind "on".
    fn charged(&self, verb: TokenId, governed: TokenId) -> Vec<Filler> {
        let mut object = self.logical_object(verb);
        if object.is_empty() {
            let before = self.cues.control_prepositions.iter().map(|word| self.prepositional_child(verb, word));
            object = before.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        }
        object.retain(|filler| governed < verb || filler.span.start < self.token(governed).span.start);
        object
    }

    /// Whether a word or phrase says that the act at `cue` goes both ways: "each other" behind it, "mutual" beside it.
    pub fn has_reciprocal_phrase(&self, cue: TokenId) -> bool {
        self.cues.reciprocal_phrases.iter().any(|phrase| {
            let words: Vec<&str> = phrase.split(' ').collect();
            self.places_of(&words).any(|mut place| place.any(|id| self.sentence.is_below(id, cue)))
        })
    }

    /// "by" phrase of a passive.
    fn agent(&self, verb: TokenId, depth: usize) -> Vec<Filler> {
        // parsers call the agent of a Spanish participle its object: «impuestas por la ONU»
        for child in self.children(verb, &["obl", "nmod", "obj"]) {
            let is_agent = self.token(child).deprel.ends_with(":agent")
                || matches!(self.preposition(child).as_str(), "by" | "por");
            if is_agent {
                let found = self.acting_at(child, depth);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        // "Pakistani-backed", "US-led"
        let compound = self.children(verb, &["compound", "obl", "advmod", "nmod", "amod", "obj"]);
        let before = compound.into_iter().filter(|&child| child < verb);
        before
            .flat_map(|child| self.adjective_at(child).map(|m| self.fillers(m, INDIRECT)).unwrap_or_default())
            .collect()
    }

    fn logical_object(&self, cue: TokenId) -> Vec<Filler> {
        if self.is_passive(cue) {
            if let Some(subject) = self.subject_child(cue) {
                return self.suffering(subject);
            }
            return match (self.rel(cue), self.head(cue)) {
                ("acl" | "amod", Some(noun)) => self.phrase(noun),
                ("conj", Some(first)) if self.is_predicate(first) => self.logical_object(first),
                ("xcomp", Some(verb)) => self.surface_subject(verb, 1),
                // "Pressed by Hungary, Denmark gave in"
                ("advcl", Some(verb)) if self.dropped_at(cue).is_none() && !self.accuses(verb) => {
                    self.surface_subject(verb, 1)
                }
                _ => self.dropped_at(cue).map(|m| self.fillers(m, 1.0)).unwrap_or_default(),
            };
        }
        let mut found = self.first_of(cue, &["obj"]);
        if found.is_empty() {
            found = self.first_of(cue, &["iobj"]);
        }
        if found.is_empty() {
            // "arrested more than 100 Palestinians": quantities mislead parsers.
            let bare = |&child: &TokenId| child > cue && self.preposition(child).is_empty();
            let objects = self.children(cue, &["obl"]).into_iter().filter(bare);
            found = objects.map(|child| self.phrase(child)).find(|found| !found.is_empty()).unwrap_or_default();
        }
        if found.is_empty() {
            // Spanish marks persons with "a": parsers waver between object and oblique.
            let named = |&child: &TokenId| self.preposition(child) == "a" && self.mention_at(child).is_some();
            let objects = self.children(cue, &["obl", "nmod", "obj", "iobj", "dep"]).into_iter();
            found = objects.filter(named).map(|child| self.phrase(child)).next().unwrap_or_default();
        }
        if found.is_empty() {
            found = self.lost_object(cue);
        }
        if found.is_empty() {
            found = self.shared_object(cue);
        }
        found
    }

    /// Objects that parsers hang elsewhere: on the verb above an infinitive («dejó de financiar a Ruanda»), or as a second
    /// subject behind the verb («la aviación bombardeó Líbano»).
    fn lost_object(&self, verb: TokenId) -> Vec<Filler> {
        if !matches!(self.token(verb).upos, Upos::Verb) {
            return Vec::new();
        }
        let subjects = self.children(verb, &["nsubj"]);
        if let [first, second] = subjects[..]
            && first < verb
            && second == verb + 1
        {
            return less_sure(self.phrase(second));
        }
        let above =
            self.head(verb).filter(|_| self.rel(verb) == "xcomp" && self.child(verb, &["obj", "ccomp"]).is_none());
        let behind = above.map(|above| self.children(above, &["obj", "iobj", "obl"])).unwrap_or_default();
        let objects =
            behind.into_iter().filter(|&child| child > verb && matches!(self.preposition(child).as_str(), "" | "a"));
        objects.map(|child| less_sure(self.phrase(child))).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// "supports and arms Syria": the object stands with the last verb.
    fn shared_object(&self, cue: TokenId) -> Vec<Filler> {
        if self.child(cue, &["obj", "obl", "ccomp", "xcomp"]).is_some() {
            return Vec::new();
        }
        let later = self.children(cue, &["conj"]).into_iter().filter(|&verb| self.token(verb).upos == Upos::Verb);
        later.map(|verb| self.first_of(verb, &["obj"])).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The indirect object, also where the parser calls the pronoun an object: «le exige explicaciones».
    fn indirect_object(&self, cue: TokenId) -> Vec<Filler> {
        let found = self.first_of(cue, &["iobj"]);
        if !found.is_empty() {
            return found;
        }
        let is_dative =
            |&child: &TokenId| self.token(child).upos == Upos::Pron && self.token(child).feat("Case") == Some("Dat");
        let pronouns = self.children(cue, &["obj", "obl"]).into_iter().filter(is_dative);
        pronouns.map(|child| self.phrase(child)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn first_of(&self, cue: TokenId, rels: &[&str]) -> Vec<Filler> {
        let fillers = self.children(cue, rels).into_iter().map(|child| self.suffering(child));
        fillers.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn possessor(&self, noun: TokenId) -> Vec<Filler> {
        for child in self.children(noun, &["nmod", "det"]) {
            let possessive = self.token(child).deprel.contains("poss")
                || self.token(child).feat("Poss") == Some("Yes")
                || self.child(child, &["case"]).is_some_and(|case| case > child);
            if possessive {
                let found = self.phrase(child);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// The demonyms of a noun; "Russian-Syrian", «ruso-sirio» give two.
    fn adjectives(&self, noun: TokenId) -> Vec<Filler> {
        let mut found = Vec::new();
        let mut queue = self.children(noun, &["amod", "compound", "nmod", "flat", "appos", "dep"]);
        while let Some(child) = queue.pop() {
            if self.preposition(child).is_empty() {
                if let Some(mention) = self.adjective_at(child) {
                    found.extend(self.fillers(mention, 0.95));
                } else if matches!(self.rel(child), "compound" | "nmod" | "flat")
                    && let Some(mention) = self.mention_at(child)
                    && mention.kind == MentionKind::Name
                {
                    found.extend(self.fillers(mention, INDIRECT));
                }
                if self.rel(child) != "appos" {
                    queue.extend(self.children(child, &["conj", "amod", "compound"]));
                }
            }
        }
        // «la represión policial chilena» is Chile's
        if found.iter().any(|filler| !self.is_crowd(filler)) {
            found.retain(|filler| !self.is_crowd(filler));
        }
        found.sort_by_key(|filler| filler.span);
        found
    }

    /// Both ends of "between A and B", of two demonyms, or of "both countries".
    fn between(&self, cue: TokenId) -> Vec<Filler> {
        for head in self.governors(cue) {
            for child in self.children(head, &["nmod", "obl"]) {
                if matches!(self.preposition(child).as_str(), "between" | "entre" | "among") {
                    let found = self.phrase(child);
                    if found.len() > 1 {
                        return found;
                    }
                }
            }
        }
        let found = self.adjectives(cue);
        if found.len() > 1 {
            return found;
        }
        // "contacts continue on a daily basis between A and B": anywhere behind the cue in its clause
        let clause = self.head(cue).unwrap_or(cue);
        let is_event = |id: TokenId| {
            id != cue && id != clause && !self.frames.cues(self.lang, Pos::Noun, self.lemma(id)).is_empty()
        };
        let is_others = |id: TokenId| self.sentence.ancestors(id).take_while(|&above| above != clause).any(is_event);
        let behind =
            (cue + 1..self.sentence.tokens.len()).filter(|&id| self.sentence.is_below(id, clause) && !is_others(id));
        let between = behind.filter(|&id| matches!(self.preposition(id).as_str(), "between" | "entre"));
        between.map(|id| self.phrase(id)).find(|found| found.len() > 1).unwrap_or_default()
    }

    /// The cue and the verb that carries it: their prepositional phrases are hard to tell apart.
    fn governors(&self, cue: TokenId) -> Vec<TokenId> {
        let mut heads = vec![cue];
        heads.extend(self.light_noun_above(cue));
        heads.extend(self.carrier(cue));
        if self.token(cue).upos == Upos::Noun {
            // «las sanciones impuestas a Irak», "the sanctions decided against Russia"
            heads.extend(self.children(cue, &["acl", "amod"]).into_iter().filter(|&verb| self.is_passive(verb)));
        }
        if let (Upos::Noun, "nsubj" | "obj" | "conj", Some(verb)) =
            (self.token(cue).upos, self.rel(cue), self.head(cue))
            && !heads.contains(&verb)
        {
            heads.push(verb);
        }
        // «seguirá proporcionando ayuda a Siria»: the phrase may hang on the verb that says that it goes on
        while let Some(&top) = heads.last()
            && self.rel(top) == "xcomp"
            && let Some(verb) = self.head(top)
            && self.cues.aspect_verbs.contains(self.lemma(verb).as_str())
        {
            heads.push(verb);
        }
        heads
    }

    fn complement_subject(&self, cue: TokenId) -> Vec<Filler> {
        let clauses = self.children(cue, &["ccomp", "xcomp", "advcl"]);
        for clause in clauses.into_iter().filter(|&clause| clause > cue || self.rel(clause) != "advcl") {
            let found = if self.is_passive(clause) { Vec::new() } else { self.logical_subject(clause, 0) };
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The actors inside the complement, object or subject of the cue, in text order.
    fn within(&self, cue: TokenId) -> Vec<Filler> {
        let content: &[&str] = match self.token(cue).upos {
            Upos::Verb => &["ccomp", "xcomp", "obj"],
            _ => &["nsubj", "csubj", "ccomp", "nmod", "acl"],
        };
        self.inside_in_order(|head| {
            self.children(cue, content).iter().any(|&child| self.sentence.is_below(head, child))
        })
    }

    /// The actors behind the cue that depend on it without a clause of their own in between, in text order.
    fn scope(&self, cue: TokenId) -> Vec<Filler> {
        less_sure(self.inside_in_order(|head| head > cue && self.is_in_scope(head, cue)))
    }

    /// Whether nothing but arguments and complements leads from `below` up to `cue`.
    fn is_in_scope(&self, below: TokenId, cue: TokenId) -> bool {
        let path = std::iter::once(below).chain(self.sentence.ancestors(below)).take_while(|&id| id != cue);
        let is_aside = |id: TokenId| {
            matches!(self.rel(id), "advcl" | "parataxis" | "appos" | "acl")
                || (self.rel(id) == "conj" && self.is_predicate(id))
        };
        self.sentence.is_below(below, cue) && !path.into_iter().any(is_aside)
    }

    /// The mentions whose head `accept` takes, less sure than proper arguments.
    fn inside_in_order(&self, accept: impl Fn(TokenId) -> bool) -> Vec<Filler> {
        let stands = |mention: &&Mention| mention.kind != MentionKind::Dropped && !mention.actors.is_empty();
        let mut inside: Vec<&Mention> =
            self.mentions.iter().filter(stands).filter(|mention| accept(mention.head)).collect();
        inside.sort_by_key(|mention| (mention.span.start, mention.span.end));
        inside.into_iter().flat_map(|mention| self.fillers(mention, INDIRECT)).collect()
    }

    fn prepositional(&self, cue: TokenId, words: &str) -> Vec<Filler> {
        for head in self.governors(cue) {
            let found = self.prepositional_child(head, words);
            if !found.is_empty() {
                return found;
            }
        }
        // A phrase that the parser hung on the object: "expressed solidarity with Chile", "accused X of".
        let mut found = Vec::new();
        if self.token(cue).upos == Upos::Verb {
            for object in self.children(cue, &["obj", "xcomp"]) {
                // «llegó a pedir a Lima»: whom an infinitive asks is no goal of the verb above
                let is_clause = words == "a" && self.token(object).upos == Upos::Verb;
                if self.mention_at(object).is_none() && !is_clause {
                    found = self.prepositional_child(object, words);
                }
                if !found.is_empty() {
                    break;
                }
            }
        }
        let is_agent = matches!(words, "by" | "por");
        if found.is_empty()
            && !matches!(words, "of" | "de" | "in" | "en" | "a")
            && !(is_agent && self.is_predicate(cue))
        {
            // "signed an accord on pollution with Belgium", "the seizure of a tanker by Iran": deeper inside the object
            let is_event = |id: TokenId| !self.frames.cues(self.lang, Pos::Noun, self.lemma(id)).is_empty();
            let of_other =
                |head: TokenId| is_agent && self.sentence.ancestors(head).take_while(|&id| id != cue).any(is_event);
            let behind = |head: TokenId| {
                head > cue && self.is_in_scope(head, cue) && self.preposition(head) == words && !of_other(head)
            };
            found = self.inside_in_order(|head| self.mention_at(head).is_some() && behind(head));
            found.truncate(1);
        }
        less_sure(found)
    }

    /// [`Scene::phrase`] of somebody to whom it is done: "victims in Somalia", "four villages in Azerbaijan".
    fn suffering(&self, head: TokenId) -> Vec<Filler> {
        let found = self.phrase(head);
        if !found.is_empty() || self.token(head).upos != Upos::Noun {
            return found;
        }
        let places = self.children(head, &["nmod"]).into_iter();
        let is_border = self.cues.border_nouns.contains(self.lemma(head).as_str());
        let is_place = |&child: &TokenId| match self.preposition(child).as_str() {
            "in" | "en" | "near" | "outside" | "inside" | "from" | "at" => true,
            "with" | "con" => is_border,
            _ => false,
        };
        let found = places.filter(is_place).map(|child| self.phrase(child)).find(|found| !found.is_empty());
        less_sure(found.unwrap_or_default())
    }

    /// All actors behind a preposition on a noun cue, in text order.
    pub fn all_behind(&self, cue: TokenId, words: &str) -> Vec<Filler> {
        if self.token(cue).upos != Upos::Noun {
            return Vec::new();
        }
        let direct = self.children(cue, &["nmod", "obl"]);
        let deeper: Vec<TokenId> = direct.iter().flat_map(|&child| self.children(child, &["nmod"])).collect();
        let behind = direct.into_iter().chain(deeper).filter(|&child| self.preposition(child) == words);
        behind.flat_map(|child| self.phrase(child)).collect()
    }

    fn prepositional_child(&self, head: TokenId, words: &str) -> Vec<Filler> {
        for child in self.children(head, &["obl", "nmod", "obj", "iobj", "advcl", "xcomp", "dep"]) {
            if self.preposition(child) == words {
                let found = self.suffering(child);
                if !found.is_empty() {
                    return found;
                }
            }
            // «el ataque de Eritrea a Yibuti»: taken for a part of the name before
            let lost = self.children(child, &["flat"]).into_iter().find(|&flat| self.preposition(flat) == words);
            // the same, hung on the name: names have no goal and an agent has no object
            let is_agent = matches!(self.preposition(child).as_str(), "by" | "por");
            let hung = || {
                let names = words == "a" || is_agent && matches!(words, "of" | "de");
                let below = self.children(child, &["nmod"]).into_iter();
                let mut below = below.filter(|_| names && self.token(child).upos == Upos::Propn);
                below.find(|&nmod| self.preposition(nmod) == words)
            };
            let lost = lost.or_else(hung);
            if let Some(found) = lost.map(|flat| less_sure(self.phrase(flat))).filter(|found| !found.is_empty()) {
                return found;
            }
        }
        Vec::new()
    }
}
