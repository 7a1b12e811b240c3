"""PLOVER: docs/plover.schema.json allows every line, and every claim that PLOVER can hold is there once."""
import json
from pathlib import Path

import jsonschema
from tools import version

SCHEMA = Path(__file__).resolve().parents[3] / "docs/plover.schema.json"
NEEDS_RECIPIENT = {"COOPERATE", "AID", "SANCTION"}


def read(path, truth):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    roots = set(schema["properties"]["event"]["items"]["enum"])
    found = {}
    with open(path, encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            event = json.loads(line)
            problem = next(validator.iter_errors(event), None)
            assert problem is None, f"line {number}, {list(problem.path)}: {problem.message[:300]}"
            assert event["id"] not in found, f"{event['id']} stands twice"
            found[event["id"]] = event
    wanted = {key for key, claim in truth.every_claim.items() if can_hold(claim, roots)}
    assert wanted == set(found), f"{len(found)} events of {len(wanted)}: {sorted(wanted ^ set(found))[:3]}"
    for key, event in found.items():
        claim = truth.every_claim[key]
        assert (event["text"], event["date"], event["text_info"]["start"]) == (claim["quote"], claim["date"], claim["start"]), key
        parties = [party["entity_text"] for party in event["actor"] + event["recipient"]]
        ends = [claim[f"{end}_text"] for end in ("source", "target") if claim[end]]
        assert parties == ends, f"{key}: {parties} for {ends}"
        assert [speaker["id"] for speaker in event["demarche"]["speakers"]] == claim["speakers"], key
    return f"{version('jsonschema')}: {len(found)} events of {len(truth.every_claim)} claims"


def can_hold(claim, roots):
    is_dated = claim["date"] and not claim["date"].startswith("-")
    has_ends = claim["source"] and (claim["target"] or claim["event"] not in NEEDS_RECIPIENT)
    return bool(claim["event"] in roots and is_dated and has_ends)
