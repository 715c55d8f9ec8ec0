"""An Answer in, HTML out. Every text is escaped: nothing from an article, question or model is markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import count

from assistant.page.dates import readable_date
from assistant.page.forms import group_claims, render_columns, render_timeline
from assistant.page.sources import render_cite, render_copy, render_place, render_source
from assistant.types import Answer, Article, Claim, Passage

NEAREST = 3  # passages shown where the articles do not say
EXCERPT = 220  # characters of a passage shown before it is opened

Articles = Mapping[str, Article]
VERDICTS = {
    "good": "Good answer",
    "bad": "Bad answer",
    "wrong citation": "Wrong citation",
    "should have answered": "Should have answered",
    "should not have answered": "Should not have answered",
}


def render_turn(id: str, answer: Answer, articles: Articles, narrowed: str | None = None) -> str:
    """Render a question and its answer; `articles` are those of now, `narrowed` says what was asked of."""
    content = "".join(_render_answer(answer, articles, narrowed))
    return (
        f'<section class="turn" id="turn-{escape(id)}" data-turn="{escape(id)}" tabindex="-1" '
        f'aria-label="{escape(answer.question)}"><h2 class="question" dir="auto">{escape(answer.question)}</h2>'
        f"{content}{_render_tools(answer)}</section>"
    )


def _render_answer(answer: Answer, articles: Articles, narrowed: str | None) -> Iterator[str]:
    if answer.understood_as.strip() != " ".join(answer.question.split()):
        yield (
            f'<p class="understood">Understood as: <span dir="auto">{escape(answer.understood_as)}</span> '
            '<button type="button" class="quiet" data-do="reword">Change</button></p>'
        )
    if narrowed:
        yield f'<p class="narrowed">{escape(narrowed)}</p>'
    if answer.answered:
        yield from _render_claims(answer, articles)
    else:
        yield from _render_nothing(answer, articles, narrowed)


def _render_claims(answer: Answer, articles: Articles) -> Iterator[str]:
    numbers = count(1)
    if answer.short_answer:
        yield f'<p class="short" dir="auto">{escape(answer.short_answer)}</p>'
    if answer.form == "disagreement":
        lead = "The articles tell of different times." if answer.short_answer else "The articles disagree."
        yield f'<p class="lead">{lead}</p>'
    rendered = [(claim, _render_claim(claim, answer, articles, numbers)) for claim in answer.claims]
    if answer.form == "timeline":
        yield render_timeline(rendered)
    elif answer.form == "disagreement":
        yield render_columns(rendered)
    else:
        if answer.form == "list":
            found = {citation.article_id for claim in answer.claims for citation in claim.citations}
            things = f"{len(answer.claims)} {'finding' if len(answer.claims) == 1 else 'findings'}"
            yield f'<p class="lead">{things} in {len(found)} {"article" if len(found) == 1 else "articles"}.</p>'
        for part, items in group_claims(rendered):
            heading = f'<h3 class="part" dir="auto">{escape(part)}</h3>' if part else ""
            numbered = " numbered" if answer.form == "list" else ""
            yield (
                heading + f'<ol class="claims{numbered}">' + "".join(f"<li>{html}</li>" for _, html in items) + "</ol>"
            )
    changed = sum(_has_changed(c.article_id, c.article_sha256, articles) for x in answer.claims for c in x.citations)
    if changed:
        sources = "One source has" if changed == 1 else f"{changed} sources have"
        remedy = "Ask again to read them as they are now."
        yield f'<p class="note changed">{sources} changed since this was answered. {remedy}</p>'
    for sentence in (answer.missing, answer.note):
        if sentence:
            yield f'<p class="note" dir="auto">{escape(sentence)}</p>'
    verbatim = all(claim.text in {c.quote for c in claim.citations} for claim in answer.claims)
    promise = " Each sentence stands in its article word for word." if verbatim else " Each number opens its source."
    yield f'<p class="note">Confidence {answer.confidence:.0%}.{promise}</p>'


def _render_claim(claim: Claim, answer: Answer, articles: Articles, numbers: Iterator[int]) -> str:
    text = escape(claim.text)
    for phrase in (claim.value, answer.short_answer if claim is answer.claims[0] else None):
        if phrase and escape(phrase) in text:
            text = text.replace(escape(phrase), f"<strong>{escape(phrase)}</strong>", 1)
            break
    cited = claim.citations[0]
    article = articles.get(cited.article_id)
    language = f' lang="{escape(article.language)}"' if article and article.language else ""
    name = "q" if claim.text == cited.quote else "span"
    cites = "".join(
        render_cite(next(numbers), c, changed=_has_changed(c.article_id, c.article_sha256, articles))
        for c in claim.citations
    )
    doubt = ""
    if claim.support and claim.support.verdict != "supported":
        said = "may not support" if claim.support.verdict == "cannot_tell" else "does not support"
        doubt = f'<span class="doubt">The quote {said} this: {escape(claim.support.because)}</span>'
    return (
        f'<{name} class="statement" dir="auto"{language}>{text}</{name}> {cites}'
        f'<span class="source">{render_source(cited)} {render_copy(cited)}</span>{doubt}'
    )


def _render_nothing(answer: Answer, articles: Articles, narrowed: str | None) -> Iterator[str]:
    if answer.asks_back:
        yield f'<p class="nothing" dir="auto">{escape(answer.asks_back)}</p>'
    else:
        yield '<p class="nothing">The articles do not say.</p>'
    for sentence in (answer.missing, answer.note):
        if sentence:
            yield f'<p class="note" dir="auto">{escape(sentence)}</p>'
    if narrowed:
        yield '<p class="note"><button type="button" class="quiet" data-do="widen">Ask all articles</button></p>'
    if answer.passages:
        nearest = "".join(_render_nearest(passage, articles) for passage in answer.passages[:NEAREST])
        yield f'<p class="note">What comes nearest:</p><ul class="nearest">{nearest}</ul>'
    elif not answer.asks_back:
        yield '<p class="note">No article comes near this question. Browse shows what the collection holds.</p>'


def _render_nearest(passage: Passage, articles: Articles) -> str:
    chunk = passage.chunk
    excerpt = chunk.text if len(chunk.text) <= EXCERPT else chunk.text[:EXCERPT].rsplit(" ", 1)[0] + " …"
    place = render_place(chunk.article_id, passage.article_sha256, chunk.start, chunk.end)
    article = articles.get(chunk.article_id)
    language = f' lang="{escape(article.language)}"' if article and article.language else ""
    facts = " · ".join(escape(fact) for fact in (passage.publisher, readable_date(passage.date)) if fact)
    return (
        f'<li><button type="button" class="open" dir="auto" {place}>{escape(passage.title)}</button>'
        f'<span class="source">{facts}</span><span class="excerpt" dir="auto"{language}>{escape(excerpt)}</span></li>'
    )


def _render_tools(answer: Answer) -> str:
    """Render what can be done with an answer: ask again, share, take away, say what was wrong."""
    buttons = "".join(
        f'<button type="button" class="quiet" data-do="{do}">{label}</button>'
        for do, label in (("edit", "Edit"), ("again", "Ask again"), ("link", "Copy link"), ("export", "Export"))
    )
    verdicts = "".join(
        f'<button type="button" class="quiet" data-verdict="{verdict}" aria-pressed="false">{label}</button>'
        for verdict, label in VERDICTS.items()
        if verdict
        not in ({"should have answered"} if answer.answered else {"wrong citation", "should not have answered"})
    )
    return (
        f'<div class="tools" role="group" aria-label="This answer">{buttons}'
        f'<details class="say"><summary>Was it right?</summary><div class="verdicts">{verdicts}'
        '<label class="remark">Note <input type="text" maxlength="2000" data-remark></label>'
        '<p class="thanks" role="status"></p></div></details></div>'
    )


def _has_changed(id: str, sha256: str, articles: Articles) -> bool:
    article = articles.get(id)
    return article is None or article.sha256 != sha256
