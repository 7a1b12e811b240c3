//! What a phrase looks like: its form, number, gender, words, place in the sentence, and what lists know of it.

use super::lists::Lists;
use super::mentions::{Phrase, phrases};
use super::net::word;
use crate::entities::knowledge::Knowledge;
use crate::model::{ActorKind, Lang, Sentence, TokenId, Upos};

/// How a phrase is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Pronoun,
    Name,
    /// "the city".
    Definite,
    /// "this city".
    Demonstrative,
    /// "her city", "Athens' city".
    Owned,
    /// "a city".
    Indefinite,
    /// "two cities", "some cities".
    Counted,
    /// "cities".
    Bare,
    /// "here", "there".
    Adverb,
}

/// Number, as far as it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Unknown,
    Singular,
    Plural,
}

/// Gender, as far as it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Unknown,
    Masculine,
    Feminine,
    Neuter,
}

/// A phrase with its traits. Words are hashes of their lower case.
#[derive(Debug, Clone)]
pub(super) struct Traits {
    pub phrase: Phrase,
    pub form: Form,
    /// Grammatical person: 1, 2 or 3.
    pub person: u32,
    pub number: Number,
    pub sex: Sex,
    /// Of a pronoun: person, number, gender and whether it is "it", "this", …: one number a set of forms.
    pub pronoun: u32,
    pub lemma: u32,
    pub head: u32,
    /// The phrase without its article and possessive ending.
    pub text: u32,
    /// Head, modifiers and name parts, in order.
    pub core: Vec<u32>,
    /// Of those, modifiers of a noun.
    pub modifiers: Vec<u32>,
    /// All other words.
    pub rest: Vec<u32>,
    /// The hash of the initials of a name, or of a name that is an acronym.
    pub acronym: u32,
    pub is_acronym: bool,
    /// What the noun list says of the head: one bit a kind.
    pub listed: u32,
    /// Whom the knowledge base knows by this name.
    pub known: Vec<u32>,
    pub known_kind: u32,
    pub is_given_name: bool,
    pub relation: u32,
    pub governor: Option<TokenId>,
    pub governor_lemma: u32,
    pub preposition: u32,
    pub is_subject: bool,
    /// The word that it stands in apposition to, or is predicated of.
    pub equals: Option<TokenId>,
    /// Quotation that it stands in, from 1; 0 for none.
    pub quotation: u32,
    pub block: usize,
    pub asks: bool,
    /// The smallest phrase around it.
    pub around: Option<usize>,
}

/// The phrases of a document with their traits.
pub(super) struct Text<'a> {
    pub sentences: &'a [Sentence],
    pub traits: Vec<Traits>,
    /// Who says each quotation, as far as a verb of speech beside it tells; the first is nobody's.
    pub speakers: Vec<Option<usize>>,
}

impl<'a> Text<'a> {
    pub fn new(sentences: &'a [Sentence], lang: &Lang, knowledge: &Knowledge, lists: &Lists) -> Text<'a> {
        let quotations = quotations(sentences);
        let mut traits: Vec<Traits> = Vec::new();
        for (index, sentence) in sentences.iter().enumerate() {
            let reader = Reader { sentence, lang, knowledge, lists, quotations: &quotations[index] };
            let first = traits.len();
            for phrase in phrases(sentence, index) {
                let inside = |other: &&usize| {
                    let other = &traits[**other].phrase.tokens;
                    other.start <= phrase.tokens.start && other.end >= phrase.tokens.end
                };
                let before: Vec<usize> = (first..traits.len()).collect();
                let around = before.iter().filter(inside).min_by_key(|&&at| traits[at].phrase.tokens.len()).copied();
                traits.push(Traits { around, ..reader.read(phrase) });
            }
        }
        let speakers = speakers(sentences, &traits, &quotations, lists);
        Text { sentences, traits, speakers }
    }

    pub fn sentence(&self, at: usize) -> &Sentence {
        &self.sentences[self.traits[at].phrase.sentence]
    }
}

/// For every word, which quotation it stands in, from 1.
fn quotations(sentences: &[Sentence]) -> Vec<Vec<u32>> {
    let (mut count, mut open, mut block) = (0, false, usize::MAX);
    let mut found = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        if sentence.block != block {
            (open, block) = (false, sentence.block);
        }
        let mut marks = Vec::with_capacity(sentence.tokens.len());
        for token in &sentence.tokens {
            let mark = match &*token.form {
                "\"" => Some(!open),
                "“" | "``" | "«" => Some(true),
                "”" | "''" | "»" => Some(false),
                _ => None,
            };
            if let Some(opens) = mark {
                count += u32::from(opens && !open);
                open = opens;
            }
            marks.push(if open { count } else { 0 });
        }
        found.push(marks);
    }
    found
}

