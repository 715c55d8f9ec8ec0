"""A question and two values that articles give, in; how likely both are of one thing, and so differ, out.

A logistic regression on the signs below, trained by `python -m evals.train_disagreement` (evals/README.md, "What
articles disagree on"). What cannot be one thing (`comparable.py`) is left out before.
"""

from __future__ import annotations

import datetime
import math
from typing import NamedTuple

from assistant.asked import read_asked
from assistant.comparable import has_name, is_of_now, may_be_same, year_of
from assistant.event_dates import EventDate
from assistant.evidence import UNREAD, Evidence
from assistant.held import asked_terms
from assistant.lacking import closeness
from assistant.lexical import words_of
from assistant.question import expected_kind
from assistant.ranking import ORDER_WORDS, said_words
from assistant.said import find_said
from assistant.values_said import Value, are_apart, times_apart

LIMIT = 30.0  # of the exponent: beyond it nothing changes
FITTEST = 2.0  # the most that a number or a date fits; a name at most 1
LONGEST = 15.0  # logarithm of the days between any two dates
FARTHEST = 5.0  # logarithm of how many times as much a number is: beyond it nothing changes


class Sameness(NamedTuple):
    """What the probability goes by; `other` is the value that may be of the same as the `first`."""

    match: float
    """Mean cosine of the question's tokens to the first's sentence."""
    passage: float
    """Score of the other's passage, 0 to 1."""
    names: float
    """Share of the question's names in the other's sentence, 1 where it has none."""
    alike: float
    """Mean cosine of the question's words that are no names to the other's sentence."""
    alike_number: float
    """The same where a number is asked for, else nothing."""
    said: float
    """Share of the question's words that the first says, which the other says too."""
    now: float
    """1 where it is asked how something is."""
    times: float
    """Logarithm of how many times as much one number is as the other."""
    counted: float
    """Cosine of what is asked the number of to what the numbers count, the lower of the two."""
    days: float
    """Logarithm of the days between two dates and one."""
    as_close: float
    """1 where both dates are days, or months, or years."""
    same_year: float
    rank: float
    """How many sentences answer better than the other's."""
    fit: float
    fit_beside: float
    """How well the other fits what is asked, and how much better than the first."""
    apart: float
    """1 where the sentences of values that are no dates tell of different times."""
    is_number: float
    is_date: float
    odds: float
    """The log odds that the other's sentence answers, by the model that reads it together with the question."""
    first_odds: float


INTERCEPT = -7.326
WEIGHTS = Sameness(
    match=-3.957,
    passage=8.674,
    names=-0.973,
    alike=4.077,
    alike_number=-2.814,
    said=0.465,
    now=0.676,
    times=-2.053,
    counted=0.398,
    days=-0.504,
    as_close=1.472,
    same_year=2.542,
    rank=-0.039,
    fit=2.821,
    fit_beside=-0.963,
    apart=0.219,
    is_number=4.129,
    is_date=1.397,
    odds=0.402,
    first_odds=0.081,
)
"""Fitted on 3,421 pairs of values, 218 of them of one thing."""
ALONE_INTERCEPT = -8.103
ALONE_WEIGHTS = Sameness(
    match=-3.093,
    passage=7.043,
    names=-1.045,
    alike=4.542,
    alike_number=-3.031,
    said=0.373,
    now=0.657,
    times=-2.022,
    counted=1.016,
    days=-0.472,
    as_close=1.620,
    same_year=2.743,
    rank=-0.121,
    fit=3.001,
    fit_beside=-1.045,
    apart=-0.019,
    is_number=4.316,
    is_date=0.893,
    odds=0.000,
    first_odds=0.000,
)
"""The same where the best sentence was not read together with the question, as by another encoder."""


def weigh_sameness(question: str, first: Value, other: Value, rank: int) -> float:
    """Say how likely two values are of one thing, 0 to 1; `rank` is the place of the other's sentence, from 0."""
    if not may_be_same(question, first, other):
        return 0.0
    total = _add_up(read_sameness(question, first, other, rank))
    return 1 / (1 + math.exp(-max(-LIMIT, min(LIMIT, total))))


