"""Bytes of a schema file -> the JSON value in it, with everything refused that JSON leaves undefined."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from orq_schema import pointer
from orq_schema.errors import Problem, SchemaError
from orq_schema.jsonvalue import elements, members

if TYPE_CHECKING:
    from collections.abc import Iterator


class _RefusedNumberError(ValueError):
    """A number that JSON cannot write, or that a float cannot hold."""


def read(path: str) -> bytes:
    """Return the bytes of the regular file at `path`. Raises SchemaError `schema-unreadable`."""
    try:
        if not Path(path).is_file():
            _refuse(
                path, "schema-unreadable", "not a regular file" if Path(path).exists() else "no such file"
            )
        return Path(path).read_bytes()
    except OSError as error:
        _refuse(path, "schema-unreadable", error.strerror or "cannot be read")


def parse(raw: bytes, file: str) -> Any:
    """
    Return the JSON value that `raw` is (RFC 8259); messages call it `file`.

    Raises SchemaError, also for what RFC 8259 leaves open: keys that occur twice (section 4), numbers beyond
    a float (section 6), lone surrogates (section 8.2). Generated text could repeat none of them faithfully.
    """
    repeated: list[tuple[dict[str, Any], str]] = []

    def to_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            repeated.append((found, Counter(key for key, _ in pairs).most_common(1)[0][0]))
        return found

    contents = _decoded(raw, file, to_object)
    if repeated:
        holder, key = repeated[0]
        at = next((steps for steps, value in _values(contents) if value is holder), ())
        _refuse(file, "duplicate-key", f"the key {key!r} occurs twice", pointer.join((*at, key)))
    # UTF-8 cannot encode a lone surrogate: only an escape can bring one in
    if b"\\u" in raw:
        _refuse_lone_surrogates(contents, file)
    return contents


def _decoded(raw: bytes, file: str, to_object: Any) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=to_object,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except UnicodeDecodeError as error:
        _refuse(file, "invalid-utf8", f"not UTF-8: byte {error.start} is invalid")
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg}"
        problem = Problem(file, error.lineno, error.colno, "", "json-syntax", "error", message)
        raise SchemaError(problem) from None
    except RecursionError:
        _refuse(file, "too-deep", "nested too deeply")
    except _RefusedNumberError as error:
        _refuse(file, "number-out-of-range", str(error))
    except ValueError:
        # what int() says of a number longer than sys.get_int_max_str_digits()
        _refuse(file, "number-too-long", "a number has too many digits")


def _refuse_constant(name: str) -> NoReturn:
    raise _RefusedNumberError(f"{name} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _RefusedNumberError(f"{text[:40]} is larger than any double")
    return number


def _refuse_lone_surrogates(contents: Any, file: str) -> None:
    for steps, value in _values(contents):
        for text in (value, *members(value)):
            if isinstance(text, str) and any("\ud800" <= character <= "\udfff" for character in text):
                at = steps if text is value else (*steps, text)
                # the pointer goes into reports, which are UTF-8
                place = pointer.join(at).encode("utf-8", "replace").decode()
                _refuse(file, "lone-surrogate", "a string holds half of a surrogate pair", place)


def _values(contents: Any) -> Iterator[tuple[pointer.Steps, Any]]:
    """Yield every value in `contents` with the steps to it, parents first."""
    pending: list[tuple[pointer.Steps, Any]] = [((), contents)]
    while pending:
        steps, value = pending.pop()
        yield steps, value
        below = [*members(value).items(), *enumerate(elements(value))]
        pending.extend(((*steps, step), each) for step, each in reversed(below))


def _refuse(file: str, rule: str, message: str, at: str = "") -> NoReturn:
    raise SchemaError(Problem(file, None, None, at, rule, "error", message)) from None
