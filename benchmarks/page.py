"""What a reader of the page waits for, from the start of its server, and what memory that takes.

python -m benchmarks.page INDEX "Who signed the treaty?"

Each request is made twice, one after the other: the first finds nothing read, the second what the first left.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path
from typing import Any

from benchmarks.clients import TIMEOUT, Server, serving
from benchmarks.memory import resident

REQUESTS = {
    "facets": "/page/facets",
    "table": "/page/table",
    "table, searched": "/page/table?search=state",
    "map": "/page/map",
    "map since 2010": "/page/map?since=2010",
    "facets since 2010": "/page/facets?since=2010",
}


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="benchmarks.page", description=__doc__.split("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("question")
    options = parser.parse_args()
    for what, row in measure_page(options.index, options.question).items():
        seconds = ", then ".join(f"{s:.2f}" for s in row["seconds"])
        memory = f"{row['resident'] / 2**20:,.0f} MiB resident, {row['anonymous'] / 2**20:,.0f} of them no file's"
        print(f"{what:<24}{seconds:>18} s   {memory}")
    return 0


def measure_page(index: Path, question: str) -> dict[str, dict[str, Any]]:
    """Return for each thing that a reader does its seconds, the first and the second time, and the memory after it."""
    rows: dict[str, dict[str, Any]] = {}
    with (
        tempfile.TemporaryDirectory() as kept,
        serving(index, None, "--conversations", f"{kept}/kept.sqlite") as server,
    ):
        rows["start to first page"] = {"seconds": [server.started], **resident(server.process)}
        ask = json.dumps({"question": question})
        rows["question"] = _time(server, "POST", "/page/ask", ask)
        cited = _cited(server, question)
        rows["article"] = _time(server, "GET", f"/page/article?id={urllib.parse.quote(cited)}")
        for what, path in REQUESTS.items():
            rows[what] = _time(server, "GET", path)
    return rows


def _time(server: Server, method: str, path: str, body: str | None = None) -> dict[str, Any]:
    seconds = []
    for _ in range(2):
        started = time.perf_counter()
        _request(server, method, path, body)
        seconds.append(time.perf_counter() - started)
    return {"seconds": seconds, **resident(server.process)}


def _cited(server: Server, question: str) -> str:
    """Return the id of the article of the first passage that a question finds."""
    found = json.loads(_request(server, "GET", "/api/retrieve?" + urllib.parse.urlencode({"question": question})))
    return str(found["passages"][0]["article_id"])


def _request(server: Server, method: str, path: str, body: str | None = None) -> bytes:
    connection = http.client.HTTPConnection(server.host, timeout=TIMEOUT)
    connection.request(method, path, body, {"content-type": "application/json"} if body else {})
    response = connection.getresponse()
    content = response.read()
    if response.status != http.client.OK:
        raise RuntimeError(f"the server answered {response.status} to {path}: {content[:200]!r}")
    return content


if __name__ == "__main__":
    sys.exit(main())
