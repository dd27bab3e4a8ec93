"""Count the lines of a file that jsonschema-rs calls invalid: what one would write by hand, and nothing more."""

import sys

import jsonschema_rs
import orjson

schema, file = sys.argv[1:]
with open(schema, "rb") as stream:  # noqa: PTH123 - as little as can be is imported
    is_valid = jsonschema_rs.validator_for(orjson.loads(stream.read())).is_valid
with open(file, "rb") as stream:  # noqa: PTH123
    print(sum(not is_valid(orjson.loads(each)) for each in stream))
