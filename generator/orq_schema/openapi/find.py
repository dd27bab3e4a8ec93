"""Where in a document the property of a request's body stands: operation, media type, `$ref`, `allOf`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

from orq_schema import pointer
from orq_schema.errors import Problem
from orq_schema.jsonvalue import elements, is_object, members
from orq_schema.openapi.document import Found, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orq_schema.openapi.document import Document

# OpenAPI 3.1.1 section 4.8.9
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# so many names are listed where none is near
_MOST_LISTED = 12
# comparing takes a while, and a document may have a hundred thousand paths
_MOST_COMPARED = 5_000
_LONGEST = 200
# schemas of one body that are looked into
_MOST_PARTS = 1_000


def find(document: Document, operation: str, media_type: str, name: str) -> list[Found]:
    """
    The schemas of the property `name` in the request body of `operation`, such as `POST /v2/proxy/completions`.

    There are several where several members of `allOf` declare it: all of them hold. Raises RefusedError
    `openapi-lookup` where there is nothing of that name, with what was probably meant, and SchemaError for a
    reference that leads nowhere.
    """
    body = _body(document, operation)
    content = document.follow(_below(body, "content"))
    if not is_object(_below(content, media_type).value):
        hint = _hint(media_type, members(content.value))
        _absent(document, body, f"the body has no media type {media_type!r}", hint)
    search = _Search(document, name)
    search.run(_below(_below(content, media_type), "schema"))
    if not search.found:
        hint = "it is declared in a union, which is not taken apart" if search.in_union else None
        _absent(
            document,
            body,
            f"the body of {operation!r} has no property {name!r}",
            hint or _hint(name, search.names),
        )
    return search.found


def _body(document: Document, operation: str) -> Found:
    method, _, path = operation.strip().rpartition(" ")
    method = method.strip().lower()
    paths = _below(Found(document.contents, ()), "paths")
    item = document.follow(_below(paths, path))
    if method not in _METHODS or not is_object(_below(item, method).value):
        hint = _hint(f"{method.upper()} {path}", _operations(members(paths.value), path))
        _absent(document, paths, f"there is no operation {operation!r}", hint)
    body = document.follow(_below(_below(item, method), "requestBody"))
    if not is_object(body.value):
        _absent(document, _below(item, method), f"{operation!r} has no request body", None)
    return body


def _operations(paths: dict[str, Any], path: str) -> list[str]:
    """The operations that `path` may have been meant for: those that end as it does first."""
    last = path.rstrip("/").rpartition("/")[2]
    near = sorted(paths, key=lambda each: not each.rstrip("/").endswith(f"/{last}"))[:_MOST_COMPARED]
    return [f"{each.upper()} {at}" for at in near for each in members(paths[at]) if each in _METHODS]


def _below(found: Found, step: str) -> Found:
    return Found(members(found.value).get(step), (*found.steps, step))


def _hint(wanted: str, known: Iterable[str]) -> str | None:
    """What was probably meant by `wanted`, else what there is."""
    # comparing takes quadratic time in the length
    names = [each for each in known if len(each) <= _LONGEST]
    near = get_close_matches(wanted[:_LONGEST], names, n=1)
    if near:
        return f'did you mean "{near[0]}"?'
    more = f" and {len(names) - _MOST_LISTED:,} more" if len(names) > _MOST_LISTED else ""
    return f"there are {', '.join(names[:_MOST_LISTED])}{more}" if names else None


def _absent(document: Document, found: Found, message: str, hint: str | None) -> NoReturn:
    at = pointer.join(found.steps)
    raise RefusedError(Problem(document.file, None, None, at, "openapi-lookup", "error", message, hint))


class _Search:
    """Looks for a property through references and `allOf`, whose members all hold."""

    def __init__(self, document: Document, name: str) -> None:
        self.found: list[Found] = []
        self.names: dict[str, None] = {}
        self.in_union = False
        self._document = document
        self._name = name

    def run(self, schema: Found) -> None:
        pending = [schema]
        seen: set[pointer.Steps] = set()
        while pending and len(seen) < _MOST_PARTS:
            part = pending.pop()
            if part.steps in seen:
                continue
            seen.add(part.steps)
            keywords = members(part.value)
            # what stands beside a reference counts since 3.1 only (OpenAPI 3.0.3 section 4.7.23)
            if self._document.version != "3.0" or "$ref" not in keywords:
                self._look(part)
            branches = elements(keywords.get("allOf"))
            below = [Found(each, (*part.steps, "allOf", at)) for at, each in enumerate(branches)]
            if isinstance(keywords.get("$ref"), str):
                below.insert(0, self._document.target(keywords["$ref"], part.steps))
            pending.extend(reversed(below))

    def _look(self, part: Found) -> None:
        declared = _below(part, "properties")
        self.names.update(dict.fromkeys(members(declared.value)))
        if self._name in members(declared.value):
            self.found.append(_below(declared, self._name))
        for keyword in ("anyOf", "oneOf"):
            branches = elements(members(part.value).get(keyword))
            self.in_union |= any(self._name in members(members(each).get("properties")) for each in branches)
