"""A question and two values that articles give, in; how likely both are of one thing, and so differ, out.

A logistic regression on the signs below, trained by `python -m evals.train_disagreement` (evals/README.md, "What
articles disagree on"). What cannot be one thing is left out before: other units, a part, another year's meeting.
"""

from __future__ import annotations

import datetime
import math
import re
from typing import NamedTuple

from assistant.asked import read_asked
from assistant.event_dates import EventDate
from assistant.evidence import Evidence
from assistant.held import asked_terms, is_named, terms_of
from assistant.lacking import closeness
from assistant.lexical import words_of
from assistant.question import expected_kind
from assistant.ranking import ORDER_WORDS, said_words
from assistant.said import find_said
from assistant.sorts import COUNTRIES
from assistant.statements.terms import Term
from assistant.values_said import Value, are_apart, counts_the_same, may_be_one_event, times_apart

LIMIT = 30.0  # of the exponent: beyond it nothing changes
SHORTEST = 3  # letters: a noun beside a name has more
ONE_MEETING = 60  # days: sentences that date something so far apart may still tell where one thing was
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


INTERCEPT = -9.572
WEIGHTS = Sameness(
    match=-1.053,
    passage=5.932,
    names=-1.090,
    alike=5.744,
    alike_number=-4.177,
    said=0.921,
    now=0.582,
    times=-3.090,
    counted=1.460,
    days=-0.561,
    as_close=3.414,
    same_year=2.251,
    rank=-0.119,
    fit=3.117,
    fit_beside=-1.441,
    apart=-0.114,
    is_number=5.192,
    is_date=0.168,
)
"""Fitted on 2,338 pairs of values, 158 of them of one thing."""


def weigh_sameness(question: str, first: Value, other: Value, rank: int) -> float:
    """Say how likely two values are of one thing, 0 to 1; `rank` is the place of the other's sentence, from 0."""
    if not may_be_same(question, first, other):
        return 0.0
    total = _add_up(read_sameness(question, first, other, rank))
    return 1 / (1 + math.exp(-max(-LIMIT, min(LIMIT, total))))


def may_reach(question: str, first: Value, evidence: Evidence, rank: int, least: float) -> bool:
    """Say whether a value of a sentence can be so likely: by what is known before it is read, the rest at its best."""
    alike = _likeness(question, evidence)
    is_number, is_date = (expected_kind(question) == kind for kind in ("number", "date"))
    at_best = Sameness(
        match=first.evidence.match,
        passage=evidence.passage.score,
        names=0.0,
        alike=alike,
        alike_number=alike * is_number,
        said=1.0,
        now=float(is_of_now(question)),
        times=0.0,
        counted=float(is_number),
        days=0.0,
        as_close=float(is_date),
        same_year=float(is_date),
        rank=float(rank),
        fit=1.0,
        fit_beside=1.0 - first.fit,
        apart=0.0,
        is_number=float(is_number),
        is_date=float(is_date),
    )
    return _add_up(at_best) >= math.log(least / (1 - least))


def _add_up(signs: Sameness) -> float:
    return INTERCEPT + sum(weight * sign for weight, sign in zip(WEIGHTS, signs, strict=True))


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
        names=sum(_has_name(name, evidence.text) for name in names) / len(names) if names else 1.0,
        alike=alike,
        alike_number=alike * (kind == "number"),
        said=len(subject & find_said(asked, context)) / max(len(subject), 1),
        now=float(is_of_now(question)),
        times=min(times_apart(first, other), FARTHEST) if kind == "number" else 0.0,
        counted=min(first.alike, other.alike),
        days=math.log1p(_days_apart(*dates)) if dates else 0.0,
        as_close=float(dates is not None and dates[0].precision == dates[1].precision),
        same_year=float(dates is not None and _year(first) == _year(other)),
        rank=float(rank),
        fit=other.fit,
        fit_beside=other.fit - first.fit,
        apart=float(kind != "date" and are_apart(first, other)),
        is_number=float(kind == "number"),
        is_date=float(kind == "date"),
    )


def may_differ(question: str) -> bool:
    """Say whether articles can differ on what is asked: two may sign, attend or join, and both be named."""
    kind = expected_kind(question)
    return kind is not None and (kind in ("date", "number") or not _SEVERAL.search(question))


def may_be_same(question: str, first: Value, other: Value) -> bool:
    """Say whether two values can be of one thing at all."""
    kind = expected_kind(question)
    if kind == "number":
        may_be = counts_the_same(first, other) and (_is_rate(first) == _is_rate(other) or bool(_RATE.search(question)))
    elif kind == "date":
        may_be = not (_RECURS.search(question) and _year(first) != _year(other))
    else:
        may_be = (
            not _SEVERAL.search(question) and not _tell_of_others(question, first, other) and _may_meet(first, other)
        )
    if not may_be or _is_of_part(question, first) or _is_of_part(question, other):
        return False
    return _is_of_asked_time(question, other) and not _names_another(question, other)


