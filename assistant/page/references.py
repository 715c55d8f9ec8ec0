"""Citations in, what reference managers import out: BibTeX and RIS, one entry an article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.page.footnotes import family_first, split_authors
from assistant.types import Citation

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def to_bibtex(citations: Sequence[Citation]) -> str:
    """Write a BibTeX entry for each article, with the quotes in its note."""
    entries = []
    keys: set[str] = set()
    for quotes in _by_article(citations):
        cited = quotes[0]
        key = stem = _key(cited)
        while key in keys:
            key = f"{stem}-{len(keys)}"
        keys.add(key)
        year, month, *_ = [*(cited.date or "").split("-"), "", ""]
        fields = {
            "title": f"{{{_latex(cited.title)}}}",
            "author": " and ".join(_bibtex_name(author) for author in split_authors(cited.author)),
            "year": year,
            "month": str(int(month)) if month else "",
            "date": cited.date or "",
            "publisher": _latex(cited.publisher or ""),
            "url": (cited.url or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
            "note": _latex(" / ".join(f"“{quote.quote}”" for quote in quotes)),
        }
        body = "".join(f"  {name} = {{{' '.join(value.split())}}},\n" for name, value in fields.items() if value)
        entries.append(f"@misc{{{key},\n{body}}}\n")
    return "\n".join(entries)


def to_ris(citations: Sequence[Citation]) -> str:
    """Write a RIS record for each article, with the quotes as its notes."""
    records = []
    for quotes in _by_article(citations):
        cited = quotes[0]
        year, month, day, *_ = [*(cited.date or "").split("-"), "", "", ""]
        tags = [("TY", "ELEC"), ("TI", cited.title)]
        tags += [("AU", family_first(author)) for author in split_authors(cited.author)]
        tags += [("PY", year), ("DA", f"{year}/{month}/{day}" if year else ""), ("PB", cited.publisher or "")]
        tags += [("UR", cited.url or ""), *(("N1", f"“{quote.quote}”") for quote in quotes)]
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
        records.append("\r\n".join([*lines, "ER  - "]) + "\r\n")
    return "\r\n".join(records)


def _by_article(citations: Sequence[Citation]) -> list[list[Citation]]:
    articles: dict[tuple[str, str], dict[str, Citation]] = {}
    for citation in citations:
        articles.setdefault((citation.article_id, citation.article_sha256), {})[citation.quote] = citation
    return [list(quotes.values()) for quotes in articles.values()]


def _key(citation: Citation) -> str:
    plain = unicodedata.normalize("NFKD", citation.article_id).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or f"article-{citation.article_sha256[:8]}"


def _bibtex_name(author: str) -> str:
    """Return a person's name family first; a body's in braces, or BibTeX would take it apart."""
    name = family_first(author)
    return _latex(name) if "," in name else f"{{{_latex(author)}}}"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)
