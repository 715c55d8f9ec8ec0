"""A question and what is claimed in; what of the sort that it asks for the claim does not have, out.

"How high is the dam?" is not answered by its length, "in which languages?" by no sentence without a language, and
"which general?" by none without a person's name. Where in doubt nothing is missing.
"""

from __future__ import annotations

import re

from assistant.number_signs import find_asked_unit
from assistant.persons import has_company, has_language, has_person, has_somebody
from assistant.phrases import DATES
from assistant.quantities.numbers import Number, find_numbers
from assistant.sorts import OFFICES

_LANGUAGE = re.compile(
    r"\b(?:which|what)\s(?:(?!programming)\w+\s)?languages?\b(?!\s(?:famil|group|branch))", re.IGNORECASE
)
_SHARE = re.compile(
    r"\b(?:what|which)\s(?:(?:is|was|were)\s(?:the\s)?)?(?:[\w’'-]+\s){0,2}?(?P<sort>turnout|percentage|proportion"
    r"|share(?!holder|\sprice|s\b)|fraction|rate\sof\sinterest|interest\srate|unemployment\srate|inflation\srate)\b",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"%|\bper\s?cent\b|\bpercent|\b(?:hal[fv]e?s?|thirds?|quarters?|fifths?|tenths?|majority|minority|most|all|none|ratio"
    r"|free)\b|\bin\s(?:every\s)?(?:two|three|four|five|ten|twenty|100)\b|\bout\sof\b",
    re.IGNORECASE,
)
_OFFICES = "|".join(["general", *sorted(OFFICES - {"head"})])
_OFFICE = re.compile(
    rf"\b(?:which|what)\s(?:(?!president|minister)[\w’'-]+\s)?(?P<sort>{_OFFICES})\b"
    r"(?!['’]s|\s(?:election|agreement|staff|principle|assembly|secretar|of\b|term|polic|office))",
    re.IGNORECASE,
)
_OF_OFFICE = re.compile(r"\bwhat\s(?:is|was|are|were|did|does|do|has|had|the)\b", re.IGNORECASE)
"""Asks something else of who holds it: "what did the president say"."""
_HOLDS = re.compile(
    r"\bwho\s(?:(?:has|had|have)\s)?(?:chair|head|represent|command|preside)\w*\b|\bwho\s(?:was|is)\s.*\bpredecessor\b"
    r"|\bwho\s(?:were|are)\sthe\ssignatories\b|\bwho\ssigned\b.*\bside\b",
    re.IGNORECASE,
)
"""What a person does in an office, or a state in its turn."""
_DOER = re.compile(
    r"\bwho\s(?:(?:has|had|have)\s|was\sit\s(?:that|who)\s)?(?:sign|le[ad]d|design|draft|wrote|written|negotiat|mediat"
    r"|invent|author|compos)\w*\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\bwhich\s(?:(?!left|right|river)[\w’'-]+\s){0,2}?(?:company|companies|firms?|contractors?|banks?(?!\sof\sthe)|airlines?)\b",
    re.IGNORECASE,
)
_SEAT = re.compile(
    r"\b(?:where|(?:which|what)\s(?:city|town|capital))\b.*\b(?:headquarter\w*|seat(?!s?\s(?:on|in)\b))\b",
    re.IGNORECASE,
)
_SEATED = re.compile(
    r"\b(?:headquarter\w*|seat\w*|based|offices?|secretariat|station\w*|locat\w*|sits?|hous(?:e[sd]?|ing)|directed\sfrom"
    r"|run\sfrom|headed\sfrom)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:when|what\sdate|which\syear)\s(?:is|are)\b.*\b(?:due|expected|planned|scheduled|supposed)\b", re.IGNORECASE
)
_COMES = re.compile(
    r"\b(?:will|would|shall|should|due|expect\w*|plan\w*|schedul\w*|to\sbe|(?:is|are|was|were)\sto|by|until|before|target\w*"
    r"|aim\w*|not|foresee\w*|foreseen|later|end\sof|next|hope\w*|promis\w*|intend\w*|completion|within|opens?|starts?|begins?"
    r"|ends?|takes?\splace|closes?|comes?)\b",
    re.IGNORECASE,
)
_DIMENSIONS = {
    "high": "high", "tall": "high", "height": "high", "deep": "deep", "depth": "deep", "long": "long",
    "length": "long", "wide": "wide", "width": "wide",
}  # fmt: skip
_NOUNS = {"high": "height", "deep": "depth", "long": "length", "wide": "width"}
_ASKED_DIMENSION = re.compile(
    r"\bhow\s(?:many\s[\w-]+\s)?(?P<adjective>high|tall|deep|long|wide)\b"
    r"|\bwhat\s(?:is|was)\sthe\s(?:[\w-]+\s)?(?P<noun>height|depth|length|width)\b",
    re.IGNORECASE,
)
_PHYSICAL = re.compile(
    r"\b(?:waters?|sea|lake|river|strait|canal|tunnel|harbou?r|port|berths?|basin|channel|dam|pipe(?:line)?|bed|mine|well"
    r"|shaft|road|bridge|crater|gorge|valley|wall|trench|quay|corridor)\b",
    re.IGNORECASE,
)
"""What is deep or wide in metres; support is wide in others."""
_SAID_DIMENSION = re.compile(r"\s(?:(?P<adjective>high|tall|deep|long|wide)|in\s(?P<noun>height|depth|length|width))\b")
_LASTS = re.compile(
    r"\b(?:until|till|since|throughout|overnight|permanent\w*|indefinite\w*|always|decades?|centur(?:y|ies)|years?|months?"
    r"|weeks?|days?|hours?|minutes?|seconds?|longer|longest|brief\w*|unlimited|perpetuity|life(?:time|long)?|became|from\b.*\bto"
    r"|between\b.*\band)\b|\d{4}\s?[–-]\s?\d{2}",
    re.IGNORECASE,
)
"""Says how long, without a number."""
_KINDS = (
    frozenset(("second", "minute", "hour", "day", "week", "month", "year")),
    frozenset(("km", "m", "cm", "mm", "mile", "foot", "inch")),
    frozenset(("t", "kg", "lb")),
    frozenset(("W", "kW", "MW", "GW")),
    frozenset(("kWh", "TWh")),
    frozenset(("ha", "acre", "km²", "m²")),
    frozenset(("barrel", "barrel/day")),
    frozenset(("%", "point")),
)
"""Units of one kind: six weeks say how many days."""
_TIMES, _LENGTHS = _KINDS[:2]


