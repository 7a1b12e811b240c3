//! A sentence as the claim stage sees it: its tree, the actors on its words, the cue words of its language.

use super::cues::Cues;
use super::dates::{self, Expression};
use super::frames::{Frames, Pos, Slot};
use crate::entities::knowledge::Knowledge;
use crate::model::{
    ActorId, ActorKind, Document, Entities, Lang, Mention, MentionKind, Sentence, Span, Token, TokenId, Upos,
};
use compact_str::CompactString;
use std::cell::OnceCell;

/// An actor that fills a role, with the words that stand for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Filler {
    /// Whom.
    pub actor: ActorId,
    /// Bytes of the document; empty for a subject that the text leaves out.
    pub span: Span,
    /// How sure, in (0, 1]: the mention's score, less for indirect positions.
    pub score: f64,
}

/// How sure it is that the first person of a quotation is its speaker.
const VOICE: f64 = 0.85;

/// One sentence of a document, ready to be read.
pub struct Scene<'a> {
    /// The document, for its text.
    pub document: &'a Document,
    /// Index of the sentence in the document.
    pub number: usize,
    /// The tree.
    pub sentence: &'a Sentence,
    /// The mentions of this sentence, in text order.
    pub mentions: &'a [Mention],
    /// All actors of the document.
    pub entities: &'a Entities,
    /// The words of the language.
    pub cues: &'a Cues,
    /// The frames, to know which nouns stand for events.
    pub frames: &'a Frames,
    /// The language of the document.
    pub lang: &'a Lang,
    /// The colon behind a speaker who stands alone at the start: "Diplomatic source: Russia not abandoning …".
    pub colon: Option<TokenId>,
    /// The dates in the sentence, looked for when first asked for.
    dates: OnceCell<Vec<Expression>>,
    /// Lemmas and forms of the tokens, in lower case.
    lemmas: Vec<CompactString>,
    forms: Vec<CompactString>,
    /// The dependents of each token, in text order.
    below: Vec<Vec<TokenId>>,
    /// Which tokens stand between quotation marks.
    pub quoted: Vec<bool>,
    /// Who is quoted in the quotations that touch the sentence, with their words.
    pub voices: Vec<(Span, Filler)>,
}

impl<'a> Scene<'a> {
    /// One scene per sentence.
    pub fn all(
        document: &'a Document,
        sentences: &[&'a Sentence],
        entities: &'a Entities,
        cues: &'a Cues,
        frames: &'a Frames,
        lang: &'a Lang,
    ) -> Vec<Scene<'a>> {
        let marked = super::quotations::marked(document);
        let of_sentence = |(number, sentence): (usize, &'a Sentence)| {
            let start = entities.mentions.partition_point(|mention| mention.sentence < number);
            let end = entities.mentions.partition_point(|mention| mention.sentence <= number);
            let mentions = &entities.mentions[start..end];
            let colon = speaker_colon(sentence, mentions);
            let of_sentence: Vec<Span> = marked.iter().copied().filter(|span| span.overlaps(sentence.span)).collect();
            let quoted = sentence.tokens.iter().map(|token| of_sentence.iter().any(|span| span.contains(token.span)));
            let (quoted, voices) = (quoted.collect(), Vec::new());
            let lemmas = sentence.tokens.iter().map(|token| token.lemma.to_lowercase()).collect();
            let forms = sentence.tokens.iter().map(|token| token.form.to_lowercase()).collect();
            let mut below = vec![Vec::new(); sentence.tokens.len()];
            for (id, token) in sentence.tokens.iter().enumerate() {
                if let Some(head) = token.head {
                    below[head].push(id);
                }
            }
            Scene {
                document,
                number,
                sentence,
                mentions,
                entities,
                cues,
                frames,
                lang,
                colon,
                lemmas,
                forms,
                below,
                quoted,
                voices,
                dates: OnceCell::new(),
            }
        };
        sentences.iter().copied().enumerate().map(of_sentence).collect()
    }

