"""A question and its evidence in, signs that the best sentence answers or does not out.

A sign is a number that a reader could check: how much of what the question names stands in the
sentence and its passage, whether a date is there where it asks when, how near the next best is.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.demands import asks_of_side, find_missing
from assistant.evidence import Evidence
from assistant.held import asked_terms, held_keys, read_text, stands, stands_in_any, terms_of
from assistant.lacking import (
    closeness,
    find_absent_country,
    find_absent_doer,
    find_lacking,
    find_other_clause,
)
from assistant.premises import find_denied, find_other_ordinal, find_other_phase, find_other_step
from assistant.question import expected_kind
from assistant.short_answer import holds_kind
from assistant.statements.polarity import negators_in
from assistant.statements.terms import Term, are_opposite
from assistant.types import Passage


class Signs(NamedTuple):
    """What the confidence goes by. Shares are of the question's terms, 1 where it has none of the kind."""

    match: float
    """Mean cosine of the question's tokens to the sentence's."""
    content_match: float
    """The same over the tokens of its words with content."""
    weakest: float
    """The lowest such cosine of a word, to any sentence read from the passage."""
    passage_match: float
    """Mean cosine of the words with content to the passage."""
    words_in_sentence: float
    words_in_passage: float
    names_in_sentence: float
    names_in_context: float
    """In the sentence, the one before it, the title, or who published it."""
    names_in_passage: float
    names_anywhere: float
    values_in_passage: float
    kind: float
    """1 where a phrase of the kind that is asked for stands in the sentence, 0.5 where none is asked for."""
    lacking: float
    """1 where the claim lacks what alone answers, or denies what is asked; half where one of its sentences does."""
    elsewhere: float
    """1 where the sentence tells of a country other than those that the question names, and of one of them not."""
    margin: float
    """How much better than the next sentence's the best one's score is."""
    opposed: float
    """1 where the sentence has the opposite of one of the question's words, or is negated where it is not."""
    words: float
    """The logarithm of how many words with content the question has."""
    odds: float
    """The log odds that the claim answers, of the model that reads it together with the question; 0 where none does."""


def read_signs(
    question: str,
    evidence: Sequence[Evidence],
    passages: Sequence[Passage],
    quoted: Sequence[Evidence] = (),
    odds: float | None = None,
) -> Signs:
    """Read the signs; `evidence` is the sentences of the passages, best first.

    `quoted` is the sentences of the first claim, the best of them first; if none are, it is the first of all. `odds`
    are those of `reread.judge`.
    """
    best = evidence[0]
    quoted = quoted or evidence[:1]
    claimed = quoted[0]
    asked = asked_terms(question)
    source = " ".join(filter(None, (best.passage.publisher, best.passage.author)))
    context = held_keys(f"{best.passage.title}\n{source}\n{best.before}\n{best.text}")
    sentence, passage = held_keys(best.text), held_keys(read_text(best.passage))
    texts = [read_text(item) for item in (best.passage, *passages)]
    names = [term for term in asked if term.kind == "name"]
    words = [term for term in asked if term.kind in ("word", "name")]
    values = [term for term in asked if term.kind in ("date", "number")]
    own = best.similarity.max(axis=1)
    around = functools.reduce(
        np.maximum, [item.similarity.max(axis=1) for item in evidence if item.passage.chunk == best.passage.chunk]
    )
    close = [closeness(term.span, best.question_tokens, own) for term in asked]
    close_around = [closeness(term.span, best.question_tokens, around) for term in asked]
    rest = [item for item in evidence[1:] if item.text != best.text]
    return Signs(
        match=best.match,
        content_match=float(np.mean(close)) if close else best.match,
        weakest=min(close_around, default=best.match),
        passage_match=float(np.mean(close_around)) if close_around else best.match,
        words_in_sentence=_share(words, sentence),
        words_in_passage=_share(words, passage),
        names_in_sentence=_share(names, sentence),
        names_in_context=_share(names, context),
        names_in_passage=_share(names, passage),
        names_anywhere=sum(stands_in_any(term, texts) for term in names) / len(names) if names else 1.0,
        values_in_passage=_share(values, passage),
        kind=0.5 if expected_kind(question) is None else float(holds_kind(question, best.text)),
        lacking=lacks(question, best, quoted),
        elsewhere=float(find_absent_country(question, claimed) is not None),
        margin=max(-0.2, min(best.score - rest[0].score, 0.2)) if rest else 0.2,
        opposed=float(_is_opposed(asked, question, best.text)),
        words=math.log(1 + len(words)),
        odds=odds or 0.0,
    )


def lacks(question: str, best: Evidence, quoted: Sequence[Evidence]) -> float:
    """Return 1 where a claim lacks what alone answers, half where only one of its sentences, or the likest, does."""
    claimed = quoted[0]
    if (
        any(find_absent_doer(question, item) for item in (best, claimed))
        or find_missing(question, say_all(quoted))
        or find_other_clause(question, claimed)
        or find_denied(question, claimed)
        or find_other_ordinal(question, claimed)
        or find_other_phase(question, claimed)
        or find_other_step(question, say_all(quoted))
        or (asks_of_side(question) and find_absent_country(question, claimed))
    ):
        return 1.0
    if not any(find_lacking(question, item) for item in (best, claimed)):
        return 0.0
    return 1.0 if all(find_lacking(question, item) for item in quoted) else 0.5


def say_all(quoted: Sequence[Evidence]) -> str:
    """Return sentences in the order of their article as one text."""
    return " ".join(item.text for item in sorted(quoted, key=lambda item: item.span))


def _share(terms: Sequence[Term], keys: frozenset[str]) -> float:
    return sum(stands(term, keys) for term in terms) / len(terms) if terms else 1.0


def _is_opposed(asked: Sequence[Term], question: str, sentence: str) -> bool:
    said = terms_of(sentence)
    keys = {term.key for term in said}
    own = {term.key for term in asked}
    for term in asked:
        if term.key in keys:
            continue
        for other in said:
            if other.key not in own and are_opposite(term.text, other.text):
                return True
    return bool(negators_in(terms_of(question))) != bool(negators_in(said))
