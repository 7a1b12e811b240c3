"""The tables for neo4j-admin: headers that it knows, ids once, no relationship without its ends, every cell."""
import re

import pandas
from formats import table
from tools import version
from truth import EDGE_COLUMNS, NODE_COLUMNS, compare

TYPES = {"string": str, "long": int, "int": int, "double": float, "float": float, "boolean": bool, "date": str, "string[]": list}
HEADER = re.compile(r"(?P<name>[a-z_]*):(?:(?P<special>ID|START_ID|END_ID)\((?P<space>\w+)\)|(?P<label>LABEL|TYPE)|(?P<type>[a-z]+(\[\])?))")


def read(path, truth):
    tables = {file.name.split(".")[0]: frame(file) for file in sorted(path.glob("*.csv"))}
    spaces = {}
    for name, rows in tables.items():
        for column, header in headers(rows).items():
            if header["special"] == "ID":
                ids = list(rows[column])
                assert len(ids) == len(set(ids)), f"{name}: an id stands twice"
                spaces[header["space"]] = set(ids)
    for name, rows in tables.items():
        for column, header in headers(rows).items():
            if header["special"] in ("START_ID", "END_ID"):
                loose = set(rows[column]) - spaces[header["space"]]
                assert not loose, f"{name}: ends that are no {header['space']}: {sorted(loose)[:3]}"
    how = {"same": same_but_for_semicolons, "empty_is_none": True}
    truth.compare_nodes(cells(tables["actors"]), ids=table.without_nul, **how)
    missing = {"weight", "relation", "role", "claims"}
    claims = {**claim_rows(truth), **truth.statements()}
    compare("claim", claims, cells(tables["claims"]), EDGE_COLUMNS, skip=missing, **how)
    assert len(tables["relations"]) == len(truth.edges()), f"{len(tables['relations'])} relations"
    assert len(tables["places"]) == len(claims), "a claim without a document"
    ends = {(row[":START_ID(Claim)"], row[":END_ID(Actor)"], row[":TYPE"]) for _, row in tables["roles"].iterrows()}
    for key, claim in truth.every_claim.items():
        for end in ("source", "target"):
            assert claim[end] is None or (key, table.without_nul(claim[end]), end.upper()) in ends, f"{key} has no {end}"
    rows = ", ".join(f"{len(rows)} {name}" for name, rows in tables.items())
    return f"{version('pandas')}: {rows}"


def claim_rows(truth):
    """Every claim for itself: they are nodes, whatever is folded."""
    return {key: truth.claim_row([claim]) for key, claim in truth.claims.items()}


def frame(path):
    return pandas.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", engine="python")


def headers(rows):
    found = {}
    for column in rows.columns:
        header = HEADER.fullmatch(column)
        assert header or re.fullmatch("[a-z_]+", column), f"neo4j-admin does not know the header {column}"
        found[column] = header.groupdict() if header else {"name": column, "special": None, "type": "string"}
        kind = found[column]["type"]
        assert kind is None or kind in TYPES, column
    return found


def cells(rows):
    """The cells of a table of nodes, by id, as the types of the header say."""
    heads = headers(rows)
    plain = rows.rename(columns={column: "id" if head["special"] == "ID" else head["name"] or column for column, head in heads.items()})
    columns = {head["name"]: TYPES[head["type"]] for head in heads.values() if head["type"]}
    return table.rows(plain, columns, lambda cell: cell.split(";"))


def same_but_for_semicolons(original, read):
    original = table.without_nul(original)
    return read in (original, original.replace(";", ","))
