"""A page's tree in, what it says of itself out: title, authors, date, publisher, address, language.

THE ORDER OF TRUST, for every field: JSON-LD; OpenGraph and its `article:` names; Dublin Core and the
names of scholarly indexes; other named meta tags; microdata and links' `rel` (`declared.py`); and only
then what a reader sees (`headline.py`, `byline.py`, `dateline.py`). The first that says something usable
wins. A date is that of publication: one of a change, of the file or of the reading is never taken for it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from assistant.articles.byline import find_byline, read_names
from assistant.articles.dateline import date_in_address, find_dateline
from assistant.articles.dates import parse_date
from assistant.articles.declared import Declared, read_declared
from assistant.articles.draft import one_line
from assistant.articles.headline import guess_title, list_near, read_lines, without_site_name

LONGEST_PUBLISHER = 120  # characters; longer is a description
LONGEST_TITLE = 400  # characters

_UTC = re.compile(r"\d:\d{2}\S*(?:Z|[+-]00:?00)\Z")
_OFFSET = re.compile(r"\d:\d{2}\S*\s?[+-]\d{2}:?\d{2}\Z")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?\Z")


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of itself; `body` is its text, where JSON-LD repeats it."""

    title: str | None
    authors: tuple[str, ...]
    date: str | None
    publisher: str | None
    url: str | None
    language: str | None
    body: str | None


def read_metadata(tree: Any) -> About:
    """Read what a page says of itself, each field from the source that is trusted most."""
    declared = read_declared(tree)
    lines = list(read_lines(tree))
    headings = [text for element in tree.iter("h1") if (text := one_line(element.text_content()))]
    publisher = _first(declared.list_values("publisher"), _plausible_publisher)
    title = _first(declared.list_values("title"), _plausible_title)
    sites = [name for name in (publisher, urlsplit(declared.url or "").hostname) if name]
    title = without_site_name(title or guess_title(tree, headings), headings, sites)
    authors = next((names for names in map(read_names, declared.list_sources("author")) if names), ())
    return About(
        title=title,
        authors=authors or find_byline(tree, list_near(lines, title)),
        date=_read_date(declared, find_dateline(lines, title)) or _guess_date(tree),
        publisher=publisher,
        url=declared.url,
        language=_first([tree.get("lang") or "", *declared.list_values("language")], _plausible_language),
        body=declared.json_ld.get("body"),
    )


def _first(values: Iterable[str], read: Any) -> str | None:
    return next((found for value in values if (found := read(value))), None)


def _plausible_title(value: str) -> str | None:
    line = one_line(unescape(value))
    return line if line and len(line) <= LONGEST_TITLE and re.search(r"\w", line) else None


def _plausible_publisher(value: str) -> str | None:
    line = one_line(value)
    return line if line and len(line) <= LONGEST_PUBLISHER and "://" not in line else None


def _plausible_language(value: str) -> str | None:
    value = value.strip()
    return value.replace("_", "-").split("-")[0].lower() if _LOCALE.match(value) else None


def _read_date(declared: Declared, seen: str | None) -> str | None:
    """Read the date that is declared, or else seen.

    A moment in UTC is on the day that it has where it was written: that of the same moment with its own
    offset, of the dateline, or of the address, where that is the day before or after.
    """
    said = [(value, date) for value in declared.list_values("date") if (date := parse_date(value))]
    if not said:
        return seen
    written, date = said[0]
    if _UTC.search(written):
        local = [one for value, one in said if _OFFSET.search(value) and not _UTC.search(value)]
        near = (one for one in (*local, seen, date_in_address(declared.url)) if one and _are_neighbours(one, date))
        return next(near, date)
    return date


def _are_neighbours(one: str, other: str) -> bool:
    """Say whether two dates are two days in a row."""
    is_exact = len(one) == len(other) == len("2023-08-29")
    return is_exact and abs((datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days) == 1


def _guess_date(tree: Any) -> str | None:
    """Guess the date: that of the first element of time, unless it is an update's."""
    for element in tree.iter("time"):
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        if not re.search(r"updat|modif", marks):
            date = parse_date(element.get("datetime")) or parse_date(one_line(element.text_content()))
            if date:
                return date
    return None
