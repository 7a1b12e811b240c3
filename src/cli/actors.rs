//! `demarche actors`: looks into the knowledge base, checks tables of actors, lists who was taken to be one.

use super::args::{ActorsCheck, ActorsCommand, ActorsSame, ActorsSearch, ActorsShow};
use super::build::{counted, knowledge};
use super::graph_file::eprintln_safely;
use super::output::{Output, json_text};
use super::parse::read_text;
use super::terminal::{ACTOR, FAINT, HINT, print, safe, width};
use super::view::Identified;
use super::{End, Failure, Talk, graph_file};
use comfy_table::{ContentArrangement, Table, presets};
use demarche::entities::knowledge::{Error, Finding, Knowledge, KnownName, NameClass, Office};
use demarche::model::{Actor, ActorId, ActorKind, Affiliation, Date};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

pub fn run(command: &ActorsCommand, talk: Talk) -> Result<End, Failure> {
    match command {
        ActorsCommand::Search(args) => search(args, talk),
        ActorsCommand::Show(args) => show(args, talk),
        ActorsCommand::Check(args) => check(args, talk),
        ActorsCommand::Same(args) => same(args),
    }
}

fn same(args: &ActorsSame) -> Result<End, Failure> {
    let (earlier, base) = (Identified::new(&args.identities)?, Base::with(&args.actors)?);
    let table = graph_file::read(&args.graph)?.decisions(base.get(), earlier.decisions());
    Output::Standard.write(|out| out.write_all(table.as_bytes()))?;
    Ok(if table.lines().count() > 1 { End::Found } else { End::Nothing })
}

/// The built-in knowledge base with the user's tables.
enum Base {
    Builtin(&'static Knowledge),
    Extended(Box<Knowledge>),
}

impl Base {
    fn with(tables: &[PathBuf]) -> Result<Base, Failure> {
        Ok(match knowledge(tables)? {
            Some(extended) => Base::Extended(Box::new(extended)),
            None => Base::Builtin(Knowledge::builtin()),
        })
    }
    fn get(&self) -> &Knowledge {
        match self {
            Base::Builtin(known) => known,
            Base::Extended(known) => known,
        }
    }
}

fn search(args: &ActorsSearch, talk: Talk) -> Result<End, Failure> {
    let base = Base::with(&args.look.actors)?;
    let known = base.get();
    let kind = args.kind.as_deref().and_then(ActorKind::parse);
    let fits = |actor: &Actor| {
        kind.is_none_or(|kind| actor.kind == kind)
            && args
                .state
                .as_ref()
                .is_none_or(|code| actor.state.as_ref().is_some_and(|state| state.as_str().eq_ignore_ascii_case(code)))
    };
    let mut found = known.search(&args.name);
    found.retain(|(actor, _)| fits(actor));
    let all = found.len();
    found.truncate(args.limit);
    if args.look.json {
        let actors: Vec<Value> = found.iter().map(|(actor, name)| hit_json(known, actor, name)).collect();
        let all = json!({"actors": actors, "found": all});
        Output::Standard.write(|out| out.write_all(json_text(&all).as_bytes()))?;
    } else if !found.is_empty() {
        print(&format!("{}\n", search_table(known, &found)))?;
    }
    if talk > Talk::Quiet && !args.look.json {
        eprintln_safely(&format!("{} of {}", found.len(), counted(all, "actor")));
    }
    Ok(if found.is_empty() { End::Nothing } else { End::Found })
}

fn search_table(known: &Knowledge, found: &[(&Actor, String)]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width().try_into().unwrap_or(100));
    table.set_header(["id", "name", "kind", "state", "office", "found as"]);
    for (actor, name) in found {
        let office = known.offices_of(&actor.id).first().map(|office| format!("{} {}", office.title, term(office)));
        let found_as = if *name == actor.name { String::new() } else { name.clone() };
        let state = actor.state.as_ref().map(|state| state.as_str()).unwrap_or_default();
        let cells = [actor.id.as_str(), &actor.name, actor.kind.name(), state, &office.unwrap_or_default(), &found_as];
        table.add_row(cells.map(|cell| safe(cell).into_owned()));
    }
    table
}

fn hit_json(known: &Knowledge, actor: &Actor, name: &str) -> Value {
    let office = known.offices_of(&actor.id).first().map(office_json);
    json!({
        "id": actor.id, "name": actor.name, "kind": actor.kind.name(), "state": actor.state,
        "rank": known.rank(&actor.id), "found_as": name, "office": office,
    })
}

/// `2012-05-07..`, either end of which may be missing.
fn term(office: &Office) -> String {
    between(office.since, office.until)
}

fn between(since: Option<Date>, until: Option<Date>) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    if since.is_none() && until.is_none() { String::new() } else { format!("{}..{}", day(since), day(until)) }
}

