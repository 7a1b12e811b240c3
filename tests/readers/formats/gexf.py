"""GEXF 1.3: valid by its schema, dynamic with days that are some, read by NetworkX and by graphology with every cell."""
import json

import networkx
import tools
from formats import xml
from lxml import etree
from truth import EDGE_COLUMNS, NODE_COLUMNS, same_but_for_xml, period

GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"


def read(path, truth):
    tools.valid_xml(path, "gexf-1.3.xsd")
    nodes, edges = elements(path, truth)
    how = {"same": same_but_for_xml, "empty_is_none": True}
    truth.compare_nodes(nodes, **how)
    truth.compare_edges(edges, **how)
    graph = networkx.read_gexf(path, version="1.3")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(nodes), len(edges)), "NetworkX counts others"
    assert set(xml.by_original_id(dict(graph.nodes))) == set(nodes), "NetworkX reads other ids"
    other = tools.node("read.mjs", "gexf", path)
    assert (len(other["nodes"]), len(other["edges"])) == (len(nodes), len(edges)), "graphology counts others"
    assert {xml.original_id(row["xml_id"]) for row in other["edges"]} == set(edges), "graphology reads other ids"
    assert all(isinstance(row["x"], (int, float)) for row in other["nodes"]), "graphology finds a node without a place"
    spells = sum(bool(row["spells"]) for row in edges.values())
    return f"xmllint, {tools.version('networkx')}, {other['by']}: {len(nodes)} nodes, {len(edges)} edges, {spells} with times"


def elements(path, truth):
    """Nodes and edges with their cells, by lxml; their times are looked at."""
    graph = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot().find(f"{GEXF}graph")
    assert graph.get("mode") == "dynamic" and graph.get("timeformat") == "date", dict(graph.attrib)
    types = {}
    for attributes in graph.findall(f"{GEXF}attributes"):
        for attribute in attributes:
            types[attributes.get("class"), attribute.get("id")] = attribute.get("title"), attribute.get("type")
    nodes = rows(graph.find(f"{GEXF}nodes"), "node", types, NODE_COLUMNS)
    edges = rows(graph.find(f"{GEXF}edges"), "edge", types, EDGE_COLUMNS)
    for id, row in nodes.items():
        assert same_but_for_xml(" ".join(row["label"].split()), " ".join(row.get("name", "").split())), f"{id}: {row['label']!r}"
        assert row["has_place"], f"{id} has no place"
    if not truth.options["fold"]:
        days = {key: period(claim) for key, claim in truth.claims.items() if claim["date"]}
        found = {key: row["spells"][0] for key, row in edges.items() if key in days and row["spells"]}
        assert found == days, "a claim's time is not that of its event"
    expected = truth.edges()
    for id, row in edges.items():
        # Blanks of a label are made single; of kinds as well. The cells have them as they are.
        row["label"] = expected[id]["label"] if one_line(row["label"], expected[id]["label"]) else row["label"]
    return nodes, edges


def one_line(label, original):
    return same_but_for_xml(" ".join(original.split()), " ".join(label.split()))


def rows(parent, what, types, columns):
    found = {}
    for element in parent:
        row = dict(element.attrib)
        row["weight"] = int(float(row.get("weight", 0)))
        for value in element.find(f"{GEXF}attvalues"):
            name, kind = types[what, value.get("for")]
            row[name] = cell(value.get("value"), kind)
        row["spells"] = [(spell.get("start"), spell.get("end")) for spell in element.iter(f"{GEXF}spell")]
        assert all(day is None or xml.is_day(day) for spell in row["spells"] for day in spell)
        assert all(first is None or last is None or first <= last for first, last in row["spells"]), row["spells"]
        row["has_place"] = element.find(f"{VIZ}position") is not None
        found[row.pop("id")] = row
    return xml.nodes(found) if what == "node" else xml.edges(found)


def cell(text, kind):
    if kind == "liststring":
        return json.loads(text)
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    return {"long": int, "double": float}.get(kind, str)(text)
