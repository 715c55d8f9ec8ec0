"""What readers said of answers in, questions with the gold that follows from it out.

Readers say it on the page, which keeps it in its file of conversations. A line of feedback is
`{"question", "history", "verdict", "note", "answer"}`; `answer` is the record that `ask --json`
prints.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from assistant.types import AssistantError
from evals.results import reason

VERDICTS = ("good", "bad", "wrong citation", "should have answered", "should not have answered")
NEEDS_GOLD = {"bad", "wrong citation", "should have answered"}
"""Verdicts that say that an answer was wrong, and not what is right: a person adds the gold."""

SQLITE = b"SQLite format 3\0"  # how such a file begins
Record = dict[str, Any]


def questions_from_feedback(lines: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Turn feedback into questions in the design's format, each asked once: the last verdict counts.

    An answer called good is gold: its first claim's quote, article and short answer, or, where it
    declined, that there is no answer. Where the gold is not known, `needs_gold` says so: such a
    question is measured only by whether it is answered.
    """
    found: dict[str, Record] = {}
    for line in lines:
        verdict, answer = line["verdict"], line.get("answer") or {}
        history = [{"role": str(t["role"]), "text": str(t["text"])} for t in line.get("history") or []]
        told = json.dumps([line["question"], history], ensure_ascii=False)
        id = f"feedback/{hashlib.sha256(told.encode()).hexdigest()[:12]}"
        record: Record = {
            "id": id, "question": line["question"], "answers": [], "gold_article_ids": [], "gold_evidence": [],
            "answerable": verdict != "should not have answered", "type": "feedback", "history": history,
            "verdict": verdict, "note": str(line.get("note") or ""),
        }  # fmt: skip
        if verdict == "good":
            record |= _gold(answer) if answer else {"needs_gold": True}
        elif verdict in NEEDS_GOLD:
            record["needs_gold"] = True
        found.pop(id, None)
        found[id] = record
    return list(found.values())


def read_feedback(path: Path) -> list[Record]:
    """Read feedback: the page's file of conversations, or an export of it."""
    try:
        content = path.read_bytes()
        lines = _read_kept(path) if content.startswith(SQLITE) else content.decode().split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{path} cannot be read: {reason(error)}") from error
    records = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise AssistantError(f"{path}:{number} is not JSON: {error}") from error
            if not isinstance(record, dict) or not isinstance(record.get("question"), str):
                raise AssistantError(f"{path}:{number} is no feedback: expected an object with question and verdict")
            if record.get("verdict") not in VERDICTS:
                known = ", ".join(VERDICTS)
                raise AssistantError(f"{path}:{number}: verdict {record.get('verdict')!r}, expected one of {known}")
            if not _is_told(record):
                raise AssistantError(f"{path}:{number} has a history or an answer that is none of ask --json")
            records.append(record)
    return records


def _read_kept(path: Path) -> list[str]:
    """Return what the page's readers said, a line of JSON each, oldest first."""
    try:
        with closing(sqlite3.connect(path)) as file:
            return [line for (line,) in file.execute("SELECT record FROM feedback ORDER BY given, rowid")]
    except sqlite3.Error as error:
        raise AssistantError(f"{path} is no file of conversations: {error}") from error


def convert_from_options(options: argparse.Namespace) -> int:
    """Run the from-feedback command: 1 where questions need gold."""
    questions = questions_from_feedback(read_feedback(options.feedback))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions), "utf-8")
    need = sum("needs_gold" in question for question in questions)
    if options.json:
        print(json.dumps({"questions": len(questions), "need_gold": need}))
    else:
        print(
            f"{len(questions)} questions in {options.out}; {need} need gold: add answers, articles and quotes to them"
        )
    return 1 if need else 0


def _is_told(record: Mapping[str, Any]) -> bool:
    """Say whether the history is one of turns, and the answer none or one whose claims have citations."""
    try:
        turns = [(turn["role"], turn["text"]) for turn in record.get("history") or []]
        for claim in (record.get("answer") or {}).get("claims") or []:
            turns += [(cited["article_id"], cited["quote"]) for cited in (claim["citations"][0], *claim["citations"])]
    except (KeyError, IndexError, TypeError, AttributeError):
        return False
    return True


def _gold(answer: Mapping[str, Any]) -> Record:
    claims = answer.get("claims") or []
    if not claims:
        return {"answerable": False}
    short, cited = answer.get("short_answer"), claims[0]["citations"][0]
    return {
        "answers": [short] if short else [],
        "gold_article_ids": [cited["article_id"]],
        "gold_evidence": [cited["quote"]],
    }
