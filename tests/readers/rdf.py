"""What the three forms of RDF share: the same things must be found in each, by the same query."""
from urllib.parse import quote as percent

import tools

OWN = "https://demarche.invalid/"
QUERY = """
PREFIX demarche: <https://demarche.invalid/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?claim ?quote ?article ?start ?speaker ?source ?target WHERE {
  %s {
    ?claim a demarche:Claim ; prov:wasQuotedFrom ?article ; demarche:evidence ?note .
    ?note oa:hasBody ?claim ; oa:hasTarget ?words .
    ?words oa:hasSource ?article ; oa:hasSelector ?exact , ?position .
    ?exact oa:exact ?quote .
    ?position oa:start ?start .
    OPTIONAL { ?claim prov:wasAttributedTo ?speaker }
  }
  OPTIONAL { %s { ?claim demarche:source ?source } }
  OPTIONAL { %s { ?claim demarche:target ?target } }
}
"""
NANOPUBLICATIONS = """
PREFIX np: <http://www.nanopub.org/nschema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?assertion WHERE {
  GRAPH ?head { ?it a np:Nanopublication ; np:hasAssertion ?assertion ; np:hasProvenance ?provenance ; np:hasPublicationInfo ?info }
  GRAPH ?provenance { ?assertion prov:wasDerivedFrom ?claim }
  GRAPH ?info { ?it prov:wasGeneratedBy ?reading }
}
"""
# Above this rdflib, which is all Python, would take many minutes: oxigraph reads the file alone.
LARGE = 20_000_000


def actor(id):
    if id.startswith("Q") and id[1:].isascii() and id[1:].isdigit() and id[1] != "0":
        return f"http://www.wikidata.org/entity/{id}"
    return iri("actor", id)


def iri(sort, name):
    text = percent(name, safe="~")
    if text.startswith("."):
        text = "%2E" + text[1:]
    if text.endswith("."):
        text = text[:-1] + "%2E"
    return f"{OWN}{sort}/{text}"


def expected(truth):
    rows = set()
    for key, claim in truth.every_claim.items():
        ends = [actor(claim[end]) if claim[end] else None for end in ("source", "target")]
        speaker = actor(claim["speakers"][0]) if claim["speakers"] else None
        rows.add((iri("claim", key), claim["quote"], iri("article", claim["document"]), str(claim["start"]), speaker, *ends))
    return rows


def compare(truth, found, by):
    wanted = expected(truth)
    assert found == wanted, f"{by}: {len(found)} of {len(wanted)} claims; {sorted(map(str, wanted ^ found))[:2]}"


def check(path, truth, form):
    try:
        import pyoxigraph
        import rdflib
    except ImportError as missing:
        raise tools.Missing(f"{missing.name} is not installed") from missing
    where = ("GRAPH ?provenance", "GRAPH ?assertion", "GRAPH ?assertion") if form == "trig" else ("", "", "")
    said = [by_oxigraph(pyoxigraph, path, truth, form, QUERY % where)]
    if path.stat().st_size <= LARGE:
        said.append(by_rdflib(rdflib, path, truth, form, QUERY % where))
    return "; ".join(said)


def by_oxigraph(pyoxigraph, path, truth, form, query):
    of = {"turtle": pyoxigraph.RdfFormat.TURTLE, "trig": pyoxigraph.RdfFormat.TRIG, "json-ld": pyoxigraph.RdfFormat.JSON_LD}
    store = pyoxigraph.Store()
    store.bulk_load(path=str(path), format=of[form])
    text = lambda term: getattr(term, "value", None)
    found = {tuple(text(term) for term in row) for row in store.query(query)}
    compare(truth, found, "oxigraph")
    if form == "trig":
        found = [row for row in store.query(NANOPUBLICATIONS)]
        assert len(found) == len(truth.every_claim), f"{len(found)} nanopublications of {len(truth.every_claim)} claims"
    return f"{tools.version('pyoxigraph')}: {len(store)} statements, {len(truth.every_claim)} quotes found"


def by_rdflib(rdflib, path, truth, form, query):
    store = rdflib.Dataset() if form == "trig" else rdflib.Graph()
    store.parse(path, format=form)
    text = lambda term: None if term is None else str(term)
    found = {tuple(text(term) for term in row) for row in store.query(query)}
    compare(truth, found, "rdflib")
    twin = path.with_suffix(".twin.ttl")
    if form == "json-ld" and twin.exists():
        other = set(rdflib.Graph().parse(twin, format="turtle"))
        assert set(store) == other, f"not the triples of Turtle: {list(set(store) ^ other)[:3]}"
    return f"{tools.version('rdflib')}: {len(store)}"
