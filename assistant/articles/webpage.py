"""An HTML page in, a Draft of its article out. The only importer of trafilatura."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from assistant.articles.blocks import read_blocks
from assistant.articles.boilerplate import drop_boilerplate
from assistant.articles.byline import guess_persons
from assistant.articles.dateline import date_in_address
from assistant.articles.draft import Draft, canonical
from assistant.articles.metadata import read_metadata
from assistant.types import UnreadableArticle

MOST_PRUNED = 0.1  # of a page's prose; an element that holds more of it is what the page is about
MORE_THAN_FOUND = 1.25  # times the text found: a page's own copy of its article that is so much longer is believed
LEAST_FOUND = 0.8  # of a page's prose; where less is found, the article may stand in several places

_AROUND = re.compile(
    r"(?:\A|[\s_-])(?:related-?(?:articles?|posts?|stories|content|links|news)?|recirc|read-?more|also-?read"
    r"|more-?from"
    r"|you-?may-?(?:also-?)?like|most-?read|share-?(?:bar|buttons?|links|tools)?|sharing|sharedaddy"
    r"|social-?(?:share|links|bar|icons|buttons)?"
    r"|newsletter(?:-?(?:box|signup|sign-?up|form))?|mailchimp|signup|cookie(?:-?(?:notice|banner|consent"
    r"|bar))?|gdpr|onetrust"
    r"|comments?|comment-?list|disqus|author-?(?:bio|box|info)|authorbox|about-?(?:the-?)?author|bio-?box"
    r"|taboola|outbrain|image-?credits?|photo-?credits?|media-?credit)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_KEEP = frozenset("html body main article h1 head".split())


def read_webpage(content: bytes | str) -> Draft:
    """Read the article of an HTML page: without menus, comments and related links."""
    import trafilatura

    tree = trafilatura.load_html(content)
    if tree is None:
        raise UnreadableArticle("no article found in this HTML page")
    _drop_control_characters(tree)
    about = read_metadata(tree)
    authors, date = about.authors, about.date
    if not authors or not date:
        guess = trafilatura.extract_metadata(tree, default_url=about.url, extensive=False)
        authors = authors or guess_persons((guess.author or "").split("; "))
        date = date or guess.date or date_in_address(about.url)
    _prune(tree)
    blocks = drop_boilerplate(_extract(tree, about.body), title=about.title, authors=authors)
    text = "\n\n".join(blocks)
    if not text.strip():
        raise UnreadableArticle("no article found in this HTML page")
    return Draft(
        text=text,
        title=about.title,
        author=", ".join(authors),
        date=date,
        publisher=about.publisher,
        url=about.url,
        language=about.language,
    )


def _drop_control_characters(tree: Any) -> None:
    """Drop what HTML can hold and XML cannot, such as &#12;: setting such a text again raises in lxml."""
    for element in tree.iter():
        for place in ("text", "tail"):
            text = getattr(element, place)
            if text and _CONTROL.search(text):
                setattr(element, place, _CONTROL.sub(" ", text))


def _prune(tree: Any) -> None:
    """Remove what is marked as standing around the article, unless it holds much of the page's prose."""
    most = MOST_PRUNED * _count_prose(tree)
    for element in list(tree.xpath("//*[@class or @id]")):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in _KEEP or element.getparent() is None or not _AROUND.search(marks):
            continue
        if element.find(".//h1") is None and _count_prose(element) <= most:
            element.drop_tree()


def _count_prose(element: Any) -> int:
    """Count the characters of paragraphs that are not links."""
    count = 0
    for paragraph in element.iter("p"):
        linked = sum(len(link.text_content()) for link in paragraph.iter("a"))
        length = len(paragraph.text_content())
        if linked < length / 2:
            count += length
    return count


def _extract(tree: Any, body: str | None) -> list[str]:
    """Return the blocks that trafilatura finds, or the page's own copy of its article where that has much more."""
    found = _find(tree)
    prose = _count_prose(tree)
    if len(found) < LEAST_FOUND * prose:
        found = max(found, _find(tree, is_eager=True), key=len)
    if body:
        said = _read_body(body)
        if sum(map(len, said)) > MORE_THAN_FOUND * len(found):
            return said
    return found.split("\n")


def _find(tree: Any, *, is_eager: bool = False) -> str:
    import trafilatura

    page = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=is_eager)
    return "" if page is None or isinstance(page, dict) else page.text or ""


def _read_body(body: str) -> list[str]:
    """Return the blocks of an article's text as JSON-LD holds it: plain, or HTML, once or twice escaped."""
    from lxml.html import fromstring

    body = canonical(unescape(unescape(body)))
    if re.search(r"</?(?:p|br|div|h\d|li|em|a|span)\b[^<>]*>", body, re.IGNORECASE):
        return read_blocks(fromstring(f"<div>{body.replace(chr(10), '<br><br>')}</div>"))
    return [line for line in body.split("\n") if line.strip()]
