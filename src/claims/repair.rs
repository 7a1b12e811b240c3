//! Trees that a parser has bent, straightened by what the words themselves ask for.
//! `(&Sentence, &Cues) -> Option<Sentence>`, `None` where nothing is to be done

use super::cues::Cues;
use crate::model::{Sentence, TokenId, Upos};
use std::borrow::Cow;

/// The sentences with their trees as they should be; most are borrowed as they are.
pub fn straight<'s>(sentences: &'s [Sentence], cues: &Cues) -> Vec<Cow<'s, Sentence>> {
    let straight = |sentence| repaired(sentence, cues).map_or(Cow::Borrowed(sentence), Cow::Owned);
    sentences.iter().map(straight).collect()
}

/// Hangs the clause of a verb that reports on the verb ("denied on its website that it had …", read as what the website is
/// like), and the second of two coordinated phrases on the first («no a Lima, sino a Quito»).
fn repaired(sentence: &Sentence, cues: &Cues) -> Option<Sentence> {
    let mut changes: Vec<(TokenId, TokenId, &str)> = Vec::new();
    for id in 0..sentence.tokens.len() {
        match sentence.tokens[id].rel() {
            "acl" => changes.extend(reporting_verb(sentence, cues, id).map(|verb| (id, verb, "ccomp"))),
            "conj" => changes.extend(first_phrase(sentence, id).map(|first| (id, first, "conj"))),
            "cop" => {
                if let Some((adverb, predicate)) = nominal_predicate(sentence, id) {
                    let subjects = sentence.children(adverb).filter(|&child| sentence.tokens[child].rel() == "nsubj");
                    changes.extend(subjects.map(|subject| (subject, predicate, "nsubj")));
                    changes.push((id, predicate, "cop"));
                }
            }
            "csubj" => changes.extend(planned_act(sentence, id).map(|verb| (id, verb, "xcomp"))),
            "flat" | "nmod" | "appos" => {
                let subject = lost_subject(sentence, cues, id).map(|verb| (id, verb, "nsubj"));
                changes.extend(subject.or_else(|| thing_given(sentence, id).map(|verb| (id, verb, "obj"))));
            }
            "nsubj" => {
                let own = reporter_of(sentence, cues, id).or_else(|| content_of(sentence, id));
                let object = || object_of(sentence, id).map(|verb| (id, verb, "obj"));
                changes.extend(own.map(|verb| (id, verb, "nsubj")).or_else(object));
            }
            "obj" | "iobj" | "obl" => {
                if let Some((adverb, above)) = prepositional_adverb(sentence, id) {
                    changes.extend([(id, above, "obl"), (adverb, id, "case")]);
                    continue;
                }
                let own = infinitive_of(sentence, id).map(|verb| (id, verb, "obj"));
                let subject = || lost_subject(sentence, cues, id).map(|verb| (id, verb, "nsubj"));
                let beyond = || border_of(sentence, cues, id).map(|border| (id, border, "nmod"));
                changes.extend(own.or_else(subject).or_else(beyond));
            }
            _ => {}
        }
    }
    if changes.is_empty() {
        return None;
    }
    let mut repaired = sentence.clone();
    for (id, head, deprel) in changes {
        repaired.tokens[id].head = Some(head);
        repaired.tokens[id].deprel = deprel.into();
    }
    Some(repaired)
}

fn lemma(sentence: &Sentence, id: TokenId) -> String {
    sentence.tokens[id].lemma.to_lowercase().into()
}

/// The verb of saying above the noun that a clause with a conjunction was hung on, where the noun itself has no content and
/// the verb no clause.
fn reporting_verb(sentence: &Sentence, cues: &Cues, clause: TokenId) -> Option<TokenId> {
    let marks: Vec<TokenId> =
        sentence.children(clause).filter(|&child| sentence.tokens[child].rel() == "mark").collect();
    let [mark] = marks[..] else { return None };
    let noun = sentence.tokens[clause].head?;
    let holds_content =
        [&cues.reporting_nouns, &cues.possible_nouns, &cues.future_nouns, &cues.doubt_nouns, &cues.fact_nouns]
            .iter()
            .any(|nouns| nouns.contains(lemma(sentence, noun).as_str()));
    if !cues.complementizers.contains(lemma(sentence, mark).as_str()) || mark > clause || mark < noun || holds_content {
        return None;
    }
    let is_argument = |id: &TokenId| matches!(sentence.tokens[*id].rel(), "obl" | "obj" | "iobj" | "nmod" | "appos");
    let mut below = noun;
    let verb = sentence.ancestors(noun).take(3).find(|&above| {
        let climbs = is_argument(&below);
        below = above;
        climbs && sentence.tokens[above].upos == Upos::Verb
    })?;
    let has_clause = sentence.children(verb).any(|child| sentence.tokens[child].rel() == "ccomp");
    (verb < noun && !has_clause && cues.takes_content(&lemma(sentence, verb))).then_some(verb)
}

