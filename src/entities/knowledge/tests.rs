use super::image::TABLES;
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
fn what_is_embedded_opens_and_other_bytes_do_not() {
    assert!(Knowledge::open(BUILTIN).is_ok_and(|known| known.actors().count() > 10_000));
    assert!(BUILTIN.len() <= 6_000_000, "{} bytes", BUILTIN.len());
    assert_eq!(Knowledge::default().actors().count(), 0);
    assert!(Knowledge::default().find("Russia").is_empty());
    for cut in [0, 10, 30, 1000, BUILTIN.len() - 1] {
        assert!(Knowledge::open(&BUILTIN[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn an_extended_knowledge_base_keeps_all_that_the_tables_say() {
    let (known, changes) = known().with_actors("id\tname\nx-nobody\tNo Body\n", "my.tsv").expect("a table");
    assert_eq!(changes, Changes { added: 1, changed: 0, removed: 0 });
    for actor in Knowledge::builtin().actors() {
        assert_eq!(known.actor(&actor.id), Some(actor));
        assert_eq!(known.offices_of(&actor.id), Knowledge::builtin().offices_of(&actor.id));
        assert_eq!(known.affiliations(&actor.id), Knowledge::builtin().affiliations(&actor.id));
    }
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

#[test]
fn the_arabic_article_hyphens_and_accents_make_no_difference() {
    let spellings = [
        "Bashar al-Assad",
        "Bashar Al-Assad",
        "Bashar Al Assad",
        "Bashar al - Assad",
        "Bashar Assad",
        "Al-Assad",
        "Al assad",
        "al Assad",
        "Assad",
        "Assad's",
    ];
    let (assad, short) = ("Q44329 Name", "Q44329 Short");
    for spelling in spellings {
        let expected = if spelling.starts_with("Bashar") { assad } else { short };
        assert_senses(&[("en", spelling, expected), ("es", spelling, expected)]);
    }
    assert_senses(&[("es", "Bachar el Asad", assad), ("es", "Asad", short), ("es", "VLADÍMIR PUTIN", "Q7747 Name")]);
}

#[test]
fn organisations_media_seats_and_groups_are_found_in_both_languages() {
    assert_senses(&[
        ("en", "Kremlin", "organ-kremlin Name"),
        ("es", "ONU", "org-un Acronym"),
        ("en", "NATO", "org-nato Name"),
        ("es", "Otan", "org-nato Name"),
        ("en", "UN Security Council", "org-un-security-council Name"),
        ("es", "Consejo de seguridad", "org-un-security-council Name"),
        ("en", "Al - Watan", "media-al-watan-syria Name"),
        ("es", "SANA", "media-sana Acronym"),
        ("en", "Hizbullah", "group-hezbollah Name"),
        ("es", "hutíes", "group-houthis Name"),
        ("es", "El país", ""),
        ("en", "Downing Street", "GBR Metonym"),
        ("es", "los Quince", "org-eu Name"),
    ]);
}

#[test]
fn a_name_stops_at_punctuation_and_takes_the_longest() {
    let words = ["United", "Nations", "Security", "Council", ",", "which"];
    let (taken, senses) = known().longest(&Lang::new("en"), &words).expect("a name");
    assert_eq!((taken, senses[0].actor.as_str()), (4, "org-un-security-council"));
    let (taken, _) = known().longest(&Lang::new("en"), &["Syria", "'s", "army"]).expect("a name");
    assert_eq!(taken, 1);
    assert!(known().longest(&Lang::new("en"), &["I", "ran"]).is_none());
    assert!(known().longest(&Lang::new("en"), &[]).is_none());
}

#[test]
fn compounds_give_their_known_halves() {
    let halves = |lang: &str, word: &str| -> Vec<String> {
        let found = known().compound(&Lang::new(lang), word);
        found
            .into_iter()
            .map(|(range, senses)| {
                let actor = known().actor(&senses[0].actor).expect("an actor");
                format!("{} {}", &word[range], actor.state.as_ref().map_or("-", StateCode::as_str))
            })
            .collect()
    };
    assert_eq!(halves("es", "ruso-sirios"), ["ruso RUS", "sirios SYR"]);
    assert_eq!(halves("en", "Sino-Indian"), ["Sino CHN", "Indian IND"]);
    assert_eq!(halves("en", "US-led"), ["US USA"]);
    assert!(halves("en", "Sino").is_empty());
    assert!(halves("en", "well-known").is_empty());
}

fn holder(state: &str, role: &str, on: Option<&str>) -> Vec<&'static str> {
    let day = on.map(|day| day.parse().expect("a date"));
    known().holders(&state.into(), role, day).iter().map(|office| office.holder.as_str()).collect()
}

#[test]
fn office_holders_are_found_by_day_and_fall_back_to_the_role_that_stands_in() {
    assert_eq!(holder("RUS", "head_of_state", Some("2020-05-11")), ["Q7747"]);
    assert_eq!(holder("RUS", "head_of_state", Some("2010-05-11")), ["Q23530"]);
    assert_eq!(holder("SYR", "head_of_state", Some("2020-05-11")), ["Q44329"]);
    assert_eq!(holder("USA", "head_of_government", Some("2004-12-26")), ["Q207"]);
    assert_eq!(holder("ESP", "head_of_state", Some("2015-01-01")).len(), 1);
    assert!(holder("RUS", "head_of_state", Some("1900-01-01")).is_empty());
    assert_eq!(holder("RUS", "head_of_state", None), ["Q7747"]);
    assert_eq!(known().leader_role(&"RUS".into()), Some("head_of_state"));
    let putin = known().offices_of(&"Q7747".into());
    assert_eq!((putin[0].title.as_str(), putin[0].state.as_str()), ("President of Russia", "RUS"));
}

#[test]
fn affiliations_come_from_tables_and_offices() {
    let of = |id: &str| known().affiliations(&id.into());
    let has =
        |id: &str, relation, target: &str| of(id).iter().any(|a| a.relation == relation && a.target.as_str() == target);
    assert!(has("media-sana", Relation::StateMediaOf, "Q858"));
    assert!(has("organ-kremlin", Relation::PartOf, "Q159"));
    assert!(has("Q7747", Relation::Leads, "Q159"));
    assert!(has("org-un-security-council", Relation::PartOf, "org-un"));
    let abbas = known().find("mahmoud abbas");
    assert!(has(abbas[0].id.as_str(), Relation::Leads, "group-plo"));
}

#[test]
fn find_knows_codes_ids_and_names_in_any_case() {
    for name in ["russia", "RUS", "ru", "RUSIA", "Q159", "moscow", "moscú"] {
        assert_eq!(known().find(name).first().map(|actor| actor.id.as_str()), Some("Q159"), "{name}");
    }
    // The African Union, and Australia by its two letters.
    let au: Vec<&str> = known().find("AU").iter().map(|actor| actor.id.as_str()).collect();
    assert!(au.starts_with(&["org-african-union", "Q408"]), "{au:?}");
    assert_eq!(known().state(&"AU".into()).map(|actor| actor.id.as_str()), Some("org-african-union"));
    assert!(known().find("no such actor").is_empty());
    assert!(known().find("").is_empty());
}

#[test]
fn a_users_table_adds_changes_and_removes_actors() {
    let table = "id\tkind\tstate\tname\tname.es\tshort\tleads\toffice\n\
        org-harbour\torganisation\tESP\tHarbour Union\tUnión Portuaria\n\
        person-ana-ruiz\tperson\tESP\tAna Ruiz\t\tRuiz\torg-harbour 2020..\tforeign_minister@ESP 2030-01..\n\
        Q159\t\t\tRuthenia\n\
        -media-sana\n";
    let (known, changes) = Knowledge::builtin().with_actors(table, "my.tsv").expect("a table");
    assert_eq!(changes, Changes { added: 2, changed: 1, removed: 1 });
    let first = |words: &[&str]| Some(known.longest(&Lang::new("es"), words)?.1[0].actor.to_string());
    assert_eq!(first(&["Unión", "Portuaria"]).as_deref(), Some("org-harbour"));
    assert_eq!(first(&["Ruthenia"]).as_deref(), Some("Q159"));
    assert!(known.actor(&"media-sana".into()).is_none() && first(&["SANA"]).as_deref() != Some("media-sana"));
    assert_eq!(known.affiliations(&"person-ana-ruiz".into()).len(), 2);
    let day = "2031-01-01".parse().ok();
    let now = known.holders(&"ESP".into(), "foreign_minister", day);
    assert!(now.iter().any(|office| office.holder.as_str() == "person-ana-ruiz"));
    let russia = known.state(&"RUS".into()).expect("a state");
    assert!(russia.name == "Ruthenia" && russia.aliases.contains("Russia"), "{russia:?}");

    let (more, _) = known.with_actors("id\tname\n=org-harbour\tPort League\n", "more.tsv").expect("a table");
    let actor = more.actor(&"org-harbour".into()).expect("an actor");
    assert_eq!((actor.name.as_str(), actor.kind), ("Port League", ActorKind::Other));
}

#[test]
fn a_users_mistakes_are_reported_with_file_and_line() {
    let error = |table: &str| match Knowledge::builtin().with_actors(table, "my.tsv") {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    };
    assert!(error("id\tstate\tname\nx\tZZZ\tX\n").starts_with("my.tsv:2: unknown state \"ZZZ\""));
    assert!(error("id\tname\n\nx\t\n").starts_with("my.tsv:3: x has no name"));
    assert!(error("id\tname\n-nobody\n").starts_with("my.tsv:2: no actor nobody"));
    assert!(error("id\tname\tleads\nx\tX\tnowhere\n").starts_with("my.tsv:2: unknown actor or state \"nowhere\""));
    assert!(error("id\tname\toffice\nx\tX\tking@ESP\n").starts_with("my.tsv:2: unknown role \"king\""));
    assert!(error("id\tname\nx\t?!\n").starts_with("my.tsv:2: the name"));
    assert!(error("id\tname\toffice\nx\tX\tmonarch@ESP 2020..2019\n").starts_with("my.tsv:2: dates"));
    assert!(error("id\tname\nx\tX\ny\tY\nx\tZ\n").starts_with("my.tsv:4: x stands on line 2"));
    let circle = "id\tname\tpart_of\na\tA\tb\nb\tB\tc\nc\tC\ta\n";
    assert!(error(circle).contains("part of itself: a → b → c → a"), "{}", error(circle));
    assert!(error("id\n-Q159\n").starts_with("my.tsv:2: no actor would have the code RUS"), "{}", error("id\n-Q159\n"));
    assert!(error("id\tname\n=Q29\tHispania\n").starts_with("my.tsv:2: no actor would have the code ESP"));
}

#[test]
fn who_is_removed_is_nobodys_part_any_more() {
    let (known, _) = known().with_actors("id\n-group-plo\n", "my.tsv").expect("a table");
    let abbas = known.find("mahmoud abbas")[0].id.clone();
    assert!(known.affiliations(&abbas).iter().all(|link| link.target.as_str() != "group-plo"));
}

#[test]
fn names_have_the_days_that_the_table_gives_them() {
    let table = "id\tname\nx-land\tNewland 1990..|Oldland 1960..1989-12-31\n";
    let (known, _) = known().with_actors(table, "my.tsv").expect("a table");
    let sense = |word: &str| known.longest(&Lang::new("en"), &[word]).expect("a name").1[0].clone();
    assert_eq!(sense("Oldland").until, "1989-12-31".parse().ok());
    assert_eq!(sense("Newland").until, None);
}

/// The text of a table, which lives as long as the test.
fn text_of(name: &str) -> &'static str {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/entities/knowledge").join(name);
    std::fs::read_to_string(&path).expect("a table").leak()
}

/// The records of all embedded tables, with their file's name.
fn records() -> Vec<(&'static str, Record<'static>)> {
    let read = |path| table::read(text_of(path), path).expect("a table").into_iter().map(move |r| (path, r));
    TABLES.into_iter().flat_map(read).collect()
}

#[test]
fn embedded_tables_are_sorted_and_complete() {
    for path in TABLES {
        let text = text_of(path);
        let key =
            |r: &Record<'static>| if path == "states.tsv" { r.state.unwrap_or("").to_owned() } else { r.id.into() };
        let keys: Vec<String> = table::read(text, path).expect("a table").iter().map(key).collect();
        let wrong = keys.windows(2).find(|pair| pair[0] >= pair[1]);
        assert!(wrong.is_none(), "{path} is not sorted at {wrong:?}");
    }
    let lines = |name| table::lines(text_of(name)).skip(1).map(|(_, line)| line).collect::<Vec<_>>();
    assert!(lines("offices.tsv").is_sorted() && lines("roles.tsv").is_sorted());
    for (path, record) in records() {
        assert!(record.kind.is_some() && record.rank.is_some(), "{path}:{}: kind and rank are needed", record.line);
    }
    let states = records().iter().filter(|(path, r)| *path == "states.tsv" && r.code.is_some()).count();
    assert_eq!(states, 250, "ISO 3166-1 and Kosovo");
}

#[test]
fn offices_have_ordered_dates_and_known_roles_that_do_not_fall_back_in_circles() {
    for office in known().actors().flat_map(|actor| known().offices_of(&actor.id)) {
        assert!(known().actor(&office.holder).is_some(), "{office:?}");
        assert!(known().state(&office.state).is_some(), "{office:?}");
        assert!(office.since.zip(office.until).is_none_or(|(since, until)| since <= until), "{office:?}");
        assert!(!office.title.is_empty(), "{office:?}");
    }
    for (path, record) in records() {
        assert!(record.leader.is_none_or(|role| known().role(role).is_some()), "{path}:{}", record.line);
    }
    for (_, line) in table::lines(text_of("roles.tsv")).skip(1) {
        let mut role = line.split('\t').next();
        let mut steps = 0;
        while let Some(code) = role {
            role = known().role(code).unwrap_or_else(|| panic!("{code}: {line}")).falls_back.as_deref();
            steps += 1;
            assert!(steps < 10, "{line}");
        }
    }
}

#[test]
fn names_that_two_equally_known_actors_share_are_marked() {
    let mut wrong = BTreeMap::new();
    for (_, record) in records() {
        for name in &record.names {
            let words: Vec<&str> = name.text.split_whitespace().collect();
            for lang in name.lang.map_or(vec!["en", "es"], |lang| vec![lang]) {
                let Some((_, senses)) = known().longest(&Lang::new(lang), &words) else { continue };
                let sure: Vec<_> = senses.iter().filter(|sense| !sense.ambiguous).collect();
                let Some(first) = sure.first() else { continue };
                let rival =
                    |s: &&&Sense| s.actor != first.actor && known().rank(&s.actor) == known().rank(&first.actor);
                if let Some(other) = sure.iter().find(rival) {
                    wrong.insert((lang, name.text), (first.actor.to_string(), other.actor.to_string()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} names: {wrong:#?}", wrong.len());
}

#[test]
fn every_wikidata_id_is_confirmed_by_a_fact() {
    let facts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts");
    let files = ["country-codes.csv", "offices_since_2000.tsv", "peppercat_offices.tsv", "world_leaders_2021.csv"];
    let files = files.into_iter().chain(["foreign_ministers_2022.csv"]);
    let texts: Vec<String> = files.filter_map(|file| std::fs::read_to_string(facts.join(file)).ok()).collect();
    if texts.len() < 5 {
        println!("passed over: no facts in {}", facts.display());
        return;
    }
    let confirmed: std::collections::BTreeSet<&str> =
        texts.iter().flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric())).collect();
    let is_qid = |id: &&str| id.strip_prefix('Q').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let records = records();
    let unknown: Vec<&str> =
        records.iter().map(|(_, r)| r.id).filter(is_qid).filter(|id| !confirmed.contains(id)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
