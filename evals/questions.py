"""A file of questions in, Questions out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from assistant.types import Article, AssistantError
from evals.results import reason


class Value(NamedTuple):
    """What one of the articles that disagree says."""

    value: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what is known of its answer; only `id` and `question` are always there.

    `answers` are accepted forms of one answer, or, where `needs_all`, parts that are all needed.
    `evidence` are verbatim quotes of the gold articles. `grades` says how relevant an article is
    (1 or more) where the gold is graded, as BEIR's is. `values` are what articles that disagree
    say. `kind` tells sorts of unanswerable questions apart.
    """

    id: str
    question: str
    answers: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    answerable: bool = True
    type: str = ""
    history: tuple[Mapping[str, str], ...] = ()
    needs_all: bool = False
    values: tuple[Value, ...] = ()
    grades: Mapping[str, int] = field(default_factory=dict)
    kind: str = ""

    @property
    def turn(self) -> int:
        """Count the questions of the conversation, this one included."""
        return 1 + sum(turn.get("role") == "user" for turn in self.history)

    @property
    def has_gold(self) -> bool:
        """Say whether an answer can be judged: something is known of it, or that there is none."""
        return bool(self.answers or self.articles) or not self.answerable


def read_questions(path: Path) -> list[Question]:
    """Read questions as JSON Lines in the design's format, or SQuAD's JSON."""
    try:
        content = path.read_text("utf-8-sig")  # Windows puts a mark in front
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{path} cannot be read: {reason(error)}") from error
    if path.suffix == ".json":
        questions = list(_read_squad(path, content))
    else:
        questions = [
            _question(path, number, line) for number, line in enumerate(content.split("\n"), 1) if line.strip()
        ]
    ids = [question.id for question in questions]
    twice = sorted({id for id in ids if ids.count(id) > 1}) if len(set(ids)) < len(ids) else []
    if twice:
        raise AssistantError(f"{path} has the id {twice[0]!r} twice; give every question an id of its own")
    if not questions:
        raise AssistantError(f"{path} holds no questions")
    return questions


def read_squad_articles(path: Path) -> list[Article]:
    """Read the articles of a SQuAD file: each is the paragraphs of its title, with an empty line between."""
    from assistant.articles.draft import Draft, make_article

    paragraphs: dict[str, list[str]] = {}
    try:
        for article in json.loads(path.read_text("utf-8-sig"))["data"]:
            own = paragraphs.setdefault(str(article["title"]), [])
            own += [paragraph["context"] for paragraph in article["paragraphs"]]
        return [
            make_article(id, Draft(text="\n\n".join(texts), title=id.replace("_", " ")), id)
            for id, texts in paragraphs.items()
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"{path} is not SQuAD's JSON: {error}") from error


def hash_questions(*paths: Path) -> str:
    """Hash a file of questions, or the files that they are in, with SHA-256, in hexadecimal."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _question(path: Path, number: int, line: str) -> Question:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise AssistantError(f"{path}:{number} is not JSON: {error}") from error
    if not isinstance(record, dict) or "id" not in record or not isinstance(record.get("question"), str):
        raise AssistantError(f"{path}:{number} is no question: expected an object with an id and a question")
    try:
        return make_question(record)
    except AssistantError as error:
        raise AssistantError(f"{path}:{number}: {error}") from error


def make_question(record: Mapping[str, Any]) -> Question:
    """Make a question of an object in the design's format; numbers in its lists become texts."""
    return Question(
        id=str(record["id"]),
        question=record["question"],
        answers=_texts(record, "answers"),
        articles=_texts(record, "gold_article_ids"),
        evidence=_texts(record, "gold_evidence"),
        answerable=_truth(record, "answerable", True),
        type=str(record.get("type") or ""),
        history=tuple(_objects(record, "history", ("role", "text"))),
        needs_all=_truth(record, "all", False),
        values=tuple(
            Value(str(v["value"]), str(v["article_id"])) for v in _objects(record, "values", ("value", "article_id"))
        ),
        kind=str(record.get("kind") or ""),
    )


def _texts(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    items = [] if record.get(name) is None else record[name]
    if not isinstance(items, list) or not all(type(item) in (str, int, float) for item in items):
        raise AssistantError(f"{name} is {json.dumps(items, ensure_ascii=False)[:60]}, expected a list of texts")
    return tuple(map(str, items))


def _truth(record: Mapping[str, Any], name: str, default: bool) -> bool:
    value = default if record.get(name) is None else record[name]
    if not isinstance(value, bool):
        raise AssistantError(f"{name} is {json.dumps(value, ensure_ascii=False)[:60]}, expected true or false")
    return value


def _objects(record: Mapping[str, Any], name: str, parts: Sequence[str]) -> list[dict[str, Any]]:
    items = [] if record.get(name) is None else record[name]
    if not isinstance(items, list) or not all(isinstance(item, dict) and item.keys() >= set(parts) for item in items):
        shown = json.dumps(items, ensure_ascii=False)[:60]
        raise AssistantError(f"{name} is {shown}, expected a list of objects with {' and '.join(parts)}")
    return items


def _read_squad(path: Path, content: str) -> Iterator[Question]:
    """Read SQuAD 1.1 or 2.0; an article's id is its title, a paragraph is the evidence."""
    try:
        articles: list[dict[str, Any]] = json.loads(content)["data"]
        for article in articles:
            for paragraph in article["paragraphs"]:
                for item in paragraph["qas"]:
                    answerable = not item.get("is_impossible", False)
                    yield Question(
                        id=str(item["id"]),
                        question=item["question"],
                        answers=tuple(dict.fromkeys(answer["text"] for answer in item["answers"]))
                        if answerable
                        else (),
                        articles=(str(article["title"]),) if answerable else (),
                        evidence=(paragraph["context"],) if answerable else (),
                        answerable=answerable,
                    )
    except (ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"{path} is not SQuAD's JSON ({error}); other question files end in .jsonl") from error
