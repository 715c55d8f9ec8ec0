"""A text in, its dates out, each at the precision that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.quantities.any_case import AnyCase
from assistant.quantities.numbers import read_ordinal
from assistant.quantities.units import UNIT

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
        "|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December" \
         r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"  # fmt: skip
_YEAR = r"(?P<{0}>1\d{{3}}|20\d\d)(?![\d%]|[.,]\d)"
_DAY = r"(?P<{0}>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DASH = r"\s?(?:-|–|—|\bto\b|\band\b|/)\s?"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w.,/$€£-])" + pattern + r"(?![\w/])", re.ASCII)


_DATE_FORMS = [
    _form(r"(?P<y>\d{4})-(?P<n>\d{2})-(?P<d>\d{2})"),
    _form(r"(?P<d>\d{1,2})[./](?P<n>\d{1,2})[./](?P<y>(?:1|2)\d{3})"),
    _form(
        _DAY.format("d") + _DASH + _DAY.format("d2") + r"\s(?:of\s)?" + _MONTH.format("m")
        + r"(?:,?\s" + _YEAR.format("y") + ")?"
    ),
    _form(
        _MONTH.format("m") + r"\s" + _DAY.format("d") + r"\s?[-–—]\s?" + _DAY.format("d2")
        + r"(?:,?\s" + _YEAR.format("y") + ")?"
    ),
    _form(_DAY.format("d") + r"\s(?:of\s)?" + _MONTH.format("m") + r"(?:,?\s" + _YEAR.format("y") + ")?"),
    _form(
        _MONTH.format("m") + r"\s" + _DAY.format("d") + r"(?!\d)(?:,?\s" + _YEAR.format("y") + ")?"
    ),
    _form(_MONTH.format("m") + r",?\s(?:of\s)?" + _YEAR.format("y")),
    _form(r"(?P<decade>1\d{2}|20\d)0['’]?s"),
    _form(_YEAR.format("y") + r"\s?[-–—]\s?(?P<y2>(?:1\d|20)\d\d|\d\d)"),
    _form(_YEAR.format("y")),
    _form(_MONTH.format("m")),
]  # fmt: skip
_DECADE_WORDS = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960,
                 "seventies": 1970, "eighties": 1980, "nineties": 1990}  # fmt: skip
_WORD_FORMS = AnyCase(r"\b(?:(?P<decade>" + "|".join(_DECADE_WORDS) + r")|(?P<ordinal>[\w-]+)\scentury)\b")
_BEGINNING = re.compile(r"\d\w*|[JFMASOND][a-z]{2}\w*", re.ASCII)  # a word that a form may begin with
_MONTHS_BEGIN = frozenset(name[:3].capitalize() for name in MONTHS)


@dataclass(frozen=True, slots=True)
class Date:
    """A date at the precision the text has; `years` is how many it spans: 10 for a decade, 100 for a century."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    years: int = 1

    def says(self, other: Date) -> bool:
        """Say whether this date, as it stands in a text, is enough to state the other."""
        if other.year is not None:
            if (
                self.year is None
                or not other.year <= self.year <= self.year + self.years - 1 < other.year + other.years
            ):
                return False
        elif other.years > 1:
            return False
        return (other.month is None or other.month == self.month) and (other.day is None or other.day == self.day)

    def fits(self, other: Date) -> bool:
        """Say whether nothing that both dates give differs: 14 February and 2024 may be one day."""
        if self.year is not None and other.year is not None and not (self.says(replace(other, month=None, day=None))):
            return replace(self, month=None, day=None).years > 1 and other.says(replace(self, month=None, day=None))
        return all(
            mine is None or theirs is None or mine == theirs
            for mine, theirs in ((self.month, other.month), (self.day, other.day))
        )


def find_dates(text: str) -> list[Date]:
    """Find the dates of a text, in its order; a span of days or years is its first and its last."""
    found: list[Date] = []
    beginnings = [
        m.start() for m in _BEGINNING.finditer(text) if m.group()[0].isdigit() or m.group()[:3] in _MONTHS_BEGIN
    ]
    for form in _DATE_FORMS if beginnings else ():
        for match in _find(form, text, beginnings):
            if not any(match.start() < date.end and date.start < match.end() for date in found):
                found += _read_date(match, text)
    for match in _WORD_FORMS.finditer(text):
        if match["decade"]:
            found.append(Date(*match.span(), year=_DECADE_WORDS[match["decade"].lower()], years=10))
        elif ordinal := read_ordinal(match["ordinal"].lower()):
            found.append(Date(*match.span(), year=(ordinal - 1) * 100 + 1, years=100))
    return sorted(found, key=lambda date: (date.start, date.end, date.year or 0))


def _find(form: re.Pattern[str], text: str, beginnings: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield what `form.finditer` would: it begins nowhere else."""
    end = 0
    for beginning in beginnings:
        if beginning >= end and (match := form.match(text, beginning)):
            yield match
            end = match.end()


def _read_date(match: re.Match[str], text: str) -> Iterator[Date]:
    parts = {name: value for name, value in match.groupdict().items() if value}
    start, end = match.span()
    if "decade" in parts:
        yield Date(start, end, year=int(parts["decade"]) * 10, years=10)
        return
    month = int(parts["n"]) if "n" in parts else MONTHS.get(parts.get("m", "").lower().rstrip("."))
    year, day = (int(parts[name]) if name in parts else None for name in ("y", "d"))
    if month is not None and not 1 <= month <= 12:
        return
    if set(parts) == {"y"} and _is_counted(text, start, end):
        return
    if (
        set(parts) == {"m"}
        and parts["m"] in ("May", "March", "Mar", "Sep", "Dec", "Jan")
        and not _is_month(text, start)
    ):
        return
    yield Date(start, end, year, month, day)
    if "d2" in parts:
        yield Date(start, end, year, month, int(parts["d2"]))
    if "y2" in parts and year is not None:
        last = parts["y2"]
        yield Date(start, end, int(last) if len(last) == 4 else year // 100 * 100 + int(last))


def _is_counted(text: str, start: int, end: int) -> bool:
    """Say whether four digits count things: "1500 km", "some 2000 troops"."""
    return (bool(UNIT.match(text, end)) and not re.match(r"\s(?:m|t|in)\b", text[end:])) or bool(
        re.search(r"\b(?:some|about|than|nearly|almost|over|around|approximately|least)\s\Z", text[:start])
        and re.match(r"\s[a-z]{3,}s\b", text[end:])
    )


def _is_month(text: str, start: int) -> bool:
    return bool(re.search(
        r"\b(?:in|since|until|till|by|of|early|late|mid|last|this|next|from|to|and|between|during|for|through|before|after)"
        r"[\s-]\Z", text[:start], re.IGNORECASE,
    ))  # fmt: skip
