//! From a treebank's conventions to those that later stages read.
//!
//! Models write trees as the treebank does whose conventions they follow. AnCora leaves passives and relative clauses
//! unmarked, calls prepositional complements `obj`, and gives participles that it tags as adjectives the participle
//! for a lemma. What can be told from the tree is brought here to the guidelines of Universal Dependencies.

use super::lemma::{Lemmatiser, known_key, lower};
use crate::model::{Lang, Sentence, Token, Upos};

/// Brings the trees of a treebank's conventions to those that later stages read.
pub(crate) fn harmonise(lang: &Lang, sentence: &mut Sentence, lemmas: &Lemmatiser) {
    let tokens = &mut sentence.tokens[..];
    names_inside(tokens, sentence.is_headline);
    joint_adjectives(tokens);
    heads_of_nominals(tokens);
    agents_of_actives(tokens, sentence.is_headline);
    for token in tokens.iter_mut() {
        known_words(token, lemmas);
    }
    if lang.code() == "en" {
        super::mend::mend(sentence, lemmas);
    }
    if lang.code() != "es" {
        return;
    }
    let tokens = &mut sentence.tokens[..];
    for token in tokens.iter_mut() {
        // The reflexive pronoun belongs to the tree, not to the lemma.
        if token.upos == Upos::Verb && token.lemma.ends_with("rse") {
            let length = token.lemma.len() - 2;
            token.lemma.truncate(length);
        }
        if has(token, "VerbForm=Part") && token.upos == Upos::Adj {
            let verb = verb_of(&token.form, lemmas).or_else(|| verb_of(&token.lemma, lemmas));
            let known = |lemma: &str, upos: Upos| lemmas.known.contains(&known_key(lemma, upos));
            if let Some(verb) = verb.filter(|verb| known(verb, Upos::Verb) || !known(&token.lemma, Upos::Adj)) {
                token.lemma = verb.into();
            }
        }
        // `se` as a part of the verb is `expl:pv` everywhere.
        if token.deprel == "compound:prt" && token.upos == Upos::Pron {
            token.deprel = "expl:pv".into();
        }
    }
    let children: Vec<Vec<usize>> = children(tokens);
    passives(tokens, &children, lemmas);
    relative_clauses(tokens, &children);
    complements(tokens, &children);
}

fn has(token: &Token, feature: &str) -> bool {
    token.feats.split('|').any(|item| item == feature)
}

fn children(tokens: &[Token]) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); tokens.len()];
    for (index, token) in tokens.iter().enumerate() {
        if let Some(head) = token.head {
            children[head].push(index);
        }
    }
    children
}

fn case_of<'t>(tokens: &'t [Token], children: &[Vec<usize>], head: usize) -> Option<&'t str> {
    let mut cases = children[head].iter().map(|&child| &tokens[child]).filter(|token| token.deprel == "case");
    cases.next().map(|token| token.lemma.as_str())
}

/// A verb with a capital inside a sentence is a name that training never saw: «su apoyo a Bashar».
fn names_inside(tokens: &mut [Token], is_headline: bool) {
    for name in 1..tokens.len() {
        let follows_word = tokens[name - 1].form.chars().all(char::is_lowercase);
        let has_capital = tokens[name].form.starts_with(char::is_uppercase);
        if tokens[name].upos != Upos::Verb || !has_capital || !follows_word || is_headline {
            continue;
        }
        let token = &mut tokens[name];
        (token.upos, token.lemma, token.feats) = (Upos::Propn, token.form.clone(), "_".into());
        token.deprel = match token.rel() {
            "acl" => "nmod".into(),
            "advcl" => "obl".into(),
            "xcomp" | "ccomp" => "obj".into(),
            "csubj" => "nsubj".into(),
            _ => token.deprel.clone(),
        };
        for child in tokens.iter_mut().filter(|child| child.head == Some(name)) {
            if child.deprel == "mark" {
                child.deprel = "case".into();
            } else if matches!(child.rel(), "obj" | "nsubj") && child.upos == Upos::Propn {
                child.deprel = "flat".into();
            }
        }
    }
}

