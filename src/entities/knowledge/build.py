#!/usr/bin/env python3
"""Makes states.tsv, organs_by_rule.tsv, people.tsv and offices.tsv from public facts and the hand-written tables in source/.

    python3 build.py --facts FACTS --cldr CLDR

FACTS is the folder of the fact files that SOURCES.md lists; CLDR is the unpacked npm package cldr-localenames-full
(the folder that holds main/en/territories.json). Needs nothing but Python 3. Same input, same bytes out.
"""

import argparse
import collections
import csv
import datetime
import json
import pathlib
import re
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
LEADERS = {"p": "head_of_state", "g": "head_of_government", "m": "monarch", "s": "supreme_leader", "": ""}
QID = re.compile(r"Q[1-9][0-9]*")


def rows(path):
    """The lines of a hand-written table as dictionaries; `#` starts a comment."""
    lines = [line.rstrip("\n") for line in path.open(encoding="utf-8")]
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t")
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(header):
            raise SystemExit(f"{path}: more cells than columns: {line!r}")
        yield dict(zip(header, cells + [""] * (len(header) - len(cells))))


def write(name, comment, header, lines):
    text = f"# {comment}\n" + "\t".join(header) + "\n"
    text += "".join("\t".join(line).rstrip("\t") + "\n" for line in lines)
    (HERE / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(lines)} lines, {len(text.encode()) // 1024} KiB")


def cell(names):
    """A list cell: each name once, in order."""
    return "|".join(dict.fromkeys(name for name in names if name))


def items(text):
    return [item.strip() for item in text.split("|") if item.strip()]


def fold(text):
    """Without accents, case and signs: to compare names."""
    text = unicodedata.normalize("NFD", text.lower().translate(str.maketrans("łøđı", "lodi")))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", text))


# ---------------------------------------------------------------- states


def spanish_forms(lemma):
    """Masculine and feminine, singular and plural, of a Spanish gentilic."""
    if lemma.endswith("/a"):
        base = lemma[:-2]
        return [base, base + "a", base + "es", base + "as"]
    if lemma.endswith("o"):
        return [lemma, lemma[:-1] + "a", lemma + "s", lemma[:-1] + "as"]
    for accented, plain in (("és", "es"), ("án", "an"), ("ón", "on"), ("ín", "in")):
        if lemma.endswith(accented):
            base = lemma[: -len(accented)] + plain
            return [lemma, base + "a", base + "es", base + "as"]
    if lemma[-1] in "íú":
        return [lemma, lemma + "es", lemma + "s"]
    if lemma[-1] in "aeé":
        return [lemma, lemma + "s"]
    return [lemma, lemma + "es"]


def english_nouns(adjective):
    """Plural nouns of an English adjective of nationality; none for those in -ese, -sh, -ch, -ss."""
    if re.search(r"(ese|sh|ch|ss|Manx|ois|qué|quois)$", adjective):
        return []
    return [adjective + "s"]


def marked(forms, mark):
    return [form + mark for form in forms]


def people_words(english, spanish):
    """(demonym.en, demonym.es, adjective.en, adjective.es) of a line of source/states.tsv."""
    demonyms, adjectives, demonyms_es, adjectives_es = [], [], [], []
    for item in items(english):
        adjective, colon, nouns = item.partition(":")
        mark = "?" if adjective.endswith("?") else ""
        adjective = adjective.rstrip("?")
        adjectives.append(adjective + mark)
        if colon:
            for noun in filter(None, nouns.split("/")):
                plural = noun if re.search(r"(men|ana|s)$", noun) else noun + "s"
                plural = noun if noun.endswith("man") else plural
                demonyms += [noun] if noun != adjective else []
                demonyms += [plural]
            if not english_nouns(adjective):
                demonyms.append(adjective + mark)
        else:
            demonyms += marked(english_nouns(adjective) or [adjective], mark)
    for item in items(spanish):
        mark = "?" if item.endswith("?") else ""
        forms = spanish_forms(item.rstrip("?"))
        adjectives_es += marked(forms, mark)
        demonyms_es += marked([form for form in forms[1:] if form.endswith("s")], mark)
    return cell(demonyms), cell(demonyms_es), cell(adjectives), cell(adjectives_es)


def bare(name):
    """A name without its mark and dates: of "Burma? ..1989-06-18" Burma."""
    return re.sub(r" [\d-]*\.\.[\d-]*$", "", name).rstrip("?")


def official(name):
    """A country name of UNTERM without its article and remarks."""
    name = re.sub(r"\s*[\(\*].*", "", name).strip()
    return re.sub(r"^(the|la|el|los|las) ", "", name)


def build_states(facts, cldr):
    """Writes states.tsv; returns what the people need: code -> (id, English name, folded names, rank)."""
    names = {}
    for lang in ("en", "es"):
        path = cldr / "main" / lang / "territories.json"
        names[lang] = json.loads(path.read_text(encoding="utf-8"))["main"][lang]["localeDisplayNames"]["territories"]
    codes = {r["ISO3166-1-Alpha-3"]: r for r in csv.DictReader((facts / "country-codes.csv").open(encoding="utf-8"))}
    codes["XKX"] = collections.defaultdict(str, {"ISO3166-1-Alpha-2": "XK"})
    header = ["id", "kind", "state", "code", "rank", "leader", "name.en", "name.es", "acronym.en", "acronym.es"]
    header += ["metonym.en", "metonym.es", "demonym.en", "demonym.es", "adjective.en", "adjective.es"]
    header += ["combining.en", "combining.es"]
    out, known = [], {}
    for row in rows(HERE / "source" / "states.tsv"):
        code = row["state"]
        facts_row = codes.pop(code)
        short = facts_row["ISO3166-1-Alpha-2"]
        qid = QID.search(facts_row["wikidata_id"] or "")
        own = {lang: items(row[f"name.{lang}"]) for lang in ("en", "es")}
        full = {}
        for lang, unterm in (("en", "UNTERM English Formal"), ("es", "UNTERM Spanish Formal")):
            from_cldr = [names[lang][short]] if short in names[lang] else []
            from_cldr = [n.replace("St. ", "Saint ").replace("&", "and" if lang == "en" else "y") for n in from_cldr]
            from_cldr = [n for n in from_cldr if not re.search(r"[()]|\bSAR\b|\bRAE\b|^Congo -|^Territorios Pal", n)]
            taken = {bare(n) for n in own[lang]}
            added = [n for n in from_cldr + [official(facts_row[unterm])] if n and n not in taken]
            # The first name is the one shown: those that ended come last.
            full[lang] = sorted(own[lang] + added, key=lambda n: ".." in n)
        if not full["en"]:
            raise SystemExit(f"no English name for {code}")
        words = people_words(row["people.en"], row["gentilic.es"])
        leader = LEADERS[row["leader"]]
        rank = "1" if leader or code in ("BIH", "SMR") else "3"
        ident = qid.group() if qid else f"state-{fold(bare(full['en'][0])).replace(' ', '-')}"
        out.append([ident, "state", code, short, rank, leader, cell(full["en"]), cell(full["es"]), row["acronym.en"],
                    row["acronym.es"], row["metonym.en"], row["metonym.es"], *words, row["combining.en"], row["combining.es"]])
        known[code] = (ident, bare(full["en"][0]), {fold(bare(n)) for n in full["en"]}, rank, facts_row["Capital"])
    missing = sorted(code for code in codes if code)
    if missing:
        raise SystemExit(f"source/states.tsv lacks {missing}")
    out.sort(key=lambda line: line[2])
    write("states.tsv", "Made by build.py from source/states.tsv, CLDR and country-codes.csv; sorted by state.", header, out)
    return known


# ---------------------------------------------------------------- people and offices

# Offices that one person of a state holds at a time: a successor ends a predecessor's term.
SINGLE = {"head_of_state", "head_of_government", "monarch", "supreme_leader", "governor_general", "foreign_minister",
          "defence_minister", "interior_minister", "finance_minister", "crown_prince", "central_bank_governor",
          "un_secretary_general", "un_general_assembly_president", "nato_secretary_general", "eu_commission_president",
          "eu_council_president", "eu_parliament_president", "eu_high_representative", "prosecutor_general", "chief_justice",
          "national_security_adviser", "chief_of_staff", "permanent_representative", "opposition_leader", "court_president"}
# Offices that many hold at a time, under one title.
MANY = {"council_member", "cabinet_minister", "adviser", "supreme_court_judge", "spokesperson",
        "deputy_foreign_minister", "vice_president", "deputy_head_of_government", "eu_commissioner", "special_envoy",
        "agency_head", "chief_of_staff"}
# Offices too many and too little known to be kept, and where they are kept all the same.
LESSER = {"deputy_minister": set(), "supreme_court_judge": {"USA"}, "deputy_speaker": set(), "local_official": set(), "junior_minister": {"JPN", "TWN", "ARE", "QAT"},
          "regional_minister": {"GBR", "UKR", "GEO", "MDA", "CYP", "AZE", "SOM"}, "senior_official": set()}
# Governors are not kept of the many provinces of these.
PROVINCES = {"PHL", "SSD", "SWE", "KEN", "ITA", "YEM", "ZWE", "TUR", "CHL"}
# How many people are kept, and which offices are passed over first among the least known.
PEOPLE = 19_000
LEAST = {"governor", "mayor", "cabinet_minister", "bilateral_ambassador", "agency_head", "regional_minister", "sport_minister",
         "tourism_minister", "parliamentary_leader", "adviser", "council_member", "navy_chief", "air_force_chief"}
# Ambassadors are kept where they are sent to one of these.
AMBASSADORS_TO = re.compile(r"United (States|Kingdom|Nations)|Russia|China|France|Germany|Ukraine|Israel|Iran|Turkey|India|Japan|European Union"
                            r"|NATO|Syria|Iraq|Pakistan|Saudi Arabia|North Korea|South Korea|Cuba|Venezuela|Mexico|Spain|Egypt|Belarus")
# Cities that are as well known as capitals.
CITIES = {"New York City", "Istanbul", "Jerusalem", "Tel Aviv", "Barcelona", "Milan", "São Paulo", "Rio de Janeiro", "Shanghai", "Hong Kong",
          "Los Angeles", "Chicago", "Saint Petersburg", "Kharkiv", "Odessa", "Bogotá", "Mumbai", "Karachi", "Lagos", "Johannesburg"}
# States with several heads, or regents, at a time.
COLLEGES = {("BIH", "head_of_state"), ("SMR", "head_of_state"), ("AND", "head_of_state"), ("CHE", "head_of_state"),
            ("AND", "monarch"), ("SDN", "head_of_state"), ("LBY", "head_of_state")}
# What the offices of a part of a state are to the whole.
REGIONAL_HEADS = {"head_of_state", "head_of_government", "governor", "mayor", "head_of_region"}
# "Minister of", "Minister for the", "Secretary of State for", in positions.tsv.
MINISTER = (r"(?:(?:Federal|Union|Cabinet|Acting|Interim|Co-?ordinating|Principal) )*(?:Ministers?|Secretary of State|Secretary)"
            r" (?:(?:in|In) [Cc]harge )?(?:of|for) (?:the )?(?:Ministry of (?:the )?)?")


class Person:
    """What the facts tell of one Wikidata id."""

    def __init__(self):
        self.names = collections.Counter()
        self.states = collections.Counter()


# last_seen of a term that source/people.tsv states, and of one that lasted at the last look.
BY_HAND, LASTS = "8", "9"
Term = collections.namedtuple("Term", "state role since until holder title last_seen")


class Places:
    """What the places of the facts are: a state, or a part of one."""

    def __init__(self, states):
        self.listed = {r["place"]: (r["state"], r["region"]) for r in rows(HERE / "source" / "places.tsv")}
        self.by_name = {name: code for code, (_, _, names, *_) in states.items() for name in names}

    def of(self, place):
        """(code of the state, region): ("UKR", "region-donetsk!")."""
        return self.listed.get(place) or (self.by_name.get(fold(place), ""), "")


def day(text):
    """A date of the facts; of one that cannot be (`2024-17-17`) the year, of a decade (`1990s`) nothing."""
    if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text):
        return text
    return text[:4] if re.match(r"\d{4}-", text) else ""


