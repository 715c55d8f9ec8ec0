"""A question for a value, and sentences, in; the different values that articles give for one thing out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.event_dates import EventDate, read_dates
from assistant.evidence import Evidence
from assistant.lexical import words_of
from assistant.quantities.numbers import Number, find_numbers
from assistant.question import expected_kind
from assistant.ranking import ORDER_WORDS, find_said, said_words
from assistant.short_answer import bound_before, fit_phrases
from assistant.times import read_scope

LEAST_MATCH = 0.55  # of the best sentence: below it, what is asked may be something else than both
SAME_SUBJECT = 0.6  # of the words that the best sentence says of the question
NEAR_LENGTH = 0.25  # the same for lengths and the like, which one thing has one of
LOOSER = 0.12  # a value may fit this much less (0 to 1) than the best one
FIRST = 0.06  # the first sentence that gives a value may score this much less than the best
NEAR = 0.12  # a sentence may score this much less than the best (0 to 1) and still speak of the same thing
LOOSER_LENGTH = 0.35  # the same for lengths and the like
LEAST_DATED = 0.6  # of sentences that date one thing differently
NEAR_DATED = 0.06  # which score nearly the same
SAME_DATED = 0.9  # of the question's words, said in the sentence itself
VALUES = 4  # shown at most
ABOUT = 0.1  # of a value that is about, nearly or some so much: no other figure contradicts it by less
CLOSE = 0.005  # of a value: figures nearer than this are one, rounded

_NOUN = re.compile(r"\s(?:of\s(?:its|the|their|his|her)\s)?(?:[^\W\d_][\w’'-]*\s?){1,2}")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a sentence gives; of a number `date` is when it holds, where the sentence says that."""

    evidence: Evidence
    phrase: str
    fit: float
    number: Number | None
    counted: frozenset[str]
    """The words right after it, which say what is counted where there is no unit."""
    date: EventDate | None


def find_values(question: str, scored: Sequence[tuple[float, Evidence]]) -> list[Value]:
    """Return the different values that near sentences give for what is asked, best first; one value is no disagreement.

    Numbers and dates are compared, not names: two may both be right. A sentence speaks of the same thing where it, its
    title or the sentence before it says most of the question's words that those of the best say.
    """
    kind = expected_kind(question)
    if kind not in ("date", "number"):
        return []
    first = next(filter(None, (read_value(question, e) for score, e in scored if score >= scored[0][0] - FIRST)), None)
    if first is None:
        return []
    values = [first, *(_other_dates if kind == "date" else _other_numbers)(question, first, scored)]
    return values if len(values) > 1 else []


def _other_numbers(question: str, first: Value, scored: Sequence[tuple[float, Evidence]]) -> list[Value]:
    if first.number is None or first.evidence.match < LEAST_MATCH:
        return []
    asked = set(words_of(question)) - _MEASURES
    subject = said_words(asked, first.evidence)
    named = find_said(subject, " ".join(_NAME.findall(question)))
    is_length = first.number.unit and _LASTING.search(question)
    near, looser = (NEAR_LENGTH, LOOSER_LENGTH) if is_length else (NEAR, LOOSER)
    values = [first]
    for score, evidence in scored:
        if score < scored[0][0] - near or len(values) == VALUES:
            break
        value = read_value(question, evidence)
        if value is None or value.fit < first.fit - looser or not _counts_the_same(first, value):
            continue
        if not _is_on(subject, named, evidence) or _is_of_another(asked, value) or _is_cited(evidence, values):
            continue
        if not any(_same(value, other) for other in values):
            values.append(value)
    return values[1:]


def _other_dates(question: str, first: Value, scored: Sequence[tuple[float, Evidence]]) -> list[Value]:
    """Return the sentences that date the same otherwise: both say nearly all words of the question themselves.

    Most dates beside another are of another event, so less than that is no disagreement.
    """
    asked = set(words_of(question)) - ORDER_WORDS
    named = find_said(asked, " ".join(_NAME.findall(question)))
    if not _dates_the_same(asked, named, first) or read_scope(question).order:
        return []
    values = [first]
    for score, evidence in scored:
        if score < scored[0][0] - NEAR_DATED or len(values) == VALUES:
            break
        value = read_value(question, evidence)
        if value is None or value.fit < first.fit - LOOSER or _is_cited(evidence, values):
            continue
        if not _dates_the_same(asked, named, value):
            continue
        if all(_are_apart(value, other) for other in values):
            values.append(value)
    return values[1:]


