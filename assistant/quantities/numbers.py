"""A text in, its numbers out: in digits and words, with scale, unit and bound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assistant.quantities.any_case import AnyCase
from assistant.quantities.units import UNIT, UNITS

ROUNDING = Fraction(2, 100)  # "about 700" may stand for 693, not for 650
_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "k": 10**3,
    "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_SCALE = re.compile(
    r"[\s-]?(hundred|thousand|million|billion|trillion)s?\b|\s?(mn|mln|bn|bln|tn|trn)\b|(k|m|b)\b(?!²|³)", re.IGNORECASE
)
_BILLIONS = re.compile(r"\s?(bcm|mcm)(?:/y|pa|a)?\b", re.IGNORECASE)
_CURRENCY = re.compile(r"(?:\b(?:US|U\.S\.)\s?)?([$€£₼])\s?\Z")
_ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {w: n * 10 for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
LONGEST_NUMBER = 100  # characters; a longer row of digits is no number of anything
_DIGITS = re.compile(
    r"(?<![\w.,/])(?<![A-Za-z]-)(?<![A-Za-z][-–])(?:(?P<over>\d{1,2})/(?P<under>\d{1,2})(?![\d/])"
    r"|(?P<whole>\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:[\u0020\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)"
    r"(?:[.,](?P<decimals>\d+)(?![\d,]))?)(?P<ordinal>(?:st|nd|rd|th)\b)?"
)
_WORD = r"(?:" + "|".join([*_ONES, *_TENS, "dozen", "hundred", "thousand", "million", "billion", "trillion"]) + ")"
_IN_WORDS = AnyCase(
    rf"\b(?:(?:an?\s)?(?:half|quarter|third)\s(?:of\s)?an?\s(?:million|billion|dozen)"
    rf"|(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|half)[\s-])?(?:{'|'.join(_PARTS)})(?=\s(?:of|the)\b)"
    rf"|(?:one|two|three|four|five|seven|nine)[\s-](?:{'|'.join(sorted(_PARTS, key=len, reverse=True))})"
    rf"|(?:an?\s(?=hundred|thousand|million|billion|trillion|dozen))?{_WORD}(?:(?:\sand\sa\shalf)|(?:[\s-]|\sand\s|\s?-\s?){_WORD})*"
    rf"(?:[\s-](?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b)?|twice|thrice"
    rf"|(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}))\b"
)
_APPROXIMATE = re.compile(
    r"\b(?:about|around|some|approximately|roughly|nearly|almost|circa|c\.|close to|an estimated|estimated at|just over"
    r"|just under)\s(?:US)?[$€£]?\Z",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:more than|over|at least|above|exceed(?:ed|ing|s)?|greater than|upwards of|not less than|no fewer than"
    r"|no less than|beyond)\s(?:an?\s)?(?:US)?[$€£]?\Z",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:less than|fewer than|under|below|at most|up to|no more than|not more than)\s(?:an?\s)?(?:US)?[$€£]?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its scale worked in: `value` in `unit` (none where no unit is known).

    `approximate` where the text says about, some, nearly; `bound` is +1 for more than, -1 for less
    than; `ordinal` for third and 3rd; `weak` for "one", which is often no number.
    """

    start: int
    end: int
    value: Fraction
    unit: str | None = None
    approximate: bool = False
    bound: int = 0
    ordinal: bool = False
    weak: bool = False

    def says(self, other: Number) -> bool:
        """Say whether this number, as it stands in a text, states the other: value, unit, and no contrary bound."""
        return (
            self.ordinal == other.ordinal
            and (other.unit is None or self.unit == other.unit)
            and self.bound * other.bound != -1
            and (self.value == other.value or self._rounds_to(other))
        )

    def _rounds_to(self, other: Number) -> bool:
        if not other.approximate or self.approximate or not self.value:
            return False
        return abs(self.value - other.value) / abs(self.value) <= ROUNDING


def find_numbers(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Number]:
    """Find the numbers of a text, in its order; what is part of a taken span (a date) is none."""
    found: list[Number] = []
    read = [*((m, _read_digits) for m in _DIGITS.finditer(text)), *((m, _read_words) for m in _IN_WORDS.finditer(text))]
    for match, read_number in read:
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        number = read_number(match)
        if number is not None and not any(number.start < other.end and other.start < number.end for other in found):
            found.append(_read_around(number, text))
    return _share_units(sorted(found, key=lambda number: number.start), text)


def read_ordinal(word: str) -> int | None:
    """Return what an ordinal counts: twenty-first and 21st are 21; none where the word is no ordinal."""
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word)
    if match:
        return int(match[1])
    tens, _, ones = word.rpartition("-")
    if tens in _TENS and ones in _ORDINALS:
        return _TENS[tens] + _ORDINALS[ones]
    return _ORDINALS.get(word)


