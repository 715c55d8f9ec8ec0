"""A page's lines and its title in, the date that a reader sees at its headline out, or none.

A date counts where it is a line of its own, or nearly ("01.11.2023 11:35 | Press release"), or opens a
paragraph ("Berlin, 2 November 2021 - The minister ..."), a few lines below the headline or right above it;
further off it counts only where its line says that it is the day of publication. A line about a change does not.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from assistant.articles.dates import parse_date
from assistant.articles.headline import Line, list_near

LONGEST_REST = 60  # characters of a line beside its date: a place, a name, a section
LONGEST_LINE = 160  # characters; a longer one is prose

_DATE = re.compile(
    r"(?<![\d./-])(?:\d{4}(?P<a>[-/.])\d{1,2}(?P=a)\d{1,2}|\d{1,2}(?P<b>[./-])\s?\d{1,2}(?P=b)\s?\d{4}"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
    r"|\d{1,2}(?:\.|st|nd|rd|th|er|º)?\s+(?:(?:de|of)\s+)?[^\W\d_]{3,12}\.?,?\s+(?:(?:de|del)\s+)?\d{4}"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?![\d/-]|\.\d)"
)
_CHANGED = re.compile(
    r"updat|modif|chang|revis|edited|aktualisiert|geändert|stand\b|mis à jour|mise à jour|actualizad|aggiorna|atualizad"
    r"|gewijzigd|обновлен|изменен|güncelle|更新|수정|bearbeitet|zuletzt|retrieved|accessed|abgerufen|copyright|©"
    r"|expires|deadline|until\b|\bbis\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publish|posted|released?\b|press release|veröffentlich|erschienen|pressemitteilung|publié|communiqué|publicad"
    r"|pubblicat|gepubliceerd|опубликован|дата публикации|yayın|公開日|投稿日|掲載日|発表|게시|등록",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"(?:[^\W\d_][^\d,()]{{1,30}},?\s+)?(?:(?P<date>{_DATE.pattern})\.?\s*[-–—/|]|\((?P<set_off>[^()]{{8,30}})\)\s?[.:–—-])"
)
_IN_ADDRESS = re.compile(r"/(\d{4}([/-])\d{1,2}\2\d{1,2}|\d{1,2}-\d{1,2}-\d{4})(?=[/-]|\.\w+\Z|\Z)", re.ASCII)


def find_dateline(lines: list[Line], title: str | None) -> str | None:
    """Return the date at the headline, or the one that the page calls that of publication."""
    for line in list_near(lines, title):
        if date := _opening_date(line.text) or _date_of(line.text):
            return date
    said = {date for line in lines if _PUBLISHED.search(line.text) and (date := _date_of(line.text))}
    return said.pop() if len(said) == 1 else None


def date_in_address(url: str | None) -> str | None:
    """Return the day that is written in an address, as blogs and papers date theirs: /2023/08/29/title."""
    try:
        match = _IN_ADDRESS.search(urlsplit(url or "").path)
    except ValueError:
        return None
    return parse_date(match[1]) if match else None


def _opening_date(paragraph: str) -> str | None:
    """Return the date that a paragraph opens with, set off from it; the first of two days is not one."""
    opening = _OPENING.match(paragraph)
    if opening is None or _DATE.match(paragraph[opening.end() :].lstrip()):
        return None
    return parse_date(opening["date"] or opening["set_off"])


def _date_of(line: str) -> str | None:
    """Return the date that a line is there for; one about a change, or with two dates, is not for any."""
    if len(line) > LONGEST_LINE or _CHANGED.search(line):
        return None
    dates = {date for match in _DATE.finditer(line) if (date := parse_date(match[0]))}
    is_dateline = len(dates) == 1 and len(_DATE.sub("", line).strip()) <= LONGEST_REST
    return dates.pop() if is_dateline else None