def may_reach(question: str, first: Value, evidence: Evidence, rank: int, least: float) -> bool:
    """Say whether a value of a sentence can be so likely: by what is known before it is read, the rest at its best."""
    kind, alike = expected_kind(question), _likeness(question, evidence)
    known = _NOTHING._replace(
        match=first.evidence.match,
        passage=evidence.passage.score,
        alike=alike,
        alike_number=alike * (kind == "number"),
        now=float(is_of_now(question)),
        rank=float(rank),
        fit_beside=-first.fit,
        is_number=float(kind == "number"),
        is_date=float(kind == "date"),
        odds=evidence.odds,
        first_odds=first.evidence.odds,
    )
    fittest = FITTEST if kind in ("number", "date") else 1.0
    _, weights = _fitted_to(known)
    best = fittest * max(0.0, weights.fit + weights.fit_beside)
    best += sum(max(0.0, weight * most) for weight, most in zip(weights, _MOST, strict=True))
    return _add_up(known) + best >= math.log(least / (1 - least))


_NOTHING = Sameness(*(0.0 for _ in Sameness._fields))
_MOST = _NOTHING._replace(
    names=1.0, said=1.0, times=FARTHEST, counted=1.0, days=LONGEST, as_close=1.0, same_year=1.0, apart=1.0
)
"""Of the signs that reading a sentence gives; the least of each is nothing."""


def _add_up(signs: Sameness) -> float:
    intercept, weights = _fitted_to(signs)
    return intercept + sum(weight * sign for weight, sign in zip(weights, signs, strict=True))


def _fitted_to(signs: Sameness) -> tuple[float, Sameness]:
    """Return the line for what was read together with the question, or for what was not."""
    return (INTERCEPT, WEIGHTS) if signs.first_odds != UNREAD else (ALONE_INTERCEPT, ALONE_WEIGHTS)


def read_sameness(question: str, first: Value, other: Value, rank: int) -> Sameness:
    """Read the signs."""
    kind, evidence = expected_kind(question), other.evidence
    names = [term for term in asked_terms(question) if term.kind == "name"]
    asked = set(words_of(question)) - ORDER_WORDS
    subject = said_words(asked, first.evidence)
    context = f"{evidence.passage.title}\n{evidence.before}\n{evidence.text}"
    alike = _likeness(question, evidence)
    dates = (first.date, other.date) if kind == "date" and first.date and other.date else None
    return Sameness(
        match=first.evidence.match,
        passage=evidence.passage.score,
        names=sum(has_name(name, evidence.text) for name in names) / len(names) if names else 1.0,
        alike=alike,
        alike_number=alike * (kind == "number"),
        said=len(subject & find_said(asked, context)) / max(len(subject), 1),
        now=float(is_of_now(question)),
        times=min(times_apart(first, other), FARTHEST) if kind == "number" else 0.0,
        counted=min(first.alike, other.alike),
        days=math.log1p(_days_apart(*dates)) if dates else 0.0,
        as_close=float(dates is not None and dates[0].precision == dates[1].precision),
        same_year=float(dates is not None and year_of(first) == year_of(other)),
        rank=float(rank),
        fit=other.fit,
        fit_beside=other.fit - first.fit,
        apart=float(kind != "date" and are_apart(first, other)),
        is_number=float(kind == "number"),
        is_date=float(kind == "date"),
        odds=evidence.odds,
        first_odds=first.evidence.odds,
    )


def _likeness(question: str, evidence: Evidence) -> float:
    """Return how similar a sentence is to the question's words that are no names, -1 to 1."""
    own = evidence.similarity.max(axis=1)
    sort = read_asked(question).sort
    words = [term.span for term in asked_terms(question) if term.kind == "word" and term.span != sort]
    return sum(closeness(span, evidence.question_tokens, own) for span in words) / max(len(words), 1)


def _days_apart(one: EventDate, other: EventDate) -> int:
    first, second = (datetime.date.fromisoformat(date.first) for date in (one, other))
    return abs((first - second).days)
