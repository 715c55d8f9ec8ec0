"""A sentence and a kind of answer in, the phrases of the sentence that are of that kind out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.lexical import STOP_WORDS, fold
from assistant.number_phrases import ASKED_LASTING, YEAR, find_number_phrases
from assistant.question import Kind
from assistant.types import Span

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+(?:th|first|second|third))"
_PART = r"(?:(?:(?:first|second|latter)\shalf\sof\s(?:the\s)?)|(?:early|mid|late)[\s-])"
_ERA = r"(?:\s(?:BCE?|AD|CE)\b)"
_DATE = (
    rf"(?:{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{YEAR})?|{_MONTH}\s+{_DAY}(?:,?\s+{YEAR})?(?!\d)|{_MONTH},?\s+{YEAR}"
    rf"|{_PART}?{YEAR}s?(?:\s?[–-]\s?(?:{YEAR}|\d{{2}}(?!\d)))?{_ERA}?|\d{{1,3}}{_ERA}"
    rf"|{_PART}?(?:{_ORDINAL}\s?(?:to|and|or|[–-])\s?)?{_ORDINAL}\s+centur(?:y|ies){_ERA}?"
    rf"|(?:(?:spring|summer|autumn|fall|winter)\s+(?:of\s+)?)?{YEAR}(?:\s?[–-]\s?\d{{2}}(?!\d))?|{_MONTH})"
)
DATES = re.compile(rf"\b(?:between\s{_DATE}\sand\s{_DATE}|{_DATE}(?:\s?(?:–|—|to|through|until)\s?{_DATE})?)(?!\w)")
_AGO = re.compile(r"(?<![\d.,])\d[\d,.]*(?:\s?[–-]\s?\d[\d,.]*)?(?:\s(?:million|billion|thousand))?\syears\sago\b")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s?(?:a\.m\.|p\.m\.|am\b|pm\b)")
WEEKDAYS = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b")
_NAME_WORD = r"[^\W\d_a-zçğıöşüəäéèáíóúñ][\w’'.-]*\w"
_TITLE = r"(?:(?:St|Mt|Ft|Dr|Mr|Mrs|Gen|Col)\.\s|(?:[A-Z]\.\s?)+)"
_NAMES = re.compile(
    rf"{_TITLE}?{_NAME_WORD}(?:(?:\s(?:of|the|de|la|von|van|der|al|bin|ibn|for|on|and)){{0,2}}\s{_TITLE}?(?:{_NAME_WORD}))*|\b[A-Z]{{2,}}\b"
)
_OPENERS = frozenset(
    "after although among another before both despite during each even following however like many most several since "
    "some such these those though through two under until while within according also because between first former "
    "later then there today yet meanwhile instead moreover nevertheless often more".split()
)
_LASTING = re.compile(rf"\b(?:since|until)\s{_DATE}(?!\w)")
"""Says how long, where nothing else does."""
_ASKED_TIMES = (
    (re.compile(r"\bday of the week\b", re.IGNORECASE), WEEKDAYS),
    (re.compile(r"\b(?:what|which)\stime\b", re.IGNORECASE), _CLOCK),
)
"""Questions that a weekday or a time of the day answers, where the sentence has one."""
_ASKED_DAY = re.compile(r"\b(?:what|which)\sdays?\b", re.IGNORECASE)
"""A weekday answers it too, where there is no date."""


def find_phrases(kind: Kind, question: str, text: str) -> Iterator[Span]:
    """Yield the dates, the numbers or, for other kinds, the names; what the question itself says is no answer."""
    asked = {fold(word) for word in re.findall(r"\w+", question)}
    dates = [Span(*match.span()) for match in DATES.finditer(text)]
    if kind == "date":
        others = [form for asks, form in _ASKED_TIMES if asks.search(question)]
        apart = [Span(*match.span()) for form in others for match in form.finditer(text)]
        ago = [Span(*match.span()) for match in _AGO.finditer(text)]
        phrases = apart or sorted([*ago, *(date for date in dates if not any(_overlap(date, span) for span in ago))])
        if not phrases and _ASKED_DAY.search(question):
            phrases = [Span(*match.span()) for match in WEEKDAYS.finditer(text)]
    elif kind == "number":
        phrases = find_number_phrases(question, text, dates)
        if not phrases and ASKED_LASTING.search(question):
            phrases = [Span(*match.span()) for match in _LASTING.finditer(text)]
    else:
        phrases = [name for match in _NAMES.finditer(text) for name in _names(Span(*match.span()), text, asked)]
    for phrase in phrases:
        if _is_whole(phrase, text) and not all(
            fold(word) in asked for word in re.findall(r"\w+", text[phrase.start : phrase.end])
        ):
            yield phrase


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_whole(span: Span, text: str) -> bool:
    """Say whether a phrase begins and ends where words do: "four" is not, in "fourth"."""
    return not re.search(r"\w\Z", text[: span.start]) and not re.match(r"\w", text[span.end :])


def _names(span: Span, text: str, asked: set[str]) -> Iterator[Span]:
    """Yield a capitalised phrase without the words that begin a sentence or stand in the question."""
    words = [
        Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"\S+", text[span.start : span.end])
    ]
    while words and fold(text[words[0].start : words[0].end]) in STOP_WORDS | _OPENERS:
        words = words[1:]
    if not words or DATES.fullmatch(text[words[0].start : words[-1].end]):
        return
    content = [fold(text[w.start : w.end]) for w in words]
    if all(word in asked or word in STOP_WORDS for word in content):
        return
    start = 0
    for i, word in enumerate(words):  # "Wang Zhen's Nong Shu" is two names
        piece = text[word.start : word.end]
        if piece.endswith(("'s", "’s")):
            yield Span(words[start].start, word.end - 2)
            start = i + 1
    if start < len(words):
        yield Span(words[start].start, words[-1].end)
