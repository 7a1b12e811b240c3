//! Trees that a parser has bent, straightened by what the words themselves ask for.
//! `(&Sentence, &Cues) -> Option<Sentence>`, `None` where nothing is to be done

use super::cues::Cues;
use crate::model::{Sentence, TokenId, Upos};

/// Hangs the clause of a verb that reports on the verb ("denied on its website that it had …", read as what the website is
/// like), and the second of two coordinated phrases on the first («no a Lima, sino a Quito»).
pub fn repaired(sentence: &Sentence, cues: &Cues) -> Option<Sentence> {
    let mut changes: Vec<(TokenId, TokenId, &str)> = Vec::new();
    for id in 0..sentence.tokens.len() {
        match sentence.tokens[id].rel() {
            "acl" => changes.extend(reporting_verb(sentence, cues, id).map(|verb| (id, verb, "ccomp"))),
            "conj" => changes.extend(first_phrase(sentence, id).map(|first| (id, first, "conj"))),
            "nsubj" => {
                let own = reporter_of(sentence, cues, id).or_else(|| content_of(sentence, id));
                let object = || object_of(sentence, id).map(|verb| (id, verb, "obj"));
                changes.extend(own.map(|verb| (id, verb, "nsubj")).or_else(object));
            }
            "obj" | "iobj" | "obl" => changes.extend(infinitive_of(sentence, id).map(|verb| (id, verb, "obj"))),
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

    #[test]
    fn a_second_phrase_hangs_on_the_first_with_its_preposition() {
        let text = "1\tfelicitó\tfelicitar\tVERB\t_\t_\t0\troot\t_\t_\n2\ta\ta\tADP\t_\t_\t3\tcase\t_\t_\n3\tPerú\tPerú\tPROPN\t_\t_\t1\tobj\t_\t_\n\
            4\tsino\tsino\tCCONJ\t_\t_\t6\tcc\t_\t_\n5\ta\ta\tADP\t_\t_\t6\tcase\t_\t_\n6\tChile\tChile\tPROPN\t_\t_\t1\tconj\t_\t_\n";
        assert_eq!(heads(text, "").unwrap()[5], (3, "conj".to_owned()));
    }
}
