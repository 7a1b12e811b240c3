//! Promises of the stage as a whole: exact spans, sentence ends, words inside words, one tree for any text.

use super::*;
use crate::model::{BlockKind, DocId, DocumentMeta};
use proptest::prelude::*;

fn rules(code: &str) -> Rules {
    Rules::read(Files::builtin(&Lang::new(code)).unwrap())
}

fn tokens_with(code: &str, text: &str, splits: &model_file::Splits) -> Vec<Raw> {
    rules(code).tokens(text, Span::new(0, text.len()), splits)
}

/// The tokens of a text, with `|` between the words of one token.
fn cut(code: &str, text: &str) -> Vec<String> {
    let mut splits = model_file::Splits::default();
    splits.verbs.extend(["hacer", "decir", "reunir", "dar", "hablar"].map(compact_str::CompactString::from));
    splits.single.insert("charla".into());
    let tokens = tokens_with(code, text, &splits);
    let words = |raw: &Raw| raw.words.iter().map(|word| word.form.to_string()).collect::<Vec<_>>().join("|");
    tokens.iter().map(words).collect()
}

fn sentences_of(code: &str, text: &str) -> Vec<String> {
    let rules = rules(code);
    let tokens = rules.tokens(text, Span::new(0, text.len()), &model_file::Splits::default());
    let ranges = sentences::split(&rules, text, &tokens);
    let span = |range: Range<usize>| tokens[range.start].span.cover(tokens[range.end - 1].span);
    ranges.into_iter().map(|range| span(range).of(text).to_owned()).collect()
}

#[test]
fn english_clitics_are_words_of_their_own() {
    assert_eq!(cut("en", "don't"), ["do|n't"]);
    assert_eq!(cut("en", "Moscow’s troops"), ["Moscow|’s", "troops"]);
    assert_eq!(cut("en", "They cannot, we'd've"), ["They", "can|not", ",", "we|'d|'ve"]);
    assert_eq!(cut("en", "the leaders’ talks"), ["the", "leaders", "’", "talks"]);
    assert_eq!(cut("en", "O'Brien"), ["O'Brien"]);
    assert_eq!(cut("en", "U.S.'s"), ["U.S.|'s"]);
}

#[test]
fn english_hyphens_are_tokens_but_for_prefixes() {
    assert_eq!(
        cut("en", "the Israeli-American pro-Russian deal"),
        ["the", "Israeli", "-", "American", "pro-Russian", "deal"]
    );
    assert_eq!(cut("en", "2020-05-11"), ["2020-05-11"]);
}

#[test]
fn spanish_contractions_hold_two_words() {
    assert_eq!(cut("es", "Habló del plan al llegar."), ["Habló", "de|el", "plan", "a|el", "llegar", "."]);
    assert_eq!(cut("es", "Al Kremlin"), ["A|el", "Kremlin"]);
    assert_eq!(cut("es", "la cadena Al Jazeera"), ["la", "cadena", "Al", "Jazeera"]);
    assert_eq!(cut("es", "Bashar al Asad"), ["Bashar", "al", "Asad"]);
}

#[test]
fn spanish_verbs_let_go_of_their_pronouns() {
    assert_eq!(cut("es", "haciéndolo"), ["haciendo|lo"]);
    assert_eq!(cut("es", "decírselo"), ["decir|se|lo"]);
    assert_eq!(cut("es", "quiere reunirse hoy"), ["quiere", "reunir|se", "hoy"]);
    assert_eq!(cut("es", "una charla de Carlos con Charles"), ["una", "charla", "de", "Carlos", "con", "Charles"]);
}

#[test]
fn quotation_marks_dashes_and_stops_are_tokens() {
    assert_eq!(cut("en", "“We won’t go,” he said…"), ["“", "We", "wo|n’t", "go", ",", "”", "he", "said", "…"]);
    assert_eq!(cut("es", "—No —dijo—. «Sí»"), ["—", "No", "—", "dijo", "—", ".", "«", "Sí", "»"]);
    assert_eq!(cut("en", "war--and peace...then"), ["war", "--", "and", "peace", "...", "then"]);
    assert_eq!(cut("en", "(AT&T)"), ["(", "AT&T", ")"]);
}

#[test]
fn numbers_times_and_addresses_stay_whole() {
    assert_eq!(cut("es", "1.000,5 y 10:30, 20%"), ["1.000,5", "y", "10:30", ",", "20", "%"]);
    assert_eq!(cut("en", "See https://example.org/a?b=1."), ["See", "https://example.org/a?b=1", "."]);
    assert_eq!(cut("en", "(write to desk@example.org)"), ["(", "write", "to", "desk@example.org", ")"]);
}

