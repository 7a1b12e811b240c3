//! Predicates that a model has lost, found again by what a sentence must have.
//!
//! A whole sentence has a finite verb. Where an English tree has none ("Azerbaijan shelled Armenian positions", read as a
//! noun with a participle), or hangs a past form on the subject of another verb ("Forces retreated from the town, officials
//! said"), the verb can be told from its form and from what stands on either side of it. Nothing else of the tree changes.

use super::lemma::{Lemmatiser, lower};
use crate::model::{Sentence, Token, Upos};

/// Verbs that take an infinitive for their content; the models take some of them for purposes.
static CONTENT: &str = include_str!("en/infinitives.txt");

/// Verbs that take a form in -ing for their content: "stopped supplying".
static GERUNDS: &str = include_str!("en/gerunds.txt");

/// Mends the predicates of an English sentence.
pub(super) fn mend(sentence: &mut Sentence, lemmas: &Lemmatiser) {
    let ends = sentence.tokens.last().is_some_and(|last| matches!(&*last.form, "." | "!" | "?"));
    // Headlines have no full stop; whatever has one is a whole sentence, wherever it stands.
    let is_headline = !ends;
    let tokens = &mut sentence.tokens[..];
    reporting_presents(tokens, lemmas);
    passive_adjectives(tokens, lemmas);
    infinitives(tokens, lemmas);
    gerunds(tokens, lemmas);
    content_infinitives(tokens);
    joint_infinitives(tokens);
    nothing_but(tokens);
    second_objects(tokens);
    joint_subjects(tokens);
    swallowed(tokens);
    before_reporting(tokens);
    behind_content(tokens);
    if is_headline {
        announced(tokens);
        plural_form(tokens, lemmas);
    } else {
        below_subject(tokens);
        present_forms(tokens, lemmas);
    }
    lost(tokens, lemmas);
}

fn is_nominal(token: &Token) -> bool {
    matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron)
}
fn is_participle(token: &Token) -> bool {
    token.upos == Upos::Verb && token.feat("VerbForm") == Some("Part") && token.feat("Tense") != Some("Pres")
}
fn is_finite(token: &Token) -> bool {
    matches!(token.upos, Upos::Verb | Upos::Aux) && token.feat("VerbForm") == Some("Fin")
}
fn child(tokens: &[Token], head: usize, rel: &str) -> Option<usize> {
    (0..tokens.len()).find(|&id| tokens[id].head == Some(head) && tokens[id].rel() == rel)
}
fn attach(token: &mut Token, head: Option<usize>, deprel: &str) {
    (token.head, token.deprel) = (head, deprel.into());
}
fn make_finite(token: &mut Token) {
    (token.upos, token.feats) = (Upos::Verb, "Mood=Ind|Tense=Past|VerbForm=Fin".into());
}
/// Whether `id` stands below `top`, or is it.
fn is_below(tokens: &[Token], id: usize, top: usize) -> bool {
    std::iter::successors(Some(id), |&at| tokens[at].head).take(tokens.len()).any(|at| at == top)
}

/// "promised on Monday to send": the infinitive is what is promised.
fn content_infinitives(tokens: &mut [Token]) {
    for verb in 0..tokens.len() {
        let is_infinitive = tokens[verb].deprel == "advcl" && tokens[verb].feat("VerbForm") == Some("Inf");
        let Some(head) = tokens[verb].head.filter(|&head| is_infinitive && head < verb) else { continue };
        let marked = child(tokens, verb, "mark").is_some_and(|mark| lower(&tokens[mark].form) == "to");
        let takes = CONTENT.lines().any(|lemma| lemma == tokens[head].lemma.as_str());
        if marked && takes && child(tokens, head, "xcomp").is_none() {
            tokens[verb].deprel = "xcomp".into();
        }
    }
}

