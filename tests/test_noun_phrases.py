"""A sentence's noun phrases, without a tagger."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.noun_phrases import LONGEST_LIST, WordClass, find_noun_phrases, read_words


def phrases_of(text: str, around: str = "") -> list[str]:
    words = read_words(text, f"{text} {around}")
    return [text[words[i].span.start : words[j].span.end] for i, j in find_noun_phrases(words)]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("It was led by a quantity surveyor.", ["quantity surveyor"]),
        ("Rollo, the Norman leader, signed.", ["Rollo", "Norman", "Norman leader"]),
        ("It is the ghost of the king.", ["ghost", "ghost of the king", "king"]),
        ("It went to Baku and Ganja.", ["Baku", "Baku and Ganja", "Ganja"]),
        ("It was under Osama bin Laden.", ["Osama bin Laden"]),
        ("It was under Hassan al-Turabi.", ["Hassan al-Turabi"]),
        ("It was under William the Silent.", ["William the Silent"]),
        ("It was Ankara's minister.", ["Ankara", "Ankara's minister", "minister"]),
        ("It was by the British general Amherst.", ["British", "British general Amherst", "Amherst"]),
        ("It has 667,000 firms.", ["667,000 firms"]),
        ("It is and was not.", []),
    ],
)
def test_the_phrases_of_a_sentence_are_these(text: str, phrases: list[str]) -> None:
    assert phrases_of(text) == phrases


@pytest.mark.parametrize(("around", "cls"), [("They asked workers.", "noun"), ("They asked others.", "name")])
def test_the_first_word_is_a_name_unless_it_is_written_small_elsewhere(around: str, cls: WordClass) -> None:
    text = "Workers left."
    assert read_words(text, f"{text} {around}")[0].cls == cls


def test_a_long_list_is_cut_off() -> None:
    text = "It went to " + ", ".join(f"Name{n}" for n in range(100)) + " and home."
    assert max(phrase.count("Name") for phrase in phrases_of(text)) == LONGEST_LIST


def test_the_words_between_the_parts_of_a_name_do_not_count() -> None:
    text = "It was the General Assembly Hall of the Church of Scotland."
    assert "General Assembly Hall of the Church of Scotland" in phrases_of(text)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("An architect manages the job.", ["architect", "job"]),
        ("Workers build the dam.", ["Workers", "dam"]),
        ("The cost of the visit rose.", ["cost", "cost of the visit", "visit"]),
    ],
)
def test_a_verb_is_told_by_what_stands_around_it(text: str, phrases: list[str]) -> None:
    assert phrases_of(text) == phrases


PIECES = ["Baku", "the", "of", "and", ",", "'s", "visited", "St.", "(", ")", "al", "60,000", "A.", "-"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)))
def test_a_phrase_begins_and_ends_with_words_of_its_text(text: str) -> None:
    words = read_words(text, text)
    assert all(text[word.span.start : word.span.end] == word.text for word in words)
    assert all(one.span.end <= other.span.start for one, other in pairwise(words))
    assert all(i <= j and words[i].is_run and words[j].is_run for i, j in find_noun_phrases(words))
