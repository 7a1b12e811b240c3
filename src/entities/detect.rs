//! Pieces of a sentence that may stand for actors: names of the knowledge base, role nouns, unknown names.
//! `(&Scene, sentence) -> Pieces`. Nothing is tied to an actor here.

use super::Scene;
use super::knowledge::{NameClass, Sense};
use super::text::{fold, is_all_capitals, is_capital, is_in_capitals, is_title_case, lower, starts_sentence};
use super::words::{Cue, RoleClass, RoleNoun, given_name, speaks_against};
use crate::model::{ActorId, ActorKind, Sentence, StateCode, TokenId, Upos};
use std::ops::Range;

/// The longest name that is looked up, in words.
const LONGEST: usize = 12;

/// What a piece is.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// A name of the knowledge base, with the senses that its writing allows.
    Hit(Vec<Sense>),
    /// A role noun; `true`: a past one ("former president").
    Role(&'static RoleNoun, bool),
    /// Capitalised words that the knowledge base does not know.
    Run,
}

/// A piece: some words and what they are.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub tokens: Range<TokenId>,
    pub part: Part,
    /// The state whose name or demonym is a part of an unknown name: China of "Bank of China".
    pub hint: Option<ActorId>,
}

impl Piece {
    fn new(tokens: Range<TokenId>, part: Part) -> Piece {
        Piece { tokens, part, hint: None }
    }
}

/// The pieces of one sentence, from left to right, without overlap.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub list: Vec<Piece>,
    at: Vec<Option<usize>>,
}

impl Pieces {
    fn new(mut list: Vec<Piece>, length: usize) -> Pieces {
        list.sort_by_key(|piece| piece.tokens.start);
        let mut at = vec![None; length];
        for (index, piece) in list.iter().enumerate() {
            at[piece.tokens.clone()].fill(Some(index));
        }
        Pieces { list, at }
    }
    /// The piece that covers a token.
    pub fn at(&self, token: TokenId) -> Option<usize> {
        self.at.get(token).copied().flatten()
    }
    /// The piece that starts at a token.
    pub fn starting(&self, token: TokenId) -> Option<usize> {
        self.at(token).filter(|&piece| self.list[piece].tokens.start == token)
    }
    /// The piece that ends before a token.
    pub fn ending(&self, token: TokenId) -> Option<usize> {
        self.at(token.checked_sub(1)?).filter(|&piece| self.list[piece].tokens.end == token)
    }
    /// The role noun of a piece.
    pub fn role(&self, piece: usize) -> Option<&'static RoleNoun> {
        match self.list[piece].part {
            Part::Role(noun, _) => Some(noun),
            _ => None,
        }
    }
    /// The senses of a piece; empty for what is no known name.
    pub fn senses(&self, piece: usize) -> &[Sense] {
        match &self.list[piece].part {
            Part::Hit(senses) => senses,
            _ => &[],
        }
    }
    /// Whether the piece is an unknown name.
    pub fn is_run(&self, piece: usize) -> bool {
        matches!(self.list[piece].part, Part::Run)
    }
    /// Whether the piece is an adjective or a demonym.
    pub fn is_adjective(&self, piece: usize) -> bool {
        let senses = self.senses(piece);
        !senses.is_empty() && senses.iter().all(|sense| is_adjectival(sense.class))
    }
}

/// Whether a name of this class is written as a demonym is.
pub(super) fn is_adjectival(class: NameClass) -> bool {
    matches!(class, NameClass::Adjective | NameClass::Demonym)
}

/// Finds the pieces of one sentence.
pub(super) fn pieces(scene: &Scene, index: usize) -> Pieces {
    let sentence = &scene.sentences[index];
    let finder = Finder {
        scene,
        sentence,
        title_case: is_title_case(sentence),
        all_capitals: is_in_capitals(sentence),
        fixed: scene.words.fixed_phrases(sentence),
    };
    let length = sentence.tokens.len();
    let mut list = finder.hits();
    finder.add_roles(&mut list);
    let known = Pieces::new(list, length);
    let runs = finder.runs(&known);
    let mut list = known.list;
    list.extend(runs);
    let all = Pieces::new(list, length);
    Pieces::new(finder.merged(all), length)
}

struct Finder<'s> {
    scene: &'s Scene<'s>,
    sentence: &'s Sentence,
    title_case: bool,
    all_capitals: bool,
    /// Tokens of fixed phrases that name nobody: "Turkish coffee".
    fixed: Vec<Range<TokenId>>,
}

