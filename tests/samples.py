"""Answers of every form, made by hand of the starter collection's own sentences, and kept as a conversation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.page.conversations import Conversations, Turn
from assistant.records import answer_record
from assistant.types import Answer, Article, Chunk, Citation, Claim, Form, Index, Passage


def cite(article: Article, quote: str) -> Citation:
    """Quote an article; the quote has to stand in it."""
    start = article.text.index(quote)
    return Passage.of(article, Chunk.of(article, 0, len(article.text)), 1.0).cite(start, start + len(quote))


def make_answer(
    question: str, claims: list[tuple[Article, str, str | None]], *, form: Form = "sentences", short: str | None = None
) -> Answer:
    """Make an answer of (article, quote, value)."""
    return Answer(
        question=question,
        understood_as=question,
        claims=tuple(Claim(quote, (cite(article, quote),), value) for article, quote, value in claims),
        short_answer=short,
        confidence=0.9,
        passages=(),
        index="f" * 64,
        answerer="extractive",
        form=form,
    )


def sentence_with(article: Article, words: str) -> str:
    """Return the sentence of an article that holds these words."""
    at = article.text.index(words)
    before = [found + len(mark) for mark in (". ", "\n\n") if (found := article.text.rfind(mark, 0, at)) >= 0]
    start = max(before, default=0)
    ends = [end for mark in (". ", ".\n") if (end := article.text.find(mark, at)) >= 0]
    return article.text[start : min(ends) + 1 if ends else len(article.text)].strip()


def starter_answers(index: Index) -> dict[Form, Answer]:
    """Return a timeline, a disagreement and a list about the starter collection."""
    ties, shusha = index.articles["azerbaijan-turkiye-military-ties"], index.articles["shusha-declaration"]
    partnership = index.articles["azerbaijan-turkiye-partnership-since-independence"]
    first = sentence_with(ties, "dates from 1992")
    second = sentence_with(ties, "16 August 2010")
    third = sentence_with(shusha, "15 June 2021")
    long, short = sentence_with(ties, "17 kilometres"), sentence_with(partnership, "11 kilometres")
    timeline = make_answer(
        "Which agreements on defence were signed, in order?",
        [(ties, first, "1992"), (ties, second, "16 August 2010"), (shusha, third, "15 June 2021")],
        form="timeline", short="1992",
    )  # fmt: skip
    disagreement = make_answer(
        "How long is the border between Türkiye and Azerbaijan?",
        [(ties, long, "17 kilometres"), (partnership, short, "11 kilometres")],
        form="disagreement",
    )
    listed = make_answer(
        "What do the articles say of the alliance?",
        [(ties, first, None), (ties, second, None), (shusha, third, None)], form="list",
    )  # fmt: skip
    return {
        "timeline": timeline,
        "disagreement": replace(disagreement, note="Two articles measure it differently; both are shown."),
        "list": listed,
    }


def keep(path: Path, answers: list[Answer]) -> str:
    """Keep answers as one conversation in a file; return the conversation's id."""
    kept, id = Conversations(path), None
    for reply in answers:
        id = kept.add(Turn(reply.question, answer_record("1", reply)), id)
    assert id
    return id