def earlier(a, b):
    """Whether a date is surely before another; no date is neither."""
    shorter = min(len(a), len(b))
    return bool(shorter) and a[:shorter] < b[:shorter]


# Days by which one term may reach into the next and still be meant to end with it.
HANDOVER = 60


def days(a, b):
    """From one date to another; 0 where one of them is no full date."""
    if len(a) < 10 or len(b) < 10:
        return 0
    return (datetime.date.fromisoformat(b) - datetime.date.fromisoformat(a)).days


def fact_rows(facts, states):
    """(place, state, region, position, person, id, since, until, last seen, last seen of the place) of every fact file."""
    places = Places(states)

    def table(name):
        with (facts / name).open(encoding="utf-8") as lines:
            return [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]

    for place, position, person, ident, since, until in table("offices_since_2000.tsv"):
        since, until = day(since), day(until)
        if earlier(until, since):
            since, until = until, since
        yield place, *places.of(place), position, person, ident, since, until, "", ""
    seen = table("peppercat_offices.tsv")
    latest = collections.defaultdict(str)
    for row in seen:
        latest[row[0]] = max(latest[row[0]], row[6])
    for place, position, person, ident, since, first, last in seen:
        since = day(since)
        again = earlier(first, since)
        if again:
            # In office before the term that a later look tells of: since the first look at least.
            yield place, *places.of(place), position, person, ident, first, "", "", latest[place]
        if not again or days(since, last) > HANDOVER:
            yield place, *places.of(place), position, person, ident, since, "", last, latest[place]
    by_qid = {ident: code for code, (ident, *_) in states.items()}
    for r in csv.DictReader((facts / "world_leaders_2021.csv").open(encoding="utf-8")):
        title = r["positionLabel"]
        yield ("", by_qid.get(r["countryid"], ""), "", title[0].upper() + title[1:], r["officeholderLabel"], r["officeholder"],
               r["start_year"], r["end_year"], "", "")
    for r in csv.DictReader((facts / "foreign_ministers_2022.csv").open(encoding="utf-8")):
        state = by_qid.get(r["country"], "")
        yield "", state, "", r["positionLabel"], r["name"], r["person"], r["start"][:10], "", "", ""


