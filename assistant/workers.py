"""What to do and what to do it with in, its results in order out: by processes, one a core.

Python runs one thread at a time, so two cores do what is written in it no faster than one does. A process is
started when there is work for it, and ends when what it reads from is closed, or whoever started it is gone.
It runs a module of ours that calls `serve`. Requests and results are lines of JSON: data, nothing that runs. Where a
process cannot be started, or ends, what it was asked for is done here, and so is all that follows. Python's own
pools would send pickles, and run the caller's main module anew in every process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Any

MOST = 4  # processes, of some 100 MB each; then writing what they find is slower than finding it
ROOT = Path(__file__).parents[1]

Functions = Mapping[str, Callable[[Any], Any]]
"""What can be asked for, by its name: what JSON can say in and out."""


class Workers:
    """So many processes that run a module, and are asked for its functions; with none, all is done here."""

    def __init__(self, count: int, module: str, functions: Functions, python: str = sys.executable) -> None:
        self.count = count
        self._module, self._functions, self._python = module, functions, python
        self._threads = ThreadPoolExecutor(max(count, 1))  # each waits for a process
        self._started: list[subprocess.Popen[str]] = []
        self._idle: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
        self._starting = threading.Lock()
        self._is_over = False
        self._is_down = False

    def run(self, name: str, given: Sequence[Any]) -> Iterator[Any]:
        """Run a function on each of what is given, and yield the results in this order.

        Processes begin at once, and go on while results are not asked for.
        """
        if not self.count:
            return map(self._functions[name], given)
        return _in_order(deque(self._threads.submit(self._ask, name, one) for one in given))

    def _ask(self, name: str, given: Any) -> Any:
        if not self._is_down:
            with suppress(OSError, ValueError):  # none can be started, or it ended: what it wrote is no JSON
                process = self._take()
                result = _ask(process, name, given)
                self._idle.put(process)
                return result
            self._is_down = True
            if self._is_over:
                raise CancelledError
        return self._functions[name](given)

    def _take(self) -> subprocess.Popen[str]:
        """Return a process that has nothing to do; as many threads ask as there are to be processes."""
        try:
            return self._idle.get_nowait()
        except Empty:
            with self._starting:
                if self._is_over:
                    raise CancelledError from None
                self._started.append(_start(self._python, self._module))
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


def _start(python: str, module: str) -> subprocess.Popen[str]:
    if not python:
        raise FileNotFoundError("Python does not know where it is")
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(  # noqa: S603  (this interpreter, and a module of ours)
        [python, "-P", "-m", module],  # with our modules, not those of the current folder
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        encoding="ascii",
    )


def _ask(process: subprocess.Popen[str], name: str, given: Any) -> Any:
    """Ask a process, which is ended where it does not answer. Raises `OSError` or `ValueError` then."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        _say([name, given], process.stdin)
        return json.loads(process.stdout.readline())
    except (OSError, ValueError):
        process.kill()
        raise


def _say(what: Any, file: IO[str]) -> None:
    file.write(json.dumps(what, separators=(",", ":")) + "\n")
    file.flush()


def _in_order(waiting: deque[Future[Any]]) -> Iterator[Any]:
    """Yield each result once it is there, and keep none."""
    while waiting:
        yield waiting.popleft().result()


def count_workers() -> int:
    """Say how many processes this machine has room for: none where one core would run them and us."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST) if cores > 1 else 0


def serve(functions: Functions) -> None:
    """Do what is asked for until nobody asks any more; what a process of `Workers` runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Control-C is for who started this, and ends it
    requests, results = os.fdopen(os.dup(0), encoding="ascii"), os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a library prints must not stand among the results
    with suppress(BrokenPipeError, json.JSONDecodeError):  # whoever asked is gone, in the middle of a line
        for line in requests:
            name, given = json.loads(line)
            _say(functions[name](given), results)
