"""A page's tree in, what it says of itself out: title, authors, date, publisher, address, language.

THE ORDER OF TRUST, for every field: JSON-LD; OpenGraph and its `article:` names; Dublin Core and the
names of scholarly indexes; other named meta tags; microdata and links' `rel`; and only then guesses
from what a reader sees (`guesses`). The first that says something usable wins. A date is that of
publication: one of a change, of the file or of the reading is never taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from assistant.articles.dates import parse_date
from assistant.articles.draft import one_line
from assistant.articles.jsonld import read_json_ld

LONGEST_AUTHOR = 120  # characters of one author; longer is a biography
LONGEST_TITLE = 400  # characters

_OPEN_GRAPH, _DUBLIN_CORE, _OTHER = range(3)
_META: dict[str, tuple[str, str, str]] = {
    "title": (
        "og:title twitter:title",
        "dc.title dcterms.title citation_title",
        "headline parsely-title sailthru.title hdl title",
    ),
    "author": (
        "article:author_name og:article:author article:author book:author",
        "dc.creator dcterms.creator citation_author",
        "author parsely-author sailthru.author byl byline",
    ),
    "date": (
        "article:published_time og:article:published_time og:published_time article:published og:pubdate",
        "dc.date.issued dcterms.issued dc.date dcterms.date dc.date.created dcterms.created "
        "citation_publication_date citation_date citation_online_date",
        "parsely-pub-date sailthru.date pubdate publish-date publish_date publication_date published_date publishdate "
        "article_date_original originalpublicationdate datepublished displaydate date",
    ),
    "publisher": (
        "og:site_name",
        "dc.publisher dcterms.publisher citation_journal_title citation_publisher",
        "publisher application-name",
    ),
    "url": ("og:url", "dc.identifier.uri", "parsely-link twitter:url"),
    "language": ("og:locale", "dc.language dcterms.language citation_language", "content-language language"),
}
_MICRODATA = {
    "title": "headline",
    "author": "author",
    "date": "datePublished",
    "publisher": "publisher",
    "language": "inLanguage",
}
_BYLINE = re.compile(r"\A(?:(?:written )?by\b\s*:?|(?:von|par|por|di|yazan|автор)\s*:)\s*", re.IGNORECASE)
_NO_NAME = re.compile(
    r"https?:|www\.|@|[{}<>]|copyright|all rights|\A[\W\d_]*\Z|\A\S+\.[a-z]{2,6}\Z"
    r"|\b(?:all|more|view) (?:articles|posts|stories|author)|\A(?:(?:wordpress)?admin(?:istrator)?|root|user|username"
    r"|webmaster|null|none|no author|undefined|unknown|guest|author|editor|publisher|about the author|default)\Z",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:[^\W\d_][\w.’'-]*\s+){1,4}[^\W\d_][\w.’'-]*\Z")
_NOT_OF_THE_ARTICLE = re.compile(r"comment|image|video|rating|related|teaser", re.IGNORECASE)
_SEPARATED = re.compile(r"\s+[|–—·•:»\\/-]\s+|\s*[|»]\s*")
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
    said = read_json_ld(tree)
    meta = _read_meta(tree)
    headings = [text for element in tree.iter("h1") if (text := one_line(element.text_content()))]
    publisher = _first(_all(said, meta, tree, "publisher"), _plausible_publisher)
    title = _first(_all(said, meta, tree, "title"), _plausible_title)
    authors = next((names for names in map(read_names, _groups(said, meta, tree)) if names), ())
    date = _first(_all(said, meta, tree, "date"), parse_date)
    url = _canonical_url(tree, _all(said, meta, tree, "url"))
    sites = [name for name in (publisher, urlsplit(url or "").hostname) if name]
    return About(
        title=without_site_name(title or _guess_title(tree, headings), headings, sites),
        authors=authors or _guess_authors(tree),
        date=date or _guess_date(tree),
        publisher=publisher,
        url=url,
        language=_first([tree.get("lang") or "", *_all(said, meta, tree, "language")], _plausible_language),
        body=said.get("body"),
    )


def _read_meta(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        value = one_line(element.get("content"))
        for attribute in ("property", "name", "http-equiv", "itemprop"):
            for name in (element.get(attribute) or "").lower().split():
                if value:
                    found.setdefault(name.replace("dc:", "dc.").replace("dcterms:", "dcterms."), []).append(value)
    return found


def _all(said: dict[str, Any], meta: dict[str, list[str]], tree: Any, name: str) -> list[str]:
    """List what the sources say of a field, the most trusted first."""
    return [value for group in _groups(said, meta, tree, name) for value in group]


def _groups(said: dict[str, Any], meta: dict[str, list[str]], tree: Any, name: str = "author") -> Iterator[list[str]]:
    value = said.get(name)
    yield [value] if isinstance(value, str) else list(value or ())
    for names in _META[name]:
        for one in names.split():
            if one in meta:
                yield meta[one]
    if name in _MICRODATA:
        yield list(_microdata(tree, _MICRODATA[name]))
    if name == "author":
        yield [_first_words(element) for element in tree.iter("a") if "author" in (element.get("rel") or "").split()]


def _microdata(tree: Any, name: str) -> Iterator[str]:
    """Give what the first element of this property says, and those beside it; not those of comments or images."""
    first: Any = None
    for element in tree.xpath("//*[@itemprop]"):
        if name not in element.get("itemprop").split():
            continue
        around = list(element.iterancestors())[:12]
        marks = (f"{e.get('class')} {e.get('itemprop')} {e.get('itemtype')}" for e in around if e.tag != "body")
        if any(map(_NOT_OF_THE_ARTICLE.search, marks)) or (first is not None and first not in around[:2]):
            continue
        first = first if first is not None else next(iter(around[:2]), None)
        inner = element.xpath(".//*[@itemprop='name']")
        said = element.get("content") or element.get("datetime")
        yield said or (element.text_content() if name == "headline" else _first_words(inner[0] if inner else element))


def _first_words(element: Any) -> str:
    """Return the first line that is set in an element, without what introduces it ("By") or links on from it."""
    if element.get("content"):
        return str(element.get("content"))
    for text in element.itertext():
        line = _BYLINE.sub("", one_line(text) or "").strip(" ,|·•")
        if line and not _NO_NAME.search(line):
            return line
    return ""


def _first(values: Iterable[str], read: Any) -> str | None:
    return next((found for value in values if (found := read(value))), None)


def _plausible_title(value: str) -> str | None:
    line = one_line(unescape(value))
    return line if line and len(line) <= LONGEST_TITLE and re.search(r"\w", line) else None


def _plausible_publisher(value: str) -> str | None:
    line = one_line(value)
    return line if line and len(line) <= LONGEST_AUTHOR and "://" not in line else None


def _plausible_language(value: str) -> str | None:
    value = value.strip()
    return value.replace("_", "-").split("-")[0].lower() if _LOCALE.match(value) else None


def read_names(values: Iterable[str]) -> tuple[str, ...]:
    """Read the names of authors: without "By", addresses, and what is no name."""
    names: list[str] = []
    for value in values:
        line = _BYLINE.sub("", one_line(unescape(value)) or "").strip(" ,;|·•-–—")
        if line and len(line) <= LONGEST_AUTHOR and not _NO_NAME.search(line):
            names.append(line)
    return tuple(dict.fromkeys(names))


def without_site_name(title: str | None, headings: list[str], sites: list[str]) -> str | None:
    """Cut the site's name off a title: what stands beside a heading of the page, or is called like the site."""
    if title is None:
        return None
    folded = _fold(title)
    for heading in headings:
        is_first = len(_fold(heading)) > 8 and title.casefold().startswith(heading.casefold())
        if is_first and folded != _fold(heading) and _SEPARATED.match(title[len(heading) :]):
            return heading
    separators = list(_SEPARATED.finditer(title))
    for site in sites:
        for part, rest in (
            *((title[s.end() :], title[: s.start()]) for s in separators[-1:]),
            *((title[: s.start()], title[s.end() :]) for s in separators[:1]),
        ):
            if _is_site(part, site) and rest.strip():
                return rest.strip()
    return title


