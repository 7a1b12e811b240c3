"""What the readers of XML share."""
import datetime
import json
import re

from truth import EDGE_COLUMNS, NODE_COLUMNS, same_but_for_xml


def original_id(token):
    """The id that an NMTOKEN was made of."""
    if token == "_x_":
        return ""
    return re.sub("_x([0-9A-F]+)_", lambda found: chr(int(found[1], 16)), token)


def by_original_id(rows):
    """Rows by the ids of the graph; an error where two tokens are one."""
    found = {original_id(token): row for token, row in rows.items()}
    assert len(found) == len(rows), "two ids became one"
    return found


def with_lists(row, columns):
    """A row whose lists were JSON text, as lists."""
    return {name: json.loads(cell, strict=False) if columns.get(name) is list and isinstance(cell, str) else cell for name, cell in row.items()}


def nodes(rows):
    return {id: with_lists(row, NODE_COLUMNS) for id, row in by_original_id(rows).items()}


def edges(rows):
    found = by_original_id(rows)
    for row in found.values():
        row.update(source=original_id(row["source"]), target=original_id(row["target"]))
    return {id: with_lists(row, EDGE_COLUMNS) for id, row in found.items()}


def same_but_for_xmldom(original, read):
    """As graphology's parser reads: it ends lines by the rules of XML 1.1, whatever the version."""
    ended = (re.sub("\r\n|\r\x85|[\r\x85\u2028]", "\n", text) for text in (original, read))
    return same_but_for_xml(*ended)


def is_day(text):
    return datetime.date.fromisoformat(text) is not None
