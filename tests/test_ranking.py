"""Sentences are ordered by what they say of the question, the kind they hold, and the time they tell of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.evidence import find_evidence
from assistant.ranking import LEAST_WEIGHT, SAID_WEIGHT, is_promising, order_by_match, rank
from assistant.said import find_said
from assistant.times import TimeScope, read_scope
from assistant.types import Article, Chunk, Passage
from tests.word_encoder import WordEncoder


def passage(text: str, title: str = "Notes") -> Passage:
    article = Article(id="a", title=title, text=text)
    return Passage.of(article, Chunk.of(article, 0, len(text)), 1.0)


def first(question: str, text: str) -> str:
    evidence = find_evidence(question, [passage(text)], WordEncoder())
    return rank(question, evidence, read_scope(question))[0][1].text


def test_a_sentence_of_the_time_asked_about_comes_first() -> None:
    text = "The parties met in Baku in 2008. The parties met in Baku in 2010."
    assert first("Where did the parties meet in 2010?", text) == "The parties met in Baku in 2010."
    assert first("Where did the parties meet before 2009?", text) == "The parties met in Baku in 2008."


def test_a_sentence_that_leaves_no_token_open_comes_first_but_not_in_the_order_by_match() -> None:
    question = "gas wheat"
    closer, whole = find_evidence(question, [passage("Gas is sold. Wheat is sold.")], WordEncoder())
    closer = replace(closer, score=0.6, similarity=np.array([[1.0], [0.1]], np.float32))
    whole = replace(whole, score=0.5, similarity=np.array([[0.7], [0.7]], np.float32))
    scored = rank(question, [closer, whole], TimeScope())
    assert [item for _, item in scored] == [whole, closer]
    more_said = SAID_WEIGHT / 2  # the second sentence has the first before it, which says the other word
    assert scored[0][0] - scored[1][0] == pytest.approx(LEAST_WEIGHT * (0.7 - 0.1) - 0.1 + more_said)
    assert order_by_match(scored) == [closer, whole]


def test_a_sentence_that_holds_the_kind_asked_for_comes_first() -> None:
    text = "The treaty was signed there. The treaty was signed in May 2001."
    assert first("When was the treaty signed?", text) == "The treaty was signed in May 2001."


def test_a_word_is_said_by_another_form_of_its_name() -> None:
    assert find_said({"tajikistan", "turkey", "gas"}, "The Tajik gas reached Türkiye") == {
        "tajikistan",
        "turkey",
        "gas",
    }
    assert find_said({"iran"}, "An iranian") == set()  # too short to tell


def test_a_passage_is_promising_where_a_sentence_on_the_subject_holds_the_kind() -> None:
    question = "How long is the river Aras?"
    assert is_promising(question, passage("The river Aras is 1,072 kilometres long."), TimeScope())
    assert not is_promising(question, passage("The river Aras is long."), TimeScope())
    assert not is_promising(question, passage("The canal took 1,072 days."), TimeScope())


def test_a_passage_that_dates_what_is_asked_about_is_promising() -> None:
    question = "When was the Kars Treaty signed?"
    assert is_promising(question, passage("The Kars Treaty of 13 October 1921 stands."), TimeScope())
    assert not is_promising(question, passage("The Kars Treaty stood in 1930."), TimeScope())


def test_a_sentence_that_dates_what_is_asked_about_comes_before_one_that_tells_of_it() -> None:
    text = "The Kars Treaty was ratified in May 1922. The Kars Treaty of 13 October 1921 still stands."
    assert first("When was the Kars Treaty signed?", text) == "The Kars Treaty of 13 October 1921 still stands."
    assert first("When was the Kars Treaty ratified?", text) == "The Kars Treaty was ratified in May 1922."
