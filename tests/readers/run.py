#!/usr/bin/env python3
"""Exports four graphs in every format and lets foreign programs read them: run.py DEMARCHE [--strict]

The graphs: the samples, the articles of ../shared/seeds where they are there, one whose every text is a trap, one of 5,000
actors and 20,000 claims. One line for each format and graph. On the samples every format is also read with filters, folded,
rolled up and around an actor. Exit code 1 where a reader fails; with --strict also where a format or reader is missing.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# Format, how its file is called; `/` at the end: a folder. In the order of docs/exports.md.
FORMATS = {
    "json": "graph.json",
    "d3": "graph.d3.json",
    "jgf": "graph.jgf.json",
    "cytoscape": "graph.cyjs",
    "dot": "graph.dot",
    "svg": "graph.svg",
    "graphml": "graph.graphml",
    "gexf": "graph.gexf",
    "csv": "graph.csv",
    "neo4j": "neo4j/",
    "cypher": "graph.cypher",
    "turtle": "graph.ttl",
    "trig": "graph.trig",
    "jsonld": "graph.jsonld",
    "plover": "graph.plover.jsonl",
    "ftm": "graph.ftm.jsonl",
    "parquet": "graph.parquet",
    "mermaid": "graph.mmd",
    "markdown": "graph.md",
}

# What the samples are also read with: what is typed, and what the reader must know of it.
VARIANTS = {
    "folded": (["--fold"], ["--fold"]),
    "every claim": (["--every-claim"], []),
    "all edges": (["--affiliations", "--attributions"], ["--affiliations", "--attributions"]),
    "filtered": (["--kind", "opposition", "--kind", "support", "--polarity", "affirmed", "--factuality", "actual"], []),
    "rolled up": (["--rollup", "state"], []),
    "around one": (["--around", "Russia", "--hops", "1"], []),
}
# Pictures and documents fold unasked.
FOLDS = {"dot", "svg", "mermaid"}


class Failed(Exception):
    """A program failed; with what it says."""


def main():
    typed = arguments()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(typed.work or scratch)
        work.mkdir(parents=True, exist_ok=True)
        run = Run(typed, work)
        rows = run.rows()
        print(f"\n{len(rows)} readings: " + ", ".join(f"{rows.count(end)} {end}" for end in ENDS if end in rows))
    bad = {"FAILED"} | ({"not there yet", "passed over"} if typed.strict else set())
    sys.exit(1 if bad & set(rows) else 0)


ENDS = ["well read", "not there yet", "passed over", "FAILED"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("demarche", type=lambda path: Path(path).resolve(), help="the program")
    parser.add_argument("--strict", action="store_true", help="a format that is not there, or a reader, is an error")
    parser.add_argument("--only", action="append", choices=FORMATS, help="this format. Repeatable")
    parser.add_argument("--graph", action="append", help="this graph: samples, seeds, hostile, large. Repeatable")
    parser.add_argument("--variants", action=argparse.BooleanOptionalAction, default=True, help="the samples with filters and folds")
    parser.add_argument("--generate", type=Path, help="the example `generate`, built; else cargo builds it")
    parser.add_argument("--work", help="a folder to keep tools, graphs and exports in")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def call(*command, **more):
    """What a program prints; `Failed` with its complaint."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    if done.returncode:
        raise Failed((done.stderr + done.stdout).strip())
    return done.stdout


