"""A page's tree in, what it declares of itself out: JSON-LD, meta tags, microdata and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from assistant.articles.byline import first_words
from assistant.articles.draft import one_line
from assistant.articles.jsonld import read_json_ld

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
_NOT_OF_THE_ARTICLE = re.compile(r"comment|image|video|rating|related|teaser", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page's JSON-LD says, what its meta tags say by their names, and the page itself."""

    json_ld: dict[str, Any]
    meta: dict[str, list[str]]
    tree: Any

    def list_values(self, name: str) -> list[str]:
        """List all that is said of a field, the most trusted first."""
        return [value for group in self.list_sources(name) for value in group]

    def list_sources(self, name: str) -> Iterator[list[str]]:
        """List what each source says of a field, the most trusted first."""
        value = self.json_ld.get(name)
        yield [value] if isinstance(value, str) else list(value or ())
        for names in _META[name]:
            for one in names.split():
                if one in self.meta:
                    yield self.meta[one]
        if name in _MICRODATA:
            yield list(_microdata(self.tree, _MICRODATA[name]))
        if name == "author":
            links = self.tree.iter("a")
            yield [first_words(element) for element in links if "author" in (element.get("rel") or "").split()]

    @property
    def url(self) -> str | None:
        """Return the canonical address, made whole where it is relative."""
        links = [e.get("href") for e in self.tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
        said = self.list_values("url")
        base = self.tree.find(".//base")
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


def read_declared(tree: Any) -> Declared:
    """Read a page's JSON-LD and meta tags; a value may stand in `value`, a slip that many pages make."""
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        value = one_line(element.get("content") or element.get("value"))
        for attribute in ("property", "name", "http-equiv", "itemprop"):
            for name in (element.get(attribute) or "").lower().split():
                if value:
                    meta.setdefault(name.replace("dc:", "dc.").replace("dcterms:", "dcterms."), []).append(value)
    return Declared(read_json_ld(tree), meta, tree)


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
        yield said or (element.text_content() if name == "headline" else first_words(inner[0] if inner else element))
