"""A page's tree in, its headline and the lines around it, as a reader sees them, out.

Menus, forms, comments and lists of other articles are no lines of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.articles.draft import one_line

ABOVE = 2  # lines above the headline
BELOW = 8  # lines below it: a kicker, a standfirst, a byline, share buttons

_SEPARATED = re.compile(r"\s+[|–—·•:»\\/-]\s+|\s*[|»｜]\s*")
_SKIPPED = frozenset("script style noscript template svg nav aside footer select button iframe head".split())
_BLOCKS = frozenset(
    "address article blockquote body br center dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p "
    "section table tbody td th thead tr ul".split()
)
_ELSEWHERE = re.compile(r"comment|related|teaser|recirc|sidebar|footer|breadcrumb|most-?read", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a reader sees it; `group` counts the menus and lists of others that stand above it."""

    text: str
    group: int
    is_heading: bool


def guess_title(tree: Any, headings: list[str]) -> str | None:
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


def list_near(lines: list[Line], title: str | None) -> list[Line]:
    """List the lines below the headline, and then those right above it, of every place that shows it."""
    near: list[Line] = []
    for at in _find_headlines(lines, title):
        above = [line for line in lines[max(0, at - ABOVE) : at] if line.group == lines[at].group]
        near += [*lines[at + 1 : at + 1 + BELOW], *reversed(above)]
    return near


def _find_headlines(lines: list[Line], title: str | None) -> list[int]:
    """Find the lines that are the headline: those called like the title, headings before others."""
    called = _fold(title or "")
    found = [i for i, line in enumerate(lines) if called and _fold(line.text) == called]
    found.sort(key=lambda i: not lines[i].is_heading)
    return found or [i for i, line in enumerate(lines) if line.is_heading][:1]


def read_lines(tree: Any) -> Iterator[Line]:
    """Give the lines of a page in order, without those of menus, forms and lists of other articles."""
    from lxml.etree import iterwalk

    parts: list[str] = []
    group, is_heading = 0, False
    walker = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            if text := " ".join("".join(parts).split()):
                yield Line(text, group, is_heading)
            parts, is_heading = [], tag == "h1" and event == "start"
        if event != "start":
            parts.append(element.tail or "")
        elif tag in _SKIPPED or (_ELSEWHERE.search(element.get("class") or "") and element.find(".//h1") is None):
            walker.skip_subtree()
            group += tag in ("nav", "aside")
        else:
            parts.append(element.text or "")
    if text := " ".join("".join(parts).split()):
        yield Line(text, group, is_heading)


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
