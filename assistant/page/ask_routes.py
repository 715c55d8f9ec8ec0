"""What the page asks the server of questions and conversations. Answers stream: a JSON object a line.

POST /page/ask                          stages, then the turn as HTML
GET POST DELETE /page/conversations…    kept conversations
POST /page/feedback                     what a reader says of an answer
GET /page/export                        a turn or a conversation to take away
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.answers import answer
from assistant.index import LiveIndex
from assistant.page.conversations import Conversations, Turn, Verdict, history_of
from assistant.page.export import MEDIA, Format, export
from assistant.page.filters import Filters
from assistant.page.footnotes import Style
from assistant.page.render import render_turn
from assistant.page.saved import answer_from_record
from assistant.page.streaming import Tell, stream
from assistant.page.watching import listening, watched
from assistant.records import answer_record, readable
from assistant.types import Index

Text = Annotated[str, AfterValidator(readable)]


class Asked(BaseModel):
    """A question of the page. `turn` is asked again in its place; `edited` drops the turns after it."""

    model_config = ConfigDict(extra="forbid")

    question: Text = Field(max_length=20_000)
    conversation: str | None = None
    turn: str | None = None
    edited: bool = False
    understood: Text | None = None
    filters: Filters = Filters()


class Feedback(BaseModel):
    """What a reader says of an answer."""

    turn: str
    verdict: Verdict
    note: Text = Field("", max_length=2000)


class Title(BaseModel):
    """Another title of a conversation."""

    title: Text


@dataclass(slots=True)
class Desk:
    """What the routes share: the index being served, and the file of conversations."""

    live: LiveIndex
    conversations: Conversations
    _watched: tuple[Index, Index] | None = None

    def index(self) -> Index:
        """Return the index being served, watched; the same one as long as it is served."""
        now = self.live.get()
        if self._watched is None or self._watched[0] is not now:
            self._watched = (now, watched(now))
        return self._watched[1]

    def render(self, turn: Turn) -> str:
        """Render a turn against the articles of now."""
        return render_turn(turn.id, answer_from_record(turn.record), self.live.get().articles, turn.narrowed)


def add_ask_routes(router: APIRouter, desk: Desk) -> None:
    """Serve questions and conversations."""
    kept = desk.conversations

    @router.post("/ask")
    async def ask(asked: Asked) -> StreamingResponse:
        return StreamingResponse(_lines(lambda tell: _answer(desk, asked, tell)), media_type="application/x-ndjson")

    @router.get("/conversations")
    def list_conversations(search: str = "") -> list[dict[str, Any]]:
        return kept.search(readable(search))

    @router.get("/conversations/{id}")
    def open_conversation(id: str) -> dict[str, Any]:
        found = kept.open(id)
        turns = [{"id": t.id, "question": t.question, "html": desk.render(t)} for t in found.turns]
        return {"id": found.id, "title": found.title, "turns": turns}

    @router.get("/turns/{id}")
    def find_turn(id: str) -> dict[str, str]:
        return {"conversation": kept.turn(id)[0]}

    @router.post("/conversations/{id}")
    def rename(id: str, title: Title) -> dict[str, str]:
        kept.rename(id, title.title)
        return {"title": kept.open(id).title}

    @router.delete("/conversations/{id}")
    def delete(id: str) -> dict[str, bool]:
        kept.delete(id)
        return {"deleted": True}

    @router.post("/feedback")
    def give_feedback(said: Feedback) -> dict[str, bool]:
        kept.give_feedback(said.turn, said.verdict, said.note)
        return {"kept": True}

    @router.get("/feedback.jsonl")
    def take_feedback() -> Response:
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in kept.feedback())
        return _download(lines.encode(), "application/x-ndjson; charset=utf-8", "feedback.jsonl")

    @router.get("/export")
    def take_away(
        format: Format, style: Style = "chicago", turn: str | None = None, conversation: str | None = None
    ) -> Response:
        if turn:
            found = kept.turn(turn)[1]
            content = export(found.question, [found], format, style)
        else:
            whole = kept.open(conversation or "")
            content = export(whole.title, whole.turns, format, style)
        return _download(content, MEDIA[format], f"answers.{format}")


def _answer(desk: Desk, asked: Asked, tell: Tell) -> None:
    """Answer, keep the turn, and tell the stages and the turn."""
    index, kept = desk.index(), desk.conversations
    conversation = asked.conversation
    history: list[dict[str, str]] = []
    if asked.turn:
        conversation, _ = kept.turn(asked.turn)
    if conversation and not asked.understood:
        turns = kept.open(conversation).turns
        place = next((i for i, turn in enumerate(turns) if turn.id == asked.turn), len(turns))
        history = history_of(turns[:place])
    with listening(lambda stage: tell({"stage": stage})):
        reply = answer(asked.understood or asked.question, index, history=history, articles=asked.filters.ids(index))
    reply = replace(reply, question=asked.question)
    turn = Turn(
        question=asked.question,
        record=answer_record("1", reply),
        filters=asked.filters.model_dump(exclude_defaults=True),
        understood=asked.understood,
        narrowed=asked.filters.describe(index),
    )
    if asked.turn:
        turn = replace(turn, id=asked.turn)
        conversation = kept.replace(turn, drop_later=asked.edited)
    else:
        conversation = kept.add(turn, conversation)
    tell(
        {
            "turn": turn.id,
            "conversation": conversation,
            "title": kept.open(conversation).title,
            "html": desk.render(turn),
        }
    )


async def _lines(work: Callable[[Tell], None]) -> AsyncIterator[str]:
    async for event in stream(work):
        yield json.dumps(event, ensure_ascii=False) + "\n"


def _download(content: bytes, media: str, name: str) -> Response:
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})
