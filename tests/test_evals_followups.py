"""Follow-ups are measured against a person's rewrite, and by what is found with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.followups import WAYS, main, read_canard, read_starter, word_overlap

SHARED = Path(__file__).parents[2] / "shared" / "corpora"


@pytest.mark.parametrize(
    ("text", "gold", "f1"),
    [
        ("Who signed the Shusha Declaration?", "Who had signed Shusha's declaration?", 1.0),
        ("Who signed it?", "Who signed the Shusha Declaration?", 0.5),
        ("Who signed the Treaty of Kars?", "Who signed the Treaty of Moscow?", 2 * 2 / 6),
        ("it", "them", 1.0),
    ],
)
def test_words_overlap_without_endings_and_pointers(text: str, gold: str, f1: float) -> None:
    assert word_overlap(text, gold) == pytest.approx(f1)


def test_the_starter_follow_ups_have_a_rewrite_each() -> None:
    turns = read_starter("all").turns
    assert len(turns) >= 21
    tuned = list(read_starter("tune").turns)
    assert all(turn.rewrite for turn in tuned)
    resolved = sum(word_overlap(WAYS["resolved"](turn), turn.rewrite or "") for turn in tuned)
    assert resolved > sum(word_overlap(WAYS["raw"](turn), turn.rewrite or "") for turn in tuned) + 3


def test_what_is_not_here_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--set", "canard", "--shared", str(tmp_path / "nowhere")]) == 0
    assert "is not here" in capsys.readouterr().err


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_what_is_understood_is_nearer_to_a_persons_rewrite_than_what_was_typed() -> None:
    turns = read_canard(SHARED, "report").turns
    overlaps = {
        name: sum(word_overlap(WAYS[name](turn), turn.rewrite or "") for turn in turns) / len(turns)
        for name in ("raw", "joined", "resolved")
    }
    assert overlaps["resolved"] > overlaps["raw"] + 0.05 > overlaps["joined"]
