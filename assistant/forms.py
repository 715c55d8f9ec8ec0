"""Sentences that answer in, what an answer says of them out: claims, in the form that fits what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.disagreement import are_of_different_times, time_of
from assistant.evidence import Evidence
from assistant.question import wants_year_only
from assistant.quotes import choose_quotes
from assistant.short_answer import short_answer_of
from assistant.timeline import Event
from assistant.times import Order
from assistant.types import Claim, Form, Passage
from assistant.values_said import Value


@dataclass(frozen=True, slots=True)
class Found:
    """What is said to a question: claims in one form, the short answer, and what to know of them."""

    claims: tuple[Claim, ...] = ()
    short_answer: str | None = None
    form: Form = "sentences"
    note: str | None = None


def claim(evidence: Evidence, value: str | None = None) -> Claim:
    """Claim a sentence, quoting it."""
    return Claim(evidence.text, (evidence.passage.cite(*evidence.span),), value=value)


def claim_sentences(question: str, scored: Sequence[tuple[float, Evidence]], others: Sequence[Value] = ()) -> Found:
    """Claim the best sentences, with their neighbours where these complete them (`quotes.py`).

    Then those of `others`, which may give another value for the same thing.
    """
    quotes = choose_quotes(question, scored)
    short = short_answer_of(question, quotes[0].scored)
    values = [short, *(None for _ in quotes[1:])]
    claims = [
        Claim(quote.text, (quote.best.passage.cite(*quote.span),), value=value)
        for quote, value in zip(quotes, values, strict=True)
    ]
    said = {item.text for quote in quotes for _, item in quote.scored}
    claims += [claim(value.evidence, value.phrase) for value in others if value.evidence.text not in said]
    return Found(tuple(claims), short)


def claim_timeline(question: str, answer: Event, events: Sequence[Event], order: Order) -> Found:
    """Claim the event that answers, then the others of its kind by date, each with its date."""
    others = [event for event in events if event is not answer]
    if order == "latest":
        others.reverse()
    year = answer.date.first[:4]
    short = year if wants_year_only(question) and year in answer.phrase else answer.phrase
    claims = tuple(claim(event.evidence, event.phrase) for event in (answer, *others))
    note = None
    if answer.called:
        note = f"“{answer.evidence.passage.title}” itself calls this the {order}."
    elif called := next((event for event in others if event.called), None):
        note = f"“{called.evidence.passage.title}” calls the one of {called.phrase} the {order}."
    return Found(claims, short, "timeline" if len(claims) > 1 else "sentences", note)


def claim_disagreement(question: str, values: Sequence[Value]) -> Found:
    """Claim every value with its article; those of different times are told from a contradiction, the newest first."""
    is_newer = are_of_different_times(question, values)
    values = sorted(values, key=time_of, reverse=True) if is_newer else values
    claims = tuple(claim(value.evidence, value.phrase) for value in values)
    if is_newer:
        newest = values[0]
        said = "; ".join(f"{value.phrase} ({_when(value)})" for value in values)
        what = "Figures of" if newest.number else "Said at"
        note = f"{what} different times, the newest is {newest.phrase}: {said}."
        return Found(claims, newest.phrase, "disagreement", note)
    said = "; ".join(f"{value.phrase} ({_source(value.evidence.passage)})" for value in values)
    return Found(claims, None, "disagreement", f"The articles do not agree: {said}.")


def _when(value: Value) -> str:
    """Say when a value holds: by its sentence, or by when its article was published."""
    if value.date:
        return value.evidence.text[slice(*value.date.span)]
    return f"published {value.evidence.passage.date}"


def _source(passage: Passage) -> str:
    return ", ".join(filter(None, (passage.publisher, f"“{passage.title}”", passage.date)))
