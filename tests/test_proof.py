"""All that retrieval is shown by runs from one command, and goes on where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import proof
from benchmarks.proof import Part, list_parts, run


def test_the_parts_are_those_that_can_be_run() -> None:
    alone = list_parts(Path("corpora"), Path("out"), 9, None)
    assert [part.name for part in alone] == ["names", "sets", "together"]
    beside = list_parts(Path("corpora"), Path("out"), 9, Path("peers/python"))
    assert [part.name for part in beside] == ["names", "sets", "together", "peers", "speed", "large"]
    assert beside[3].arguments == ("corpora", "--python", "peers/python", "--limit", "9", "--out", "out/peers.json")


def test_a_part_that_is_finished_is_shown_and_not_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part = Part("clock", "timeit", ("-n", "1", "-r", "1"))
    assert run(part, tmp_path)
    printed = (tmp_path / "clock.txt").read_text("utf-8")
    assert printed.startswith("1 loop, best of 1: ")
    assert run(part, tmp_path)
    assert capsys.readouterr().out == 2 * f"== clock\n{printed}\n"
    assert run(Part("clock", "timeit", ("-n", "2", "-r", "1")), tmp_path)
    assert capsys.readouterr().out.startswith("== clock\n2 loops, best of 1: ")


def test_a_part_that_fails_is_named_and_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not run(Part("none", "benchmarks.retrieval", (str(tmp_path / "nothing"), "--sets", "clapnq")), tmp_path)
    assert f"none ended with 2; what it printed is in {tmp_path / 'none.txt'}" in capsys.readouterr().err
    assert not (tmp_path / "none.done").exists()


@pytest.mark.slow
def test_the_command_runs_a_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert proof.main([str(tmp_path), "--out", str(tmp_path / "out"), "--only", "names"]) == 0
    assert "with other spellings: 127 of 127 found first" in capsys.readouterr().out
