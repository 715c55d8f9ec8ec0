"""A question and what is claimed in; what of the sort that it asks for the claim does not have, out.

"How high is the dam?" is not answered by its length, "in which languages?" by no sentence without a language, and
"which general?" by none without a person's name.
"""

from __future__ import annotations

import re

from assistant.lexical import fold
from assistant.number_signs import find_noun
from assistant.quantities.numbers import find_numbers
from assistant.quantities.units import UNITS
from assistant.sorts import COUNTRIES, HEADS, NAMED_BODY, NAMED_PLACE, OFFICES, PEOPLE
from assistant.statements.tables import ALIASES, CAPITALS

_LANGUAGE = re.compile(r"\b(?:which|what)\s(?:\w+\s)?languages?\b", re.IGNORECASE)
_TONGUES = frozenset(
    "latin arabic persian farsi dari pashto hebrew hindi urdu cyrillic turkic slavonic kurdish".split()
)
_SHARE = re.compile(
    r"\b(?:what|which)\s(?:(?:is|was|were)\s(?:the\s)?)?(?:[\w’'-]+\s){0,2}?(?P<sort>turnout|percentage|proportion"
    r"|share(?!holder)|fraction|(?:rate\sof\s)?interest(?:\srate)?|unemployment|inflation)\b",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"%|\bper\s?cent\b|\bpercent|\b(?:hal[fv]e?s?|thirds?|quarters?|fifths?|tenths?|majority|minority|most|all|none|ratio"
    r"|free)\b|\bin\s(?:every\s)?(?:two|three|four|five|ten|twenty|100)\b|\bout\sof\b",
    re.IGNORECASE,
)
_DIMENSIONS = {
    "high": "high", "tall": "high", "height": "high", "deep": "deep", "depth": "deep", "long": "long",
    "length": "long", "wide": "wide", "width": "wide",
}  # fmt: skip
_ASKED_DIMENSION = re.compile(
    r"\bhow\s(?:many\s[\w-]+\s)?(?P<adjective>high|tall|deep|long|wide)\b"
    r"|\bwhat\s(?:is|was)\sthe\s(?:[\w-]+\s)?(?P<noun>height|depth|length|width)\b",
    re.IGNORECASE,
)
_SAID_DIMENSION = re.compile(r"\s(?:(?P<adjective>high|tall|deep|long|wide)|in\s(?P<noun>height|depth|length|width))\b")
_SEAT = re.compile(r"\b(?:where|which|what)\b.*\b(?:headquarter\w*|seat)\b", re.IGNORECASE)
_SEATED = re.compile(r"\b(?:headquarter\w*|seat\w*|based|offices?|secretariat)\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:when|what\sdate|which\syear)\s(?:is|are)\b.*\b(?:due|expected|planned|scheduled|supposed|to)\b|\bwhen\s(?:will|should)\b",
    re.IGNORECASE,
)
_COMES = re.compile(
    r"\b(?:will|would|shall|should|due|expect\w*|plan\w*|schedul\w*|to\sbe|is\sto|are\sto|was\sto|were\sto|by|until|before|target\w*"
    r"|aim\w*|not|foresee\w*|foreseen|later|end\sof|next|hope\w*|promis\w*|intend\w*|completion|within)\b",
    re.IGNORECASE,
)
_NOUNS = {"high": "height", "deep": "depth", "long": "length", "wide": "width"}
_LENGTHS = frozenset(("km", "m", "cm", "mm", "mile", "foot", "inch"))
_TIMES = frozenset(("year", "month", "week", "day", "hour", "minute", "second"))
_LASTS = re.compile(
    r"\b(?:until|till|since|throughout|overnight|permanent\w*|indefinite\w*|always|decades?|centur(?:y|ies)|years?|months?"
    r"|weeks?|days?|hours?|minutes?|seconds?|longer|longest|brief\w*)\b",
    re.IGNORECASE,
)
"""Says how long, without a number."""
_OFFICE = re.compile(
    rf"\b(?:which|what)\s(?:[\w’'-]+\s){{0,2}}?(?P<sort>general|{'|'.join(sorted(OFFICES - {'head'}))})\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\bwho\s(?:(?:has|had|have)\s)?(?:chair|head|represent|command|preside)\w*\b|\bwho\s(?:was|is)\s.*\bpredecessor\b"
    r"|\bwho\s(?:were|are)\sthe\ssignatories\b|\bwho\ssigned\b.*\bside\b",
    re.IGNORECASE,
)
"""What a person does in an office."""
_COMPANY = re.compile(
    r"\bwhich\s(?:[\w’'-]+\s){0,2}?(?:company|companies|firms?|contractors?|banks?|airlines?)\b", re.IGNORECASE
)
_DOER = re.compile(
    r"\bwho\s(?:(?:has|had|have)\s|was\sit\s(?:that|who)\s)?(?:sign|le[ad]d|design|draft|wrote|written|negotiat|mediat"
    r"|invent|author|compos)\w*\b",
    re.IGNORECASE,
)
"""What somebody with a name does."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_PART = r"[A-Z][^\W\d_]*(?:[’'-][^\W\d_]+)*"
_RUN = re.compile(rf"{_PART}(?:\s(?:al-|bin\s|de\s|van\s|von\s)?{_PART})*")
_IN = re.compile(r"\b(?:in|at|near|to|from|outside|into|of)\s(?:the\s)?\Z", re.IGNORECASE)
_THEM = frozenset(("he", "she", "they", "both", "we"))
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)


def find_missing(question: str, said: str) -> str | None:
    """Say what a claim has none of, where a question asks for nothing else; `said` is the sentences of the claim."""
    if _LANGUAGE.search(question) and not _has_language(question, said):
        return "language"
    share = _SHARE.search(question)
    if share and not _SHARES.search(said):
        return share["sort"].lower()
    office = _OFFICE.search(question)
    if office and not _has_person(question, said):
        return f"name of a {office['sort'].lower()}"
    if _HOLDS.search(question) and not _has_person(question, said):
        return "name of a person"
    if _DOER.search(question) and not _has_somebody(question, said):
        return "name of who did it"
    if _COMPANY.search(question) and not _has_company(question, said):
        return "name of a company"
    if _SEAT.search(question) and not _SEATED.search(said):
        return "seat"
    if _TO_COME.search(question) and not _COMES.search(said):
        return "date to come"
    return _find_missing_measure(question, said)


def _find_missing_measure(question: str, said: str) -> str | None:
    """Say which length or unit a claim has none of."""
    noun = find_noun(question)
    unit = UNITS.get(question[slice(*noun)].split(maxsplit=1)[0].lower()) if noun else None
    numbers = find_numbers(said)
    if unit and not any(number.unit == unit or (unit in _LENGTHS and number.unit in _LENGTHS) for number in numbers):
        return f"number of {question[slice(*noun)].split(maxsplit=1)[0]}" if noun else None
    match = _ASKED_DIMENSION.search(question)
    if match is None:
        return None
    asked = _DIMENSIONS[(match["adjective"] or match["noun"]).lower()]
    lengths = any(number.unit in _LENGTHS or number.unit in _TIMES for number in numbers)
    if asked != "high" and not lengths and not (asked == "long" and _LASTS.search(said)):
        return _NOUNS[asked]
    others = [_said_dimension(said, number.end) for number in numbers if number.unit in _LENGTHS]
    if others and all(others) and asked not in others:
        return _NOUNS[asked]
    return None


def _said_dimension(said: str, end: int) -> str | None:
    match = _SAID_DIMENSION.match(said, end)
    return _DIMENSIONS[match["adjective"] or match["noun"]] if match else None


def _names(question: str, said: str) -> list[re.Match[str]]:
    """Return the capitalised words of a claim that neither the question nor the calendar has."""
    asked = {fold(word) for word in _WORD.findall(question)}
    return [
        match
        for match in _WORD.finditer(said)
        if match.group()[0].isupper() and fold(match.group()) not in asked and match.group().lower() not in _MONTHS
    ]


def _begins(said: str, at: int) -> bool:
    """Say whether a word begins a sentence, so that its capital says nothing."""
    return at == 0 or bool(re.search(r"[.!?:“\"]\s?\Z", said[:at]))


def _has_language(question: str, said: str) -> bool:
    small = [match.group().lower() for match in _names(question, said)]
    return any(
        (word in ALIASES and ALIASES[word] != word and word not in CAPITALS) or word in _TONGUES for word in small
    )


def _has_person(question: str, said: str) -> bool:
    """Say whether a claim names a person: words in capitals of which none is a nation's, a place's or a body's."""
    asked = {fold(word) for word in _WORD.findall(question)}
    for run in _RUN.finditer(said):
        words = run.group().split()
        if _begins(said, run.start()) and len(words) == 1:
            continue
        if any(_is_no_person(word) for word in words) or all(fold(word) in asked for word in words):
            continue
        if len(words) > 1 or not _IN.search(said[: run.start()]):
            return True
    return False


