"""Read a site generator's Markdown files, and compare them with the articles that they are known to be.

python -m benchmarks.front_matter ../shared/corpora/digitalgov
python -m benchmarks.front_matter ../shared/corpora/protesilaos-eu --author "Protesilaos Stavrou"

A site generator leaves what all its articles share to the site's own settings, and a folder of its files has
lost it; `--author` says it as a researcher who has such a folder would.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from assistant.articles import read_articles
from benchmarks.words import score_words

FIELDS = ("title", "author", "date")


def main() -> int:
    """Compare, and print a table a folder, and its lowest texts."""
    parser = argparse.ArgumentParser(prog="benchmarks.front_matter", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, help="folders with raw_md/ and articles.jsonl")
    parser.add_argument(
        "--author", metavar="NAME", help="the author of the files that name none, as index_build.py has it"
    )
    parser.add_argument("--lowest", type=int, default=20, metavar="N", help="articles to name, from the lowest F1 on")
    options = parser.parse_args()
    for corpus in options.corpora:
        if not (corpus / "articles.jsonl").is_file():
            print(f"no articles.jsonl in {corpus}", file=sys.stderr)
            return 2
        report(corpus, options.lowest, options.author)
    return 0


def report(corpus: Path, lowest: int, author: str | None) -> None:
    """Print how much of a corpus is read as it is known to be."""
    gold = {}
    for line in filter(None, (corpus / "articles.jsonl").read_text("utf-8").split("\n")):
        record = json.loads(line)
        gold[str(record["id"]).split("/", 1)[1].removesuffix(".md").replace("/", "__")] = record
    reading = read_articles([corpus / "raw_md"], author=author)
    articles = {article.id: article for article in reading.articles}
    pairs = [(id, articles[id], gold[id]) for id in sorted(gold) if id in articles]
    print(
        f"\n{corpus.name}: {len(gold)} articles, {len(pairs)} read, {len(reading.skipped)} skipped, "
        f"{reading.duplicates} duplicates"
        + "".join(f", {count} given the {name} of --{name}" for name, count in reading.filled.items())
    )
    for field in FIELDS:
        equal = sum(is_equal(field, getattr(article, field), record[field]) for _, article, record in pairs)
        print(f"  {field:<7} {equal:>4} of {len(pairs)} equal ({equal / len(pairs):.1%})")
    scores = sorted((score_words(article.text, record["text"]), id) for id, article, record in pairs)
    print(f"  text    token F1 {sum(score for score, _ in scores) / len(scores):.4f}")
    for score, id in scores[:lowest]:
        print(f"    {score:.3f} {id}")
    for id, article, record in pairs:
        for field in FIELDS:
            if not is_equal(field, getattr(article, field), record[field]):
                print(f"    {field}: {getattr(article, field)!r}, known {record[field]!r} ({id[:60]})")


def is_equal(field: str, read: str | None, known: Any) -> bool:
    """Compare a field: dates as days, authors as names in order, titles as their words."""
    if field == "date":
        return (read or "") == str(known or "")[:10]
    if field == "author":
        return [name.strip() for name in re.split(r"[,;]", read or "")] == [
            n.strip() for n in re.split(r"[,;]", known or "")
        ]
    return (read or "").split() == str(known or "").split()


if __name__ == "__main__":
    sys.exit(main())
