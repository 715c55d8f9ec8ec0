"""The confidence is high where a sentence answers, low where a detail is missing, and what is missing is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import answer
from assistant.confidence import THRESHOLD, Signs, read_signs, weigh
from assistant.evidence import find_evidence
from assistant.retrieval import retrieve
from assistant.types import Index
from tests.word_encoder import WordEncoder


def signs_of(question: str, index: Index) -> Signs:
    passages = retrieve(question, index, k=3)
    return read_signs(question, find_evidence(question, passages, index.encoder), passages)


def test_a_question_that_is_answered_is_above_the_threshold(index: Index) -> None:
    reply = answer("When was the first military training agreement between Azerbaijan and Turkey signed?", index)
    assert reply.answered
    assert THRESHOLD <= reply.confidence <= 1
    assert reply.missing is None


def test_what_no_passage_mentions_is_named(index: Index) -> None:
    reply = answer("Who won the 2018 World Cup in football?", index)
    assert not reply.answered
    assert reply.confidence < THRESHOLD
    assert reply.missing is not None
    assert reply.missing == "Nothing that comes near it mentions “World Cup”."


def test_every_name_of_the_question_is_looked_for_in_all_its_forms(index: Index) -> None:
    assert signs_of("When did Turkish and Azeri officials sign the agreement?", index).names_in_sentence == 1.0
    assert signs_of("When did Turkey and Georgia sign the training agreement?", index).names_anywhere == 0.5


def test_the_kind_that_is_asked_for_is_a_sign(index: Index) -> None:
    assert signs_of("When did Kazakhstan ratify the convention?", index).kind == 1.0
    assert signs_of("Why did Kazakhstan ratify the convention?", index).kind == 0.5


def test_an_opposite_is_a_sign(index: Index) -> None:
    assert signs_of("By how much did the wheat harvest in Kazakhstan rise?", index).opposed == 1.0
    assert signs_of("By how much did the wheat harvest in Kazakhstan fall?", index).opposed == 0.0


def test_without_evidence_there_is_no_confidence() -> None:
    assert weigh("When?", [], []).value == 0.0


@given(question=st.text(min_size=1, max_size=60))
def test_any_question_has_a_confidence(words: WordEncoder, index: Index, question: str) -> None:
    passages = retrieve("military training agreement", index, k=2)
    evidence = find_evidence(question, passages, words)
    assert 0.0 <= weigh(question, evidence, passages).value <= 1.0


@pytest.mark.parametrize("question", ["When was the agreement signed?", "Who ratified the convention?"])
def test_the_same_question_has_the_same_confidence(index: Index, question: str) -> None:
    assert answer(question, index).confidence == answer(question, index).confidence
