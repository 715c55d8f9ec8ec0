"""Work is done by processes as it would be here, in order; they end with what started them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assistant.workers import MOST, Workers, count_workers
from tests.asked_for import FUNCTIONS


def processes(count: int, python: str = sys.executable) -> Workers:
    return Workers(count, "tests.asked_for", FUNCTIONS, python)


def has_ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_results_come_in_the_order_of_what_is_given_whoever_is_done_first() -> None:
    with processes(2) as workers:
        assert list(workers.run("len", ["x" * i for i in range(100)])) == list(range(100))
        assert list(workers.run("len", ["", "three\n", "ə" * 10**6])) == [0, 6, 10**6]


def test_two_processes_do_it_and_end_when_they_are_not_needed() -> None:
    with processes(2) as workers:
        asked = set(workers.run("tell_process", [0.5, 0.5, 0.0, 0.0]))
        assert len(asked) == 2
        assert os.getpid() not in asked
        assert not any(map(has_ended, asked))
    assert all(map(has_ended, asked))


def test_without_processes_it_is_done_here() -> None:
    with processes(0) as workers:
        assert list(workers.run("tell_process", [0.0])) == [os.getpid()]


def test_what_a_process_that_ends_was_asked_for_is_done_here_and_all_that_follows() -> None:
    with processes(2) as workers:
        assert list(workers.run("exit_elsewhere", [os.getpid()] * 3)) == ["here"] * 3
        assert list(workers.run("tell_process", [0.0, 0.0])) == [os.getpid()] * 2


@pytest.mark.parametrize("python", ["", "/nowhere/python"])
def test_where_no_process_can_be_started_it_is_done_here(python: str) -> None:
    with processes(1, python) as workers:
        assert list(workers.run("tell_process", [0.0])) == [os.getpid()]


def test_what_is_printed_stands_among_no_results() -> None:
    with processes(1) as workers:
        assert list(workers.run("print_first", ["said"])) == ["said"]
        (process,) = workers.run("tell_process", [0.0])
    assert process != os.getpid()


def test_a_process_has_our_modules_whatever_the_current_folder_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("queue", "numpy", "assistant"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('another module')\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with processes(1) as workers:
        (process,) = workers.run("tell_process", [0.0])
    assert process != os.getpid()


def test_who_is_interrupted_waits_for_no_process(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), processes(1) as workers:
        (process,) = workers.run("tell_process", [0.0])
        workers.run("write_later", [str(tmp_path / "one"), str(tmp_path / "two")])
        raise KeyboardInterrupt
    assert has_ended(process)
    assert list(tmp_path.iterdir()) == []


def test_there_are_no_more_processes_than_cores_and_none_on_one() -> None:
    cores = len(os.sched_getaffinity(0))
    assert count_workers() == (0 if cores == 1 else min(cores, MOST))
