"""A question in, the times that it asks about out.

A question may set conditions on when something happened ("in 2010", "since the war of 2020") and on
when an article was published ("briefs published since 2022"); the two are kept apart.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from assistant.event_dates import EventDate, read_dates
from assistant.types import Span

Relation = Literal["in", "since", "after", "before", "until", "as of", "named"]
Subject = Literal["event", "publication"]
Order = Literal["first", "latest"]


@dataclass(frozen=True, slots=True)
class TimeCondition:
    """When something is to have happened, or to have been published: the days `first` to `last`, both included.

    None is an open end. `relation` is how the question says it; `named` is a date that only tells
    which thing is meant ("the war of 2020", "the 2010 agreement") and limits nothing. `as of` is
    about what was so, or said, by `last`.
    """

    span: Span
    relation: Relation
    first: str | None
    last: str | None
    of: Subject = "event"

    def allows(self, first: str, last: str) -> bool:
        """Say whether something of these days can fit."""
        return (self.first is None or last >= self.first) and (self.last is None or first <= self.last)


@dataclass(frozen=True, slots=True)
class TimeScope:
    """The times of a question: its conditions, and whether it asks for the first or the latest of several."""

    conditions: tuple[TimeCondition, ...] = ()
    order: Order | None = None

    @property
    def event(self) -> tuple[TimeCondition, ...]:
        """The conditions that limit when the event was."""
        return tuple(c for c in self.conditions if c.of == "event" and c.relation not in ("named", "as of"))

    @property
    def publication(self) -> tuple[TimeCondition, ...]:
        """The conditions on when an article was published."""
        return tuple(c for c in self.conditions if c.of == "publication")

    @property
    def as_of(self) -> str | None:
        """The last day by which something must have been so, published or said, where the question names one."""
        days = [c.last for c in self.conditions if c.relation == "as of" and c.last]
        return min(days) if days else None


_PREPOSITION = re.compile(
    r"\b(?P<word>as of|as at|as late as|as early as|no later than|prior to|up to|earlier than|later than"
    r"|in the course of|in|on|during|throughout|within|at|since|from|after"
    r"|following|before|until|till|by|through|between)\s+"
    r"(?P<between>(?:(?!(?:in|on|during|since|after|before|until|by|from|between|at|as|and|or|to|when|who|what|that|which)\b)"
    r"[\w’'ʼ.-]+\s+){0,4})\Z",
    re.IGNORECASE,
)
_RELATIONS: dict[str, Relation] = {
    "since": "since", "from": "since", "after": "after", "following": "after", "later than": "after",
    "before": "before", "prior to": "before", "earlier than": "before",
    "until": "until", "till": "until", "by": "until", "up to": "until", "through": "until",
    "no later than": "until", "as late as": "in",
    "as of": "as of", "as at": "as of",
}  # fmt: skip
_ARTICLE = r"(?:articles?|briefs?|pieces?|posts?|reports?|essays?|texts?|papers?|notes?)"
_PUBLISHED = re.compile(
    r"\b(?:published|written|printed|posted|reported|appeared|appearing|dated)\s*(?:and\s\w+\s*)?\Z"
    rf"|\b{_ARTICLE}\s+(?:which\s|that\s|were\s|was\s)?(?:of|from|in|since|before|after|until|between|out)?\s*\Z",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(
    r"(?:\w['’]s?|\b(?:his|her|its|their))\s(?:[\w-]+\s){0,3}\s?\Z|\b(?:did|does|do|to)\s(?:[^\s,;?]+\s){1,5}report\s?\Z"
    r"|(?-i:\b[A-Z])[\w’'-]*\s(?:report|paper|note|text|piece|essay)\s(?:of|from|in|since|before|after|until)?\s?\Z",
    re.IGNORECASE,
)
"""Somebody's report, or what somebody did report: no article of ours is meant."""
_SHOWN = re.compile(r"\b(?:reported|appeared|appearing)\s*\Z", re.IGNORECASE)
"""Said of articles, and of much else: "the name first appeared in 1631"."""
NEAR = 80  # characters before a date that say of what it is
_FIRST = re.compile(
    r"\b(?:very\s)?first\b(?!\s(?:world\s?war|name|lady|vice|deputy|secretary|half|quarter|place|aid|person|instance"
    r"|language|class|hand|of all|and(?:\s\w+){0,3}\ssecond|two|three|four|five|[\w’'-]+\swar\b))|\bearliest\b",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"\b(?:latest|most\s+recent(?:ly)?|newest)\b|(?<=\bthe\s)last\b(?!\s(?:year|month|week|decade|century|few|two|three))"
    r"|\bwhen\s(?:did|was|were|has|have)\b.*(?<!\bto\s)\blast\b(?=\s\w)(?!\s(?:year|month|week|until|for|long))",
    re.IGNORECASE,
)