class Run:
    def __init__(self, typed, work):
        self.typed, self.work, self.demarche = typed, work, typed.demarche
        self.python = self.make_venv()
        self.npm = self.install_npm()
        self.known = self.formats()

    def make_venv(self):
        """The Python that has what requirements.txt names; this one where it cannot be had."""
        python = self.work / "venv/bin/python"
        try:
            if not python.exists():
                call(sys.executable, "-m", "venv", self.work / "venv")
            call(python, "-m", "pip", "-q", "install", "-r", HERE / "requirements.txt")
            return python
        except Failed as problem:
            print(f"passed over: the packages of requirements.txt cannot be installed: {str(problem)[-300:]}")
            return Path(sys.executable)

    def install_npm(self):
        folder = self.work / "npm"
        folder.mkdir(exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        if shutil.which("npm") is None:
            print("passed over: npm is not installed")
        else:
            try:
                call("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=folder)
            except Failed as problem:
                print(f"passed over: the packages of package.json cannot be installed: {str(problem)[-300:]}")
        return folder

    def formats(self):
        """The formats of the program, as its complaint of one that is none lists them."""
        done = subprocess.run([self.demarche, "export", "-", "--format", "?"], capture_output=True, text=True, input="")
        listed = re.search(r"possible values: ([^\]]*)\]", done.stderr)
        return set(re.split(r",\s*", listed[1])) if listed else set()

    def graphs(self):
        wanted = self.typed.graph or ["samples", "seeds", "hostile", "large"]
        for name in wanted:
            path = self.work / f"{name}.json"
            inputs = {"samples": ROOT / "samples", "seeds": ROOT / "../shared/seeds"}.get(name)
            if inputs and not inputs.exists():
                print(f"passed over: {name}, there is no {inputs.relative_to(ROOT)}")
                continue
            if inputs:
                call(self.demarche, "build", inputs, "-q", "-o", path)
            else:
                more = ["--hostile"] if name == "hostile" else ["--actors", "5000", "--claims", "20000"]
                own = [self.typed.generate] if self.typed.generate else ["cargo", "run", "-q", "--example", "generate", "--"]
                call(*own, *more, "-o", path, cwd=ROOT)
            yield name, path

    def rows(self):
        """Reads everything, prints a line for each; how each ended."""
        tasks = []
        formats = self.typed.only or FORMATS
        for name, graph in self.graphs():
            tasks += [(format, name, graph, [], []) for format in formats]
            if name == "samples" and self.typed.variants:
                tasks += [(format, variant, graph, *how) for format in formats for variant, how in VARIANTS.items()]
        # The large graph last: its rows take longest.
        with ThreadPoolExecutor(self.typed.jobs) as pool:
            return list(pool.map(lambda task: self.row(*task), tasks))

    def row(self, format, name, graph, flags, knows):
        begun = time.monotonic()
        end, line = self.outcome(format, name, graph, flags, knows)
        print(f"{end:13} {format:9} {name:11} {time.monotonic() - begun:5.1f} s  {line}", flush=True)
        return end

    def outcome(self, format, name, graph, flags, knows):
        if format not in self.known:
            return "not there yet", "the program has no such format"
        if not any((HERE / f"formats/{format}{ending}").exists() for ending in (".py",)):
            return "not there yet", "no reader"
        folder = self.work / "exports" / name.replace(" ", "-") / format
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        output = os.path.join(folder, FORMATS[format])
        try:
            call(self.demarche, "export", graph, "--format", format, "-q", *flags, "-o", output)
            if format == "jsonld":
                # The same triples in Turtle, to compare.
                call(self.demarche, "export", graph, "--format", "turtle", "-q", *flags, "-o", folder / "graph.twin.ttl")
            truth = self.truth(name, graph, flags, folder)
        except Failed as problem:
            return "FAILED", f"export: {problem}"
        if format in FOLDS and "--every-claim" not in flags:
            knows = [*knows, *({"--fold"} - set(knows))]
        environment = {**os.environ, "READERS_NPM": str(self.npm), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [self.python, HERE / "read.py", format, output, truth, *knows]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment)
        said = (done.stdout.strip() or done.stderr.strip()).splitlines()
        ends = {0: "well read", 3: "passed over"}
        return ends.get(done.returncode, "FAILED"), said[-1] if said else ""

    def truth(self, name, graph, flags, folder):
        """The graph that the flags leave, as JSON; of the filters `demarche claims` says the same."""
        chosen = [flag for flag in flags if flag not in ("--fold", "--every-claim", "--affiliations", "--attributions")]
        if not chosen:
            return graph
        truth = folder / "truth.json"
        call(self.demarche, "export", graph, "--format", "json", "-q", *chosen, "-o", truth)
        if "--around" not in chosen:
            listed = json.loads(call(self.demarche, "claims", graph, "--json", *chosen))
            left = json.loads(truth.read_text())
            claims = [edge for edge in left["edges"] if edge["key"].startswith("c-")] + left["statements"]
            listed = {claim["key"] for claim in (listed if isinstance(listed, list) else listed["claims"])}
            if listed != {claim["key"] for claim in claims}:
                raise Failed(f"{name}: {len(claims)} claims in the export, {len(listed)} in `demarche claims`")
        return truth


if __name__ == "__main__":
    main()
