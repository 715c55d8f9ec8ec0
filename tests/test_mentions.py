"""What a text mentions is found with where it stands, what sort of thing it is, and how surely it is a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.mentions import bare, content_words, find_mentions, is_personal
from assistant.sorts import Sort, sort_of


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        (
            "On which day did the Turkish legislature approve the Shusha Declaration?",
            [
                ("which day", "thing"),
                ("the Turkish legislature", "organisation"),
                ("the Shusha Declaration", "agreement"),
            ],
        ),
        (
            "How long is the pipeline from Baku to Ceyhan?",
            [("the pipeline from Baku to Ceyhan", "project"), ("Baku", "name"), ("Ceyhan", "name")],
        ),
        ("Ursula von der Leyen spoke.", [("Ursula von der Leyen", "person")]),
        ("Kazakhstan's share", [("Kazakhstan's share", "thing"), ("Kazakhstan", "place")]),
        (
            "Sadyr Japarov and Emomali Rahmon",
            [
                ("Sadyr Japarov and Emomali Rahmon", "person"),
                ("Sadyr Japarov", "person"),
                ("Emomali Rahmon", "person"),
            ],
        ),
        ("the album “Teen Spirit”", [("the album", "work"), ("Teen Spirit", "work")]),
        ("It was signed on 16 August 2010.", [("16 August 2010", "date")]),
        ("Who was he, and why?", []),
    ],
)
def test_a_text_mentions_these(text: str, mentions: list[tuple[str, Sort]]) -> None:
    assert [(mention.text, mention.sort) for mention in find_mentions(text)] == mentions


def test_a_name_is_stronger_than_a_phrase_and_a_phrase_than_a_word() -> None:
    found = find_mentions("Did TAP need the founding charter after the summit?")
    assert [(mention.text, mention.strength) for mention in found] == [
        ("TAP", 3),
        ("the founding charter", 2),
        ("the summit", 1),
    ]


@pytest.mark.parametrize(
    ("phrase", "sort"),
    [
        ("Treaty of Kars", "agreement"),
        ("Caspian Pipeline Consortium", "organisation"),
        ("President Ilham Aliyev", "person"),
        ("Türkiye", "place"),
        ("railways", "project"),
        ("Chevron", "name"),
        ("harvest", "thing"),
        ("", "thing"),
    ],
)
def test_the_head_of_a_phrase_says_what_it_is(phrase: str, sort: Sort) -> None:
    assert sort_of(phrase) == sort


def test_small_words_are_told_from_the_others() -> None:
    assert bare("the Treaty of Kars") == "Treaty of Kars"
    assert bare("the") == "the"
    assert content_words("What was the contract worth to them?") == ["contract"]
    assert is_personal("Linus Pauling")
    assert not is_personal("James May's Toy Stories")


@given(st.text())
def test_every_mention_stands_where_it_says(text: str) -> None:
    for mention in find_mentions(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip()