fn show(args: &ActorsShow, talk: Talk) -> Result<End, Failure> {
    let base = Base::with(&args.look.actors)?;
    let known = base.get();
    let found = known.find(&args.name);
    let Some((actor, others)) = found.split_first() else {
        let near: Vec<String> = known.search(&args.name).into_iter().take(5).map(|(_, name)| name).collect();
        let failure = Failure::new(format!("no actor is called {}", args.name));
        return Err(match near.as_slice() {
            [] => failure.hint("demarche actors search WORDS looks for parts of names"),
            names => failure.hint(format!("did you mean {}?", names.join(", "))),
        });
    };
    if talk > Talk::Quiet && !others.is_empty() {
        let describe = |actor: &&Actor| format!("{} ({})", actor.name, actor.id);
        let others: Vec<String> = others.iter().take(5).map(describe).collect();
        eprintln_safely(&format!("note: {} is read as {}, not {}", args.name, describe(actor), others.join(", ")));
    }
    let card = Card::of(known, actor, args.on);
    if args.look.json {
        Output::Standard.write(|out| out.write_all(json_text(&card.json()).as_bytes()))?;
    } else {
        print(&card.text())?;
    }
    Ok(End::Found)
}

/// All that is known of an actor.
struct Card<'k> {
    known: &'k Knowledge,
    actor: &'k Actor,
    names: Vec<KnownName>,
    /// Standing relations but for those that follow from offices.
    relations: Vec<Affiliation>,
    offices: &'k [Office],
    /// Of a state or organisation: who holds which office on the day.
    holders: Vec<&'k Office>,
    on: Option<Date>,
}

/// The offices that a card shows of a state, in their order.
const SHOWN_ROLES: [&str; 7] = [
    "supreme_leader",
    "monarch",
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "organisation_head",
];

impl<'k> Card<'k> {
    fn of(known: &'k Knowledge, actor: &'k Actor, on: Option<Date>) -> Self {
        let state = actor.state.as_ref().filter(|code| known.state(code).is_some_and(|state| state.id == actor.id));
        let holders = state.map_or_else(Vec::new, |code| {
            let of_role = |role: &&str| known.holders(code, role, on);
            let mut all: Vec<&Office> = SHOWN_ROLES.iter().flat_map(of_role).collect();
            let mut seen = BTreeSet::new();
            all.retain(|office| {
                (on.is_some() || office.until.is_none()) && seen.insert((&office.role, &office.holder))
            });
            all
        });
        let mut relations = known.affiliations(&actor.id);
        relations.retain(|relation| relation.role.is_none());
        let (names, offices) = (known.names_of(&actor.id), known.offices_of(&actor.id));
        Card { known, actor, names, relations, offices, holders, on }
    }

    fn called(&self, id: &ActorId) -> String {
        self.known.actor(id).map_or_else(|| id.to_string(), |actor| format!("{} ({id})", actor.name))
    }

    fn text(&self) -> String {
        let Actor { id, kind, state, name, .. } = self.actor;
        let mut text = format!("{ACTOR}{}{ACTOR:#} {FAINT}{id}{FAINT:#}\n", safe(name));
        let state = state.as_ref().map(|code| format!(", {}", code.as_str())).unwrap_or_default();
        let _ = writeln!(text, "{}{state}, rank {}", kind.name(), self.known.rank(id));
        for (title, names) in grouped(&self.names) {
            line(&mut text, &title, &names.join(", "));
        }
        for relation in &self.relations {
            let dates = between(relation.since, relation.until);
            line(&mut text, &relation_name(relation), format!("{} {dates}", self.called(&relation.target)).trim_end());
        }
        for office in self.offices {
            line(&mut text, &term(office), &office.title);
        }
        if !self.holders.is_empty() {
            let day = self.on.map_or_else(|| "the last known".to_owned(), |day| format!("on {day}"));
            let _ = writeln!(text, "{FAINT}offices, {day}{FAINT:#}");
            for office in &self.holders {
                line(&mut text, &office.title, &self.called(&office.holder));
            }
        }
        text
    }

    fn json(&self) -> Value {
        let name = |name: &KnownName| {
            let class = name.class.map_or("combining", class_name);
            json!({"text": name.text, "class": class, "lang": name.lang, "ambiguous": name.ambiguous,
                "since": name.since, "until": name.until})
        };
        let relation = |relation: &Affiliation| {
            json!({"relation": relation_name(relation), "target": relation.target,
                "since": relation.since, "until": relation.until})
        };
        json!({
            "id": self.actor.id,
            "name": self.actor.name,
            "kind": self.actor.kind.name(),
            "state": self.actor.state,
            "rank": self.known.rank(&self.actor.id),
            "names": self.names.iter().map(name).collect::<Vec<_>>(),
            "relations": self.relations.iter().map(relation).collect::<Vec<_>>(),
            "offices": self.offices.iter().map(office_json).collect::<Vec<_>>(),
            "holders": self.holders.iter().map(|office| office_json(office)).collect::<Vec<_>>(),
        })
    }
}

fn line(text: &mut String, title: &str, what: &str) {
    let _ = writeln!(text, "  {FAINT}{title:<24}{FAINT:#} {}", safe(what));
}

fn office_json(office: &Office) -> Value {
    json!({"holder": office.holder, "role": office.role, "title": office.title, "state": office.state,
        "since": office.since, "until": office.until})
}

