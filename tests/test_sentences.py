"""A text is split into paragraphs and sentences, and nothing that is written is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.articles.draft import canonical
from assistant.sentences import is_heading, split_paragraphs, split_sentences

MARKED = ["Dr. ", "U.S. ", "e.g. ", "One. ", "Two?\n", "\n\n", "- ", "3.5 ", "[1] ", "A ", "\u3000"]
TEXTS = st.one_of(
    st.text(alphabet=st.characters(codec="utf-8")),
    st.text(alphabet="aB1 \n.!?…。؟\"'”’)]([-•#|:;"),
    st.lists(st.sampled_from(MARKED)).map("".join),
)
LANGUAGES = st.sampled_from([None, "en", "tr", "ru", "zh-CN", "xx", "", "EN_us", "<b>"])


def sentences(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Dr. Li met Mr. Aliyev in Washington, D.C. today.", ["Dr. Li met Mr. Aliyev in Washington, D.C. today."]),
        ("It rose by 3.5 per cent. It fell later.", ["It rose by 3.5 per cent.", "It fell later."]),
        ("He said: “We will stand.” They stood.", ["He said: “We will stand.”", "They stood."]),
        ("A heading\n\nIts text.", ["A heading", "Its text."]),
        ("A line that is\nwrapped here. Another.", ["A line that is\nwrapped here.", "Another."]),
        ("First line.\nSecond line.", ["First line.", "Second line."]),
        ("- one\n- two", ["- one", "- two"]),
        ("  \n\n ", []),
    ],
)
def test_a_text_has_these_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_paragraphs_stand_between_blank_lines() -> None:
    text = "One.\nStill one.\n\nTwo.\n \n\nThree."
    assert [text[start:end] for start, end in split_paragraphs(text)] == ["One.\nStill one.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("paragraph", "heading"),
    [
        ("The pact is in Russian and in English.", False),
        ("Economy", True),
        ("The war of 2020", True),
        ("Foreign Relations of Azerbaijan.", True),  # a full stop, but in title case
        ("It grew.", False),
        ("What happened next?", False),
        ("- one", False),
        ("The following:", False),
        ("One line\nand another", False),
        ("word " * 30, False),
    ],
)
def test_a_heading_is_one_short_line_without_an_end(paragraph: str, heading: bool) -> None:
    assert is_heading(paragraph) is heading


@given(TEXTS, LANGUAGES)
@example("A.\u2003B.", None)
def test_every_character_that_shows_is_in_exactly_one_sentence(text: str, language: str | None) -> None:
    text = canonical(text)
    spans = split_sentences(text, language)
    inside = [position for start, end in spans for position in range(start, end)]
    assert inside == sorted(set(inside))
    assert {i for i, character in enumerate(text) if not character.isspace()} <= set(inside)


@given(TEXTS, LANGUAGES)
def test_a_sentence_has_no_white_space_around_it(text: str, language: str | None) -> None:
    assert all(sentence and sentence == sentence.strip() for sentence in sentences(text, language))


@settings(max_examples=30)
@given(TEXTS)
def test_the_same_text_has_the_same_sentences(text: str) -> None:
    assert split_sentences(text) == split_sentences(text)


@pytest.mark.parametrize(
    "text",
    ["word word\n" * 30_000, "a " * 150_000, "." * 100_000, "a. " * 50_000, "- a\n" * 30_000, "a\n\n" * 30_000],
    ids=["short lines", "no end", "dots", "sentences", "items", "paragraphs"],
)
def test_a_long_text_is_split_in_seconds(text: str) -> None:
    split_sentences(text)
