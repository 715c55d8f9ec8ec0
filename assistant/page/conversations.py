"""Conversations and what readers said of answers, in one SQLite file on this machine."""

from __future__ import annotations

import datetime
import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from assistant.types import AssistantError

Record = dict[str, Any]
Verdict = Literal["good", "bad", "wrong citation", "should have answered", "should not have answered"]

LONGEST_TITLE = 120  # characters
MOST_LISTED = 500  # conversations
WAIT_SECONDS = 10.0  # for another process that writes to the file
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, title TEXT NOT NULL, changed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS turns (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    saved TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS turns_of ON turns (conversation, position);
CREATE TABLE IF NOT EXISTS feedback (turn TEXT PRIMARY KEY, given TEXT NOT NULL, record TEXT NOT NULL);
"""


class UnknownConversation(AssistantError):
    """A conversation or an answer that is not, or no longer, in the file."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer's record (as `ask --json` prints it), under the filters of then.

    `understood` is how the reader worded a follow-up, where they did; `narrowed` says in a sentence
    what the filters left.
    """

    question: str
    record: Record
    filters: Record = field(default_factory=dict)
    understood: str | None = None
    narrowed: str | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(6))


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns, oldest first, under a title."""

    id: str
    title: str
    changed: str
    turns: tuple[Turn, ...]


class Conversations:
    """The file of conversations. Every call is one transaction, from whatever thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._connect() as file:
                file.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise AssistantError(
                f"conversations cannot be kept in {path} ({error}); name another file with --conversations"
            ) from error

    def search(self, words: str = "") -> list[Record]:
        """Return id, title and time of the conversations that hold the words searched for, newest first."""
        like = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        with self._connect() as file:
            rows = file.execute(
                "SELECT id, title, changed FROM conversations c WHERE title LIKE ?1 ESCAPE '\\' OR EXISTS "
                "(SELECT 1 FROM turns WHERE conversation = c.id AND saved LIKE ?1 ESCAPE '\\') "
                "ORDER BY changed DESC, rowid DESC LIMIT ?2",
                (like, MOST_LISTED),
            )
            return [{"id": id, "title": title, "changed": changed} for id, title, changed in rows]

    def open(self, id: str) -> Conversation:
        """Return a conversation with its turns."""
        with self._connect() as file:
            found = file.execute("SELECT title, changed FROM conversations WHERE id = ?", (id,)).fetchone()
            if found is None:
                raise UnknownConversation("this conversation has been deleted, or was kept in another file")
            rows = file.execute("SELECT id, saved FROM turns WHERE conversation = ? ORDER BY position", (id,))
            title, changed = found
            return Conversation(id, title, changed, tuple(_turn(*row) for row in rows))

    def turn(self, id: str) -> tuple[str, Turn]:
        """Return a turn and the id of its conversation."""
        with self._connect() as file:
            found = file.execute("SELECT conversation, id, saved FROM turns WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise UnknownConversation("this answer has been deleted, or was kept in another file")
        return found[0], _turn(*found[1:])

    def add(self, turn: Turn, conversation: str | None) -> str:
        """Add a turn at the end of a conversation, or of a new one; return the conversation's id."""
        with self._connect() as file:
            if conversation is None or not _touch(file, conversation):
                conversation = secrets.token_hex(6)
                title = " ".join(turn.question.split())[:LONGEST_TITLE]
                file.execute("INSERT INTO conversations VALUES (?, ?, ?)", (conversation, title, _now()))
            file.execute(
                "INSERT INTO turns SELECT ?1, ?2, COALESCE(MAX(position), 0) + 1, ?3 FROM turns "
                "WHERE conversation = ?2",
                (turn.id, conversation, _saved(turn)),
            )
        return conversation

    def replace(self, turn: Turn, *, drop_later: bool) -> str:
        """Put a turn in the place of the one with its id; return the conversation's id."""
        conversation, _ = self.turn(turn.id)
        with self._connect() as file:
            file.execute("UPDATE turns SET saved = ? WHERE id = ?", (_saved(turn), turn.id))
            if drop_later:
                file.execute(
                    "DELETE FROM turns WHERE conversation = ?1 AND position > "
                    "(SELECT position FROM turns WHERE id = ?2)",
                    (conversation, turn.id),
                )
            _touch(file, conversation)
        return conversation

    def rename(self, id: str, title: str) -> None:
        """Give a conversation another title."""
        title = " ".join(title.split())[:LONGEST_TITLE]
        if not title:
            raise AssistantError("a conversation needs a title; type one")
        with self._connect() as file:
            file.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, id))

    def delete(self, id: str) -> None:
        """Delete a conversation with its turns; what was said of its answers stays."""
        with self._connect() as file:
            file.execute("DELETE FROM conversations WHERE id = ?", (id,))

    def give_feedback(self, id: str, verdict: Verdict, note: str) -> None:
        """Keep what a reader says of an answer, in the form that the evaluation reads; the last word counts."""
        conversation, turn = self.turn(id)
        turns = self.open(conversation).turns
        place = next(i for i, other in enumerate(turns) if other.id == id)
        record = {
            "question": turn.question,
            "history": history_of(turns[:place]),
            "verdict": verdict,
            "note": note,
            "answer": turn.record,
        }
        with self._connect() as file:
            file.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?)", (id, _now(), json.dumps(record, ensure_ascii=False))
            )

    def feedback(self) -> list[Record]:
        """Return all that was said of answers, oldest first."""
        with self._connect() as file:
            return [json.loads(row[0]) for row in file.execute("SELECT record FROM feedback ORDER BY given, rowid")]

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=WAIT_SECONDS)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            with connection:
                yield connection
        finally:
            connection.close()


def history_of(turns: tuple[Turn, ...]) -> list[dict[str, str]]:
    """Return turns as the history that `answer` takes."""
    history = []
    for turn in turns:
        history.append({"role": "user", "text": turn.understood or turn.question})
        if turn.record["claims"]:
            history.append({"role": "assistant", "text": turn.record["claims"][0]["text"]})
    return history


def _saved(turn: Turn) -> str:
    kept = {"question": turn.question, "record": turn.record, "filters": turn.filters}
    return json.dumps(kept | {"understood": turn.understood, "narrowed": turn.narrowed}, ensure_ascii=False)


def _turn(id: str, saved: str) -> Turn:
    kept: Mapping[str, Any] = json.loads(saved)
    return Turn(kept["question"], kept["record"], kept["filters"], kept["understood"], kept["narrowed"], id)


def _touch(file: sqlite3.Connection, conversation: str) -> bool:
    return file.execute("UPDATE conversations SET changed = ? WHERE id = ?", (_now(), conversation)).rowcount == 1


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
