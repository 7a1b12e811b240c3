"""Cytoscape.js takes it without a screen; ids are texts and unique over nodes and edges."""
import json

import tools


def read(path, truth):
    elements = json.loads(path.read_text(encoding="utf-8"))["elements"]
    data = [element["data"] for element in elements["nodes"] + elements["edges"]]
    assert all(isinstance(part[name], str) for part in data for name in ("id", "source", "target") if name in part)
    ids = [part["id"] for part in data]
    assert len(ids) == len(set(ids)), "an id stands twice among nodes and edges"
    read = tools.node("read.mjs", "cytoscape", path)
    nodes = {row.pop("id"): row for row in read["nodes"]}
    edges = {row.pop("id"): row for row in read["edges"]}
    truth.compare_nodes(nodes)
    truth.compare_edges(edges)
    return f"{read['by']}: {len(nodes)} nodes, {len(edges)} edges"