def with_article(state_name):
    """The name of a state after "of"."""
    needs = r"(United|Democratic Republic|Republic of|Central African|Dominican|Czech|Netherlands|Philippines|Marshall|Solomon"
    needs += r"|Bahamas|Gambia|Maldives|Comoros|Holy|Federated|Seychelles)"
    return f"the {state_name}" if re.match(needs, state_name) else state_name


class Patterns:
    """The lines of positions.tsv."""

    def __init__(self):
        self.lines = []
        for row in rows(HERE / "source" / "positions.tsv"):
            states = row["states"].lstrip("!").split(",") if row["states"] else []
            pattern = re.compile(row["pattern"].replace("<M>", MINISTER))
            self.lines.append((pattern, row["role"], set(states), row["states"].startswith("!")))

    def fitting(self, title, state):
        """The roles whose patterns fit one of the titles, in the order of the file."""
        for pattern, role, states, but in self.lines:
            if (not states or (state in states) != but) and any(pattern.fullmatch(t) for t in title):
                yield role


def role_of(position, state, names, capital, patterns):
    """The role of a title; `None` where it is none that is kept. names: of the place, folded."""
    bare, _, owner = position.partition(" of ")
    while fold(re.sub("^the ", "", owner)) not in names and " of " in owner:
        more, _, owner = owner.partition(" of ")
        bare += " of " + more
    here = fold(re.sub("^the ", "", owner)) in names
    for role in patterns.fitting({position, bare} if here else {position}, state):
        if role == "head_of_state_here":
            if here and re.fullmatch(r"(Acting )?President", bare):
                return "head_of_state"
        elif role == "foreign_minister_us":
            if state in ("USA", "VAT"):
                return "foreign_minister"
        elif role == "ambassador_elsewhere":
            to = re.search(r" (?:to|in) (?:the )?(.*)", position)
            return "bilateral_ambassador" if to and fold(to[1]) not in names and AMBASSADORS_TO.search(to[1]) else None
        elif role == "mayor_of_capital":
            city = re.search(r" (of|in) (.*)", position)
            return "mayor" if city and fold(city[2]) in {fold(c) for c in CITIES | {capital or "-"}} else None
        else:
            kept = state in LESSER.get(role, {state}) and not (role == "governor" and state in PROVINCES)
            role = "cabinet_minister" if role == "junior_minister" else role
            return role if kept and role != "-" else None
    return None


