"""Work is done by processes as it would be here, in order; they end with what started them."""

from __future__ import annotations

import operator
import os
import time
from pathlib import Path

import pytest

from assistant.types import AssistantError
from assistant.workers import MOST, Workers, count_workers


def tell_process(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def write_later(file: Path) -> None:
    time.sleep(2.0)
    file.write_text("done", "utf-8")


def has_ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_results_come_in_the_order_of_what_is_given_whoever_is_done_first() -> None:
    with Workers(2) as workers:
        assert list(workers.run(operator.neg, range(100))) == [-i for i in range(100)]
        assert list(workers.run(len, ["", "three", "x" * 10**6])) == [0, 5, 10**6]


def test_two_processes_do_it_and_end_when_they_are_not_needed() -> None:
    with Workers(2) as workers:
        processes = set(workers.run(tell_process, [0.5, 0.5, 0.0, 0.0]))
        assert len(processes) == 2
        assert os.getpid() not in processes
        assert not any(map(has_ended, processes))
    assert all(map(has_ended, processes))


def test_without_processes_it_is_done_here() -> None:
    with Workers(0) as workers:
        assert list(workers.run(tell_process, [0.0])) == [os.getpid()]


def test_a_process_that_ends_is_said() -> None:
    with (
        pytest.raises(AssistantError, match=r"a process that helps to build ended \(exit code 3\); run it again"),
        Workers(1) as workers,
    ):
        list(workers.run(os._exit, [3]))


def test_who_is_interrupted_waits_for_no_process(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Workers(1) as workers:
        (process,) = workers.run(tell_process, [0.0])
        workers.run(write_later, [tmp_path / "one", tmp_path / "two"])
        raise KeyboardInterrupt
    assert has_ended(process)
    assert list(tmp_path.iterdir()) == []


def test_there_are_no_more_processes_than_cores_and_none_on_one() -> None:
    cores = len(os.sched_getaffinity(0))
    assert count_workers() == (0 if cores == 1 else min(cores, MOST))
