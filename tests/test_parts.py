"""A question that asks several things is split into questions that stand alone; one that asks one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.parts import split_parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "When was the Shusha Declaration signed and who signed it?",
            ["When was the Shusha Declaration signed?", "who signed the Shusha Declaration?"],
        ),
        (
            "Where did the first summit take place, and when?",
            ["Where did the first summit take place?", "when did the first summit take place?"],
        ),
        ("Where and when did the war begin?", ["Where did the war begin?", "when did the war begin?"]),
        (
            "When was the fund founded, who founded it and where?",
            ["When was the fund founded?", "who founded the fund?", "where was the fund founded?"],
        ),
        (
            "How long is the BTC pipeline? And what did it cost?",
            ["How long is the BTC pipeline?", "what did the BTC pipeline cost?"],
        ),
    ],
)
def test_a_question_has_these_parts(question: str, parts: list[str]) -> None:
    assert [part.question for part in split_parts(question)] == parts


@pytest.mark.parametrize(
    "question",
    [
        "When was the agreement signed?",
        "When violence is used, what is it called?",
        "Which war came between Armenia and Azerbaijan?",
        "What foreign bodies, which are older than the rocks themselves, occur in rocks?",
        "A citizen relates to the state and what?",
    ],
)
def test_a_question_of_one_part_is_left_as_it_is(question: str) -> None:
    assert [part.question for part in split_parts(question)] == [question]


@given(
    st.one_of(st.text(), st.lists(st.sampled_from("when where and who was it signed ? , the X".split())).map(" ".join))
)
def test_whatever_is_asked_has_a_part(question: str) -> None:
    assert split_parts(question)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who owns the oil terminal at Batumi, and since when?", 2),
        ("How long is the Greek section of TAP, and how many workers built it?", 2),
        ("Which company bought Poti in 2011 and which one owns the terminal at Batumi?", 2),
        ("Who decided when and how the treaty ends?", 1),
        ("What is the difference between when it was signed and when it was ratified?", 1),
        ("What is known about how and why the talks failed?", 1),
        ("What has been agreed on who controls the corridor and who pays for it?", 1),
        ("What did the report say about who started the war and who won it?", 1),
        ("Who was told what to do and what not to do?", 1),
        ("Which port was built, which is the largest, and who owns it?", 1),
    ],
)
def test_a_part_may_have_no_auxiliary_verb(question: str, parts: int) -> None:
    assert len(split_parts(question)) == parts