def regional(role):
    """The role in a part of a state as one of the whole; `None` where it is not worth keeping."""
    if role in REGIONAL_HEADS:
        return "governor"
    return "regional_minister" if role and (role.endswith("_minister") or role == "deputy_head_of_government") else None


def near(a, b, days=45):
    """Whether two dates may be the same, one of them perhaps only a year or month."""
    if not a or not b:
        return True
    if len(a) < 10 or len(b) < 10:
        return a.startswith(b) or b.startswith(a)
    first, second = (datetime.date.fromisoformat(d) for d in (a, b))
    return abs((first - second).days) <= days


def office_of(term):
    """What one person holds at a time: the role of a state, or, where it has several such offices, one of them by its title."""
    return term.state, term.role, "" if term.role in SINGLE else term.title


def merge_terms(terms):
    """One term where two sources tell of the same one: the finer start, an end where any knows it."""
    starts = collections.defaultdict(list)
    for term in terms:
        starts[office_of(term)].append((term.since, term.holder))
    merged = []
    for term in sorted(terms, key=lambda t: (t.state, t.role, t.holder, t.since, t.until, t.title, t.last_seen)):
        last = merged[-1] if merged else None
        if last and (last.state, last.role, last.holder) == (term.state, term.role, term.holder):
            same = near(last.since, term.since) or (last.until and term.since and term.since <= last.until and not term.until)
            goes_on = not last.until and last.last_seen in ("", LASTS) and term.role not in MANY and not any(
                last.since < since <= term.since and holder != term.holder for since, holder in starts[office_of(term)])
            if same or goes_on:
                since = max((last.since, term.since), key=len) if same else last.since
                ended = [t.until for t in (last, term) if t.until]
                until = max(ended) if ended else ""
                seen = max(last.last_seen, term.last_seen)
                merged[-1] = last._replace(since=since, until="" if seen == LASTS else until, last_seen=seen)
                continue
        merged.append(term)
    return merged


def without_twins(people, terms):
    """Without the terms of an id that is another one's person: one name, or part of it, in one office from one day."""
    rows_of = lambda ident: (sum(people[ident].names.values()), ident)
    by_start = collections.defaultdict(set)
    for term in terms:
        by_start[term.state, term.role, term.since].add(term.holder)
    twins = set()
    for (state, role, _), holders in by_start.items():
        for holder in holders:
            words = [set(fold(name).split()) for name in people[holder].names]
            for other in holders - {holder}:
                theirs = [set(fold(name).split()) for name in people[other].names]
                same = any(a <= b or b <= a for a in words for b in theirs if len(a) > 1 and len(b) > 1)
                if same and rows_of(holder) < rows_of(other):
                    twins.add((state, role, holder))
    return [term for term in terms if (term.state, term.role, term.holder) not in twins]


