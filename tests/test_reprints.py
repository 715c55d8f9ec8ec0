"""The same text in two articles is found once, and where else it stands is said."""

from __future__ import annotations

from pathlib import Path

from assistant.index import build_index, open_index
from assistant.retrieval import retrieve
from assistant.types import Article
from tests.word_encoder import WordEncoder

TEXT = (
    "The five coastal states of the Caspian signed the convention in Aktau on 12 August 2018, after two decades. "
    "It gives each of them territorial waters of 15 nautical miles, and a zone for fishing of ten more. "
    "What lies on the bed of the sea is divided by agreements between neighbours."
)


def test_reprints_collapse_and_are_listed(tmp_path: Path) -> None:
    articles = [
        Article(id="original", title="Convention", text=TEXT),
        Article(id="reprint", title="Convention again", text=TEXT.replace("after two decades", "after decades")),
        Article(id="other", title="Convention", text="The convention still waits for the ratification by Iran."),
    ]
    build_index(articles, tmp_path / "index", encoder=WordEncoder())
    index = open_index(tmp_path / "index", encoder=WordEncoder())
    every = retrieve("convention signed in Aktau", index)
    assert {passage.chunk.article_id for passage in every} == {"original", "reprint", "other"}
    assert all(passage.others == () for passage in every)
    once = retrieve("convention signed in Aktau", index, distinct=True)
    assert len(once) == 2
    kept = next(passage for passage in once if passage.chunk.article_id != "other")
    (also,) = kept.others
    assert {kept.chunk.article_id, also.article_id} == {"original", "reprint"}
    assert also.quote == index.articles[also.article_id].text


def test_an_article_has_no_more_passages_than_allowed(tmp_path: Path) -> None:
    long = "\n\n".join(f"Paragraph {i} about the convention. " + "It is long and says little. " * 30 for i in range(6))
    articles = [Article(id="long", title="Long", text=long), Article(id="short", title="Short", text="The convention.")]
    build_index(articles, tmp_path / "index", encoder=WordEncoder())
    index = open_index(tmp_path / "index", encoder=WordEncoder())
    assert len(retrieve("convention", index, k=5)) == 5
    found = retrieve("convention", index, k=5, max_per_article=2)
    assert sorted(passage.chunk.article_id for passage in found) == ["long", "long", "short"]
