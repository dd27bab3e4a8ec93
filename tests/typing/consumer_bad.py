"""Mistakes that both checkers must report: one on each line that is marked, and on no other."""

from orq_models import Fallback, KnowledgeBase, Orq, Prompt, Retry
from orq_types import CacheDict, FallbackDict, FilterOperatorsDict, KnowledgeBaseDict, OrqDict, RetryDict

operators: FilterOperatorsDict = {"in_": ["a"]}  # error
operand: FilterOperatorsDict = {"in": "a"}  # error
misspelt_operator: FilterOperatorsDict = {"gtee": 1}  # error
count: RetryDict = {"count": "3"}  # error
typo: OrqDict = {"retires": {"count": 3}}  # error
nested: OrqDict = {"retry": {"counts": 3}}  # error
missing: KnowledgeBaseDict = {"query": "x"}  # error
literal: KnowledgeBaseDict = {"knowledge_id": "k", "search_type": "hybrid"}  # error
null: KnowledgeBaseDict = {"knowledge_id": "k", "search_options": None}  # error
null_item: OrqDict = {"fallbacks": [None]}  # error
wrong_type: CacheDict = {"type": "fuzzy"}  # error
no_model: FallbackDict = {}  # error
codes: RetryDict = {"on_codes": ["429"]}  # error

Retry(count="3")  # error
Retry(on_code=[429])  # error
Fallback()  # error
Fallback("openai/gpt-4o")  # error
Prompt(id="p", version="newest")  # error
KnowledgeBase(knowledge_id="k", search_options=None)  # error
orq = Orq(retry=Retry(count=3))
print(orq.retires)  # error
print(orq.retry.count)  # error
Orq.from_dict([1])  # error
text: str = orq.name  # error