/// The phrase with the same preposition that a coordinated phrase goes on from, where the parser hung it on their verb.
fn first_phrase(sentence: &Sentence, later: TokenId) -> Option<TokenId> {
    let case = |id: TokenId| {
        let case = sentence.children(id).find(|&child| sentence.tokens[child].rel() == "case" && child < id)?;
        Some(lemma(sentence, case))
    };
    let is_noun = |id: TokenId| matches!(sentence.tokens[id].upos, Upos::Noun | Upos::Propn);
    let verb =
        sentence.tokens[later].head.filter(|&head| sentence.tokens[head].upos == Upos::Verb && is_noun(later))?;
    let own = case(later)?;
    let mut before = sentence.children(verb).filter(|&child| {
        child < later
            && child > verb
            && is_noun(child)
            && matches!(sentence.tokens[child].rel(), "obj" | "obl" | "iobj")
    });
    before.rfind(|&child| case(child).as_ref() == Some(&own))
}

/// The verb of a second subject that stands behind it, the first before it: «Chile bombardeó Perú».
fn object_of(sentence: &Sentence, id: TokenId) -> Option<TokenId> {
    let verb = sentence.tokens[id].head.filter(|&verb| verb < id && sentence.tokens[verb].upos == Upos::Verb)?;
    let is = |child: TokenId, rels: &[&str]| rels.contains(&sentence.tokens[child].rel());
    let has_first = sentence.children(verb).any(|child| child < verb && is(child, &["nsubj"]));
    let has_object = sentence.children(verb).any(|child| is(child, &["obj", "ccomp", "xcomp", "cop", "iobj"]));
    (has_first && !has_object).then_some(verb)
}

/// The verb of an inserted report whose subject the parser gave to the main verb: «según informó [el diario], Lima pidió».
fn reporter_of(sentence: &Sentence, cues: &Cues, id: TokenId) -> Option<TokenId> {
    let verb = sentence.tokens[id].head.filter(|&verb| id < verb)?;
    let is_subject = |child: TokenId| sentence.tokens[child].rel() == "nsubj";
    let has_nearer = sentence.children(verb).any(|child| id < child && child < verb && is_subject(child));
    let report = sentence.children(verb).find(|&child| {
        child < id
            && sentence.tokens[child].rel() == "advcl"
            && cues.reporting_verbs.contains(lemma(sentence, child).as_str())
    })?;
    (has_nearer && !sentence.children(report).any(is_subject)).then_some(report)
}

/// The clause of content whose subject the parser gave to the verb of saying behind it: "[Peru] left, the minister said".
fn content_of(sentence: &Sentence, id: TokenId) -> Option<TokenId> {
    let verb = sentence.tokens[id].head.filter(|&verb| id < verb)?;
    let is = |child: TokenId, rel: &str| sentence.tokens[child].rel() == rel;
    let nearer = sentence.children(verb).find(|&child| id < child && child < verb && is(child, "nsubj"))?;
    let content = sentence.children(verb).find(|&child| id < child && child < nearer && is(child, "ccomp"))?;
    (!sentence.children(content).any(|child| is(child, "nsubj"))).then_some(content)
}

/// The infinitive that an object with «a» behind it belongs to, where the parser hung it on the verb above: «dejó de apoyar a
/// Lima».
fn infinitive_of(sentence: &Sentence, id: TokenId) -> Option<TokenId> {
    let verb = sentence.tokens[id].head.filter(|&verb| sentence.tokens[verb].upos == Upos::Verb)?;
    let is_a = sentence.children(id).any(|case| sentence.tokens[case].rel() == "case" && lemma(sentence, case) == "a");
    let mut infinitive = sentence.children(verb).filter(|&child| {
        let token = &sentence.tokens[child];
        verb < child && child < id && token.rel() == "xcomp" && token.feat("VerbForm") == Some("Inf")
    });
    let has_object = |&child: &TokenId| sentence.children(child).any(|below| sentence.tokens[below].rel() == "obj");
    infinitive.next_back().filter(|infinitive| is_a && id - infinitive <= 4 && !has_object(infinitive))
}