/// "The Russian and Syrian leaders" has one head, the noun, although the first adjective may look like one.
fn joint_adjectives(tokens: &mut [Token]) {
    for first in 0..tokens.len().saturating_sub(3) {
        let [and, second, noun] = [first + 1, first + 2, first + 3];
        let kinds = [first, and, second, noun].map(|id| tokens[id].upos);
        let is_joint = kinds == [Upos::Adj, Upos::Cconj, Upos::Adj, Upos::Noun]
            && tokens[noun].head == Some(first)
            && tokens[noun].deprel == "conj";
        if !is_joint {
            continue;
        }
        (tokens[noun].head, tokens[noun].deprel) = (tokens[first].head, tokens[first].deprel.clone());
        for token in tokens.iter_mut().filter(|token| token.head == Some(first)) {
            token.head = Some(noun);
        }
        (tokens[first].head, tokens[first].deprel) = (Some(noun), "amod".into());
        (tokens[second].head, tokens[second].deprel) = (Some(first), "conj".into());
        (tokens[and].head, tokens[and].deprel) = (Some(second), "cc".into());
    }
}

/// An adjective that is subject, object or oblique and has an article is read as the noun that it stands for: "an
/// official", «el próximo». Names of peoples ("the French") are left.
fn heads_of_nominals(tokens: &mut [Token]) {
    let has_article: Vec<bool> =
        children(tokens).iter().map(|children| children.iter().any(|&child| tokens[child].rel() == "det")).collect();
    for (token, has_article) in tokens.iter_mut().zip(has_article) {
        let nominal = matches!(token.rel(), "nsubj" | "obj" | "iobj" | "obl" | "nmod");
        if token.upos == Upos::Adj && nominal && has_article && token.form.starts_with(char::is_lowercase) {
            token.upos = Upos::Noun;
        }
    }
}

/// An active verb has no agent: "denied the accusations by Kenya" is about Kenya's accusations. Nor has it a passive subject:
/// a past form without an auxiliary is active where it has an object or a clause, or is the root of a whole sentence
/// ("Kenya denied on Monday …"). Headlines leave auxiliaries out.
fn agents_of_actives(tokens: &mut [Token], is_headline: bool) {
    for subject in 0..tokens.len() {
        let Some(verb) = tokens[subject].head.filter(|_| tokens[subject].deprel == "nsubj:pass") else { continue };
        // «fueron deportados»: parsers call «ser» any auxiliary
        let is_passive = |token: &Token| {
            token.head == Some(verb)
                && (matches!(&*token.deprel, "aux:pass" | "expl:pass") || token.rel() == "aux" && token.lemma == "ser")
        };
        let has_agent = |token: &Token| token.head == Some(verb) && token.deprel == "obl:agent";
        let has_object = |token: &Token| token.head == Some(verb) && matches!(token.rel(), "obj" | "ccomp");
        let is_whole =
            tokens[verb].head.is_none() && !is_headline && tokens.last().is_some_and(|last| last.form == ".");
        let is_active = has(&tokens[verb], "VerbForm=Fin") || is_whole || tokens.iter().any(has_object);
        if is_active && !tokens.iter().any(|token| is_passive(token) || has_agent(token)) {
            tokens[subject].deprel = "nsubj".into();
            if has(&tokens[verb], "VerbForm=Part") {
                tokens[verb].feats = "Mood=Ind|Tense=Past|VerbForm=Fin".into();
            }
        }
    }
    for agent in 0..tokens.len() {
        let Some(verb) = tokens[agent].head.filter(|_| tokens[agent].deprel == "obl:agent") else { continue };
        let is_child = |id: usize, relation: &str| tokens[id].head == Some(verb) && tokens[id].deprel == relation;
        let is_active = has(&tokens[verb], "VerbForm=Fin") && (0..tokens.len()).all(|id| !is_child(id, "aux:pass"));
        let object = (verb + 1..agent).find(|&id| is_child(id, "obj"));
        if let Some(object) = object.filter(|_| is_active) {
            tokens[agent].head = Some(object);
            tokens[agent].deprel = "nmod".into();
        }
    }
}

/// Participles of verbs that nobody knows are the adjectives that they look like ("unfounded"), and a plural that is its
/// own lemma is brought to the singular where that is known ("troops").
fn known_words(token: &mut Token, lemmas: &Lemmatiser) {
    let known = |lemma: &str, upos: Upos| lemmas.known.contains(&known_key(lemma, upos));
    let is_plural = has(token, "Number=Plur") || has(token, "Number=Ptan");
    if token.upos == Upos::Verb && has(token, "VerbForm=Part") && !known(&token.lemma, Upos::Verb) {
        let adjective = lemmas.lemma(&token.form, Upos::Adj, "_", &[]);
        if known(&adjective, Upos::Adj) {
            (token.upos, token.lemma) = (Upos::Adj, adjective.into());
        }
    } else if token.upos == Upos::Noun && is_plural && token.lemma.as_str() == lower(&token.form) {
        if let Some(singular) = token.lemma.strip_suffix('s').filter(|singular| known(singular, Upos::Noun)) {
            token.lemma = singular.into();
        }
    }
}

