#!/usr/bin/env python3
"""Makes states.tsv, people.tsv and offices.tsv from public facts and the hand-written tables in source/.

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


def official(name):
    """A country name of UNTERM without its article and remarks."""
    name = re.sub(r"\s*[\(\*].*", "", name).strip()
    return re.sub(r"^(the|la|el|los|las) ", "", name)


def build_states(facts, cldr):
    """Writes states.tsv; returns what the people need: code -> (id, English name), and codes by folded name."""
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
            taken = {n.rstrip("?") for n in own[lang]}
            added = [n for n in from_cldr + [official(facts_row[unterm])] if n and n not in taken]
            full[lang] = own[lang] + added
        if not full["en"]:
            raise SystemExit(f"no English name for {code}")
        words = people_words(row["people.en"], row["gentilic.es"])
        leader = LEADERS[row["leader"]]
        rank = "1" if leader or code in ("BIH", "SMR") else "3"
        ident = qid.group() if qid else f"state-{fold(full['en'][0]).replace(' ', '-')}"
        out.append([ident, "state", code, short, rank, leader, cell(full["en"]), cell(full["es"]), row["acronym.en"],
                    row["acronym.es"], row["metonym.en"], row["metonym.es"], *words, row["combining.en"], row["combining.es"]])
        known[code] = (ident, full["en"][0].rstrip("?"), {fold(n) for n in full["en"]})
    missing = sorted(code for code in codes if code)
    if missing:
        raise SystemExit(f"source/states.tsv lacks {missing}")
    out.sort(key=lambda line: line[2])
    write("states.tsv", "Made by build.py from source/states.tsv, CLDR and country-codes.csv; sorted by state.", header, out)
    return known


# ---------------------------------------------------------------- people and offices

# Names of places in the facts that are no name of a state in states.tsv.
PLACES = {
    "bosnia-herzegovina": "BIH", "cabo-verde": "CPV", "congo-brazzaville": "COG", "congo-kinshasa": "COD",
    "czech": "CZE", "czechia": "CZE", "eswatini": "SWZ", "gambia": "GMB", "ivory-coast": "CIV", "micronesia": "FSM",
    "myanmar": "MMR", "north-macedonia": "MKD", "palestine": "PSE", "saudi": "SAU", "st-kitts-and-nevis": "KNA",
    "timor-leste": "TLS", "turkey": "TUR", "uae": "ARE", "us": "USA", "united-states": "USA", "georgia": "GEO",
    "european-union": "EU", "world": "UN", "laos": "LAO", "russia": "RUS", "bahamas": "BHS", "syria": "SYR",
    "brunei": "BRN", "vatican": "VAT", "somaliland": "", "georgia-us": "", "guinea": "GIN", "dominica": "DMA",
}
# Offices that several people hold at a time: a successor does not end a predecessor's term.
SHARED = {"speaker", "vice_president", "deputy_head_of_government", "intelligence_chief", "eu_commissioner",
          "spokesperson", "security_minister", "ambassador", "special_envoy", "military_chief", "organisation_head"}
# States with several heads, or regents, at a time.
COLLEGES = {("BIH", "head_of_state"), ("SMR", "head_of_state"), ("AND", "head_of_state"), ("CHE", "head_of_state"),
            ("AND", "monarch"), ("SDN", "head_of_state"), ("LBY", "head_of_state")}


class Person:
    """What the facts tell of one Wikidata id."""

    def __init__(self):
        self.names = collections.Counter()
        self.states = collections.Counter()


Term = collections.namedtuple("Term", "state role since until holder title last_seen")


def fact_rows(facts, states):
    """(state, position, person, id, since, until, last seen, last seen of the place) of every fact file."""
    by_name = {name: code for code, (_, _, names) in states.items() for name in names}

    def code(place):
        return PLACES[place] if place in PLACES else by_name.get(fold(place), "")

    def table(name):
        with (facts / name).open(encoding="utf-8") as lines:
            return [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]

    for place, position, person, ident, since, until in table("offices_since_2000.tsv"):
        yield code(place), position, person, ident, since, until, "", ""
    seen = table("peppercat_offices.tsv")
    latest = collections.defaultdict(str)
    for row in seen:
        latest[row[0]] = max(latest[row[0]], row[6])
    for place, position, person, ident, since, _, last in seen:
        yield code(place), position, person, ident, since, "", last, latest[place]
    by_qid = {ident: code_ for code_, (ident, _, _) in states.items()}
    for r in csv.DictReader((facts / "world_leaders_2021.csv").open(encoding="utf-8")):
        title = r["positionLabel"]
        yield (by_qid.get(r["countryid"], ""), title[0].upper() + title[1:], r["officeholderLabel"], r["officeholder"],
               r["start_year"], r["end_year"], "", "")
    for r in csv.DictReader((facts / "foreign_ministers_2022.csv").open(encoding="utf-8")):
        yield by_qid.get(r["country"], ""), r["positionLabel"], r["name"], r["person"], r["start"][:10], "", "", ""


def with_article(state_name):
    """The name of a state after "of"."""
    needs = r"(United|Democratic Republic|Republic of|Central African|Dominican|Czech|Netherlands|Philippines|Marshall|Solomon"
    needs += r"|Bahamas|Gambia|Maldives|Comoros|Holy|Federated|Seychelles)"
    return f"the {state_name}" if re.match(needs, state_name) else state_name


def role_of(position, state, state_name, patterns):
    for pattern, role in patterns:
        if pattern.fullmatch(position):
            if role == "head_of_state_here":
                here = re.search(rf"\b{re.escape(state_name)}$|Republic of China$|French Republic$", position)
                return "head_of_state" if here and "Senate" not in position else None
            if role == "foreign_minister_us":
                return "foreign_minister" if state in ("USA", "VAT") else None
            return role
    return None


def near(a, b, days=45):
    """Whether two dates may be the same, one of them perhaps only a year or month."""
    if not a or not b:
        return True
    if len(a) < 10 or len(b) < 10:
        return a.startswith(b) or b.startswith(a)
    first, second = (datetime.date.fromisoformat(d) for d in (a, b))
    return abs((first - second).days) <= days


def merge_terms(terms):
    """One term where two sources tell of the same one: the finer start, an end where any knows it."""
    merged = []
    for term in sorted(terms, key=lambda t: (t.state, t.role, t.holder, t.since, t.until, t.title, t.last_seen)):
        last = merged[-1] if merged else None
        if last and (last.state, last.role, last.holder) == (term.state, term.role, term.holder):
            if near(last.since, term.since) or (last.until and term.since and term.since <= last.until and not term.until):
                since = max((last.since, term.since), key=len)
                ended = [t.until for t in (last, term) if t.until]
                until = max(ended) if ended else ""
                seen = max(last.last_seen, term.last_seen)
                merged[-1] = last._replace(since=since, until="" if seen == "9" else until, last_seen=seen)
                continue
        merged.append(term)
    return merged


def close_terms(terms):
    """Ends a term that is left open when the next holder's starts, for offices that one person holds."""
    by_office = collections.defaultdict(list)
    for term in terms:
        by_office[term.state, term.role].append(term)
    closed = []
    for (state, role), held in sorted(by_office.items()):
        held.sort(key=lambda t: (t.since, t.holder))
        for at, term in enumerate(held):
            later = [t.since for t in held[at + 1:] if t.since > term.since and t.holder != term.holder]
            shared = role in SHARED or (state, role) in COLLEGES
            if not term.until and not shared and later and term.last_seen != "9":
                term = term._replace(until=min(later))
            elif not term.until and len(term.last_seen) > 1:
                term = term._replace(until=term.last_seen)
            if term.until and term.since and term.until < term.since:
                term = term._replace(until="")
            closed.append(term)
    return closed


