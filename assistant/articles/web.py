"""An address in, the articles of its page, or of the pages that its feed or sitemap lists, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from assistant.articles.addresses import name_page, same_address
from assistant.articles.draft import Found, Old, Skipped
from assistant.articles.process import Ended, ReadingProcess
from assistant.articles.visits import NotThere, Page, Visits
from assistant.types import UnreadableArticle

DEEPEST_SITEMAP = 3  # sitemaps of sitemaps
MOST_REMEMBERED = 5_000  # links of a feed, of all the times it was read

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_LISTS = ("xml", "rss", "atom", "gzip", "octet-stream", "text/plain")

Link = dict[str, Any]
Notice = Callable[[str], None]


def read_web(url: str, process: ReadingProcess, visits: Visits, notice: Notice) -> Iterator[Found | Skipped | Old]:
    """Read the page of an address, or the pages that it lists, at most `max_pages`."""
    try:
        page = visits.get(url)
        kind, links = _list(page, process)
    except (UnreadableArticle, Ended) as error:
        yield Skipped(url, str(error))
        return
    if kind is None:
        yield from _read_page(url, page, {}, process)
        return
    skipped: list[Skipped] = []
    if kind == "sitemaps":
        links = list(_open_sitemaps(links, visits, process, skipped, DEEPEST_SITEMAP))
    yield from skipped
    listed = {same_address(link["url"]): link for link in reversed(links)}
    listed = {same_address(link["url"]): listed[same_address(link["url"])] for link in links}  # in the list's order
    remembered = page.kept.links if kind == "feed" else ()
    earlier = {same_address(link): {"url": link} for link in remembered if same_address(link) not in listed}
    gone: set[str] = set()
    for i, (key, link) in enumerate([*listed.items(), *earlier.items()]):
        if i >= visits.web.max_pages:
            rest = len(listed) + len(earlier) - i
            yield Skipped(url, f"{rest} of its pages are more than the {visits.web.max_pages} that --max-pages allows")
            break
        notice(link["url"])
        try:
            yield from _read_page(link["url"], visits.get(link["url"]), link, process)
        except NotThere as error:
            if key in earlier:
                gone.add(link["url"])  # it has left the feed and the site: removed, not skipped
            else:
                yield Skipped(link["url"], str(error))
        except UnreadableArticle as error:
            yield Skipped(link["url"], str(error))
    if kind == "feed":
        now = [link["url"] for link in listed.values()]
        before = [link for link in (item["url"] for item in earlier.values()) if link not in gone]
        visits.cache.note(replace(page.kept, links=tuple([*now, *before][:MOST_REMEMBERED])))


def _list(page: Page, process: ReadingProcess) -> tuple[str | None, list[Link]]:
    """Return the kind of a list that a page is, and its links; none for a page that is no list."""
    kind = page.kept.content_type.lower()
    if not any(mark in kind for mark in _LISTS) or "xhtml" in kind:
        return None, []
    (reply,) = process.ask({"task": "links", "path": str(page.body), "url": page.kept.final_url})
    return reply["links"]["kind"], reply["links"]["links"]


def _open_sitemaps(
    links: list[Link], visits: Visits, process: ReadingProcess, skipped: list[Skipped], depth: int
) -> Iterator[Link]:
    """Give the pages of all sitemaps that a sitemap names."""
    for link in links[: visits.web.max_pages]:
        try:
            kind, inner = _list(visits.get(link["url"]), process)
        except (UnreadableArticle, Ended) as error:
            skipped.append(Skipped(link["url"], str(error)))
            continue
        if kind == "sitemaps" and depth > 1:
            yield from _open_sitemaps(inner, visits, process, skipped, depth - 1)
        elif kind == "sitemap":
            yield from inner


def _read_page(url: str, page: Page, link: Link, process: ReadingProcess) -> Iterator[Found | Skipped | Old]:
    kind = page.kept.content_type.partition(";")[0].strip().lower()
    path = PurePosixPath(urlsplit(page.kept.final_url).path)
    suffix = _SUFFIXES.get(kind) or (path.suffix.lower() if kind in ("", "application/octet-stream") else None)
    if suffix not in _SUFFIXES.values():
        yield Skipped(url, f"it is {kind or 'of no kind that its server names'}, not an article")
        return
    if page.old:
        yield Old(url, page.old)
    known = {name: link.get(name) for name in ("title", "author", "date", "publisher")}
    name = PurePosixPath(f"{name_page(url)}{suffix}")
    yield from process.read(page.body, name, suffix=suffix, source=url, known={**known, "url": page.kept.final_url})
