"""A question and an evidence sentence in, the few words of the sentence that answer out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.evidence import Evidence
from assistant.lexical import words_of
from assistant.name_ranking import rank_names
from assistant.number_phrases import YEAR
from assistant.number_signs import SHARE, count_signs, find_counted_behind, find_noun, say_number
from assistant.phrases import DATES, find_phrases
from assistant.question import Kind, expected_kind, wants_year_only
from assistant.said import find_said
from assistant.types import Span, Vectors

REACH = 12.0  # tokens: a match this far from a candidate counts 1/e of one beside it
CLAUSE = 6.0  # signs that a date has whose clause says all of a question
BREAK = 2.0  # tokens: what a comma or an "and" adds to a distance
CUE = 0.1  # added to a phrase's fit (0 to 1) for each sign that it is what is asked for
BELOW = 10.0  # times how much less than the best a sentence beside it scores (0 to 1): so much less its phrase fits
LEAST: dict[Kind, float] = {"person": 0.25, "place": 0.3, "name": 0.5}
"""How likely a phrase of a kind must be to be given; else the sentence is the answer. A date or number always is.

Of squad2-dev's questions whose first sentence holds the answer, with weights that were fitted without the article: a
person is given to .96, and right for .68 of all (.70 of the given), where something is to .93, .58 (.62), which city or
the like to .80, .70 (.87), another name to .47, .27 (.57). A date is given to .93, and right for .90 (.97), a number to
.95, .85 (.89); the rules of numbers were made with a view to half of the articles.
"""


def short_answer(question: str, evidence: Evidence) -> str | None:
    """Return the phrase of a sentence that is likeliest to answer a question, or none."""
    found = _find_best(question, evidence)
    return _say(question, evidence, found[1]) if found else None


def short_answer_of(question: str, sentences: Sequence[tuple[float, Evidence]]) -> str | None:
    """Return the phrase of sentences side by side that is likeliest to answer, or none; the best of them is the first.

    Each has how much less it scores than the best, which counts against its phrase. Another name than a person's or a
    place's is of the best one alone: most that stand beside it do not answer.
    """
    if expected_kind(question) == "name":
        return short_answer(question, sentences[0][1])
    found = [
        (best[0] - BELOW * below, item, best[1]) for below, item in sentences if (best := _find_best(question, item))
    ]
    if not found:
        return None
    _, item, span = max(found, key=lambda phrase: phrase[0])
    return _say(question, item, span)


def _say(question: str, evidence: Evidence, span: Span) -> str:
    kind, phrase = expected_kind(question), evidence.text[span.start : span.end]
    if kind == "number":
        before, after = evidence.text[: span.start], evidence.text[span.end :]
        about = _ABOUT.search(before) if SHARE.search(phrase) and not phrase[0].isdigit() else None
        return (about.group() if about else bound_before(before)) + say_number(question, phrase, after)
    if kind != "date":
        return phrase
    years = re.findall(rf"\b{YEAR}\b", phrase)
    if len(years) == 2 and (_BEGINS.search(question) or _ENDS.search(question)):
        return str(years[0] if _BEGINS.search(question) else years[1])
    return str(years[0]) if wants_year_only(question) and years else phrase


def bound_before(before: str) -> str:
    """Return the words before a number that say it is not this number: "fewer than", "nearly"."""
    match = _BOUNDS.search(before)
    return match.group() if match else ""


_BOUNDS = re.compile(
    r"\b(?:(?:no|not|never)\s)?(?:(?:more|less|fewer|higher|lower|greater)\sthan|over|under|nearly|almost|at\s(?:least|most)|up\sto)\s(?:an?\s)?\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:about|around|roughly|approximately)\s\Z", re.IGNORECASE)
"""Said of a third or a half it is seldom left out: "about a third"."""
_BEGINS = re.compile(r"\b(?:born|begin|began|start(?:ed)?|founded|first)\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:die[ds]?|death|end(?:ed)?|finish(?:ed)?|cease[ds]?|last)\b", re.IGNORECASE)


def find_phrase(question: str, evidence: Evidence) -> Span | None:
    """Find the phrase of a sentence that answers a question: characters of its text."""
    found = _find_best(question, evidence)
    return found[1] if found else None


def _find_best(question: str, evidence: Evidence) -> tuple[float, Span] | None:
    """Find the phrase that answers, with how well it fits; none where none is likely enough for its kind."""
    kind = expected_kind(question)
    if kind is None:
        return None
    phrases = rank_names(kind, question, evidence) if kind in LEAST else fit_phrases(question, evidence)
    return phrases[0] if phrases and phrases[0][0] >= LEAST.get(kind, -math.inf) else None


def fit_phrases(question: str, evidence: Evidence) -> list[tuple[float, Span]]:
    """Return the dates or numbers of a sentence, whichever are asked for, with how well each fits, best first.

    One fits as its neighbourhood matches the question.
    """
    kind = expected_kind(question)
    if kind not in ("date", "number"):
        return []
    weights, places = _weights(question, evidence), _places(evidence)
    spans = list(find_phrases(kind, question, evidence.text))
    fits = [
        (round(_fit(span, evidence, weights, places) + CUE * _cues(kind, span, spans, question, evidence), 4), span)
        for span in spans
    ]
    return sorted(fits, key=lambda pair: (-pair[0], pair[1]))


def _cues(kind: Kind, span: Span, spans: Sequence[Span], question: str, evidence: Evidence) -> float:
    """Count the signs for and against a date or number being what is asked for."""
    text = evidence.text
    if kind == "date":
        is_dated = any(dated.start <= span.start and span.end <= dated.end for dated in find_dated(question, text))
        return 2.0 * is_dated + CLAUSE * _said_in_clause(question, span, text)
    counted = find_noun(question)
    alike = similarity_of(counted, find_counted_behind(span, text), evidence) if counted else 0.0
    return count_signs(question, span, spans, text, alike)


def _said_in_clause(question: str, span: Span, text: str) -> float:
    """Return how much of a question the clause around a date says, 0 to 1; "it" stands for what the one before says."""
    asked, clause = set(words_of(question)), find_clause(span, text)
    if clause == Span(0, len(text)) or not asked:
        return 0.0
    said = find_said(asked, text[slice(*clause)])
    if clause.start and _PRONOUN.match(text, clause.start):
        said |= find_said(asked, text[slice(*find_clause(Span(clause.start - 1, clause.start - 1), text))])
    return len(said) / len(asked)


def find_clause(span: Span, text: str) -> Span:
    """Find the clause of a part of a sentence: one begins behind "while", with "and it", or behind a date's "and"."""
    bounds = [0, *(match.end() for match in _CLAUSES.finditer(text)), len(text)]
    at = max(i for i, start in enumerate(bounds[:-1]) if start <= span.start)
    return Span(bounds[at], bounds[at + 1])