def _is_no_person(word: str) -> bool:
    small = word.lower()
    sort = HEADS.get(small, HEADS.get(small.removesuffix("s")))
    return (
        small in _MONTHS
        or small in _TONGUES
        or small in COUNTRIES
        or small in CAPITALS
        or (small in ALIASES and ALIASES[small] != small)
        or sort not in (None, "person")
        or bool(NAMED_PLACE.fullmatch(word) or NAMED_BODY.fullmatch(word))
    )


def _has_company(question: str, said: str) -> bool:
    """Say whether a claim has a name that is no country's, nor where something is; one of two words may begin it."""
    for match in _names(question, said):
        if re.match(r"[’']?s?\s[A-Z]", said[match.end() :]):
            return True
        is_where = bool(_IN.search(said[: match.start()])) or _begins(said, match.start())
        if not is_where and not _is_no_person(match.group()):
            return True
    return False


def _has_somebody(question: str, said: str) -> bool:
    """Say whether a claim tells of somebody who may have done something: a name that is not where, or people."""
    asked = {fold(word) for word in _WORD.findall(question)}
    small = [word for word in _WORD.findall(said) if word.islower() and fold(word) not in asked]
    if any(PEOPLE.search(word) or HEADS.get(word.removesuffix("s")) == "person" or word in _THEM for word in small):
        return True
    return any(
        not _IN.search(said[: match.start()])
        and not (_begins(said, match.start()) and not re.match(r"[’']?s?\s[A-Z]", said[match.end() :]))
        for match in _names(question, said)
    )