def close_terms(terms):
    """Ends a term that is left open when the next holder's starts, for offices that one person holds."""
    by_office = collections.defaultdict(list)
    for term in terms:
        by_office[office_of(term)].append(term)
    closed = []
    for (state, role, _), held in sorted(by_office.items()):
        held.sort(key=lambda t: (t.since, t.holder))
        shared = role in MANY or (state, role) in COLLEGES
        for at, term in enumerate(held):
            later = [t.since for t in held[at + 1:] if t.since > term.since and t.holder != term.holder]
            if not term.until and not shared and later and term.last_seen != LASTS:
                term = term._replace(until=min(later))
            elif not term.until and len(term.last_seen) > 1:
                term = term._replace(until=term.last_seen)
            elif not shared and any(finer := [day for day in later if len(day) > len(term.until) and day.startswith(term.until)]):
                # "until 2022" and the next holder from July 2022: until then.
                term = term._replace(until=min(finer))
            elif not shared and role in SINGLE and later and term.last_seen != BY_HAND and 0 < days(min(later), term.until) <= HANDOVER:
                # Elected in May, in office in July: the first day of the next one, which all agree on, ends the term.
                term = term._replace(until=min(later))
            before = [t.until for t in held if t.holder != term.holder and len(t.until) == 10 and t.until.startswith(term.since)]
            if not shared and 0 < len(term.since) < 10 and before:
                # "since 2014" and a predecessor until May 2014: since then.
                term = term._replace(since=max(before))
            if earlier(term.until, term.since):
                term = term._replace(until="")
            closed.append(term)
    return closed


def read_terms(facts, states):
    """All people of the facts by id, and their terms in the offices that positions.tsv knows."""
    patterns = Patterns()
    mistaken = {(r["state"], r["role"], name) for r in rows(HERE / "source" / "mistaken.tsv") for name in items(r["names"])}
    people, terms = collections.defaultdict(Person), []
    for place, state, region, position, name, ident, since, until, last, latest in fact_rows(facts, states):
        if not QID.fullmatch(ident) or not state:
            continue
        person = people[ident]
        if name and not QID.fullmatch(name):
            name = re.sub(r"\s*[\"“(].*?[\"”)]", "", name).strip()
            person.names[re.sub(r", (Baron|Baroness|Lord|Lady|Viscount|Earl|Marquess|\d+(st|nd|rd|th)) .*", "", name)] += 1
        person.states[state] += 1
        state_name = {"EU": "the European Union", "UN": "the United Nations"}.get(state) or states[state][1]
        if region:
            state_name = place.replace("-us", "").replace("-", " ").title()
        position = position[0].upper() + position[1:]
        capital = states[state][4] if state in states else ""
        names = {fold(state_name)} if region or state not in states else states[state][2]
        role = role_of(position, state, names | {fold(place)}, capital, patterns)
        role = regional(role) if region else role
        if role == "regional_minister" and state not in LESSER[role]:
            continue
        if not role or (state, role, name) in mistaken:
            continue
        named = " of " in position and (state_name in position or state in ("EU", "UN"))
        of = with_article(state_name)
        title = position if named or role in ("mayor", "governor") and " of " in position else f"{position} of {of}"
        to = re.search(r" (to|in) (?!.* (to|in) ).*", position)
        title = f"Ambassador of {of}{to[0]}" if role == "bilateral_ambassador" and to else title
        if last:
            # Still there in the last look at the place: not ended. Else it ended soon after it was last seen.
            gap = datetime.date.fromisoformat(latest) - datetime.date.fromisoformat(last)
            last = LASTS if gap.days <= 60 else last
        home = {"organisation_head": None, "court_president": "ICJ", "nato_secretary_general": "NATO"}.get(role, state)
        home = home or ("WHO" if "Health" in position else "WTO")
        home = region.rstrip("!") if region.endswith("!") else home
        terms.append(Term(home, role, since, until, ident, title, last))
    return people, merge_terms(without_twins(people, terms))


# Given names come last, or the surname first, in the names of these states.
SURNAME_FIRST = {"CHN", "PRK", "KOR", "TWN", "VNM", "HKG", "MAC", "KHM", "SGP"}
PARTICLES = {"de", "del", "los", "las", "della", "di", "da", "dos", "das", "do", "van", "von", "der", "den", "ter", "ten", "la", "le",
             "du", "al", "el", "bin", "ibn", "ben", "abu", "ould", "st", "mac", "ap", "zu", "af", "av"}
SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "v", "vi", "vii", "viii", "xi", "xvi", "x"}
SPANISH = {"ESP", "ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "SLV", "GNQ", "GTM", "HND", "MEX", "NIC", "PAN",
           "PRY", "PER", "URY", "VEN", "PHL"}
SECOND_GIVEN = set("""José María Jose Maria Luis Juan Carlos Antonio Manuel Miguel Ángel Angel Alberto Fernando Francisco
Pedro Pablo Jorge Rafael Ramón Javier Enrique Eduardo Andrés Felipe Alejandro Ignacio Jesús Martín Cristina Elena Isabel
Teresa Rosa Carmen Dolores Soledad Pilar Mercedes Luisa Ana Marta Beatriz Laura Patricia Gabriel Daniel David Raúl Roberto
Ricardo Víctor Hugo Iván Óscar Guillermo Gustavo Mario Ernesto César Nicolás Julio Diego Santiago Sebastián Tomás Vicente
Emilio Evo Inácio Rodrigo Agustín Joaquín Alfonso Álvaro Arturo Adolfo Alfredo Armando Augusto Benjamín Bernardo Camilo
Claudia Claudio Cristián Edgar Eugenio Fabián Federico Félix Gonzalo Héctor Horacio Humberto Jaime Leonel Leopoldo Lorenzo
Lucio Marcelo Marcos Mauricio Nelson Octavio Orlando Oswaldo Patricio René Rodolfo Rubén Salvador Samuel Sergio Simón
Tabaré Teodoro Wilfredo William Xavier Soraya Trinidad Manuela Margarita Yolanda Susana Mónica Michelle Dina Ligia Xiomara
Dilma Epsy Alexander Edmundo Lincoln Jeanine Antonia Nadine Bautista Del""".split())