_POINTS = r"(?:it|they|he|she|both|that|this)\b"
_PRONOUN = re.compile(_POINTS, re.IGNORECASE)
_CLAUSES = re.compile(rf";\s|,?\s(?:while|whereas|but|although)\s|,\sand\s(?={_POINTS})|\d,?\s(?:and|then)\s(?=\w)")


def similarity_of(asked: Span, said: Span, evidence: Evidence) -> float:
    """Return how similar the likest tokens of a part of the question and a part of the sentence are."""
    rows = [i for i, t in enumerate(evidence.question_tokens) if t.start < asked.end and asked.start < t.end]
    columns = [j for j, t in enumerate(evidence.tokens) if t.start < said.end and said.start < t.end]
    return float(evidence.similarity[np.ix_(rows, columns)].max()) if rows and columns else 0.0


def holds_kind(question: str, text: str) -> bool:
    """Say whether a text holds a phrase of the kind that the question asks for."""
    kind = expected_kind(question)
    return kind is None or any(True for _ in find_phrases(kind, question, text))


def find_dated(question: str, text: str) -> Iterator[Span]:
    """Yield the dates that stand right after the name of what a question asks the date of.

    "The Shusha Declaration of 15 June 2021": when it was made, not when it was ratified.
    """
    if expected_kind(question) != "date" or not _MADE.search(question):
        return
    for name in _NAMED.findall(question):
        for match in re.finditer(re.escape(name) + r"(?:\sof\s|,?\ssigned\s(?:(?:in|at)\s\w+\s)?on\s|\s\()", text):
            date = DATES.match(text, match.end())
            if date:
                yield Span(*date.span())


_NAMED = re.compile(
    r"(?:\b[A-Z][\w’'-]+\s(?:of\s(?:the\s)?)?)+"
    r"(?:[A-Z][\w’'-]+|declaration|treaty|agreement|convention|accord|pact)\b"
)
_MADE = re.compile(r"\b(?:sign\w*|conclud\w+|adopt\w*|made|dates?|dated|drawn\sup)\b", re.IGNORECASE)


def _weights(question: str, evidence: Evidence) -> Vectors:
    """Weigh the question's tokens: those of words that say what is asked, not how."""
    return np.array(
        [1.0 if words_of(question[span.start : span.end]) else 0.0 for span in evidence.question_tokens], np.float32
    )


def _places(evidence: Evidence) -> Vectors:
    """Return where each token of a sentence stands, in tokens; a comma or an "and" is as many as `BREAK`."""
    breaks = [
        evidence.text[token.start : token.end].lower() in _BREAKING
        and not _IN_NUMBER.match(evidence.text, token.start - 1)
        for token in evidence.tokens
    ]
    return np.cumsum([1.0 + BREAK * is_break for is_break in breaks]).astype(np.float32)


_IN_NUMBER = re.compile(r"\d[,:]\d")
_BREAKING = (",", ";", ":", "and", "while", "but", "compared")


def _fit(span: Span, evidence: Evidence, weights: Vectors, places: Vectors) -> float:
    """Score a candidate: how well the question matches its tokens and those near it, 0 to 1."""
    inside = [j for j, token in enumerate(evidence.tokens) if token.start < span.end and span.start < token.end]
    if not inside:
        return 0.0
    first, last = places[inside[0]], places[inside[-1]]
    near = np.exp(-np.where(places < first, first - places, np.maximum(places - last, 0.0)) / REACH)
    return float((weights * (evidence.similarity * near).max(axis=1)).sum() / max(float(weights.sum()), 1.0))
