"""A question and two values that articles give, in; whether both can be of one thing at all, out.

Other units, a part of the whole, the meeting of another year, another river: what nothing need be weighed for.
"""

from __future__ import annotations

import re

from assistant.held import asked_terms, is_named, terms_of
from assistant.lexical import words_of
from assistant.question import expected_kind
from assistant.said import find_said
from assistant.sorts import COUNTRIES
from assistant.statements.terms import Term
from assistant.values_said import Value, are_apart, counts_the_same, may_be_one_event

SHORTEST = 3  # letters: a noun beside a name has more
ONE_MEETING = 60  # days: sentences that date something so far apart may still tell where one thing was


def may_differ(question: str) -> bool:
    """Say whether articles can differ on what is asked: two may sign, attend or join, and both be named."""
    kind = expected_kind(question)
    return kind is not None and (kind in ("date", "number") or not _SEVERAL.search(question))


def may_be_same(question: str, first: Value, other: Value) -> bool:
    """Say whether two values can be of one thing at all."""
    kind = expected_kind(question)
    if kind == "number":
        may_be = counts_the_same(first, other) and (_is_rate(first) == _is_rate(other) or bool(_RATE.search(question)))
    elif kind == "date":
        may_be = not (_RECURS.search(question) and year_of(first) != year_of(other))
        may_be = may_be and not (_is_of_other_step(question, first) or _is_of_other_step(question, other))
    else:
        may_be = may_differ(question) and _may_meet(first, other)
    if may_be and (kind == "number" or _OF_ONE_SIDE.search(question)):
        may_be = not _tell_of_others(question, first, other)
    if not may_be or _is_of_part(question, first) or _is_of_part(question, other):
        return False
    return _is_of_asked_time(question, other) and not _names_another(question, other)


def _is_of_other_step(question: str, value: Value) -> bool:
    """Say whether a date is of when parliaments approved what a question asks the signing of, or of its signing."""
    text = value.evidence.text
    if _SIGNED.search(question):
        return bool(_APPROVED.search(text)) and not _SIGNED.search(text)
    return bool(_APPROVED.search(question)) and not (_APPROVED.search(text) or _PASSED.search(text))


_SIGNED = re.compile(r"\b(?:sign(?:ed|s|ing)?|conclud\w+|initial\w+)\b", re.IGNORECASE)
_APPROVED = re.compile(r"\b(?:approv\w+|ratif\w+|in(?:to)?\sforce|(?:took|take)\seffect|parliaments?)\b", re.IGNORECASE)
_PASSED = re.compile(
    r"\b(?:adopt\w+|endors\w+|vot(?:e|ed|es)|pass(?:ed|es)|appl(?:y|ied|ies)|began|begun|start\w*)\b", re.IGNORECASE
)
_RECURS = re.compile(
    r"\b(?:summits?|parades?|meetings?|elections?|visits?|exercises?|sessions?|conferences?|forums?|games|anniversar\w+|festivals?)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\bwhom?\b.*\bsign(?:ed|s)?\b(?!.*\b(?:side|behalf)\b)|\b(?:attend|visit|meet|ratif|recogni|join|support|belong"
    r"|participat|invit|fight|grow|live)\w*\b|\bmet\b|\bt(?:ook|ake)\spart\b|\bfought\b|\b(?:pass(?:es|ed)?|runs?)\sthrough\b"
    r"|\bfle[ed]\b|\bwhich\s(?:two|three|countries|states|cities|companies)\b",
    re.IGNORECASE,
)
"""What many do, and in many places."""
_OF_ONE_SIDE = re.compile(
    r"\b(?:delegations?|teams?|sides?|troops|envoys?|ambassadors?|ministers?|presidents?|representatives?)\b",
    re.IGNORECASE,
)
"""What each country has its own of."""
_PART = re.compile(
    r"\A(?:In|Within|Through|Inside)\s(?:the\s)?(?P<name>[^\W\d_a-z][\w’'-]+)|\bby\s(?:air|road|rail|sea)\b"
    r"|\b(?:part|section|stretch|leg|portion)\s(?:of|in)\b|\b[A-Z][a-z]+\s(?:part|section|stretch|leg|portion)\b"
)
"""Says that a value is of a part, or of another way."""
_BESIDE = (r"\b([A-Z][\w’-]+)\s{noun}\b", r"\b{noun}\s(?:of\s(?:the\s)?)?([A-Z][\w’-]+)")
"""A name in front of a noun, or behind it."""
_RATE = re.compile(r"\b(?:an?|per)\s(?:day|month|year|hour|week)\b|\b(?:annual|dai|year)ly\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_IS_SO = re.compile(
    r"\b(?:is|are|does|do|has|have|can)\b|\bhow\smany\b.*\b(?:live|work|belong|serve|exist)\b|\bwho(?:se\s\w+)?\s\w+s\b",
    re.IGNORECASE,
)
_WAS_OR_WILL = re.compile(
    r"\b(?:did|was|were|had|took|been|become|will|would|meant|planned|foreseen|designed|expected|supposed)\b",
    re.IGNORECASE,
)


