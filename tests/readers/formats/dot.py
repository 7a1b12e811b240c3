"""DOT: Graphviz takes it and gives back every actor and edge; pydot does so where it can."""
import json
import re
from collections import Counter

import pydot
import tools

# pydot takes a minute for some thousand edges, and stumbles over quoted texts that Graphviz reads.
PYDOT_EDGES = 1500


def read(path, truth):
    tools.run(tools.program("nop"), path)
    # Graphviz's own parser, as JSON. It lays the graph out before: by springs, for `dot` takes minutes with large ones.
    found = json.loads(tools.run(tools.program("dot"), "-Ksfdp", "-Tdot_json", path))
    names = [thing["name"] for thing in found["objects"]]
    arrows = Counter((names[edge["tail"]], names[edge["head"]]) for edge in found.get("edges", []))
    edges = truth.edges().values()
    wanted = Counter(drawn(row) for row in edges)
    # What is known of two actors beside claims is one arrow.
    wanted.update({pair: 1 for pair in {drawn(row) for row in edges if row["kind"] == "affiliation"}})
    wanted.subtract(drawn(row) for row in edges if row["kind"] == "affiliation")
    ends = {end for pair in wanted for end in pair}
    missing = ends - set(names)
    assert not missing, f"{len(missing)} of {len(ends)} actors are missing: {sorted(missing)[:3]!r}"
    lost = wanted - arrows
    assert not lost, f"{lost.total()} of {wanted.total()} edges are missing: {list(lost)[:2]!r}"
    surplus = [pair for pair in arrows - wanted if set(pair) <= ends]
    assert not surplus, f"edges that are none: {surplus[:2]!r}"
    labels = {thing["name"]: squeezed(thing.get("label", "")) for thing in found["objects"]}
    for id in {end for row in edges for end in (row["source"], row["target"])}:
        name = squeezed(truth.actors[id]["name"])
        assert labels[as_graphviz(id)].startswith(name[:16]), f"{id!r} is labelled {labels[as_graphviz(id)]!r}"
    by = "dot"
    if wanted.total() <= PYDOT_EDGES and all(re.fullmatch(r"[\w .-]+", end) for end in ends):
        check_pydot(path, ends)
        by += f", {tools.version('pydot')}"
    return f"{by}: {len(ends)} actors, {wanted.total()} edges"


def drawn(row):
    """The ends of an arrow: one without a direction begins at the smaller id."""
    ends = [row["source"], row["target"]]
    return tuple(map(as_graphviz, sorted(ends) if row.get("symmetric") else ends))


def as_graphviz(id):
    """An id as DOT holds it: backslashes are two; odd ids are written with the numbers of their characters."""
    if id.startswith("%") or "_x" in id or re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]", id):
        escaped = re.sub(r"_(?=x)|[^0-9A-Za-z.:_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff-]", lambda found: f"_x{ord(found[0]):X}_", id)
        return escaped
    return id.replace("\\", "\\\\")


def squeezed(text):
    """Letters and digits, without Graphviz's escapes and entities."""
    text = re.sub(r"\\[nlr]", " ", text)
    return re.sub(r"[\W_]|amp;", "", re.sub(r"[\W_]*amp;", "", text))


def check_pydot(path, ends):
    graphs = pydot.graph_from_dot_file(path)
    assert graphs and len(graphs) == 1, "pydot cannot read it"
    names, rest = set(), [graphs[0]]
    while rest:
        graph = rest.pop()
        names.update(node.get_name().strip('"') for node in graph.get_nodes())
        rest += graph.get_subgraphs()
    assert ends <= names, f"pydot lacks {sorted(ends - names)[:3]}"
