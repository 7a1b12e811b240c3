//! The claim stage on trees written by hand, so that no tagger is needed: one promise a test.

use super::*;
use crate::model::*;

const FRAMES: &str = r#"
kind = "support"
[[frame]]
lang = "en"
pos = "verb"
event = "SUPPORT"
source = ["subj"]
target = ["obj"]
words = ["support", "back"]
[[frame]]
lang = "en"
pos = "verb"
event = "AID"
source = ["subj"]
target = ["obj"]
words = ["arm"]
[[frame]]
lang = "en"
pos = "noun"
event = "PROTEST"
source = ["by"]
target = ["against"]
alone = true
words = ["strike"]
[[frame]]
lang = "en"
pos = "noun"
event = "SUPPORT"
source = ["subj", "poss", "adj"]
target = ["for"]
words = ["support"]
[[frame]]
lang = "en"
pos = "noun"
event = "CONSULT"
source = ["between"]
target = ["between"]
symmetric = true
words = ["contact"]
"#;

const CUES: &str = r#"
reporting_verbs = ["say"]
according_to = ["according to"]
light_verbs = ["renew"]
receiving_verbs = ["receive"]
negators = ["not", "never"]
negative_verbs = ["refuse"]
future_verbs = ["plan"]
possible_words = ["may", "if"]
asking_verbs = ["urge"]
denying_verbs = ["deny"]
accusing_verbs = ["accuse"]
object_control = ["urge"]
"#;

/// Reads a table of `form lemma UPOS feats head relation` (heads from 1, 0 is the root); a form with `@x` names
/// the actor x, `@@x` an adjective for it.
fn claims_in(table: &str) -> Vec<Claim> {
    let mut text = String::new();
    let mut tokens = Vec::new();
    let mut entities = Entities::default();
    for (id, line) in table.trim().lines().enumerate() {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let (form, actor) = cells[0].split_once('@').unwrap_or((cells[0], ""));
        let start = text.len();
        text.push_str(form);
        let span = Span::new(start, text.len());
        text.push(' ');
        if !actor.is_empty() {
            let kind = if actor.starts_with('@') { MentionKind::Adjective } else { MentionKind::Name };
            let actors = vec![ActorId::from(actor.trim_start_matches('@'))];
            entities.mentions.push(Mention {
                sentence: 0,
                tokens: id..id + 1,
                head: id,
                span,
                kind,
                actors,
                score: 1.0,
            });
        }
        tokens.push(Token {
            span,
            form: form.into(),
            lemma: cells[1].into(),
            upos: Upos::parse(cells[2]),
            feats: cells[3].into(),
            head: cells[4].parse::<usize>().unwrap().checked_sub(1),
            deprel: cells[5].into(),
        });
    }
    let span = Span::new(0, text.len() - 1);
    let sentence = Sentence { span, is_headline: false, block: 0, tokens, multiwords: vec![] };
    let document = Document {
        meta: DocumentMeta {
            id: DocId("0".into()),
            name: "hand".into(),
            path: None,
            url: None,
            title: None,
            publisher: None,
            published: None,
            language: Some(Lang::new("en")),
        },
        blocks: vec![Block { kind: BlockKind::Paragraph, span }],
        text,
    };
    let mut frames = Frames::default();
    frames.add("test.toml", FRAMES).unwrap();
    read_with(&document, &[sentence], &entities, &frames, &Cues::parse("cues", CUES).unwrap())
}

/// `source EVENT target`, with what differs from an affirmed fact without speaker behind it.
fn shown(claims: &[Claim]) -> Vec<String> {
    let end = |id: &Option<ActorId>| id.as_ref().map_or("?".to_owned(), ToString::to_string);
    let show = |claim: &Claim| {
        let mut line = format!("{} {} {}", end(&claim.source), claim.event, end(&claim.target));
        if claim.polarity == Polarity::Negated {
            line.push_str(" negated");
        }
        if claim.factuality != Factuality::Actual {
            line.push_str(&format!(" {:?}", claim.factuality).to_lowercase());
        }
        for speaker in &claim.speakers {
            line.push_str(&format!(" <{speaker}"));
        }
        line
    };
    let mut lines: Vec<String> = claims.iter().map(show).collect();
    lines.sort();
    lines
}

