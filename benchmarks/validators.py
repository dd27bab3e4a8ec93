"""The generated validator beside the libraries: deciding, explaining, compiling, and how the cost grows."""

from __future__ import annotations

import copy
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import fastjsonschema
import jsonschema_rs
from jsonschema import Draft202012Validator
from measure import Row, calls, row
from payloads import SCHEMA, large, small

from orq_schema.compile.module import source
from orq_schema.compile.validator import compile_schema
from orq_schema.generated import orq_validator
from orq_schema.jsonvalue import is_array, is_object
from orq_schema.load.schema import from_contents

if TYPE_CHECKING:
    from collections.abc import Callable

Seconds = dict[str, float]


def _schema() -> Any:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def _inlined() -> Any:
    """The canonical schema with every reference replaced by what it leads to, as the API publishes it."""
    whole = _schema()

    def inlined(schema: Any) -> Any:
        if is_array(schema):
            return [inlined(each) for each in schema]
        if not is_object(schema):
            return schema
        own = {key: inlined(each) for key, each in schema.items() if key not in ("$ref", "$defs", "$id")}
        reference = schema.get("$ref")
        return {**inlined(whole["$defs"][reference.rpartition("/")[2]]), **own} if reference else own

    return inlined(whole)


def _fast(schema: Any) -> Callable[[Any], object]:
    # the last dialect that it knows is draft 7; without `$schema` it takes the keywords as that
    made: Callable[[Any], object] = fastjsonschema.compile(
        {key: schema[key] for key in schema if key != "$schema"}
    )
    return made


def deciding() -> dict[str, Seconds]:
    """Seconds for one `is_valid` of a parsed payload, by its size."""
    schema = _inlined()
    rust: Any = jsonschema_rs.Draft202012Validator(schema)
    library: Any = Draft202012Validator(schema)
    libraries: dict[str, Callable[[Any], object]] = {
        "orq-schema": orq_validator.is_valid,
        "jsonschema-rs": rust.is_valid,
        "fastjsonschema": _fast(schema),
        "jsonschema": library.is_valid,
    }
    return {
        size: calls({name: partial(function, payload) for name, function in libraries.items()})
        for size, payload in (("small", small()), ("large", large()))
    }


def explaining() -> Seconds:
    """Seconds for all errors of the large payload with ten mistakes."""
    schema, payload = _inlined(), broken()
    rust: Any = jsonschema_rs.Draft202012Validator(schema)
    library: Any = Draft202012Validator(schema)
    return calls(
        {
            "orq-schema": lambda: list(orq_validator.iter_errors(payload)),
            "jsonschema-rs": lambda: list(rust.iter_errors(payload)),
            "jsonschema": lambda: list(library.iter_errors(payload)),
        }
    )


def broken() -> Any:
    """The large payload with one mistake in each of its ten knowledge bases."""
    payload = copy.deepcopy(large())
    bases = payload["knowledge_bases"]
    bases[0]["top_k"] = 101
    bases[1]["threshold"] = "0.7"
    bases[2]["search_type"] = "fuzzy"
    del bases[3]["knowledge_id"]
    bases[4]["filter_by"] = {"and": [{"year": {"gt": "2020"}}]}
    bases[5]["filter_by"] = {"price": {"$gte": 1}}
    bases[6]["rerank_config"]["provider"] = "nobody"
    bases[7]["agentic_rag_config"] = {"provider": "openai"}
    bases[8]["search_options"]["include_scores"] = "yes"
    bases[9]["query"] = None
    return payload


def compiling() -> Seconds:
    """Seconds for making a validator, from parsed JSON to a function; ours checks the schema, too."""
    schema, inlined = _schema(), _inlined()
    return calls(
        {
            "orq-schema": lambda: compile_schema(schema),
            "fastjsonschema": lambda: _fast(inlined),
        },
        rounds=5,
    )


def growth() -> dict[str, float]:
    """By which factor the time grows where the size doubles, or grows tenfold: 2 and 10 are linear."""
    valid = orq_validator.is_valid
    base = large()["knowledge_bases"][0]
    many = {count: {"knowledge_bases": [base] * count} for count in (100, 1000)}
    unique = compile_schema({"uniqueItems": True})
    items = {count: [[{"a": index}, str(index), index] for index in range(count)] for count in (1000, 10_000)}
    nested = compile_schema(_recursive())
    deep = {depth: _nested(depth) for depth in (100, 200)}
    times = calls(
        {
            **{f"bases {count}": partial(valid, payload) for count, payload in many.items()},
            **{f"unique {count}": partial(unique.is_valid, each) for count, each in items.items()},
            **{f"deep {depth}": partial(nested.is_valid, each) for depth, each in deep.items()},
            **{f"definitions {count}": partial(_compiled, count) for count in (1000, 2000)},
        },
        rounds=3,
    )
    return {
        "knowledge bases, 100 to 1,000": times["bases 1000"] / times["bases 100"],
        "uniqueItems, 1,000 to 10,000 mixed items": times["unique 10000"] / times["unique 1000"],
        "nested and/or filters, 100 to 200 deep": times["deep 200"] / times["deep 100"],
        "compiling 1,000 to 2,000 definitions": times["definitions 2000"] / times["definitions 1000"],
    }


def _recursive() -> Any:
    filters = {"type": "array", "items": {"$ref": "#/$defs/Filter"}}
    branches = [{"type": "object", "properties": {key: filters}, "required": [key]} for key in ("and", "or")]
    field = {"type": "object", "additionalProperties": {"type": "number"}}
    return {"$ref": "#/$defs/Filter", "$defs": {"Filter": {"anyOf": [*branches, field]}}}


def _nested(depth: int) -> Any:
    value: Any = {"price": 1}
    for level in range(depth):
        value = {"or" if level % 2 else "and": [value]}
    return value


def _compiled(count: int) -> str:
    definitions = {
        f"Record{index}": {
            "type": "object",
            "properties": {
                "id": {"type": "string"},
                "next": {"$ref": f"#/$defs/Record{(index + 1) % count}"},
            },
        }
        for index in range(count)
    }
    return source(from_contents({"$ref": "#/$defs/Record0", "$defs": definitions}))


def rows() -> list[Row]:
    """The comparison."""
    return [
        *(
            row(f"`is_valid` of a {size} payload from Python, time", each)
            for size, each in deciding().items()
        ),
        row("all errors of a large payload with ten mistakes, time", explaining()),
        row("compiling the schema, time", compiling()),
    ]