/// "intends to sanction Peru", "did not praise Peru": a bare form that may be a verb, with an auxiliary or behind a verb that takes
/// an infinitive, and before what would be its object, is no noun.
fn infinitives(tokens: &mut [Token], lemmas: &Lemmatiser) {
    for id in 2..tokens.len().saturating_sub(1) {
        let form = lower(&tokens[id].form);
        if tokens[id].upos != Upos::Noun || *tokens[id].form != *form || !lemmas.is_lemma(&form, Upos::Verb) {
            continue;
        }
        let helped = child(tokens, id, "aux").is_some_and(|aux| aux < id) && child(tokens, id, "cop").is_none();
        if helped && child(tokens, id, "det").is_none() {
            (tokens[id].upos, tokens[id].feats) = (Upos::Verb, "VerbForm=Inf".into());
            tokens[id].lemma = form.as_str().into();
            continue;
        }
        let verb = id - 2;
        let takes =
            tokens[verb].upos == Upos::Verb && CONTENT.lines().any(|lemma| lemma == tokens[verb].lemma.as_str());
        let object = matches!(tokens[id + 1].upos, Upos::Propn | Upos::Det);
        let marked = lower(&tokens[id - 1].form) == "to" && tokens[id - 1].head != Some(verb);
        if !(takes && marked && object) || child(tokens, verb, "xcomp").is_some() {
            continue;
        }
        let top = std::iter::successors(Some(id), |&at| tokens[at].head.filter(|&head| head != verb))
            .take(tokens.len())
            .last()
            .filter(|&top| tokens[top].head == Some(verb));
        let Some(top) = top else { continue };
        attach(&mut tokens[id], Some(verb), "xcomp");
        (tokens[id].upos, tokens[id].feats) = (Upos::Verb, "VerbForm=Inf".into());
        tokens[id].lemma = form.as_str().into();
        attach(&mut tokens[id - 1], Some(id), "mark");
        if top != id {
            attach(&mut tokens[top], Some(id), "obj");
        } else if let Some(object) = (id + 1..tokens.len()).find(|&below| {
            tokens[below].head == Some(id) && is_nominal(&tokens[below]) && tokens[below].rel() != "nmod"
        }) {
            attach(&mut tokens[object], Some(id), "obj");
        }
    }
}

/// "stopped supplying tanks", read as tanks of supply: right behind a verb that takes it, the form in -ing is the verb of what
/// follows.
fn gerunds(tokens: &mut [Token], lemmas: &Lemmatiser) {
    for id in 1..tokens.len() {
        let verb = id - 1;
        let form = lower(&tokens[id].form);
        let Some(noun) = tokens[id].head.filter(|&noun| noun > id && is_nominal(&tokens[noun])) else { continue };
        let takes =
            tokens[verb].upos == Upos::Verb && GERUNDS.lines().any(|lemma| lemma == tokens[verb].lemma.as_str());
        let modifies = matches!(tokens[id].rel(), "amod" | "compound") && tokens[noun].head == Some(verb);
        if !takes || !modifies || !matches!(tokens[noun].rel(), "obj" | "obl") {
            continue;
        }
        let Some(lemma) = form.ends_with("ing").then(|| verb_lemma(&form, lemmas)).flatten() else { continue };
        (tokens[id].upos, tokens[id].feats) = (Upos::Verb, "VerbForm=Ger".into());
        tokens[id].lemma = lemma.as_str().into();
        attach(&mut tokens[id], Some(verb), "xcomp");
        attach(&mut tokens[noun], Some(id), "obj");
    }
}

/// "offered to mediate and to send": the second infinitive goes on from the first.
fn joint_infinitives(tokens: &mut [Token]) {
    let has_to =
        |tokens: &[Token], id: usize| child(tokens, id, "mark").is_some_and(|to| lower(&tokens[to].form) == "to");
    for id in 0..tokens.len() {
        let Some(verb) = tokens[id].head.filter(|_| tokens[id].deprel == "conj") else { continue };
        let is_infinitive = tokens[id].feat("VerbForm") == Some("Inf") && has_to(tokens, id);
        let first = (verb + 1..id).rev().find(|&first| {
            tokens[first].head == Some(verb) && tokens[first].deprel == "xcomp" && has_to(tokens, first)
        });
        if let Some(first) = first.filter(|_| is_infinitive && is_finite(&tokens[verb])) {
            tokens[id].head = Some(first);
        }
    }
}

/// "sent nothing but threats": threats are what was sent.
fn nothing_but(tokens: &mut [Token]) {
    for noun in 2..tokens.len() {
        let Some(nothing) = tokens[noun].head.filter(|&head| head < noun && lower(&tokens[head].form) == "nothing")
        else {
            continue;
        };
        let Some(but) = child(tokens, noun, "case").filter(|&but| but == nothing + 1) else { continue };
        if lower(&tokens[but].form) == "but" {
            let (head, deprel) = (tokens[nothing].head, tokens[nothing].deprel.clone());
            attach(&mut tokens[noun], head, &deprel);
            attach(&mut tokens[nothing], Some(but), "fixed");
        }
    }
}