#[test]
fn active_and_passive_give_the_same_claim() {
    let active = "Oslo@N Oslo PROPN _ 2 nsubj\nbacks back VERB VerbForm=Fin 0 root\nKenya@K Kenya PROPN _ 2 obj";
    let passive =
        "Kenya@K Kenya PROPN _ 3 nsubj:pass\nis be AUX _ 3 aux:pass\nbacked back VERB VerbForm=Part|Tense=Past 0 root
by by ADP _ 5 case\nOslo@N Oslo PROPN _ 3 obl:agent";
    assert_eq!(shown(&claims_in(active)), ["N SUPPORT K"]);
    assert_eq!(shown(&claims_in(passive)), ["N SUPPORT K"]);
}

#[test]
fn coordinated_subjects_each_act_once() {
    let table = "Oslo@N Oslo PROPN _ 4 nsubj\nand and CCONJ _ 3 cc\nLima@P Lima PROPN _ 1 conj
back back VERB VerbForm=Fin 0 root\nKenya@K Kenya PROPN _ 4 obj";
    assert_eq!(shown(&claims_in(table)), ["N SUPPORT K", "P SUPPORT K"]);
}

#[test]
fn a_light_verb_lends_its_subject_to_the_noun_and_a_receiving_verb_makes_it_the_target() {
    let renewed = "Oslo@N Oslo PROPN _ 2 nsubj\nrenewed renew VERB VerbForm=Fin 0 root\nsupport support NOUN _ 2 obj
for for ADP _ 5 case\nKenya@K Kenya PROPN _ 3 nmod";
    let received =
        "Kenya@K Kenya PROPN _ 2 nsubj\nreceived receive VERB VerbForm=Fin 0 root\nsupport support NOUN _ 2 obj
from from ADP _ 5 case\nOslo@N Oslo PROPN _ 3 nmod";
    assert_eq!(shown(&claims_in(renewed)), ["N SUPPORT K"]);
    assert_eq!(shown(&claims_in(received)), ["N SUPPORT K"]);
}

#[test]
fn between_gives_one_claim_for_both_ends() {
    let table = "contacts contact NOUN _ 0 root\nbetween between ADP _ 3 case\nOslo@N Oslo PROPN _ 1 nmod
and and CCONJ _ 5 cc\nLima@P Lima PROPN _ 3 conj";
    assert_eq!(shown(&claims_in(table)), ["N CONSULT P"]);
}

#[test]
fn negation_and_negative_verbs_cancel_out() {
    let refused = "Oslo@N Oslo PROPN _ 2 nsubj\nrefused refuse VERB VerbForm=Fin 0 root\nto to PART _ 4 mark
back back VERB VerbForm=Inf 2 xcomp\nKenya@K Kenya PROPN _ 4 obj";
    let not_refused = "Oslo@N Oslo PROPN _ 4 nsubj\ndid do AUX _ 4 aux\nnot not PART _ 4 advmod
refuse refuse VERB VerbForm=Inf 0 root\nto to PART _ 6 mark\nback back VERB VerbForm=Inf 4 xcomp\nKenya@K Kenya PROPN _ 6 obj";
    assert_eq!(shown(&claims_in(refused)), ["N SUPPORT K negated"]);
    assert_eq!(shown(&claims_in(not_refused)), ["N SUPPORT K"]);
}

