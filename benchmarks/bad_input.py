"""Read odd PDFs, broken HTML and naughty strings: every one is an article, or skipped with its reason.

python -m benchmarks.bad_input ../shared/corpora/bad-input
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from assistant.articles import read_articles

TEXTS = (("naughty_strings", "text"), ("html5lib_snippets", "html"))
SUFFIXES = (".md", ".txt", ".html", ".pdf", ".docx", ".epub", ".zip", ".jsonl")


def main() -> int:
    """Read all, and print what became of them."""
    parser = argparse.ArgumentParser(prog="benchmarks.bad_input", description=__doc__)
    parser.add_argument("corpus", type=Path, help="a folder with pdf/ and the two .jsonl files")
    options = parser.parse_args()
    if not (options.corpus / "pdf").is_dir():
        print(f"no pdf/ in {options.corpus}", file=sys.stderr)
        return 2
    report("pdf", options.corpus / "pdf")
    for name, field in TEXTS:
        lines = (options.corpus / f"{name}.jsonl").read_text("utf-8").split("\n")
        for suffix in SUFFIXES:
            with tempfile.TemporaryDirectory() as folder:
                for i, line in enumerate(filter(None, lines)):
                    content = str(json.loads(line)[field]).encode("utf-8", "replace")
                    (Path(folder) / f"{i}{suffix}").write_bytes(content)
                report(f"{name} as {suffix}", Path(folder))
    return 0


def report(name: str, folder: Path) -> None:
    """Read a folder, and print the counts and the reasons."""
    started = time.monotonic()
    reading = read_articles([folder])
    reasons = Counter(skipped.reason.split(":")[0].split("(")[0].strip() for skipped in reading.skipped)
    print(
        f"{name}: {len(list(folder.iterdir()))} files, {len(reading.articles)} articles, "
        f"{reading.duplicates} duplicates, {len(reading.skipped)} skipped, {time.monotonic() - started:.1f} s"
    )
    for reason, count in reasons.most_common(8):
        print(f"    {count:>5} {reason}")


if __name__ == "__main__":
    sys.exit(main())
