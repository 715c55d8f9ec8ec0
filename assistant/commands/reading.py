"""Files of questions, answers and pairs in, what they hold out; a mistake in one is said by its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.types import AssistantError


def read_questions(path: Path) -> Iterator[tuple[str, str, list[dict[str, str]]]]:
    """Yield the id, question and history of each line of a file of questions."""
    from assistant.records import readable

    for number, line in _read_lines(path):
        if not isinstance(line, dict) or not isinstance(line.get("question"), str) or "id" not in line:
            raise AssistantError(f"{path}:{number} is no question: expected an object with an id and a question")
        history = line.get("history") or []
        if not isinstance(history, list) or not all(isinstance(turn, dict) for turn in history):
            raise AssistantError(f"{path}:{number} has a history that is no list of turns, each with a role and a text")
        yield readable(str(line["id"])), readable(line["question"]), history


def read_pairs(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the id, claim and quote of each line of a file of pairs."""
    for number, line in _read_lines(path):
        if not isinstance(line, dict) or not all(isinstance(line.get(name), str) for name in ("claim", "quote")):
            raise AssistantError(f"{path}:{number} is no pair: expected an object with an id, a claim and a quote")
        yield str(line.get("id", number)), line["claim"], line["quote"]


def read_answers(path: Path) -> list[Any]:
    """Read one answer or a list of them, however it is laid out, or one a line."""
    try:
        content = json.loads(path.read_text("utf-8"))
        return content if isinstance(content, list) else [content]
    except (ValueError, OSError, RecursionError):
        records = [record for _, record in _read_lines(path)]
    if not records:
        raise AssistantError(f"{path} holds no answer; save one with: python -m assistant ask QUESTION --json")
    return records


def _read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as error:
        raise AssistantError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise AssistantError(f"{path} is not UTF-8; save it as UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise AssistantError(f"{path}:{number} is not JSON: {error}") from error
