"""A Citation in, what a reader does with it out: the number that opens it, its facts, its footnote."""

from __future__ import annotations

from html import escape

from assistant.page.dates import readable_date
from assistant.page.footnotes import footnote
from assistant.types import Citation


def render_cite(number: int, citation: Citation, *, changed: bool = False) -> str:
    """Render a numbered citation; the page's script shows its quote on hover and opens it on a click."""
    place = render_place(citation.article_id, citation.article_sha256, citation.start, citation.end)
    title = escape(citation.title)
    label = f"Source {number}: open {title} at this sentence" + (", which has changed since" if changed else "")
    facts = " · ".join(f for f in (citation.author, citation.publisher, readable_date(citation.date)) if f)
    return (
        f'<button type="button" class="cite{" old" if changed else ""}" {place} data-quote="{escape(citation.quote)}" '
        f'data-title="{title}" data-facts="{escape(facts)}" aria-label="{label}">{number}</button>'
    )


def render_source(citation: Citation) -> str:
    """Render the facts of a source on one line."""
    facts = (citation.title, citation.author, citation.publisher, readable_date(citation.date))
    return " · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts if fact)


def render_copy(citation: Citation) -> str:
    """Render the button that copies a quote with its footnote, in either style."""
    notes = "".join(f' data-{style}="{escape(footnote(citation, style))}"' for style in ("chicago", "apa"))
    return (
        f'<button type="button" class="quiet copy" data-quote="{escape(citation.quote)}"{notes}>'
        "Copy with footnote</button>"
    )


def render_place(article_id: str, sha256: str, start: int, end: int) -> str:
    """Return the attributes that the page's script opens an article with."""
    return f'data-article="{escape(article_id)}" data-sha256="{sha256}" data-start="{start}" data-end="{end}"'
