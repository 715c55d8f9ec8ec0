"""Answers and Articles in, HTML out. Every text is escaped: nothing from an article, question or model is markup."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.sentences import is_heading, split_paragraphs
from assistant.types import Answer, Article, Citation, Claim, Passage, Span

NEAREST = 3  # passages shown where the articles do not say
EXCERPT = 220  # characters of a passage shown before it is opened
READER = (
    '<div id="reader" tabindex="0" role="region" aria-label="Article">'
    '<button type="button" id="close-reader">Back to the answer</button>'
    '<div id="leaf"><p class="empty">The cited article opens here, at the quoted sentence.</p></div></div>'
)
"""The place where page.js puts what `render_article` renders."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, and what came of it: an answer, one sentence of trouble, or nothing yet."""

    question: str
    answer: Answer | None = None
    trouble: str | None = None


def render_conversation(turns: Sequence[Turn]) -> str:
    """Render the turns, oldest first."""
    rendered = "".join(_render_turn(i, turn) for i, turn in enumerate(turns, 1))
    return f'<div class="turns" aria-live="polite">{rendered}</div>'


def render_article(article: Article, place: Span | None) -> str:
    """Render an article with the characters of `place` marked."""
    facts = " · ".join(
        escape(fact) for fact in (article.author, article.publisher, readable_date(article.date)) if fact
    )
    link = ""
    if article.url and article.url.startswith(("https://", "http://")):
        link = f'<a href="{escape(article.url)}" target="_blank" rel="noopener noreferrer">Original</a> · '
    body = "".join(_render_paragraph(article, span, place) for span in split_paragraphs(article.text))
    return (
        f'<article lang="{escape(article.language or "en")}" dir="auto"><h2>{escape(article.title)}</h2>'
        f'<p class="facts">{facts}</p>{body}'
        f'<p class="hash">{link}text sha256 <code>{article.sha256[:16]}…</code></p></article>'
    )


def readable_date(date: str | None) -> str | None:
    """Return an ISO date as people write it, at its own precision: 2023-08 is August 2023."""
    if date is None or len(date) == 4:
        return date
    if len(date) == 7:
        return datetime.date.fromisoformat(date + "-01").strftime("%B %Y")
    day = datetime.date.fromisoformat(date)
    return f"{day.day} {day.strftime('%B %Y')}"


def _render_turn(number: int, turn: Turn) -> str:
    if turn.trouble is not None:
        content = f'<p class="trouble" role="alert">{escape(turn.trouble)}</p>'
    elif turn.answer is None:
        content = '<p class="pending" role="status">Reading the articles…</p>'
    else:
        content = "".join(_render_answer(number, turn.answer))
    return f'<section class="turn"><h2 class="question" dir="auto">{escape(turn.question)}</h2>{content}</section>'


def _render_answer(number: int, answer: Answer) -> Iterator[str]:
    if answer.understood_as.strip() != " ".join(answer.question.split()):
        yield f'<p class="understood">Understood as: {escape(answer.understood_as)}</p>'
    if not answer.answered:
        yield '<p class="nothing">The articles do not say.</p>'
        if answer.passages:
            nearest = "".join(_render_nearest(number, i, p) for i, p in enumerate(answer.passages[:NEAREST], 1))
            yield f'<p class="note">What comes nearest:</p><ul class="nearest">{nearest}</ul>'
        return
    if answer.short_answer:
        yield f'<p class="short" dir="auto">{escape(answer.short_answer)}</p>'
    claims = "".join(_render_claim(number, i, claim, answer.short_answer) for i, claim in enumerate(answer.claims, 1))
    yield f'<ol class="claims">{claims}</ol>'
    yield f'<p class="note">Confidence {answer.confidence:.0%}. Each sentence stands in its article word for word.</p>'


def _render_claim(number: int, i: int, claim: Claim, short: str | None) -> str:
    text = escape(claim.text)
    if short and i == 1:
        text = text.replace(escape(short), f"<strong>{escape(short)}</strong>", 1)
    cites = "".join(_render_cite(number, i, citation) for citation in claim.citations)
    cited = claim.citations[0]
    source = " · ".join(escape(fact) for fact in (cited.title, cited.publisher, readable_date(cited.date)) if fact)
    return f'<li><q dir="auto">{text}</q> {cites}<span class="source">{source}</span></li>'


def _render_cite(number: int, i: int, citation: Citation) -> str:
    place = _place(citation.article_id, citation.article_sha256, citation.start, citation.end)
    title = escape(citation.title)
    label = f"Source {i}: open {title} at this sentence"
    return (
        f'<button type="button" class="cite" id="cite-{number}-{i}" {place} aria-label="{label}" title="{title}">'
        f"{i}</button>"
    )


def _render_nearest(number: int, i: int, passage: Passage) -> str:
    chunk = passage.chunk
    excerpt = chunk.text if len(chunk.text) <= EXCERPT else chunk.text[:EXCERPT].rsplit(" ", 1)[0] + " …"
    return (
        f'<li><button type="button" class="open" id="near-{number}-{i}" '
        f"{_place(chunk.article_id, passage.article_sha256, chunk.start, chunk.end)}>{escape(passage.title)}</button>"
        f'<span class="excerpt" dir="auto">{escape(excerpt)}</span></li>'
    )


def _place(article_id: str, sha256: str, start: int, end: int) -> str:
    """Return the attributes that the page's script opens an article with."""
    return f'data-article="{escape(article_id)}" data-sha256="{sha256}" data-start="{start}" data-end="{end}"'


def _render_paragraph(article: Article, span: Span, place: Span | None) -> str:
    text = article.text[span.start : span.end]
    name = "h3" if is_heading(text) else "pre" if text.startswith("|") else "p"
    start, end = (max(place.start, span.start), min(place.end, span.end)) if place else (0, 0)
    if start >= end:
        return f"<{name}>{escape(text)}</{name}>"
    before, marked, after = (
        text[: start - span.start],
        text[start - span.start : end - span.start],
        text[end - span.start :],
    )
    return f"<{name}>{escape(before)}<mark>{escape(marked)}</mark>{escape(after)}</{name}>"
