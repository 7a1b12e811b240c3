"""What a file of some format must hold: the rows of `graph.json`, as docs/format.md describes it.

A reader gives back what a foreign library read, and `Truth.compare_nodes` and `Truth.compare_edges` compare it cell by cell.
"""
import calendar
import datetime
import json
import re
from collections import defaultdict

SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE"}

# The columns of actors and edges with what they hold.
NODE_COLUMNS = {"name": str, "kind": str, "state": str, "aliases": list, "mentions": int, "claims": int}
EDGE_COLUMNS = {
    "label": str, "kind": str, "event": str, "cameo": str, "polarity": str, "factuality": str, "modes": list, "symmetric": bool,
    "weight": int, "confidence": float, "first_day": datetime.date, "last_day": datetime.date, "date_precision": str,
    "date_from": str, "speakers": list, "speaker_ids": list, "publisher": str, "document": str, "document_name": str, "title": str,
    "published": datetime.date, "language": str, "url": str, "quote": str, "cue": str, "context": str, "source_text": str,
    "target_text": str, "sentence": int, "start": int, "end": int, "cue_start": int, "cue_end": int, "rule": str, "denies": str,
    "relation": str, "role": str, "claims": list,
}

# What XML 1.0 cannot hold, not even as a reference.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def same_text(original, read):
    return original == read


def same_but_for_xml(original, read):
    """Equal, with characters that XML cannot hold left out or replaced by U+FFFD."""
    dropped = NO_XML.sub("", original)
    return read in (original, dropped, NO_XML.sub("\ufffd", original)) or read.replace("\ufffd", "") == dropped.replace("\ufffd", "")


class Truth:
    def __init__(self, path, fold=False, affiliations=False, attributions=False):
        with open(path, encoding="utf-8") as file:
            self.data = json.load(file)
        self.options = {"fold": fold, "affiliations": affiliations, "attributions": attributions}
        self.documents = {document["id"]: document for document in self.data["graph"]["documents"]}
        self.actors = {node["id"]: node for node in self.data["nodes"]}
        edges = self.data["edges"]
        self.claims = {edge["key"]: edge for edge in edges if edge["kind"] not in ("affiliation", "attribution")}
        self.lacking = {claim["key"]: claim for claim in self.data["statements"]}
        self.affiliations = {edge["key"]: edge for edge in edges if edge["kind"] == "affiliation"}
        self.attributions = {edge["key"]: edge for edge in edges if edge["kind"] == "attribution"}

    @property
    def every_claim(self):
        """Claims by key, those that lack an end as well."""
        return {**self.claims, **self.lacking}

    def nodes(self):
        """Rows of actors by id."""
        strength = defaultdict(int)
        for claim in self.claims.values():
            for actor in {claim["source"], claim["target"]}:
                strength[actor] += 1
        return {
            id: {**{name: node[name] for name in ("name", "kind", "state", "aliases", "mentions")}, "claims": strength[id]}
            for id, node in self.actors.items()
        }

    def edges(self):
        """Rows of edges by id, each with its ends, as the options of this truth ask for them."""
        groups = defaultdict(list)
        for claim in self.claims.values():
            groups[fold_key(claim) if self.options["fold"] else claim["key"]].append(claim)
        rows = {}
        for group in groups.values():
            group.sort(key=lambda claim: (-claim["confidence"], claim["key"]))
            row = self.claim_row(group)
            if self.options["fold"]:
                row["source"], row["target"] = fold_key(group[0])[:2]
                rows["f-" + group[0]["key"].removeprefix("c-")] = row
            else:
                rows[group[0]["key"]] = row
        if self.options["affiliations"]:
            rows.update((key, affiliation_row(edge)) for key, edge in self.affiliations.items())
        if self.options["attributions"]:
            rows.update((key, attribution_row(edge)) for key, edge in self.attributions.items())
        return rows

    def statements(self):
        """Rows of claims without one of their ends, by key."""
        return {key: self.claim_row([claim]) for key, claim in self.lacking.items()}

    def claim_row(self, claims):
        """The row of claims that are one edge, the surest first."""
        first = claims[0]
        alone = first if len(claims) == 1 else {}

        def shared(of):
            values = [of(claim) for claim in claims]
            return values[0] if all(value == values[0] for value in values) else None

        document = self.documents.get(shared(lambda claim: claim["document"]), {})
        periods = [period(claim) for claim in claims if claim["date"]]
        speakers = shared(lambda claim: claim["speakers"]) or []
        row = {name: shared(lambda claim: claim[name]) for name in ("event", "cameo", "polarity", "factuality", "modes", "rule")}
        row.update({name: first[name] for name in ("kind", "confidence", "quote", "cue", "context", "source_text", "target_text")})
        row.update({name: alone.get(name) for name in ("sentence", "start", "end", "cue_start", "cue_end", "denies")})
        row.update(
            source=first["source"],
            target=first["target"],
            label=spoken(first["cue"]) or first["event"],
            symmetric=shared(lambda claim: claim["event"] in SYMMETRIC),
            weight=len(claims),
            first_day=min((first for first, _ in periods), default=None),
            last_day=max((last for _, last in periods), default=None),
            date_precision=shared(lambda claim: claim["date_precision"]),
            date_from=shared(lambda claim: claim["date_from"]),
            speakers=[self.actors[id]["name"] for id in speakers],
            speaker_ids=speakers,
            publisher=shared(lambda claim: self.documents[claim["document"]]["publisher"]),
            document=document.get("id"),
            document_name=document.get("name"),
            title=document.get("title"),
            published=document.get("published"),
            language=document.get("language"),
            url=document.get("url"),
            claims=[claim["key"] for claim in claims],
        )
        return row

    def compare_nodes(self, read, **how):
        """Compares what was read, `{id: row}`, with the actors."""
        compare("node", self.nodes(), read, NODE_COLUMNS, **how)

    def compare_edges(self, read, **how):
        """Compares what was read, `{id: row with source and target}`, with the edges."""
        compare("edge", self.edges(), read, EDGE_COLUMNS, **how)


