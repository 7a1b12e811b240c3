"""JSON Graph Format v2: its schema allows it, and nothing is lost but what has no place."""
import json

import jsonschema
from tools import SCHEMAS, version


def read(path, truth):
    data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
    schema = json.loads((SCHEMAS / "json-graph-2.schema.json").read_text())
    problem = next(jsonschema.Draft7Validator(schema).iter_errors(data), None)
    assert problem is None, f"{list(problem.path)[:6]}: {problem.message[:300]}"
    graph = data["graph"]
    nodes = {id: {"name": node["label"], **node["metadata"]} for id, node in graph["nodes"].items()}
    edges = {}
    for edge in graph["edges"]:
        assert edge["source"] in nodes and edge["target"] in nodes, f"an end of {edge['id']} is no node"
        assert edge["id"] not in edges, f"{edge['id']} stands twice"
        assert edge["directed"] is not edge["metadata"].get("symmetric", False), f"{edge['id']}: {edge['directed']}"
        ends = {"source": edge["source"], "target": edge["target"]}
        edges[edge["id"]] = {"kind": edge["relation"], "label": edge["label"], **ends, **edge["metadata"]}
    truth.compare_nodes(nodes)
    truth.compare_edges(edges)
    return f"{version('jsonschema')}: {len(nodes)} nodes, {len(edges)} edges"


def once(pairs):
    """An object; an error where a name stands twice in it."""
    found = dict(pairs)
    assert len(found) == len(pairs), f"a name stands twice among {[name for name, _ in pairs][:5]}"
    return found
