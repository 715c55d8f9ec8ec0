"""A file that hangs, crashes or eats memory costs its own reading, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.articles import read_articles
from assistant.articles.process import Ended, ReadingProcess
from tests.documents import make_zip
from tests.serving import ROOT

HANG = "*a **a " * 500_000  # Markdown's parser takes half a minute


def test_what_is_no_file_with_a_content_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")  # whoever reads it waits for ever
    (tmp_path / "b.md").write_text("Read.", "utf-8")
    reading = read_articles([tmp_path], seconds=3)
    assert [a.id for a in reading.articles] == ["b"]
    assert [s.reason for s in reading.skipped] == ["not a file with a content: a device, a socket or a pipe"]


def test_the_entries_after_one_that_hangs_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(make_zip({"1.md": "One.", "2.md": HANG, "3.md": "Three."}))
    reading = read_articles([tmp_path], seconds=4)
    assert [a.text for a in reading.articles] == ["One.", "Three."]
    assert [(s.source.rpartition("/")[2], s.reason) for s in reading.skipped] == [
        ("a.zip:2.md", "reading it took longer than 4 seconds")
    ]


def test_a_process_that_is_killed_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Read.", "utf-8")
    with ReadingProcess() as process:
        assert len(list(process.read(tmp_path / "a.md", Path("a.md")))) == 1
        assert process._process is not None
        first = process._process.pid
        os.kill(first, signal.SIGKILL)
        with pytest.raises(Ended, match="its reader crashed"):
            list(process.ask({"task": "read", "path": str(tmp_path / "a.md"), "name": "a.md"}))
        assert len(list(process.read(tmp_path / "a.md", Path("a.md")))) == 1
        assert process._process.pid != first


def test_no_process_is_left(tmp_path: Path) -> None:
    with ReadingProcess() as process:
        (tmp_path / "a.md").write_text("Read.", "utf-8")
        list(process.read(tmp_path / "a.md", Path("a.md")))
        assert process._process is not None
        pid = process._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_memory_is_limited() -> None:
    code = "from assistant.articles.worker import limit_memory; limit_memory(); bytearray(4 * 2**30)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "MemoryError"


def test_a_script_without_a_guard_can_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Read.", "utf-8")
    code = f"from assistant import read_articles; print(read_articles(['{tmp_path}']).articles[0].text)"
    done = subprocess.run([sys.executable, "-"], input=code, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "Read.\n"


def test_two_threads_can_read_at_once(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.md").write_text(f"Of {name}.", "utf-8")
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(read_articles([tmp_path]).articles))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [4, 4]


def test_what_is_being_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Read.", "utf-8")
    told: list[str] = []
    done: list[tuple[int, int]] = []
    read_articles([tmp_path], lambda n, of: done.append((n, of)), notice=told.append)
    assert (told, done) == ([str(tmp_path / "a.md")], [(1, 1)])
