"""The CSV pair: pandas reads every cell, no cell begins a formula, no end of a claim is missing among the actors."""
import re

import pandas
from formats import table
from tools import version
from truth import EDGE_COLUMNS, NODE_COLUMNS, compare

FORMULA = re.compile("[=+@\t\r\n＝＋－＠-]")


def read(path, truth):
    actors, claims = (frame(path.with_name(f"{path.stem}-{name}.csv")) for name in ("actors", "claims"))
    for one in (actors, claims):
        for name in one.columns:
            bad = [cell for cell in one[name] if FORMULA.match(cell)]
            assert not bad, f"column {name}: {bad[0]!r} begins a formula"
    nodes = table.rows(actors.rename(columns={"label": "name"}), NODE_COLUMNS, table.parted_by_bar, unguarded)
    rows = table.rows(claims, EDGE_COLUMNS, table.parted_by_bar, unguarded)
    how = {"same": table.same_but_for_nul, "empty_is_none": True}
    lacking = truth.statements().keys()
    truth.compare_nodes(nodes, ids=table.without_nul, **how)
    truth.compare_edges({id: row for id, row in rows.items() if id not in lacking}, **how)
    compare("edge", truth.statements(), {id: row for id, row in rows.items() if id in lacking}, EDGE_COLUMNS, **how)
    ends = {row[end] for row in rows.values() for end in ("source", "target")} - {None}
    assert ends <= nodes.keys(), f"ends that are no actors: {sorted(ends - nodes.keys())[:3]}"
    return f"{version('pandas')}: {len(nodes)} actors, {len(rows)} claims, {len(lacking)} of them without an end"


def frame(path):
    return pandas.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", engine="python")


def unguarded(cell):
    """Without the apostrophe before a formula."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell.lstrip("'")) else cell
