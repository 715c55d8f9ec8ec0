"""A date as somebody wrote it in, an ISO date at the precision that was written out."""

from __future__ import annotations

import datetime
import re

from assistant.types import is_iso_date

LONGEST_DATE = 40  # characters; a longer text is a sentence, not a date

_ISO = re.compile(r"(\d{4}(?:-\d{2}){0,2})(?:[Tt ]\d{1,2}:\d{2}.*)?\Z", re.DOTALL | re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})\Z", re.ASCII)
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\Z")  # who writes points puts the day first
_NUMERIC = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\Z")
_WEEKDAY = re.compile(r"\A[^\W\d]+day,?\s+", re.IGNORECASE)
_OF_A_POST = re.compile(r"(?:\A|_)(\d{4}-\d{2}-\d{2})[-_]", re.ASCII)


def date_of_post(stem: str) -> str | None:
    """Return the date that a post's file name begins with, as Jekyll and Hugo date posts: 2023-08-29-title.md."""
    match = _OF_A_POST.search(stem)
    return match[1] if match and is_iso_date(match[1]) else None


def parse_date(value: object) -> str | None:
    """Return the ISO date that a value says, or none; an ambiguous one (03/04/2023) says none."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = "" if value is None or isinstance(value, bool) else str(value).strip()
    if not text or len(text) > LONGEST_DATE or not re.search(r"\d{4}", text):
        return None
    if match := _YEAR_FIRST.match(text) or _EAST_ASIAN.match(text):
        text = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    if match := _ISO.match(text):
        return match[1] if is_iso_date(match[1]) else None
    if match := _DAY_FIRST.match(text):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
        return text if is_iso_date(text) else None
    if match := _NUMERIC.match(text):
        return _from_numbers(int(match[1]), int(match[2]), int(match[3]))
    return _from_words(_WEEKDAY.sub("", text))


def _from_numbers(first: int, second: int, year: int) -> str | None:
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if first > 12 or first == second else (second, first)
    date = f"{year:04}-{month:02}-{day:02}"
    return date if is_iso_date(date) else None


def _from_words(text: str) -> str | None:
    import dateparser  # 0.3 s, and only for dates in words

    if not re.search(r"[^\W\d_]{3}", text):
        return None
    for parts, length in ((["day", "month", "year"], 10), (["month", "year"], 7)):
        found = dateparser.parse(text, settings={"REQUIRE_PARTS": parts, "RETURN_TIME_AS_PERIOD": False})
        if found and str(found.year) in text:
            return str(found.date().isoformat())[:length]
    return None
