"""What the readers of CSV share."""
import re

NUMBERS = {int: int, float: float, bool: {"true": True, "false": False}.__getitem__}


def without_nul(text):
    """A NUL cannot stand in a table: it is a picture of one."""
    return text.replace("\0", "\u2400")


def same_but_for_nul(original, read):
    return without_nul(original) == read


def typed(cell, holds, parted):
    """The text of a cell as what it holds; `None` where it is empty."""
    if cell == "":
        return None
    if holds is list:
        return parted(cell)
    return NUMBERS.get(holds, str)(cell)


def rows(frame, columns, parted=None, guard=lambda cell: cell):
    """The rows of a data frame of texts by id."""
    ids = [guard(id) for id in frame["id"]]
    assert len(ids) == len(set(ids)), "an id stands twice"
    found = {id: {} for id in ids}
    for name in frame.columns:
        holds = columns.get(name, str)
        for id, cell in zip(ids, frame[name]):
            found[id][name] = typed(guard(cell) if holds in (str, list) else cell, holds, parted)
    return found


def parted_by_bar(cell):
    """`a|b`, with `\\` before a bar or `\\` within."""
    texts = [""]
    for part in re.findall(r"\\.|[^\\|]+|\|", cell, re.DOTALL):
        if part == "|":
            texts.append("")
        else:
            texts[-1] += part[1:] if part[0] == "\\" else part
    return texts