/// "refused it any concession": no expletive stands behind the verb before an object.
fn second_objects(tokens: &mut [Token]) {
    for id in 1..tokens.len() {
        let verb = id - 1;
        let is_expletive = tokens[id].deprel == "expl" && tokens[id].head == Some(verb);
        let object = child(tokens, verb, "obj").is_some_and(|object| object > id);
        if is_expletive && object && tokens[verb].upos == Upos::Verb && child(tokens, verb, "xcomp").is_none() {
            tokens[id].deprel = "iobj".into();
        }
    }
}

/// "Quito has sent aid, the agency complained": the verb of saying at the end reports what stands before it.
fn behind_content(tokens: &mut [Token]) {
    for id in 1..tokens.len() {
        let is_last = tokens[id + 1..].iter().all(|token| token.upos == Upos::Punct);
        let is_clause = tokens[id].deprel == "ccomp" && tokens[id].head.is_some_and(|head| head < id);
        let Some(subject) = child(tokens, id, "nsubj").filter(|&subject| is_last && is_clause && subject < id) else {
            continue;
        };
        let first = (0..=subject).find(|&at| is_below(tokens, at, subject)).unwrap_or(subject);
        let alone = child(tokens, id, "mark").is_none() && child(tokens, id, "obj").is_none();
        if first > 0 && tokens[first - 1].form == "," && alone {
            tokens[id].deprel = "parataxis".into();
        }
    }
}

/// "Because Peru backs Chile, the talks go on", read as Peruvian backs: a form in -s of a verb between two names, where the tree has
/// no verb for the clause (it is the root, or a second subject).
fn present_forms(tokens: &mut [Token], lemmas: &Lemmatiser) {
    for id in 1..tokens.len().saturating_sub(1) {
        let form = lower(&tokens[id].form);
        let subject = id - 1;
        let is_form =
            tokens[id].upos == Upos::Noun && *tokens[id].form == *form && form.ends_with('s') && !form.ends_with("ss");
        let is_relative =
            tokens[subject].upos == Upos::Pron && matches!(&*lower(&tokens[subject].form), "which" | "who" | "that");
        let is_subject = tokens[subject].head == Some(id)
            && (is_relative || is_nominal(&tokens[subject]) && tokens[subject].feat("Number") != Some("Plur"));
        let object = child(tokens, id, "appos").filter(|&object| {
            object > id
                && tokens[object].upos == Upos::Propn
                && !tokens[id..object].iter().any(|token| token.form == ",")
        });
        let (Some(object), true, true) = (object, is_form, is_subject) else { continue };
        let Some(lemma) = verb_lemma(&form, lemmas) else { continue };
        let head = tokens[id].head;
        let other = |main: usize| {
            let is_other = |at: &usize| *at != id && tokens[*at].head == Some(main) && tokens[*at].rel() == "nsubj";
            (0..tokens.len()).find(is_other)
        };
        match head {
            None if !is_relative => {}
            Some(main) if tokens[id].rel() == "nsubj" => {
                let Some(other) = other(main) else { continue };
                if is_relative && other < id {
                    attach(&mut tokens[id], Some(other), "acl:relcl");
                } else {
                    let mark = (0..id).find(|&at| {
                        tokens[at].deprel == "mark" && matches!(tokens[at].head, Some(of) if of == main || of == id)
                    });
                    let Some(mark) = mark.filter(|_| !is_relative && other > object) else { continue };
                    tokens[mark].head = Some(id);
                    attach(&mut tokens[id], Some(main), "advcl");
                }
            }
            _ => continue,
        }
        (tokens[id].upos, tokens[id].feats) =
            (Upos::Verb, "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin".into());
        tokens[id].lemma = lemma.as_str().into();
        attach(&mut tokens[subject], Some(id), "nsubj");
        attach(&mut tokens[object], Some(id), "obj");
        let modifies = |token: &Token| matches!(token.rel(), "det" | "amod" | "compound" | "nmod");
        for at in (0..subject).filter(|&at| tokens[at].head == Some(id) && modifies(&tokens[at])).collect::<Vec<_>>() {
            tokens[at].head = Some(subject);
        }
    }
}

