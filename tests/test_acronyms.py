"""Initials that no article has are read as the name that the articles write out."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import assistant.acronyms
from assistant.acronyms import spell_out
from assistant.answers import answer
from assistant.index import build_index, open_index
from assistant.lexical import words_of
from assistant.types import Article
from tests.word_encoder import WordEncoder

TURKIC = frozenset(words_of("The Organization of Turkic States met in Samarkand"))


def test_initials_are_written_out_where_the_articles_do() -> None:
    assert spell_out("When did the OTS meet?", TURKIC) == "When did the Organization of Turkic States meet?"


def test_initials_that_an_article_has_are_left() -> None:
    assert spell_out("When did the OTS meet?", TURKIC | set(words_of("OTS"))) == "When did the OTS meet?"


def test_initials_of_a_name_that_no_article_has_are_left() -> None:
    assert spell_out("When did the ADB and the OTS of Mars meet?", TURKIC) == (
        "When did the ADB and the Organization of Turkic States of Mars meet?"
    )


def test_a_word_in_small_letters_is_no_initials() -> None:
    assert spell_out("Who met?", TURKIC | set(words_of("World Health Organization"))) == "Who met?"


def test_an_answer_says_how_initials_were_understood(tmp_path: Path, words: WordEncoder) -> None:
    text = "The Organization of Turkic States met in Samarkand on 11 November 2022. It rained in Bukhara."
    build_index([Article(id="a", title="A summit", text=text)], tmp_path / "index", encoder=words)
    reply = answer("Where did the OTS meet?", open_index(tmp_path / "index", encoder=words))
    assert (reply.question, reply.understood_as) == (
        "Where did the OTS meet?",
        "Where did the Organization of Turkic States meet?",
    )
    assert [passage.chunk.article_id for passage in reply.passages] == ["a"]


def test_the_table_has_each_initials_once_and_in_order() -> None:
    lines = Path(assistant.acronyms.__file__).with_name("acronyms.txt").read_text("utf-8").splitlines()[1:]
    initials = [line.partition(" ")[0] for line in lines]
    assert initials == sorted(set(initials))
    assert all(re.fullmatch(r"[A-Z]{2,6}", one) for one in initials)
    assert all(words_of(line.partition(" ")[2]) for line in lines)


@given(st.text())
def test_any_question_stays_a_question(question: str) -> None:
    assert spell_out(question, frozenset()) == question