def read_terms(facts, states):
    """All people of the facts by id, and their terms in the offices that positions.tsv knows."""
    patterns = [(re.compile(r["pattern"]), r["role"]) for r in rows(HERE / "source" / "positions.tsv")]
    people, terms = collections.defaultdict(Person), []
    for state, position, name, ident, since, until, last, latest in fact_rows(facts, states):
        if not QID.fullmatch(ident) or not state:
            continue
        person = people[ident]
        if name and not QID.fullmatch(name):
            person.names[re.sub(r"\s*[\"“(].*?[\"”)]", "", name).strip()] += 1
        person.states[state] += 1
        state_name = {"EU": "the European Union", "UN": "the United Nations"}.get(state) or states[state][1]
        role = role_of(position, state, state_name, patterns)
        if not role:
            continue
        title = position if " of " in position and (state_name in position or state in ("EU", "UN")) else ""
        title = title or f"{position[0].upper()}{position[1:]} of {with_article(state_name)}"
        if last:
            # Still there in the last look at the place: not ended. Else it ended soon after it was last seen.
            gap = datetime.date.fromisoformat(latest) - datetime.date.fromisoformat(last)
            last = "9" if gap.days <= 60 else last
        home = {"organisation_head": None, "court_president": "ICJ", "nato_secretary_general": "NATO"}.get(role, state)
        home = home or ("WHO" if "Health" in position else "WTO")
        terms.append(Term(home, role, since, until, ident, title, last))
    return people, merge_terms(terms)


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
            terms.append(Term(state, role, since, until, ident, title, ""))
    return terms