/// The preposition of a phrase; empty where it has none.
fn preposition(sentence: &Sentence, id: TokenId) -> String {
    let case = |&child: &TokenId| child < id && matches!(sentence.tokens[child].rel(), "case" | "mark");
    let words: Vec<String> = sentence.children(id).filter(case).map(|child| lemma(sentence, child)).collect();
    words.join(" ")
}

/// The finite verb without a subject whose subject the parser took for something else: a name before it that hangs on a date
/// («el año próximo Lima habrá …»), a name behind it beside an object with «a» («abandonó Lima a Quito»), whoever
/// stands behind a verb of saying that follows what is said («…, anunció un portavoz»).
fn lost_subject(sentence: &Sentence, cues: &Cues, id: TokenId) -> Option<TokenId> {
    let token = &sentence.tokens[id];
    let is_name = token.upos == Upos::Propn;
    let marks_persons = cues.control_prepositions.contains("a");
    let has_case = sentence.children(id).any(|child| child < id && sentence.tokens[child].rel() == "case");
    if !marks_persons || !(is_name || token.upos == Upos::Noun) || has_case {
        return None;
    }
    let head = token.head?;
    let is_verb = |above: &TokenId| sentence.tokens[*above].upos == Upos::Verb;
    let verb = if is_verb(&head) { head } else { sentence.ancestors(id).take(3).find(is_verb)? };
    let is = |child: TokenId, rels: &[&str]| rels.contains(&sentence.tokens[child].rel());
    let is_finite = std::iter::once(verb)
        .chain(sentence.children(verb).filter(|&child| is(child, &["aux"])))
        .any(|id| sentence.tokens[id].feat("VerbForm") == Some("Fin"));
    let is_impersonal = |child: TokenId| sentence.tokens[child].deprel.starts_with("expl");
    if !is_finite || sentence.children(verb).any(|child| is(child, &["nsubj", "csubj", "cop"]) || is_impersonal(child))
    {
        return None;
    }
    if id < verb {
        // nothing but auxiliaries and the phrase itself stands between, and what it hangs on tells when or where
        let is_small = |other: TokenId| {
            sentence.is_below(other, id)
                || matches!(sentence.tokens[other].upos, Upos::Aux | Upos::Adv | Upos::Pron)
                    && sentence.is_below(other, verb)
        };
        let hangs = if head == verb { is_name && is(id, &["obl"]) } else { is(id, &["nmod", "appos"]) };
        return (hangs && (id + 1..verb).all(is_small)).then_some(verb);
    }
    if head != verb {
        return None;
    }
    if is(id, &["flat"]) {
        return (is_name && id == verb + 1).then_some(verb);
    }
    let said = |child: TokenId| child < verb && is(child, &["ccomp", "parataxis"]);
    let reports = cues.reporting_verbs.contains(lemma(sentence, verb).as_str()) && is(id, &["obj"]);
    let with_a = |child: TokenId| {
        is(child, &["obj", "iobj", "obl"])
            && preposition(sentence, child) == "a"
            && sentence.tokens[child].upos == Upos::Propn
    };
    let object = is_name && is(id, &["obj"]) && sentence.children(verb).any(with_a);
    (object || reports && sentence.children(verb).any(said)).then_some(verb)
}

/// The verb of a thing that is given, where the parser took it for a part of the name before it: «entregó a Lima trigo».
fn thing_given(sentence: &Sentence, id: TokenId) -> Option<TokenId> {
    let token = &sentence.tokens[id];
    let name = token.head.filter(|&name| name < id && sentence.tokens[name].upos == Upos::Propn)?;
    let is_thing = token.upos == Upos::Noun && token.rel() == "flat" && token.form == token.form.to_lowercase();
    let verb = sentence.tokens[name].head.filter(|&verb| sentence.tokens[verb].upos == Upos::Verb)?;
    (is_thing && verb < name && preposition(sentence, name) == "a").then_some(verb)
}

