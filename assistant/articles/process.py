"""Files and addresses in, articles and reasons out, by way of a process that can be ended.

One process reads file after file; only when a file hangs it or crashes it is a new one started.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any

from assistant.articles.draft import Found, Skipped
from assistant.types import Article, AssistantError

TIME_LIMIT = 60.0  # seconds a file, an archive's entry or a page; the slowest honest PDF here takes some 5
STARTING = 120.0  # seconds for the process to start, whatever a file may take
ROOT = Path(__file__).parents[2]


class Ended(Exception):
    """The reading process is gone; the message says why."""


class ReadingProcess:
    """Reads in a process of its own, which is ended when one file takes longer than `seconds`."""

    def __init__(self, seconds: float = TIME_LIMIT) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None

    def read(
        self,
        file: Path,
        name: PurePath,
        *,
        suffix: str | None = None,
        source: str | None = None,
        known: Mapping[str, object] | None = None,
    ) -> Iterator[Found | Skipped]:
        """Read a file; `suffix`, `source` and `known` are given for what was fetched under another name.

        An entry of an archive that ends the process is skipped, and reading goes on after it.
        """
        request = {"task": "read", "path": str(file), "name": str(name), "suffix": suffix, "source": source}
        here, part, is_reading = source or str(file), -1, True
        while is_reading:
            is_reading = False
            try:
                for reply in self.ask({**request, "known": known, "skip": part + 1}):
                    if "part" in reply:
                        part, here = reply["part"], reply["source"]
                    elif "found" in reply:
                        yield _found(reply["found"])
                    else:
                        yield Skipped(**reply["skipped"])
            except Ended as error:
                yield Skipped(here, str(error))
                is_reading = part >= 0 and file.suffix.lower() == ".zip"

    def ask(self, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Send one request and give its replies; raise `Ended` where the process does not live to the last."""
        process = self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps({**request, "seconds": self._seconds}) + "\n")
            process.stdin.flush()
        except OSError as error:
            raise Ended(self._end()) from error
        while "done" not in (reply := self._receive(process, self._seconds)):
            yield reply

    def _start(self) -> subprocess.Popen[str]:
        if self._process is None:
            path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
            self._process = subprocess.Popen(
                [sys.executable, "-m", "assistant.articles.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": path},
            )
            try:
                self._receive(self._process, STARTING)
            except Ended as error:
                raise AssistantError(
                    f"the reading process does not start ({error}); run python -m assistant.articles.worker to see why"
                ) from error
        return self._process

    def _receive(self, process: subprocess.Popen[str], seconds: float) -> dict[str, Any]:
        """Read one reply; the process is killed when none comes in time."""
        assert process.stdout is not None
        is_late = threading.Event()

        def kill() -> None:
            is_late.set()
            process.kill()

        timer = threading.Timer(seconds, kill)
        timer.start()
        try:
            line = process.stdout.readline()
        finally:
            timer.cancel()
        if not line.endswith("\n"):
            reason = self._end()
            raise Ended(f"reading it took longer than {seconds:g} seconds" if is_late.is_set() else reason)
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _end(self) -> str:
        """End the process; return how it ended."""
        process, self._process = self._process, None
        if process is None:
            return "its reader was not running"
        process.kill()
        process.communicate()
        return f"its reader crashed (exit code {process.returncode})"

    def __enter__(self) -> ReadingProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()


def _found(record: dict[str, Any]) -> Found:
    article = record.pop("article")
    article["tags"] = tuple(article["tags"])
    article["pages"] = tuple((start, page) for start, page in article["pages"])
    return Found(Article(**article), **record)
