"""How fast NetworkX writes the claims of a graph as GraphML and GEXF: networkx_writes.py GRAPH.json

Called by `cargo bench --bench export`, for figures of the same graph side by side.
"""
import io
import json
import resource
import sys
import time

import networkx

with open(sys.argv[1], encoding="utf-8") as file:
    data = json.load(file)


def plain(row, *, without):
    """The cells of a row as those formats take them: lists as text, nothing that is empty."""
    cells = {name: cell for name, cell in row.items() if name not in without and cell is not None}
    return {name: json.dumps(cell, ensure_ascii=False) if isinstance(cell, list) else cell for name, cell in cells.items()}


graph = networkx.MultiDiGraph()
for node in data["nodes"]:
    graph.add_node(node["id"], **plain(node, without=["id"]))
claims = [edge for edge in data["edges"] if edge["key"].startswith("c-")]
for edge in claims:
    graph.add_edge(edge["source"], edge["target"], key=edge["key"], **plain(edge, without=["source", "target", "key"]))

writers = {"GraphML": networkx.write_graphml, "GEXF": lambda graph, file: networkx.write_gexf(graph, file, version="1.3")}
for name, write in writers.items():
    best, size = float("inf"), 0
    for _ in range(3):
        file = io.BytesIO()
        begun = time.perf_counter()
        write(graph, file)
        best, size = min(best, time.perf_counter() - begun), file.tell() / 1e6
    count = len(claims) + len(data["statements"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"networkx {networkx.__version__} {name}: {best:.3f} s, {size:.1f} MB, {size / best:.0f} MB/s, {count / best:.0f} claims/s, peak {peak:.0f} MB")
