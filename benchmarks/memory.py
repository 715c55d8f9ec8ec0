"""The resident memory of a process that opens an index, and answers question after question.

python -m benchmarks.memory INDEX QUESTIONS.json --ask 1000

QUESTIONS.json is a list of texts, asked again from its beginning when it is over. Prints one JSON object:
for each number of questions the bytes that are resident, and how many of them are `anonymous`, which
means that no file can give them back.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Open, ask, and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.memory", description=__doc__.split("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--ask", type=int, nargs="+", default=[1, 100, 1000], metavar="N")
    options = parser.parse_args()
    from assistant.answers import answer
    from assistant.index import open_index
    from assistant.types import UnusableQuestion

    index = open_index(options.index)
    rows = {"opened": resident()}
    questions = itertools.cycle(json.loads(options.questions.read_text("utf-8")))
    asked = 0
    for n in sorted(options.ask):
        for question in itertools.islice(questions, n - asked):
            try:
                answer(question, index)
            except UnusableQuestion:
                continue
        asked = n
        rows[str(n)] = resident()
        print(f"{n} asked: {rows[str(n)]}", file=sys.stderr, flush=True)
    print(json.dumps(rows))
    return 0


def measure_memory(index: Path, questions: Sequence[str], ask: Sequence[int], kept: Path) -> dict[str, Any]:
    """Run this in a process of its own, and return what it prints."""
    file = kept / "questions.json"
    file.write_text(json.dumps(list(questions)), "utf-8")
    command = [sys.executable, "-m", "benchmarks.memory", str(index), str(file), "--ask", *map(str, ask)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows: dict[str, Any] = json.loads(done.stdout)
    return rows


def resident(process: int | str = "self") -> dict[str, int]:
    """Return the bytes of a process that are in memory, and how many of these are no file's."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    found = {key: int(kibibytes) * 1024 for key, kibibytes in re.findall(r"^(VmRSS|RssAnon):\s+(\d+) kB", status, re.M)}
    return {"resident": found["VmRSS"], "anonymous": found["RssAnon"]}


if __name__ == "__main__":
    sys.exit(main())
