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


def read_beir(folder: Path, split: str = "test") -> tuple[list[Article], list[Question]]:
    """Read the corpus and the questions that a split judges."""
    return list(_read_corpus(folder / "corpus.jsonl")), _read_queries(folder, split)


def _read_corpus(path: Path) -> Iterator[Article]:
    from assistant.articles.draft import Draft, make_article

    for record in _read_lines(path):
        title = str(record.get("title") or record["_id"])
        if str(record.get("text") or "").strip():
            yield make_article(str(record["_id"]), Draft(text=record["text"], title=title), title)


def _read_queries(folder: Path, split: str) -> list[Question]:
    grades: dict[str, dict[str, int]] = {}
    for query, document, grade in _read_qrels(folder / "qrels" / f"{split}.tsv"):
        grades.setdefault(query, {})[document] = grade
    found = []
    for record in _read_lines(folder / "queries.jsonl"):
        id = str(record["_id"])
        if id in grades:
            relevant = {document: grade for document, grade in grades[id].items() if grade > 0}
            found.append(Question(id=id, question=record["text"], articles=tuple(relevant), grades=relevant))
    if not found:
        raise AssistantError(f"{folder}: no query is in qrels/{split}.tsv; name another split with --split")
    return found


def _read_qrels(path: Path) -> Iterator[tuple[str, str, int]]:
    """Yield (query, document, grade); a heading and TREC's four columns are understood."""
    for number, row in enumerate(csv.reader(_read(path).splitlines(), delimiter="\t"), 1):
        if not row or (number == 1 and not row[-1].strip().lstrip("-").isdigit()):
            continue
        try:
            yield row[0], row[-2], int(row[-1])
        except (IndexError, ValueError) as error:
            raise AssistantError(f"{path}:{number} is no judgement: expected query, document and grade") from error


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_read(path).split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise AssistantError(f"{path}:{number} is not JSON: {error}") from error
            if not isinstance(record, dict) or "_id" not in record:
                raise AssistantError(f"{path}:{number} has no _id; expected a line of BEIR's")
            yield record


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{path} cannot be read: {error}; a BEIR folder has corpus, queries and qrels") from error
