"""A question and an evidence sentence in, the few words of the sentence that answer out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from assistant.evidence import Evidence
from assistant.lexical import words_of
from assistant.phrases import DATES, YEAR, find_phrases
from assistant.question import Kind, expected_kind, wants_year_only
from assistant.types import Span, Vectors

REACH = 8.0  # tokens: a match this far from a candidate counts 1/e of one beside it
CUE = 0.1  # added to a phrase's fit (0 to 1) for each sign that it is what is asked for
MARGINS: dict[Kind, float] = {"date": 0.0, "number": 0.1, "person": 0.2, "place": 0.1}
"""How much better than the next a phrase of a kind must fit; for other kinds the sentence is the answer.

Where the first sentence holds the answer, the phrase that is given at these margins is exactly right on
squad2-dev (1,300 questions, tuned on half of the articles / the other half) for .97 / .92 of the dates
(given to .90 / .95 of the questions), .86 / .86 of the numbers (.74 / .72), .85 / .64 of the persons
(.39 / .41) and .71 / .50 of the places (.42 / .41); of other names for .50 at any margin that gives some.
"""


def short_answer(question: str, evidence: Evidence) -> str | None:
    """Return the shortest phrase of a sentence that answers a question, or none."""
    span = find_phrase(question, evidence)
    if span is None:
        return None
    phrase = evidence.text[span.start : span.end]
    years = re.findall(rf"\b{YEAR}\b", phrase)
    if expected_kind(question) == "date" and len(years) == 2 and (_BEGINS.search(question) or _ENDS.search(question)):
        return str(years[0] if _BEGINS.search(question) else years[1])
    return str(years[0]) if expected_kind(question) == "date" and wants_year_only(question) and years else phrase


_BEGINS = re.compile(r"\b(?:born|begin|began|start(?:ed)?|founded|first)\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:die[ds]?|death|end(?:ed)?|finish(?:ed)?|cease[ds]?|last)\b", re.IGNORECASE)


def find_phrase(question: str, evidence: Evidence, *, margin: float | None = None) -> Span | None:
    """Find the phrase of a sentence that answers a question: characters of its text.

    A phrase of the kind that is asked for is a candidate; the one whose neighbourhood matches the
    question best is taken, if it is better by `margin` than the next.
    """
    kind = expected_kind(question)
    if kind is None or (margin is None and kind not in MARGINS):
        return None
    fits = fit_phrases(question, evidence)
    least = MARGINS.get(kind, 0.0) if margin is None else margin
    if not fits or (len(fits) > 1 and fits[0][0] - fits[1][0] < least):
        return None
    return fits[0][1]


def fit_phrases(question: str, evidence: Evidence) -> list[tuple[float, Span]]:
    """Return the phrases of a sentence that are of the kind asked for, with how well each fits, best first."""
    kind = expected_kind(question)
    if kind is None:
        return []
    weights = _weights(question, evidence)
    fits = [
        (round(_fit(span, evidence, weights) + CUE * _cues(kind, span, question, evidence), 4), span)
        for span in find_phrases(kind, question, evidence.text)
    ]
    return sorted(fits, key=lambda pair: (-pair[0], pair[1]))


def holds_kind(question: str, text: str) -> bool:
    """Say whether a text holds a phrase of the kind that the question asks for."""
    kind = expected_kind(question)
    return kind is None or any(True for _ in find_phrases(kind, question, text, nouns=False))


def _cues(kind: Kind, span: Span, question: str, evidence: Evidence) -> float:
    """Count the signs for and against a phrase being what is asked for."""
    text = evidence.text
    phrase, before, after = text[span.start : span.end], text[: span.start], text[span.end :]
    if kind == "date":
        return 2.0 * any(dated.start <= span.start and span.end <= dated.end for dated in find_dated(question, text))
    if kind == "number":
        return _number_cues(question, phrase, before, after)
    asked = set(words_of(question))
    words = words_of(phrase)
    is_name = not phrase[0].islower()
    signs = 1.5 * is_name - 4.0 * sum(word in asked for word in words) / max(len(words), 1)
    signs -= 2.0 * (is_name and bool(_ADJECTIVE.search(phrase)) and bool(re.match(r"\s[a-z]", after)))
    if kind == "person":
        signs += 2.0 * (is_name and len(phrase.split()) > 1) - 2.0 * bool(_ORGANISATION.search(phrase))
        signs -= 2.0 * bool(re.search(r"\b(?:in|at|from|to|near)\s(?:the\s)?\Z", before)) + bool(
            _PLACE_NAME.search(phrase)
        )
        signs += bool(re.search(r"\bby\s(?:the\s|[a-z]+\s){0,3}\Z", before)) or not before.strip()
        signs += _doer(question, span, evidence)
    if kind == "place":
        signs += _place_cues(question, phrase, before)
    if kind == "name":
        signs += _doer(question, span, evidence)
    return signs


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


def _place_cues(question: str, phrase: str, before: str) -> float:
    """Count the signs that a phrase is a place, or of the sort of place that is asked for."""
    signs = 1.5 * bool(
        re.search(r"\b(?:in|at|to|near|from|of|into|on|around|outside|through)\s(?:the\s|a\s)?\Z", before)
    )
    ends = re.search(r"\b(to|from)\s*\?\Z", question)
    signs += 2.0 * bool(ends and re.search(rf"\b{ends[1]}\s(?:the\s)?\Z", before))
    sort = re.search(
        r"\b(?:what|which)\s+(?:[\w-]+\s+){0,2}?(river|sea|lake|island|province|state|port|ocean|county|valley)\b",
        question,
        re.I,
    )
    signs += 2.0 * bool(sort and sort[1].lower() in phrase.lower())
    return signs - 1.0 * phrase[0].islower()


def _doer(question: str, span: Span, evidence: Evidence) -> float:
    """Return a sign where a phrase stands where who does what is asked would: right before its verb.

    "Who visited X?" asks for what is before the verb, "who did X visit?" for what is behind it.
    """
    match = _WHO_DOES.search(question) or _WHOM.search(question)
    if not match:
        return 0.0
    at = Span(*match.span("verb"))
    rows = [i for i, token in enumerate(evidence.question_tokens) if token.start < at.end and at.start < token.end]
    if not rows:
        return 0.0
    similar = evidence.similarity[rows].max(axis=0)
    j = int(similar.argmax())
    if similar[j] < LEAST_ALIKE:
        return 0.0
    verb = evidence.tokens[j]
    first, last = (span.end, verb.start) if match.re is _WHO_DOES else (verb.end, span.start)
    between = evidence.text[first:last] if first <= last else None
    return 2.0 * (between is not None and len(between.split()) <= DOER_WORDS and not re.search(r"[,;(]", between))


LEAST_ALIKE = 0.5  # cosine of a question's verb and the word of a sentence that says it
DOER_WORDS = 2  # between who does something and the verb that says what
_WHO_DOES = re.compile(
    r"\A(?:who|which\s(?:[\w-]+\s){1,3}?)\s?(?:(?:has|have|had|also|first|originally)\s)*(?P<verb>(?!did|does|do|was|were|is|are|can|could|would|will)[a-z]+(?:ed|s|t|e|d|n|w|k|g))\b",
    re.I,
)
_WHOM = re.compile(
    r"\b(?:whom?|which\s[\w-]+)\s(?:did|does|do)\s.*\b(?P<verb>[a-z]{3,})\b(?:\s(?:to|with|from|for|in|as|by))?\s*\?",
    re.I,
)
_PLACE_NAME = re.compile(r"\b(?:Fort|River|County|Lake|City|Sea|Mount|Island|Street|Province|Exposition|Hotel)\b")


def _number_cues(question: str, phrase: str, before: str, after: str) -> float:
    """Count the signs that a number is in the unit, or of the thing, that a question asks for."""
    signs = -1.0 * bool(re.search(r"\([^)]*\Z", before))
    counted = _COUNTED.search(question)
    noun = set(words_of(counted["noun"])) if counted else set()
    if noun:
        near = set(words_of(" ".join(re.findall(r"\w+", phrase + after)[:5])))
        signs += 2.0 * bool(noun & near)
    for asks, has in _UNITS:
        if asks.search(question):
            signs += 2.0 if has.search(phrase) else -1.0
    return signs


_COUNTED = re.compile(
    r"\bhow\s+many\s+(?P<noun>(?:[\w’'-]+\s*){1,3}?)(?=\b(?:did|do|does|are|were|was|is|have|has|had|will|would|could|can|in|of|on|at|who)\b|\?|\Z)",
    re.I,
)
_UNITS = (
    (
        re.compile(r"\b(?:how much of|percent|per\s?cent|percentage|proportion|share|portion|fraction)", re.I),
        re.compile(r"%|per\s?cent|third|quarter|half|fifth|tenth", re.I),
    ),
    (
        re.compile(
            r"\b(?:how (?:much (?:money|did|does|was|were|is)|expensive)|cost|price|budget|pay|paid|worth)\b", re.I
        ),
        re.compile(r"[$€£]|dollars?|euros?|pounds?|yuan|roubles?", re.I),
    ),
    (
        re.compile(r"\bhow (?:far|tall|high|deep|wide)\b|\b(?:distance|height|depth|width)\b", re.I),
        re.compile(r"met(?:er|re)|mile|km|feet", re.I),
    ),
    (
        re.compile(r"\bhow long (?:did|does|was|were|has|have|had|ago)\b|\bhow old\b|\bwhat age\b", re.I),
        re.compile(r"year|month|week|day|hour|minute", re.I),
    ),
    (
        re.compile(r"\bhow long (?:is|will)\b|\blength\b", re.I),
        re.compile(r"met(?:er|re)|mile|km|feet|year|month|week|day|hour|minute", re.I),
    ),
    (re.compile(r"\bhow fast\b|\bspeed\b", re.I), re.compile(r"mph|km/h|an hour|per hour", re.I)),
)
_ADJECTIVE = re.compile(r"(?:ish|ese|ian|ean|ani|akh|bek|man|nch|tch|ic|kish)\Z")
_ORGANISATION = re.compile(
    r"\b(?:Party|Council|Organi[sz]ation|Union|Ministry|Company|University|Committee|Bank|Agency|Brotherhood|Court"
    r"|Church|Army|Empire|Agreement|Treaty|War|Act|Association|Institute|Corporation|Conference|Parliament)\b"
)


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
