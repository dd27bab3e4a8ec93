"""What may stand around an orq object in a line, as Structs, from the narrow and fast to the wide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from orq_schema.bulk.accept_lints import Said, are_quiet, suits
from orq_schema.generated.orq_lines import Integer, Json, Orq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TUNING: dict[str, Any] = {
    **dict.fromkeys(
        ("temperature", "max_tokens", "max_completion_tokens", "top_p", "n", "seed"), Integer | float
    ),
    "stream": bool,
    "user": str,
}
# with members of a body but these a line is looked at in another way
_FREE = ("stop", "tools", "tool_choice", "response_format", "metadata")
_BATCH = {"custom_id": str, "method": str, "url": str}


class Shape(NamedTuple):
    """
    A type that lines are decoded as.

    `are_quiet` tells of such values whether in each its orq object, where `payload.locate` would find it, is there
    and has nothing that could be spoken of.
    """

    type: type[msgspec.Struct]
    are_quiet: Callable[[Sequence[Any]], bool]


def _struct(name: str, needed: dict[str, Any], usual: dict[str, Any]) -> Any:
    optional = [(key, type_ | UnsetType, UNSET) for key, type_ in usual.items()]
    return msgspec.defstruct(name, [*needed.items(), *optional], forbid_unknown_fields=True, gc=False)


_ANY = dict.fromkeys(("model", "messages", "prompt", *_TUNING, *_FREE), Json)
_Wrapped = _struct("_Wrapped", {"orq": Orq}, {})
_Chat = _struct(
    "_Chat", {"model": str, "messages": list[Said], "orq": Orq}, {**_TUNING, **dict.fromkeys(_FREE, Json)}
)
_Batch = _struct("_Batch", {**_BATCH, "body": _Chat}, {})
_Body = _struct("_Body", {}, {**_ANY, "orq": Orq})
_Line = _struct(
    "_Line", {}, {**_ANY, **dict.fromkeys(_BATCH, Json), "orq": Orq, "extra_body": _Body, "body": _Body}
)


def _wrapped(lines: Iterable[Any]) -> bool:
    return are_quiet([each.orq for each in lines])


def _chats(bodies: Sequence[Any]) -> bool:
    return _wrapped(bodies) and all(suits(each.orq, each.model, each.messages) for each in bodies)


def _batches(lines: Sequence[Any]) -> bool:
    return _chats([each.body for each in lines])


def _lines(lines: Sequence[Any]) -> bool:
    return all(map(_line, lines))


def _line(line: Any) -> bool:
    for inner, body in ((line, line), (line.extra_body, line), (line.body, line.body)):
        if inner is not UNSET and inner.orq is not UNSET:
            around = (body.model, body.messages, body.prompt)
            return are_quiet([inner.orq]) and suits(
                inner.orq, *[None if each is UNSET else each for each in around]
            )
    return False


BARE = Shape(Orq, are_quiet)
SHAPES = (
    BARE,
    Shape(_Wrapped, _wrapped),
    Shape(_Chat, _chats),
    Shape(_Batch, _batches),
    Shape(_Line, _lines),
)
# no value of these types has more containers around its deepest one, and that one
DEPTH = 16
