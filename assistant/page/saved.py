"""The record of an answer in, the Answer out: what `assistant.records` wrote, read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.types import Answer, Chunk, Citation, Claim, Passage, Support


def answer_from_record(record: Mapping[str, Any]) -> Answer:
    """Return the answer that a record was made of; the language of its passages is not in it."""
    return Answer(
        question=record["question"],
        understood_as=record["understood_as"],
        claims=tuple(_claim(claim) for claim in record["claims"]),
        short_answer=record["short_answer"],
        confidence=record["confidence"],
        passages=tuple(_passage(passage) for passage in record["passages"]),
        index=record["index"],
        answerer=record["answerer"],
        form=record.get("form", "sentences"),
        missing=record.get("missing"),
        note=record.get("note"),
        asks_back=record.get("asks_back"),
    )


def _claim(record: Mapping[str, Any]) -> Claim:
    support = record.get("support")
    return Claim(
        record["text"],
        tuple(Citation(**citation) for citation in record["citations"]),
        record.get("value"),
        record.get("part"),
        Support(support["verdict"], support["because"], tuple(support["words"])) if support else None,
    )


def _passage(record: Mapping[str, Any]) -> Passage:
    chunk = Chunk(record["article_id"], record["start"], record["end"], record["text"])
    return Passage(
        chunk, record["score"], record["title"], record["author"], record["date"], record["publisher"],
        record["url"], record["article_sha256"],
    )  # fmt: skip
