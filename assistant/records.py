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
    """Return a passage as JSON; why it was found, and its reprints, where these were asked for."""
    record = {
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
    if passage.explanation is not None:
        record["explanation"] = asdict(passage.explanation) | {"words": list(passage.explanation.words)}
    if passage.others:
        record["others"] = [asdict(citation) for citation in passage.others]
    return record


def retrieve_record(
    id: str,
    question: str,
    passages: Sequence[Passage],
    *,
    also_searched: Mapping[str, Sequence[str]] | None = None,
    undated_left_out: int = 0,
) -> Record:
    """Return what `retrieve --json` prints for a question.

    `also_searched` is the other spellings of its words that were searched, `undated_left_out` how
    many articles a filter by date left out because they have none; absent where there are none.
    """
    record: Record = {"id": id, "question": question, "passages": [passage_record(passage) for passage in passages]}
    if also_searched:
        record["also_searched"] = {word: list(others) for word, others in also_searched.items()}
    if undated_left_out:
        record["undated_left_out"] = undated_left_out
    return record


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