def read_scope(question: str) -> TimeScope:
    """Read the times that a question sets as conditions, and whether it wants the first or the latest."""
    conditions = tuple(_condition(date, question) for date in read_dates(question))
    first, latest = _FIRST.search(question), _LATEST.search(question)
    order: Order | None = None
    if first or latest:
        order = "latest" if latest and (not first or latest.start() < first.start()) else "first"
    return TimeScope(conditions, order)


def _condition(date: EventDate, question: str) -> TimeCondition:
    before, after = question[: date.span.start], question[date.span.end :]
    preposition = _PREPOSITION.search(before)
    word = " ".join(preposition["word"].lower().split()) if preposition else ""
    between = preposition["between"] if preposition else ""
    start = preposition.start() if preposition else date.span.start
    is_thing = _is_thing(between, after) if preposition else True
    relation: Relation = _RELATIONS.get(word, "in")
    if date.precision == "years" and word in ("between", "from"):
        relation, is_thing = "in", False
    elif word in ("at", "by") and _EDGE.match(question[date.span.start :]):
        relation = "as of" if word == "at" else "until"
    elif is_thing and (relation == "in" or word in _OF_THINGS):
        relation, start = "named", date.span.start
    elif relation == "in" and (clause := _CLAUSE.search(before[:start])):
        relation, start, is_thing = _RELATIONS[clause["word"].lower()], clause.start(), True
    of: Subject = "publication" if _is_of_ours(question[max(start - NEAR, 0) : start]) else "event"
    if relation == "named" and of == "publication":
        relation = "in"
    return TimeCondition(Span(start, date.span.end), relation, *_window(relation, date, loose=is_thing), of)


_OF_THINGS = ("by", "from", "through", "up to")
"""Words before a thing ("by the treaty of 1921") as well as before a time."""
_EDGE = re.compile(r"(?:the\s)?(?:start|beginning|middle|end)\sof\b", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?P<word>before|after|since|until)\s(?:[^\s,;?0-9]+\s){1,8}\Z", re.IGNORECASE)
_NO_THING = re.compile(
    r"\s*(?:\Z|[^\w\s]|(?:and|or|but|in|on|at|of|to|by|for|with|as|from|between|when|while|how|what|who|which|where|did"
    r"|was|were|is|are|has|have|had|does|do|should|could|would|will|may|can)\b)",
    re.IGNORECASE,
)
"""What follows a date that stands for itself; else it stands before the thing that it dates."""


def _is_of_ours(before: str) -> bool:
    """Say whether what stands before a date is of the publication of our articles."""
    if not _PUBLISHED.search(before) or _OF_A_THING.search(before):
        return False
    return not _SHOWN.search(before) or bool(re.search(rf"\b{_ARTICLE}\b", before, re.IGNORECASE))


def _is_thing(between: str, after: str) -> bool:
    """Say whether a date belongs to the thing that is named around it: "the war of 2020", "the 2020 war"."""
    words = between.lower().split()
    article = words[:1] and words[0] in ("the", "a", "an", "its", "their", "this", "that")
    words = words[1:] if article else words
    if words and words[-1] == "of":
        words = words[:-1]
    if not words:
        return bool(article) and not _NO_THING.match(after)
    return words[-1] not in ("year", "month", "months", "decade", "early", "late", "mid", "about", "around")


def _window(relation: Relation, date: EventDate, *, loose: bool) -> tuple[str | None, str | None]:
    """Return the days of a relation; those of a thing's own date are all kept, its day is not known."""
    if relation in ("in", "named"):
        return date.first, date.last
    if relation == "since":
        return date.first, None
    if relation == "after":
        return date.first if loose else _shift(date.last, 1), None
    if relation == "before":
        return None, date.last if loose else _shift(date.first, -1)
    return None, date.last


def _shift(day: str, by: int) -> str:
    moved = datetime.date.fromisoformat(day).toordinal() + by
    return datetime.date.fromordinal(min(max(moved, 1), datetime.date.max.toordinal())).isoformat()