def _read_digits(match: re.Match[str]) -> Number | None:
    if len(match.group()) > LONGEST_NUMBER:
        return None
    if match["over"]:
        if int(match["under"]) == 0 or int(match["over"]) >= int(match["under"]):
            return None
        return Number(*match.span(), Fraction(int(match["over"]), int(match["under"])))
    whole, decimals = re.sub(r"\D", "", match["whole"]), match["decimals"] or ""
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    return Number(*match.span(), value, ordinal=bool(match["ordinal"]))


def _read_words(match: re.Match[str]) -> Number | None:
    words = [word for word in re.split(r"[\s-]+", match.group().lower()) if word not in {"and", "of"}]
    if words in (["twice"], ["thrice"]):
        return Number(*match.span(), Fraction(2 if words == ["twice"] else 3), "time")
    if (
        words[-1] in _PARTS
        and (len(words) > 1 or words[-1] in {"half", "third", "quarter"})
        and not (words[-1] in _ORDINALS and words[0] in _TENS)
    ):
        over = _ONES.get(words[0], 1) if len(words) > 1 else 1
        if words == ["third"]:
            return Number(*match.span(), Fraction(3), ordinal=True)
        if not (len(words) >= 3 and words[-2] in {"a", "an"} and words[0] not in {"a", "an"}):
            return Number(*match.span(), Fraction(over, _PARTS[words[-1]]))
    ordinal = words[-1] in _ORDINALS
    total, current, part = Fraction(0), Fraction(0), Fraction(0)
    for word in words:
        if word in {"half", "quarter"}:
            part = Fraction(1, _PARTS[word])
        elif word in _ONES or word in _TENS:
            current += _ONES.get(word, _TENS.get(word, 0))
        elif word in _ORDINALS:
            current += _ORDINALS[word]
        elif word == "dozen":
            current = (part or current or Fraction(1)) * 12
            part = Fraction(0)
        elif word == "hundred":
            current = (current or Fraction(1)) * 100
        elif word in _SCALES:
            total += ((current or (0 if part else 1)) + part) * _SCALES[word]
            current, part = Fraction(0), Fraction(0)
    value = total + current + part
    return Number(*match.span(), value, ordinal=ordinal, weak=words == ["one"])


def _read_around(number: Number, text: str) -> Number:
    """Add the scale, unit and bound that stand around a number."""
    end, value, unit = number.end, number.value, number.unit
    in_billions = _BILLIONS.match(text, end)
    if in_billions:
        value *= 10**9 if in_billions[1].lower() == "bcm" else 10**6
        end, unit = in_billions.end(), "m³"
    elif not number.ordinal and (scale := _SCALE.match(text, end)):
        value *= _SCALES[next(part for part in scale.groups() if part).lower()]
        end = scale.end()
    currency = _CURRENCY.search(text[max(0, number.start - 6) : number.start])
    if currency:
        unit, number = currency[1], replace(number, start=number.start - len(currency.group()))
    elif unit is None and not number.ordinal and (match := UNIT.match(text, end)):
        unit, end = UNITS[re.sub(r"\A[\s-]", "", match.group())], match.end()
        if unit == "barrel" and (daily := re.match(r"\s(?:a|per)\sday|/d(?:ay)?", text[end:])):
            unit, end = "barrel/day", end + daily.end()
    before = text[max(0, number.start - 24) : number.start]
    bound = 1 if _MORE.search(before) else -1 if _LESS.search(before) else 0
    if re.search(r"\b(?:no|not)\s(?:more|over)\sthan\s\Z", before, re.IGNORECASE):
        bound = -1
    return replace(
        number, value=value, end=end, unit=unit, bound=bound, approximate=bool(_APPROXIMATE.search(before)),
        weak=number.weak and value == 1 and unit is None,
    )  # fmt: skip


def _share_units(numbers: list[Number], text: str) -> list[Number]:
    """Give a number the scale and unit of the next one in "5 to 6 million tonnes", "38 and 40 per cent"."""
    for i in range(len(numbers) - 2, -1, -1):
        this, following = numbers[i], numbers[i + 1]
        between = text[this.end : following.start]
        if (
            this.unit is None
            and not this.ordinal
            and following.unit
            and re.fullmatch(r"\s?(?:[-–—]|to|or|and)\s?(?:US)?[$€£]?", between)
        ):
            scale = next((s for s in (10**12, 10**9, 10**6) if following.value >= s), 1)
            inherits = (
                scale > 1 and this.value < 1000 and bool(re.search(r"[A-Za-z]", text[following.start : following.end]))
            )
            numbers[i] = replace(this, unit=following.unit, value=this.value * scale if inherits else this.value)
    return numbers