#[test]
fn units_signs_and_telephone_numbers_are_cut_as_in_the_treebanks() {
    assert_eq!(cut("en", "7:30PM, $10m or US$5bn"), ["7:30", "PM", ",", "$", "10", "m", "or", "US$", "5", "bn"]);
    assert_eq!(cut("en", "the 9th T-72M of the 1960's"), ["the", "9th", "T", "-", "72M", "of", "the", "1960's"]);
    assert_eq!(cut("es", "a 5km"), ["a", "5km"]);
    assert_eq!(cut("en", "#1 in #MeToo, @POTUS"), ["#", "1", "in", "#MeToo", ",", "@POTUS"]);
    assert_eq!(cut("en", "Disney+ is 20+, +44"), ["Disney+", "is", "20", "+", ",", "+44"]);
    assert_eq!(cut("en", "345-9945, 1914-1918"), ["345-9945", ",", "1914", "-", "1918"]);
    assert_eq!(cut("en", "b/c and/or w/o"), ["b/c", "and", "/", "or", "w/o"]);
    assert_eq!(cut("en", "No.? ____ ’’ Hizb-e-Islami"), ["No", ".?", "____", "’’", "Hizb", "-", "e", "-", "Islami"]);
}

#[test]
fn faces_files_and_addresses_are_one_token() {
    assert_eq!(cut("en", "Fine :-) (see: a) ^_^"), ["Fine", ":-)", "(", "see", ":", "a", ")", "^_^"]);
    assert_eq!(cut("en", "<<draft-2.doc>> x@y <a@b.org>"), ["<<", "draft-2.doc", ">>", "x@y", "<", "a@b.org", ">"]);
}

#[test]
fn abbreviations_keep_their_stop() {
    assert_eq!(cut("en", "Mr. J. Smith of the U.S. spoke."), ["Mr.", "J.", "Smith", "of", "the", "U.S.", "spoke", "."]);
    assert_eq!(cut("en", "No. 5? No."), ["No.", "5", "?", "No", "."]);
    assert_eq!(cut("es", "EE.UU. y EE. UU."), ["EE.UU.", "y", "EE.", "UU."]);
    assert_eq!(cut("en", "etc. are, Jr.. He sat."), ["etc.", "are", ",", "Jr.", ".", "He", "sat", "."]);
    assert_eq!(
        cut("en", "8 p.m. Monday. 9 p.m. The etc."),
        ["8", "p.m.", "Monday", ".", "9", "p.m", ".", "The", "etc", "."]
    );
}

#[test]
fn abbreviations_do_not_end_sentences() {
    let one = [
        "Mr. Smith met Gen. J. P. Jones in the U.S. Congress.",
        "He won the No. 5 seat.",
        "It was 3.5 p.m. yesterday.",
    ];
    for text in one {
        assert_eq!(sentences_of("en", text), [text]);
    }
    for text in ["El Sr. Pérez y la Dra. Ruiz viajaron a EE. UU. ayer.", "Lo dijo J. M. Aznar en la pág. 5."] {
        assert_eq!(sentences_of("es", text), [text]);
    }
}

#[test]
fn an_abbreviation_ends_a_sentence_before_a_function_word() {
    assert_eq!(sentences_of("en", "He left the U.S. The talks failed."), ["He left the U.S.", "The talks failed."]);
    assert_eq!(sentences_of("es", "Viajó a EE. UU. El viaje fue breve."), ["Viajó a EE. UU.", "El viaje fue breve."]);
}

#[test]
fn a_closing_quotation_mark_belongs_to_the_sentence_it_ends() {
    assert_eq!(sentences_of("en", "“We lost.” They left."), ["“We lost.”", "They left."]);
    assert_eq!(sentences_of("en", "He said: \"We lost.\" \"And you?\""), ["He said: \"We lost.\"", "\"And you?\""]);
    assert_eq!(sentences_of("es", "«Perdimos». Se fueron."), ["«Perdimos».", "Se fueron."]);
    assert_eq!(sentences_of("en", "(They left.) We stayed."), ["(They left.)", "We stayed."]);
}

#[test]
fn what_goes_on_in_lower_case_is_one_sentence() {
    for text in ["“Why now?” they asked.", "“It was …” they continued.", "Yahoo! bought it."] {
        assert_eq!(sentences_of("en", text), [text]);
    }
    assert_eq!(sentences_of("es", "—¿Y ahora? —preguntó ella."), ["—¿Y ahora? —preguntó ella."]);
}