#[test]
fn a_modal_and_a_request_make_the_event_possible_and_a_plan_makes_it_future() {
    let may = "Oslo@N Oslo PROPN _ 3 nsubj\nmay may AUX _ 3 aux\nback back VERB VerbForm=Inf 0 root\nKenya@K Kenya PROPN _ 3 obj";
    let plans = "Oslo@N Oslo PROPN _ 2 nsubj\nplans plan VERB VerbForm=Fin 0 root\nto to PART _ 4 mark
back back VERB VerbForm=Inf 2 xcomp\nKenya@K Kenya PROPN _ 4 obj";
    let urged = "Lima@P Lima PROPN _ 2 nsubj\nurged urge VERB VerbForm=Fin 0 root\nOslo@N Oslo PROPN _ 2 obj\nto to PART _ 5 mark
back back VERB VerbForm=Inf 2 xcomp\nKenya@K Kenya PROPN _ 5 obj";
    assert_eq!(shown(&claims_in(may)), ["N SUPPORT K possible"]);
    assert_eq!(shown(&claims_in(plans)), ["N SUPPORT K future"]);
    assert_eq!(shown(&claims_in(urged)), ["N SUPPORT K possible <P"]);
}

#[test]
fn what_is_denied_is_negated_and_said_by_the_denier() {
    let table = "Lima@P Lima PROPN _ 2 nsubj\ndenied deny VERB VerbForm=Fin 0 root\nthat that SCONJ _ 5 mark
Oslo@N Oslo PROPN _ 5 nsubj\nbacked back VERB VerbForm=Fin 2 ccomp\nKenya@K Kenya PROPN _ 5 obj";
    assert_eq!(shown(&claims_in(table)), ["N SUPPORT K negated <P"]);
}

#[test]
fn the_content_of_an_accusation_is_a_claim_of_the_accused_said_by_the_accuser() {
    let table = "Lima@P Lima PROPN _ 2 nsubj\naccused accuse VERB VerbForm=Fin 0 root\nOslo@N Oslo PROPN _ 2 obj
of of SCONJ _ 5 mark\narming arm VERB VerbForm=Ger 2 advcl\nKenya@K Kenya PROPN _ 5 obj";
    assert_eq!(shown(&claims_in(table)), ["N AID K <P"]);
}

#[test]
fn the_nearest_speaker_comes_first_and_according_to_behind_it() {
    let table = "Lima@P Lima PROPN _ 2 nsubj\nsaid say VERB VerbForm=Fin 0 root\nthat that SCONJ _ 5 mark
Oslo@N Oslo PROPN _ 5 nsubj\nbacks back VERB VerbForm=Fin 2 ccomp\nKenya@K Kenya PROPN _ 5 obj
according accord VERB _ 9 case\nto to ADP _ 7 fixed\nReuters@R Reuters PROPN _ 2 obl";
    assert_eq!(shown(&claims_in(table)), ["N SUPPORT K <P <R"]);
}

#[test]
fn a_relative_pronoun_stands_for_its_antecedent() {
    let table =
        "Oslo@N Oslo PROPN _ 0 root\nwhich which PRON PronType=Rel 3 nsubj\nbacks back VERB VerbForm=Fin 1 acl:relcl
Kenya@K Kenya PROPN _ 3 obj";
    assert_eq!(shown(&claims_in(table)), ["N SUPPORT K"]);
}

#[test]
fn a_possessor_stands_for_its_noun_where_the_noun_is_no_actor() {
    let table = "Oslo@N Oslo PROPN _ 2 nsubj\nbacks back VERB VerbForm=Fin 0 root\nKenya@K Kenya PROPN _ 5 nmod:poss
's 's PART _ 3 case\nbid bid NOUN _ 2 obj";
    assert_eq!(shown(&claims_in(table)), ["N SUPPORT K"]);
}

#[test]
fn nobody_acts_on_himself() {
    let table = "Oslo@N Oslo PROPN _ 2 nsubj\nbacks back VERB VerbForm=Fin 0 root\nOslo@N Oslo PROPN _ 2 obj";
    assert!(claims_in(table).iter().all(|claim| claim.target.is_none()));
}

