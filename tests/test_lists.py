"""A list holds every item that there is, each cited, and says over how many articles it is complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers import answer
from assistant.index import build_index, open_index
from assistant.listing import read_listing
from assistant.lists import says_count
from assistant.records import answer_record
from assistant.types import Answer, Article, Chunk, Claim, Index, Passage
from assistant.verification import verify
from tests.visits import GUEST, PACT, TOWN
from tests.word_encoder import WordEncoder


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path: Path = tmp_path_factory.mktemp("lists") / "index"
    build_index([PACT, TOWN, GUEST], path, encoder=WordEncoder())
    return open_index(path, encoder=WordEncoder())


def test_every_article_that_mentions_a_name_is_listed_with_its_sentence(index: Index) -> None:
    reply = answer("Which articles mention Güler?", index)
    assert reply.form == "list"
    assert [claim.citations[0].article_id for claim in reply.claims] == ["guest", "town"]
    assert reply.claims[1].text == "Güler's visit to Şuşa took place on 5 May 2023."
    assert reply.note == "Every one of 3 articles was searched for Güler: 2 hold it."
    assert verify(answer_record("1", reply), index) == []


def test_a_count_is_the_number_of_the_items_that_are_listed(index: Index) -> None:
    reply = answer("How many articles mention Shusha?", index)
    assert (reply.short_answer, len(reply.claims)) == ("2", 2)
    assert verify(answer_record("1", reply), index) == []


def test_events_are_listed_by_their_own_dates_within_the_time_asked(index: Index) -> None:
    reply = answer("List the visits in 2023", index)
    assert [(claim.value, claim.citations[0].article_id) for claim in reply.claims] == [
        ("March 2023", "pact"),
        ("5 May 2023", "town"),
    ]
    assert reply.note is not None
    assert reply.note.startswith("Every one of 3 articles was searched for visits: 2 sentences of 2 tell of visits")


def test_a_condition_on_publication_leaves_articles_out_and_says_which_had_no_date(index: Index) -> None:
    reply = answer("Which articles published in 2023 mention Güler?", index)
    assert [claim.citations[0].article_id for claim in reply.claims] == ["town"]
    assert reply.note == (
        "Every one of 1 articles was searched for Güler: 1 holds it; 1 without a date of publication was left out."
    )


def test_a_name_that_no_article_holds_is_said_to_be_in_none(index: Index) -> None:
    reply = answer("Which articles mention Erdoğan?", index)
    assert (reply.answered, reply.missing) == (False, "None of the 3 articles holds Erdoğan.")


def test_a_list_of_nothing_says_so(index: Index) -> None:
    reply = answer("List the visits in 1999", index)
    assert (reply.answered, reply.missing) == (False, "None of the 3 articles tells of such visits.")


@pytest.mark.parametrize(
    ("sentence", "short", "says"),
    [
        ("The two states signed three enhanced partnership agreements.", "three", True),
        ("Three states signed an agreement.", "Three", False),
        ("They signed agreements.", None, False),
    ],
)
def test_a_sentence_says_how_many_there_are_or_not(sentence: str, short: str | None, says: bool) -> None:
    listing = read_listing("How many agreements did Azerbaijan sign?")
    assert listing is not None
    article = Article(id="a", title="Agreements", text=sentence)
    citation = Passage.of(article, Chunk.of(article, 0, len(sentence)), 1.0).cite(0, len(sentence))
    reply = Answer("q", "q", (Claim(sentence, (citation,)),), short, 0.9, (), "f", "extractive")
    assert says_count(reply, listing) is says
