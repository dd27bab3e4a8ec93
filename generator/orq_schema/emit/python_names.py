"""JSON names -> Python identifiers, never two of one class or module alike."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

# names that the generated modules use themselves
TAKEN = frozenset(
    [
        *("Any", "Callable", "Final", "Literal", "Mapping", "NotRequired", "Self", "TypeAlias", "TypeGuard"),
        *("TypedDict", "Union", "UNSET", "Unset", "annotations", "dataclasses", "enum"),
        *dir(builtins),
    ]
)
# a name of these in the body of a class would take the place of the type in the annotations around it
TAKEN_IN_ANNOTATIONS = frozenset(
    [
        "Any",
        "Literal",
        "NotRequired",
        "Union",
        "UNSET",
        "Unset",
        "bool",
        "dict",
        "float",
        "int",
        "list",
        "str",
    ]
)
# soft keywords and other builtins may be attributes
_TAKEN_IN_CLASS = TAKEN_IN_ANNOTATIONS | {
    *("Mapping", "Self", "classmethod", "dataclasses"),
    *("extra", "from_dict", "to_dict"),
}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def class_names(names: Iterable[str], suffixed: Container[str] = (), suffix: str = "") -> dict[str, str]:
    """
    The class of each definition in `names`: its name as an identifier, `_` behind it where that is taken.

    Those in `suffixed` end in `suffix`. A later name gives way to an earlier one.
    """
    taken = set(TAKEN)
    found: dict[str, str] = {}
    for name in names:
        made = _identifier(name, "Type") + (suffix if name in suffixed else "")
        while made in taken or keyword.iskeyword(made):
            made += "_"
        taken.add(made)
        found[name] = made
    return found


def attribute_names(keys: Iterable[str], classes: Iterable[str] = ()) -> dict[str, str]:
    """
    The attribute of each of a record's `keys`, in snake_case; `_` behind it where that is a keyword or taken.

    Keys that are attributes as they stand come first, so that an odd neighbour does not rename them.
    """
    listed = list(keys)
    taken = set(_TAKEN_IN_CLASS) | set(classes)
    found: dict[str, str] = {}
    for key in [*[key for key in listed if snake(key) == key], *[key for key in listed if snake(key) != key]]:
        made = snake(key)
        while made in taken or keyword.iskeyword(made):
            made += "_"
        taken.add(made)
        found[key] = made
    return {key: found[key] for key in listed}


def snake(text: str) -> str:
    """`text` in snake_case, without leading underscores: `displayName` gives display_name."""
    if not text:
        return "empty_key"
    return unicodedata.normalize("NFKC", _identifier(_HUMP.sub("_", text), "field").lower())


def stem(name: str) -> str:
    """The start of a generated file's name, such that the file can be imported."""
    made = _identifier(name, "schema")
    return f"{made}_" if keyword.iskeyword(made) else made


def _identifier(text: str, prefix: str) -> str:
    """`text` with what no identifier may hold replaced; `prefix` before what cannot begin one."""
    # Python reads identifiers in this form (reference section 2.3)
    normal = unicodedata.normalize("NFKC", text)
    spaced = "".join([char if f"_{char}".isidentifier() else " " for char in normal])
    made = "_".join(spaced.split()).lstrip("_")
    if made.isidentifier():
        return made
    return f"{prefix}_{made}" if made else prefix


def is_plain_key(key: str) -> bool:
    """Whether `key` can be a name in the body of a TypedDict and still be the very same key."""
    return (
        key.isidentifier()
        and not keyword.iskeyword(key)
        and not key.startswith("__")  # mangled, or the class's own
        and unicodedata.normalize("NFKC", key) == key
        and key not in TAKEN_IN_ANNOTATIONS
    )
