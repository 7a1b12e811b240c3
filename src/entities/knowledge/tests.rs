use super::*;
use std::collections::BTreeMap;

fn known() -> &'static Knowledge {
    Knowledge::builtin()
}

/// The first sense of the whole text, as `id class`, marked `?` where it is ambiguous.
fn sense(lang: &str, text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let (taken, senses) = known().longest(&Lang::new(lang), &words)?;
    let first = senses.first().filter(|_| taken == words.len())?;
    let actor = known().actor(&first.actor)?;
    let code = actor.state.as_ref().filter(|_| actor.kind == ActorKind::State);
    let id = code.map_or(first.actor.as_str(), StateCode::as_str);
    Some(format!("{id} {:?}{}", first.class, if first.ambiguous { "?" } else { "" }))
}

fn assert_senses(cases: &[(&str, &str, &str)]) {
    let wrong: BTreeMap<_, _> = cases
        .iter()
        .filter_map(|(lang, text, expected)| {
            let found = sense(lang, text).unwrap_or_default();
            (found != *expected).then_some(((lang, text), (found, expected)))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_embedded_tables_load() {
    let loaded = Knowledge::load(Vec::new());
    assert!(loaded.is_ok(), "{}", loaded.err().map(|e| e.to_string()).unwrap_or_default());
}

#[test]
fn states_are_found_by_name_capital_people_and_adjective_in_both_languages() {
    assert_senses(&[
        ("en", "Russia", "RUS Name"),
        ("es", "Rusia", "RUS Name"),
        ("en", "Moscow", "RUS Metonym"),
        ("es", "Moscú", "RUS Metonym"),
        ("en", "Russians", "RUS Demonym"),
        ("es", "rusas", "RUS Demonym"),
        ("es", "rusa", "RUS Adjective"),
        ("en", "Syrian", "SYR Adjective"),
        ("en", "Turkey", "TUR Name?"),
        ("en", "turkey", ""),
        ("en", "U.S.", "USA Acronym"),
        ("en", "U. S.", "USA Acronym"),
        ("en", "us", ""),
        ("es", "EE. UU.", "USA Acronym"),
        ("es", "EE.UU.", "USA Acronym"),
        ("es", "EEUU", "USA Acronym"),
        ("en", "White House", "USA Metonym"),
        ("es", "Países Bajos", "NLD Name"),
        ("es", "RUSIA", "RUS Name"),
    ]);
}
