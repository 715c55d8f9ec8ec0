"""A question for a share, a length or a number of some unit, and what is claimed, in; which the claim lacks, out."""

from __future__ import annotations

import re

from assistant.lexical import words_of
from assistant.number_signs import find_asked_unit
from assistant.phrases import DATES
from assistant.quantities.numbers import Number, find_numbers
from assistant.quantities.units import UNITS

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
_STAKE = re.compile(
    r"\bhow\s(?:big|large|much|great)\b(?!.*\b(?:pay|paid|cost|worth|sold|sell|spend|spent|value|price|earn)\b).*"
    r"\b(?:stake|shareholding|holding\sin|share\sin)\b"
    r"|\b(?:what|which)(?=\s.*\b(?:stake|shareholding)\s(?:in|of|did|do|does|has|have|had|belongs?)\b)"
    r"\s(?:size\sof\s|(?:is|was)\s(?:the\s)?(?:size\sof\s)?)?(?:(?!is\b|are\b|was\b)[\w’'-]+\s){0,2}?"
    r"(?<!at\s)(?:stake|shareholding)\b|\bwhat\s(?:rate\sof\s)?interest\s(?!groups?|in\b)(?:\w+\s){1,3}?\w*(?:charged?|pay|carry"
    r"|borrow|bear)\w*(?!\sattention)|\bwhat\s(?:tax|vat|customs)\srate\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:how\slong|what|which)\b.*\b(?:prison|jail)\s(?:term|sentence)\b|\bhow\slong\sa\s(?:sentence|term)\b",
    re.IGNORECASE,
)
"""That somebody is given, or serves."""
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
_AREA = re.compile(r"\bhow\smuch\s(?:\w+\s)?(?:land|territory|area|farmland)\b", re.IGNORECASE)
_AREAS = frozenset(("ha", "acre", "km²", "m²"))
AFTER = 30  # characters behind a "one" in which stands what it counts
_HOW_MANY = re.compile(r"\bhow\smany\s(?P<what>(?:[\w’'-]+\s?){1,4})", re.IGNORECASE)
_OF_SUCH = re.compile(r"(?:of|times|briefs|articles\s(?:mention|name))\b", re.IGNORECASE)
_IN_UNIT = re.compile(
    r"\bin\s(kilomet\w+|miles|met(?:re|er)s|tonnes|hectares|dollars|euros|megawatts)\b", re.IGNORECASE
)
_ACROSS = re.compile(r"\b(?:diameter|gauge|thickness|calib(?:er|re))\b", re.IGNORECASE)
_SAID_ACROSS = re.compile(
    r"\b(?:diameter|gauge|thick\w*|calib(?:er|re)|mm|cm|millimet\w+|centimet\w+|inch(?:es)?|wide|across)\b",
    re.IGNORECASE,
)


def find_missing_measure(question: str, said: str) -> str | None:
    """Say which length or unit a claim has none of, where a question asks for one."""
    share, across = _SHARE.search(question), _ACROSS.search(question)
    if _STAKE.search(question) and not _SHARES.search(said):
        return "share"
    if _SENTENCE.search(question) and not _LASTS.search(said):
        return "term"
    if share and not _SHARES.search(said):
        return share["sort"].lower()
    if across and not _SAID_ACROSS.search(said):
        return across.group().lower()
    if _AREA.search(question) and not _SHARES.search(said) and not any(n.unit in _AREAS for n in find_numbers(said)):
        return "area"
    asked, match = find_asked_unit(question) or _find_unit(question), _ASKED_DIMENSION.search(question)
    many = _HOW_MANY.search(question)
    if not (asked or match or many):
        return None
    dates = [date.span() for date in DATES.finditer(said)]
    numbers = [
        n for n in find_numbers(said) if n.unit or not any(n.start < end and start < n.end for start, end in dates)
    ]
    is_table = "|" in said and bool(numbers)  # what is counted, and the unit, are those of a column
    if many and numbers and not is_table and not _counts(many["what"], said, numbers, has_unit=bool(asked)):
        return "number"
    if asked:
        word, unit = asked
        is_share = unit == "%" and bool(_SHARES.search(said))
        if not is_share and not is_table and not any(_may_be_in(unit, number) for number in numbers):
            return f"number of {word}"
    return _find_missing_dimension(question, match, said, numbers) if match else None


def _counts(what: str, said: str, numbers: list[Number], *, has_unit: bool) -> bool:
    """Say whether one of a claim's numbers may count what is asked for.

    "One declaration and one guarantee" count no shipments, and 984 kilometres no articles.
    """
    nouns = set(words_of(what))
    if all(said[n.start : n.end].lower() == "one" for n in numbers):
        return any(nouns & set(words_of(said[n.end :][:AFTER])) for n in numbers)
    return has_unit or bool(_OF_SUCH.match(what)) or any(n.unit in (None, "%") for n in numbers)


def _find_missing_dimension(question: str, match: re.Match[str], said: str, numbers: list[Number]) -> str | None:
    asked = _DIMENSIONS[(match["adjective"] or match["noun"]).lower()]
    measured = [number for number in numbers if number.unit in _LENGTHS]
    if asked == "long" and not measured and not _LASTS.search(said):
        return "length"
    if asked in ("deep", "wide") and not numbers and _PHYSICAL.search(question):
        return _NOUNS[asked]
    others = [_said_dimension(said, number.end) for number in measured]
    return _NOUNS[asked] if others and all(others) and asked not in others else None


def _find_unit(question: str) -> tuple[str, str] | None:
    """Return the unit that an answer is to be in, as it is said and by its one name: "how long, in kilometres"."""
    match = _IN_UNIT.search(question)
    return (match[1], UNITS[match[1].lower()]) if match and match[1].lower() in UNITS else None


def _may_be_in(unit: str, number: Number) -> bool:
    """Say whether a number is in a unit, or in one of its kind."""
    return number.unit == unit or any({unit, number.unit} <= kind for kind in _KINDS)


def _said_dimension(said: str, end: int) -> str | None:
    match = _SAID_DIMENSION.match(said, end)
    return _DIMENSIONS[match["adjective"] or match["noun"]] if match else None
