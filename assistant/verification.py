"""A saved answer in, what of it no longer stands in the articles out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.support import check_support
from assistant.types import Article, Index

CONTEXT = 1200  # characters before and after a quote that resolve what it points to
_NAMED = ("title", "author", "date", "publisher", "url")


def verify(record: Mapping[str, Any], index: Index) -> list[str]:
    """Return what is wrong with a saved answer, a sentence each; nothing where every quote stands.

    Checked are the hash, offsets and quote of every citation and passage, what the citation says
    of its article, that the quotes support the claims and the saved verdicts are theirs, and that
    the short answer stands in a quote.
    """
    claims, passages = record.get("claims"), record.get("passages", [])
    if not isinstance(claims, list) or not isinstance(passages, list):
        return ["this is no saved answer: expected an object with claims, as ask --json prints it"]
    problems = []
    if "answered" in record and record["answered"] is not bool(claims):
        problems.append(f"it says answered: {record['answered']!r} and has {len(claims)} claims")
    problems += [problem for i, claim in enumerate(claims, 1) for problem in _check_claim(i, claim, index)]
    for i, passage in enumerate(passages, 1):
        problems += _check_place(f"passage {i}", passage, "text", index)
    return problems + list(_check_short_answer(record, claims))


def _check_claim(i: int, claim: Any, index: Index) -> Iterator[str]:
    citations = claim.get("citations") if isinstance(claim, dict) else None
    if not isinstance(citations, list) or not citations:
        yield f"claim {i} has no citation"
        return
    for j, citation in enumerate(citations, 1):
        yield from _check_place(f"claim {i}, citation {j}", citation, "quote", index)
    yield from _check_support(i, claim, [citation for citation in citations if isinstance(citation, dict)], index)


def _check_support(i: int, claim: Mapping[str, Any], citations: list[dict[str, Any]], index: Index) -> Iterator[str]:
    """Check that the quotes support the claim, and that the saved verdict is the one it has."""
    text, quotes = claim.get("text"), [str(citation.get("quote")) for citation in citations]
    if not isinstance(text, str) or not text.strip():
        yield f"claim {i} has no text"
        return
    context = "\n".join(_around(citation, index) for citation in citations)
    verbatim = next((quote for quote in quotes if quote == text), None)
    found = check_support(text, verbatim or "\n".join(quotes), context=context, encoder=index.encoder)
    if found.verdict != "supported":
        yield f"claim {i} is not supported by what it quotes ({found.because}): {text!r}"
    saved = claim.get("support")
    if saved is None:
        return
    verdict = saved.get("verdict") if isinstance(saved, dict) else saved
    if verdict != found.verdict:
        yield f"claim {i} is said to be {verdict!r}, and is {found.verdict!r}"


def _around(citation: Mapping[str, Any], index: Index) -> str:
    article = index.articles.get(str(citation.get("article_id")))
    start, end = citation.get("start"), citation.get("end")
    if article is None or type(start) is not int or type(end) is not int:
        return ""
    return f"{article.title}\n{article.text[max(0, start - CONTEXT) : max(0, end) + CONTEXT]}"


def _check_short_answer(record: Mapping[str, Any], claims: list[Any]) -> Iterator[str]:
    short = record.get("short_answer")
    if short is None or (record.get("form") == "list" and short == str(len(claims))):  # a count of what is listed
        return
    citations = [citation for claim in claims if isinstance(claim, dict) for citation in _list(claim.get("citations"))]
    quotes = [str(citation.get("quote")) for citation in citations if isinstance(citation, dict)]
    whole_words = re.compile(rf"(?<![^\W_]){re.escape(str(short))}(?![^\W_])")  # _emphasis_ is no part of a word
    if not str(short) or not any(whole_words.search(quote) for quote in quotes):
        yield f"the short answer {short!r} stands in none of the quotes"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _check_place(where: str, place: Any, field: str, index: Index) -> Iterator[str]:
    """Check a citation or a passage: its article, hash, offsets and text."""
    if not isinstance(place, dict):
        yield f"{where} is no object"
        return
    article = index.articles.get(str(place.get("article_id")))
    if article is None:
        yield f"{where}: the index holds no article {place.get('article_id')!r}"
        return
    if place.get("article_sha256") != article.sha256:
        yield f"{where}: the article {article.id!r} is not the one that was cited: it has changed since"
        return
    yield from _check_quote(where, place, field, article)
    for name in _NAMED:
        if place.get(name) != getattr(article, name):
            yield f"{where}: the {name} is {getattr(article, name)!r}, not {place.get(name)!r}"


def _check_quote(where: str, place: Mapping[str, Any], field: str, article: Article) -> Iterator[str]:
    start, end, quote = place.get("start"), place.get("end"), place.get(field)
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(article.text):
        yield f"{where}: {start!r}..{end!r} is no place in the article {article.id!r}"
    elif article.text[start:end] != quote:
        yield f"{where}: at {start}..{end} the article {article.id!r} says {article.text[start:end]!r}, not {quote!r}"