/// Passives with `ser` and with `se` get `aux:pass`, `nsubj:pass` and `obl:agent`.
fn passives(tokens: &mut [Token], children: &[Vec<usize>], lemmas: &Lemmatiser) {
    for index in 0..tokens.len() {
        let is_participle = has(&tokens[index], "VerbForm=Part");
        let by = children[index].iter().copied().find(|&child| {
            let relation = tokens[child].deprel.as_str();
            matches!(relation, "obj" | "obl" | "obl:arg" | "obl:agent")
                && case_of(tokens, children, child) == Some("por")
        });
        let ser = children[index].iter().copied().find(|&child| {
            let token = &tokens[child];
            token.lemma == "ser" && (token.rel() == "aux" || (token.deprel == "cop" && by.is_some()))
        });
        let se = children[index].iter().any(|&child| tokens[child].deprel == "expl:pass");
        // «son infundadas»: no verb, no passive.
        let is_participle = is_participle && !lemmas.is_adjective(&tokens[index].lemma);
        if let Some(ser) = ser.filter(|_| is_participle) {
            tokens[ser].deprel = "aux:pass".into();
            if tokens[index].upos == Upos::Adj {
                tokens[index].upos = Upos::Verb;
            }
        }
        if let Some(by) = by.filter(|&by| is_participle && (ser.is_some() || tokens[by].deprel == "obj")) {
            tokens[by].deprel = "obl:agent".into();
        }
        if se || (is_participle && ser.is_some()) {
            for &child in &children[index] {
                if matches!(tokens[child].deprel.as_str(), "nsubj" | "csubj") {
                    tokens[child].deprel.push_str(":pass");
                }
            }
        }
    }
}

/// A clause with a relative pronoun under a noun is `acl:relcl`.
fn relative_clauses(tokens: &mut [Token], children: &[Vec<usize>]) {
    for index in 0..tokens.len() {
        if tokens[index].deprel == "acl" && relative_below(tokens, children, index, 2) {
            tokens[index].deprel = "acl:relcl".into();
        }
    }
}

fn relative_below(tokens: &[Token], children: &[Vec<usize>], head: usize, depth: usize) -> bool {
    children[head].iter().any(|&child| {
        let token = &tokens[child];
        let is_relative = token.feats.contains("Rel") && token.feats.contains("PronType");
        let inner = matches!(token.deprel.as_str(), "nmod" | "obl" | "det" | "obl:arg" | "nsubj" | "obj");
        is_relative || (depth > 1 && inner && relative_below(tokens, children, child, depth - 1))
    })
}

/// Prepositional complements are `obl:arg`; with `a`, beside another object, `iobj`.
fn complements(tokens: &mut [Token], children: &[Vec<usize>]) {
    for index in 0..tokens.len() {
        if !matches!(tokens[index].deprel.as_str(), "obj" | "iobj") || tokens[index].upos == Upos::Verb {
            continue;
        }
        let Some(is_to) = case_of(tokens, children, index).map(|case| case == "a") else { continue };
        if !is_to {
            tokens[index].deprel = "obl:arg".into();
        } else if tokens[index].deprel == "obj" {
            let siblings = tokens[index].head.map_or(&[][..], |head| &children[head]).iter().copied();
            let mut objects = siblings.filter(|&child| child != index).filter(|&child| {
                let relation = tokens[child].deprel.as_str();
                relation == "ccomp" || (relation == "obj" && case_of(tokens, children, child).is_none())
            });
            if objects.next().is_some() {
                tokens[index].deprel = "iobj".into();
            }
        }
    }
}

