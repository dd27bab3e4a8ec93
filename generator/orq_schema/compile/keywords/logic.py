"""Keywords that combine subschemas on the value itself: core sections 8.2.3 and 10.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orq_schema.compile import words
from orq_schema.compile.expressions import either, grouped, negated, operators
from orq_schema.compile.keywords.base import Logic, Unit
from orq_schema.compile.keywords.general import kind_test, type_test
from orq_schema.compile.shapes import KEYWORDS, kinds_after
from orq_schema.compile.writer import Expression, literal
from orq_schema.jsonvalue import members

if TYPE_CHECKING:
    from orq_schema.compile.resolution import Subschema
    from orq_schema.compile.site import Site

_MOST_TERMS = 3
_CALLING = frozenset(("$ref", "$dynamicRef", "allOf", "oneOf", "not", "if"))
# the compiler of Python goes down one level for each `+` of a sum
_LONGEST_SUM = 50


def _accepts(site: Site, *steps: str | int) -> str:
    return site.at_keyword(*steps).accepts()


def _reference(keyword: str) -> Logic:
    def rejects(site: Site, _: str) -> list[str]:
        target = site.target(keyword)
        if isinstance(target.contents, bool):
            return [] if target.contents else ["True"]
        terms = None if site.explain else _on_the_spot(site._replace(subschema=target))
        if terms is not None:
            return terms
        return [f"not {site.call_decide(site.program.function(target))}"]

    def explain(site: Site, reference: str) -> None:
        target = site.target(keyword)
        if target.contents is False:
            site.fail(keyword, reference, "no value is allowed here")
        if not isinstance(target.contents, bool):
            site.call_explain(site.program.function(target), keyword)

    return Logic(keyword, None, rejects, explain)


def _on_the_spot(site: Site) -> list[str] | None:
    """The rejections of a definition that says little; None for any other, which is asked by a call."""
    if site.schema.keys() & _CALLING or not _names_types(site, site.schema.get("anyOf", ())):
        return None
    terms = site.emitter.rejections(site)
    return terms if terms is not None and len(terms) <= _MOST_TERMS else None


def _all_of(site: Site, schemas: list[Any]) -> list[str]:
    terms: list[str] = []
    known = kinds_after(site.schema, site.known)
    for index in range(len(schemas)):
        branch = site.at_keyword("allOf", index)._replace(known=known)
        simple = site.emitter.rejections(branch)
        terms += [negated(branch.accepts())] if simple is None else simple
        # the terms follow one another: what one has excluded the next need not
        known = known if simple is None else kinds_after(branch.schema, known)
    return terms


def _explain_all_of(site: Site, schemas: list[Any]) -> None:
    for index in range(len(schemas)):
        site.at_keyword("allOf", index).emit()


def _any_of(site: Site, schemas: list[Any]) -> list[str]:
    if _names_types(site, schemas):
        return [negated(either(type_test(site, _names_of(schemas))) or "False")]
    targets = [members(_target(site, index).contents) for index in range(len(schemas))]
    keys: list[str | None] = [next(iter(each.get("required", ())), None) for each in targets]
    hoisted: list[str] = []
    if any(keys) and site.known is None and all(each.get("type") == "object" for each in targets):
        # objects all: told once, and then each by the key that it cannot lack
        hoisted = [negated(kind_test(site, "object"))]
        site = site._replace(known=frozenset[str](("object",)))
    if site.known != frozenset[str](("object",)):
        keys = list[str | None]([None]) * len(schemas)
    branches = _guarded_branches(site, keys)
    if "True" in branches:
        return hoisted
    branches = [each for each in branches if each != "False"] or ["False"]
    if len(branches) > 1:
        return [*hoisted, f"not ({' or '.join(map(grouped, branches))})"]
    return [*hoisted, negated(branches[0])]


def _guarded_branches(site: Site, keys: list[str | None]) -> list[str]:
    """An expression for each branch; those that a missing key rules out come first, as they cost little."""
    told: list[str] = []
    others: list[str] = []
    for index, key in enumerate(keys):
        if key is None:
            others.append(_accepts(site, "anyOf", index))
            continue
        accepted = _accepts_member(site, index, key) or _accepts(site, "anyOf", index)
        if accepted != "False":
            told.append(f"{literal(key)} in {site.value} and {grouped(accepted)}")
    return told + others


def _target(site: Site, index: int) -> Subschema:
    """The branch of a union, or what it refers to if it says nothing itself."""
    branch = site.at_keyword("anyOf", index)
    return branch.target("$ref") if branch.only("$ref") else branch.subschema


def _accepts_member(site: Site, index: int, key: str) -> str | None:
    """The test of the member `key`, if the definition that the branch refers to looks at no more; else None."""
    if not site.at_keyword("anyOf", index).only("$ref"):
        return None
    target = site._replace(subschema=_target(site, index))
    says = {each: target.schema[each] for each in target.schema if each in KEYWORDS}
    if says.keys() != {"type", "required", "properties"} or [*says["properties"]] != says["required"]:
        return None
    member = target.at_keyword("properties", key).member(f"{site.value}[{literal(key)}]", key)
    once = member._replace(once=True)
    if not once.only("$ref") and site.emitter.rejections(once) is None:
        return None
    accepted = once.accepts()
    return accepted if accepted.count(member.value) == 1 else None


def _explain_any_of(site: Site, schemas: list[Any]) -> None:
    rejected = _any_of(site, schemas)
    if rejected and _names_types(site, schemas):
        with site.block(f"if {rejected[0]}:"):
            site.fail("anyOf", None, *_expected_types(site, schemas))
    elif rejected:
        with site.block(f"if not {_accepted(site, len(schemas))}:"):
            _explain_branches(site, "anyOf", schemas)


def _accepted(site: Site, branches: int) -> str:
    """Whether one of the branches of `anyOf` takes the value; type checkers narrow it for what is inside by none."""
    if site.top and site.only("anyOf"):
        return site.call_decide(site.program.function(site.subschema))
    return f"any(({', '.join(_accepts(site, 'anyOf', index) for index in range(branches))},))"


def _names_types(site: Site, schemas: list[Any]) -> bool:
    return all(site.program.shapes.only(each, "type") for each in schemas)


def _names_of(schemas: list[Any]) -> list[str]:
    """The types that schemas which say nothing else allow together."""
    listed = [[each["type"]] if isinstance(each["type"], str) else each["type"] for each in schemas]
    return list(dict.fromkeys(name for names in listed for name in names))


def _expected_types(site: Site, schemas: list[Any]) -> tuple[str | Expression, ...]:
    return (f"expected {words.types({'type': _names_of(schemas)})}, found ", site.found())


def _explain_branches(site: Site, keyword: str, schemas: list[Any]) -> None:
    name = site.names.lasting("branches")
    site.writer.line(f"{name}: list[list[Error]] = [{', '.join(['[]'] * len(schemas))}]")
    for index in range(len(schemas)):
        branch = site.at_keyword(keyword, index)._replace(sink=f"{name}[{index}]", top=False)
        function = site.program.functions.get(branch.subschema.key)
        if function is None:
            branch.emit()
        else:
            branch.call_explain(function)
    site.fail(keyword, None, "fits none of the alternatives", branches=name)


def _one_of(site: Site, schemas: list[Any]) -> list[str]:
    return [f"{_matching(site, schemas)} != 1"]


def _matching(site: Site, schemas: list[Any]) -> str:
    branches = [_accepts(site, "oneOf", index) for index in range(len(schemas))]
    if len(branches) == 1:
        return f"bool({branches[0]})"
    if len(branches) > _LONGEST_SUM:
        return f"sum(({', '.join(branches)}))"
    return " + ".join(f"({each})" if " " in each else each for each in branches)


def _explain_one_of(site: Site, schemas: list[Any]) -> None:
    matching = site.names.fresh("matching")
    site.writer.line(f"{matching} = {_matching(site, schemas)}")
    with site.block(f"if {matching} > 1:"):
        site.fail(
            "oneOf", None, "fits ", Expression(matching), " of the alternatives, of which it may fit only one"
        )
    with site.block(f"if {matching} == 0:"):
        _explain_branches(site, "oneOf", schemas)


def _not(site: Site, _: Any) -> list[str]:
    accepted = _accepts(site, "not")
    return [grouped(accepted) if " if " in operators(accepted) else accepted]


def _explain_not(site: Site, _: Any) -> None:
    with site.block(f"if {_accepts(site, 'not')}:"):
        site.fail("not", None, "is of the kind that is not allowed here")


def _if(site: Site, _: Any) -> list[str]:
    follows = {
        keyword: _accepts(site, keyword)
        for keyword in ("then", "else")
        if not site.is_trivial(site.schema.get(keyword, True))
    }
    if not follows:
        return []
    condition = _accepts(site, "if")
    if len(follows) > 1:
        # asked once: a condition may go deep
        return [f"not ({follows['then']} if {condition} else {follows['else']})"]
    if "else" in follows:
        condition = negated(condition)
    rejected = negated(follows.popitem()[1])
    return [condition if rejected == "True" else f"({grouped(condition)} and {grouped(rejected)})"]


def _explain_if(site: Site, _: Any) -> None:
    follows = [each for each in ("then", "else") if not site.is_trivial(site.schema.get(each, True))]
    if not follows:
        return
    # any() keeps type checkers from narrowing the value for what is inside
    condition = f"any(({_accepts(site, 'if')},))"
    before = site.writer.size
    if "then" in follows:
        with site.block(f"if {condition}:"):
            site.at_keyword("then").emit()
    if "else" in follows:
        # a block that stayed empty was not written
        with site.block("else:" if site.writer.size > before else f"if not {condition}:"):
            site.at_keyword("else").emit()


UNITS: tuple[Unit, ...] = (
    _reference("$ref"),
    _reference("$dynamicRef"),
    Logic("allOf", None, _all_of, _explain_all_of),
    Logic("anyOf", None, _any_of, _explain_any_of),
    Logic("oneOf", None, _one_of, _explain_one_of),
    Logic("not", None, _not, _explain_not),
    Logic("if", None, _if, _explain_if),
)
