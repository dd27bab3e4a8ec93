"""What people write for what, and where: facts that no schema states."""

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

# keys that were only ever read from the request body, never from the orq object in it
BESIDE = ("guardrails", "metadata")
