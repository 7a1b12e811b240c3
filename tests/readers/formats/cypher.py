"""The Cypher script: a parser of openCypher takes its queries, and its literals give back every cell.

openCypher's grammar has no constraints, and takes a second for some hundred rows: it is given each kind of query with its first rows;
all rows are read here by the rules of Cypher's literals.
"""
import re

from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_cypher import CypherLexer, CypherParser
from tools import version
from truth import EDGE_COLUMNS, compare

TOKEN = re.compile(
    r"""(?P<blank>\s+|//[^\n]*)|(?P<text>'(?:[^'\\\n]|\\.)*')|(?P<name>`(?:[^`]|``)*`|[A-Za-z_]\w*)
    |(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<sign>[\[\]{}(),:;=.<>|+*-])""",
    re.VERBOSE,
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\\": "\\", "'": "'", '"': '"', "`": "`"}
ROWS = 12


def read(path, truth):
    text = path.read_text(encoding="utf-8")
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", text), "a control character stands unescaped"
    queries = list(statements(text))
    constraints = [query for query in queries if query.words[:2] == ["CREATE", "CONSTRAINT"]]
    loads = [query for query in queries if query.words[:1] == ["UNWIND"]]
    assert len(constraints) == 3 and len(constraints) + len(loads) == len(queries), "a query of another kind"
    nodes, links, relations = {}, [], {}
    for query in loads:
        label = re.search(r"MERGE \(n:(\w+) \{id: row\.id\}\) SET n \+= row\.p$", query.rest)
        if label:
            own = nodes.setdefault(label[1], {})
            for row in query.rows:
                assert row["id"] not in own, f"{row['id']} stands twice"
                own[row["id"]] = row["p"]
        elif "MERGE (a)-[r:`" in query.rest:
            for row in query.rows:
                relations[row["id"]] = {"source": row["a"], "target": row["b"], **row["p"]}
        else:
            kind = re.search(r"MERGE \(a\)-\[:(\w+)", query.rest)[1]
            links += [(kind, row["a"], row["b"]) for row in query.rows]
    parse(loads)
    truth.compare_nodes(nodes["Actor"])
    claims = {key: truth.claim_row([claim]) for key, claim in truth.claims.items()}
    claims.update(truth.statements())
    compare("claim", claims, nodes.get("Claim", {}), EDGE_COLUMNS, skip={"weight", "relation", "role", "claims"})
    assert relations.keys() == truth.edges().keys(), "other relationships between actors than edges"
    for kind, claim, end in links:
        space = {"PRINTED_IN": "Document", "DENIES": "Claim"}.get(kind, "Actor")
        assert claim in nodes["Claim"] and end in nodes[space], f"{kind} of {claim}: an end is missing"
    count = sum(len(rows) for rows in nodes.values())
    return f"{version('antlr4-cypher')}: {len(loads)} queries, {count} nodes, {len(links) + len(relations)} relationships"


class Query:
    """A query, and the rows of the list that it begins with."""

    def __init__(self, text, tokens):
        self.text, self.tokens = text, tokens
        self.words = [token for _, token, _ in tokens[:2]]
        self.rows, self.rest = [], ""
        if self.words[:1] == ["UNWIND"]:
            self.rows, behind = self.value(1)
            self.rest = text[tokens[behind - 1][2] :].strip().removeprefix("AS row ")

    def value(self, at):
        """The value that begins at a token, and the token after it."""
        kind, token, _ = self.tokens[at]
        if kind == "text":
            return unescaped(token), at + 1
        if kind == "number":
            return (float(token) if re.search("[.eE]", token) else int(token)), at + 1
        if token in ("true", "false"):
            return token == "true", at + 1
        if token == "date":
            return unescaped(self.tokens[at + 2][1]), at + 4
        ends = {"[": "]", "{": "}"}[token]
        items, fields, at = [], {}, at + 1
        while self.tokens[at][1] != ends:
            name = None
            if ends == "}":
                name, at = self.tokens[at][1].strip("`"), at + 2
                assert self.tokens[at - 1][1] == ":", f"no colon behind {name}"
            value, at = self.value(at)
            items.append(value)
            assert name is None or name not in fields, f"{name} stands twice"
            fields[name] = value
            at += self.tokens[at][1] == ","
        return (items if ends == "]" else fields), at + 1


def statements(text):
    """The queries of a script."""
    at = begin = 0
    tokens = []
    while at < len(text):
        found = TOKEN.match(text, at)
        assert found, f"no token of Cypher: {text[at:at + 60]!r}"
        at = found.end()
        if found.group() == ";":
            yield Query(text[begin : at - 1], tokens)
            begin, tokens = at, []
        elif found.lastgroup != "blank":
            tokens.append((found.lastgroup, found.group(), at - begin))
    assert not tokens, "the last query has no end"


def unescaped(literal):
    def one(found):
        return chr(int(found[1], 16)) if found[1] else PLAIN[found[2]]

    return ESCAPE.sub(one, literal[1:-1])


class Complaints(ErrorListener):
    def __init__(self):
        self.all = []

    def syntaxError(self, recognizer, symbol, line, column, message, error):
        self.all.append(f"line {line}: {message[:200]}")


def parse(queries):
    """Lets the parser read the first rows of each query that is not as one before."""
    for query in {query.rest: query for query in queries}.values():
        lines = query.text.strip().split("\n")
        # A row stands on a line: literals have no line ends.
        first, rows, last = lines[0], lines[1:-1], lines[-1]
        complaints = Complaints()
        text = "\n".join([first, *rows[:ROWS]]).rstrip(",") + "\n" + last
        lexer = CypherLexer(InputStream(text))
        parser = CypherParser(CommonTokenStream(lexer))
        for part in (lexer, parser):
            part.removeErrorListeners()
            part.addErrorListener(complaints)
        parser.script()
        assert not complaints.all, f"{complaints.all[0]} in {text[:200]!r}"
