"""Evidence and what a question asks in, the sentences in the order in which they answer it out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from assistant.event_dates import read_dates
from assistant.evidence import Evidence
from assistant.lexical import words_of
from assistant.question import expected_kind
from assistant.said import find_said
from assistant.sentences import split_sentences
from assistant.short_answer import find_dated, holds_kind
from assistant.times import TimeScope
from assistant.types import Passage

KIND_BONUS = 0.03  # for a sentence that holds a date where the question asks when, and so on
DATED_BONUS = 0.2  # for "the Treaty of Kars of 13 October 1921" where a question asks when that was
SAID_WEIGHT = 0.1  # of the share of the question's words that a sentence, its title or the sentence before it says
LEAST_WEIGHT = 0.2  # of the similarity (-1 to 1) of the question's token that a sentence matches least
TIME_BONUS = 0.02  # for a sentence that says a date within the time that is asked about
TIME_MALUS = 0.02  # for one that says only dates outside of it
PROMISING = 0.6  # of a question's words that a sentence and its title say
ORDER_WORDS = frozenset(words_of("first earliest latest last recent most newest very ever year date day happened took"))
DECIMALS = 4  # scores closer than this are equal: the last bits differ between machines


def is_promising(question: str, passage: Passage, scope: TimeScope) -> bool:
    """Say whether a passage below the first few is worth reading.

    It is where a sentence on the subject holds a number or a date to compare with others, and where
    one dates what is asked about.
    """
    if any(True for _ in find_dated(question, passage.chunk.text)):
        return True
    if scope.order is None and expected_kind(question) != "number":
        return False
    asked = set(words_of(question)) - ORDER_WORDS
    for sentence in split_sentences(passage.chunk.text, passage.language):
        text = passage.chunk.text[sentence.start : sentence.end]
        held = find_said(asked, f"{passage.title}\n{text}")
        if len(held) >= PROMISING * len(asked) and holds_kind(question, text):
            return True
    return False


def rank(question: str, evidence: Sequence[Evidence], scope: TimeScope) -> list[tuple[float, Evidence]]:
    """Return sentences with what they score for a question, best first.

    One that leaves no token of the question open is better than one that fits most of them more closely.
    """
    return best_first(
        (round(_score(question, item, scope) + LEAST_WEIGHT * _least(item), DECIMALS), item) for item in evidence
    )


def order_by_match(scored: Iterable[tuple[float, Evidence]]) -> list[Evidence]:
    """Return ranked sentences in the order that the least matched token has no part in, best first.

    It has fewer right ones first, but how far its first is ahead tells more of whether the articles answer.
    """
    by_match = ((round(score - LEAST_WEIGHT * _least(item), DECIMALS), item) for score, item in scored)
    return [item for _, item in best_first(by_match)]


def best_first(scored: Iterable[tuple[float, Evidence]]) -> list[tuple[float, Evidence]]:
    """Sort sentences by what they score; equal ones by where they stand."""
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].passage.chunk.article_id, pair[1].span))


def _least(evidence: Evidence) -> float:
    return float(evidence.similarity.max(axis=1).min())


def _score(question: str, evidence: Evidence, scope: TimeScope) -> float:
    bonus = KIND_BONUS * holds_kind(question, evidence.text) + _fits_time(evidence, scope)
    bonus += DATED_BONUS * any(True for _ in find_dated(question, evidence.text))
    return evidence.score + SAID_WEIGHT * said(question, evidence) + bonus


def said(question: str, evidence: Evidence) -> float:
    """Return the share of a question's words that a sentence, the one before it or its title says, 0 to 1."""
    asked = set(words_of(question))
    return len(said_words(asked, evidence)) / len(asked) if asked else 0.0


def said_words(asked: Collection[str], evidence: Evidence) -> set[str]:
    """Return those of a question's words that a sentence, the one before it or its title says."""
    return find_said(asked, f"{evidence.passage.title}\n{evidence.before}\n{evidence.text}")


def _fits_time(evidence: Evidence, scope: TimeScope) -> float:
    """Score a sentence for saying a date that the question's conditions allow, or only others."""
    conditions = [condition for condition in scope.conditions if condition.of == "event"]
    if not conditions:
        return 0.0
    chunk = evidence.passage.chunk
    start, end = evidence.span.start - chunk.start, evidence.span.end - chunk.start
    dates = [date for date in read_dates(chunk.text) if start <= date.span.start and date.span.end <= end]
    fits = any(condition.allows(date.first, date.last) for condition in conditions for date in dates)
    return TIME_BONUS if fits else -TIME_MALUS if dates else 0.0
