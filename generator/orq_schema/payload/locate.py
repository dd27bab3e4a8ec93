"""Where the orq object sits in a document: bare, under `orq`, in `extra_body` or in a batch line's `body`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from orq_schema import pointer
from orq_schema.jsonvalue import is_object, members

if TYPE_CHECKING:
    from orq_schema.payload.document import Document
    from orq_schema.pointer import Steps

Kind = Literal["orq", "request"]

# what a body has and an orq object has not: one of these says that a document without `orq` is no bare object
BODY_KEYS = frozenset(("model", "messages", "input"))


class Target(NamedTuple):
    """
    A value to check, the steps to it, what it is checked as, whether it was taken for a bare object.

    `request` is the body that the orq object belongs to, None where there is none.
    """

    value: Any
    steps: Steps
    kind: Kind
    bare: bool = False
    request: Any = None


def locate(
    document: Any, *, kind: Literal["auto", "orq", "request"] = "auto", at: str | None = None
) -> Target | None:
    """
    What to check in `document`; None where it is a body that carries no orq object.

    `at` is a JSON Pointer that overrides the search; LookupError where it leads nowhere. With `kind` "orq" or
    "request" the document itself, or what `at` points to, is checked as that; a batch line's request is its
    `body`.
    """
    if at is not None:
        value, steps = pointer.resolve(document, at)
        around = pointer.resolve(document, pointer.join(steps[:-1]))[0] if steps[-1:] == ("orq",) else None
        return Target(value, steps, "request" if kind == "request" else "orq", request=around)
    if kind == "orq":
        return Target(document, (), "orq")
    if kind == "request":
        return _request(document)
    return _search(document)


def target_of(
    document: Document, *, kind: Literal["auto", "orq", "request"] = "auto", at: str | None = None
) -> Target | None:
    """
    As `locate`, for a whole document; where its reader has looked for the orq object already, that is what counts.

    A pointer and a kind are for files that are data.
    """
    if document.origin is None:
        return locate(document.value, kind=kind, at=at)
    sits = document.origin.sits
    if kind == "request" and sits == ("orq",):
        return Target(document.value, (), "request")
    value = around = document.value
    for number, step in enumerate(sits):
        # what is in `extra_body` goes beside the other arguments
        around = around if sits[:number] == ("extra_body",) else value
        value = value[step]
    return Target(value, sits, "orq", request=around if sits else None)


def _request(document: Any) -> Target:
    if is_object(document) and "model" not in document and is_object(document.get("body")):
        return Target(document["body"], ("body",), "request")
    return Target(document, (), "request")


def _search(document: Any) -> Target | None:
    if not is_object(document):
        # no body at all: whoever keeps this for an orq object must hear that it is none
        return Target(document, (), "orq", bare=True)
    if "orq" in document:
        return Target(document["orq"], ("orq",), "orq", request=document)
    for carrier in ("extra_body", "body"):
        inner = document.get(carrier)
        if is_object(inner) and "orq" in inner:
            # the arguments beside `extra_body` are the rest of the body
            return Target(
                inner["orq"], (carrier, "orq"), "orq", request=inner if carrier == "body" else document
            )
    if _is_body(document) or _is_body(document.get("body")):
        return None
    return Target(document, (), "orq", bare=True)


def _is_body(value: Any) -> bool:
    return not BODY_KEYS.isdisjoint(members(value))
