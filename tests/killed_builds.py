"""Kills a builder at random moments while a reader keeps asking; prints what was seen, as JSON.

python -m tests.killed_builds FOLDER KILLS
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

from assistant.index import build_index, open_index
from assistant.manifest import GENERATIONS
from assistant.retrieval import retrieve
from assistant.types import Article
from tests.word_encoder import WordEncoder

ARTICLES = 12
LATER, SOONER = 1.05, 0.8  # a builder that was killed gives the next one more time, one that was done less
"""About one in five is done then, however fast the machine is and whatever else it does."""


def version(number: int) -> list[Article]:
    """Return the collection in one of two states; its answer names the state."""
    return [
        Article(
            id=f"article-{i}",
            title=f"Article {i}",
            text=f"The treaty of port {i} was signed in year {number}. " + f"Its {i} clauses are about grain. " * 20,
        )
        for i in range(ARTICLES)
    ]


def read_until_stopped(folder: Path, report: Path) -> None:
    """Open the index and ask, again and again; write down what was answered and every error."""
    seen: dict[str, int] = {}
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    while not stopped.is_set():
        try:
            index = open_index(folder, encoder=WordEncoder())
            (first,) = retrieve("treaty of port 7", index, k=1, mode="lexical", articles=["article-7"])
            outcome = first.chunk.text[:41]
            assert first.chunk.text == index.articles["article-7"].text[first.chunk.start : first.chunk.end]
        except Exception as error:  # every kind of failure is what we look for
            outcome = f"{type(error).__name__}: {error}"
        seen[outcome] = seen.get(outcome, 0) + 1
    report.write_text(json.dumps(seen), "utf-8")


def main() -> None:
    """Run the kills and print the counts."""
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    chosen = random.Random(7)
    index, report = folder / "index", folder / "reader.json"
    build_index(version(1), index, encoder=WordEncoder())
    reader = os.fork()
    if reader == 0:
        read_until_stopped(index, report)
        os._exit(0)
    killed, served = 0, 1
    started = time.monotonic()
    build_index(version(2), folder / "other", encoder=WordEncoder())
    longest = time.monotonic() - started
    for _ in range(kills):
        builder = os.fork()
        if builder == 0:
            build_index(version(3 - served), index, encoder=WordEncoder())
            os._exit(0)
        time.sleep(chosen.uniform(0, longest))
        os.kill(builder, signal.SIGKILL)
        if os.waitstatus_to_exitcode(os.waitpid(builder, 0)[1]) == 0:
            served, longest = 3 - served, longest * SOONER
        else:
            killed, longest = killed + 1, longest * LATER
    os.kill(reader, signal.SIGTERM)
    os.waitpid(reader, 0)
    build_index(version(3), index, encoder=WordEncoder())
    left = sorted(path.name for path in index.iterdir())
    print(
        json.dumps(
            {
                "killed": killed,
                "seen": json.loads(report.read_text("utf-8")),
                "generations": len(list((index / GENERATIONS).iterdir())),
                "left": left,
            }
        )
    )


if __name__ == "__main__":
    main()
