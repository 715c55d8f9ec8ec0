"""A question and a text are read together by a graph that says what its model does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.cross_encoder import (
    CLS,
    CONTEXT_TOKENS,
    MOST_KEPT,
    QUESTION_TOKENS,
    SEP,
    TEXT_TOKENS,
    CrossEncoder,
    join_tokens,
)
from assistant.cross_export import WEIGHTS, make_cross_graph
from assistant.cross_tracing import load_cross_encoder, score_reference
from assistant.embed import SentenceEncoder
from assistant.export import is_graph
from assistant.graph import read_description
from assistant.models import DEFAULT_MODEL, find_model
from assistant.types import InContext

QUESTION = "When was the first agreement on military training signed?"
ANSWERS = InContext("Ties. Both are neighbours.", "They signed their first agreement on military training in 1992.")
ANSWERS_NOT = InContext("Ties. Both are neighbours.", "Military training takes place in both countries.")


def test_three_texts_are_one_input_each_no_longer_than_it_may_be() -> None:
    assert join_tokens([1, 2], [3], [4, 5]) == ([CLS, 1, 2, SEP, 3, SEP, 4, 5, SEP], [0, 0, 0, 0, 0, 0, 1, 1, 1])
    ids, types = join_tokens([1] * 99, [*range(200, 300)], [3] * 199)
    assert len(ids) == QUESTION_TOKENS + CONTEXT_TOKENS + TEXT_TOKENS + 4
    assert ids[50:98] == [*range(200, 220), *range(272, 300)]  # the title's beginning, and what stands before the text
    assert sum(types) == TEXT_TOKENS + 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the graph, made here."""
    target = tmp_path_factory.mktemp("graphs") / "cross"
    make_cross_graph(find_model(DEFAULT_MODEL), target)
    return target


@pytest.mark.slow
def test_the_graph_says_what_the_model_does(folder: Path) -> None:
    assert is_graph(folder)
    assert read_description(folder).agreement > 0.9
    graph, reference = CrossEncoder(folder, threads=1), load_cross_encoder(find_model(DEFAULT_MODEL), WEIGHTS)
    for text in (ANSWERS, ANSWERS_NOT):
        own = score_reference(reference, *graph.join(QUESTION, text))
        assert abs(float(graph.score(QUESTION, [text])[0]) - own) < 0.5


@pytest.mark.slow
def test_a_text_that_answers_is_likelier_whatever_is_scored_beside_it(folder: Path) -> None:
    graph = CrossEncoder(folder, threads=2)
    right, wrong = graph.score(QUESTION, [ANSWERS, ANSWERS_NOT]).tolist()
    assert right > 0 > wrong
    alone = CrossEncoder(folder, threads=1)
    assert [float(alone.score(QUESTION, [text])[0]) for text in (ANSWERS_NOT, ANSWERS)] == [wrong, right]
    assert graph.score(QUESTION, []).shape == (0,)


@pytest.mark.slow
def test_a_question_in_a_language_that_the_model_does_not_know_is_not_read_together() -> None:
    encoder = SentenceEncoder()
    text = InContext("", "Panthers savunması yalnızca 308 sayı bıraktı.")
    assert encoder.score_answers("Panthers savunması kaç sayı bırakmıştır?", [text]) is None
    odds = encoder.score_answers("When did Berdimuhamedow visit Nakhchivan?", [text])
    assert odds is not None
    assert odds.shape == (1,)


@pytest.mark.slow
def test_scores_are_kept_for_the_next_who_asks_and_no_more_than_so_many(folder: Path) -> None:
    graph = CrossEncoder(folder, threads=2)
    first = graph.score(QUESTION, [ANSWERS])
    for number in range(MOST_KEPT):
        graph.score(str(number), [InContext("", "a")])
    assert graph.kept == MOST_KEPT
    assert np.array_equal(graph.score(QUESTION, [ANSWERS]), first)  # read again
