"""The HTTP API: the same calls and the same JSON as in Python and in the terminal.

GET or POST /api/retrieve, /api/ask      question, k, mode, since, until, publisher, author, tags, articles,
                                          undated
GET or POST /api/retrieve                 max_per_article, distinct, explain as well
GET /api/health                          what is being served
"""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.answers import answer
from assistant.filters import Filters, count_undated
from assistant.index import LiveIndex
from assistant.records import answer_record, readable, retrieve_record
from assistant.retrieval import also_searched, retrieve
from assistant.types import AssistantError, Mode

LARGEST_K = 1000


class Question(BaseModel):
    """What is asked, and the filters; their meaning is that of `retrieve`."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    question: Annotated[str, AfterValidator(readable)]
    id: Annotated[str, AfterValidator(readable)] = "1"
    k: int = Field(5, ge=1, le=LARGEST_K)
    mode: Mode = "hybrid"
    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    author: str | None = None
    tags: list[str] | None = None
    articles: list[str] | None = None
    undated: bool = False

    def options(self) -> dict[str, Any]:
        """Return the keyword arguments of `retrieve`."""
        return self.model_dump(exclude={"question", "id", "history"})


class Search(Question):
    """What is searched, and how what is found is thinned and explained."""

    max_per_article: int | None = Field(None, ge=1)
    distinct: bool = False
    explain: bool = False


class HistoryTurn(BaseModel):
    """One earlier turn of a conversation."""

    role: Literal["user", "assistant"]
    text: str


class Ask(Question):
    """A question with the turns before it, oldest first."""

    history: list[HistoryTurn] = []


def add_api(app: FastAPI, live: LiveIndex) -> None:
    """Serve the API of an index."""
    router = APIRouter(prefix="/api")

    def find(asked: Search) -> dict[str, Any]:
        index = live.get()
        passages = retrieve(asked.question, index, **asked.options())
        filters = Filters(**asked.model_dump(include={field.name for field in fields(Filters)}))
        return retrieve_record(
            asked.id,
            asked.question,
            passages,
            also_searched=also_searched(asked.question, index),
            undated_left_out=count_undated(index, filters),
        )

    def reply(asked: Ask) -> dict[str, Any]:
        history = [turn.model_dump() for turn in asked.history]
        options = asked.options() | {"history": history}
        return answer_record(asked.id, answer(asked.question, live.get(), **options), settings=options)

    @router.get("/retrieve")
    def get_retrieve(asked: Annotated[Search, Query()]) -> dict[str, Any]:
        return find(asked)

    @router.post("/retrieve")
    def post_retrieve(asked: Search) -> dict[str, Any]:
        return find(asked)

    @router.get("/ask")
    def get_ask(asked: Annotated[Question, Query()]) -> dict[str, Any]:
        return reply(Ask(**asked.model_dump()))

    @router.post("/ask")
    def post_ask(asked: Ask) -> dict[str, Any]:
        return reply(asked)

    @router.get("/health")
    def health() -> dict[str, Any]:
        index = live.get()
        return {"index": index.fingerprint, "articles": len(index.articles), "chunks": len(index.chunks)}

    app.include_router(router)

    @app.exception_handler(RequestValidationError)
    def refuse_request(_: Request, error: RequestValidationError) -> JSONResponse:
        found = error.errors()[0]
        return JSONResponse({"error": f"{found['loc'][-1]}: {found['msg']}"}, status_code=422)

    @app.exception_handler(AssistantError)
    def refuse(_: Request, error: AssistantError) -> JSONResponse:
        return JSONResponse({"error": str(error)}, status_code=400)
