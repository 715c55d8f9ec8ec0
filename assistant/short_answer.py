"""A question and an evidence sentence in, the few words of the sentence that answer out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from assistant.evidence import Evidence
from assistant.lexical import STOP_WORDS, fold, words_of
from assistant.question import Kind, expected_kind, wants_year_only
from assistant.types import Span, Vectors

REACH = 8.0  # tokens: a match this far from a candidate counts 1/e of one beside it
CUE = 0.1  # added to a name's fit (0 to 1) for each sign that it is what is asked for
MARGINS: dict[Kind, float] = {"date": 0.0, "number": 0.05, "person": 0.15}
"""How much better than the next a phrase of a kind must fit; for other kinds the sentence is the answer.

Where the first sentence holds the answer, squad2-dev (a quarter of its questions) has the phrase
exactly right for .93 of the dates, .80 of the numbers and .66 of the persons at these margins, but
for only .47 of the places and .35 of other names at any.
"""

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = r"(?:1\d{3}|20\d{2})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATES = re.compile(
    rf"\b(?:{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?|{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?(?!\d)|{_MONTH},?\s+{_YEAR}"
    rf"|{_YEAR}s?(?:\s?[–-]\s?(?:{_YEAR}|\d{{2}}))?(?:\s(?:BCE?|AD|CE))?|\d{{1,3}}\s(?:BCE?|AD|CE)"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)|[a-z]+(?:th|first|second|third))\s+(?:century|centuries)"
    rf"|(?:(?:spring|summer|autumn|fall|winter)\s+(?:of\s+)?)?{_YEAR}|{_MONTH})(?!\w)"
)
_NUMBER_WORD = (
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|a\s+third"
    r"|a\s+quarter|two[- ]thirds|three[- ]quarters|a\s+half|one[- ]third)(?:[-\s]+(?:and\s+)?)?)+"
)
_UNIT = (
    r"(?:\s?%|\s(?:per\s?cent|percent)\b|(?:[\s-](?:hundred|thousand|million|billion|trillion)s?\b)?(?:[\s-](?:square|cubic)"
    r"[\s-])?\s?(?:kilomet(?:er|re)s?|met(?:er|re)s?|miles?|feet|km|tonnes?|tons?|barrels?|megawatts?|gigawatts?|MW|GW"
    r"|kilovolts?|dollars?|euros?|US\sdollars|years?|months?|weeks?|days?|hours?|minutes?|hectares?|acres?|degrees"
    r"|pounds?|bcm|TEUs?)?\b(?:\s(?:a|per)\s(?:year|day|month|hour|annum))?)"
)
_NUMBERS = re.compile(
    rf"(?<![\w.,])(?:(?:US)?[$€£]\s?)?(?:\d[\d,]*(?:\.\d+)?(?:bn|tn|mn|m|k)?|{_NUMBER_WORD}){_UNIT}?", re.IGNORECASE
)
_NAME_WORD = r"[^\W\d_a-zçğıöşüəäéèáíóúñ][\w’'.-]*\w"
_NAMES = re.compile(
    rf"{_NAME_WORD}(?:(?:\s(?:of|the|de|la|von|van|der|al|bin|ibn|for|on|and)){{0,2}}\s(?:{_NAME_WORD}))*|\b[A-Z]{{2,}}\b"
)


def short_answer(question: str, evidence: Evidence) -> str | None:
    """Return the shortest phrase of a sentence that answers a question, or none.

    A phrase of the kind that is asked for is a candidate; the one whose neighbourhood matches the
    question best is taken.
    """
    kind = expected_kind(question)
    if kind is None or kind not in MARGINS:
        return None
    weights = _weights(question, evidence)
    fits = sorted(
        (-round(_fit(span, evidence, weights) + CUE * _cues(kind, span, question, evidence.text), 4), span)
        for span in _candidates(kind, question, evidence.text)
    )
    if not fits or (len(fits) > 1 and fits[1][0] - fits[0][0] < MARGINS[kind]):
        return None
    phrase = evidence.text[fits[0][1].start : fits[0][1].end]
    years = re.findall(rf"\b{_YEAR}\b", phrase)
    return years[0] if kind == "date" and wants_year_only(question) and years else phrase


def holds_kind(question: str, text: str) -> bool:
    """Say whether a text holds a phrase of the kind that the question asks for."""
    kind = expected_kind(question)
    return kind is None or any(True for _ in _candidates(kind, question, text))


def _candidates(kind: Kind, question: str, text: str) -> Iterator[Span]:
    """Yield the phrases of a kind; what the question itself names is no answer to it."""
    asked = {fold(word) for word in re.findall(r"\w+", question)}
    dates = [Span(*match.span()) for match in _DATES.finditer(text)]
    if kind == "date":
        phrases = dates
    elif kind == "number":
        numbers = [_trim(Span(*match.span()), text) for match in _NUMBERS.finditer(text)]
        phrases = [n for n in numbers if not any(n.start < date.end and date.start < n.end for date in dates)]
    else:
        phrases = [name for match in _NAMES.finditer(text) for name in _names(Span(*match.span()), text, asked)]
    for phrase in phrases:
        if _is_whole(phrase, text) and not all(
            fold(word) in asked for word in re.findall(r"\w+", text[phrase.start : phrase.end])
        ):
            yield phrase


def _is_whole(span: Span, text: str) -> bool:
    """Say whether a phrase begins and ends where words do: "four" is not, in "fourth"."""
    return not re.search(r"\w\Z", text[: span.start]) and not re.match(r"\w", text[span.end :])


def _names(span: Span, text: str, asked: set[str]) -> Iterator[Span]:
    """Yield a capitalised phrase without the words that begin a sentence or stand in the question."""
    words = [
        Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"\S+", text[span.start : span.end])
    ]
    while words and fold(text[words[0].start : words[0].end]) in STOP_WORDS | _OPENERS:
        words = words[1:]
    if not words or _DATES.fullmatch(text[words[0].start : words[-1].end]):
        return
    content = [fold(text[w.start : w.end]) for w in words]
    if all(word in asked or word in STOP_WORDS for word in content):
        return
    yield Span(words[0].start, words[-1].end)


_OPENERS = frozenset(
    "after although among another before both despite during each even following however like many most several since "
    "some such these those though through two under until while within according also because between first former "
    "later then there today yet meanwhile instead moreover nevertheless".split()
)


def _cues(kind: Kind, span: Span, question: str, text: str) -> int:
    """Count the signs for and against a name being of the kind that is asked for."""
    if kind in ("date", "number"):
        return 0
    phrase, before, after = text[span.start : span.end], text[: span.start], text[span.end :]
    asked = set(words_of(question))
    signs = -2 * any(word in asked for word in words_of(phrase))
    is_adjective = bool(_ADJECTIVE.search(phrase)) and bool(re.match(r"\s[a-z]", after))
    if kind == "person":
        signs += 2 * (len(phrase.split()) > 1) - 2 * bool(_ORGANISATION.search(phrase)) - 2 * is_adjective
        signs += bool(re.search(r"\bby\s(?:the\s|[a-z]+\s){0,3}\Z", before)) or not before.strip()
        signs -= 2 * bool(re.search(r"\b(?:in|at|from|to|near)\s(?:the\s)?\Z", before))
    return signs


_ADJECTIVE = re.compile(r"(?:ish|ese|ian|ean|ani|akh|bek|man|nch|tch|ic|kish)\Z")
_ORGANISATION = re.compile(
    r"\b(?:Party|Council|Organi[sz]ation|Union|Ministry|Company|University|Committee|Bank|Agency|Brotherhood|Court"
    r"|Church|Army|Empire|Agreement|Treaty|War|Act|Association|Institute|Corporation|Conference|Parliament)\b"
)


def _trim(span: Span, text: str) -> Span:
    piece = text[span.start : span.end]
    return Span(span.start, span.start + len(piece.rstrip(" ,.-")))


def _weights(question: str, evidence: Evidence) -> Vectors:
    """Weigh the question's tokens: those of words that say what is asked, not how."""
    return np.array(
        [1.0 if words_of(question[span.start : span.end]) else 0.0 for span in evidence.question_tokens], np.float32
    )


def _fit(span: Span, evidence: Evidence, weights: Vectors) -> float:
    """Score a candidate: how well the question matches its tokens and those near it, 0 to 1."""
    inside = [j for j, token in enumerate(evidence.tokens) if token.start < span.end and span.start < token.end]
    if not inside:
        return 0.0
    columns = np.arange(len(evidence.tokens))
    distance = np.where(columns < inside[0], inside[0] - columns, np.maximum(columns - inside[-1], 0))
    near = np.exp(-distance / REACH).astype(np.float32)
    return float((weights * (evidence.similarity * near).max(axis=1)).sum() / max(float(weights.sum()), 1.0))