/// "Kagame denies that Rwanda backs Chad", read as denials of his: a form in -s of a verb at the root, between a name and
/// "that", reports the clause behind it.
fn reporting_presents(tokens: &mut [Token], lemmas: &Lemmatiser) {
    for verb in 1..tokens.len().saturating_sub(2) {
        let is_noun =
            tokens[verb].upos == Upos::Noun && tokens[verb].head.is_none() && tokens[verb].form.ends_with('s');
        let named = tokens[verb - 1].upos == Upos::Propn && tokens[verb - 1].head == Some(verb);
        if !(is_noun && named && lower(&tokens[verb + 1].form) == "that") {
            continue;
        }
        let clause = (verb + 2..tokens.len()).find(|&id| tokens[id].head == Some(verb) && tokens[id].rel() == "acl");
        let (Some(lemma), Some(clause)) = (verb_lemma(&tokens[verb].form, lemmas), clause) else { continue };
        make_present(tokens, verb, &lemma);
        attach(&mut tokens[verb - 1], Some(verb), "nsubj");
        let that = verb + 1;
        (tokens[that].upos, tokens[that].feats) = (Upos::Sconj, "_".into());
        attach(&mut tokens[that], Some(clause), "mark");
        tokens[clause].deprel = "ccomp".into();
        if let Some(lemma) = verb_lemma(&tokens[clause].form, lemmas).filter(|_| tokens[clause].upos == Upos::Noun) {
            make_present(tokens, clause, &lemma);
            if tokens[clause - 1].upos == Upos::Propn && tokens[clause - 1].head == Some(clause) {
                attach(&mut tokens[clause - 1], Some(clause), "nsubj");
            }
            let object = |id: &usize| tokens[*id].head == Some(clause) && matches!(tokens[*id].rel(), "appos" | "nmod");
            if let Some(object) = (clause + 1..tokens.len()).find(object) {
                tokens[object].deprel = "obj".into();
            }
        }
    }
}

fn make_present(tokens: &mut [Token], verb: usize, lemma: &str) {
    tokens[verb].upos = Upos::Verb;
    tokens[verb].lemma = lemma.into();
    tokens[verb].feats = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin".into();
}

/// "Cuba and the Philippines agreed", read as "Cuba, and the Philippines agreed"; "guards and soldiers fired" with two subjects; "armed
/// recruits and Ireland paid them" with one object too many.
fn joint_subjects(tokens: &mut [Token]) {
    for verb in 1..tokens.len() {
        if !is_finite(&tokens[verb]) {
            continue;
        }
        let subjects: Vec<usize> =
            (0..verb).filter(|&id| tokens[id].head == Some(verb) && tokens[id].deprel == "nsubj").collect();
        let has_cc = |id: usize| child(tokens, id, "cc").is_some_and(|cc| cc < id);
        let first = tokens[verb].head;
        match subjects[..] {
            [one, other] if has_cc(other) => attach(&mut tokens[other], Some(one), "conj"),
            [only] if tokens[verb].rel() == "conj" => {
                let Some(first) = first.filter(|&first| first < only && is_nominal(&tokens[first])) else { continue };
                // a root without a verb is no clause of its own
                let joins = child(tokens, verb, "cc").filter(|&cc| cc < only && tokens[first].head.is_none());
                let joins =
                    joins.filter(|_| child(tokens, first, "cop").is_none() && child(tokens, first, "nsubj").is_none());
                if !has_cc(only) && joins.is_none() {
                    continue;
                }
                if let Some(cc) = joins {
                    tokens[cc].head = Some(only);
                }
                let (head, deprel) = (tokens[first].head, tokens[first].deprel.clone());
                let is_subject = matches!(deprel.as_str(), "root" | "nsubj" | "parataxis" | "ccomp");
                if !is_subject || (first..only).any(|id| tokens[id].form == ",") {
                    continue;
                }
                attach(&mut tokens[verb], head, if deprel == "nsubj" { "ccomp" } else { &deprel });
                attach(&mut tokens[first], Some(verb), "nsubj");
                attach(&mut tokens[only], Some(first), "conj");
            }
            [] if tokens[verb].rel() == "conj" => {
                let noun = verb - 1;
                let is_loose = is_nominal(&tokens[noun]) && tokens[noun].rel() == "conj" && has_cc(noun);
                if is_loose && first.is_some_and(|first| first < noun && is_below(tokens, noun, first)) {
                    attach(&mut tokens[noun], Some(verb), "nsubj");
                }
            }
            _ => {}
        }
    }
}

