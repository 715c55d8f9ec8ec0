"""A question and a sentence in, the numbers of the sentence that may say how many, how long or how much, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.lexical import words_of
from assistant.quantities.units import UNITS
from assistant.question import find_counted
from assistant.sorts import VERBS
from assistant.types import Span

YEAR = r"(?:1\d{3}|20\d{2})"
_SMALL = r"one|two|three|four|five|six|seven|eight|nine"
_PART = r"(?:half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)"
_NUMERAL = (
    rf"(?:a\s+(?:third|quarter|half)|a\s+{_PART}(?=\s+of\b)|one[-\s]{_PART}|(?:{_SMALL})[-\s](?:halves|{_PART}s)"
    r"|(?:tens|hundreds|thousands|dozens|millions)\s+of\s+(?:thousands|millions|billions)"
    r"|a\s+(?:dozen|hundred|thousand|million|billion|trillion)|dozens|hundreds|thousands|millions|billions"
    rf"|zero|{_SMALL}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|dozen|hundred|thousand|half)(?![^\W\d_])"
)
_NUMBER_WORD = rf"{_NUMERAL}(?:[-\s]+(?:and\s+)?{_NUMERAL})*"
_SCALE = r"(?:[\s-]?(?:hundred|thousand|million|billion|trillion)s?\b)"
_MORE_UNITS = (
    "tonnes barrels pence cents francs rupees yen crowns seconds milliseconds decades decade centuries century "
    "light_years yards inches gallons pints ounces grams milligrams micrograms mg g ml litres liters litre liter L "
    "millimetres millimeters millilitres milliliters knots km/h kph mph m/s bcm acres kelvins kelvin K °C °F "
    "degrees_Celsius degrees_Fahrenheit degree kilopascals pascals kPa MPa Pa atm atmospheres bars psi hertz Hz kHz "
    "MHz GHz volts V amperes newtons joules J kJ calories kcal watts ppm parts_per_million decibels dB bits bytes kB "
    "MB GB TB Mbit/s kbit/s Gbit/s Mbps kbps points megawatts mg/L mm/h"
)
"""What the support check knows no other name of."""
_NAMED_UNITS = {*UNITS, *(name.replace("_", " ") for name in _MORE_UNITS.split())} - {"%"}
_UNIT_NAMES = "|".join(re.escape(name) for name in sorted(_NAMED_UNITS, key=lambda name: (-len(name), name)))
_RATE = (
    r"(?:\s(?:an?|per)\s(?:(?:square|cubic)\s)?(?:year|day|month|week|hour|minute|second|annum|barrel|lit(?:er|re)"
    r"|person|capita|tonne|ton|mile|kilomet(?:er|re)|km|head|gallon)(?:\ssquared)?\b|\sin\sthe\s(?:pound|dollar|euro)\b)"
)
_UNIT = (
    rf"(?:(?:\s?%|\s(?:per\s?cent|percent)\b|{_SCALE}?(?:[\s-]?(?:(?:square|cubic|nautical|light)[\s-])?"
    rf"(?:US\s)?(?:{_UNIT_NAMES})(?!\w))?){_RATE}?)"
)
_MONEY = r"(?:(?:US|C|A)?[$€£¥₽₺₼₸₾]\s?)"
_GROUPED = r"\d{1,3}(?:(?:[\u00a0\u2009\u202f'’]\d{3})+|(?:\s\d{3}){2,}|(?:\.\d{3}){2,})(?!\d)"
_AMOUNT = rf"(?:{_MONEY}?(?:{_GROUPED}|\d[\d,]*(?:\.\d+)?(?:bn|tn|mn|m|k)?|{_NUMBER_WORD}))"
_FOLLOWS = rf"(?=[\d$€£]|{_NUMERAL}\b)"
_NUMBERS = re.compile(
    rf"(?<![\w.,+])(?<![A-Za-z]-)(?:(?:between\s{_AMOUNT}{_UNIT}?\sand\s{_FOLLOWS})"
    rf"|(?!{YEAR}\s){_AMOUNT}{_SCALE}?%?(?:\s?[–-]\s?|\sto\s|\sor\s){_FOLLOWS})?{_AMOUNT}{_UNIT}?",
    re.IGNORECASE,
)
CHANGED = 200  # characters before a number in which its change is said
_CHANGES = re.compile(
    r"\b(?:ris(?:e[ns]?|ing)|rose|f[ae]ll(?:en|s|ing)?|drop\w*|gr[eo]w\w*|increas\w+|decreas\w+|declin\w+|reduc\w+|rais\w+"
    r"|cut|w[ea]nt|climb\w*|jump\w*|soar\w*|surg\w+|plung\w+|shr[aiu]nk\w*|expand\w*|chang\w+|lower\w*|slid|sank|tumbl\w+)\b"
    r"(?:[^,;]|,(?=\d|\sfrom\b))*\bfrom\s(?:(?:the|its|about|around|some|nearly|almost|over|approximately|roughly)\s)?\Z",
    re.IGNORECASE,
)
"""Stands before a change, "rose from 3 to 12", which is two states and no range."""
_ASKED_CHANGE = re.compile(
    r"\bhow\s+much\b.*\b(?:ris|increas|f[ae]ll|drop|declin|decreas|gr[eo]w|chang)", re.IGNORECASE
)
_LENGTHS = r"(?<!cubic\s)(?<!square\s)(?:kilomet|(?<!kilo)met(?:er|re)|mile|feet|foot|inch|\bkm\b|(?<=\d\s)m\b)"
_TIMES = r"(?<!\ba\s)(?<!\bper\s)(?<!\ban\s)(?:second|minute|hour|day|week|month|year|decade|centur)"
_SHARES = r"%|per\s?cent|half|halves|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth"


class Measure(NamedTuple):
    """A way to ask for a number, and the unit that it is given in; `demands` where a number without it is none."""

    asks: re.Pattern[str]
    unit: re.Pattern[str]
    demands: bool


def _measure(asks: str, unit: str, *, demands: bool) -> Measure:
    return Measure(re.compile(asks, re.IGNORECASE), re.compile(unit, re.IGNORECASE), demands)


MEASURES = (
    _measure(r"\bhow\s+long\s+(?:is|will)\b|\bhow\s+long\s*\?", rf"{_LENGTHS}|{_TIMES}", demands=True),
    _measure(r"\bhow\s+long\b", rf"{_TIMES}|{_LENGTHS}", demands=True),
    _measure(r"\b(?:amount|length|period)\s+of\s+time\b|\bhow\s+much\s+time\b", _TIMES, demands=True),
    _measure(r"\bhow\s+old\b|\b(?:what|which)\s+age\b", r"year|month|week|day", demands=False),
    _measure(
        r"\bhow\s+(?:far|wide|tall|deep|high)\b|\bwhat\b.*\b(?:length|distance|height|depth|width)\s+of\b|\bwhat\s+distance\b",
        _LENGTHS,
        demands=True,
    ),
    _measure(r"\b(?:percentage|per\s?cent|share|proportion|portion|fraction)\b", _SHARES, demands=True),
    _measure(r"\bhow\s+much\s+of\b", _SHARES, demands=False),
    _measure(
        r"\bhow\s+(?:much\s+(?:money|did|does|was|were|is)|expensive)\b|\b(?:cost|price|budget|pay|paid|worth)\b",
        r"[$€£]|dollars?|euros?|pounds?|yuan|rou?bles?|manat|lira|tenge|pence|\bcents?\b(?<!per cent)",
        demands=False,
    ),
    _measure(r"\bhow\s+fast\b|\bspeed\b", r"mph|km/h|kph|an hour|per hour|per second|knots", demands=False),
    _measure(r"\btemperature\b|\bhow\s+(?:hot|cold)\b", r"degree|°|kelvin|\bK\b", demands=False),
)
ASKED_LASTING = re.compile(r"\bhow\s+long\b", re.IGNORECASE)
_SPELLS = re.compile(
    r"\b(?:(?:a\sfew|several|many|some)\s)?(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries)\b"
    r"|\b(?:an?|half\san?)\s(?:minute|hour|day|week|month|year|decade|century)\b",
    re.IGNORECASE,
)
"""Say how long, where nothing else does."""
_ASKED_OFTEN = re.compile(r"\bhow\s+(?:often|frequently|many\s+times)\b", re.IGNORECASE)
_PERIOD = r"(?:second|minute|hour|day|week|month|season|year|decade|century)"
_OFTEN = re.compile(
    rf"\b(?:once|twice|thrice)(?:\s(?:a|an|per|each|every)\s{_PERIOD}\b)?"
    rf"|\b(?:{_NUMERAL}|\d+)\stimes(?:\s(?:a|an|per|each|every)\s{_PERIOD}\b)"
    rf"|\bevery\s(?:(?:other|{_NUMERAL}|\d+)\s)?{_PERIOD}s?\b|\b(?:hourly|daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)
"""Says how often."""
_ASKED_PRICE = re.compile(
    r"\bhow\s+much\b.*\b(?:costs?|pay|paid|charged?)\b|\bwhat\b.*\b(?:price|cost|fee)\b", re.IGNORECASE
)
_FREE = re.compile(r"\bfree(?:\sof\scharge)?\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:out\s)?of\s(?:(?:all|the|its|their|his|her|these|those|some|about)\s)*\Z", re.IGNORECASE)


def find_number_phrases(question: str, text: str, dates: Sequence[Span]) -> list[Span]:
    """Find the numbers of a sentence that are no dates, in the unit that a question says; of a change both states."""
    often = [Span(*match.span()) for match in _OFTEN.finditer(text)] if _ASKED_OFTEN.search(question) else []
    if often:
        return often
    found = [part for match in _NUMBERS.finditer(text) for part in _states(question, Span(*match.span()), text)]
    numbers = [number for number in found if not any(_is_of_date(number, date, text, question) for date in dates)]
    measure = next((measure for measure in MEASURES if measure.asks.search(question)), None)
    if measure is not None and measure.demands:
        units = [number for number in numbers if measure.unit.search(text[slice(*number)])]
        numbers = sorted({*units, *(part for whole in units for part in _parts(whole, numbers, text))})
    if not numbers and ASKED_LASTING.search(question):
        numbers = [Span(*match.span()) for match in _SPELLS.finditer(text)]
    if not numbers and _ASKED_PRICE.search(question):
        numbers = [Span(*match.span()) for match in _FREE.finditer(text)]
    return numbers


def is_whole(number: Span, text: str) -> bool:
    """Say whether a number is that of a whole that parts are of: "of the 129 members, 73 ..."."""
    return bool(_WHOLE.search(text[: number.start]))


def is_former(number: Span, text: str) -> bool:
    """Say whether a number is what something was before it changed: "rose from 3 to 12"."""
    return bool(_CHANGES.search(text[max(number.start - CHANGED, 0) : number.start]))


def _states(question: str, span: Span, text: str) -> list[Span]:
    """Return a number as it stands, or the two states of a change."""
    piece = text[slice(*span)]
    span = Span(span.start, span.start + len(piece.rstrip(" ,.-")))
    join = re.search(r"\sto\s", piece)
    if join is None or not is_former(span, text) or _ASKED_CHANGE.search(question):
        return [span]
    return [Span(span.start, span.start + join.start()), Span(span.start + join.end(), span.end)]


def _is_of_date(number: Span, date: Span, text: str, question: str) -> bool:
    """Say whether a number is a date or a part of one; four digits before a unit or what is counted are none."""
    if number.end <= date.start or date.end <= number.start:
        return False
    if not re.fullmatch(YEAR, text[slice(*date)]) or number.start < date.start:
        return True
    if number.end > date.end:
        return False
    counted = find_counted(question)
    following = re.match(r"\s(\w+)", text[date.end :])
    if following is None:
        return True
    asked = set(words_of(question[slice(*counted)])) if counted else set()
    return following[1] != "times" and not asked & set(words_of(following[1]))


def _parts(whole: Span, numbers: Sequence[Span], text: str) -> list[Span]:
    """Return the numbers without a unit that are parts of a whole with one: "of its 878 kilometres, 215 are ..."."""
    if not is_whole(whole, text):
        return []
    return [part for part in numbers if part.start > whole.end and stands_alone(part, text)]


def stands_alone(number: Span, text: str) -> bool:
    """Say whether what is counted is left out behind a number: a verb, a preposition or a mark follows."""
    after = re.match(r"\s(\w+)", text[number.end :])
    return after is None or after[1] in VERBS or after[1] in _LEFT_OUT


_LEFT_OUT = frozenset("in of on at under to from by with for are is was were have had and or".split())
