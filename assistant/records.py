"""Passages and Answers in, the JSON that programs read out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.types import Answer, Passage

Record = dict[str, Any]


def readable(text: str) -> str:
    """Return a text that can be written out: a lone surrogate becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def passage_record(passage: Passage) -> Record:
    """Return a passage as JSON."""
    return {
        "article_id": passage.chunk.article_id,
        "article_sha256": passage.article_sha256,
        "start": passage.chunk.start,
        "end": passage.chunk.end,
        "text": passage.chunk.text,
        "score": passage.score,
        "title": passage.title,
        "author": passage.author,
        "date": passage.date,
        "publisher": passage.publisher,
        "url": passage.url,
    }


def retrieve_record(id: str, question: str, passages: Sequence[Passage]) -> Record:
    """Return what `retrieve --json` prints for a question."""
    return {"id": id, "question": question, "passages": [passage_record(passage) for passage in passages]}


def answer_record(id: str, answer: Answer) -> Record:
    """Return what `ask --json` prints for a question."""
    return {
        "id": id,
        "question": answer.question,
        "understood_as": answer.understood_as,
        "answered": answer.answered,
        "short_answer": answer.short_answer,
        "confidence": answer.confidence,
        "claims": [
            {
                "text": claim.text,
                "citations": [asdict(citation) for citation in claim.citations],
                "value": claim.value,
                "part": claim.part,
                "support": asdict(claim.support) if claim.support else None,
            }
            for claim in answer.claims
        ],
        "passages": [passage_record(passage) for passage in answer.passages],
        "index": answer.index,
        "answerer": answer.answerer,
        "form": answer.form,
        "missing": answer.missing,
        "note": answer.note,
        "asks_back": answer.asks_back,
    }
