#!/usr/bin/env python3
"""Reads a graph of `demarche build` with NetworkX, and its DOT with pydot.

usage: networkx_reads.py GRAPH.json [GRAPH.dot]

Fails where a node or edge is lost, an edge's end is no node with data, or a claim has no quote.
"""
import json
import sys

import networkx


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    graph = networkx.node_link_graph(data, edges="edges")
    assert graph.is_directed() and graph.is_multigraph()
    assert graph.number_of_nodes() == len(data["nodes"]), "an edge names a node that is not listed"
    assert graph.number_of_edges() == len(data["edges"]), "two edges share their ends and key"
    unnamed = [node for node, about in graph.nodes(data=True) if not about.get("name") or not about.get("kind")]
    assert not unnamed, f"nodes without name or kind: {unnamed}"
    kinds = {}
    for _, _, about in graph.edges(data=True):
        kinds[about["kind"]] = kinds.get(about["kind"], 0) + 1
        assert about["kind"] in ("affiliation", "attribution") or about["quote"], f"no quote: {about}"
    print(f"networkx {networkx.__version__}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges {kinds}")
    if len(sys.argv) > 2:
        import pydot

        (dot,) = pydot.graph_from_dot_file(sys.argv[2])
        assert dot.get_edge_list(), "no edge in the DOT"
        print(f"pydot {pydot.__version__}: {len(dot.get_node_list())} nodes, {len(dot.get_edge_list())} edges")


main()