#[test]
fn quotes_are_exact_slices_and_keys_differ() {
    let table = "Oslo@N Oslo PROPN _ 4 nsubj\nand and CCONJ _ 3 cc\nLima@P Lima PROPN _ 1 conj
back back VERB VerbForm=Fin 0 root\nKenya@K Kenya PROPN _ 4 obj";
    let claims = claims_in(table);
    assert_ne!(claims[0].key, claims[1].key);
    assert!(claims.iter().all(|claim| claim.quote == "Oslo and Lima back Kenya" && claim.cue == "back"));
}

#[test]
fn a_mistake_in_a_frame_file_names_its_line() {
    let text =
        "kind = \"x\"\n\n[[frame]]\nlang = \"en\"\npos = \"verb\"\nevent = \"SUPPORT\"\nsource = []\nwords = [\"a\"]\n";
    assert!(Frames::default().add("own.toml", text).unwrap_err().to_string().starts_with("own.toml:3: "));
    let unknown = "kind = \"x\"\n[[frame]]\nlanguage = \"en\"\n";
    assert!(Frames::default().add("own.toml", unknown).unwrap_err().to_string().starts_with("own.toml:"));
}

#[test]
fn every_file_of_the_kinds_folder_is_registered() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/claims/kinds");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    let mut known: Vec<String> = frames::KINDS.iter().map(|(file, _)| (*file).to_owned()).collect();
    files.sort();
    known.sort();
    assert_eq!(files, known, "add the file to KINDS in src/claims/frames.rs");
}

#[test]
fn an_act_that_counts_alone_is_a_claim_of_nobody() {
    let strike = "A a DET _ 2 det\nstrike strike NOUN _ 3 nsubj\nbegan begin VERB VerbForm=Fin 0 root";
    assert_eq!(shown(&claims_in(strike)), ["? PROTEST ?"]);
    let against =
        "A a DET _ 2 det\nstrike strike NOUN _ 5 nsubj\nagainst against ADP _ 4 case\nOslo@N Oslo PROPN _ 2 nmod
began begin VERB VerbForm=Fin 0 root";
    assert_eq!(shown(&claims_in(against)), ["? PROTEST N"]);
}

#[test]
fn a_folder_of_kinds_may_bring_cue_words_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cues.en.toml"), "negators = [\"nay\"]").unwrap();
    let frames = Frames::with_folder(folder.path()).unwrap();
    assert!(frames.cue_words(&Lang::new("en")).negators.contains("nay"));
    assert!(frames.cue_words(&Lang::new("es")).negators.contains("no"));
    std::fs::write(folder.path().join("cues.en.toml"), "\nnegator = []").unwrap();
    let mistake = Frames::with_folder(folder.path()).unwrap_err().to_string();
    assert!(mistake.contains("cues.en.toml:2: "), "{mistake}");
}

#[test]
fn an_agent_that_is_the_relative_pronoun_of_its_own_noun_comes_to_an_end() {
    let table = "Oslo@N Oslo PROPN _ 2 nsubj\nbacks back VERB VerbForm=Fin 0 root\ntask task NOUN _ 2 obj
by by ADP _ 5 case\nwhich which PRON PronType=Rel 7 obl\nis be AUX _ 7 aux:pass
admired admire VERB VerbForm=Part|Tense=Past 3 acl";
    assert_eq!(shown(&claims_in(table)), ["N SUPPORT ?"]);
}

#[test]
fn a_word_at_the_very_end_breaks_nothing() {
    let table = "Oslo@N Oslo PROPN _ 2 nsubj\nbacked back VERB VerbForm=Fin 0 root\nKenya@K Kenya PROPN _ 2 obj\nonly only ADV _ 3 advmod";
    assert_eq!(shown(&claims_in(table)), ["N SUPPORT K"]);
}
