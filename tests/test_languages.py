"""A text's language is read from the text where its source does not say it, or left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.draft import Draft, make_article
from assistant.articles.languages import detect_language

ENGLISH = "The two ministers met in the capital on Monday and signed a protocol on trade and customs. " * 3
TURKISH = "İki bakan pazartesi günü başkentte bir araya geldi ve ticaret ile gümrük protokolünü imzaladı. " * 3
RUSSIAN = (
    "Два министра встретились в понедельник в столице и подписали протокол о торговле и таможне. Они также обсудили "
    "строительство железной дороги, которая должна соединить обе страны, и договорились провести следующую встречу "
    "осенью. По словам участников, работы начнутся ещё в этом году."
)
AZERBAIJANI = "İki nazir bazar ertəsi paytaxtda görüşdü və ticarət ilə gömrük haqqında protokol imzaladı. " * 3


@pytest.mark.parametrize(
    ("text", "language"), [(ENGLISH, "en"), (TURKISH, "tr"), (RUSSIAN, "ru"), (AZERBAIJANI, "az"), ("İmza 1992", None)]
)
def test_a_text_of_some_length_says_its_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_what_the_source_says_goes_before_what_the_text_looks_like() -> None:
    assert make_article("a", Draft(TURKISH, language="az"), "A").language == "az"
    assert make_article("a", Draft(TURKISH), "A").language == "tr"


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    language = detect_language(text * 20)
    assert language is None or 2 <= len(language) <= 3
