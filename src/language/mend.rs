//! Predicates that a model has lost, found again by what a sentence must have.
//!
//! A whole sentence has a finite verb. Where an English tree has none ("Azerbaijan shelled Armenian positions", read as a
//! noun with a participle), or hangs a past form on the subject of another verb ("Forces retreated from the town, officials
//! said"), the verb can be told from its form and from what stands on either side of it. Nothing else of the tree changes.

use super::lemma::{Lemmatiser, lower};
use crate::model::{Sentence, Token, Upos};

/// Verbs that take an infinitive for their content; the models take some of them for purposes.
static CONTENT: &str = include_str!("en/infinitives.txt");

/// Mends the predicates of an English sentence.
pub(super) fn mend(sentence: &mut Sentence, lemmas: &Lemmatiser) {
    let ends = sentence.tokens.last().is_some_and(|last| matches!(&*last.form, "." | "!" | "?"));
    // Headlines have no full stop; whatever has one is a whole sentence, wherever it stands.
    let is_headline = !ends;
    let tokens = &mut sentence.tokens[..];
    passive_adjectives(tokens, lemmas);
    content_infinitives(tokens);
    joint_subjects(tokens);
    swallowed(tokens);
    before_reporting(tokens);
    if is_headline {
        announced(tokens);
        plural_form(tokens, lemmas);
    } else {
        below_subject(tokens);
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
            [only] if has_cc(only) && tokens[verb].rel() == "conj" => {
                let Some(first) = first.filter(|&first| first < only && is_nominal(&tokens[first])) else { continue };
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
    let has_finite = tokens.iter().any(is_finite);
    let is_lost = |&id: &usize| {
        let token = &tokens[id];
        let has_object = child(tokens, id, "obj").is_some_and(|object| object > id);
        let is_clause = tokens.iter().any(|below| below.head == Some(id) && below.feat("PronType") == Some("Rel"));
        let has_agent = tokens.iter().any(|below| below.head == Some(id) && below.deprel == "obl:agent");
        let has_subject = child(tokens, id, "nsubj").is_some();
        let past =
            is_participle(token) && (has_object || !has_finite && !has_agent) || is_finite(token) && !has_subject;
        let joined = !(root..id).any(|between| matches!(&*tokens[between].form, "," | ":" | ";" | "-" | "–" | "—"));
        tokens[id].head == Some(root) && matches!(token.rel(), "acl" | "parataxis") && past && joined && !is_clause
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
        None => {
            let stem = form.strip_suffix('s')?;
            vec![stem.to_owned(), stem.strip_suffix('e').unwrap_or(stem).to_owned()]
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
    fn of_two_subjects_of_a_report_the_first_has_a_verb_of_its_own() {
        let text = "1\tForces\tforce\tNOUN\t_\t_\t6\tnsubj\t_\t_\n\
            2\tretreated\tretreat\tVERB\t_\tTense=Past|VerbForm=Part\t1\tacl\t_\t_\n3\ttoday\ttoday\tNOUN\t_\t_\t2\tobl\t_\t_\n\
            4\t,\t,\tPUNCT\t_\t_\t1\tpunct\t_\t_\n5\tofficials\tofficial\tNOUN\t_\t_\t6\tnsubj\t_\t_\n\
            6\tsaid\tsay\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n7\t.\t.\tPUNCT\t_\t_\t6\tpunct\t_\t_\n";
        assert_eq!(mended(text)[..2], ["nsubj", "ccomp"]);
    }
}
