"""Ask for names in one spelling that the articles have in another.

python -m benchmarks.names
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.index import build_index, open_index
from assistant.retrieval import retrieve
from assistant.types import Article, Index
from evals.machine import describe_commit, describe_machine

PAIRS = Path(__file__).parents[1] / "evals" / "names.tsv"
DEEDS = ("visited the port", "signed the protocol", "opened the talks", "spoke of the pipeline", "met the delegation")


def main() -> int:
    """Print the rate found with and without other spellings, and what is not found."""
    from assistant.embed import SentenceEncoder

    pairs = read_pairs()
    with tempfile.TemporaryDirectory() as folder:
        articles = make_articles(pairs)
        build_index(articles, Path(folder), encoder=SentenceEncoder())
        index = open_index(folder)
        machine, commit = describe_machine(), describe_commit()
        print(f"{machine['processor']}; commit {commit['commit'][:12]}; {index.encoder.name}; {index.fingerprint[:12]}")
        for what, names in (("without", False), ("with", True)):
            missed = find_missed(pairs, index, names=names)
            print(f"{what} other spellings: {len(pairs) - len(missed)} of {len(pairs)} found first")
        for asked, written in missed:
            print(f"  not found: {written}, asked for as {asked}")
    return 0


def read_pairs() -> list[tuple[str, str]]:
    """Read the pairs: how the question writes a name, and how the article does."""
    lines = PAIRS.read_text("utf-8").splitlines()
    return [(asked, written) for asked, written in (line.split("\t") for line in lines if line)]


def make_articles(pairs: Sequence[tuple[str, str]]) -> list[Article]:
    """Make an article of one sentence for every name as it is written, alike but for the name."""
    names = sorted({written for _, written in pairs})
    return [
        Article(id=f"n{i:03}", title=f"Note {i}", text=f"In the spring {name} {DEEDS[i % len(DEEDS)]} without comment.")
        for i, name in enumerate(names)
    ]


def find_missed(pairs: Sequence[tuple[str, str]], index: Index, *, names: bool) -> list[tuple[str, str]]:
    """Return the pairs whose name is not in the first passage, where its other spellings are not searched."""
    missed = []
    for asked, written in pairs:
        same = _group(written, pairs) - {written}
        allowed = [
            id for id, article in index.articles.items() if not any(f" {name} " in article.text for name in same)
        ]
        first = retrieve(f"What is said of {asked}?", index, k=1, names=names, articles=allowed)[0]
        if f" {written} " not in first.chunk.text:
            missed.append((asked, written))
    return missed


def _group(name: str, pairs: Sequence[tuple[str, str]]) -> set[str]:
    """Return every spelling of a name that the pairs connect with it."""
    found = {name}
    while more := {word for pair in pairs if found & set(pair) for word in pair} - found:
        found |= more
    return found


if __name__ == "__main__":
    sys.exit(main())
