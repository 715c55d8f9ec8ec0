"""Ask policy articles: every claim of an answer quotes the sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answers import answer
    from assistant.articles import read_articles
    from assistant.index import build_index, open_index
    from assistant.retrieval import retrieve
    from assistant.support import check_support
    from assistant.types import (
        Answer,
        Article,
        AssistantError,
        Chunk,
        Citation,
        Claim,
        Index,
        Passage,
        Support,
        UnreadableArticle,
        UnusableIndex,
        UnusableModel,
        UnusableQuestion,
    )
    from assistant.verification import verify

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Article",
    "AssistantError",
    "Chunk",
    "Citation",
    "Claim",
    "Index",
    "Passage",
    "Support",
    "UnreadableArticle",
    "UnusableIndex",
    "UnusableModel",
    "UnusableQuestion",
    "answer",
    "build_index",
    "check_support",
    "open_index",
    "read_articles",
    "retrieve",
    "verify",
]

_HOME = {
    "answer": "answers",
    "build_index": "index",
    "check_support": "support",
    "open_index": "index",
    "read_articles": "articles",
    "retrieve": "retrieval",
    "verify": "verification",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: importing the package alone is instant."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'types')}"), name)
