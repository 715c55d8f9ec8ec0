"""Questions a second of a real server, with one client and with several at once, and what each has of the other.

python -m benchmarks.clients INDEX QUESTIONS.json --clients 1 4 16 --pairs 40
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.memory import resident

ROOT = Path(__file__).parents[1]
CLIENTS = (1, 4, 16)
SECONDS = 15.0  # that each number of clients asks for
TIMEOUT = 120  # seconds for one answer
LONG = 8  # questions that are asked as one


class Server(NamedTuple):
    """A running server: where it answers, its process, and the seconds until it answered first."""

    host: str
    process: int
    started: float


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="benchmarks.clients", description=__doc__.split("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path, help="a JSON list of texts")
    parser.add_argument("--clients", type=int, nargs="+", default=list(CLIENTS), metavar="N")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--pairs", type=int, metavar="N", help="instead: what two clients at once wait, N times")
    options = parser.parse_args()
    questions = json.loads(options.questions.read_text("utf-8"))
    rows = (
        measure_pairs(options.index, questions, options.pairs)
        if options.pairs
        else measure_clients(options.index, questions, options.clients, options.seconds)
    )
    print(json.dumps(rows, indent=1))
    return 0


def measure_clients(index: Path, questions: Sequence[str], clients: Sequence[int], seconds: float) -> dict[str, Any]:
    """Serve an index, and ask it: questions a second, and the milliseconds of one, by number of clients."""
    asked = itertools.cycle(questions)
    with serving(index, next(asked)) as server:
        rows: dict[str, Any] = {"first_answer_seconds": server.started, "memory": {"first": resident(server.process)}}
        for n in clients:
            rows[str(n)] = _ask_at_once(server.host, asked, n, seconds)
        rows["memory"]["last"] = resident(server.process)
    return rows


def measure_pairs(index: Path, questions: Sequence[str], times: int) -> dict[str, dict[str, float]]:
    """Return the milliseconds of questions that nobody asked before, `times` times of each kind, in turn.

    `alone`: one client. `alike`: two ask the same in the same moment. `apart`: two ask different ones then.
    `beside_long`: one asks while another asks for an answer to `LONG` questions in one.
    """
    asked = itertools.cycle(questions)
    taken: dict[str, list[float]] = {kind: [] for kind in ("alone", "alike", "apart", "beside_long", "long")}
    with serving(index, next(asked)) as server:
        for _ in range(times):
            taken["alone"] += _ask_together(server.host, [next(asked)])
            taken["alike"] += _ask_together(server.host, [next(asked)] * 2)
            taken["apart"] += _ask_together(server.host, [next(asked), next(asked)])
            short, long = _ask_together(server.host, [next(asked), " ".join(itertools.islice(asked, LONG))])
            taken["beside_long"].append(short)
            taken["long"].append(long)
    return {
        kind: {f"p{q}_ms": 1000 * float(np.percentile(seconds, q)) for q in (50, 95)} for kind, seconds in taken.items()
    }


def _ask_together(host: str, questions: Sequence[str]) -> list[float]:
    """Ask each question by a client of its own, all in the same moment; return the seconds of each."""
    together = threading.Barrier(len(questions))

    def client(question: str) -> float:
        connection = http.client.HTTPConnection(host, timeout=TIMEOUT)
        connection.connect()
        together.wait()
        started = time.perf_counter()
        _ask(connection, question)
        return time.perf_counter() - started

    with ThreadPoolExecutor(len(questions)) as pool:
        return list(pool.map(client, questions))


@contextmanager
def serving(index: Path, question: str | None, *flags: str) -> Iterator[Server]:
    """Run app.py until the block ends; when it begins, a question has been answered, or the page was sent if none."""
    started = time.perf_counter()
    command = [sys.executable, "app.py", "--index", str(index), "--port", str(_free_port()), *flags]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            host = line.strip().rpartition("//")[2]
            if not host:
                raise RuntimeError(f"app.py did not start with the index {index}")
            if question is not None:
                _ask(http.client.HTTPConnection(host, timeout=TIMEOUT), question)
            yield Server(host, process.pid, time.perf_counter() - started)
        finally:
            process.terminate()


def _ask_at_once(host: str, questions: Iterator[str], clients: int, seconds: float) -> dict[str, float]:
    taken: list[float] = []
    taking = threading.Lock()
    ends = time.perf_counter() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection(host, timeout=TIMEOUT)
        while (began := time.perf_counter()) < ends:
            with taking:
                question = next(questions)
            _ask(connection, question)
            taken.append(time.perf_counter() - began)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - started
    p50, p95 = (1000 * float(np.percentile(taken, q)) for q in (50, 95))
    return {"questions_a_second": len(taken) / whole, "p50_ms": p50, "p95_ms": p95}


def _ask(connection: http.client.HTTPConnection, question: str) -> None:
    connection.request("GET", "/api/ask?" + urllib.parse.urlencode({"question": question}))
    response = connection.getresponse()
    response.read()
    if response.status not in (http.client.OK, http.client.BAD_REQUEST):  # 400: a question that has no words
        raise RuntimeError(f"the server answered {response.status} to {question!r}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