# Surnames that are function words in a language that is read: of no use as a name by themselves.
EVERYDAY = set("""a al am an are as at be but by can con de del do el en es for go ha he her his how i if in is it la le les
lo los mas me mi my ni no of on or our para por se ser si sin so son su sus the to tu un una up us was we who will y ya yo
you your march holy arab english april august may""".split())


def surnames(name, state):
    """The short names of a person: the surname, with and without its particles."""
    words = name.split()
    while len(words) > 1 and words[-1].lower().strip(",") in SUFFIXES:
        words.pop()
    words = [w.rstrip(",") for w in words]
    if len(words) < 2 or re.search(r"\b(of|I|II|III|IV|V|VI|VII|VIII|X|XVI)$| of ", name):
        return []
    if state in SURNAME_FIRST and len(words) in (2, 3) and len(words[0]) <= 6:
        if not (state in ("SGP", "PHL") and len(words) == 2):
            return [words[0]]
    if state == "ETH" or state == "ERI":
        return [words[0]]
    if state in SPANISH and len(words) >= 3:
        at = 1
        while at < len(words) - 1 and words[at] in SECOND_GIVEN:
            at += 1
        rest = words[at:]
        paternal = rest[:1]
        while paternal[-1].lower() in PARTICLES and len(paternal) < len(rest):
            paternal = rest[: len(paternal) + 1]
        return list(dict.fromkeys([" ".join(rest), " ".join(paternal)]))
    at = len(words) - 1
    while at > 1 and words[at - 1].lower().rstrip("-") in PARTICLES:
        at -= 1
    full = " ".join(words[at:])
    return list(dict.fromkeys([full, words[-1]]))


def variants(name):
    """Full names that follow by rule: without a middle initial or a suffix."""
    bare = re.sub(r" (Jr\.?|Sr\.?|II|III)$", "", name).rstrip(",")
    return [name, bare, re.sub(r"(?<=\w) [A-Z]\.(?: [A-Z]\.)?(?= \w)", "", bare)]


# Groups of states in spellings.tsv.
GROUPS = {
    "slavic": {"RUS", "UKR", "BLR", "KAZ", "KGZ", "MDA", "UZB", "TJK", "TKM", "AZE", "ARM", "GEO", "EST", "LVA", "LTU"},
    "muslim": {"AFG", "ARE", "BHR", "DZA", "EGY", "IRN", "IRQ", "JOR", "KWT", "LBN", "LBY", "MAR", "OMN", "PAK", "PSE", "QAT", "SAU",
               "SDN", "SOM", "SYR", "TUN", "YEM", "BGD", "MRT", "DJI"},
}
# How many spellings a name may get, by rank; those hardly known get none.
MOST_SPELLINGS = {1: 8, 2: 8, 3: 5, 4: 3, 5: 0}


class Spellings:
    """The lines of spellings.tsv, and the rules for endings and sounds."""

    def __init__(self):
        self.sets = collections.defaultdict(list)
        for row in rows(HERE / "source" / "spellings.tsv"):
            for state in sorted(GROUPS.get(row["states"]) or row["states"].split(",")):
                self.sets[state].append(items(row["spellings"]))

    def of(self, name, state, rank):
        """Other spellings of a full name: given names, and -sky as -skyy, -skiy, -ski."""
        found = [name]
        for spellings in self.sets.get(state, []):
            known = {fold(spelling): spelling for spelling in spellings}
            for full in list(found):
                words = full.split()
                for at, word in enumerate(words):
                    # A word by itself, never a surname: the last word may be somebody else's.
                    if fold(word) in known and at + 1 < len(words):
                        found += [" ".join(words[:at] + [other] + words[at + 1:]) for other in spellings if other != word]
        if state in GROUPS["slavic"]:
            found += [other for full in list(found) for other in endings(full)]
        return [other for other in dict.fromkeys(found) if other != name][:MOST_SPELLINGS[rank]]


def endings(name):
    """The names with another Latin spelling of the ending -sky."""
    stem = re.sub(r"sk(y|yy|yi|iy|ii|yj|i)$", "", name)
    return [stem + end for end in ("sky", "skyy", "skiy", "ski")] if stem != name else []