/// The phrases that are subjects of verbs of speech beside quotations, by quotation.
fn speakers(sentences: &[Sentence], traits: &[Traits], quotations: &[Vec<u32>], lists: &Lists) -> Vec<Option<usize>> {
    let count = quotations.iter().flatten().max().map_or(0, |&last| last as usize);
    let mut found = vec![None; count + 1];
    for (at, it) in traits.iter().enumerate() {
        let sentence = &sentences[it.phrase.sentence];
        let marks = &quotations[it.phrase.sentence];
        let says = |verb: TokenId| marks[verb] == 0 && lists.is_speech(&sentence.tokens[verb].lemma);
        if !it.is_subject || it.quotation > 0 || it.phrase.joint || !it.governor.is_some_and(says) {
            continue;
        }
        // A quotation in the same sentence, or the next one that opens the sentence after.
        let mut here: Vec<u32> = marks.iter().copied().filter(|&mark| mark > 0).collect();
        if here.is_empty() {
            let after = quotations.get(it.phrase.sentence + 1).and_then(|marks| marks.first());
            here.extend(after.copied().filter(|&mark| mark > 0));
        }
        here.dedup();
        for mark in here {
            found[mark as usize].get_or_insert(at);
        }
    }
    found
}

struct Reader<'a> {
    sentence: &'a Sentence,
    lang: &'a Lang,
    knowledge: &'a Knowledge,
    lists: &'a Lists,
    quotations: &'a [u32],
}

fn lower(text: &str) -> u32 {
    word(&text.to_lowercase())
}

