"""Turtle: rdflib and oxigraph read it, every claim is there, and one SPARQL query finds each quote with its article and speaker."""
from rdf import check


def read(path, truth):
    return check(path, truth, "turtle")