/// The verb that a participle belongs to: as training saw it, else by its ending where that gives a known verb.
fn verb_of(participle: &str, lemmas: &Lemmatiser) -> Option<String> {
    let form = lower(participle);
    let plain = form.strip_suffix('s').unwrap_or(&form);
    let masculine = plain.strip_suffix('a').map_or_else(|| plain.to_owned(), |stem| format!("{stem}o"));
    for form in [form.as_str(), masculine.as_str()] {
        if let Some(lemma) = lemmas.seen(form, Upos::Verb, "_") {
            return Some(lemma);
        }
    }
    let stem = |ending: &str| masculine.strip_suffix(ending);
    if let Some(stem) = stem("ado") {
        return Some(format!("{stem}ar"));
    }
    let stem = stem("ido").or_else(|| stem("ído"))?;
    let verbs = ["er", "ir", "eír", "ír"].map(|ending| format!("{stem}{ending}"));
    verbs.into_iter().find(|verb| lemmas.known.contains(&known_key(verb, Upos::Verb)))
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    fn harmonised(lang: &str, text: &str) -> Vec<(String, String)> {
        let (_, mut sentences) = conllu::lay_out(&conllu::parse(text).unwrap());
        harmonise(&Lang::new(lang), &mut sentences[0], &Lemmatiser::default());
        sentences[0].tokens.iter().map(|token| (token.upos.to_string(), token.deprel.to_string())).collect()
    }

    #[test]
    fn a_past_form_without_an_auxiliary_is_active() {
        let text = "1\tMoscow\tMoscow\tPROPN\t_\t_\t2\tnsubj:pass\t_\t_\n\
            2\tdenied\tdeny\tVERB\t_\tTense=Past|VerbForm=Part|Voice=Pass\t0\troot\t_\t_\n\
            3\ttoday\ttoday\tNOUN\t_\t_\t2\tobl\t_\t_\n4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n";
        assert_eq!(harmonised("en", text)[0].1, "nsubj");
        let headline = text.replace("4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n", "");
        assert_eq!(harmonised("en", &headline)[0].1, "nsubj:pass");
        let official = "1\tAn\ta\tDET\t_\t_\t2\tdet\t_\t_\n2\tofficial\tofficial\tADJ\t_\t_\t3\tnsubj\t_\t_\n\
            3\tleft\tleave\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n";
        assert_eq!(harmonised("en", official)[1].0, "NOUN");
    }

    #[test]
    fn one_noun_heads_joint_adjectives() {
        let text = "1\tthe\tthe\tDET\t_\t_\t2\tdet\t_\t_\n2\tRussian\tRussian\tADJ\t_\t_\t6\tnsubj\t_\t_\n\
            3\tand\tand\tCCONJ\t_\t_\t5\tcc\t_\t_\n4\tSyrian\tSyrian\tADJ\t_\t_\t5\tamod\t_\t_\n\
            5\tleaders\tleader\tNOUN\t_\t_\t2\tconj\t_\t_\n6\tmet\tmeet\tVERB\t_\t_\t0\troot\t_\t_\n";
        let relations: Vec<String> = harmonised("en", text).into_iter().map(|(_, relation)| relation).collect();
        assert_eq!(relations, ["det", "amod", "cc", "conj", "nsubj", "root"]);
    }

    #[test]
    fn a_verb_with_a_capital_inside_a_sentence_is_a_name() {
        let text = "1\tapoyo\tapoyo\tNOUN\t_\t_\t0\troot\t_\t_\n2\ta\ta\tADP\t_\t_\t3\tmark\t_\t_\n\
            3\tBashar\tbasar\tVERB\t_\tVerbForm=Inf\t1\tacl\t_\t_\n";
        let found = harmonised("es", text);
        assert_eq!(found[1].1, "case");
        assert_eq!(found[2], ("PROPN".to_owned(), "nmod".to_owned()));
    }

    #[test]
    fn a_spanish_passive_shows_its_agent() {
        let text = "1\tPlan\tplan\tNOUN\t_\t_\t3\tnsubj\t_\t_\n2\tfue\tser\tAUX\t_\t_\t3\taux\t_\t_\n\
            3\tcriticado\tcriticado\tADJ\t_\tVerbForm=Part\t0\troot\t_\t_\n4\tpor\tpor\tADP\t_\t_\t5\tcase\t_\t_\n\
            5\tPerú\tPerú\tPROPN\t_\t_\t3\tobj\t_\t_\n";
        let (_, mut sentences) = conllu::lay_out(&conllu::parse(text).unwrap());
        harmonise(&Lang::new("es"), &mut sentences[0], &Lemmatiser::default());
        let tokens = &sentences[0].tokens;
        let relations: Vec<&str> = tokens.iter().map(|token| token.deprel.as_str()).collect();
        assert_eq!(relations, ["nsubj:pass", "aux:pass", "root", "case", "obl:agent"]);
        assert_eq!((tokens[2].upos, tokens[2].lemma.as_str()), (Upos::Verb, "criticar"));
    }
}
