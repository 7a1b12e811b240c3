"""Parquet: pyarrow and pandas read both tables with their types, and every cell equals the graph's."""
import tools
from truth import EDGE_COLUMNS, NODE_COLUMNS


def read(path, truth):
    try:
        import pandas
        import pyarrow.parquet as parquet
        import pyarrow.types as types
    except ImportError as missing:
        raise tools.Missing(f"{missing.name} is not installed") from missing
    stem = path.name.removesuffix(".parquet")
    nodes, claims = (parquet.read_table(path.with_name(f"{stem}-{table}.parquet")) for table in ("actors", "claims"))
    is_of = {str: types.is_string, int: types.is_int64, float: types.is_float64, bool: types.is_boolean, list: types.is_list}
    for table, columns in ((nodes, NODE_COLUMNS), (claims, {"source": str, "target": str, **EDGE_COLUMNS})):
        for name, holds in {"id": str, **columns}.items():
            field = table.schema.field(name)
            assert is_of.get(holds, types.is_date32)(field.type), f"{name} is {field.type}"
    rows = {row["id"]: row for row in nodes.to_pylist()}
    assert len(rows) == nodes.num_rows, "an actor stands twice"
    truth.compare_nodes(rows)
    found = {row["id"]: row for row in claims.to_pylist()}
    assert len(found) == claims.num_rows, "a claim stands twice"
    lacking = {id: row for id, row in found.items() if row["source"] is None or row["target"] is None}
    assert lacking.keys() == truth.lacking.keys(), f"{len(lacking)} of {len(truth.lacking)} statements"
    truth.compare_edges({id: row for id, row in found.items() if id not in lacking})
    frame = pandas.read_parquet(path.with_name(f"{stem}-claims.parquet"))
    assert frame["weight"].sum() >= len(truth.claims) and set(frame["source"].dropna()) <= set(rows)
    return f"{tools.version('pyarrow')}, {tools.version('pandas')}: {len(rows)} actors, {len(found)} claims"
