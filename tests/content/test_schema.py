"""The JSON Schema that editors use agrees with the loader."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from printkit.content.reader import read_yaml
from printkit.content.schema import adaptation_schema, framework_schema, kit_schema
from printkit.files import FolderFiles
from printkit.shapes.tree import plain
from tests.content.sample import framework

ROOT = Path(__file__).parents[2]
FRAMEWORK = "content/skills-for-collaborative-change.yaml"
def as_editors_read(path: str) -> Any:
    """Editors type scalars by YAML 1.2's core rules, which know no dates."""

    class Core(yaml.SafeLoader):
        pass

    dates = "tag:yaml.org,2002:timestamp"
    Core.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag != dates]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load((ROOT / path).read_text("utf-8"), Loader=Core)


def test_the_shipped_content_is_valid() -> None:
    for schema, path in ((framework_schema(), FRAMEWORK), (kit_schema(), "content/kit.yaml")):
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(as_editors_read(path), schema, jsonschema.Draft202012Validator)


def test_the_schema_is_of_the_draft_it_names_and_describes_every_key() -> None:
    schema = framework_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    def see(part: Any) -> None:
        if isinstance(part, dict):
            for inner in part.get("properties", {}).values():
                assert "description" in inner or inner.get("type") == [
                    "string",
                    "number",
                    "boolean",
                ]
            for inner in part.values():
                see(inner)
        elif isinstance(part, list):
            for inner in part:
                see(inner)

    see(schema)


def broken(change: str) -> Any:
    node, _ = read_yaml(FolderFiles(ROOT), FRAMEWORK)
    data = copy.deepcopy(plain(node))
    data["schema"] = 1
    match change:
        case "unknown key":
            data["areas"][0]["titel"] = "x"
        case "no credit":
            del data["credit"]
        case "no areas":
            data["areas"] = []
        case "seven areas":
            data["areas"] = data["areas"][:1] * 7
        case "long title":
            data["areas"][0]["title"] = "x" * 40_000
        case "bad id":
            data["areas"][0]["id"] = "Bad Id"
        case "one line of practice":
            data["areas"][0]["skills"][0]["practice"].pop()
        case "unknown motif":
            data["areas"][0]["skills"][0]["motif"] = "lisen"
    return data


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(framework_schema())
    changes = ["unknown key", "no credit", "no areas", "seven areas", "long title", "bad id"]
    assert validator.is_valid(broken("nothing"))
    for change in [*changes, "one line of practice"]:
        assert not validator.is_valid(broken(change)), change


def test_a_schema_with_motifs_knows_their_names() -> None:
    node, _ = read_yaml(FolderFiles(ROOT), FRAMEWORK)
    data = plain(node)
    names = {
        entry["motif"]
        for entries in (*(a["skills"] for a in data["areas"]), data["heart"]["attitudes"])
        for entry in entries
    }
    validator = jsonschema.Draft202012Validator(framework_schema(tuple(sorted(names))))
    assert validator.is_valid(broken("nothing"))
    assert not validator.is_valid(broken("unknown motif"))


def test_the_sample_of_the_tests_is_valid() -> None:
    data = yaml.load(framework(), Loader=yaml.BaseLoader)
    data["schema"] = 1
    assert jsonschema.Draft202012Validator(framework_schema()).is_valid(data)


CHANGES: list[Any] = [
    {"drop": "x", "why": "so"},
    {"set": "x.title", "was": "a", "to": "b", "why": "so", "date": "2026-11-24"},
    {"add": "y", "after": "x", "item": {"title": "Y"}, "why": "so", "by": "Meera"},
    {"move": "x", "area": "z", "why": "so", "by": {"name": "Meera", "year": 2026}},
]


def adaptation(*changes: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "id": "here",
        "adapts": {"id": "map", "version": 0.1, "digest": f"sha256:{'0' * 64}"},
        "by": {"name": "NGO X", "place": "Pune", "year": 2026},
        "changes": list(changes),
    }


def test_the_schema_of_adaptations_knows_the_four_changes() -> None:
    schema = adaptation_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(schema)
    assert list(judge.iter_errors(adaptation(*CHANGES))) == []
    for change in CHANGES:
        for spoilt in ({**change, "colour": "red"}, {k: change[k] for k in change if k != "why"}):
            assert list(judge.iter_errors(adaptation(spoilt)))
    assert list(judge.iter_errors({**adaptation(), "credit": {"line": "Mine"}}))
