"""Words are compared as a reader would."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.lexical import fold, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The agreements were signed", ["agreement", "sign"]),
        ("Güler's GÜLER’S Guler", ["guler", "guler", "guler"]),
        ("Azərbaycan", ["azarbaycan"]),
        ("ISTANBUL İstanbul ıstanbul", ["istanbul", "istanbul", "istanbul"]),
        ("state-owned 1,500 km²", ["state", "own", "1", "500", "km2"]),
        ("what is it", []),
        ("Баку 巴库", ["баку", "巴库"]),
        ("?!", []),
    ],
)
def test_words_are_compared_without_case_accents_and_endings(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Türkiye'nin anlaşmaları imzalandı", "tr", ["turki", "anlasma", "imzala"]),
        ("IŞIK ışık İstanbul", "tr", ["isik", "isik", "istanbul"]),
        ("Подписанные соглашения", "ru-RU", ["подписа", "соглашен"]),
        ("Azərbaycanın ərazisi", "az", ["azarbaycanin", "arazisi"]),
        ("the agreements", "xx", ["the", "agreements"]),
    ],
)
def test_words_are_stemmed_by_their_language(text: str, language: str, words: list[str]) -> None:
    assert words_of(text, language) == words


@given(st.text())
@example("\u0345")  # an accent that is a letter in the other case
@example("ᾳ ß İ ﬁ")
def test_case_and_composition_change_no_word(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert words_of(composed.casefold()) == words_of(composed)


@given(st.text())
@example("“Güler’s”")
def test_a_word_is_folded_letter_by_letter(text: str) -> None:
    letters_of: dict[str, str | int | None] = {
        "’": "'",
        "ə": "a",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
    }
    lowered = text.casefold().translate(str.maketrans(letters_of))
    letters = (letter for letter in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(letter))
    assert fold(text) == re.sub(r"'s?\Z", "", "".join(letters))
