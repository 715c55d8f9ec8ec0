"""What the page asks the server of articles.

GET /page/facets /page/table /page/map /page/article /page/questions     to narrow, browse and read
POST /page/uploads /page/links /page/build, DELETE /page/article         only with --allow-upload
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from pydantic import BaseModel

from assistant.page.article import find_place, render_article, render_gone
from assistant.page.ask_routes import Desk
from assistant.page.collection import (
    Column,
    Landscape,
    find_related,
    list_rows,
    render_table,
    spread,
    suggest_questions,
)
from assistant.page.conversations import UnknownConversation
from assistant.page.filters import Filters, list_facets
from assistant.page.map import MOST_POINTS, Colouring, render_map
from assistant.page.streaming import Tell, stream
from assistant.page.uploads import LARGEST_UPLOAD, Received, Uploads
from assistant.types import AssistantError, Index


class Link(BaseModel):
    """A link to a page that is to be added."""

    url: str


class TableQuery(Filters):
    """The table's filters, search and order."""

    search: str = ""
    sort: Column = "date"
    descending: bool = False


class MapQuery(Filters):
    """The map's filters and colours."""

    by: Colouring = "year"


def add_collection_routes(router: APIRouter, desk: Desk, *, removable: bool) -> None:
    """Serve what there is to browse."""
    landscapes: dict[str, Landscape] = {}

    def landscape(index: Index) -> Landscape:
        if index.fingerprint not in landscapes:
            landscapes.clear()  # those of indexes that are no longer served
            landscapes[index.fingerprint] = Landscape(index, MOST_POINTS)
        return landscapes[index.fingerprint]

    @router.get("/facets")
    def facets(filters: Annotated[Filters, Query()]) -> dict[str, Any]:
        return list_facets(desk.live.get(), filters) | {"upload": removable}

    @router.get("/table")
    def table(asked: Annotated[TableQuery, Query()]) -> HTMLResponse:
        everything = asked.model_copy(update={"articles": ()})  # what is chosen is chosen in the whole table
        rows = list_rows(everything.select(desk.live.get()), asked.search, asked.sort, asked.descending)
        return HTMLResponse(render_table(rows, asked.articles, asked.sort, asked.descending))

    @router.get("/map")
    def draw_map(asked: Annotated[MapQuery, Query()]) -> HTMLResponse:
        index = desk.live.get()
        passing = asked.select(index)
        shown = spread(passing, MOST_POINTS)
        numbers = {article.id: number for number, article in enumerate(index.details)}
        points = landscape(index).points([numbers[article.id] for article in shown])
        return HTMLResponse(render_map(shown, points, asked.by, len(passing)))

    @router.get("/article")
    def article(id: str, sha256: str = "", start: int = 0, end: int = 0, turn: str = "") -> HTMLResponse:
        index = desk.live.get()
        quote = _saved_quote(desk, turn, id, start, end)
        found = index.articles.get(id)
        if found is None:
            return HTMLResponse(render_gone(quote))
        place, warning = find_place(found, sha256, start, end, quote)
        related = [index.articles[other] for other in find_related(id, index)]
        return HTMLResponse(render_article(found, place, related, warning=warning, removable=removable))

    @router.get("/questions")
    def questions(id: str) -> list[str]:
        index = desk.live.get()
        return suggest_questions(index.articles[id], index) if id in index.articles else []


def add_upload_routes(router: APIRouter, uploads: Uploads) -> None:
    """Serve what adds and removes articles."""

    @router.post("/uploads")
    async def upload(name: str, request: Request) -> dict[str, Any]:
        content = bytearray()
        async for piece in request.stream():
            content.extend(piece)
            if len(content) > LARGEST_UPLOAD:
                raise AssistantError(f"it is larger than the {LARGEST_UPLOAD // 2**20} MB that an article may have")
        from starlette.concurrency import run_in_threadpool

        return _received(await run_in_threadpool(uploads.receive, name, bytes(content)))

    @router.post("/links")
    def add_link(link: Link) -> dict[str, Any]:
        return _received(uploads.fetch(link.url.strip()))

    @router.post("/build")
    async def build() -> StreamingResponse:
        def work(tell: Tell) -> None:
            tell({"done": 0, "total": 0})
            tell({"articles": uploads.build(lambda done, total: tell({"done": done, "total": total}))})

        async def lines() -> AsyncIterator[str]:
            async for event in stream(work):
                yield json.dumps(event, ensure_ascii=False) + "\n"

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    @router.delete("/article")
    def remove(id: str) -> dict[str, int]:
        return {"articles": uploads.remove(id)}


def _received(received: Received) -> dict[str, Any]:
    return {
        "source": received.source,
        "read": [{"id": article.id, "title": article.title} for article in received.articles],
        "skipped": list(received.skipped),
    }


def _saved_quote(desk: Desk, turn: str, id: str, start: int, end: int) -> str | None:
    """Return the quote that an answer was saved with, so that it can be found in an article that changed."""
    if not turn:
        return None
    try:
        record = desk.conversations.turn(turn)[1].record
    except UnknownConversation:
        return None
    cited = [citation for claim in record["claims"] for citation in claim["citations"]]
    places = [(c, c["quote"]) for c in cited] + [(p, p["text"]) for p in record["passages"]]
    return next((text for p, text in places if (p["article_id"], p["start"], p["end"]) == (id, start, end)), None)