/// "it had sabotaged Iranian centrifuges", read as centrifuges that had been: a participle with a subject or auxiliary of its
/// own before a noun is the verb, and the noun its object.
fn swallowed(tokens: &mut [Token]) {
    for verb in 1..tokens.len() {
        let Some(noun) = tokens[verb].head.filter(|&noun| noun > verb && is_nominal(&tokens[noun])) else { continue };
        let has_clause = ["nsubj", "aux"].iter().any(|rel| child(tokens, verb, rel).is_some_and(|id| id < verb));
        let is_passive = (0..verb).any(|id| tokens[id].head == Some(verb) && tokens[id].deprel.ends_with(":pass"));
        if !is_participle(&tokens[verb]) || !matches!(tokens[verb].rel(), "amod" | "acl") || !has_clause || is_passive {
            continue;
        }
        let (head, deprel) = (tokens[noun].head, tokens[noun].deprel.clone());
        attach(&mut tokens[noun], Some(verb), "obj");
        let is_content = matches!(deprel.as_str(), "obj" | "obl") && head.is_some_and(|head| head < verb);
        attach(&mut tokens[verb], head, if is_content { "ccomp" } else { &deprel });
        if child(tokens, verb, "aux").is_none() {
            make_finite(&mut tokens[verb]);
        }
        // What stood before the noun group belongs to the clause.
        for id in (0..verb).filter(|&id| tokens[id].head == Some(noun)).collect::<Vec<_>>() {
            tokens[id].head = Some(verb);
        }
    }
}

/// "Forces retreated from the town, officials said": of two subjects of a verb at the end, the first has a verb of its own.
fn before_reporting(tokens: &mut [Token]) {
    for report in 0..tokens.len() {
        if tokens[report].upos != Upos::Verb {
            continue;
        }
        let subjects: Vec<usize> =
            (0..report).filter(|&id| tokens[id].head == Some(report) && tokens[id].rel() == "nsubj").collect();
        let [first, .., second] = subjects[..] else { continue };
        let comma = (first..second).any(|id| tokens[id].form == ",");
        let of_first = |&id: &usize| tokens[id].head == Some(first) && tokens[id].deprel == "acl";
        let Some(verb) = (first + 1..second).find(of_first).filter(|_| comma) else { continue };
        let is_past = is_participle(&tokens[verb]) || is_finite(&tokens[verb]);
        if !is_past || tokens[verb - 1].form == "," || child(tokens, verb, "aux").is_some() {
            continue;
        }
        attach(&mut tokens[verb], Some(report), "ccomp");
        attach(&mut tokens[first], Some(verb), "nsubj");
        make_finite(&mut tokens[verb]);
    }
}

/// "Bahrain accused Qatar of interference and closed …", read as a noun that was accused: a past form with an object is active.
fn below_subject(tokens: &mut [Token]) {
    let Some(root) = tokens.iter().position(|token| token.head.is_none()) else { return };
    if !is_nominal(&tokens[root]) || child(tokens, root, "cop").is_some() {
        return;
    }
    let in_relative = |id: usize| {
        std::iter::successors(Some(id), |&at| tokens[at].head)
            .take(tokens.len())
            .any(|at| tokens[at].deprel == "acl:relcl")
    };
    let has_finite = (0..tokens.len()).any(|id| is_finite(&tokens[id]) && !in_relative(id));
    // "Troops from Chad retreated": hung on the name right before it
    let of_root = |id: usize| {
        tokens[id].head == Some(root)
            || tokens[id]
                .head
                .is_some_and(|name| name + 1 == id && tokens[name].rel() == "nmod" && tokens[name].head == Some(root))
    };
    let is_lost = |&id: &usize| {
        let token = &tokens[id];
        let has_object = child(tokens, id, "obj").is_some_and(|object| object > id);
        let is_clause = tokens.iter().any(|below| below.head == Some(id) && below.feat("PronType") == Some("Rel"));
        let has_agent = tokens.iter().any(|below| below.head == Some(id) && below.deprel == "obl:agent");
        let has_subject = child(tokens, id, "nsubj").is_some();
        let past =
            is_participle(token) && (has_object || !has_finite && !has_agent) || is_finite(token) && !has_subject;
        let joined = !(root..id).any(|between| matches!(&*tokens[between].form, "," | ":" | ";" | "-" | "–" | "—"));
        of_root(id) && matches!(token.rel(), "acl" | "parataxis") && past && joined && !is_clause
    };
    let Some(verb) = (root + 1..tokens.len()).find(is_lost) else { return };
    attach(&mut tokens[verb], None, "root");
    make_finite(&mut tokens[verb]);
    attach(&mut tokens[root], Some(verb), "nsubj");
    for id in (root + 1..tokens.len()).filter(|&id| tokens[id].head == Some(root)).collect::<Vec<_>>() {
        if id > verb {
            tokens[id].head = Some(verb);
        } else if tokens[id].deprel == "obj" {
            // "watchdog Amnesty International accused"
            tokens[id].deprel = "appos".into();
        }
    }
}