def _dates_the_same(asked: set[str], named: set[str], value: Value) -> bool:
    held = find_said(asked, value.evidence.text)
    is_said = len(held) >= SAME_DATED * len(asked) and named <= held
    return value.date is not None and value.evidence.match >= LEAST_DATED and is_said


def _is_cited(evidence: Evidence, values: Sequence[Value]) -> bool:
    """Say whether a value is of an article that gave one: what one says of several things is no disagreement."""
    return any(value.evidence.passage.chunk.article_id == evidence.passage.chunk.article_id for value in values)


def read_value(question: str, evidence: Evidence) -> Value | None:
    """Read the number or the date of a sentence that fits a question; beside a number, what it counts and its date."""
    fits = fit_phrases(question, evidence)
    if not fits:
        return None
    fit, span = fits[0]
    phrase, after = evidence.text[span.start : span.end], evidence.text[span.end :]
    dates = [date for date in read_dates(evidence.text) if date.year_said]
    if expected_kind(question) == "date":
        own = next((date for date in dates if date.span.start < span.end and span.start < date.span.end), None)
        return Value(evidence, phrase, fit, None, frozenset(), own)
    noun = _NOUN.match(after)
    counted = frozenset(words_of(noun.group())) if noun else frozenset()
    phrase = bound_before(evidence.text[: span.start]) + phrase
    number = next((n for n in find_numbers(evidence.text) if n.start < span.end and span.start < n.end), None)
    return Value(evidence, phrase, fit, number, counted, dates[0] if dates else None)


def are_of_different_times(question: str, values: Sequence[Value]) -> bool:
    """Say whether values differ because they are of different times: a newer state, not a contradiction.

    A length or a date does not change, and a date beside who says so ("according to X in 2023") is the source's.
    """
    if expected_kind(question) == "date" or _LASTING.search(question):
        return False
    if any(value.date is None or _SOURCE.search(value.evidence.text) for value in values):
        return False
    return all(_are_apart(one, other) for i, one in enumerate(values) for other in values[i + 1 :])


def _are_apart(one: Value, other: Value) -> bool:
    """Say whether two values are of times that do not overlap."""
    if one.date is None or other.date is None:
        return False
    return one.date.last < other.date.first or other.date.last < one.date.first


_LASTING = re.compile(
    r"\b(?:how (?:long|far|high|tall|deep|wide|large|big)|how many (?:kilomet|met|mile)\w*|length|height|depth|distance"
    r"|area|width)\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:according to|report(?:s|ed)|put(?:s)? (?:it|the)|estimate[sd]?|figures of|by the count|described|given"
    r"|gave|gives|lists?|states?|stated|said|claim(?:s|ed)|citing|calculat\w+)\b",
    re.IGNORECASE,
)


def _is_on(subject: set[str], named: set[str], evidence: Evidence) -> bool:
    """Say whether a sentence speaks of the same as the best.

    It says most of its words, and where it has names one of the question's; or all names of the question.
    """
    own = find_said(named, evidence.text)
    if named and own == named:
        return True
    if named and not own and any(words_of(name) for name in _NAME.findall(evidence.text)):
        return False
    return len(said_words(subject, evidence)) >= SAME_SUBJECT * len(subject)


def _counts_the_same(one: Value, other: Value) -> bool:
    """Say whether two values are of one unit, and without a unit do not count different things."""
    if one.number is None or other.number is None or one.number.unit != other.number.unit:
        return False
    if one.number.unit or one.counted & other.counted:
        return True
    return not one.counted and bool(other.counted & frozenset(words_of(one.evidence.text)))


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
    """Say whether two values are one, rounded, or one of them is a bound that the other keeps."""
    if one.number is None or other.number is None:
        return one.phrase == other.phrase
    low, high = sorted((one.number, other.number), key=lambda number: number.value)
    if low.says(high) or high.says(low) or low.bound > 0 or high.bound < 0:
        return True
    return high.value - low.value <= (ABOUT if low.approximate or high.approximate else CLOSE) * high.value
