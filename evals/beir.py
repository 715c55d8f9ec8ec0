"""A BEIR folder in, its articles and questions out.

The folder holds corpus.jsonl (`_id, title, text`), queries.jsonl (`_id, text`) and qrels/SPLIT.tsv
(query, document, grade; Thakur et al. 2021, "BEIR", NeurIPS Datasets and Benchmarks). A query that
has no line in the qrels is left out, as BEIR's own evaluation does.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.types import Article, AssistantError
from evals.questions import Question
from evals.results import reason


def read_beir(folder: Path, split: str = "test") -> tuple[list[Article], list[Question]]:
    """Read the corpus and the questions that a split judges."""
    return list(_read_corpus(folder / "corpus.jsonl")), _read_queries(folder, split)


def _read_corpus(path: Path) -> Iterator[Article]:
    from assistant.articles.draft import Draft, make_article

    seen: set[str] = set()
    for number, record in _read_lines(path):
        id, text = str(record["_id"]), record.get("text") or ""
        title = str(record.get("title") or id)
        if id in seen:
            raise AssistantError(f"{path}:{number} has the _id {id!r} again; give every document one of its own")
        if not isinstance(text, str):
            raise AssistantError(f"{path}:{number} has a text that is none: {text!r}")
        seen.add(id)
        if text.strip():
            yield make_article(id, Draft(text=text, title=title), title)


def _read_queries(folder: Path, split: str) -> list[Question]:
    grades: dict[str, dict[str, int]] = {}
    for query, document, grade in _read_qrels(folder / "qrels" / f"{split}.tsv"):
        grades.setdefault(query, {})[document] = grade
    found: dict[str, Question] = {}
    path = folder / "queries.jsonl"
    for number, record in _read_lines(path):
        id = str(record["_id"])
        if id in found:
            raise AssistantError(f"{path}:{number} has the _id {id!r} again; give every query one of its own")
        if not isinstance(record.get("text"), str):
            raise AssistantError(f"{path}:{number} has no text; expected a line of BEIR's")
        if id in grades:
            relevant = {document: grade for document, grade in grades[id].items() if grade > 0}
            found[id] = Question(id=id, question=record["text"], articles=tuple(relevant), grades=relevant)
    if not found:
        raise AssistantError(f"{folder}: no query is in qrels/{split}.tsv; name another split with --split")
    return list(found.values())


def _read_qrels(path: Path) -> Iterator[tuple[str, str, int]]:
    """Yield (query, document, grade); a heading and TREC's four columns are understood."""
    for number, row in enumerate(csv.reader(_read(path).splitlines(), delimiter="\t"), 1):
        if not row or (number == 1 and not any(character.isdigit() for character in row[-1])):
            continue
        try:
            yield row[0], row[-2], int(row[-1])
        except (IndexError, ValueError) as error:
            raise AssistantError(
                f"{path}:{number} is no judgement: expected query, document and a whole grade"
            ) from error


def _read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_read(path).split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise AssistantError(f"{path}:{number} is not JSON: {error}") from error
            if not isinstance(record, dict) or "_id" not in record:
                raise AssistantError(f"{path}:{number} has no _id; expected a line of BEIR's")
            yield number, record


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(
            f"{path} cannot be read: {reason(error)}; a BEIR folder has corpus, queries and qrels"
        ) from error