def in_spanish(name, state, rank):
    """The spelling of Spanish papers: Jamenei, Mijaíl."""
    if rank > 3 or state not in GROUPS["slavic"] | GROUPS["muslim"] or not re.search("[Kk]h", name):
        return []
    return [name.replace("Kh", "J").replace("kh", "j")]


def curated(people):
    """The lines of source/people.tsv, each with the id that the facts confirm, or a slug."""
    by_name = collections.defaultdict(set)
    for ident, person in people.items():
        for name in person.names:
            for spelling in variants(name):
                by_name[fold(spelling)].add(ident)
    out = {}
    for row in rows(HERE / "source" / "people.tsv"):
        names = items(row["name"])
        found = set()
        for name in names:
            states = {row["state"], "UN", "EU"}
            found |= {i for i in by_name[fold(name.rstrip("?"))] if states & people[i].states.keys()}
            if found:
                break
        if row["id"] and row["id"] not in people:
            raise SystemExit(f"source/people.tsv: no fact confirms {row['id']}")
        found = {row["id"]} if row["id"] else found
        if len(found) > 1:
            raise SystemExit(f"source/people.tsv: {names[0]} may be any of {sorted(found)}")
        ident = found.pop() if found else "person-" + fold(names[0]).replace(" ", "-")
        if ident in out:
            raise SystemExit(f"source/people.tsv: {names[0]} is there twice: {ident}")
        out[ident] = row
    return out


def own_terms(more, terms, called):
    """The terms of source/people.tsv: in the place of those of the facts that start about then, or beside them."""
    titles = {r["role"]: r["title.en"] for r in rows(HERE / "roles.tsv")}
    terms = list(terms)
    for ident, row in sorted(more.items()):
        for office in items(row["office"]):
            place, _, dates = office.partition(" ")
            role, _, state = place.partition("@")
            since, _, until = dates.partition("..")
            title = titles[role] if " of " in titles[role] else f"{titles[role]} of {with_article(called[state])}"
            same = [t for t in terms if (t.holder, t.role, t.state) == (ident, role, state) and near(t.since, since)]
            for term in same:
                terms.remove(term)
                title = term.title
            terms.append(Term(state, role, since, until, ident, title, BY_HAND))
    return terms


# Up to this year a term without an end and without a later sight of its holder is not taken for one that lasts.
STALE = "2021"


def ended(terms, ranks):
    """Without the terms of lesser offices whose end nobody tells and that began long ago."""
    known = {term.holder for term in terms if ranks[term.role] < 4}
    keep = []
    for term in terms:
        open_ended = not term.until and not term.last_seen and term.since < STALE
        if not (open_ended and ranks[term.role] >= 4 and (ranks[term.role] == 5 or term.holder in known)):
            keep.append(term)
    return keep


def rank_of(term, role_rank, states):
    """How well known the holder of an office is: by the office, and one less in territories and parts of states."""
    lesser = term.state.startswith("region-") or states.get(term.state, ("", "", "", "1", ""))[3] != "1"
    return min(5, role_rank + 1 + lesser)


def in_regions(terms, regions):
    """The relations of those whose offices are offices of a region that is no state: ({id: leads}, {id: member of})."""
    leads, member_of = collections.defaultdict(list), collections.defaultdict(list)
    for term in sorted(terms):
        if term.state.startswith("region-"):
            into = leads if term.role == "governor" else member_of
            dates = f" {term.since}..{term.until}" if term.since or term.until else ""
            into[term.holder].append(term.state + dates)
    unknown = {term.state for term in terms if term.state.startswith("region-")} - regions.keys()
    if unknown:
        raise SystemExit(f"regions.tsv lacks {sorted(unknown)}")
    return leads, member_of


def told_apart(lines):
    """The cells of names and Spanish names, with the spellings that nobody else's name or spelling is."""
    owners = collections.defaultdict(set)
    for ident, _, _, _, full, (spelt, spanish), *_ in lines:
        for name in full + spelt + spanish:
            owners[fold(name)].add(ident)
    for _, _, _, _, full, (spelt, spanish), *_ in lines:
        mine = lambda names: [name for name in names if len(owners[fold(name)]) == 1]
        known = {fold(name) for name in full}
        new = [name for name in mine(spelt) if fold(name) not in known]
        # Accents and hyphens make no difference to the reader of names.
        one_each = {fold(name): name for name in reversed(new)}
        yield cell(full + [name for name in new if one_each[fold(name)] == name]), cell(spanish)


