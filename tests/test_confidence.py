"""The confidence is high where a sentence answers, low where a detail is missing, and what is missing is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import answer
from assistant.confidence import ALONE_WEIGHTS, LACKING, SURE, THRESHOLD, say_missing, weigh
from assistant.evidence import find_evidence
from assistant.retrieval import retrieve
from assistant.types import Index
from tests.word_encoder import WordEncoder


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


def test_a_name_is_named_whole_where_only_a_part_of_it_is_absent(index: Index) -> None:
    question = "Who won the Kazakhstan Cup in football?"
    passages = retrieve(question, index, k=3)
    evidence = find_evidence(question, passages, index.encoder)
    assert say_missing(question, evidence, passages) == "Nothing that comes near it mentions “Kazakhstan Cup”."


def test_what_no_passage_names_is_not_believed_unless_it_is_sure(index: Index) -> None:
    question = "When was the agreement between Brazil and Peru on military training signed?"
    passages = retrieve("agreement on military training", index, k=3)
    evidence = find_evidence(question, passages, index.encoder)
    assert weigh(question, evidence, passages, odds=0.0) == LACKING
    assert weigh(question, evidence, passages, odds=4.0) > SURE


def test_a_name_of_several_words_of_which_no_passage_has_one_is_not_believed(index: Index) -> None:
    question = "When did Azerbaijan join the Military Cup?"
    passages = retrieve("agreement on military training with Azerbaijan", index, k=3)
    evidence = find_evidence(question, passages, index.encoder)
    assert weigh(question, evidence, passages, odds=-3.0) == LACKING
    whole = question.replace("Military Cup", "military agreement")
    assert weigh(whole, find_evidence(whole, passages, index.encoder), passages, odds=-3.0) > LACKING


def test_without_evidence_there_is_no_confidence() -> None:
    assert weigh("When?", [], []) == 0.0
    assert say_missing("When?", [], []) is None


@given(question=st.text(min_size=1, max_size=60))
def test_any_question_has_a_confidence(words: WordEncoder, index: Index, question: str) -> None:
    passages = retrieve("military training agreement", index, k=2)
    evidence = find_evidence(question, passages, words)
    assert 0.0 <= weigh(question, evidence, passages) <= 1.0


@pytest.mark.parametrize("question", ["When was the agreement signed?", "Who ratified the convention?"])
def test_the_same_question_has_the_same_confidence(index: Index, question: str) -> None:
    assert answer(question, index).confidence == answer(question, index).confidence


def test_where_no_two_texts_are_read_together_the_other_signs_count_more(index: Index) -> None:
    question = "When was the first formal agreement on military training?"
    passages = retrieve(question, index, k=3)
    evidence = find_evidence(question, passages, index.encoder)
    assert ALONE_WEIGHTS.odds == 0.0
    assert weigh(question, evidence, passages) > weigh(question, evidence, passages, odds=-8.0)
    assert weigh(question, evidence, passages) < weigh(question, evidence, passages, odds=4.0)
