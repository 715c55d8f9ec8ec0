"""A question for a value, and sentences, in; the different values that articles give for one thing out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.event_dates import EventDate, read_dates
from assistant.evidence import Evidence
from assistant.lexical import words_of
from assistant.question import expected_kind
from assistant.ranking import find_said, said_words
from assistant.short_answer import fit_phrases

LEAST_MATCH = 0.58  # of the best sentence: below it, what is asked may be something else than both
SAME_SUBJECT = 0.6  # of the words that the best sentence says of the question
NEAR_LENGTH = 0.25  # the same for lengths and the like, which one thing has one of
LOOSER = 0.12  # a value may fit this much less (0 to 1) than the best one
NEAR = 0.12  # a sentence may score this much less than the best (0 to 1) and still speak of the same thing
LOOSER_LENGTH = 0.35  # the same for lengths and the like
VALUES = 4  # shown at most
CLOSE = 0.005  # of a value: figures nearer than this are one, rounded

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_WORDS = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_NOUN = re.compile(r"\s(?:of\s(?:its|the|their|his|her)\s)?(?:[^\W\d_][\w’'-]*\s?){1,2}")
_UNIT = re.compile(r"[^\W\d_]+|%")
_NO_UNIT = frozenset((*_SCALES, *_WORDS, "hundred", "a", "an", "and", "of", "per", "some", "us"))
_SAME_UNIT = {
    "km": "kilometre", "kilometer": "kilometre", "meter": "metre", "cent": "%", "percent": "%",
    "$": "dollar", "€": "euro",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a sentence gives, and when it holds: the date the sentence says, else the article's."""

    evidence: Evidence
    phrase: str
    fit: float
    amount: float | None
    unit: str
    counted: frozenset[str]
    """The words right after it, which say what is counted where there is no unit."""
    date: EventDate | None


def find_values(question: str, scored: Sequence[tuple[float, Evidence]]) -> list[Value]:
    """Return the different values that near sentences give for what is asked, best first; one value is no disagreement.

    Only numbers are compared: two names may both be right. A sentence speaks of the same thing where
    it, its title or the sentence before it says most of the question's words that those of the best say.
    """
    if expected_kind(question) != "number" or not scored:
        return []
    first = read_value(question, scored[0][1])
    if first is None or first.amount is None or first.evidence.match < LEAST_MATCH:
        return []
    asked = set(words_of(question)) - _MEASURES
    subject = said_words(asked, first.evidence)
    near, looser = (NEAR_LENGTH, LOOSER_LENGTH) if first.unit and _LASTING.search(question) else (NEAR, LOOSER)
    values = [first]
    for score, evidence in scored[1:]:
        if score < scored[0][0] - near or len(values) == VALUES:
            break
        value = read_value(question, evidence)
        if value is None or value.fit < first.fit - looser or not _counts_the_same(first, value):
            continue
        if len(said_words(subject, evidence)) < SAME_SUBJECT * len(subject) or _is_of_another(asked, value):
            continue
        if not any(_same(value, other) for other in values):
            values.append(value)
    articles = {value.evidence.passage.chunk.article_id for value in values}
    return values if len(articles) > 1 else []  # what one article says of several things is no disagreement


def read_value(question: str, evidence: Evidence) -> Value | None:
    """Read the number of a sentence that fits a question, with its unit and its date."""
    fits = fit_phrases(question, evidence)
    if not fits:
        return None
    fit, span = fits[0]
    phrase, after = evidence.text[span.start : span.end], evidence.text[span.end :]
    dates = [date for date in read_dates(evidence.text) if date.year_said]
    noun = _NOUN.match(after)
    counted = frozenset(words_of(noun.group())) if noun else frozenset()
    return Value(evidence, phrase, fit, read_amount(phrase), _read_unit(phrase), counted, dates[0] if dates else None)


def read_amount(phrase: str) -> float | None:
    """Return the number that a phrase says: "1,768 kilometres" is 1768, "2.5 billion" 2.5e9, "five" 5."""
    words = phrase.lower().replace("-", " ").split()
    match = _NUMBER.search(phrase)
    if match:
        amount = float(match.group().replace(",", ""))
        after = phrase[match.end() :].lower().replace("-", " ").split()
        return amount * (_SCALES.get(after[0], 1.0) if after else 1.0)
    return next((_WORDS[word] for word in words if word in _WORDS), None)


def are_of_different_times(question: str, values: Sequence[Value]) -> bool:
    """Say whether values differ because they are of different times: a newer state, not a contradiction.

    A length does not change, and a date beside who says so ("according to X in 2023") is the source's.
    """
    if _LASTING.search(question) or any(v.date is None or _SOURCE.search(v.evidence.text) for v in values):
        return False
    dates = [value.date for value in values if value.date]
    return all(
        one.last < other.first or other.last < one.first for i, one in enumerate(dates) for other in dates[i + 1 :]
    )


_LASTING = re.compile(
    r"\b(?:how (?:long|far|high|tall|deep|wide|large|big)|length|height|depth|distance|area|width)\b", re.I
)
_SOURCE = re.compile(
    r"\b(?:according to|report(?:s|ed)|put(?:s)? (?:it|the)|estimate[sd]?|figures of|by the count|described|given"
    r"|gave|gives|lists?|states?|stated|said|claim(?:s|ed)|citing|calculat\w+)\b",
    re.IGNORECASE,
)


def _read_unit(phrase: str) -> str:
    """Return the unit that stands in a phrase, or nothing."""
    if "$" in phrase or "€" in phrase:
        return _SAME_UNIT["$" if "$" in phrase else "€"]
    inside = [word.lower() for word in _UNIT.findall(phrase) if word.lower() not in _NO_UNIT]
    word = inside[-1] if inside else ""
    word = word.removesuffix("s") if len(word) > 2 else word
    return _SAME_UNIT.get(word, word)


def _counts_the_same(one: Value, other: Value) -> bool:
    """Say whether two values are of one unit, and without a unit do not count different things."""
    if one.amount is None or other.amount is None or one.unit != other.unit:
        return False
    return bool(one.unit or one.counted & other.counted)


_MEASURES = frozenset(
    words_of("long far high tall deep wide large big many much between length kilometres miles metres")
)
_NAME = re.compile(r"[^\W\d_a-z][\w’'-]+")


def _is_of_another(asked: set[str], value: Value) -> bool:
    """Say whether a value is another thing's: names stand before it, and none of those that are asked about.

    "The Karakum Canal, 1,375 kilometres long, carried water from the Amu Darya." Who says so
    ("Wikipedia puts the frontier at 11 kilometres") is no such name.
    """
    text = value.evidence.text
    at = text.find(value.phrase)
    before, behind = (find_said(asked, " ".join(_NAME.findall(piece))) for piece in (text[:at], text[at:]))
    others = [name for name in _NAME.findall(text[:at]) if words_of(name)]
    return bool(others) and not before and (bool(behind) or not _SOURCE.search(text))


def _same(one: Value, other: Value) -> bool:
    if one.amount is None or other.amount is None:
        return one.phrase == other.phrase
    return abs(one.amount - other.amount) <= CLOSE * max(abs(one.amount), abs(other.amount))