def find_missing(question: str, said: str) -> str | None:
    """Say what a claim has none of, where a question asks for nothing else; `said` is the sentences of the claim."""
    share, office = _SHARE.search(question), _OFFICE.search(question)
    if _LANGUAGE.search(question) and not has_language(question, said):
        return "language"
    if share and not _SHARES.search(said):
        return share["sort"].lower()
    if office and not _OF_OFFICE.search(question) and not has_person(question, said):
        return f"name of the {office['sort'].lower()}"
    if _HOLDS.search(question) and not has_person(question, said, or_state=True):
        return "name of a person"
    if _DOER.search(question) and not has_somebody(question, said):
        return "name of who did it"
    if _COMPANY.search(question) and not has_company(question, said):
        return "name of a company"
    if _SEAT.search(question) and not _SEATED.search(said):
        return "seat"
    if _TO_COME.search(question) and not _COMES.search(said):
        return "date to come"
    return _find_missing_measure(question, said)


def _find_missing_measure(question: str, said: str) -> str | None:
    """Say which length or unit a claim has none of."""
    asked, match = find_asked_unit(question), _ASKED_DIMENSION.search(question)
    if asked is None and match is None:
        return None
    dates = [date.span() for date in DATES.finditer(said)]
    numbers = [
        n for n in find_numbers(said) if n.unit or not any(n.start < end and start < n.end for start, end in dates)
    ]
    if asked is not None:
        word, unit = asked
        is_share = unit == "%" and bool(_SHARES.search(said))
        if not is_share and not any(_may_be_in(unit, number) for number in numbers):
            return f"number of {word}"
    return _find_missing_dimension(question, match, said, numbers) if match else None


def _find_missing_dimension(question: str, match: re.Match[str], said: str, numbers: list[Number]) -> str | None:
    asked = _DIMENSIONS[(match["adjective"] or match["noun"]).lower()]
    measured = [number for number in numbers if number.unit in _LENGTHS]
    if asked == "long" and not measured and not _LASTS.search(said):
        return "length"
    if asked in ("deep", "wide") and not numbers and _PHYSICAL.search(question):
        return _NOUNS[asked]
    others = [_said_dimension(said, number.end) for number in measured]
    return _NOUNS[asked] if others and all(others) and asked not in others else None


def _may_be_in(unit: str, number: Number) -> bool:
    """Say whether a number may be in a unit: it has none, or one of its kind."""
    return number.unit in (None, unit) or any({unit, number.unit} <= kind for kind in _KINDS)


def _said_dimension(said: str, end: int) -> str | None:
    match = _SAID_DIMENSION.match(said, end)
    return _DIMENSIONS[match["adjective"] or match["noun"]] if match else None
