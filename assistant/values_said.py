"""A question and a sentence in; what the sentence gives for what is asked, with all by which it is compared, out."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass

from assistant.event_dates import EventDate, read_dates
from assistant.evidence import Evidence
from assistant.lexical import fold, words_of
from assistant.name_ranking import rank_names
from assistant.number_signs import find_asked_unit, find_counted_behind, find_noun
from assistant.quantities.numbers import Number, find_numbers
from assistant.question import expected_kind
from assistant.short_answer import bound_before, fit_phrases, similarity_of
from assistant.statements.spellings import skeleton
from assistant.statements.tables import ALIASES, CAPITALS
from assistant.types import Span

ABOUT = 0.1  # of a value that is about, nearly or some so much: no other figure contradicts it by less
CLOSE = 0.005  # of a value: figures nearer than this are one, rounded
NUMBERS = 3  # of a sentence, those that fit best
LEAST_NAME = 0.1  # probability of a name that may be who or where
FARTHEST = 4.0  # times: counts farther apart are of different things
NEAR_COUNT = 2.0  # times: counts no farther apart may be of one thing in other words: "34 citizens", "36 were killed"
ALIKE = 0.45  # cosine of what two numbers count to the word of the question from which on they count the same
SOUNDS = 3  # consonants of a last name; fewer are alike by accident
ONE_EVENT = 7  # days: two dates that are no farther apart may be of one event

_NOUN = re.compile(r"\s(?:of\s(?:its|the|their|his|her)\s)?(?:[^\W\d_][\w’'-]*\s?){1,2}")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a sentence gives; of a number `date` is when it holds, where the sentence says that."""

    evidence: Evidence
    phrase: str
    fit: float
    number: Number | None = None
    counted: frozenset[str] = frozenset()
    """The words right after it, which say what is counted where there is no unit."""
    alike: float = 0.0
    """How similar these are to what the question asks the number of, -1 to 1."""
    date: EventDate | None = None

    @property
    def article_id(self) -> str:
        """The article that gives it."""
        return self.evidence.passage.chunk.article_id


def read_values(question: str, evidence: Evidence) -> list[Value]:
    """Read what a sentence gives for what is asked, best first: up to three numbers, else one at most."""
    kind = expected_kind(question)
    if kind is None:
        return []
    if kind not in ("date", "number"):
        date = next(iter(_said_dates(evidence)), None)
        names = rank_names(kind, question, evidence)[:1]
        return [Value(evidence, evidence.text[slice(*span)], p, date=date) for p, span in names if p >= LEAST_NAME]
    fits = fit_phrases(question, evidence)
    if kind == "date":
        return [_read_date(evidence, *fits[0])] if fits else []
    values = [_read_number(question, evidence, fit, span) for fit, span in fits[:NUMBERS]]
    return [value for value in values if _may_count(question, value)]


def _may_count(question: str, value: Value) -> bool:
    """Say whether a number counts what is asked for: "how many states" is not answered by dollars or years."""
    unit = value.number.unit if value.number else None
    asked = find_asked_unit(question)
    return find_noun(question) is None or unit is None or (asked is not None and unit == asked[1])


def _read_date(evidence: Evidence, fit: float, span: Span) -> Value:
    own = next((d for d in _said_dates(evidence) if d.span.start < span.end and span.start < d.span.end), None)
    return Value(evidence, evidence.text[slice(*span)], fit, date=own)


def _read_number(question: str, evidence: Evidence, fit: float, span: Span) -> Value:
    text = evidence.text
    noun, asked = _NOUN.match(text, span.end), find_noun(question)
    number = next((n for n in find_numbers(text) if n.start < span.end and span.start < n.end), None)
    return Value(
        evidence,
        bound_before(text[: span.start]) + text[slice(*span)],
        fit,
        number,
        frozenset(words_of(noun.group())) if noun else frozenset(),
        similarity_of(asked, find_counted_behind(span, text), evidence) if asked else 0.0,
        next(iter(_said_dates(evidence)), None),
    )


def _said_dates(evidence: Evidence) -> list[EventDate]:
    return [date for date in read_dates(evidence.text) if date.year_said]


def counts_the_same(one: Value, other: Value) -> bool:
    """Say whether two numbers are of one unit, and without a unit do not count different things."""
    if one.number is None or other.number is None or one.number.unit != other.number.unit:
        return False
    if times_apart(one, other) > math.log(FARTHEST):
        return False
    if one.number.unit or times_apart(one, other) < math.log(NEAR_COUNT):
        return True
    if one.counted & other.counted or min(one.alike, other.alike) >= ALIKE:
        return True
    return not one.counted and bool(other.counted & frozenset(words_of(one.evidence.text)))


def times_apart(one: Value, other: Value) -> float:
    """Return the logarithm of how many times as much one of two numbers is."""
    if one.number is None or other.number is None or not (one.number.value > 0 and other.number.value > 0):
        return math.inf
    return abs(math.log(one.number.value / other.number.value))


def are_same(one: Value, other: Value) -> bool:
    """Say whether two values are one: rounded, a bound that the other keeps, or the same said less closely."""
    if one.number is not None and other.number is not None:
        low, high = sorted((one.number, other.number), key=lambda number: number.value)
        if low.says(high) or high.says(low) or low.bound > 0 or high.bound < 0:
            return True
        return high.value - low.value <= (ABOUT if low.approximate or high.approximate else CLOSE) * high.value
    if are_dates(one, other):
        return not are_apart(one, other)
    return _is_told_by(one, other) or _is_told_by(other, one)


def are_dates(one: Value, other: Value) -> bool:
    """Say whether two values are dates."""
    return all(v.date is not None and v.phrase in v.evidence.text[slice(*v.date.span)] for v in (one, other))


def _is_told_by(name: Value, other: Value) -> bool:
    """Say whether what gives another value says a name, or its last part, too; or is the country of a capital.

    So does the name in short, or in another spelling of its sounds.
    """
    told = words_of(f"{other.evidence.before} {other.evidence.text}")
    small, last = fold(name.phrase), words_of(name.phrase)[-1:]
    others = {word for known in (ALIASES.get(small, small), *CAPITALS.get(small, ())) for word in words_of(known)}
    if set(last) & set(told) or others & set(words_of(other.phrase)):
        return True
    initials = "".join(word[0] for word in name.phrase.split() if word[:1].isupper())
    sound = skeleton(name.phrase.split()[-1])
    return (len(initials) > 1 and initials in other.phrase.split()) or (
        len(sound) >= SOUNDS and sound == skeleton(other.phrase.split()[-1])
    )


def are_apart(one: Value, other: Value) -> bool:
    """Say whether two values are of times that do not overlap."""
    if one.date is None or other.date is None:
        return False
    return one.date.last < other.date.first or other.date.last < one.date.first


def may_be_one_event(one: EventDate, other: EventDate, *, days: int = ONE_EVENT) -> bool:
    """Say whether two dates differ as those of one event may: by a few days, or in day, month or year alone."""
    if {one.precision, other.precision} - {"day", "month"}:
        return False
    if one.precision == other.precision == "day":
        first, second = (datetime.date.fromisoformat(date.first) for date in (one, other))
        if abs((first - second).days) <= days:
            return True
        parts = list(zip(one.first.split("-"), other.first.split("-"), strict=True))
        return sum(a == b for a, b in parts) == 2 and abs(first.year - second.year) <= 1
    years, months = ([int(date.first.split("-")[i]) for date in (one, other)] for i in (0, 1))
    return (years[0] == years[1] and abs(months[0] - months[1]) <= 3) or (
        months[0] == months[1] and abs(years[0] - years[1]) == 1
    )
