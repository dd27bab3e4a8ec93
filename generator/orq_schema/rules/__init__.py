"""The rules: what each finding means, why it matters, how it is mended: one source for all that shows it."""

from orq_schema.rules.registry import Example, Rule, find, load, nearest, page, refusal

__all__ = ["Example", "Rule", "find", "load", "nearest", "page", "refusal"]
