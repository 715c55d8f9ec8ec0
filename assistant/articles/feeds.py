"""The bytes of a feed or a sitemap in, the pages that it lists out; runs in the reading process."""

from __future__ import annotations

import gzip
import io
import zlib
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from assistant.articles.dates import parse_date
from assistant.articles.xml import name_of, parse_xml
from assistant.types import UnreadableArticle

LARGEST_LIST = 64 * 2**20  # bytes; a sitemap has at most 50 MB
MOST_LINKS = 50_000  # what a sitemap may have
_ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemaps"}


def list_links(content: bytes, url: str) -> dict[str, Any]:
    """Return the `kind` of a list (feed, sitemap, sitemaps) and its `links`; the kind is none where it is no list.

    A link has its `url`, and what a feed says of it: `title`, `author`, `date`, `publisher`.
    """
    if content.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
                content = file.read(LARGEST_LIST)
        except (OSError, EOFError, zlib.error):
            return {"kind": None, "links": []}
    try:
        root = parse_xml(content)
    except UnreadableArticle:
        return {"kind": None, "links": []}
    kind = _ROOTS.get(name_of(root))
    if kind == "feed":
        links = _read_feed(root, url)
    else:
        links = [
            {"url": urljoin(url, place.text.strip())}
            for element in root
            if name_of(element) in ("url", "sitemap")
            for place in element
            if name_of(place) == "loc" and place.text
        ]
    return {"kind": kind, "links": links[:MOST_LINKS] if kind else []}


def _read_feed(root: Any, url: str) -> list[dict[str, str | None]]:
    channel = next((element for element in root if name_of(element) == "channel"), root)
    publisher = _text(channel, "title")
    found = []
    for item in root.iter():
        if name_of(item) not in ("item", "entry"):
            continue
        link = _link(item)
        if link:
            found.append(
                {
                    "url": urljoin(url, link),
                    "title": _text(item, "title"),
                    "author": _author(item),
                    "date": _date(_text(item, "pubdate", "published", "date", "issued")),
                    "publisher": publisher,
                }
            )
    return found


def _link(item: Any) -> str | None:
    for element in item:
        if name_of(element) == "link":
            address = element.get("href") or (element.text or "").strip()
            if address and element.get("rel", "alternate") == "alternate":
                return str(address)
    for element in item:
        if name_of(element) == "guid" and element.get("ispermalink") is None and element.get("isPermaLink") != "false":
            text = (element.text or "").strip()
            if text.startswith("http"):
                return text
    return None


def _text(element: Any, *names: str) -> str | None:
    for name in names:
        for child in element:
            if name_of(child) == name and (text := " ".join("".join(child.itertext()).split())):
                return text
    return None


def _author(item: Any) -> str | None:
    names = []
    for element in item:
        if name_of(element) in ("creator", "author"):
            name = _text(element, "name") or " ".join((element.text or "").split())
            # RSS wants "ada@example.org (Ada Writer)"
            names.append(name.partition("(")[2].rstrip(")") if "@" in name else name)
    return ", ".join(filter(None, names)) or None


def _date(written: str | None) -> str | None:
    try:
        return parsedate_to_datetime(written or "").date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return parse_date(written)