/// The verb with a subject and «se» that an infinitive behind it is planned by: «Lima se propone firmar», read as a passive.
fn planned_act(sentence: &Sentence, id: TokenId) -> Option<TokenId> {
    let verb = sentence.tokens[id].head.filter(|&verb| verb < id && sentence.tokens[verb].upos == Upos::Verb)?;
    let has_subject = sentence.children(verb).any(|child| child < verb && sentence.tokens[child].rel() == "nsubj");
    (has_subject && sentence.tokens[id].feat("VerbForm") == Some("Inf")).then_some(verb)
}

/// The adverb that is half of a preposition, and what both depend on: «maniobras alrededor de [Lima]».
fn prepositional_adverb(sentence: &Sentence, id: TokenId) -> Option<(TokenId, TokenId)> {
    let adverb = sentence.tokens[id].head.filter(|&head| head < id && sentence.tokens[head].upos == Upos::Adv)?;
    let is_joined = sentence.children(adverb).any(|child| child < id && sentence.tokens[child].rel() == "fixed");
    let above = sentence.tokens[adverb].head.filter(|_| sentence.tokens[adverb].rel() == "advmod")?;
    (is_joined && preposition(sentence, id).is_empty()).then_some((adverb, above))
}

/// The adverb that the parser took for what somebody is, and the noun or pronoun behind it that says so: «es hoy uno de».
fn nominal_predicate(sentence: &Sentence, copula: TokenId) -> Option<(TokenId, TokenId)> {
    let adverb = sentence.tokens[copula].head.filter(|&head| sentence.tokens[head].upos == Upos::Adv)?;
    let is_predicate = |&child: &TokenId| {
        let token = &sentence.tokens[child];
        child > adverb
            && matches!(token.upos, Upos::Noun | Upos::Pron)
            && matches!(token.rel(), "obl" | "obj" | "nmod")
            && preposition(sentence, child).is_empty()
    };
    let predicate = sentence.children(adverb).find(is_predicate)?;
    (copula < adverb).then_some((adverb, predicate))
}

