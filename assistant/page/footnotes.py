"""A Citation in, the footnote that a paper needs out: Chicago (notes) and APA 7."""

from __future__ import annotations

import re
from typing import Literal

from assistant.page.dates import readable_date
from assistant.types import Citation

Style = Literal["chicago", "apa"]

_MONTHS = "January February March April May June July August September October November December".split()
_BODIES = re.compile(
    r"\b(?:agency|association|bank|bureau|center|centre|commission|committee|company|council|department|desk|editor"
    r"|editors|foundation|fund|government|group|house|institute|institution|ministry|news|office|organi[sz]ation"
    r"|press|service|society|staff|team|union|university)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}\Z")


def footnote(citation: Citation, style: Style) -> str:
    """Write the footnote of a citation."""
    return _chicago(citation) if style == "chicago" else _apa(citation)


def split_authors(author: str | None) -> list[str]:
    """Split a byline into its authors."""
    parts = re.split(r"\s*;\s*|\s*,?\s+(?:and|&)\s+|\s*,\s*(?=[^\W\d_]+ [^\W\d_])", author or "")
    return [part for part in parts if part]


def family_first(author: str) -> str:
    """Return a person's name as lists of references sort it; a body's name stays as it is."""
    if "," in author or _BODIES.search(author) or not _PERSON.match(author):
        return author
    *given, family = author.split()
    return f"{family}, {' '.join(given)}"


def _chicago(citation: Citation) -> str:
    title = citation.title.rstrip(". ").replace("“", "‘").replace("”", "’")
    ended = "" if title.endswith(("?", "!")) else ","
    authors = split_authors(citation.author)
    byline = ", ".join(authors[:-1]) + (" and " if len(authors) > 1 else "") + authors[-1] if authors else None
    facts = [fact for fact in (citation.publisher, readable_date(citation.date), _web(citation.url)) if fact]
    return f"{byline + ', ' if byline else ''}“{title}{ended}” {', '.join(facts)}".rstrip(" ,") + "."


def _apa(citation: Citation) -> str:
    authors = [_initials(author) for author in split_authors(citation.author)]
    byline = ", ".join(authors[:-1]) + (", & " if len(authors) > 1 else "") + authors[-1] if authors else None
    title = citation.title.rstrip(". ")
    title += "" if title.endswith(("?", "!")) else "."
    date = f"({_apa_date(citation.date)})."
    facts = [f"{byline.rstrip('.')}.", date, title] if byline else [title, date]
    if citation.publisher and citation.publisher != citation.author:
        facts.append(citation.publisher.rstrip(".") + ".")
    return " ".join([*facts, _web(citation.url) or ""]).strip()


def _initials(author: str) -> str:
    family, _, given = family_first(author).partition(", ")
    if "," in author or not given:
        return author
    return f"{family}, {' '.join(name[0] + '.' for name in given.split())}"


def _apa_date(date: str | None) -> str:
    if date is None:
        return "n.d."
    year, *rest = date.split("-")
    month = f", {_MONTHS[int(rest[0]) - 1]}" if rest else ""
    return year + month + (f" {int(rest[1])}" if len(rest) > 1 else "")


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) else None