#[test]
fn a_sentence_may_start_in_lower_case() {
    assert_eq!(
        sentences_of("en", "It fell. iPhone sales rose! so did eBay? yes"),
        ["It fell.", "iPhone sales rose!", "so did eBay?", "yes"]
    );
    // after an ellipsis, or what may be an abbreviation or a part of a name, it does not
    for text in ["He waited ... then left.", "The Natl. council met.", "Buy Yahoo! shares now.", "Ten ft. of water"] {
        assert_eq!(sentences_of("en", text), [text]);
    }
    assert_eq!(sentences_of("es", "Se preguntan ¿por qué? y siguen."), ["Se preguntan ¿por qué? y siguen."]);
}

#[test]
fn notes_datelines_and_faces_belong_to_the_sentence_before() {
    assert_eq!(
        sentences_of("en", "He died.[3] [4] She lived. :) They left."),
        ["He died.[3] [4]", "She lived. :)", "They left."]
    );
    assert_eq!(sentences_of("es", "MADRID (EFE).- El ministro habló."), ["MADRID (EFE).-", "El ministro habló."]);
    assert_eq!(sentences_of("en", "KABUL (AP) — He spoke."), ["KABUL (AP) — He spoke."]);
    assert_eq!(sentences_of("en", "He said: \" We lost. \" They left."), ["He said: \" We lost. \"", "They left."]);
    assert_eq!(
        sentences_of("es", "\"¿Por qué? \", dijo. ¿Y qué? -, pensó."),
        ["\"¿Por qué? \", dijo.", "¿Y qué? -, pensó."]
    );
}

#[test]
fn headlines_lists_and_wide_spaces_do_not_confuse() {
    assert_eq!(sentences_of("en", "Talks fail in Geneva"), ["Talks fail in Geneva"]);
    assert_eq!(sentences_of("en", "1. The first point. 2. The second."), ["1. The first point.", "2. The second."]);
    assert_eq!(sentences_of("en", "They  left.   We\n stayed."), ["They  left.", "We\n stayed."]);
}

#[test]
fn a_text_without_stops_is_cut_into_bearable_sentences() {
    let text = "word, ".repeat(2000);
    let sentences = sentences_of("en", &text);
    assert!(sentences.len() > 10);
    assert!(sentences.iter().all(|sentence| sentence.split(' ').count() <= 300));
    // words count, not the tokens that hold them
    let words = "don't ".repeat(2000);
    assert!(sentences_of("en", &words).iter().all(|sentence| sentence.split(' ').count() <= 150));
}