/// "were ambushed by troops": what has a passive auxiliary is a participle, whatever its tag.
fn passive_adjectives(tokens: &mut [Token], lemmas: &Lemmatiser) {
    for id in 0..tokens.len() {
        let is_passive = tokens.iter().any(|below| below.head == Some(id) && below.deprel == "aux:pass");
        if tokens[id].upos != Upos::Adj || !is_passive {
            continue;
        }
        if let Some(lemma) = verb_lemma(&lower(&tokens[id].form), lemmas) {
            let token = &mut tokens[id];
            (token.upos, token.lemma) = (Upos::Verb, lemma.as_str().into());
            token.feats = "Tense=Past|VerbForm=Part|Voice=Pass".into();
        }
    }
}

/// "Putin to visit Kazakhstan" announces what he will do.
fn announced(tokens: &mut [Token]) {
    let Some(root) = tokens.iter().position(|token| token.head.is_none()) else { return };
    let is_announced = |&id: &usize| {
        tokens[id].head == Some(root) && tokens[id].deprel == "acl" && tokens[id].feat("VerbForm") == Some("Inf")
    };
    let verb = (root + 1..tokens.len()).find(is_announced);
    let Some(verb) = verb.filter(|_| matches!(tokens[root].upos, Upos::Propn | Upos::Noun)) else { return };
    if tokens.iter().any(is_finite) || lower(&tokens[root + 1].form) != "to" {
        return;
    }
    attach(&mut tokens[verb], None, "root");
    tokens[verb].feats = "Tense=Fut|VerbForm=Fin".into();
    attach(&mut tokens[root], Some(verb), "nsubj");
}

/// "US lifts ban on banks": the form in -s behind the name is the verb, and the bare form behind it a noun.
fn plural_form(tokens: &mut [Token], lemmas: &Lemmatiser) {
    let Some(verb) = (1..tokens.len()).find(|&id| may_be_verb(tokens, id, lemmas)) else { return };
    let bare = |token: &Token| is_finite(token) && token.form == token.lemma;
    let finite: Vec<usize> = (0..tokens.len()).filter(|&id| is_finite(&tokens[id])).collect();
    if let [only] = finite[..]
        && bare(&tokens[only])
        && only > verb
        && is_below(tokens, verb, only)
        && lemmas.is_lemma(&lower(&tokens[only].form), Upos::Noun)
    {
        (tokens[only].upos, tokens[only].feats) = (Upos::Noun, "Number=Sing".into());
    }
}

/// Whether a word that is tagged as a noun or modifier stands where a verb would, and may be one by its form.
fn may_be_verb(tokens: &[Token], id: usize, lemmas: &Lemmatiser) -> bool {
    let form = lower(&tokens[id].form);
    let is_form = form.ends_with("ed") || form.ends_with('s') && !form.ends_with("ss");
    let before = &tokens[id - 1];
    let Some(after) = tokens.get(id + 1) else { return false };
    let is_subject = matches!(before.upos, Upos::Noun | Upos::Propn) && before.form != form;
    let starts_object =
        matches!(after.upos, Upos::Det | Upos::Adj | Upos::Propn | Upos::Num | Upos::Pron | Upos::Noun | Upos::Verb);
    let tagged = matches!(tokens[id].upos, Upos::Noun | Upos::Adj) || is_participle(&tokens[id]);
    tagged
        && is_form
        && is_subject
        && starts_object
        && tokens[id].form.starts_with(char::is_lowercase)
        && verb_lemma(&form, lemmas).is_some()
}

/// The verb that a form in -s or -ed belongs to, where it is known.
fn verb_lemma(form: &str, lemmas: &Lemmatiser) -> Option<String> {
    if let Some(seen) = lemmas.seen(form, Upos::Verb, "_") {
        return Some(seen);
    }
    let stems: Vec<String> = match form.strip_suffix("ed") {
        Some(stem) => {
            let undoubled = stem.char_indices().next_back().map_or("", |(last, _)| &stem[..last]);
            vec![stem.to_owned(), format!("{stem}e"), undoubled.to_owned()]
        }
        None if form.ends_with("ing") => {
            let stem = form.strip_suffix("ing")?;
            let undoubled = stem.char_indices().next_back().map_or("", |(last, _)| &stem[..last]);
            vec![stem.to_owned(), format!("{stem}e"), undoubled.to_owned()]
        }
        None => {
            let stem = form.strip_suffix('s')?;
            let without_e = stem.strip_suffix('e').unwrap_or(stem).to_owned();
            // "denies"
            let with_y = stem.strip_suffix("ie").map(|stem| format!("{stem}y"));
            [stem.to_owned(), without_e].into_iter().chain(with_y).collect()
        }
    };
    stems.into_iter().find(|stem| lemmas.is_lemma(stem, Upos::Verb))
}

