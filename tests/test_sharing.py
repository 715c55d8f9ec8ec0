"""Processes cut articles and count their words to the same, and only where there is much to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.chunks import CutSettings
from assistant.embed import SentenceEncoder
from assistant.index import build_index
from assistant.manifest import hash_file
from assistant.sharing import FUNCTIONS, count_words, cut_articles, share_work
from assistant.types import Article, UnusableModel
from assistant.workers import Workers, count_workers
from tests.word_encoder import WordEncoder

TEXT = "The port of Aktau ships grain. Its quay was rebuilt in 2021, at a cost of 5 million dollars.\n\n"
ARTICLES = [
    Article(f"{i:03}", f"Ports, part {i}", (f"Report {i}\n\n" + TEXT * 40).strip(), language=language)
    for i, language in enumerate(["en", "ru", None] * 60)
]  # 680,000 characters: two batches


def test_processes_cut_and_count_as_one_does(encoder: SentenceEncoder) -> None:
    alone, shared = (Workers(count, "assistant.sharing", FUNCTIONS) for count in (0, 2))
    with shared:
        cuts = cut_articles(ARTICLES, CutSettings(), encoder, shared)
        assert cuts == cut_articles(ARTICLES, CutSettings(), encoder, alone)
        assert [item.article.id for item in cuts] == [article.id for article in ARTICLES]
        for one, other in zip(count_words(cuts, shared), count_words(cuts, alone), strict=True):
            assert one.words == other.words
            for name in ("lengths", "kinds", "numbers", "counts"):
                assert np.array_equal(getattr(one, name), getattr(other, name))


def test_an_index_is_the_same_byte_for_byte_whoever_cuts(encoder: SentenceEncoder, tmp_path: Path) -> None:
    articles, built = ARTICLES[:4], []
    for name, least in (("alone", 10**9), ("shared", 0)):
        build_index(articles, tmp_path / name, encoder=encoder, least_shared=least)
        files = [file for file in (tmp_path / name).rglob("*") if file.is_file()]
        built.append({file.relative_to(tmp_path / name): hash_file(file) for file in files})
    assert built[0] == built[1]
    assert len(built[0]) == 23


def test_little_is_cut_here_and_so_is_what_only_this_encoder_can_count(encoder: SentenceEncoder) -> None:
    size = sum(len(article.text) for article in ARTICLES)
    assert share_work(ARTICLES, encoder, size).count == count_workers()
    assert share_work(ARTICLES, encoder, size + 1).count == 0
    assert share_work(ARTICLES, WordEncoder(), size).count == 0


class ShortSighted(WordEncoder):
    """Reads too little of a text."""

    max_tokens = 50


def test_an_encoder_that_reads_too_little_is_refused() -> None:
    with pytest.raises(UnusableModel, match="words reads 50 tokens of a text, expected 96 or more; choose another"):
        cut_articles(ARTICLES[:1], CutSettings(), ShortSighted(), Workers(0, "assistant.sharing", FUNCTIONS))
