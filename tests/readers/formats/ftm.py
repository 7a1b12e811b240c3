"""FollowTheMoney: its own model takes every entity and value as they are, nothing points nowhere, no claim is missing."""
import json

import tools


def read(path, truth):
    try:
        from followthemoney import model
        from followthemoney.entity import ValueEntity
    except ImportError as missing:
        raise tools.Missing("followthemoney is not installed") from missing
    entities = {}
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            data = json.loads(line)
            entity = ValueEntity.from_dict(data, cleaned=False)
            entity.schema.validate(data)
            assert entity.id not in entities, f"{entity.id} stands twice"
            for name, values in data["properties"].items():
                prop = entity.schema.get(name)
                assert prop and not prop.stub, f"{data['schema']} has no property {name}"
                for value in values:
                    clean = prop.type.clean(value)
                    assert clean is not None, f"{data['schema']}.{name} does not take {value[:200]!r}"
                    is_free = prop.type.name in ("name", "string", "text", "url")
                    assert is_free or clean == value, f"{data['schema']}.{name}: {value!r} should be {clean!r}"
                    assert len(value) <= prop.type.max_length, f"{name}: {len(value)} characters"
            for name in entity.schema.required:
                assert entity.has(name), f"{entity.id}, a {data['schema']}, has no {name}"
            entities[entity.id] = entity
    for entity in entities.values():
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                assert value in entities, f"{prop} points to {value}, which is not there"
                schema = entities[value].schema
                assert schema.is_a(prop.range), f"{prop} takes a {prop.range.name}, not a {schema.name}"
    counts = {sort: sum(id.startswith(f"demarche-{sort}-") for id in entities) for sort in ("actor", "article", "affiliation", "claim")}
    wanted = {
        "actor": len(truth.actors), "article": len(truth.documents),
        "affiliation": len(truth.affiliations), "claim": len(truth.every_claim),
    }
    assert counts == wanted, f"{counts} of {wanted}"
    links = sum(len(list(model.get(entity.schema.name) and entity.edgepairs())) for entity in entities.values() if entity.schema.edge)
    return f"{tools.version('followthemoney')}: {len(entities)} entities, {links} edges"