/// The border right before «con» that a phrase belongs to, where the parser hung it on their verb.
fn border_of(sentence: &Sentence, cues: &Cues, id: TokenId) -> Option<TokenId> {
    let case = sentence.children(id).find(|&child| sentence.tokens[child].rel() == "case" && child < id)?;
    let border = case.checked_sub(1)?;
    let is_border = cues.border_nouns.contains(lemma(sentence, border).as_str());
    let joined = sentence.tokens[border].head == sentence.tokens[id].head;
    (is_border && joined && matches!(lemma(sentence, case).as_str(), "con" | "with")).then_some(border)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::conllu;

    fn heads(text: &str, cues: &str) -> Option<Vec<(usize, String)>> {
        let (_, sentences) = conllu::lay_out(&conllu::parse(text).unwrap());
        let repaired = repaired(&sentences[0], &Cues::parse("cues", cues).unwrap())?;
        let of = |token: &crate::model::Token| (token.head.map_or(0, |head| head + 1), token.deprel.to_string());
        Some(repaired.tokens.iter().map(of).collect())
    }

    const DENIED: &str = "1\tLaos\tLaos\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tdenied\tdeny\tVERB\t_\t_\t0\troot\t_\t_\n\
        3\ton\ton\tADP\t_\t_\t4\tcase\t_\t_\n4\tradio\tradio\tNOUN\t_\t_\t2\tobl\t_\t_\n5\tthat\tthat\tSCONJ\t_\t_\t7\tmark\t_\t_\n\
        6\tit\tit\tPRON\t_\t_\t7\tnsubj\t_\t_\n7\tleft\tleave\tVERB\t_\t_\t4\tacl:relcl\t_\t_\n";
    const CUES: &str = "denying_verbs = [\"deny\"]\ncomplementizers = [\"that\"]\nreporting_nouns = [\"claim\"]";

    #[test]
    fn what_is_denied_hangs_on_the_denial() {
        assert_eq!(heads(DENIED, CUES).unwrap()[6], (2, "ccomp".to_owned()));
    }

    #[test]
    fn what_a_claim_says_stays_with_the_claim() {
        assert_eq!(heads(&DENIED.replace("radio", "claim"), CUES), None);
    }

    #[test]
    fn a_name_behind_a_verb_with_a_subject_is_its_object() {
        let text = "1\tChile\tChile\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tbombardeó\tbombardear\tVERB\t_\t_\t0\troot\t_\t_\n\
            3\tPerú\tPerú\tPROPN\t_\t_\t2\tnsubj\t_\t_\n";
        assert_eq!(heads(text, "").unwrap()[2], (2, "obj".to_owned()));
    }

    #[test]
    fn of_two_subjects_before_a_verb_of_saying_the_first_belongs_to_what_is_said() {
        let text = "1\tPeru\tPeru\tPROPN\t_\t_\t5\tnsubj\t_\t_\n2\tleft\tleave\tVERB\t_\t_\t5\tccomp\t_\t_\n\
            3\t,\t,\tPUNCT\t_\t_\t5\tpunct\t_\t_\n4\tministers\tminister\tNOUN\t_\t_\t5\tnsubj\t_\t_\n\
            5\tsaid\tsay\tVERB\t_\t_\t0\troot\t_\t_\n";
        assert_eq!(heads(text, "").unwrap()[0], (2, "nsubj".to_owned()));
    }

    #[test]
    fn an_object_with_a_belongs_to_the_infinitive_before_it() {
        let text = "1\tdejó\tdejar\tVERB\t_\t_\t0\troot\t_\t_\n2\tde\tde\tADP\t_\t_\t3\tmark\t_\t_\n\
            3\tapoyar\tapoyar\tVERB\t_\tVerbForm=Inf\t1\txcomp\t_\t_\n4\ta\ta\tADP\t_\t_\t5\tcase\t_\t_\n\
            5\tLima\tLima\tPROPN\t_\t_\t1\tobj\t_\t_\n";
        assert_eq!(heads(text, "").unwrap()[4], (3, "obj".to_owned()));
    }

    const MARKS_PERSONS: &str = "control_prepositions = [\"a\"]\nreporting_verbs = [\"decir\"]";

    #[test]
    fn a_name_between_a_verb_and_its_object_with_a_is_the_subject() {
        let text = "1\tabandonó\tabandonar\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n\
            2\tLima\tLima\tPROPN\t_\t_\t1\tobj\t_\t_\n3\ta\ta\tADP\t_\t_\t4\tcase\t_\t_\n4\tQuito\tQuito\tPROPN\t_\t_\t1\tobj\t_\t_\n";
        assert_eq!(heads(text, MARKS_PERSONS).unwrap()[1], (1, "nsubj".to_owned()));
    }

    #[test]
    fn whoever_stands_behind_what_he_says_is_its_speaker() {
        let text = "1\tllueve\tllover\tVERB\t_\tVerbForm=Fin\t2\tccomp\t_\t_\n\
            2\tdijo\tdecir\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n3\tministro\tministro\tNOUN\t_\t_\t2\tobj\t_\t_\n";
        assert_eq!(heads(text, MARKS_PERSONS).unwrap()[2], (2, "nsubj".to_owned()));
    }

    #[test]
    fn what_lies_round_a_place_is_no_adverb() {
        let text = "1\tvoló\tvolar\tVERB\t_\t_\t0\troot\t_\t_\n2\talrededor\talrededor\tADV\t_\t_\t1\tadvmod\t_\t_\n\
            3\tde\tde\tADP\t_\t_\t2\tfixed\t_\t_\n4\tLima\tLima\tPROPN\t_\t_\t2\tobl\t_\t_\n";
        assert_eq!(heads(text, "").unwrap()[3], (1, "obl".to_owned()));
    }

    #[test]
    fn a_second_phrase_hangs_on_the_first_with_its_preposition() {
        let text = "1\tfelicitó\tfelicitar\tVERB\t_\t_\t0\troot\t_\t_\n2\ta\ta\tADP\t_\t_\t3\tcase\t_\t_\n3\tPerú\tPerú\tPROPN\t_\t_\t1\tobj\t_\t_\n\
            4\tsino\tsino\tCCONJ\t_\t_\t6\tcc\t_\t_\n5\ta\ta\tADP\t_\t_\t6\tcase\t_\t_\n6\tChile\tChile\tPROPN\t_\t_\t1\tconj\t_\t_\n";
        assert_eq!(heads(text, "").unwrap()[5], (3, "conj".to_owned()));
    }
}