def build_people(facts, states):
    people, terms = read_terms(facts, states)
    more = curated(people)
    called = {code: name for code, (_, name, *_) in states.items()}
    for row in rows(HERE / "organisations.tsv"):
        if row["state"] and row["state"].lower() in items(row["acronym.en"].lower().replace("?", "")):
            called[row["state"]] = "the " + items(row["name.en"])[0]
    ranks = {r["role"]: int(r["rank"]) for r in rows(HERE / "roles.tsv")}
    regions = {r["id"]: r["state"] for r in rows(HERE / "regions.tsv")}
    terms = ended(close_terms(own_terms(more, terms, called)), ranks)
    leads, member_of = in_regions(terms, regions)
    best, order = {}, {}
    for term in terms:
        rank = rank_of(term, ranks[term.role], states)
        state = regions.get(term.state, term.state)
        best[term.holder] = min(best.get(term.holder, (9, "")), (rank, state))
        # The best known first; among equals the offices of the whole state, then the latest.
        key = (rank, term.role in LEAST, -int((term.until or term.since or "1990")[:4]), term.holder)
        order[term.holder] = min(order.get(term.holder, (9,)), key)
    spellings = Spellings()
    chosen = set(sorted(order, key=order.get)[:PEOPLE])
    out = []
    for ident in sorted(chosen | set(more)):
        person, row = people.get(ident), more.get(ident)
        rank, state = best.get(ident, (2, ""))
        names = [n for n, _ in sorted(person.names.items(), key=lambda kv: (-kv[1], kv[0]))] if person else []
        if not row:
            # One word by itself is a person's name only where he is well known.
            names = [n for n in names if " " in n or rank < 5]
        if not names and not row:
            continue
        state = row["state"] if row else state
        rank = int(row["rank"] or 1) if row else rank
        names = items(row["name"]) + names[:1] if row else names[:2]
        shorts = [s for n in names[:1] for s in surnames(n, state) if fold(s) not in EVERYDAY and len(s) > 1]
        shorts = items(row["short"]) if row and row["short"] else shorts
        full = [v for n in names for v in variants(n)]
        shorts = [s for s in shorts if s not in full]
        spelt = [v for n in names[:1] for v in spellings.of(n, state, rank)]
        spanish = items(row["name.es"]) if row else []
        spanish += [v for n in names[:1] for v in in_spanish(n, state, rank)]
        if rank < 5:
            shorts += [v for short in list(shorts) if state in GROUPS["slavic"] for v in endings(short)]
        extra = [row[c] for c in ("leads", "member_of", "speaks_for")] if row else ["", "", ""]
        extra[0] = cell(items(extra[0]) + leads[ident])
        extra[1] = cell(items(extra[1]) + member_of[ident])
        out.append([ident, "person", state, str(rank), full, (spelt, spanish), cell(shorts), *extra])
    out = [line[:4] + list(line_names) + line[6:] for line, line_names in zip(out, told_apart(out))]
    kept = {line[0] for line in out}
    header = ["id", "kind", "state", "rank", "name", "name.es", "short", "leads", "member_of", "speaks_for"]
    write("people.tsv", "Made by build.py from the fact files and source/people.tsv; sorted by id.", header, out)
    lines = {(t.state, t.role, t.since, t.until, t.holder, t.title) for t in terms if t.holder in kept}
    lines = sorted(line for line in lines if not line[0].startswith("region-"))
    header = ["state", "role", "since", "until", "holder", "title"]
    write("offices.tsv", "Made by build.py from the fact files; sorted.", header, [list(line) for line in lines])


# Organs that every state has: role code of ../words/roles.tsv, kind, English and Spanish names.
ORGANS = [
    ("foreign_ministry", "government", ("Foreign Ministry of {}", "Ministry of Foreign Affairs of {}"),
     ("Ministerio de Asuntos Exteriores de {}", "Ministerio de Relaciones Exteriores de {}", "Cancillería de {}")),
    ("military", "military", ("Armed Forces of {}", "Military of {}"), ("Fuerzas Armadas de {}", "Ejército de {}")),
    ("parliament", "government", ("Parliament of {}",), ("Parlamento de {}",)),
]
NO_ARMY = {"AND", "CRI", "DMA", "FSM", "GRD", "ISL", "KIR", "LCA", "LIE", "MCO", "MHL", "MUS", "NRU", "PAN", "PLW", "SLB", "SMR", "TUV",
           "VAT", "VCT", "VUT", "WSM"}


def build_organs(states):
    """Writes organs_by_rule.tsv: foreign ministry, armed forces and parliament of the states that organs.tsv has no such organ of."""
    known = {row["id"] for row in rows(HERE / "organs.tsv")}
    spanish = {row["state"]: bare(items(row["name.es"])[0]) for row in rows(HERE / "states.tsv") if row["name.es"]}
    out = []
    for code, (_, name, _, rank, _) in states.items():
        for role, kind, english, in_spanish in ORGANS:
            ident = f"{code}-{role}"
            if rank != "1" or ident in known or role == "military" and code in NO_ARMY or code == "VAT":
                continue
            names = cell(form.format(with_article(name)) for form in english)
            nombres = cell(form.format(spanish[code]) for form in in_spanish)
            out.append([ident, kind, code, "5", names, nombres])
    out.sort()
    header = ["id", "kind", "state", "rank", "name.en", "name.es"]
    write("organs_by_rule.tsv", "Made by build.py: what every state has, by its names; ids are those of descriptions. Sorted by id.", header, out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=pathlib.Path, required=True)
    parser.add_argument("--cldr", type=pathlib.Path, required=True)
    args = parser.parse_args()
    states = build_states(args.facts, args.cldr)
    build_organs(states)
    build_people(args.facts, states)


if __name__ == "__main__":
    main()