_RECURS = re.compile(
    r"\b(?:summits?|parades?|meetings?|elections?|visits?|exercises?|sessions?|conferences?|forums?|games|anniversar\w+|festivals?)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\bwhom?\b.*\bsign(?:ed|s)?\b(?!.*\b(?:side|behalf)\b)|\b(?:attend|visit|meet|ratif|recogni|join|support|belong"
    r"|participat|invit|fight|grow|live)\w*\b|\bmet\b|\bt(?:ook|ake)\spart\b|\bfought\b|\b(?:pass(?:es|ed)?|runs?)\sthrough\b"
    r"|\bfle[ed]\b|\bwhich\s(?:two|three|countries|states|cities|companies)\b",
    re.IGNORECASE,
)
"""What many do, and in many places."""
_OF_ONE_SIDE = re.compile(
    r"\b(?:delegations?|teams?|sides?|troops|envoys?|ambassadors?|ministers?|presidents?|representatives?)\b",
    re.IGNORECASE,
)
"""What each country has its own of."""
_PART = re.compile(
    r"\A(?:In|Within|Through|Inside)\s(?:the\s)?(?P<name>[^\W\d_a-z][\w’'-]+)|\bby\s(?:air|road|rail|sea)\b"
)
"""Says that a value is of a part, or of another way."""
_BESIDE = (r"\b([A-Z][\w’-]+)\s{noun}\b", r"\b{noun}\s(?:of\s(?:the\s)?)?([A-Z][\w’-]+)")
"""A name in front of a noun, or behind it."""
_RATE = re.compile(r"\b(?:an?|per)\s(?:day|month|year|hour|week)\b|\b(?:annual|dai|year)ly\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_IS_SO = re.compile(r"\b(?:is|are|does|do|has|have|can)\b|\bwho(?:se\s\w+)?\s\w+s\b", re.IGNORECASE)
_WAS_OR_WILL = re.compile(
    r"\b(?:did|was|were|had|took|been|become|will|would|meant|planned|foreseen|designed|expected|supposed)\b",
    re.IGNORECASE,
)


def _is_rate(value: Value) -> bool:
    return bool(_RATE.search(value.phrase))


def is_of_now(question: str) -> bool:
    """Say whether a question asks how something is, and not what happened or is to come."""
    return bool(_IS_SO.search(question)) and not _WAS_OR_WILL.search(question) and not _YEAR.search(question)


def _is_of_asked_time(question: str, value: Value) -> bool:
    """Say whether a value is not of another year than the question names."""
    years = set(_YEAR.findall(question))
    return not years or value.date is None or any(value.date.first[:4] <= year <= value.date.last[:4] for year in years)


def _is_of_part(question: str, value: Value) -> bool:
    """Say whether a sentence tells of a part, or of a way, that the question does not: "In Georgia, it runs ..."."""
    part = _PART.search(value.evidence.text)
    words = set(words_of(part["name"] or part.group())) if part else set()
    return part is not None and find_said(words, question) != words


def _names_another(question: str, value: Value) -> bool:
    """Say whether a sentence is of another of the kind: "the Kura river" for the Aras river, TAP for TAPI.

    So it is where another name stands beside the question's noun and the question's name does not, and where no name in
    capitals that is asked about stands in the passage.
    """
    evidence, names = value.evidence, [term for term in asked_terms(question) if term.kind == "name"]
    around = f"{evidence.passage.title}\n{evidence.passage.chunk.text}"
    if any(term.text.isupper() and len(term.text) > 1 and not _has_name(term, around) for term in names):
        return True
    absent = (name for name in names if not _has_name(name, evidence.text))
    nouns = (re.escape(noun) for name in absent for noun in _nouns_beside(question, name))
    beside = (
        words_of(match[1])
        for noun in nouns
        for form in _BESIDE
        for match in re.finditer(form.format(noun=noun), evidence.text)
    )
    return any(words and not find_said(words, question) for words in beside)


def _nouns_beside(question: str, name: Term) -> list[str]:
    """Return the nouns around a name: "river" in "the river Aras" and "port of Aras", "Protocol" in "Aras Protocol"."""
    before = re.search(r"([\w-]+)\s(?:of\s(?:the\s)?)?\Z", question[: name.span.start])
    after = re.match(r"\s([\w-]+)", question[name.span.end :])
    return [m[1] for m in (before, after) if m and words_of(m[1]) and len(m[1]) > SHORTEST]


def _tell_of_others(question: str, one: Value, other: Value) -> bool:
    """Say whether two sentences tell of different countries, none of them in the question: two delegations."""
    asked = {term.key for term in asked_terms(question)}
    told = [
        {
            term.key
            for term in terms_of(value.evidence.text)
            if term.key in COUNTRIES and term.key not in asked and term.text not in value.phrase
        }
        for value in (one, other)
    ]
    return bool(told[0] and told[1]) and not told[0] & told[1]


def _has_name(name: Term, text: str) -> bool:
    """Say whether a text has a name, in any form; one in capitals as it is: TAP is not TAPI."""
    if name.text.isupper() and len(name.text) > 1:
        return bool(re.search(rf"\b{re.escape(name.text)}\b", text))
    return is_named(name, text)


def _likeness(question: str, evidence: Evidence) -> float:
    """Return how similar a sentence is to the question's words that are no names, -1 to 1."""
    own = evidence.similarity.max(axis=1)
    sort = read_asked(question).sort
    words = [term.span for term in asked_terms(question) if term.kind == "word" and term.span != sort]
    return sum(closeness(span, evidence.question_tokens, own) for span in words) / max(len(words), 1)


def _year(value: Value) -> str:
    return value.date.first[:4] if value.date else ""


def _may_meet(one: Value, other: Value) -> bool:
    """Say whether two sentences date what they tell so that it may be one event, if they do."""
    if not (one.date and other.date and are_apart(one, other)):
        return True
    return may_be_one_event(one.date, other.date, days=ONE_MEETING)


def _days_apart(one: EventDate, other: EventDate) -> int:
    first, second = (datetime.date.fromisoformat(date.first) for date in (one, other))
    return abs((first - second).days)
