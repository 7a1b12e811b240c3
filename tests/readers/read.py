#!/usr/bin/env python3
"""Reads one file with a foreign library and compares it with the graph: read.py FORMAT FILE GRAPH.json [--fold] …

Exit code 0 and a line of figures where all is well, 1 and what is wrong, 3 where a library cannot be had.
"""
import argparse
import importlib
import sys
from pathlib import Path

import tools
from truth import Truth


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("format")
    arguments.add_argument("file", type=Path)
    arguments.add_argument("graph", type=Path)
    for name in ("fold", "affiliations", "attributions"):
        arguments.add_argument(f"--{name}", action="store_true")
    typed = arguments.parse_args()
    truth = Truth(typed.graph, typed.fold, typed.affiliations, typed.attributions)
    reader = importlib.import_module(f"formats.{typed.format}")
    try:
        print(reader.read(typed.file, truth))
    except tools.Missing as missing:
        print(missing)
        sys.exit(3)
    except AssertionError as problem:
        print(" ".join(str(problem).split()) or f"an assertion of {reader.__file__}")
        sys.exit(1)


main()