def spoken(cue):
    """A cue as it stands within a sentence: without the capital of a first word; in lower case where all are capitals."""
    words = " ".join(cue.split())
    if not any(letter.islower() for letter in words):
        return words.lower()
    return words[:1].lower() + words[1:]


def fold_key(claim):
    source, target = claim["source"], claim["target"]
    is_symmetric = claim["event"] in SYMMETRIC
    # Rust compares UTF-8, Python code points: the same order.
    if is_symmetric and target < source:
        source, target = target, source
    return source, target, claim["kind"], claim["polarity"], is_symmetric


def period(claim):
    """First and last day, as text: four digits for the year, so that text sorts as days do."""
    first = datetime.date.fromisoformat(claim["date"])
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(claim["date_precision"])
    try:
        if months:
            year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
            last = datetime.date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))
        else:
            last = first + datetime.timedelta(days=7 if claim["date_precision"] == "week" else 1)
        last -= datetime.timedelta(days=1)
    except (OverflowError, ValueError, IndexError):
        last = first
    return first.isoformat(), last.isoformat()


def affiliation_row(edge):
    return {
        "source": edge["source"], "target": edge["target"], "label": edge["relation"].replace("_", " "), "kind": "affiliation",
        "weight": 1, "first_day": edge["since"], "last_day": edge["until"], "relation": edge["relation"], "role": edge["role"],
    }


def attribution_row(edge):
    return {
        "source": edge["source"], "target": edge["target"], "label": "reports", "kind": "attribution",
        "weight": len(edge["claims"]), "claims": edge["claims"],
    }


def compare(what, expected, read, columns, same=same_text, skip=(), empty_is_none=False, ids=lambda id: id):
    """Every row is there once, and every cell that is not empty equals the original and is of its type.

    `same` compares two texts, `skip` names columns that the format leaves out, `ids` says how an id is
    written, `empty_is_none` is true where it cannot tell an empty text from none.
    """
    expected = {ids(id): row for id, row in expected.items()}
    missing, surplus = expected.keys() - read.keys(), read.keys() - expected.keys()
    assert not missing, f"{len(missing)} of {len(expected)} {what}s are missing: {sample(missing)}"
    assert not surplus, f"{len(surplus)} {what}s are not in the graph: {sample(surplus)}"
    for id, row in expected.items():
        ends = {"source": str, "target": str} if what == "edge" else {}
        for name, holds in {**ends, **columns}.items():
            if name in skip:
                continue
            value, found = row.get(name), read[id].get(name)
            is_empty = value is None or value == [] or (empty_is_none and value in ("", [""]))
            if is_empty:
                assert found in (None, "", []), f"{what} {id!r}: {name} should be empty and is {found!r}"
            else:
                place = f"{what} {short(id)}, {name}: {short(value)} was read as {short(found)}"
                assert equal(holds, value, found, same), place


def equal(holds, value, found, same):
    if holds is list:
        return isinstance(found, list) and len(value) == len(found) and all(map(same, value, found))
    if holds is datetime.date:
        found = found.isoformat() if isinstance(found, datetime.date) else found
        return isinstance(found, str) and found == value and datetime.date.fromisoformat(found) is not None
    if holds is str:
        return isinstance(found, str) and same(value, found)
    if holds is bool:
        return found is value
    is_number = isinstance(found, (int, float) if holds is float else int) and not isinstance(found, bool)
    return is_number and abs(value - found) < 1e-9


def sample(ids):
    return ", ".join(short(id) for id in sorted(ids, key=str)[:3])


def short(value):
    text = repr(value)
    return text if len(text) < 160 else text[:120] + f"… ({len(text)} characters)"
