"""GraphML: valid by its schema, read by NetworkX and by graphology with every cell."""
import networkx
import tools
from formats import xml
from truth import same_but_for_xml


def read(path, truth):
    tools.valid_xml(path, "graphml.xsd")
    how = {"same": same_but_for_xml, "empty_is_none": True}
    graph = networkx.read_graphml(path, force_multigraph=True)
    assert graph.is_directed() and graph.is_multigraph()
    nodes = dict(graph.nodes(data=True))
    edges = {id: {**row, "source": source, "target": target} for source, target, id, row in graph.edges(keys=True, data=True)}
    assert len(edges) == graph.number_of_edges(), "an edge's id stands twice"
    assert all(isinstance(row["x"], float) and isinstance(row["y"], float) for row in nodes.values()), "a node has no place"
    truth.compare_nodes(xml.nodes(nodes), **how)
    truth.compare_edges(xml.edges(edges), **how)
    other = tools.node("read.mjs", "graphml", path)
    # graphology gives edges ids of its own and reads numbers, texts and truth values by the types of the keys.
    assert len(other["nodes"]) == len(nodes) and len(other["edges"]) == len(edges)
    how["same"] = xml.same_but_for_xmldom
    truth.compare_nodes(xml.nodes({row["xml_id"]: row for row in other["nodes"]}), **how)
    by = f"xmllint, {tools.version('networkx')}, {other['by']}"
    return f"{by}: {len(nodes)} nodes, {len(edges)} edges"
