"""The reading process: requests in as lines of JSON, what was found out as lines of JSON.

python -m assistant.articles.worker

It is started, given work and ended by `process.py`. Whatever a file does to a reader happens here:
a reader that hangs is ended with this process, and one that asks for too much memory is refused it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any

from assistant.articles.draft import Draft, Found
from assistant.articles.formats import list_sources, read_source

MOST_MEMORY = 3 * 2**30  # bytes of addresses; reading this project's largest files takes under one of them
GRACE = 5.0  # seconds after its time that a process ends itself, should the one that started it be gone


def answer(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Answer one request: to read a file, to fetch an address, or to list the links of a feed."""
    if request["task"] == "read":
        yield from _read(request)
    elif request["task"] == "fetch":
        from assistant.articles.fetch import fetch

        yield {"response": fetch(request["url"], request["headers"], Path(request["to"]), request["allow_private"])}
    elif request["task"] == "robots":
        from assistant.articles.robots import ask_robots

        yield ask_robots(Path(request["path"]).read_bytes(), request["url"], request["agent"])
    else:
        from assistant.articles.feeds import list_links

        yield {"links": list_links(Path(request["path"]).read_bytes(), request["url"])}


def _read(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Read a file, or what is left of an archive after its first `skip` entries."""
    suffix, known = request.get("suffix"), request.get("known")
    draft = Draft(text="", **known) if known else None
    sources = list_sources(Path(request["path"]), PurePath(request["name"]), suffix)
    for part, (name, source, content) in enumerate(sources):
        if part < request.get("skip", 0):
            continue
        shown = request.get("source") or source
        yield {"part": part, "source": shown}
        for found in read_source(content, name, shown, suffix if suffix != ".zip" else None, draft):
            if isinstance(found, Found):
                record = asdict(found)
                del record["article"]["sha256"]
                yield {"found": record}
            else:
                yield {"skipped": asdict(found)}


def limit_memory() -> None:
    """Refuse this process more memory than a file may take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the size limits are what holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer requests until there are no more."""
    limit_memory()
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)  # what a library prints must not stand among the replies
    sys.stdout = sys.stderr
    _reply(replies, {"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        for reply in answer(request):
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, request["seconds"] + GRACE)
            _reply(replies, reply)
        _reply(replies, {"done": True})


def _reply(replies: Any, reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply) + "\n")
    replies.flush()


if __name__ == "__main__":
    main()
