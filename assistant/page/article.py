"""An Article in, its page out: facts, text with the cited characters marked, related articles, hash."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.page.dates import readable_date
from assistant.sentences import is_heading, split_paragraphs
from assistant.types import Article, Span


def render_article(
    article: Article, place: Span | None, related: Sequence[Article] = (), *, warning: str = "", removable: bool = False
) -> str:
    """Render an article with the characters of `place` marked."""
    told = [fact for fact in (article.author, article.publisher, readable_date(article.date)) if fact]
    facts = " · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in told)
    body = "".join(_render_paragraph(article, span, place) for span in split_paragraphs(article.text))
    return (
        f'{_warn(warning)}<article lang="{escape(article.language or "en")}" dir="auto" data-id="{escape(article.id)}">'
        f'<h2>{escape(article.title)}</h2><p class="facts">{facts}</p>{body}</article>'
        f"{_render_about(article, removable)}{_render_related(related)}"
    )


def render_gone(quote: str | None) -> str:
    """Render what is left of an article that is no longer in the collection: the quote that was saved."""
    warning = _warn("This article is no longer in the collection.")
    if quote is None:
        return warning
    return f'{warning}<p>The answer was saved with this quote:</p><blockquote dir="auto">{escape(quote)}</blockquote>'


def find_place(article: Article, sha256: str, start: int, end: int, quote: str | None) -> tuple[Span | None, str]:
    """Return where a citation stands in the article as it is now, and a warning where it was moved or lost."""
    if not sha256 or sha256 == article.sha256:
        return (Span(start, end) if 0 <= start < end <= len(article.text) else None), ""
    found = article.text.find(quote) if quote else -1
    if quote and found >= 0:
        return Span(
            found, found + len(quote)
        ), "This article has changed since it was cited; the quote still stands in it."
    return None, "This article has changed since it was cited; the quote no longer stands in it word for word."


def _warn(warning: str) -> str:
    return f'<p class="warning" role="note">{escape(warning)}</p>' if warning else ""


def _render_about(article: Article, removable: bool) -> str:
    rows = [
        ("Tags", ", ".join(article.tags)),
        ("Language", article.language),
        ("Length", f"{len(article.text.split()):,} words"),
        ("Identifier", article.id),
        ("Text SHA-256", article.sha256),
    ]
    facts = "".join(f"<dt>{name}</dt><dd dir='auto'>{escape(value)}</dd>" for name, value in rows if value)
    link = ""
    if article.url and article.url.startswith(("https://", "http://")):
        link = f'<a href="{escape(article.url)}" target="_blank" rel="noopener noreferrer">Original</a>'
    remove = '<button type="button" class="quiet" data-do="remove">Remove this article</button>' if removable else ""
    return (
        f'<aside class="about" data-id="{escape(article.id)}" data-title="{escape(article.title)}">'
        "<h3>About this article</h3>"
        f'<dl>{facts}</dl><p class="actions">{link}'
        '<button type="button" class="quiet" data-do="only">Ask only this article</button>'
        f'<button type="button" class="quiet" data-do="questions">Questions to ask</button>{remove}</p>'
        '<div class="questions" role="status"></div></aside>'
    )


def _render_related(related: Sequence[Article]) -> str:
    if not related:
        return ""
    items = "".join(
        f'<li><button type="button" class="open" dir="auto" data-article="{escape(other.id)}">{escape(other.title)}'
        f"</button></li>"
        for other in related
    )
    return f'<nav class="related" aria-label="Related articles"><h3>Related articles</h3><ul>{items}</ul></nav>'


def _render_paragraph(article: Article, span: Span, place: Span | None) -> str:
    text = article.text[span.start : span.end]
    name = "h3" if is_heading(text) else "pre" if text.startswith("|") else "p"
    start, end = (max(place.start, span.start), min(place.end, span.end)) if place else (0, 0)
    if start >= end:
        return f'<{name} dir="auto">{escape(text)}</{name}>'
    before, marked, after = (
        text[: start - span.start],
        text[start - span.start : end - span.start],
        text[end - span.start :],
    )
    return f'<{name} dir="auto">{escape(before)}<mark>{escape(marked)}</mark>{escape(after)}</{name}>'
