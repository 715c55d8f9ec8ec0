"""A question and its evidence in; how sure it is that the best sentence answers, or what is missing, out.

A logistic regression on the signs of `signs.py`, trained by `python -m evals.train_confidence`
(evals/README.md, "The confidence").
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.demands import find_missing
from assistant.evidence import Evidence
from assistant.held import asked_terms, read_text, stands_in_any
from assistant.lacking import find_absent_country, find_absent_doer, find_lacking, find_other_clause
from assistant.premises import find_denied, find_other_ordinal, find_other_phase, find_other_step
from assistant.question import expected_kind
from assistant.short_answer import holds_kind
from assistant.signs import Signs, read_signs, say_all
from assistant.statements.terms import Term
from assistant.types import Passage

DECIMALS = 3  # of a confidence
LIMIT = 30.0  # of the exponent: beyond it nothing changes


INTERCEPT = -5.462
WEIGHTS = Signs(
    match=3.722,
    content_match=0.934,
    weakest=0.551,
    passage_match=1.261,
    words_in_sentence=0.094,
    words_in_passage=-1.778,
    names_in_sentence=-0.800,
    names_in_context=1.200,
    names_in_passage=0.607,
    names_anywhere=-0.052,
    values_in_passage=0.273,
    kind=0.634,
    lacking=-0.622,
    elsewhere=-0.691,
    margin=3.089,
    opposed=-0.217,
    words=0.518,
    odds=0.397,
)
"""Fitted on 1,583 questions of squad2-dev, 770 of the starter collection, and 400 of others."""
ALONE_INTERCEPT = -6.697
ALONE_WEIGHTS = Signs(
    match=3.563,
    content_match=1.502,
    weakest=1.074,
    passage_match=0.992,
    words_in_sentence=0.019,
    words_in_passage=-1.304,
    names_in_sentence=-0.696,
    names_in_context=1.095,
    names_in_passage=0.531,
    names_anywhere=0.009,
    values_in_passage=0.428,
    kind=0.625,
    lacking=-0.862,
    elsewhere=-0.797,
    margin=1.728,
    opposed=-0.242,
    words=0.606,
    odds=0.000,
)
"""The same of an encoder that reads no two texts together."""
THRESHOLD = 0.12
"""Below it the articles do not say (evals/README.md, "The confidence").

Of dev.jsonl's answerable questions it withholds .075 and declines .909 of the others, of unseen.jsonl's, on which
nothing was fitted, .037 and .578; with it, any of three claims holds the answer to .909 of squad2-dev's questions.
"""
LACKING = 0.05
"""The most where a claim lacks what alone answers, tells of others, or is not of what the question names."""
ABSENT, UNLIKELY = 0.5, -1.0
"""It is not where no passage has any of these names, nor, where the claim hardly answers, half or a whole one."""
SURE = 0.3
"""From here on such a claim is believed all the same: of 20 that were so sure 8 were right, of 89 others 4."""


def weigh(
    question: str,
    evidence: Sequence[Evidence],
    passages: Sequence[Passage],
    quoted: Sequence[Evidence] = (),
    odds: float | None = None,
) -> float:
    """Say how sure it is that the first claim answers, 0 to 1; `evidence` is the passages' sentences, best first.

    `quoted` is the sentences of the claim, the best of them first; if none are, it is the first of all. `odds` are of
    `reread.judge`, none where the encoder reads no two texts together.
    """
    if not evidence:
        return 0.0
    signs = read_signs(question, evidence, passages, quoted, odds)
    intercept, weights = (INTERCEPT, WEIGHTS) if odds is not None else (ALONE_INTERCEPT, ALONE_WEIGHTS)
    total = intercept + sum(weight * sign for weight, sign in zip(weights, signs, strict=True))
    value = 1 / (1 + math.exp(-max(-LIMIT, min(LIMIT, total))))
    if (signs.lacking == 1.0 or is_elsewhere(question, passages, signs)) and value < SURE:
        value = min(value, LACKING)
    return round(value, DECIMALS)


def is_elsewhere(question: str, passages: Sequence[Passage], signs: Signs) -> bool:
    """Say whether no passage has what a question names: none of it, or, where the claim hardly answers, half of it."""
    if not signs.names_anywhere or (signs.names_anywhere <= ABSENT and signs.odds < UNLIKELY):
        return True
    return signs.names_anywhere < 1 and signs.odds < 0 and _breaks_name(question, passages)


def say_missing(
    question: str, evidence: Sequence[Evidence], passages: Sequence[Passage], quoted: Sequence[Evidence] = ()
) -> str | None:
    """Say in a sentence what the passages do not say, where that can be told.

    It is the question's name that none of them has, what a nearest sentence lacks, or a value or word that none has.
    """
    if not evidence:
        return None
    quoted = quoted or evidence[:1]
    nearest = (evidence[0], quoted[0])
    asked = asked_terms(question)
    texts = [read_text(passage) for passage in passages]
    absent = [term for term in asked if not stands_in_any(term, texts)]
    absent.sort(key=lambda term: (("name", "date", "number", "word").index(term.kind), term.span))
    best, lacking = next(((e, lack) for e in nearest if (lack := find_lacking(question, e))), (nearest[-1], None))
    if absent and (absent[0].kind == "name" or not lacking):
        name = " ".join(term.text for term in _name_around(absent[0], asked))
        return f"Nothing that comes near it mentions “{name}”."
    kind = expected_kind(question)
    if lacking is None and (missing := find_missing(question, say_all(quoted))):
        best, lacking = quoted[0], missing
    if lacking is None:
        if find_denied(question, quoted[0]) or find_other_phase(question, quoted[0]):
            return f"What comes nearest, in “{quoted[0].passage.title}”, does not say that it happened."
        if step := find_other_step(question, say_all(quoted)):
            return f"What comes nearest, in “{quoted[0].passage.title}”, does not tell of “{step}”."
        for item in nearest:
            absent_one = (
                find_absent_doer(question, item)
                or find_absent_country(question, item)
                or find_other_clause(question, item)
                or find_other_ordinal(question, item)
            )
            if absent_one:
                return f"What comes nearest, in “{item.passage.title}”, does not tell of “{absent_one}”."
    if lacking is None and kind is not None and not holds_kind(question, best.text):
        lacking = kind
    return f"What comes nearest, in “{best.passage.title}”, gives no {lacking}." if lacking else None


def _breaks_name(question: str, passages: Sequence[Passage]) -> bool:
    """Say whether no passage has a word of one of the question's names of several: "World Cup"."""
    asked, texts = asked_terms(question), [read_text(passage) for passage in passages]
    absent = [term for term in asked if term.kind == "name" and not stands_in_any(term, texts)]
    return any(len(_name_around(term, asked)) > 1 for term in absent)


def _name_around(absent: Term, asked: Sequence[Term]) -> Sequence[Term]:
    """Return the terms of the name that one is part of: those that follow each other."""
    first = last = asked.index(absent)
    if absent.kind == "name":
        while first > 0 and _follow(asked[first - 1], asked[first]):
            first -= 1
        while last + 1 < len(asked) and _follow(asked[last], asked[last + 1]):
            last += 1
    return asked[first : last + 1]


def _follow(one: Term, other: Term) -> bool:
    return one.kind == other.kind == "name" and other.span.start == one.span.end + 1
