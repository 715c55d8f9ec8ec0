"""The page's own routes, without a browser: streams, articles that changed, downloads, headers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.index import LiveIndex
from assistant.page.page import make_app
from assistant.types import Index
from tests.conftest import AKTAU

QUESTION = "When was the first military training agreement signed?"


@pytest.fixture(scope="module")
def client(index: Index, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    kept: Path = tmp_path_factory.mktemp("kept") / "conversations.sqlite"
    return TestClient(make_app(LiveIndex(index.path, encoder=index.encoder), kept))


def ask(client: TestClient, **asked: object) -> list[dict[str, object]]:
    reply = client.post("/page/ask", json=asked)
    assert reply.status_code == 200
    return [json.loads(line) for line in reply.text.splitlines()]


def test_an_answer_comes_after_its_stages_and_is_kept(client: TestClient) -> None:
    *stages, turn = ask(client, question=QUESTION)
    assert list(dict.fromkeys(stage["stage"] for stage in stages)) == ["understanding", "searching", "reading"]
    opened = client.get(f"/page/conversations/{turn['conversation']}").json()
    assert [(item["id"], item["question"], item["html"]) for item in opened["turns"]] == [
        (turn["turn"], QUESTION, turn["html"])
    ]
    assert client.get(f"/page/turns/{turn['turn']}").json() == {"conversation": turn["conversation"]}


def test_a_follow_up_has_its_conversation_and_a_question_asked_again_only_what_was_before_it(
    client: TestClient,
) -> None:
    first = ask(client, question=QUESTION)[-1]
    second = ask(client, question="and in 2010?", conversation=first["conversation"])[-1]
    assert "Understood as" in str(second["html"])
    again = ask(client, question=QUESTION, turn=first["turn"])[-1]
    assert "Understood as" not in str(again["html"])
    assert (again["turn"], again["conversation"]) == (first["turn"], first["conversation"])


def test_a_mistake_is_one_sentence_in_the_stream(client: TestClient) -> None:
    assert ask(client, question="?!")[-1] == {"error": "the question has no words; ask with some"}
    gone = client.get("/page/conversations/nothing")
    assert (gone.status_code, list(gone.json())) == (400, ["error"])


def test_an_article_is_marked_at_its_place_and_a_changed_one_where_the_quote_stands_now(client: TestClient) -> None:
    place: dict[str, str | int] = {"id": "aktau", "sha256": AKTAU.sha256, "start": 0, "end": 11}
    assert "<mark>The five co</mark>" in client.get("/page/article", params=place).text
    changed = client.get("/page/article", params=place | {"sha256": "0" * 64}).text
    assert "has changed since it was cited" in changed
    assert "<mark>" not in changed
    assert "no longer in the collection" in client.get("/page/article", params={"id": "gone"}).text


def test_filters_are_those_of_the_link(client: TestClient) -> None:
    assert client.get("/page/facets?since=2020").json()["matching"] == 1
    assert client.get("/page/facets?since=soon").status_code == 422
    html = str(ask(client, question="What was signed?", filters={"publisher": "Reader"})[-1]["html"])
    assert "Asked of 1 of 3 articles: published by Reader." in html
    assert "Military training" not in html


def test_every_response_has_a_policy_and_the_documents_scripts_are_allowed_by_hash(client: TestClient) -> None:
    document = client.get("/").headers["content-security-policy"]
    assert "'sha256-" in document
    assert "unsafe-eval" not in document
    assert "script-src 'self';" in client.get("/page/facets").headers["content-security-policy"]
    refused = client.delete("/page/conversations/x", headers={"origin": "https://evil.example"})
    assert refused.status_code == 403
