"""Mermaid: its own parser takes the chart, within its limits, and every relation is there or counted as left out."""
from tools import node


def read(path, truth):
    text = path.read_text(encoding="utf-8")
    assert len(text) <= 50_000, f"{len(text)} characters"
    found = node("read.mjs", "mermaid", path)
    edges = truth.edges().values()
    # As in pictures, all affiliations of two actors are one arrow.
    affiliated = [(row["source"], row["target"]) for row in edges if row["kind"] == "affiliation"]
    wanted = len(edges) - len(affiliated) + len(set(affiliated))
    assert found["edges"] <= 500 and found["edges"] + found["left_out"] == wanted, f"{found} of {wanted} relations"
    assert found["ends"] == found["nodes"] or not wanted, f"{found['nodes']} nodes, {found['ends']} at an end of an edge"
    return f"{found['by']}: {found['nodes']} nodes, {found['edges']} edges, {found['left_out']} left out"
