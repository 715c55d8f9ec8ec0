"""A question and ranked sentences in; the different values that articles give for one thing out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.comparable import is_of_now, may_differ
from assistant.evidence import Evidence
from assistant.lexical import words_of
from assistant.question import expected_kind
from assistant.said import find_said
from assistant.sameness import may_reach, weigh_sameness
from assistant.signs import lacks
from assistant.values_said import Value, are_apart, are_same, read_values

FIRST = 0.06  # the sentence of the first value may score this much less than the best
BELOW = 10.0  # times how much less than the best it scores: so much less its value fits (0 to 1)
RANKS = 30  # sentences that are looked at, best first
FIRSTS = 3  # of these, read for the first value
NAMES = 4  # of other articles, read for who or where, which takes ten times as long as reading a number
TOLD, GIVEN = 0.35, 0.15
"""How likely two values must be of one thing to be told as a disagreement, and for the other to be given at all.

Fitted without the articles in question (evals/README.md, "What articles disagree on").
"""
VALUES = 4  # given at most
STATE = 180  # days: what was published so far apart may both be so

_LASTING = re.compile(
    r"\b(?:how (?:long|far|high|tall|deep|wide|large|big)|how many (?:kilomet|met|mile)\w*|length|height|depth|distance"
    r"|area|width)\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(r"\b(?:not|never|to\sbe|would\shave)\b[^,;:.]{0,40}\Z", re.IGNORECASE)
"""Right before a value, in its clause."""
_DEPUTY = re.compile(r"\b(?:deputy|vice|former|acting)[\s-](?P<office>\w+)", re.IGNORECASE)
_LENGTHS = frozenset(("km", "m", "cm", "mm", "mile", "foot", "km²", "m²", "ha", "acre"))
_SOURCE = re.compile(
    r"\b(?:according to|report(?:s|ed)|put(?:s)? (?:it|the)|estimate[sd]?|figures of|by the count|described|given"
    r"|gave|gives|lists?|states?|stated|said|claim(?:s|ed)|citing|calculat\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Values:
    """What articles give for one thing: the first, and of each other article that gives another value the likeliest."""

    first: Value
    others: tuple[Value, ...]
    is_told: bool
    """Whether the others are so likely of the same that they are a disagreement, or a newer state."""


def find_values(question: str, scored: Sequence[tuple[float, Evidence]]) -> Values | None:
    """Return the values that articles give for what is asked, if these differ; `scored` is sentences, best first.

    An article that says the first value, too, in a sentence that answers as well, does not disagree.
    """
    first = choose_first(question, scored) if may_differ(question) else None
    if first is None or _is_unfit(question, first):
        return None
    others = [
        (sure, value)
        for sure, value in _find_others(question, first, scored)
        if sure >= GIVEN and not _is_unfit(question, value)
    ]
    told = [value for sure, value in others if sure >= TOLD]
    values = told or [value for _, value in others]
    return Values(first, tuple(_apart(first, values)), bool(told)) if values else None


def _is_unfit(question: str, value: Value) -> bool:
    """Say whether a sentence lacks or denies what is asked, or says of its value that it is not, or was to be."""
    before = value.evidence.text[: value.evidence.text.find(value.phrase)]
    deputy = _DEPUTY.search(value.evidence.text)
    if deputy and not _DEPUTY.search(question) and find_said(words_of(deputy["office"]), question):
        return True
    return bool(_NOT_SO.search(before)) or lacks(question, value.evidence, [value.evidence]) == 1.0


def choose_first(question: str, scored: Sequence[tuple[float, Evidence]]) -> Value | None:
    """Return the value that fits best of the sentences that score nearly as much as the best, or none."""
    found = [
        (value.fit - BELOW * (scored[0][0] - score), -rank, value)
        for rank, (score, evidence) in enumerate(scored[:FIRSTS])
        if score >= scored[0][0] - FIRST
        for value in read_values(question, evidence)[:1]
        if _is_compared(question, value)
    ]
    return max(found, key=lambda item: item[:2])[2] if found else None


def read_others(
    question: str, first: Value, scored: Sequence[tuple[float, Evidence]], *, least: float = 0.0
) -> Iterator[tuple[int, float, Value]]:
    """Yield the values that other articles give, with the rank and the score of the sentence.

    Sentences no value of which can be `least` likely of the same thing are not read.
    """
    left = RANKS if expected_kind(question) in ("number", "date") else NAMES
    for rank, (score, evidence) in enumerate(scored[:RANKS]):
        if evidence.passage.chunk.article_id == first.article_id:
            continue
        if not left or (least and not may_reach(question, first, evidence, rank, least)):
            continue
        left -= 1
        for value in read_values(question, evidence):
            if _is_compared(question, value):
                yield rank, score, value


def _is_compared(question: str, value: Value) -> bool:
    """Say whether a value is what is asked for: a number, a date, or a name."""
    kind = expected_kind(question)
    return kind not in ("number", "date") or (value.number if kind == "number" else value.date) is not None


def _find_others(question: str, first: Value, scored: Sequence[tuple[float, Evidence]]) -> list[tuple[float, Value]]:
    """Return of each other article the value that is likeliest of the same thing, likeliest first."""
    agrees: dict[str, float] = {}
    best: dict[str, tuple[float, float, Value]] = {}
    for rank, score, value in read_others(question, first, scored, least=GIVEN):
        if are_same(first, value):
            agrees[value.article_id] = max(agrees.get(value.article_id, score), score)
            continue
        sure = weigh_sameness(question, first, value, rank)
        if value.article_id not in best or sure > best[value.article_id][0]:
            best[value.article_id] = sure, score, value
    found = [(sure, v) for article, (sure, score, v) in best.items() if agrees.get(article, -1.0) < score]
    return sorted(found, key=lambda item: (-item[0], item[1].article_id))


def _apart(first: Value, others: Sequence[Value]) -> Iterator[Value]:
    """Yield values that are none of those before, nor the first."""
    seen = [first]
    for value in others:
        if len(seen) < VALUES and not any(are_same(value, other) for other in seen):
            seen.append(value)
            yield value


def are_of_different_times(question: str, values: Sequence[Value]) -> bool:
    """Say whether values differ because they are of different times: a newer state, not a contradiction.

    A length or a date does not change, and a date beside who says so ("according to X in 2023") is the source's. What
    is so now, and is given no date, is of when its article was published.
    """
    kind = expected_kind(question)
    if kind == "date" or _is_length(question, values[0]) or (kind != "number" and not is_of_now(question)):
        return False
    pairs = [(one, other) for i, one in enumerate(values) for other in values[i + 1 :]]
    if all(value.date and not _SOURCE.search(value.evidence.text) for value in values):
        return all(are_apart(one, other) for one, other in pairs)
    return is_of_now(question) and all(_are_long_apart(one, other) for one, other in pairs)


def _is_length(question: str, first: Value) -> bool:
    """Say whether a length or an area is asked for, which does not change."""
    return first.number is not None and first.number.unit in _LENGTHS and bool(_LASTING.search(question))


def time_of(value: Value) -> str:
    """Return the last day of which a value is: of its own date, or of its article's; or nothing."""
    said = value.date.last if value.date else value.evidence.passage.date or ""
    return f"{said}-12-28"[:10] if len(said) == 4 else f"{said}-28"[:10] if said else ""


def _are_long_apart(one: Value, other: Value) -> bool:
    if not (time_of(one) and time_of(other)):
        return False
    first, last = sorted(datetime.date.fromisoformat(time_of(value)) for value in (one, other))
    return (last - first).days >= STATE
