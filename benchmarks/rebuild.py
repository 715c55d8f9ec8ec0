"""Build one index of all the articles of a folder, change some, and build it again.

python -m benchmarks.rebuild ../shared/corpora --out results/rebuild.json

With --folder the index is kept: a full build that was stopped goes on there when this is run again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from evals.machine import describe_commit, describe_machine

ROOT = Path(__file__).parents[1]
CHANGES = (0, 1, 10, 100)


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="benchmarks.rebuild", description=__doc__)
    parser.add_argument("corpora", type=Path, help="a folder with articles.jsonl files below it")
    parser.add_argument("--out", type=Path, help="also write the figures here, as JSON")
    parser.add_argument("--folder", type=Path, help="where the index is built, and kept")
    options = parser.parse_args()
    files = sorted(options.corpora.glob("*/articles.jsonl"))
    if not files:
        print(f"no */articles.jsonl in {options.corpora}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        folder: Path = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        rows = measure(read_records(files), folder)
    result = {
        **describe_commit(),
        "machine": describe_machine(),
        "corpora": [f.parent.name for f in files],
        "rows": rows,
    }
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    machine = result["machine"]
    print(f"{machine['processor']}, {machine['cores']} cores; commit {result['commit'][:12]}; all-MiniLM-L6-v2")
    print(f"articles' fingerprint {rows[0]['fingerprint'][:12]}")
    for row in rows:
        print(
            f"{row['what']:<22} {row['articles']:>6} articles {row['chunks']:>7} chunks {row['embedded']:>7} embedded"
            f"{row['seconds']:>8.1f} s  {row['peak_memory'] / 2**20:>6,.0f} MiB"
        )
    return 0


def read_records(files: list[Path]) -> list[dict[str, Any]]:
    """Read the articles of all files; ids are made different by their corpus."""
    records = []
    for file in files:
        for line in file.read_text("utf-8").split("\n"):
            if line.strip():
                record = json.loads(line)
                records.append({**record, "id": f"{file.parent.name}/{record['id']}"})
    return records


def measure(records: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """Build the index of all records, then after 0, 1, 10 and 100 of them have changed."""
    articles, index = folder / "articles.jsonl", folder / "index"
    rows = []
    step = len(records) // max(CHANGES)
    for what, changes in [("full build", None), *((f"{changes} changed", changes) for changes in CHANGES)]:
        for i in range(changes or 0):
            record = records[i * step]
            record["text"] += f"\n\nA correction was published on {changes} May 2024."
        articles.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        rows.append({"what": what, **build(articles, index)})
    return rows


def build(articles: Path, index: Path) -> dict[str, Any]:
    """Run index_build.py as a program; return its report and its peak memory in bytes."""
    command = [sys.executable, "index_build.py", "--articles", str(articles), "--index", str(index), "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        report: dict[str, Any] = json.loads(process.stdout.read())
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return {**report, "skipped": len(report["skipped"]), "peak_memory": usage.ru_maxrss * 1024}


if __name__ == "__main__":
    sys.exit(main())
