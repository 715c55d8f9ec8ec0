"""A cross-encoder in, a function that orders passages out, for whoever has one; none is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.search import Reranker
from assistant.types import UnusableModel


def load_reranker(name: str) -> Reranker:
    """Load a cross-encoder of sentence-transformers by its folder or name.

    Raises `UnusableModel` where there is none of that name.
    """
    from sentence_transformers import CrossEncoder

    try:
        model: Any = CrossEncoder(name, device="cpu")
    except (OSError, ValueError, KeyError) as error:
        raise UnusableModel(f"no cross-encoder {name!r} ({type(error).__name__}); check --reranker") from error

    def rerank(question: str, passages: Sequence[str]) -> Sequence[float]:
        scores = model.predict([(question, passage) for passage in passages], show_progress_bar=False)
        return [float(score) for score in scores]

    return rerank