/// A sentence without any finite verb: the first word that may be one is it. What stands before it is its subject, what stands
/// behind it its object and adjuncts.
fn lost(tokens: &mut [Token], lemmas: &Lemmatiser) {
    if tokens.iter().any(|token| is_finite(token) || token.upos == Upos::Aux) {
        return;
    }
    let Some(verb) = (1..tokens.len()).find(|&id| may_be_verb(tokens, id, lemmas)) else { return };
    let Some(lemma) = verb_lemma(&lower(&tokens[verb].form), lemmas) else { return };
    let tops = |range: std::ops::Range<usize>| -> Vec<usize> {
        let inside = range.clone();
        range.filter(|&id| tokens[id].head.is_none_or(|head| !inside.contains(&head))).collect()
    };
    let (before, behind) = (tops(0..verb), tops(verb + 1..tokens.len()));
    let Some(&subject) = before.iter().rev().find(|&&id| is_nominal(&tokens[id])) else { return };
    let cased: Vec<bool> = behind.iter().map(|&id| child(tokens, id, "case").is_some_and(|case| case < id)).collect();
    tokens[verb].lemma = lemma.as_str().into();
    make_finite(&mut tokens[verb]);
    attach(&mut tokens[verb], None, "root");
    for id in before {
        if id == subject {
            attach(&mut tokens[id], Some(verb), "nsubj");
        } else {
            let is_word = tokens[id].upos != Upos::Punct;
            tokens[id].head = Some(if is_word { subject } else { verb });
        }
    }
    let mut has_object = false;
    for (id, cased) in behind.into_iter().zip(cased) {
        let deprel = match tokens[id].upos {
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num if cased => "obl",
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num if !has_object => {
                has_object = true;
                "obj"
            }
            Upos::Noun | Upos::Propn => "obl",
            Upos::Verb => "advcl",
            Upos::Punct => "punct",
            _ => "dep",
        };
        attach(&mut tokens[id], Some(verb), deprel);
    }
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    fn mended(text: &str) -> Vec<String> {
        let (_, mut sentences) = conllu::lay_out(&conllu::parse(text).unwrap());
        mend(&mut sentences[0], &Lemmatiser::default());
        sentences[0].tokens.iter().map(|token| token.deprel.to_string()).collect()
    }

    #[test]
    fn a_participle_with_a_subject_is_the_verb_of_the_noun_behind_it() {
        let text = "1\tPeru\tPeru\tPROPN\t_\t_\t2\tnsubj\t_\t_\n\
            2\tshelled\tshell\tVERB\t_\tTense=Past|VerbForm=Part\t4\tamod\t_\t_\n\
            3\tChilean\tChilean\tADJ\t_\t_\t4\tamod\t_\t_\n4\tpositions\tposition\tNOUN\t_\t_\t0\troot\t_\t_\n\
            5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_\n";
        assert_eq!(mended(text)[..4], ["nsubj", "root", "amod", "obj"]);
    }

    #[test]
    fn what_is_promised_is_content_and_no_purpose() {
        let text = "1\tPeru\tPeru\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tpromised\tpromise\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n\
            3\tto\tto\tPART\t_\t_\t4\tmark\t_\t_\n4\thelp\thelp\tVERB\t_\tVerbForm=Inf\t2\tadvcl\t_\t_\n\
            5\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n";
        assert_eq!(mended(text)[3], "xcomp");
        assert_eq!(mended(&text.replace("promise\t", "travel\t"))[3], "advcl");
    }

    #[test]
    fn a_second_infinitive_goes_on_from_the_first() {
        let text = "1\tPeru\tPeru\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\toffered\toffer\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n\
            3\tto\tto\tPART\t_\t_\t4\tmark\t_\t_\n4\tmediate\tmediate\tVERB\t_\tVerbForm=Inf\t2\txcomp\t_\t_\n\
            5\tand\tand\tCCONJ\t_\t_\t7\tcc\t_\t_\n6\tto\tto\tPART\t_\t_\t7\tmark\t_\t_\n\
            7\thelp\thelp\tVERB\t_\tVerbForm=Inf\t2\tconj\t_\t_\n8\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n";
        let (_, mut sentences) = conllu::lay_out(&conllu::parse(text).unwrap());
        mend(&mut sentences[0], &Lemmatiser::default());
        assert_eq!(sentences[0].tokens[6].head, Some(3));
    }

    #[test]
    fn nothing_but_threats_are_threats() {
        let text = "1\tPeru\tPeru\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tsent\tsend\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n\
            3\tnothing\tnothing\tPRON\t_\t_\t2\tobj\t_\t_\n4\tbut\tbut\tADP\t_\t_\t5\tcase\t_\t_\n\
            5\tthreats\tthreat\tNOUN\t_\t_\t3\tnmod\t_\t_\n6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n";
        assert_eq!(mended(text)[2..5], ["fixed", "case", "obj"]);
    }

    #[test]
    fn a_verb_of_saying_at_the_end_reports_what_stands_before_it() {
        let text = "1\tPeru\tPeru\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tleft\tleave\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n\
            3\t,\t,\tPUNCT\t_\t_\t5\tpunct\t_\t_\n4\tChile\tChile\tPROPN\t_\t_\t5\tnsubj\t_\t_\n\
            5\tsaid\tsay\tVERB\t_\tVerbForm=Fin\t2\tccomp\t_\t_\n6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n";
        assert_eq!(mended(text)[4], "parataxis");
        assert_eq!(mended(&text.replace(",\t,\tPUNCT", "that\tthat\tSCONJ"))[4], "ccomp");
    }

    #[test]
    fn a_form_in_s_between_two_names_is_the_verb_of_its_clause() {
        let text = "1\tBecause\tbecause\tSCONJ\t_\t_\t8\tmark\t_\t_\n2\tPeru\tPeru\tPROPN\t_\tNumber=Sing\t3\tcompound\t_\t_\n\
            3\tbacks\tback\tNOUN\t_\tNumber=Plur\t8\tnsubj\t_\t_\n4\tChile\tChile\tPROPN\t_\t_\t3\tappos\t_\t_\n\
            5\t,\t,\tPUNCT\t_\t_\t3\tpunct\t_\t_\n6\tthe\tthe\tDET\t_\t_\t7\tdet\t_\t_\n\
            7\ttalks\ttalk\tNOUN\t_\t_\t8\tnsubj\t_\t_\n8\tended\tend\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n\
            9\t.\t.\tPUNCT\t_\t_\t8\tpunct\t_\t_\n";
        let mut lemmas = Lemmatiser::default();
        lemmas.learn("back\tVERB\n");
        let (_, mut sentences) = conllu::lay_out(&conllu::parse(text).unwrap());
        mend(&mut sentences[0], &lemmas);
        let relations: Vec<&str> = sentences[0].tokens.iter().map(|token| token.deprel.as_str()).collect();
        assert_eq!(relations[..4], ["mark", "nsubj", "advcl", "obj"]);
        assert_eq!(sentences[0].tokens[0].head, Some(2));
    }

    #[test]
    fn a_form_in_ing_behind_a_verb_that_takes_it_is_a_verb() {
        let text = "1\tPeru\tPeru\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tstopped\tstop\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n\
            3\tsupplying\tsupply\tNOUN\t_\t_\t4\tamod\t_\t_\n4\ttanks\ttank\tNOUN\t_\t_\t2\tobj\t_\t_\n\
            5\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n";
        let mut lemmas = Lemmatiser::default();
        lemmas.learn("supply\tVERB\n");
        let (_, mut sentences) = conllu::lay_out(&conllu::parse(text).unwrap());
        mend(&mut sentences[0], &lemmas);
        assert_eq!(sentences[0].tokens[2].deprel, "xcomp");
        assert_eq!(sentences[0].tokens[3].head, Some(2));
    }

    #[test]
    fn of_two_subjects_of_a_report_the_first_has_a_verb_of_its_own() {
        let text = "1\tForces\tforce\tNOUN\t_\t_\t6\tnsubj\t_\t_\n\
            2\tretreated\tretreat\tVERB\t_\tTense=Past|VerbForm=Part\t1\tacl\t_\t_\n3\ttoday\ttoday\tNOUN\t_\t_\t2\tobl\t_\t_\n\
            4\t,\t,\tPUNCT\t_\t_\t1\tpunct\t_\t_\n5\tofficials\tofficial\tNOUN\t_\t_\t6\tnsubj\t_\t_\n\
            6\tsaid\tsay\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n7\t.\t.\tPUNCT\t_\t_\t6\tpunct\t_\t_\n";
        assert_eq!(mended(text)[..2], ["nsubj", "ccomp"]);
    }
}
