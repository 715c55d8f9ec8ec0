"""What is kept on this machine: conversations, and what readers said of answers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.page.conversations import Conversations, Turn, UnknownConversation
from assistant.types import AssistantError
from evals.feedback import questions_from_feedback, read_feedback

RECORD = {
    "claims": [{"text": "In 1992.", "citations": [{"article_id": "a", "quote": "In 1992."}]}],
    "short_answer": "1992",
}


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "kept.sqlite")


def titles(kept: Conversations, search: str = "") -> list[str]:
    return [entry["title"] for entry in kept.search(search)]


def test_conversations_are_listed_newest_first_renamed_searched_and_deleted(kept: Conversations) -> None:
    first, second = kept.add(Turn("When was it?", RECORD), None), kept.add(Turn("100% of what?", RECORD), None)
    assert titles(kept) == ["100% of what?", "When was it?"]
    kept.rename(first, "  Treaties\n of 1992 ")
    kept.add(Turn("And then?", RECORD), first)
    assert titles(kept) == ["Treaties of 1992", "100% of what?"]
    assert titles(kept, "100%") == ["100% of what?"]
    assert titles(kept, "and THEN") == ["Treaties of 1992"]
    kept.delete(second)
    assert titles(kept) == ["Treaties of 1992"]
    with pytest.raises(UnknownConversation, match="has been deleted"):
        kept.open(second)
    with pytest.raises(AssistantError, match="needs a title"):
        kept.rename(first, " ")


def test_an_edited_question_drops_what_followed_and_an_asked_again_one_does_not(kept: Conversations) -> None:
    turns = [Turn(question, RECORD) for question in ("one", "two", "three")]
    id = None
    for turn in turns:
        id = kept.add(turn, id)
    assert id
    kept.replace(replace(turns[1], question="two again"), drop_later=False)
    assert [turn.question for turn in kept.open(id).turns] == ["one", "two again", "three"]
    kept.replace(replace(turns[0], question="one edited"), drop_later=True)
    assert [turn.question for turn in kept.open(id).turns] == ["one edited"]


def test_a_turn_comes_back_as_it_was_kept(kept: Conversations) -> None:
    turn = Turn("Q", RECORD, {"since": "2020"}, "Understood", "Asked of 1 of 2 articles: since 2020.")
    id = kept.add(turn, None)
    assert kept.open(id).turns == (turn,)
    assert kept.turn(turn.id) == (id, turn)


def test_feedback_is_what_the_evaluation_reads(kept: Conversations, tmp_path: Path) -> None:
    first, second = Turn("When was it signed?", RECORD), Turn("and by whom?", RECORD)
    kept.add(second, kept.add(first, None))
    kept.give_feedback(first.id, "bad", "")
    kept.give_feedback(first.id, "good", "right")
    kept.give_feedback(second.id, "wrong citation", "page 2")
    exported = tmp_path / "feedback.jsonl"
    exported.write_text("".join(json.dumps(record) + "\n" for record in kept.feedback()), "utf-8")
    assert read_feedback(tmp_path / "kept.sqlite") == read_feedback(exported) == kept.feedback()
    good, wrong = questions_from_feedback(kept.feedback())
    assert (good["answers"], good["gold_evidence"], good["note"]) == (["1992"], ["In 1992."], "right")
    assert wrong["history"] == [
        {"role": "user", "text": "When was it signed?"},
        {"role": "assistant", "text": "In 1992."},
    ]
    assert wrong["needs_gold"]


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "kept.sqlite").write_text("hello " * 1000)
    with pytest.raises(AssistantError, match="name another file with --conversations"):
        Conversations(tmp_path / "kept.sqlite")
