"""
A YAML document to one JSON value, in one pass over the events of libyaml.

Unlike payloads, whose every value may need its place, an OpenAPI document is large, and next to nothing of it is
looked at: no nodes are made, an alias is the very object that its anchor is, and places are told for errors alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from orq_schema.errors import Problem, SchemaError
from orq_schema.jsonvalue import is_array, is_object
from orq_schema.openapi.yaml_scalars import NotFiniteError, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.events import Event

# deeper than any schema is, and the parser itself takes quadratic time in the depth
MAX_DEPTH = 300

# missing where PyYAML was built without libyaml; ten times slower then, the same otherwise
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
# a merge key (https://yaml.org/type/merge.html), where a key may stand
_MERGE = object()
# no key has been read yet
_NO_KEY = object()


def parse(text: str, file: str) -> Any:
    """
    The value of the only document in the YAML stream `text`; keys are strings, however they look.

    Raises SchemaError, with the place: `yaml-syntax`, `duplicate-key`, `non-string-key`, `yaml-tag`, `too-deep`,
    `non-finite-number`, `too-many-digits`.
    """
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.feed(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        message = error.problem or error.context or "text that the YAML parser does not take"
        raise SchemaError(Problem(file, line, column, "", "yaml-syntax", "error", message)) from None
    except (yaml.YAMLError, RecursionError):
        message = "text that the YAML parser does not take"
        raise SchemaError(Problem(file, None, None, "", "yaml-syntax", "error", message)) from None
    return builder.root


class _Frame:
    """A list or mapping that is being read; `key` is that of the value to come."""

    __slots__ = ("key", "merged", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.key: Any = _NO_KEY
        self.merged: list[Any] = []


class _Builder:
    def __init__(self, file: str) -> None:
        self.root: Any = None
        self._file = file
        self._documents = 0
        self._anchors: dict[str, Any] = {}
        self._stack: list[_Frame] = []
        self._feeders: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._open,
            SequenceStartEvent: self._open,
            MappingEndEvent: self._close,
            SequenceEndEvent: self._close,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }

    def feed(self, event: Event) -> None:
        feeder = self._feeders.get(type(event))
        if feeder is not None:
            feeder(event)

    def _document(self, event: Event) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "yaml-syntax", "a second document in the stream")

    def _scalar(self, event: ScalarEvent) -> None:
        text: str = event.value
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key is _NO_KEY and is_object(frame.value):
            if event.anchor is not None:
                self._anchors[event.anchor] = text
            self._key(frame, _MERGE if text == "<<" and event.implicit[0] else text, event)
            return
        value = self._value(text, event) if event.implicit[0] or event.tag is not None else text
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        self._put(value)

    def _value(self, text: str, event: ScalarEvent) -> Any:
        if event.tag in {"!", _CORE + "str"}:
            return text
        try:
            value = plain(text)
        except NotFiniteError:
            self._refuse(event, "non-finite-number", "NaN and infinity are no JSON numbers")
        except ValueError:
            self._refuse(event, "too-many-digits", "a number with too many digits")
        if event.tag is not None and not _fits(value, event.tag):
            self._refuse(event, "yaml-tag", "a tag that gives no JSON value of its kind")
        return value

    def _key(self, frame: _Frame, key: Any, event: Event) -> None:
        if key is not _MERGE and not isinstance(key, str):
            self._refuse(event, "non-string-key", "a key that is no scalar")
        if key in frame.value:
            self._refuse(event, "duplicate-key", f"the key {key!r} occurs twice")
        frame.key = key

    def _put(self, value: Any) -> None:
        if not self._stack:
            self.root = value
            return
        frame = self._stack[-1]
        if is_array(frame.value):
            frame.value.append(value)
            return
        if frame.key is _MERGE:
            frame.merged.append(value)
        else:
            frame.value[frame.key] = value
        frame.key = _NO_KEY

    def _open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        value: Any = {} if isinstance(event, MappingStartEvent) else []
        if event.tag not in {None, "!", _CORE + ("map" if isinstance(event, MappingStartEvent) else "seq")}:
            self._refuse(event, "yaml-tag", "a tag that gives no JSON value of its kind")
        if len(self._stack) >= MAX_DEPTH:
            self._refuse(event, "too-deep", f"nested deeper than {MAX_DEPTH} levels")
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.key is _NO_KEY and is_object(parent.value):
            self._key(parent, None, event)
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        self._stack.append(_Frame(value))

    def _close(self, event: Event) -> None:
        frame = self._stack.pop()
        for each in frame.merged:
            for source in each if is_array(each) else [each]:
                if not is_object(source):
                    self._refuse(event, "yaml-syntax", "a merge key without a mapping")
                # own keys come before those, and earlier ones before later
                for key, value in source.items():
                    frame.value.setdefault(key, value)
        self._put(frame.value)

    def _alias(self, event: AliasEvent) -> None:
        name: Any = event.anchor
        if name not in self._anchors:
            self._refuse(event, "yaml-syntax", "an alias without an anchor of its name before it")
        value = self._anchors[name]
        if any(frame.value is value for frame in self._stack):
            self._refuse(event, "yaml-syntax", "an alias inside the value that it stands for")
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key is _NO_KEY and is_object(frame.value):
            self._key(frame, value, event)
        else:
            self._put(value)

    def _refuse(self, event: Event, rule: str, message: str) -> NoReturn:
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise SchemaError(Problem(self._file, line, column, "", rule, "error", message)) from None


def _fits(value: Any, tag: str) -> bool:
    kinds = {"null": (type(None),), "bool": (bool,), "int": (int,), "float": (int, float)}
    return tag.startswith(_CORE) and type(value) in kinds.get(tag.removeprefix(_CORE), ())