    /// Whether both words stand on the same side of the colon behind a speaker.
    pub fn same_side(&self, one: TokenId, other: TokenId) -> bool {
        self.colon.is_none_or(|colon| (one < colon) == (other < colon))
    }
    /// The token of an id.
    pub fn token(&self, id: TokenId) -> &'a Token {
        &self.sentence.tokens[id]
    }
    /// The lemma of a token, in lower case.
    pub fn lemma(&self, id: TokenId) -> &CompactString {
        &self.lemmas[id]
    }
    /// The form of a token, in lower case.
    pub fn form(&self, id: TokenId) -> &CompactString {
        &self.forms[id]
    }
    /// Where the words of a phrase stand one behind the other, as forms in lower case.
    pub fn places_of<'p>(&'p self, words: &'p [&str]) -> impl Iterator<Item = std::ops::Range<TokenId>> + 'p {
        let is_it = move |window: &[CompactString]| window.iter().zip(words).all(|(form, word)| form == word);
        let windows = self.forms.windows(words.len().max(1)).enumerate();
        windows.filter(move |(_, window)| is_it(window)).map(|(at, window)| at..at + window.len())
    }
    /// The relation of a token to its head, without subtype.
    pub fn rel(&self, id: TokenId) -> &'a str {
        self.token(id).rel()
    }
    /// The head of a token.
    pub fn head(&self, id: TokenId) -> Option<TokenId> {
        self.token(id).head
    }
    /// The first child with one of these relations.
    pub fn child(&self, id: TokenId, rels: &[&str]) -> Option<TokenId> {
        self.below[id].iter().copied().find(|&child| rels.contains(&self.rel(child)))
    }
    /// All children with one of these relations.
    pub fn children(&self, id: TokenId, rels: &[&str]) -> Vec<TokenId> {
        self.below[id].iter().copied().filter(|&child| rels.contains(&self.rel(child))).collect()
    }
    /// Whether a child with one of these relations has a lemma or form that `accept` takes.
    pub fn has_child(&self, id: TokenId, rels: &[&str], accept: impl Fn(&str) -> bool) -> bool {
        self.children(id, rels).iter().any(|&child| accept(self.lemma(child)) || accept(self.form(child)))
    }

    /// The mention whose head is `id`, the longest that stands for somebody first. Adjectives do not count:
    /// "Russian" of "the Russian attack" is an argument of its noun, not a name for the noun.
    pub fn mention_at(&self, id: TokenId) -> Option<&'a Mention> {
        let stands = |mention: &&Mention| {
            !matches!(mention.kind, MentionKind::Adjective | MentionKind::Dropped) && !mention.actors.is_empty()
        };
        let at_head = self.mentions.iter().filter(stands).filter(|mention| mention.head == id);
        at_head.max_by_key(|mention| (mention.tokens.len(), mention.span.start)).or_else(|| {
            // The parser and the linker may take another word of a name for its head.
            let inside = self.mentions.iter().filter(stands).filter(|mention| mention.tokens.contains(&id));
            let named = inside.filter(|mention| mention.kind == MentionKind::Name && self.is_top_of(id, mention));
            named.max_by_key(|mention| (mention.tokens.len(), mention.span.start))
        })
    }
    /// Whether no other word of the mention stands above `id` in the tree.
    fn is_top_of(&self, id: TokenId, mention: &Mention) -> bool {
        !self.sentence.ancestors(id).any(|above| mention.tokens.contains(&above))
    }
    /// The demonym adjective at `id`, or the adjective of a crowd: "Russian", «estudiantil».
    pub fn adjective_at(&self, id: TokenId) -> Option<&'a Mention> {
        let is_adjective = |mention: &&Mention| {
            mention.head == id
                && match mention.kind {
                    MentionKind::Adjective => true,
                    MentionKind::Crowd => matches!(self.token(id).upos, Upos::Adj) || self.rel(id) == "compound",
                    _ => false,
                }
        };
        self.mentions.iter().filter(is_adjective).find(|mention| !mention.actors.is_empty())
    }
    /// The subject that the verb at `id` leaves out.
    pub fn dropped_at(&self, id: TokenId) -> Option<&'a Mention> {
        let is_dropped = |mention: &&Mention| mention.head == id && mention.kind == MentionKind::Dropped;
        self.mentions.iter().filter(is_dropped).find(|mention| !mention.actors.is_empty())
    }

    /// Whether a group of civil society fills the role.
    pub fn is_crowd(&self, filler: &Filler) -> bool {
        let stands = |mention: &Mention| mention.span == filler.span && mention.actors.contains(&filler.actor);
        self.mentions.iter().any(|mention| mention.kind == MentionKind::Crowd && stands(mention))
    }
    /// The filler, or for a crowd its state: who helps French hostages helps France; a crowd of no state is nobody.
    pub fn without_crowd(&self, filler: Filler) -> Option<Filler> {
        if !self.is_crowd(&filler) {
            return Some(filler);
        }
        let code = self.entities.actors.get(&filler.actor)?.state.as_ref()?;
        let state = Knowledge::builtin().state(code)?;
        Some(Filler { actor: state.id.clone(), ..filler })
    }
    /// Whether civil society fills the role: a crowd, a people, a party, an organisation inside a state.
    pub fn is_civil(&self, filler: &Filler) -> bool {
        let Some(actor) = self.entities.actors.get(&filler.actor) else { return false };
        let is_international = || {
            let owner = actor.state.as_ref().and_then(|code| Knowledge::builtin().state(code));
            owner.is_some_and(|owner| owner.kind == ActorKind::Organisation)
        };
        match actor.kind {
            ActorKind::People | ActorKind::Party => true,
            ActorKind::Organisation | ActorKind::Other => !is_international(),
            _ => false,
        }
    }

    /// The fillers of a mention: one per actor.
    pub fn fillers(&self, mention: &Mention, factor: f64) -> Vec<Filler> {
        let score = f64::from(mention.score) * factor;
        let of = |actor: &ActorId| Filler { actor: actor.clone(), span: mention.span, score };
        mention.actors.iter().map(of).collect()
    }

    /// The nearest mention that begins within seven words from `after`, the longest first.
    pub fn fillers_behind(&self, after: TokenId) -> Vec<Filler> {
        let near = self.mentions.iter().filter(|mention| {
            (after..after + 7).contains(&mention.tokens.start)
                && mention.kind != MentionKind::Adjective
                && !mention.actors.is_empty()
        });
        let first = near.min_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.len())));
        first.map(|mention| self.fillers(mention, 1.0)).unwrap_or_default()
    }

    /// Whoever says the first person at `id` ("we" of a quotation), or the verb that leaves it out.
    pub fn voice_at(&self, id: TokenId) -> Option<Filler> {
        let place = self.token(id).span;
        let (_, speaker) = self.voices.iter().find(|(words, _)| words.contains(place))?;
        let span = if self.token(id).upos == Upos::Verb { Span::new(place.start, place.start) } else { place };
        Some(Filler { actor: speaker.actor.clone(), span, score: speaker.score * VOICE })
    }

    /// Whether the reporting verb at `id` stands between two parts of a quotation, or behind one.
    pub fn interrupts(&self, id: TokenId) -> bool {
        !self.quoted[id] && self.quoted[..id].contains(&true)
    }

    /// Whether the "of" phrase of the noun at `id` says to whom it is done: "arrest of", «detención de», but not
    /// "summit of".
    pub fn has_patient(&self, id: TokenId) -> bool {
        let of = |slot: &Slot| matches!(slot, Slot::Preposition(words) if matches!(words.as_str(), "of" | "de"));
        let mut frames =
            self.frames.cues(self.lang, Pos::Noun, self.lemma(id)).iter().map(|cue| self.frames.frame(cue));
        self.token(id).upos == Upos::Noun
            && frames.any(|frame| frame.target.iter().any(of) && !frame.source.iter().any(of))
    }

    /// The preposition of a token, as its words: "against", «en contra de»; empty without one.
    pub fn preposition(&self, id: TokenId) -> String {
        let mut words = self.prepositions_of(id);
        if words.is_empty() {
            // "in Haiti's elections": parsers hang the preposition on the possessor
            let possessors = self.below[id].iter().copied().filter(|&child| self.token(child).deprel == "nmod:poss");
            words = possessors.flat_map(|child| self.prepositions_of(child)).collect();
        }
        words.sort_unstable();
        let forms: Vec<String> = words.iter().map(|&word| self.token(word).form.to_lowercase().into()).collect();
        forms.join(" ")
    }

    /// "to" of "up to 16 advisers" is no preposition of the noun.
    fn is_quantifier(&self, case: TokenId) -> bool {
        let form = |id: TokenId| self.sentence.tokens.get(id).map(|token| token.form.to_lowercase());
        let counts = self.sentence.tokens.get(case + 1).is_some_and(|token| token.upos == Upos::Num);
        counts && case > 0 && form(case).as_deref() == Some("to") && form(case - 1).as_deref() == Some("up")
    }

    fn prepositions_of(&self, id: TokenId) -> Vec<TokenId> {
        let mut words: Vec<TokenId> = Vec::new();
        let is_case = |&case: &TokenId| case < id && !self.is_quantifier(case);
        for case in self.children(id, &["case", "mark"]).into_iter().filter(is_case) {
            words.push(case);
            words.extend(self.children(case, &["fixed", "case"]));
        }
        words
    }

    /// «los obreros se manifestaron»: the subject of a reflexive passive is no person and mostly stands behind, so an actor
    /// before «se» does what the verb says.
    fn is_pronominal(&self, id: TokenId) -> bool {
        let has = |rel: &str| self.below[id].iter().copied().any(|child| self.token(child).deprel == rel);
        let subject = self.child(id, &["nsubj"]).filter(|&subject| subject < id);
        let is_actor = |subject: TokenId| {
            let inside =
                |mention: &&Mention| self.sentence.is_below(mention.head, subject) && !mention.actors.is_empty();
            self.mentions.iter().filter(inside).any(|mention| {
                mention.head == subject || self.token(subject).upos == Upos::Num || mention.kind == MentionKind::Crowd
            })
        };
        has("expl:pass") && !has("aux:pass") && subject.is_some_and(is_actor)
    }
    /// Whether the verb at `id` is passive: its subject is acted on.
    pub fn is_passive(&self, id: TokenId) -> bool {
        let token = self.token(id);
        let marked = self.below[id].iter().copied().any(|child| {
            let rel = self.token(child).deprel.as_str();
            matches!(rel, "aux:pass" | "nsubj:pass" | "csubj:pass" | "expl:pass")
        });
        if marked {
            return !self.is_pronominal(id);
        }
        let participle = token.feat("VerbForm") == Some("Part");
        let past = participle && token.feat("Tense").is_none_or(|tense| tense == "Past");
        let has_aux = self.child(id, &["aux", "cop"]).is_some();
        // «fue convocado», where the parser calls «fue» any auxiliary
        if past && self.has_child(id, &["aux"], |lemma| self.cues.passive_auxiliaries.contains(lemma)) {
            return true;
        }
        // "had been bribed and then blackmailed by": the auxiliary stands with the first
        let shares = self.rel(id) == "conj" && !has_aux && self.child(id, &["nsubj", "obj"]).is_none();
        if past && shares && self.head(id).is_some_and(|first| self.is_passive(first)) {
            return true;
        }
        let reduced = matches!(self.rel(id), "acl" | "amod") && !self.is_relative(id);
        // "Pressed by Hungary, Denmark gave in"
        let has_agent = self.below[id].iter().any(|&child| self.token(child).deprel == "obl:agent");
        let adverbial = self.rel(id) == "advcl" && has_agent && self.child(id, &["nsubj", "obj"]).is_none();
        past && (reduced || adverbial) && !has_aux
    }
    /// Whether the clause at `id` is a relative clause with a pronoun or a finite verb.
    pub fn is_relative(&self, id: TokenId) -> bool {
        self.token(id).deprel == "acl:relcl"
            || (self.rel(id) == "acl" && self.below[id].iter().copied().any(|child| self.is_relative_pronoun(child)))
    }
    /// Whether those who do it do it to each other.
    pub fn is_reciprocal(&self, id: TokenId) -> bool {
        self.below[id].iter().copied().any(|child| self.token(child).feat("PronType") == Some("Rcp"))
            || self.has_reciprocal_phrase(id)
    }
    /// "which", "that", «que», «quien» as the pronoun of a relative clause.
    pub fn is_relative_pronoun(&self, id: TokenId) -> bool {
        let token = self.token(id);
        let relative = token.feat("PronType").is_some_and(|kind| kind.split(',').any(|part| part == "Rel"));
        relative && matches!(token.upos, Upos::Pron | Upos::Det | Upos::Sconj)
    }
    /// Whether the token is a verb, or an adjective or noun with a copula.
    pub fn is_predicate(&self, id: TokenId) -> bool {
        matches!(self.token(id).upos, Upos::Verb | Upos::Aux) || self.child(id, &["cop"]).is_some()
    }
    /// Whether a noun is what something is said to be: "it is a lie", "called it a lie", "dismissed it as a lie".
    pub fn is_said_of(&self, noun: TokenId) -> bool {
        self.child(noun, &["cop"]).is_some()
            || matches!(self.rel(noun), "root" | "xcomp" | "ccomp" | "parataxis")
            || matches!(self.preposition(noun).as_str(), "as" | "como" | "de")
                && self.head(noun).is_some_and(|verb| self.token(verb).upos == Upos::Verb)
    }
    /// The dates in the sentence, in text order.
    pub(crate) fn dates(&self) -> &[Expression] {
        self.dates.get_or_init(|| dates::expressions(self))
    }
    /// The words of a span of the document.
    pub fn text(&self, span: Span) -> &'a str {
        span.of(&self.document.text)
    }
}

/// The first colon of a sentence, where what stands before it is one mention and nothing else.
fn speaker_colon(sentence: &Sentence, mentions: &[Mention]) -> Option<TokenId> {
    let colon = sentence.tokens.iter().position(|token| token.form == ":")?;
    let alone = |mention: &Mention| mention.tokens.end == colon && mention.tokens.start <= 1;
    (colon > 0 && mentions.iter().any(|mention| alone(mention) && !mention.actors.is_empty())).then_some(colon)
}
