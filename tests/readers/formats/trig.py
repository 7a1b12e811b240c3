"""TriG: rdflib and oxigraph read it, every claim is a nanopublication of four graphs that the query looks into."""
from rdf import check


def read(path, truth):
    return check(path, truth, "trig")
