"""Markdown: markdown-it with GitHub's tables finds no HTML, no strange link, and every quote that fits."""
import re

import tools

SECTIONS = 6


def read(path, truth):
    try:
        from markdown_it import MarkdownIt
    except ImportError as missing:
        raise tools.Missing("markdown-it-py is not installed") from missing
    text = path.read_text(encoding="utf-8")
    reader = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
    tokens = [token for token in reader.parse(text)]
    inline = [child for token in tokens for child in token.children or ()]
    strange = {token.type for token in [*tokens, *inline]} & {"html_block", "html_inline", "image", "code_block", "code_inline", "fence", "s_open"}
    assert not strange, f"{strange} came out of text"
    urls = {document.get("url") for document in truth.documents.values()}
    for child in inline:
        if child.type == "link_open":
            url = child.attrGet("href")
            assert re.match(r"(?i)https?://", url) and child.info != "auto", f"a link to {url!r}"
    headings = [token for token in tokens if token.type == "heading_open"]
    assert sum(token.tag == "h1" for token in headings) == 1 and sum(token.tag == "h2" for token in headings) <= SECTIONS
    quotes = sum(token.type == "blockquote_open" for token in tokens)
    most = len(truth.every_claim)
    assert quotes <= most and (quotes == most or "left out here" in text), f"{quotes} quotes of {most}"
    rows = sum(token.type == "tr_open" for token in tokens)
    links = sum(child.type == "link_open" for child in inline)
    assert urls or not links
    return f"{tools.version('markdown-it-py')}: {len(headings)} headings, {quotes} quotes, {rows} rows of tables, {links} links"