fn document(text: &str) -> Document {
    let meta = DocumentMeta {
        id: DocId("t".into()),
        name: "t".into(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published: None,
        language: None,
    };
    let whole = Span::new(0, text.len());
    Document { meta, text: text.to_owned(), blocks: vec![Block { kind: BlockKind::Paragraph, span: whole }] }
}

/// Tokens in order, all of the text but white space in them, words inside them; sentences of bearable length that hold
/// them all. Needs no model.
fn assert_cut_well(code: &str, text: &str) -> usize {
    let rules = rules(code);
    let tokens = rules.tokens(text, Span::new(0, text.len()), &model_file::Splits::default());
    let is_gap = |gap: &str| {
        gap.chars().all(|c| c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}'))
    };
    let mut last = 0;
    for raw in &tokens {
        assert!(raw.span.start >= last && !raw.span.is_empty() && !raw.words.is_empty());
        assert!(is_gap(&text[last..raw.span.start]), "{:?}", &text[last..raw.span.start]);
        for word in &raw.words {
            assert!(raw.span.contains(word.span) && !word.form.is_empty());
            assert!(word.span == raw.span || word.span.of(text) == word.form);
        }
        assert!(raw.words.len() > 1 || raw.words[0].span.of(text) == raw.words[0].form);
        last = raw.span.end;
    }
    assert!(is_gap(&text[last..]));
    let mut next = 0;
    for range in sentences::split(&rules, text, &tokens) {
        assert!(range.start == next && range.end > next);
        assert!(tokens[range.clone()].iter().map(|raw| raw.words.len()).sum::<usize>() <= 300);
        next = range.end;
    }
    assert_eq!(next, tokens.len());
    tokens.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn any_characters_are_cut_well(text in any::<String>()) {
        assert_cut_well("en", &text);
        assert_cut_well("es", &text);
    }

    #[test]
    fn any_bytes_are_cut_well(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        assert_cut_well("en", &text);
        assert_cut_well("es", &text);
    }

    #[test]
    fn marks_in_any_order_are_cut_well(
        text in "([-.,:;!?'\"’‘“”«»()<>=*_/&@#$+^~|%°…—¿¡`´ \n]|[aZé15]|etc\\.|p\\.m\\.|don't|\\.doc|http://|5km|\\[1\\]|\u{301}){0,60}"
    ) {
        assert_cut_well("en", &text);
        assert_cut_well("es", &text);
    }
}

#[test]
fn a_megabyte_of_one_sign_is_cut_like_a_line_of_it() {
    // what looks back or ahead at each of them without a bound would not come to an end here
    let signs = [
        "(", ")", "”", "\"", "'", "’", "a.", ".", "a-", "1-", "a'd", "/", "a/", "&a", "_", "<a@", "$1", "U$1", "1.",
        ":)", ":) ", "\u{301}", "…", "!?", ". ", "\". ", "¿a? ", "«a».", "—", ". [1] ", "* ", "del-", "etc. (", "J. ",
        "x.) ", "darse", "\u{200B}", "ﷺ", "\0",
    ];
    for sign in signs {
        for code in ["en", "es"] {
            let text = sign.repeat(1_000_000 / sign.len());
            let count = assert_cut_well(code, &text);
            assert!(count <= text.len());
        }
    }
}

#[test]
fn the_cost_of_a_text_grows_with_its_length() {
    let one = assert_cut_well("en", &"word, (and) so-called “words” ".repeat(1000));
    let ten = assert_cut_well("en", &"word, (and) so-called “words” ".repeat(10_000));
    assert_eq!(ten, 10 * one);
}

/// Exact spans in order, and one tree with one root.
fn assert_sound(text: &str, sentences: &[Sentence]) {
    let mut last = 0;
    for sentence in sentences {
        assert!(!sentence.tokens.is_empty());
        let roots = sentence.tokens.iter().filter(|token| token.head.is_none()).count();
        assert_eq!(roots, 1, "{text:?}");
        for (id, token) in sentence.tokens.iter().enumerate() {
            assert_eq!(token.head.is_none(), token.deprel == "root");
            let top = sentence.ancestors(id).last().unwrap_or(id);
            assert!(sentence.tokens[top].head.is_none(), "a cycle in {text:?}");
            assert!(sentence.span.contains(token.span));
            assert!(!token.lemma.is_empty());
            let inside = sentence.multiwords.iter().any(|range| range.words.contains(&id));
            assert!(inside || token.span.of(text) == token.form);
            assert!(token.span.start >= last || inside);
            last = token.span.end;
        }
        let mut free = 0;
        for range in &sentence.multiwords {
            assert!(range.words.start >= free && range.words.len() > 1 && range.words.end <= sentence.tokens.len());
            assert!(sentence.tokens[range.words.clone()].iter().all(|token| range.span.contains(token.span)));
            free = range.words.end;
        }
        // what lies between tokens is white space
        let covered: usize = sentence.tokens.iter().map(|token| token.span.end).max().unwrap();
        assert_eq!(covered, sentence.span.end);
    }
}

#[test]
fn spans_are_exact_on_strange_text() {
    for code in ["en", "es"] {
        let language = Language::builtin(&Lang::new(code)).unwrap();
        for text in [
            "",
            " \u{FEFF} ",
            "e\u{301}l 🙂👍🏽 «ñ»…",
            "a\u{200B}b ''x`` ’ ' ..",
            "ﷺ İstanbul’s ſ ŉ",
            "\u{301}\u{301}a.",
            "’’’",
            "-5 - --a",
        ] {
            assert_sound(text, &language.analyse(&document(text)));
        }
    }
}

/// Bytes that are no text, always the same.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn bad_input_gives_sound_trees() {
    let noise = String::from_utf8_lossy(&noise(3000)).into_owned();
    let texts = [
        String::new(),
        "\0\u{1}\r\n\t".to_owned(),
        "Word".to_owned(),
        "?".to_owned(),
        "word ".repeat(1500),
        noise,
        "a\u{301}\u{302}\u{303}".repeat(50) + " \u{301} \u{20D0}",
        "قال الرئيس \u{202B}إن «الحرب» انتهت.\u{202C} שלום עולם! ".repeat(5),
        "“He said: “no. «Yes (never ‘again. \"But why? ".repeat(5),
        "” » ) ] ’ \" . ”".to_owned(),
        "x".repeat(20_000),
        "👨‍👩‍👧‍👦👍🏽🇪🇸".repeat(20),
    ];
    for code in ["en", "es"] {
        let language = Language::builtin(&Lang::new(code)).unwrap();
        for text in &texts {
            let sentences = language.analyse(&document(text));
            assert_sound(text, &sentences);
            assert_eq!(sentences.is_empty(), assert_cut_well(code, text) == 0);
        }
    }
}

