"""graph.json: NetworkX reads it, docs/graph.schema.json allows it."""
import json

import jsonschema
import networkx
from tools import HERE, version


def read(path, truth):
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    if truth.options["fold"]:
        return read_folded(data, truth)
    check_schema(data)
    graph = networkx.node_link_graph(data, edges="edges")
    assert graph.is_directed() and graph.is_multigraph()
    assert graph.number_of_nodes() == len(truth.actors), "an edge names a node that is not listed"
    assert graph.number_of_edges() == len(truth.data["edges"]), "two edges share their ends and key"
    for id, row in graph.nodes(data=True):
        assert {"id": id, **row} == truth.actors[id], f"node {id}: {row}"
    edges = {key: {"source": source, "target": target, "key": key, **row} for source, target, key, row in graph.edges(keys=True, data=True)}
    for edge in truth.data["edges"]:
        assert edges[edge["key"]] == edge, f"edge {edge['key']}"
    return f"{version('networkx')}: {len(truth.actors)} nodes, {len(edges)} edges; jsonschema"


def check_schema(data):
    schema = json.loads((HERE / "../../docs/graph.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    # A list of 50,000 edges takes the validator a minute: of long lists every n-th item is looked at.
    thinned = {**data, "graph": {**data["graph"], "documents": thin(data["graph"]["documents"])}}
    thinned.update({name: thin(data[name]) for name in ("nodes", "edges", "statements")})
    problem = next(validator.iter_errors(thinned), None)
    assert problem is None, f"docs/graph.schema.json: {list(problem.path)}: {problem.message[:300]}"


def thin(items):
    return items[:: max(1, len(items) // 2000)]


def read_folded(data, truth):
    graph = networkx.node_link_graph(data, edges="edges")
    nodes = dict(graph.nodes(data=True))
    edges = {key: {"source": source, "target": target, **row} for source, target, key, row in graph.edges(keys=True, data=True)}
    truth.compare_nodes(nodes)
    truth.compare_edges(edges)
    return f"{version('networkx')}: {len(nodes)} nodes, {len(edges)} folded edges"
