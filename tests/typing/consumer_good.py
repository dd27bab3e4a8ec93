"""What a user of the generated modules writes; mypy --strict and pyright strict have nothing to say about it."""

from typing import Any

from orq_models import (
    UNSET,
    AndFilter,
    Fallback,
    FilterOperators,
    KnowledgeBase,
    Orq,
    Provider,
    RerankConfig,
    Retry,
)
from orq_types import FilterOperatorsDict, KnowledgeBaseDict, OrqDict, RetryDict

payload: OrqDict = {
    "name": "support-reply",
    "retry": {"count": 3, "on_codes": [429, 500, 502]},
    "fallbacks": [{"model": "openai/gpt-4o-mini"}],
    "contact": {"id": "contact_1", "metadata": [{"plan": "premium", "seats": 12}]},
    "inputs": {"nested": {"anything": [1, None]}},
    "cache": {"type": "exact_match", "ttl": 3600},
    "knowledge_bases": [
        {
            "knowledge_id": "manual",
            "search_type": "hybrid_search",
            "filter_by": {"price": {"gte": 1, "lte": 5}, "language": {"in": ["en", "nl"]}},
            "rerank_config": None,
        },
        {"knowledge_id": "faq", "filter_by": {"and": [{"year": {"gt": 2020}}, {"draft": {"exists": False}}]}},
    ],
}

codes = [429, 500]
retry: RetryDict = {"on_codes": codes, "count": 2.5}
range_filter: FilterOperatorsDict = {"gte": 1, "lte": 5, "in": ["a", 1, True]}
base: KnowledgeBaseDict = {"knowledge_id": "k", "rerank_config": {"integration_id": None}}
base["filter_by"] = {"price": range_filter}


def call(extra_body: dict[str, Any]) -> None:
    del extra_body


call({"orq": payload})

orq = Orq(
    retry=Retry(count=3, on_codes=codes),
    fallbacks=[Fallback(model="openai/gpt-4o-mini")],
    knowledge_bases=[
        KnowledgeBase(
            knowledge_id="manual",
            top_k=5,
            filter_by={"price": FilterOperators(gte=1, lte=5)},
            rerank_config=RerankConfig(enabled=True, provider="cohere"),
        ),
        KnowledgeBase(knowledge_id="faq", filter_by=AndFilter(and_=[{"a": FilterOperators(eq="x", in_=["y"])}])),
        KnowledgeBase(knowledge_id="none", rerank_config=None),
    ],
)
call({"orq": orq.to_dict()})

again = Orq.from_dict(orq.to_dict())
if again.retry is not UNSET and again.retry.count is not UNSET:
    attempts: float = again.retry.count + 1
if again.knowledge_bases:
    first = again.knowledge_bases[0]
    identifier: str = first.knowledge_id
    if first.rerank_config is None or first.rerank_config is UNSET:
        pass
    else:
        flag = first.rerank_config.enabled
        provider: Provider = "jina"
        first.rerank_config.provider = provider
    if first.filter_by is not UNSET and isinstance(first.filter_by, dict):
        for key, operators in first.filter_by.items():
            print(key.upper(), operators.gte)
unknown: Any = again.extra.get("later")