def _is_rate(value: Value) -> bool:
    return bool(_RATE.search(value.phrase))


def is_of_now(question: str) -> bool:
    """Say whether a question asks how something is, and not what happened or is to come."""
    return bool(_IS_SO.search(question)) and not _WAS_OR_WILL.search(question) and not _YEAR.search(question)


def _is_of_asked_time(question: str, value: Value) -> bool:
    """Say whether a value is not of another year than the question names."""
    years = set(_YEAR.findall(question))
    return not years or value.date is None or any(value.date.first[:4] <= year <= value.date.last[:4] for year in years)


def _is_of_part(question: str, value: Value) -> bool:
    """Say whether a sentence tells of a part, or of a way, that the question does not: "In Georgia, it runs ..."."""
    part = _PART.search(value.evidence.text)
    words = set(words_of(part["name"] or part.group())) if part else set()
    return part is not None and find_said(words, question) != words


def _names_another(question: str, value: Value) -> bool:
    """Say whether a sentence is of another of the kind: "the Kura river" for the Aras river, TAP for TAPI.

    So it is where another name stands beside the question's noun and the question's name does not, and where no name in
    capitals that is asked about stands in the passage.
    """
    evidence, names = value.evidence, [term for term in asked_terms(question) if term.kind == "name"]
    around = f"{evidence.passage.title}\n{evidence.passage.chunk.text}"
    if any(term.text.isupper() and len(term.text) > 1 and not has_name(term, around) for term in names):
        return True
    absent = (name for name in names if not has_name(name, evidence.text))
    nouns = (re.escape(noun) for name in absent for noun in _nouns_beside(question, name))
    beside = (
        words_of(match[1])
        for noun in nouns
        for form in _BESIDE
        for match in re.finditer(form.format(noun=noun), evidence.text)
    )
    return any(words and not find_said(words, question) for words in beside)


def _nouns_beside(question: str, name: Term) -> list[str]:
    """Return the nouns around a name: "river" in "the river Aras" and "port of Aras", "Protocol" in "Aras Protocol"."""
    before = re.search(r"([\w-]+)\s(?:of\s(?:the\s)?)?\Z", question[: name.span.start])
    after = re.match(r"\s([\w-]+)", question[name.span.end :])
    return [m[1] for m in (before, after) if m and words_of(m[1]) and len(m[1]) > SHORTEST]


def _tell_of_others(question: str, one: Value, other: Value) -> bool:
    """Say whether two sentences tell of different countries, none of them in the question: two delegations."""
    asked = {term.key for term in asked_terms(question)}
    told = [
        {
            term.key
            for term in terms_of(value.evidence.text)
            if term.key in COUNTRIES and term.key not in asked and term.text not in value.phrase
        }
        for value in (one, other)
    ]
    return bool(told[0] and told[1]) and not told[0] & told[1]


def has_name(name: Term, text: str) -> bool:
    """Say whether a text has a name, in any form; one in capitals as it is: TAP is not TAPI."""
    if name.text.isupper() and len(name.text) > 1:
        return bool(re.search(rf"\b{re.escape(name.text)}\b", text))
    return is_named(name, text)


def year_of(value: Value) -> str:
    """Return the year of a value's date, or nothing."""
    return value.date.first[:4] if value.date else ""


def _may_meet(one: Value, other: Value) -> bool:
    """Say whether two sentences date what they tell so that it may be one event, if they do."""
    if not (one.date and other.date and are_apart(one, other)):
        return True
    return may_be_one_event(one.date, other.date, days=ONE_MEETING)
