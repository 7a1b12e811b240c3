"""UDPipe 1.2 beside demarche: both trained on the same treebanks, both given the test sets' tokens, in one run.

    python3 -m venv venv && venv/bin/pip install ufal.udpipe
    venv/bin/python tests/peers/udpipe.py target/release/demarche <folder of the treebanks> en models/

trains UDPipe's tagger and parser (once; the model is kept in the last argument's folder) on what the language's
treebanks.tsv marks `train` or `main`, then prints accuracy and speed of both on what it marks `test`. demarche's time is
that of its whole process on one core; UDPipe's leaves out the start. UDPipe has its own default settings, but for the
passes over the data, which --passes sets. With --gold-tags UDPipe's tagger is neither trained nor run: its parser is
given the gold lemmas, tags and features, in training and in the test, while demarche finds its own. That takes a
fraction of the time, and flatters UDPipe in both accuracy and speed.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from ufal.udpipe import InputFormat, Model, ProcessingError, Sentence, Sentences, Trainer

ROOT = Path(__file__).resolve().parents[2]


def treebanks(language):
    for line in (ROOT / "src/language" / language / "treebanks.tsv").read_text().splitlines():
        if not line.startswith("#"):
            file, _, use, tenths = line.split("\t")
            first, last = map(int, tenths.split("-"))
            yield file, use, first, last


def blocks(path, first, last):
    """The sentences of a file as text, without empty nodes; those tenths that are asked for."""
    texts = [block for block in path.read_text().split("\n\n") if block.strip()]
    texts = texts[len(texts) * first // 10 : len(texts) * (last + 1) // 10]
    for text in texts:
        lines = [line for line in text.split("\n") if not (line[0].isdigit() and "." in line.split("\t")[0])]
        yield "\n".join(lines) + "\n\n"


def read(text):
    sentences, error = [], ProcessingError()
    source = InputFormat.newConlluInputFormat()
    source.setText(text)
    while True:
        sentence = Sentence()
        if not source.nextSentence(sentence, error):
            break
        sentences.append(sentence)
    assert not error.occurred(), error.message
    return sentences


def train(language, corpora, passes, gold_tags):
    data = Sentences()
    for file, use, first, last in treebanks(language):
        if use in ("train", "main"):
            for sentence in read("".join(blocks(corpora / file, first, last))):
                data.append(sentence)
    print(f"training UDPipe on {len(data)} sentences, {passes} passes", file=sys.stderr, flush=True)
    error = ProcessingError()
    tagger = "none" if gold_tags else f"iterations={passes}"
    parser = f"iterations={passes}"
    model = Trainer.train("morphodita_parsito", data, Sentences(), "none", tagger, parser, error)
    assert not error.occurred(), error.message
    return model


def rows(text):
    return [
        fields
        for line in text.splitlines()
        if line and line[0].isdigit()
        for fields in [line.split("\t")]
        if fields[0].isdigit()
    ]


def scores(gold, system):
    assert len(gold) == len(system)
    pairs = list(zip(gold, system))
    right = lambda same: 100 * sum(map(same, pairs)) / len(pairs)
    relation = lambda row: row[7].split(":")[0]
    return {
        "UPOS": right(lambda pair: pair[0][3] == pair[1][3]),
        "lemma": right(lambda pair: pair[0][2] in ("_", pair[1][2])),
        "UAS": right(lambda pair: pair[0][6] == pair[1][6]),
        "LAS": right(lambda pair: pair[0][6] == pair[1][6] and relation(pair[0]) == relation(pair[1])),
    }


def by_udpipe(model, text, gold_tags):
    sentences = read(text)
    begun = time.perf_counter()
    for sentence in sentences:
        if not gold_tags:
            model.tag(sentence, Model.DEFAULT)
        model.parse(sentence, Model.DEFAULT)
    seconds = time.perf_counter() - begun
    found = []
    for sentence in sentences:
        for word in list(sentence.words)[1:]:
            found.append([word.id, word.form, word.lemma, word.upostag, "", "", str(word.head), word.deprel])
    return found, seconds


def by_demarche(program, language, text):
    command = [program, "parse", "--from", "conllu", "--conllu", "--language", language, "-"]
    begun = time.perf_counter()
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return rows(done.stdout), time.perf_counter() - begun


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("language")
    arguments.add_argument("models", type=Path)
    arguments.add_argument("--passes", type=int, default=30)
    arguments.add_argument("--gold-tags", action="store_true")
    given = arguments.parse_args()
    given.models.mkdir(parents=True, exist_ok=True)
    path = given.models / f"{given.language}{'-parser' if given.gold_tags else ''}.udpipe"
    if not path.exists():
        begun = time.perf_counter()
        path.write_bytes(train(given.language, given.corpora, given.passes, given.gold_tags))
        print(f"trained in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    model = Model.load(str(path))
    behind = 0
    for file, use, first, last in treebanks(given.language):
        if use != "test":
            continue
        text = "".join(blocks(given.corpora / file, first, last))
        gold = rows(text)
        answers = {"UDPipe": by_udpipe(model, text, given.gold_tags), "demarche": by_demarche(given.program, given.language, text)}
        for name, (found, seconds) in answers.items():
            figures = scores(gold, found)
            line = "  ".join(f"{key} {value:.2f}" for key, value in figures.items())
            print(f"{file}  {name:8}  {line}  {len(gold) / seconds:,.0f} words/s", flush=True)
            answers[name] = (figures["LAS"], seconds)
        if answers["demarche"][0] <= answers["UDPipe"][0] or answers["demarche"][1] * 5 > answers["UDPipe"][1]:
            behind += 1
    if behind:
        sys.exit(f"demarche is not ahead in LAS and five times as fast on {behind} of the test sets")


if __name__ == "__main__":
    main()