def _is_site(part: str, site: str) -> bool:
    one, other = _fold(part), _fold(site.removeprefix("www."))
    return len(one) > 1 and (one in other or other in one)


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _guess_title(tree: Any, headings: list[str]) -> str | None:
    """Guess a title: the heading that the page's name in the browser holds, its only one, or that name.

    A heading that this name ends with, after another, is the site's.
    """
    element = tree.find(".//title")
    name = one_line(element.text_content()) if element is not None else None
    parts = [part for part in _SEPARATED.split(name or "") if part.strip()]
    sites = {heading for heading in headings if len(parts) > 1 and _fold(heading) == _fold(parts[-1])}
    headings = [heading for heading in headings if heading not in sites]
    matching = [heading for heading in headings if name and len(heading) > 8 and _fold(heading) in _fold(name)]
    if matching:
        return max(matching, key=len)
    if len(headings) == 1 and " " in headings[0]:
        return headings[0]
    if name and sites:
        return name[: name.rindex(parts[-1])].rstrip(" |»:·•–—-/\\") or name
    return name or (headings[0] if headings else None)


def _guess_authors(tree: Any) -> tuple[str, ...]:
    """Guess the authors: a short line that is marked as theirs and begins with "By"."""
    for element in tree.xpath("//*[@class or @id]"):
        marks = re.split(r"[\s_-]+", f"{element.get('class') or ''} {element.get('id') or ''}".lower())
        if "byline" in marks or "author" in marks or "authors" in marks:
            line = one_line(element.text_content()) or ""
            if _BYLINE.match(line) and len(line) <= 60:
                names = re.split(r",\s+|\s+(?:and|und|et|y|e|ve|и)\s+", _BYLINE.sub("", line))
                if len(guess_persons(names)) == len(names):
                    return guess_persons(names)
    return ()


def _is_person(name: str) -> bool:
    """Say whether a line looks like somebody's name: two to five words, the first and last with a capital.

    One word is enough in a script that has no capitals.
    """
    words = name.split()
    is_long_enough = _PERSON.match(name) or (len(words) == 1 and len(name) > 2 and name.lower() == name.upper())
    return (
        bool(is_long_enough) and not _NO_NAME.search(name) and not words[0][0].islower() and not words[-1][0].islower()
    )


def guess_persons(names: Iterable[str]) -> tuple[str, ...]:
    """Keep those of guessed authors that look like names."""
    return tuple(name for name in read_names(names) if _is_person(name))


def _guess_date(tree: Any) -> str | None:
    """Guess the date: that of the first element of time, unless it is an update's."""
    for element in tree.iter("time"):
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        if not re.search(r"updat|modif", marks):
            date = parse_date(element.get("datetime")) or parse_date(one_line(element.text_content()))
            if date:
                return date
    return None


def _canonical_url(tree: Any, said: list[str]) -> str | None:
    links = [e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    base = tree.find(".//base")
    root = (base.get("href") if base is not None else None) or next(iter(said), "")
    for value in [*filter(None, links), *said]:
        try:
            url: str = urljoin(root, value.strip())
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            return url
    return None