fn relation_name(relation: &Affiliation) -> String {
    serde_json::to_value(relation.relation)
        .ok()
        .and_then(|name| Some(name.as_str()?.replace('_', " ")))
        .unwrap_or_default()
}

fn class_name(class: NameClass) -> &'static str {
    match class {
        NameClass::Name => "name",
        NameClass::Short => "short",
        NameClass::Acronym => "acronym",
        NameClass::Metonym => "metonym",
        NameClass::Demonym => "demonym",
        NameClass::Adjective => "adjective",
    }
}

/// The names by column of the tables: `name.es`.
fn grouped(names: &[KnownName]) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for name in names {
        let class = name.class.map_or("combining", class_name);
        let title = name.lang.as_ref().map_or(class.to_owned(), |lang| format!("{class}.{}", lang.code()));
        let mark = if name.ambiguous { "?" } else { "" };
        let dates = between(name.since, name.until);
        let shown = format!("{}{mark} {dates}", name.text).trim_end().to_owned();
        match groups.iter_mut().find(|(known, _)| *known == title) {
            Some((_, names)) => names.push(shown),
            None => groups.push((title, vec![shown])),
        }
    }
    groups
}

fn check(args: &ActorsCheck, talk: Talk) -> Result<End, Failure> {
    let mut extended: Option<Knowledge> = None;
    let mut errors: Vec<Error> = Vec::new();
    let mut places = BTreeMap::<ActorId, String>::new();
    for (at, path) in args.tables.iter().enumerate() {
        let path = path.display().to_string();
        let table = read_text(&path)?;
        let known = extended.as_ref().unwrap_or_else(|| Knowledge::builtin());
        match known.with_actors(&table, &path) {
            Ok((more, changes)) => {
                if talk > Talk::Quiet && !args.json {
                    let (added, changed, removed) = (changes.added, changes.changed, changes.removed);
                    eprintln_safely(&format!("{path}: {added} added, {changed} changed, {removed} removed"));
                }
                let ids = Knowledge::ids_in(&table).into_iter();
                places.extend(ids.map(|(id, line)| (id, format!("{path}:{line}"))));
                extended = Some(more);
            }
            Err(refusal) => {
                errors.extend(refusal.0);
                // The next tables may build on this one.
                let rest = args.tables.len() - at - 1;
                if rest > 0 && talk > Talk::Quiet {
                    eprintln_safely(&format!(
                        "note: {path} is refused, so {} not checked",
                        counted(rest, "later table")
                    ));
                }
                break;
            }
        }
    }
    let known = extended.as_ref().unwrap_or_else(|| Knowledge::builtin());
    let mut findings = known.check();
    if !args.tables.is_empty() {
        findings.retain(|finding| finding.actors().iter().any(|id| places.contains_key(*id)));
    }
    let place = |finding: &Finding| finding.actors().into_iter().find_map(|id| places.get(id)).cloned();
    if args.json {
        let errors: Vec<Value> =
            errors.iter().map(|e| json!({"path": e.path, "line": e.line, "what": e.what})).collect();
        let findings: Vec<Value> = findings
            .iter()
            .map(|f| json!({"code": f.code(), "actors": f.actors(), "place": place(f), "what": f.to_string()}))
            .collect();
        let all = json!({"errors": errors, "findings": findings});
        Output::Standard.write(|out| out.write_all(json_text(&all).as_bytes()))?;
    } else {
        print(&report(&errors, &findings, &place))?;
    }
    if talk > Talk::Quiet && !args.json {
        eprintln_safely(&summary(known, &errors, &findings));
    }
    Ok(match (errors.is_empty(), findings.is_empty()) {
        (false, _) => End::NoInput,
        (true, false) => End::Nothing,
        (true, true) => End::Found,
    })
}

fn report(errors: &[Error], findings: &[Finding], place: &dyn Fn(&Finding) -> Option<String>) -> String {
    let mut text = String::new();
    let error_style = super::terminal::ERROR;
    for error in errors {
        let _ = writeln!(text, "{error_style}error{error_style:#}: {}", safe(&error.to_string()));
    }
    for finding in findings {
        let place = place(finding).map(|place| format!("{place}: ")).unwrap_or_default();
        let line = format!("{place}{finding}");
        let _ = writeln!(text, "{HINT}{}{HINT:#}: {}", finding.code(), safe(&line));
    }
    text
}

fn summary(known: &Knowledge, errors: &[Error], findings: &[Finding]) -> String {
    let mut counts = BTreeMap::<&str, usize>::new();
    for finding in findings {
        *counts.entry(finding.code()).or_default() += 1;
    }
    let counts: Vec<String> = counts.into_iter().map(|(code, count)| format!("{count} {code}")).collect();
    let found = if counts.is_empty() { "nothing doubtful".to_owned() } else { counts.join(", ") };
    let actors = counted(known.actors().count(), "actor");
    match errors.len() {
        0 => format!("{actors}: {found}"),
        count => format!("{}: refused, nothing of such a table counts; {actors}: {found}", counted(count, "mistake")),
    }
}
