"""The HTTP API: the same JSON as in the terminal, and one sentence for a mistake."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.answers import answer
from assistant.index import LiveIndex
from assistant.page.api import add_api
from assistant.records import answer_record, retrieve_record
from assistant.retrieval import retrieve
from assistant.types import Index

QUESTION = "When was the first military training agreement signed?"


@pytest.fixture(scope="module")
def client(index: Index) -> TestClient:
    app = FastAPI()
    add_api(app, LiveIndex(index.path, encoder=index.encoder))
    return TestClient(app)


def test_retrieve_answers_as_the_command_does(client: TestClient, index: Index) -> None:
    expected = retrieve_record("7", QUESTION, retrieve(QUESTION, index, k=2))
    assert client.get("/api/retrieve", params={"question": QUESTION, "k": 2, "id": "7"}).json() == expected
    assert client.post("/api/retrieve", json={"question": QUESTION, "k": 2, "id": "7"}).json() == expected


def test_ask_answers_as_the_command_does(client: TestClient, index: Index) -> None:
    reply = client.get("/api/ask", params={"question": QUESTION}).json()
    filters = dict.fromkeys(("since", "until", "publisher", "author", "tags", "articles"))
    settings: dict[str, object] = {"k": 5, "mode": "hybrid", **filters, "undated": False, "history": []}
    assert reply == answer_record("1", answer(QUESTION, index), settings=settings)
    assert reply["short_answer"] == "1992"


def test_a_follow_up_has_its_history(client: TestClient) -> None:
    history = [{"role": "user", "text": QUESTION}, {"role": "assistant", "text": "1992"}]
    reply = client.post("/api/ask", json={"question": "and in 2010?", "history": history}).json()
    assert reply["understood_as"] == f"{QUESTION.removesuffix('?')} in 2010?"


def test_filters_are_parameters(client: TestClient) -> None:
    reply = client.get("/api/retrieve", params={"question": "convention", "articles": ["training", "undated"]}).json()
    assert {passage["article_id"] for passage in reply["passages"]} == {"training", "undated"}


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/api/retrieve?question=%3F", "the question has no words; ask with some"),
        ("/api/ask?question=x&since=soon", "since is 'soon', expected a date such as 2023-08-29, 2023-08 or 2023"),
    ],
)
def test_a_mistake_is_one_sentence(client: TestClient, path: str, error: str) -> None:
    reply = client.get(path)
    assert (reply.status_code, reply.json()) == (400, {"error": error})


@pytest.mark.parametrize("path", ["/api/retrieve?question=x&bogus=1", "/api/ask?question=x&k=0", "/api/ask"])
def test_a_bad_request_is_one_sentence_too(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 422
    assert list(reply.json()) == ["error"]


def test_half_a_character_in_a_question_is_survived(client: TestClient) -> None:
    body = b'{"question": "When was the \\ud800 training agreement signed?", "id": 7}'
    reply = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert (reply.status_code, reply.json().get("id")) == (200, "7")


def test_health_says_what_is_served(client: TestClient, index: Index) -> None:
    assert client.get("/api/health").json() == {"index": index.fingerprint, "articles": 3, "chunks": len(index.chunks)}
