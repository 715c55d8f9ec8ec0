"""Read real web pages with our reader and with trafilatura alone, and score both by the same measure.

python -m benchmarks.extraction ../shared/corpora

On html-scrapinghub, the F1 of the words against a text made by hand. On html-trafilatura, whose pages come
with strings that must and must not be in the text, the F1 of finding just the former. Trafilatura runs with
its default settings.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.articles.webpage import read_webpage
from assistant.types import UnreadableArticle
from benchmarks.words import score_words

Reader = Callable[[bytes], str]


def main() -> int:
    """Score, and print a table."""
    parser = argparse.ArgumentParser(prog="benchmarks.extraction", description=__doc__)
    parser.add_argument("corpora", type=Path, help="a folder with html-scrapinghub and html-trafilatura")
    options = parser.parse_args()
    if not (options.corpora / "html-scrapinghub").is_dir():
        print(f"no html-scrapinghub in {options.corpora}", file=sys.stderr)
        return 2
    for name, reader in (("trafilatura alone", read_with_trafilatura), ("this reader", read_with_ours)):
        scores = [
            score_words(reader(page), gold["gold_text"])
            for gold, page in read_gold(options.corpora / "html-scrapinghub")
        ]
        right, lost, extra = count_strings(options.corpora / "html-trafilatura", reader)
        print(f"{name:<18} html-scrapinghub ({len(scores)} pages): token F1 {sum(scores) / len(scores):.4f}")
        f1 = 2 * right / (2 * right + lost + extra)
        print(
            f"{'':<18} html-trafilatura: {right} strings found, {lost} lost, {extra} that should not be "
            f"there: F1 {f1:.4f}"
        )
    return 0


def read_gold(corpus: Path) -> list[tuple[dict[str, Any], bytes]]:
    """Return what is known of every page, and the page."""
    records = [json.loads(line) for line in (corpus / "gold.jsonl").read_text("utf-8").split("\n") if line]
    return [(record, (corpus / record["file"]).read_bytes()) for record in records]


def count_strings(corpus: Path, reader: Reader) -> tuple[int, int, int]:
    """Count the strings that must be in the text and are, that are not, and those that must not be and are."""
    right = lost = extra = 0
    for gold, page in read_gold(corpus):
        text = squeeze(reader(page))
        found = [squeeze(string) in text for string in gold["must_have"]]
        right, lost = right + sum(found), lost + len(found) - sum(found)
        extra += sum(squeeze(string) in text for string in gold["must_not_have"])
    return right, lost, extra


def squeeze(text: str) -> str:
    """Return a text in NFC with single spaces."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def read_with_ours(page: bytes) -> str:
    """Return the text that our reader finds."""
    try:
        return read_webpage(page).text
    except UnreadableArticle:
        return ""


def read_with_trafilatura(page: bytes) -> str:
    """Return the text that trafilatura finds with its default settings."""
    import trafilatura

    return trafilatura.extract(page) or ""


if __name__ == "__main__":
    sys.exit(main())
