"""A question for the first or the latest, and sentences, in; the events in the order of their own dates out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.event_dates import EventDate, read_dates
from assistant.evidence import Evidence
from assistant.lexical import words_of
from assistant.ranking import ORDER_WORDS
from assistant.short_answer import find_phrase
from assistant.times import Order, TimeScope
from assistant.types import Span

EVENTS = 6  # shown: the one that answers, and the others as a small timeline
NEAR = 0.07  # an event's sentence may score this much less than the best (0 to 1) and still be one of the kind
NEAR_WHOLE = 0.15  # the same where sentences say all that is asked
SURE = 0.03  # one that comes before what an article itself calls the first must score as well, but for this

_CALLS_FIRST = re.compile(
    r"\b(?:first|earliest|inaugural|initial|oldest|for the first time)\b(?!\s(?:world\s?war|lady|vice|deputy"
    r"|secretary|half|quarter|[\w’'-]+\swar\b))",
    re.IGNORECASE,
)
_CALLS_LATEST = re.compile(r"\b(?:latest|most recent(?:ly)?|newest|last)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """A sentence that tells of an event, the date that it says, and whether it calls it the first (or latest)."""

    evidence: Evidence
    date: EventDate
    phrase: str
    called: bool


def order_events(
    question: str, scored: Sequence[tuple[float, Evidence]], scope: TimeScope
) -> tuple[Event, list[Event]] | None:
    """Return the event that answers, and all of its kind by date; none where no near sentence says a date.

    `scored` are sentences with what they score, best first. What comes first is the earliest that
    tells as much of what is asked as the best one; what an article itself calls the first gives way
    only to a sentence that matches about as well.
    """
    events = [(score, event) for score, evidence in scored if (event := _event(question, evidence, scope)) is not None]
    if not events:
        return None
    asked = set(words_of(question)) - ORDER_WORDS
    most = _held(asked, events[0][1])
    margin = NEAR_WHOLE if most == len(asked) else NEAR
    near = [(score, event) for score, event in events if score >= events[0][0] - margin]
    of_kind = [(score, event) for score, event in near if _held(asked, event) >= most]
    if most * 2 < len(asked):  # said in other words: what else tells of the same kind cannot be told
        of_kind = of_kind[:1]
    called = [(score, event) for score, event in near if event.called and _held(asked, event) >= most - 1]
    if called:
        of_kind = [pair for pair in of_kind if pair[0] >= called[0][0] - SURE and pair not in called] + called
    ordered = sorted((event for _, event in of_kind), key=lambda event: _when(event, scope.order))
    firsts = [event for event in ordered if _when(event, scope.order)[0] == _when(ordered[0], scope.order)[0]]
    answer = max(firsts, key=lambda event: (event.called, event.evidence.score))
    shown: dict[str, Event] = {}
    for event in (answer, *ordered):
        shown.setdefault(event.evidence.text, event)
    return answer, sorted(list(shown.values())[:EVENTS], key=lambda event: (event.date.first, event.evidence.span))


def _event(question: str, evidence: Evidence, scope: TimeScope) -> Event | None:
    """Read the event of a sentence: of its dates the one that fits what is asked best."""
    chunk = evidence.passage.chunk
    start, end = evidence.span.start - chunk.start, evidence.span.end - chunk.start
    dates = [date for date in read_dates(chunk.text) if start <= date.span.start and date.span.end <= end]
    dates = [date for date in dates if all(c.allows(date.first, date.last) for c in scope.event)]
    dates = [date for date in dates if scope.as_of is None or date.first <= scope.as_of]
    published = evidence.passage.date
    if scope.order == "latest" and published:  # what lies ahead of its article is a plan
        dates = [date for date in dates if date.first[: len(published)] <= published]
    if not dates:
        return None
    phrase = find_phrase(question, evidence)
    at = Span(phrase.start + start, phrase.end + start) if phrase else dates[0].span
    date = next((date for date in dates if date.span.start < at.end and at.start < date.span.end), dates[0])
    words = chunk.text[date.span.start : date.span.end]
    calls = _CALLS_FIRST if scope.order == "first" else _CALLS_LATEST
    return Event(evidence, date, words, bool(calls.search(evidence.text)))


def _held(asked: set[str], event: Event) -> int:
    return len(asked & set(words_of(f"{event.evidence.passage.title} {event.evidence.text}")))


def _key(event: Event) -> tuple[str, Span]:
    return (event.evidence.passage.chunk.article_id, event.evidence.span)


def _when(event: Event, order: Order | None) -> tuple[int, float]:
    """Order events by date: the first by the last day that they can have been, the latest the other way round."""
    day = event.date.last if order == "first" else event.date.first
    number = int(day.replace("-", ""))
    return (number if order == "first" else -number, -event.evidence.score)
