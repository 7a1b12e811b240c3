"""D3: forceLink finds both ends of every link, and the simulation runs."""
import tools


def read(path, truth):
    read = tools.node("read.mjs", "d3", path)
    truth.compare_nodes({row.pop("id"): row for row in read["nodes"]})
    truth.compare_edges({row.pop("key"): row for row in read["edges"]})
    return f"{read['by']}: {len(truth.nodes())} nodes, {len(truth.edges())} links"
