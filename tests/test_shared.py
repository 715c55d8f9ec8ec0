"""The material that this product was ordered with, where it is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answers import answer
from assistant.articles import SUFFIXES, read_articles
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index

SHARED = Path(__file__).parents[2] / "shared"
CORPORA = sorted((SHARED / "corpora").glob("*/articles.jsonl"))
SENTENCE = "Azerbaijan and Türkiye signed their first formal military training cooperation agreement in 1992"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")


def test_the_pasted_article_is_read_as_what_it_is() -> None:
    reading = read_articles([SHARED / "articles" / "guler-visit.txt"])
    (article,) = reading.articles
    assert (article.id, reading.skipped) == ("guler-visit", ())
    assert article.title == "Strong Azerbaijani-Turkish Relations Reinforced through Güler’s Visit to Azerbaijan"
    assert (article.author, article.date, article.publisher) == (
        "Josephine Freund",
        "2023-08-29",
        "Caspian Policy Center",
    )
    assert article.text.startswith("The 'two states, one nation' concept persists")
    assert article.text.endswith("a possible alternative to Russian patronage.")
    assert "Turan" not in article.text
    assert "Middle Corridor" not in article.text


def test_the_pasted_article_alone_answers(tmp_path: Path, encoder: SentenceEncoder) -> None:
    build_index(read_articles([SHARED / "articles"]).articles, tmp_path / "index", encoder=encoder)
    reply = answer("when was the first military training agreement?", open_index(tmp_path / "index", encoder=encoder))
    assert reply.short_answer == "1992"
    assert reply.claims[0].text.startswith(SENTENCE)
    assert reply.claims[0].text.endswith("participating in each other’s military exercises.")


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda path: path.parent.name)
def test_a_corpus_is_read_whole(corpus: Path) -> None:
    lines = [json.loads(line) for line in corpus.read_text("utf-8").split("\n") if line]
    reading = read_articles([corpus])
    empty = [line["id"] for line in lines if not line["text"]]
    assert [skipped.reason for skipped in reading.skipped] == ["no text in it"] * len(empty)
    assert len(reading.articles) + reading.duplicates == len(lines) - len(empty)
    assert {article.id.split("~")[0] for article in reading.articles} <= {str(line["id"]) for line in lines}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(("name", "field"), [("naughty_strings", "text"), ("html5lib_snippets", "html")])
def test_files_of_bad_input_are_read_or_skipped(tmp_path: Path, suffix: str, name: str, field: str) -> None:
    lines = (SHARED / "corpora" / "bad-input" / f"{name}.jsonl").read_text("utf-8").split("\n")
    for number, line in enumerate(filter(None, lines)):
        content = str(json.loads(line)[field])
        (tmp_path / f"{number}{suffix}").write_text(content, "utf-8", "replace", newline="")
    files = len(list(tmp_path.iterdir()))
    reading = read_articles([tmp_path])
    assert files > 100
    assert len(reading.articles) + len(reading.skipped) + reading.duplicates >= files