def build_people(facts, states):
    people, terms = read_terms(facts, states)
    more = curated(people)
    called = {code: name for code, (_, name, _) in states.items()}
    for row in rows(HERE / "organisations.tsv"):
        if row["state"] and row["state"].lower() in items(row["acronym.en"].lower().replace("?", "")):
            called[row["state"]] = "the " + items(row["name.en"])[0]
    terms = close_terms(own_terms(more, terms, called))
    ranks = {r["role"]: int(r["rank"]) for r in rows(HERE / "roles.tsv")}
    best = {}
    for term in terms:
        rank = ranks[term.role] + 1
        best[term.holder] = min(best.get(term.holder, (9, "")), (rank, term.state))
    out = []
    for ident in sorted(set(best) | set(more)):
        person, row = people.get(ident), more.get(ident)
        rank, state = best.get(ident, (2, ""))
        names = [n for n, _ in sorted(person.names.items(), key=lambda kv: (-kv[1], kv[0]))] if person else []
        if not names and not row:
            continue
        state = row["state"] if row else state
        rank = int(row["rank"] or 1) if row else rank
        names = items(row["name"]) + names[:1] if row else names[:2]
        shorts = [s for n in names[:1] for s in surnames(n, state) if fold(s) not in EVERYDAY and len(s) > 1]
        shorts = items(row["short"]) if row and row["short"] else shorts
        full = [v for n in names for v in variants(n)]
        shorts = [s for s in shorts if s not in full]
        extra = [row[c] for c in ("leads", "member_of", "speaks_for")] if row else ["", "", ""]
        out.append([ident, "person", state, str(rank), cell(full), row["name.es"] if row else "", cell(shorts), *extra])
    kept = {line[0] for line in out}
    header = ["id", "kind", "state", "rank", "name", "name.es", "short", "leads", "member_of", "speaks_for"]
    write("people.tsv", "Made by build.py from the fact files and source/people.tsv; sorted by id.", header, out)
    lines = sorted({(t.state, t.role, t.since, t.until, t.holder, t.title) for t in terms if t.holder in kept})
    header = ["state", "role", "since", "until", "holder", "title"]
    write("offices.tsv", "Made by build.py from the fact files; sorted.", header, [list(line) for line in lines])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=pathlib.Path, required=True)
    parser.add_argument("--cldr", type=pathlib.Path, required=True)
    args = parser.parse_args()
    build_people(args.facts, build_states(args.facts, args.cldr))


if __name__ == "__main__":
    main()
