"""What a sentence denies of a question."""

from __future__ import annotations

import pytest

from assistant.evidence import Evidence, find_evidence
from assistant.premises import find_denied, find_other_ordinal, find_other_phase, find_other_step
from assistant.types import Article, Chunk, Passage
from tests.word_encoder import WordEncoder


def read(question: str, sentence: str) -> Evidence:
    article = Article(id="a", title="On the region", text=sentence)
    passage = Passage.of(article, Chunk.of(article, 0, len(sentence)), 1.0)
    return find_evidence(question, [passage], WordEncoder())[0]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When did the parliament approve the pact?", "The pact has never been approved by the parliament."),
        ("How much gas did Gazprom buy in 2017?", "Gazprom bought no gas in 2017."),
        ("Which company made the largest binding bid?", "The test drew no binding bids."),
        ("When did Ankara reopen the frontier?", "Ankara has not reopened the frontier."),
        ("When were talks opened?", "It would not open talks until 2028."),
        ("Why did Armenia sign the pact?", "Armenia refused to sign the pact."),
        ("Which Armenian town does the line pass through?", "The line does not pass through Armenia."),
    ],
)
def test_what_is_asked_about_is_denied(question: str, sentence: str) -> None:
    assert find_denied(question, read(question, sentence))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did Ankara not reopen the frontier?", "Ankara has not reopened the frontier."),
        ("When were the faults corrected?", "The faults were not corrected until the 17th century."),
        ("Who asked Moscow for soldiers?", "Roza Otunbayeva asked Moscow, which sent no soldiers."),
        ("When did the parliament approve the pact?", "The parliament approved the pact, not the protocol, in 2010."),
        ("Where was the pact signed?", "The pact was signed in Aktau, which is not a capital."),
        ("Which states joined the union?", "Armenia joined the union; Georgia did not join."),
        ("When did Russia withdraw from Gori?", "Russia left Gori in October, after it had deployed troops there."),
    ],
)
def test_another_thing_is_denied_or_the_question_is(question: str, sentence: str) -> None:
    assert not find_denied(question, read(question, sentence))


@pytest.mark.parametrize(
    ("question", "sentence", "absent"),
    [
        ("Where will the third summit be?", "The first summit met in Samarkand.", "third"),
        ("Which city hosted the sixth summit?", "Aktau hosted the fifth summit.", "sixth"),
        ("Which city hosted the 6th summit?", "Aktau hosted the sixth summit.", None),
        ("Which city hosted the first summit?", "Aktau hosted the fifth summit.", None),
        ("Which city hosted the sixth summit?", "Aktau hosted the summit.", None),
        ("Who lost the second war?", "A second time the first president lost.", None),
        ("Who lost the second war?", "The first war was lost by Omar.", "second"),
    ],
)
def test_another_one_of_several_is_told_of(question: str, sentence: str, absent: str | None) -> None:
    assert find_other_ordinal(question, read(question, sentence)) == absent


@pytest.mark.parametrize(
    ("question", "sentence", "is_other"),
    [
        ("When did work on the dam begin?", "The dam was completed in August 2005.", True),
        ("When did trains start running?", "Trains stopped in 1993.", True),
        ("When did the service end?", "The service began in 1998.", True),
        ("When did work on the dam begin?", "The dam was begun in 1998 and completed in 2005.", False),
        ("When did the service start?", "The service was opened in 1998, when the old one was closed.", False),
        ("When did the service end?", "The service was closed in 1998.", False),
        ("When was the dam built?", "The dam was completed in 2005.", False),
        ("Where did work on the dam begin?", "The dam was completed in Aktau in 2005.", False),
    ],
)
def test_the_date_of_an_end_is_not_that_of_a_beginning(question: str, sentence: str, is_other: bool) -> None:
    assert find_other_phase(question, read(question, sentence)) is is_other


@pytest.mark.parametrize(
    ("question", "said", "step"),
    [
        ("When did Iran ratify the pact?", "The pact was signed on 4 November 2003.", "ratify"),
        ("On what date was the pact ratified?", "The parliament approved the pact on 1 February 2022.", None),
        ("When was the text initialled?", "The text was signed in 2025.", "initialled"),
        ("When was the text initialled?", "The text, initialled in 2024, was signed in 2025.", None),
        ("Who ratified the pact?", "The pact was signed in Aktau.", None),
        ("When was the pact that Iran never ratified signed?", "It was signed on 12 August 2018.", None),
        ("When was the pact signed, and has Iran ratified it?", "It was signed on 12 August 2018.", None),
        ("When was it ratified by Russia?", "Putin signed the law on the pact on 1 October 2019.", None),
        ("When did Iran deposit its ratification?", "Iran deposited its instrument on 4 May 2001.", None),
    ],
)
def test_the_date_of_another_step_is_not_that_of_the_one_asked_for(question: str, said: str, step: str | None) -> None:
    assert find_other_step(question, said) == step