#[test]
fn a_sentence_of_five_thousand_tokens_is_parsed() {
    let language = Language::builtin(&Lang::new("en")).unwrap();
    let text = "They met here ".repeat(1667);
    let tokens = language.rules.tokens(&text, Span::new(0, text.len()), &language.model.splits);
    let count = tokens.len();
    assert!(count > 5000);
    let mut sentences = vec![sentence(&tokens, 0..count)];
    language.parse(&mut sentences);
    assert_sound(&text, &sentences);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_text_gives_sound_trees(text in "([ -~]|[áñ¿«»“”’—…İ🙂\u{301}\n]|Mr\\. |U\\.S\\. |n't |del |haciéndolo ){0,80}") {
        for code in ["en", "es"] {
            let language = Language::builtin(&Lang::new(code)).unwrap();
            assert_sound(&text, &language.analyse(&document(&text)));
        }
    }
}

#[test]
fn only_blocks_of_language_are_analysed() {
    let language = Language::builtin(&Lang::new("en")).unwrap();
    let mut document = document("Title here\n\nText here.");
    document.blocks = vec![
        Block { kind: BlockKind::Title, span: Span::new(0, 10) },
        Block { kind: BlockKind::Boilerplate, span: Span::new(12, 22) },
    ];
    let sentences = language.analyse(&document);
    assert_eq!(sentences.len(), 1);
    assert!(sentences[0].is_headline && sentences[0].block == 0);
}

#[test]
fn a_plain_sentence_is_read_rightly() {
    let language = Language::builtin(&Lang::new("en")).unwrap();
    let sentences = language.analyse(&document("Russia denied the report on Monday."));
    let found: Vec<(&str, &str)> = sentences[0].tokens.iter().map(|token| (&*token.lemma, &*token.deprel)).collect();
    assert_eq!(found[..4], [("Russia", "nsubj"), ("deny", "root"), ("the", "det"), ("report", "obj")]);
    let language = Language::builtin(&Lang::new("es")).unwrap();
    let sentences = language.analyse(&document("Rusia negó el informe del ministro."));
    let found: Vec<(&str, &str)> = sentences[0].tokens.iter().map(|token| (&*token.lemma, &*token.deprel)).collect();
    assert_eq!(found[..4], [("Rusia", "nsubj"), ("negar", "root"), ("el", "det"), ("informe", "obj")]);
}

/// Scores of the built-in model on one treebank, gold tokens given; `None` where the treebank is not there.
fn scores_on(code: &str, file: &str) -> Option<evaluate::Scores> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/ud").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("passed over: no treebank at {}", path.display());
        return None;
    };
    let language = Language::builtin(&Lang::new(code)).unwrap();
    let (_, gold) = conllu::lay_out(&conllu::parse(&text).unwrap());
    let mut system = gold.clone();
    language.parse(&mut system);
    Some(evaluate::score(&gold, &system))
}

#[test]
fn accuracy_on_raw_text_stays_above_its_floor() {
    for (code, file, words, sentences) in [
        ("en", "en_ewt-dev.conllu", 0.99, 0.855),
        ("en", "en_gum-dev.conllu", 0.995, 0.945),
        ("es", "es_ancora-dev.conllu", 0.99, 0.96),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/ud").join(file);
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("passed over: no treebank at {}", path.display());
            continue;
        };
        let language = Language::builtin(&Lang::new(code)).unwrap();
        let (text, gold) = conllu::lay_out(&conllu::parse(&text).unwrap());
        let mut system = Vec::new();
        let mut start = 0;
        for block in text.split("\n\n") {
            system.extend(language.segment(&text, Span::new(start, start + block.len())));
            start += block.len() + 2;
        }
        let scores = evaluate::score(&gold, &system);
        eprintln!("{file}: {scores}");
        assert!(scores.words.f1() >= words, "{file}: {scores}");
        assert!(scores.sentences.f1() >= sentences, "{file}: {scores}");
    }
}

#[test]
fn accuracy_stays_above_its_floor() {
    for (code, file, upos, las) in [
        ("en", "en_ewt-test.conllu", 0.958, 0.855),
        ("en", "en_gum-test.conllu", 0.96, 0.85),
        ("es", "es_ancora-test.conllu", 0.978, 0.855),
    ] {
        let Some(scores) = scores_on(code, file) else { continue };
        assert!(scores.upos.f1() >= upos, "{file}: {scores}");
        assert!(scores.las.f1() >= las, "{file}: {scores}");
    }
}
