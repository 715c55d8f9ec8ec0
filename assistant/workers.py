"""A function of ours and what to run it on in, its results in order out: by processes, one a core.

python -m assistant.workers

Python runs one thread at a time, so two cores do what is written in it no faster than one does. A process is
started when there is work for it, and ends when what it reads from is closed, or whoever started it is gone.
Requests and results are pickled: both ends are this program, and the pipe between them is nobody else's. Where a
process cannot be started, or ends, what it was asked for is done here, and so is all that follows.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TypeVar

MOST = 4  # processes, of some 100 MB each; then writing what they find is slower than finding it
ROOT = Path(__file__).parents[1]

Given = TypeVar("Given")
Result = TypeVar("Result")


class Workers:
    """So many processes; with none, what is asked for is done here."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._threads = ThreadPoolExecutor(max(count, 1))  # each waits for a process
        self._started: list[subprocess.Popen[bytes]] = []
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._starting = threading.Lock()
        self._is_over = False
        self._is_down = False

    def run(self, function: Callable[[Given], Result], given: Sequence[Given]) -> Iterator[Result]:
        """Run a module's function on each of what is given, and yield the results in this order.

        Processes begin at once, and go on while results are not asked for.
        """
        if not self.count:
            return map(function, given)
        waiting = deque(self._threads.submit(self._ask, function, one) for one in given)
        return _in_order(waiting)

    def _ask(self, function: Callable[[Given], Result], given: Given) -> Result:
        if self._is_down:
            return function(given)
        try:
            process = self._take()
        except OSError:  # none can be started
            self._is_down = True
            return function(given)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump((function, given), process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            result: Result = pickle.load(process.stdout)  # noqa: S301  (of a process of ours)
        except (OSError, EOFError, pickle.PickleError, AttributeError):
            process.kill()
            self._is_down = True
            if self._is_over:
                raise CancelledError from None
            return function(given)
        self._idle.put(process)
        return result

    def _take(self) -> subprocess.Popen[bytes]:
        """Return a process that has nothing to do; as many threads ask as there are to be processes."""
        try:
            return self._idle.get_nowait()
        except Empty:
            with self._starting:
                if self._is_over:
                    raise CancelledError from None
                self._started.append(_start())
                return self._started[-1]

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._starting:
            self._is_over = kind is not None
        if self._is_over:
            for process in self._started:
                process.kill()  # whoever waits for it stops waiting
        self._threads.shutdown(cancel_futures=True)
        for process in self._started:
            process.communicate()


def _start() -> subprocess.Popen[bytes]:
    if not sys.executable:
        raise FileNotFoundError("Python does not know where it is")
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "assistant.workers"],  # with our modules, not those of the current folder
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )


def _in_order(waiting: deque[Future[Result]]) -> Iterator[Result]:
    """Yield each result once it is there, and keep none."""
    while waiting:
        yield waiting.popleft().result()


def count_workers() -> int:
    """Say how many processes this machine has room for: none where one core would run them and us."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST) if cores > 1 else 0


def main() -> None:
    """Do what is asked for until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Control-C is for who started this, and ends it
    requests, results = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the results
    with suppress(EOFError, BrokenPipeError, pickle.UnpicklingError):  # nobody asks any more
        while True:
            function, given = pickle.load(requests)  # noqa: S301  (of who started this)
            pickle.dump(function(given), results, pickle.HIGHEST_PROTOCOL)
            results.flush()


if __name__ == "__main__":
    main()
