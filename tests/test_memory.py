"""Questions leave the process where it was: whatever is kept of them is kept within a limit."""

from __future__ import annotations

import gc
import importlib
import itertools
import pkgutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import assistant
from assistant.answers import answer
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.types import Article, Index
from tests.word_encoder import WordEncoder

HARBOURS = ("Aktau", "Baku", "Poti", "Batumi", "Alat", "Kuryk", "Anaklia", "Turkmenbashi")
WORDS = ("treaty", "visit", "harvest", "railway", "summit", "accord", "truce", "pipeline")
LARGEST_GROWTH = 100_000  # bytes over 80 questions, beside the caches; their answers alone would take ten times that
WITHOUT_ARGUMENTS = {"assistant.chunks._vocabulary", "assistant.spellings._table"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path: Path = tmp_path_factory.mktemp("memory") / "index"
    articles = [
        Article(id=f"{i}", title=f"{word} of {harbour}", text=f"The {word} of {harbour} was in {1990 + i}. It rained.")
        for i, (word, harbour) in enumerate(itertools.product(WORDS, HARBOURS))
    ]
    build_index(articles, path, encoder=WordEncoder())
    return open_index(path, encoder=WordEncoder())


def caches() -> Iterator[tuple[str, Any]]:
    """Yield every function of the package that keeps what it returned, by its name."""
    for module in pkgutil.walk_packages(assistant.__path__, "assistant."):
        if module.name != "assistant.__main__":
            for name, value in vars(importlib.import_module(module.name)).items():
                if hasattr(value, "cache_info") and value.__module__ == module.name:
                    yield f"{module.name}.{name}", value


def forget() -> None:
    """Empty the caches that have a limit: what is left is what grows."""
    for name, cache in caches():
        if name not in WITHOUT_ARGUMENTS:
            cache.cache_clear()
    gc.collect()


def test_different_questions_leave_the_memory_where_it_was(index: Index) -> None:
    questions = [
        f"When was the {one} or the {other} of {place}?" for one in WORDS for other in WORDS for place in HARBOURS
    ]
    for question in questions[:80]:
        answer(question, index)
    forget()
    tracemalloc.start()
    for question in questions[80:160]:
        answer(question, index)
    forget()
    growth, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert growth < LARGEST_GROWTH


def test_the_tokens_that_are_kept_take_no_more_than_their_budget() -> None:
    encoder = SentenceEncoder(token_cache=30_000)
    for i in range(40):
        encoder.embed_tokens(f"Question {i}: which ships left the harbour of Aktau with grain?")
        assert encoder.token_cache_bytes <= 30_000
    assert encoder.token_cache_bytes > 25_000


def test_the_tokens_of_so_many_texts_are_kept_and_of_no_more() -> None:
    encoder = SentenceEncoder(most_kept=5)
    for i in range(8):
        encoder.embed_question(f"Who signed treaty {i}?")
        assert encoder.texts_kept == min(i + 1, 5)
    few = encoder.token_cache_bytes
    encoder.embed_tokens("Who signed treaty 7?")
    assert (encoder.texts_kept, encoder.token_cache_bytes) == (5, few)


def test_every_cache_has_a_limit() -> None:
    assert {name for name, cache in caches() if cache.cache_info().maxsize is None} == WITHOUT_ARGUMENTS