impl Finder<'_> {
    fn form(&self, token: TokenId) -> &str {
        &self.sentence.tokens[token].form
    }

    /// Longest matches of the knowledge base, from left to right.
    fn hits(&self) -> Vec<Piece> {
        let mut found = Vec::new();
        let mut here = 0;
        while here < self.sentence.tokens.len() {
            let piece =
                self.hit_at(here).filter(|piece| !self.is_cut_by_next(piece) && !self.names_a_thing(&piece.tokens));
            here = piece.as_ref().map_or(here + 1, |piece| piece.tokens.end);
            found.extend(piece);
        }
        found
    }

    /// Whether a name is a part of a fixed phrase ("Turkish coffee"), or of the name of waters or lands ("the gulf of Oman").
    fn names_a_thing(&self, tokens: &Range<TokenId>) -> bool {
        let holds = |fixed: &Range<TokenId>| fixed.start <= tokens.start && tokens.end <= fixed.end;
        if self.fixed.iter().any(holds) {
            return true;
        }
        let is_namesake = |id: TokenId| self.scene.words.is("namesake", &lower(self.form(id)));
        let before = (0..tokens.start).rev().find(|&id| self.sentence.tokens[id].upos != Upos::Det);
        let of = before.filter(|&id| self.scene.words.is("of", &lower(self.form(id))));
        let owned = of.and_then(|id| id.checked_sub(1)).is_some_and(is_namesake);
        let compound = self.scene.words.has("noun_owner")
            && tokens.end < self.sentence.tokens.len()
            && self.sentence.tokens[tokens.end - 1].upos == Upos::Propn
            && is_namesake(tokens.end);
        owned || compound
    }

    /// «la Unión» of «la Unión Europea»: the name that starts one word later goes further.
    fn is_cut_by_next(&self, piece: &Piece) -> bool {
        let article = matches!(self.sentence.tokens[piece.tokens.start].upos, Upos::Det | Upos::Adp);
        article
            && piece.tokens.len() > 1
            && self.hit_at(piece.tokens.start + 1).is_some_and(|next| next.tokens.end > piece.tokens.end)
    }

    fn hit_at(&self, start: TokenId) -> Option<Piece> {
        let split = self.lookup(start, &self.words(start, false));
        let joined = self.words(start, true);
        let whole = if joined.iter().any(|(_, width)| *width > 1) { self.lookup(start, &joined) } else { None };
        let longer = |piece: &Piece| piece.tokens.end;
        [split, whole].into_iter().flatten().max_by_key(longer)
    }

    /// The words from `start` on with their width in tokens; `joined`: multiword tokens («del») as one word.
    fn words(&self, start: TokenId, joined: bool) -> Vec<(&str, usize)> {
        let mut words = Vec::new();
        let mut here = start;
        while here < self.sentence.tokens.len() && words.len() < LONGEST {
            let multi = self.sentence.multiwords.iter().find(|multi| joined && multi.words.start == here);
            let (word, width) = match multi {
                Some(multi) => (multi.span.of(&self.scene.document.text), multi.words.len()),
                None => (self.form(here), 1),
            };
            words.push((word, width.max(1)));
            here += width.max(1);
        }
        words
    }

    fn lookup(&self, start: TokenId, words: &[(&str, usize)]) -> Option<Piece> {
        let forms: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let mut limit = forms.len();
        while limit > 0 {
            let (taken, senses) = self.scene.knowledge.longest(&self.scene.lang, &forms[..limit])?;
            let tokens = start..start + words[..taken].iter().map(|(_, width)| width).sum::<usize>();
            // Old names live on: out of its days a name still means its actor, unless it is another's on the day.
            let dated = senses.iter().any(|sense| self.is_of_the_day(sense));
            let allowed =
                |sense: &&Sense| (!dated || self.is_of_the_day(sense)) && self.allows(sense, &tokens, &forms[..taken]);
            let senses = self.likely(senses.iter().filter(allowed).cloned().collect(), tokens.start);
            if !senses.is_empty() {
                return Some(Piece::new(self.without_possessive(tokens), Part::Hit(senses)));
            }
            limit = taken.saturating_sub(1);
        }
        None
    }

    /// The name without the "'s" that the knowledge base reads over.
    fn without_possessive(&self, tokens: Range<TokenId>) -> Range<TokenId> {
        let last = &self.sentence.tokens[tokens.end - 1];
        let possessive = tokens.len() > 1 && (last.upos == Upos::Part || self.scene.words.is("possessive", &last.form));
        tokens.start..tokens.end - usize::from(possessive)
    }

    /// Leaves out surnames that hardly anybody means: "French" before a noun, "Jordan" for a minister of old.
    fn likely(&self, senses: Vec<Sense>, start: TokenId) -> Vec<Sense> {
        let adjective = self.sentence.tokens[start].upos == Upos::Adj && senses.iter().any(|s| is_adjectival(s.class));
        let state = senses.iter().any(|sense| self.kind(&sense.actor) == Some(ActorKind::State));
        // "Houthi fighters" are the movement's, whoever else is called so
        let before_noun = self.sentence.tokens.get(start + 1).is_some_and(|next| next.upos == Upos::Noun);
        let group = before_noun && senses.iter().any(|sense| self.kind(&sense.actor) == Some(ActorKind::ArmedGroup));
        let keep = |sense: &Sense| {
            let surname = sense.class == NameClass::Short && self.kind(&sense.actor) == Some(ActorKind::Person);
            !(surname && (adjective || group || state && self.scene.knowledge.rank(&sense.actor) > 2))
        };
        senses.into_iter().filter(keep).collect()
    }

    /// Whether the way a name is written, and its part of speech, fit a sense.
    fn allows(&self, sense: &Sense, tokens: &Range<TokenId>, words: &[&str]) -> bool {
        let first = &self.sentence.tokens[tokens.start];
        match sense.class {
            NameClass::Adjective | NameClass::Demonym => {
                let must_be_capital = self.scene.words.has("capital_adjective");
                let capital = words.iter().any(|word| word.chars().any(char::is_uppercase));
                (capital || !must_be_capital)
                    && !self.is_of_a_language(tokens)
                    && !matches!(first.upos, Upos::Adv | Upos::Adp)
                    && !(!capital && self.is_individual(tokens))
            }
            NameClass::Acronym => {
                let exact = words.iter().all(|word| word.chars().filter(|c| c.is_lowercase()).count() <= 1);
                exact && words[0].chars().any(char::is_uppercase) && !self.is_shouted(tokens, words)
            }
            _ => {
                let capital = words.iter().any(|word| word.chars().any(char::is_uppercase));
                let closed = words.len() == 1
                    && matches!(first.upos, Upos::Det | Upos::Pron | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Aux)
                    && !self.follows_a_title(tokens.start);
                let club = sense.class == NameClass::Metonym
                    && !self.scene.words.has("noun_owner")
                    && tokens.start > 0
                    && self.sentence.tokens[tokens.start - 1].upos == Upos::Det;
                // «ASILADO POLÍTICO»: in a headline in capitals a common word is no name.
                let common = self.all_capitals
                    && words.len() == 1
                    && self.kind(&sense.actor) != Some(ActorKind::State)
                    && matches!(first.upos, Upos::Adj | Upos::Adv | Upos::Verb);
                // «los talibanes», «los hutíes»: in a language without capitals of groups
                let group = !self.scene.words.has("capital_adjective")
                    && self.kind(&sense.actor) == Some(ActorKind::ArmedGroup)
                    && matches!(first.upos, Upos::Noun | Upos::Adj)
                    && first.feat("Number") == Some("Plur");
                (capital || group) && !closed && !club && !common && !(sense.ambiguous && !self.supports(sense, tokens))
            }
        }
    }

    /// Whether the actor bore the name when the article appeared.
    fn is_of_the_day(&self, sense: &Sense) -> bool {
        let bears = |day| sense.since.is_none_or(|since| since <= day) && sense.until.is_none_or(|until| day <= until);
        self.scene.document.meta.published.is_none_or(bears)
    }

    /// "Spanish-speaking", "French-language": of the language, not the state.
    fn is_of_a_language(&self, tokens: &Range<TokenId>) -> bool {
        let hyphen = self.sentence.tokens.get(tokens.end).is_some_and(|token| token.form == "-");
        let after = self.sentence.tokens.get(tokens.end + usize::from(hyphen));
        after.is_some_and(|token| self.scene.words.is("language", &lower(&token.form)))
    }

    /// «un ruso», «una china»: somebody or something of that name, not the state.
    fn is_individual(&self, tokens: &Range<TokenId>) -> bool {
        let first = &self.sentence.tokens[tokens.start];
        let after_article = tokens.start.checked_sub(1).is_some_and(|id| self.sentence.tokens[id].upos == Upos::Det);
        after_article && first.upos == Upos::Noun && first.feat("Number") == Some("Sing") && first.rel() != "amod"
    }

    /// Whether the capitals of an acronym are only a common word's: "Syria IS not", "WHO IS RIGHT?", "ATTACK ON US".
    fn is_shouted(&self, tokens: &Range<TokenId>, words: &[&str]) -> bool {
        let first = &self.sentence.tokens[tokens.start];
        let is_word = |key: &str| words.len() == 1 && self.scene.words.is(key, &lower(words[0]));
        if self.all_capitals {
            let ends = self.sentence.tokens.get(tokens.end).is_none_or(|next| next.upos == Upos::Punct);
            return is_word("shouted") || is_word("shouted_last") && ends;
        }
        let short = words.iter().map(|word| word.chars().count()).sum::<usize>() < 3;
        // "Syria IS not", but "IS captured the town".
        let before = tokens.start.checked_sub(1).map(|id| self.sentence.tokens[id].upos);
        let has_subject = matches!(before, Some(Upos::Noun | Upos::Propn | Upos::Pron));
        match first.upos {
            Upos::Aux => short && has_subject,
            Upos::Det => short,
            Upos::Pron => short && !is_word("shouted_last"),
            _ => false,
        }
    }

    /// "Prime Minister [May]": whether a personal title with a capital ends right before `token`.
    fn follows_a_title(&self, token: TokenId) -> bool {
        let is_title = |start: TokenId| {
            let found = is_capital(self.form(start)).then(|| self.role_at(start)).flatten();
            found.is_some_and(|piece| {
                let personal = matches!(piece.part, Part::Role(noun, _) if noun.role.is_personal());
                personal && piece.tokens.end == token
            })
        };
        !self.all_capitals && (token.saturating_sub(4)..token).any(is_title)
    }

    /// "in [May]", "[May] 5", "last [May]": a month, not the person of that name.
    fn is_month(&self, tokens: &Range<TokenId>) -> bool {
        if tokens.len() != 1 || self.scene.words.cue(&lower(self.form(tokens.start))) != Some(Cue::Calendar) {
            return false;
        }
        let is_number = |id: TokenId| {
            self.sentence.tokens.get(id).is_some_and(|token| token.form.chars().all(|c| c.is_ascii_digit()))
        };
        let before = tokens.start.checked_sub(1);
        let dated = before.is_some_and(|id| {
            self.sentence.tokens[id].upos == Upos::Adp || self.scene.words.is("dated", &lower(self.form(id)))
        });
        (dated || before.is_some_and(is_number) || is_number(tokens.end)) && !self.follows_a_title(tokens.start)
    }

    /// "the state of [Georgia]", "[Washington] state": a part of another state.
    fn is_province(&self, tokens: &Range<TokenId>) -> bool {
        let is = |key: &str, id: usize| {
            self.sentence.tokens.get(id).is_some_and(|token| self.scene.words.is(key, &lower(&token.form)))
        };
        let of = tokens.start > 1 && is("of", tokens.start - 1) && is("province", tokens.start - 2);
        of || self.scene.words.has("noun_owner") && is("province", tokens.end)
    }

    /// Whether the words around an ambiguous name speak for the sense.
    fn supports(&self, sense: &Sense, tokens: &Range<TokenId>) -> bool {
        if self.is_month(tokens) {
            return false;
        }
        if self.follows_a_title(tokens.start) {
            return true;
        }
        if self.is_province(tokens) {
            return false;
        }
        if self.sentence.tokens[tokens.clone()].iter().all(|token| matches!(token.upos, Upos::Verb | Upos::Adv)) {
            return false;
        }
        let state = self.scene.knowledge.actor(&sense.actor).and_then(|actor| actor.state.clone());
        let against =
            |code: &StateCode| self.sentence.tokens.iter().any(|token| speaks_against(code, &lower(&token.form)));
        if state.as_ref().is_some_and(against) {
            return false;
        }
        let is_name = self.sentence.tokens[tokens.start].upos == Upos::Propn;
        // «El Mundo publicó»: the capital of the second word is no sentence's start.
        let inner = tokens.len() > 1 && !self.title_case && is_capital(self.form(tokens.end - 1));
        is_name || inner || !starts_sentence(self.sentence, tokens.start) && !self.title_case
    }

    fn add_roles(&self, list: &mut Vec<Piece>) {
        let hits = Pieces::new(std::mem::take(list), self.sentence.tokens.len());
        let mut here = 0;
        let mut roles: Vec<Piece> = Vec::new();
        while here < self.sentence.tokens.len() {
            let found = self.role_at(here).filter(|role| self.may_stand(role, &hits) && !self.is_act(role, &hits));
            here = found.as_ref().map_or(here + 1, |role| role.tokens.end);
            roles.extend(found);
        }
        let covered = |hit: &Piece| roles.iter().any(|role| role.tokens.contains(&hit.tokens.start));
        *list = hits.list.into_iter().filter(|hit| !covered(hit)).collect();
        list.extend(roles);
    }

    /// "Iran's opposition to the plan", «la oposición de Irán e Irak»: being against, not those who are.
    fn is_act(&self, role: &Piece, hits: &Pieces) -> bool {
        let word = lower(self.form(role.tokens.start));
        if !self.scene.words.is("act", &word) {
            return false;
        }
        let mut owners = 0;
        for id in role.tokens.end..self.sentence.tokens.len().min(role.tokens.end + 8) {
            let (token, word) = (&self.sentence.tokens[id], lower(self.form(id)));
            if token.upos == Upos::Adp && self.scene.words.is("act_mark", &word) {
                return true;
            }
            owners += usize::from(hits.starting(id).is_some_and(|hit| !hits.is_adjective(hit)));
            let inside = hits.at(id).is_some()
                || matches!(token.upos, Upos::Det | Upos::Adj)
                || self.scene.words.is("of", &word)
                || self.scene.words.is("joint", &word);
            if !inside {
                break;
            }
        }
        owners > 1
    }

    /// A role noun may not cut through a known name; it may hold a demonym («jefa de la diplomacia europea»).
    fn may_stand(&self, role: &Piece, hits: &Pieces) -> bool {
        role.tokens.clone().all(|token| match hits.at(token) {
            None => true,
            Some(hit) => {
                let tokens = &hits.list[hit].tokens;
                tokens.len() < role.tokens.len() && tokens.start >= role.tokens.start && tokens.end <= role.tokens.end
            }
        })
    }

    fn role_at(&self, start: TokenId) -> Option<Piece> {
        let word = lower(self.form(start));
        let lemma = lower(&self.sentence.tokens[start].lemma);
        let past = ["ex-", "ex"].iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or("");
        let of_form = self.phrase_at(start, &word).map(|(noun, end)| (noun, end, false));
        let of_past = || Some(self.phrase_at(start, past)).flatten().map(|(noun, end)| (noun, end, true));
        let of_lemma = || self.phrase_at(start, &lemma).map(|(noun, end)| (noun, end, false));
        let (noun, end, is_past) = of_form.or_else(of_past).or_else(of_lemma)?;
        let last = &self.sentence.tokens[end - 1];
        let multi = noun.words.len() > 1;
        let is_noun = matches!(last.upos, Upos::Noun | Upos::Propn) || multi && last.upos != Upos::Verb;
        let honorific = noun.role.class == RoleClass::Honorific;
        (is_noun || honorific && is_capital(self.form(start)))
            .then(|| Piece::new(start..end, Part::Role(noun, is_past || self.is_past(start))))
    }

    /// The longest role noun whose first word is `first`.
    fn phrase_at(&self, start: TokenId, first: &str) -> Option<(&'static RoleNoun, TokenId)> {
        let nouns = self.scene.words.role_nouns(first).iter();
        let fits = |noun: &&'static RoleNoun| {
            noun.words[1..].iter().enumerate().all(|(at, word)| {
                self.sentence
                    .tokens
                    .get(start + 1 + at)
                    .is_some_and(|token| lower(&token.form) == *word || lower(&token.lemma) == *word)
            })
        };
        let longest = nouns.filter(fits).max_by_key(|noun| noun.words.len())?;
        Some((longest, start + longest.words.len()))
    }

    fn is_past(&self, start: TokenId) -> bool {
        let nearest = (start.saturating_sub(3)..start).rev();
        let words = nearest.take_while(|&id| {
            let token = &self.sentence.tokens[id];
            matches!(token.upos, Upos::Adj | Upos::Adv | Upos::Noun | Upos::Propn | Upos::X | Upos::Verb | Upos::Punct)
                && token.form != ","
        });
        words.into_iter().any(|id| self.scene.words.is("former", &lower(self.form(id))))
    }

    /// Whether a free token may be part of an unknown name.
    fn is_name_word(&self, token: TokenId) -> bool {
        let this = &self.sentence.tokens[token];
        if !is_capital(&this.form) || self.title_case || self.fixed.iter().any(|fixed| fixed.contains(&token)) {
            return false;
        }
        let cue = self.scene.words.cue(&lower(&this.form));
        match this.upos {
            _ if matches!(cue, Some(Cue::Calendar)) => false,
            Upos::Propn => true,
            Upos::Noun | Upos::Adj | Upos::X if given_name(&this.form).is_some() => true,
            Upos::Noun | Upos::Adj | Upos::X | Upos::Verb => !starts_sentence(self.sentence, token),
            // "The Nation", «El Comercio»: a capital article inside the sentence starts a name.
            Upos::Det if !starts_sentence(self.sentence, token) => {
                let next = self.sentence.tokens.get(token + 1);
                next.is_some_and(|next| {
                    is_capital(&next.form) && matches!(next.upos, Upos::Propn | Upos::Noun | Upos::Adj)
                })
            }
            _ => false,
        }
    }

    /// Unknown names among the tokens that `known` leaves free.
    fn runs(&self, known: &Pieces) -> Vec<Piece> {
        let mut found = Vec::new();
        let mut here = 0;
        let free = |token: TokenId| token < self.sentence.tokens.len() && known.at(token).is_none();
        while here < self.sentence.tokens.len() {
            if !free(here) || !self.is_name_word(here) {
                here += 1;
                continue;
            }
            let start = here;
            here += 1;
            while let Some(next) = self.next_name_word(start, here, &free) {
                here = next + 1;
            }
            found.push(Piece::new(start..here, Part::Run));
        }
        found
    }

    /// The next capitalised word of the name that runs from `start` to `end`, over at most two particles.
    fn next_name_word(&self, start: TokenId, end: TokenId, free: &dyn Fn(TokenId) -> bool) -> Option<TokenId> {
        let is_organisation = (start..end).any(|id| self.actor_cue(id).is_some());
        for gap in 0..=2 {
            let next = end + gap;
            if !free(next) {
                return None;
            }
            if self.is_name_word(next) {
                return Some(next);
            }
            let word = lower(self.form(next));
            let joins = self.scene.words.is("particle", &word)
                || is_organisation && self.scene.words.is("long_particle", &word)
                || gap == 0 && matches!(&*word, "-" | "–") && self.touches(next);
            if !joins {
                return None;
            }
        }
        None
    }

    /// Whether no space stands on either side of a token.
    fn touches(&self, token: TokenId) -> bool {
        let tokens = &self.sentence.tokens;
        token > 0
            && token + 1 < tokens.len()
            && tokens[token - 1].span.end == tokens[token].span.start
            && tokens[token].span.end == tokens[token + 1].span.start
    }

    fn actor_cue(&self, token: TokenId) -> Option<ActorKind> {
        match self.scene.words.cue(&lower(self.form(token))) {
            Some(Cue::Actor(kind)) => Some(kind),
            _ => None,
        }
    }

    /// Joins neighbours that are one name: "Michael" + "Jordan", "Bank of" + "China", "China" + "Daily".
    fn merged(&self, pieces: Pieces) -> Vec<Piece> {
        let mut out: Vec<Piece> = Vec::new();
        for piece in pieces.list {
            let joined = out.last().and_then(|last| self.join(last, &piece));
            match joined {
                Some(whole) => *out.last_mut().expect("joined with it") = whole,
                None => out.push(piece),
            }
        }
        out
    }

    fn join(&self, left: &Piece, right: &Piece) -> Option<Piece> {
        let adjacent = left.tokens.end == right.tokens.start;
        let article = |id: TokenId| self.sentence.tokens[id].upos == Upos::Det || self.is_particle(id);
        if let (Part::Run, Part::Hit(senses), true) = (&left.part, &right.part, adjacent)
            && left.tokens.clone().all(article)
        {
            // «Al Assad»: the article of a surname, not a given name.
            let whole = left.tokens.start..right.tokens.end;
            return Some(Piece::new(whole, Part::Hit(senses.clone())));
        }
        if let (Part::Run, Part::Hit(senses), true) = (&left.part, &right.part, adjacent)
            && let Some(known) = self.variant(left, right, senses)
        {
            return Some(known);
        }
        let joined = match (&left.part, &right.part) {
            (Part::Run, Part::Hit(senses)) if adjacent => self.swallows_after(left, senses),
            (Part::Run, Part::Hit(senses)) => self.swallows_behind_of(left, right, senses),
            (Part::Hit(senses), Part::Run) if adjacent => return self.swallows_before(left, senses, right),
            (Part::Run, Part::Role(noun, _)) => {
                let capital = right.tokens.clone().all(|id| is_capital(self.form(id)) || self.is_particle(id));
                let named = adjacent || self.bridges(left, right) && self.has_actor_cue(left);
                capital && named && noun.role.class == RoleClass::Organ
            }
            (Part::Hit(first), Part::Hit(last)) if adjacent => self.is_person_of_hits(left, first, last),
            (Part::Run, Part::Run) => adjacent || self.bridges(left, right),
            _ => false,
        };
        joined.then(|| self.run_of(left, right))
    }

    /// "Michael" + "Jordan", "Chad" + "Smith": two names of others beside each other are an unknown person's.
    fn is_person_of_hits(&self, left: &Piece, first: &[Sense], last: &[Sense]) -> bool {
        let person = |senses: &[Sense]| {
            let sense = &senses[0];
            sense.class == NameClass::Short && self.kind(&sense.actor) == Some(ActorKind::Person)
        };
        // "India Hicks", "Kerry Washington": the tree knows one name.
        let (one, other) = (&self.sentence.tokens[left.tokens.start], self.sentence.tokens.get(left.tokens.end));
        let flat = one.rel() == "compound" || other.is_some_and(|other| other.rel() == "flat");
        let place = |senses: &[Sense]| {
            let sense = &senses[0];
            let open = sense.ambiguous || sense.class == NameClass::Metonym || sense.class == NameClass::Name && flat;
            open && !is_adjectival(sense.class) && self.kind(&sense.actor) == Some(ActorKind::State)
        };
        let given = left.tokens.len() == 1 && given_name(self.form(left.tokens.start)).is_some();
        let of_persons = person(first) && (given && person(last) || (given || flat) && place(last));
        !self.title_case && (of_persons || place(first) && person(last))
    }

    /// "Pervaiz" + "Musharraf": the given name of a known person in another spelling.
    fn variant(&self, given: &Piece, surname: &Piece, senses: &[Sense]) -> Option<Piece> {
        let word = fold(self.form(given.tokens.end - 1));
        let is_near = |sense: &&Sense| {
            let actor = self.scene.knowledge.actor(&sense.actor).filter(|actor| actor.kind == ActorKind::Person);
            let first = actor.and_then(|actor| actor.name.split(' ').next()).map(fold);
            given.tokens.len() == 1
                && sense.class == NameClass::Short
                && first.is_some_and(|first| strsim::jaro_winkler(&first, &word) > 0.87)
        };
        let near = senses.iter().find(is_near)?;
        let sense = Sense { class: NameClass::Name, ambiguous: false, ..near.clone() };
        Some(Piece::new(given.tokens.start..surname.tokens.end, Part::Hit(vec![sense])))
    }

    /// One unknown name of two pieces; it keeps the state that one of them names.
    fn run_of(&self, left: &Piece, right: &Piece) -> Piece {
        let state = |piece: &Piece| match &piece.part {
            Part::Hit(senses) => Some(senses[0].actor.clone()).filter(|id| self.kind(id) == Some(ActorKind::State)),
            _ => piece.hint.clone(),
        };
        let given = given_name(self.form(left.tokens.start)).is_some();
        let hint = state(left).or_else(|| state(right)).filter(|_| !given);
        Piece { tokens: left.tokens.start..right.tokens.end, part: Part::Run, hint }
    }

    fn kind(&self, id: &ActorId) -> Option<ActorKind> {
        self.scene.knowledge.actor(id).map(|actor| actor.kind)
    }

    fn has_actor_cue(&self, piece: &Piece) -> bool {
        piece.tokens.clone().any(|id| self.actor_cue(id).is_some())
    }

    /// "Bank of" + "China", "Tour of" + "Oman"; but not a person of a state, nor a common word that starts the sentence.
    fn swallows_behind_of(&self, run: &Piece, hit: &Piece, senses: &[Sense]) -> bool {
        if is_adjectival(senses[0].class) {
            return false;
        }
        if self.kind(&senses[0].actor) == Some(ActorKind::Person) {
            return senses[0].class == NameClass::Short && self.bridges(run, hit);
        }
        let gap = &self.sentence.tokens[run.tokens.end..hit.tokens.start];
        let joins = gap.len() <= 2 && self.scene.words.is("of", &lower(&gap[0].form));
        let only_article = gap.iter().skip(1).all(|token| token.upos == Upos::Det);
        let cue = run.tokens.clone().any(|id| self.scene.words.cue(&lower(self.form(id))).is_some());
        let single = run.tokens.len() == 1 && given_name(self.form(run.tokens.start)).is_none();
        joins && only_article && (cue || single)
    }

    fn is_article(&self, token: TokenId) -> bool {
        self.sentence.tokens[token].upos == Upos::Det || self.is_particle(token)
    }

    fn is_particle(&self, token: TokenId) -> bool {
        self.scene.words.is("particle", &lower(self.form(token)))
    }

    /// Whether only one or two particles stand between two pieces: "Union of Democratic Forces".
    fn bridges(&self, left: &Piece, right: &Piece) -> bool {
        let gap = left.tokens.end..right.tokens.start;
        (1..=2).contains(&gap.len()) && gap.into_iter().all(|id| self.is_particle(id))
    }

    /// "Lyudmila" + "Putin", "Michael" + "Jordan", "East" + "China": the known name is a part of an unknown one.
    fn swallows_after(&self, run: &Piece, senses: &[Sense]) -> bool {
        let sense = &senses[0];
        let kind = self.kind(&sense.actor);
        let last = self.form(run.tokens.end - 1);
        let cue = self.scene.words.cue(&lower(last));
        match (kind, sense.class) {
            // «Partido Socialista Búlgaro»
            (_, NameClass::Adjective | NameClass::Demonym) => {
                !self.scene.words.has("noun_owner") && self.has_actor_cue(run) && self.is_capital_hit(run)
            }
            (Some(ActorKind::Person), NameClass::Short) => true,
            (Some(ActorKind::Person), _) => false,
            (Some(ActorKind::State), _) => {
                sense.ambiguous
                    || sense.class == NameClass::Metonym
                    || given_name(last).is_some()
                    || matches!(cue, Some(Cue::Place | Cue::Actor(_)))
            }
            _ => false,
        }
    }

    /// Whether the word after a run has a capital.
    fn is_capital_hit(&self, run: &Piece) -> bool {
        self.sentence.tokens.get(run.tokens.end).is_some_and(|token| is_capital(&token.form))
    }

    /// "China" + "Daily", "Paris" + "Hilton": as above; "Al-Watan" + "News Agency" is still Al-Watan.
    fn swallows_before(&self, hit: &Piece, senses: &[Sense], run: &Piece) -> Option<Piece> {
        let tokens = hit.tokens.start..run.tokens.end;
        let sense = &senses[0];
        let kind = self.kind(&sense.actor);
        let cue = |id: TokenId| self.scene.words.cue(&lower(self.form(id)));
        let all_cues = run.tokens.clone().all(|id| matches!(cue(id), Some(Cue::Actor(_))));
        let any_cue = run.tokens.clone().any(|id| cue(id).is_some());
        let flat = self.sentence.tokens[run.tokens.start].rel() == "flat";
        let acronym = is_all_capitals(self.form(run.tokens.start));
        let swallowed = match kind {
            Some(ActorKind::State) if is_adjectival(sense.class) => any_cue,
            Some(ActorKind::State) => {
                any_cue || !acronym && (sense.class == NameClass::Metonym || sense.ambiguous || flat)
            }
            // «Ximena» + «Arizmenda»: a rare surname, or here a given name.
            Some(ActorKind::Person) => {
                let open = flat || sense.ambiguous || given_name(self.form(hit.tokens.start)).is_some();
                sense.class == NameClass::Short && open && !any_cue
            }
            // «El Faro» + «Andino»: a name with an article goes on.
            Some(ActorKind::Media) if !any_cue && !acronym => hit.tokens.len() > 1 && self.is_article(hit.tokens.start),
            _ if all_cues => return Some(Piece::new(tokens, Part::Hit(senses.to_vec()))),
            _ => false,
        };
        swallowed.then(|| self.run_of(hit, run))
    }
}
