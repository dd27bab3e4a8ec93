"""What people write for what, and what other revisions have: facts that no schema states."""

from __future__ import annotations

# other words for a key, by its spelling in small letters; a word counts only where the key is declared
SYNONYMS = {
    # comparisons, as other filter languages have them
    "=": "eq", "==": "eq", "===": "eq", "equals": "eq", "equal": "eq", "equal_to": "eq",
    "!=": "ne", "<>": "ne", "not_equal": "ne", "not_equals": "ne", "not_equal_to": "ne", "neq": "ne",
    ">": "gt", "greater_than": "gt", "greater": "gt",
    ">=": "gte", "greater_than_or_equal": "gte", "greater_than_or_equal_to": "gte", "greater_or_equal": "gte",
    "greater_than_or_equals": "gte", "greater_than_equal": "gte", "ge": "gte",
    "<": "lt", "less_than": "lt", "less": "lt",
    "<=": "lte", "less_than_or_equal": "lte", "less_than_or_equal_to": "lte", "less_or_equal": "lte",
    "less_than_or_equals": "lte", "less_than_equal": "lte", "le": "lte",
    "one_of": "in", "any_of": "in", "is_in": "in",
    "not_in": "nin", "none_of": "nin",
    "&&": "and", "||": "or",
    # the same thing at the endpoint for contacts, and in other clients
    "avatar_url": "logo_url",
    "time_to_live": "ttl",
    "max_retries": "count", "max_attempts": "count",
    "status_codes": "on_codes",
}  # fmt: skip

_ROOT = "https://orq-schema.example/2025-09-04/orq.schema.json#"
# keys of an object, by the location of its subschema, that later revisions have, each with the first such revision,
# by the API's published specifications of those dates
LATER = {_ROOT: {"identity": "2026-01-12", "load_balancer": "2025-12-05", "timeout": "2025-12-05"}}
REVISION = "2025-09-04"
# keys that were only ever read from the request body, not from the object at this location in it
BESIDE = {_ROOT: ("guardrails", "metadata")}