impl Reader<'_> {
    fn read(&self, phrase: Phrase) -> Traits {
        let head = phrase.head;
        let token = &self.sentence.tokens[head];
        let form = self.form(&phrase);
        let core = self.core(&phrase);
        let hashes =
            |ids: &[TokenId]| ids.iter().map(|&id| lower(&self.sentence.tokens[id].form)).collect::<Vec<u32>>();
        let rest: Vec<TokenId> = phrase.tokens.clone().filter(|id| !core.contains(id) && self.is_word(*id)).collect();
        let modifiers: Vec<TokenId> = core.iter().copied().filter(|&id| id != head).collect();
        let (known, known_kind) = self.known(&phrase, form);
        let (acronym, is_acronym) = self.acronym(&core, form);
        let number = self.number(&phrase);
        let sex = self.sex(&phrase, &core, form);
        let governor = token.head;
        let person = token.feat("Person").and_then(|person| person.parse().ok()).filter(|_| form == Form::Pronoun);
        let sentence_end = self.sentence.tokens.iter().rev().find(|token| !matches!(&*token.form, "\"" | "”" | ")"));
        Traits {
            form,
            person: person.unwrap_or(3),
            number,
            sex,
            pronoun: if form == Form::Pronoun { self.pronoun(head) } else { 0 },
            lemma: lower(&token.lemma),
            head: lower(&token.form),
            text: self.text(&phrase),
            core: hashes(&core),
            modifiers: hashes(&modifiers),
            rest: hashes(&rest),
            acronym,
            is_acronym,
            listed: self.lists.kinds(&token.form.to_lowercase()) | self.lists.kinds(&token.lemma.to_lowercase()),
            known,
            known_kind,
            is_given_name: core.iter().any(|&id| self.lists.given(&self.sentence.tokens[id].form).is_some()),
            relation: word(&token.deprel),
            governor,
            governor_lemma: governor.map_or(0, |id| lower(&self.sentence.tokens[id].lemma)),
            preposition: self.sentence.child(head, &["case"]).map_or(0, |id| lower(&self.sentence.tokens[id].form)),
            is_subject: token.rel() == "nsubj",
            equals: self.equals(&phrase),
            quotation: self.quotations[head],
            block: self.sentence.block,
            asks: sentence_end.is_some_and(|token| token.form.ends_with('?')),
            around: None,
            phrase,
        }
    }

    fn is_word(&self, id: TokenId) -> bool {
        !matches!(self.sentence.tokens[id].upos, Upos::Punct | Upos::Det | Upos::Adp | Upos::Part | Upos::Cconj)
    }

    fn form(&self, phrase: &Phrase) -> Form {
        let tokens = &self.sentence.tokens;
        let head = &tokens[phrase.head];
        let mut determiners = self.sentence.children(phrase.head).filter(|id| phrase.tokens.contains(id));
        match head.upos {
            Upos::Pron | Upos::Det => return Form::Pronoun,
            Upos::Adv => return Form::Adverb,
            Upos::Propn => return Form::Name,
            _ => {}
        }
        let shown = determiners.find_map(|id| {
            let token = &tokens[id];
            match token.rel() {
                "det" if token.feat("Definite") == Some("Def") => Some(Form::Definite),
                "det" if token.feat("Definite") == Some("Ind") => Some(Form::Indefinite),
                "det" if token.feat("PronType") == Some("Dem") => Some(Form::Demonstrative),
                "det" => Some(Form::Counted),
                "nmod" if token.deprel == "nmod:poss" => Some(Form::Owned),
                "nummod" => Some(Form::Counted),
                _ => None,
            }
        });
        shown.unwrap_or(Form::Bare)
    }

    /// The head with the modifiers before it, and the rest of a name.
    fn core(&self, phrase: &Phrase) -> Vec<TokenId> {
        let tokens = &self.sentence.tokens;
        let head = phrase.head;
        let inside = |id: &TokenId| {
            let token = &tokens[*id];
            *id == head
                || token.head == Some(head)
                    && (*id < head && matches!(token.rel(), "amod" | "compound" | "nummod" | "flat")
                        || *id < head && token.deprel == "nmod:desc"
                        || token.rel() == "flat")
                || phrase.joint && token.rel() == "conj"
                || tokens[*id].upos == Upos::Propn && (tokens[head].upos == Upos::Propn || token.rel() == "compound")
        };
        phrase.tokens.clone().filter(|&id| self.is_word(id)).filter(inside).collect()
    }

    /// The words that remain without article, demonstrative and possessive ending.
    fn text(&self, phrase: &Phrase) -> u32 {
        let tokens = &self.sentence.tokens;
        let mut range = phrase.tokens.clone();
        while range.len() > 1 && tokens[range.start].upos == Upos::Det {
            range.start += 1;
        }
        while range.len() > 1 && tokens[range.end - 1].rel() == "case" {
            range.end -= 1;
        }
        range.fold(7, |hash, id| super::net::mixed(hash, lower(&tokens[id].form)))
    }

    fn number(&self, phrase: &Phrase) -> Number {
        if phrase.joint {
            return Number::Plural;
        }
        let token = &self.sentence.tokens[phrase.head];
        match token.feat("Number") {
            Some("Plur") => Number::Plural,
            Some("Sing") => Number::Singular,
            _ => Number::Unknown,
        }
    }

    fn sex(&self, phrase: &Phrase, core: &[TokenId], form: Form) -> Sex {
        let tokens = &self.sentence.tokens;
        let head = &tokens[phrase.head];
        if form == Form::Pronoun {
            return match head.feat("Gender") {
                Some("Masc") => Sex::Masculine,
                Some("Fem") => Sex::Feminine,
                Some("Neut") => Sex::Neuter,
                _ => Sex::Unknown,
            };
        }
        if phrase.joint {
            return Sex::Unknown;
        }
        if let Some(sex) = self.lists.sex(&head.form.to_lowercase()) {
            return sex;
        }
        // "Mrs", "Queen" before a name; else the first given name.
        let titles = phrase.tokens.clone().filter(|&id| id < phrase.head || core.contains(&id));
        let title = titles.clone().filter(|&id| self.in_title(id, phrase.head));
        let by_title = title.filter_map(|id| self.lists.sex(&tokens[id].form.to_lowercase())).next();
        let by_name = || core.iter().find_map(|&id| self.lists.given(&tokens[id].form)).unwrap_or(Sex::Unknown);
        match (by_title, form) {
            (Some(sex), _) => sex,
            (None, Form::Name) => by_name(),
            _ => Sex::Unknown,
        }
    }

    fn in_title(&self, id: TokenId, head: TokenId) -> bool {
        let token = &self.sentence.tokens[id];
        token.head == Some(head) && matches!(&*token.deprel, "compound" | "nmod:desc" | "flat")
    }

    /// One number for "I", "me", "my", "mine".
    fn pronoun(&self, id: TokenId) -> u32 {
        let token = &self.sentence.tokens[id];
        let feat = |name| token.feat(name).map_or(0, word);
        match token.feat("Person") {
            Some("1" | "2") => word(token.feat("Person").unwrap_or_default()) ^ feat("Number"),
            Some("3") if token.feat("PronType") == Some("Prs") => 3 ^ feat("Gender") ^ feat("Number"),
            _ => lower(&token.lemma),
        }
    }

    fn acronym(&self, core: &[TokenId], form: Form) -> (u32, bool) {
        if form != Form::Name {
            return (0, false);
        }
        let forms: Vec<&str> = core.iter().map(|&id| &*self.sentence.tokens[id].form).collect();
        if let [only] = forms.as_slice() {
            let letters: String = only.chars().filter(|c| c.is_alphabetic()).collect();
            let shouts = (2..=6).contains(&letters.len()) && letters.chars().all(char::is_uppercase);
            return if shouts { (word(&letters), true) } else { (0, false) };
        }
        let initials: String =
            forms.iter().filter_map(|form| form.chars().next()).filter(|c| c.is_uppercase()).collect();
        (if initials.chars().count() > 1 { word(&initials) } else { 0 }, false)
    }

    fn known(&self, phrase: &Phrase, form: Form) -> (Vec<u32>, u32) {
        let tokens = &self.sentence.tokens;
        if !matches!(form, Form::Name) || phrase.joint {
            return (Vec::new(), 0);
        }
        let forms: Vec<&str> = tokens[phrase.tokens.clone()].iter().map(|token| &*token.form).collect();
        for start in 0..forms.len() {
            if phrase.tokens.start + start > phrase.head {
                break;
            }
            let Some((count, senses)) = self.knowledge.longest(self.lang, &forms[start..]) else { continue };
            if phrase.tokens.start + start + count <= phrase.head {
                continue;
            }
            let Some(first) = senses.first() else { continue };
            let kind = self.knowledge.actor(&first.actor).map(|actor| actor.kind);
            let kind = match kind {
                Some(ActorKind::State) => 1,
                Some(ActorKind::Person) => 2,
                Some(_) => 3,
                None => 0,
            };
            let class = first.class as u32;
            let known = senses.iter().take(3).map(|sense| word(&sense.actor.0)).collect();
            return (known, kind + 4 * class + 32 * u32::from(first.ambiguous));
        }
        (Vec::new(), 0)
    }

    /// What an apposition or a predicate is said of.
    fn equals(&self, phrase: &Phrase) -> Option<TokenId> {
        let token = &self.sentence.tokens[phrase.head];
        if token.rel() == "appos" {
            return token.head;
        }
        let copula = self.sentence.child(phrase.head, &["cop"]).is_some() && !phrase.joint;
        self.sentence.child(phrase.head, &["nsubj"]).filter(|_| copula)
    }
}
