"""SVG: well-formed, without a script, a handler or a link that runs, with the name of every actor that it shows."""
import re

import tools
from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"


def read(path, truth):
    tools.well_formed(path)
    root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
    assert root.tag == f"{SVG}svg" and root.get("viewBox"), "no SVG that scales"
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        assert name not in ("script", "foreignObject", "iframe"), f"a {name} stands in it"
        for attribute, value in element.attrib.items():
            attribute = etree.QName(attribute).localname
            assert not attribute.startswith("on"), f"a handler: {attribute}"
            assert attribute != "href" or re.match("https?://|#|data:image/", value), f"a link that may run: {value[:60]!r}"
    texts = "".join(squeezed("".join(element.itertext())) for element in root.iter(f"{SVG}text", f"{SVG}title"))
    ends = {row[end] for row in truth.edges().values() for end in ("source", "target")}
    names = [truth.actors[id]["name"] for id in ends]
    shown = sum(squeezed(name)[:12] in texts for name in names)
    # Very large pictures show a part, and say so.
    least = len(names) if len(names) <= 150 else 30
    assert shown >= least, f"{shown} of {len(names)} names are in the picture"
    return f"xmllint: {shown} of {len(names)} actors named, {path.stat().st_size / 1000:.0f} kB"


def squeezed(text):
    """Letters and digits: where lines break and what is spaced does not matter."""
    return re.sub(r"[\W_]", "", text)
