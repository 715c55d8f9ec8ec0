"""Passages and Answers in, the JSON that programs read out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assistant.types import Answer, Passage, Support

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


def write_record(record: Record) -> str:
    """Write a record as a line of JSON; the same record is the same bytes."""
    return json.dumps(record, ensure_ascii=False)


def _support_record(support: Support | None) -> Record | None:
    return None if support is None else asdict(support) | {"words": list(support.words)}


def answer_record(id: str, answer: Answer, *, settings: Mapping[str, Any] | None = None) -> Record:
    """Return what `ask --json` prints for a question.

    `settings` are the options of `answer` that it was asked with, history and filters among them:
    with them `replay` can ask it again.
    """
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
                "support": _support_record(claim.support),
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
        "settings": None if settings is None else dict(settings),
    }
