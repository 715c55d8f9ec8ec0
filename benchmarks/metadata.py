"""Read what real web pages say of themselves, with our reader and with trafilatura, and count what is right.

python -m benchmarks.metadata ../shared/corpora

Titles are compared by their letters and digits, authors by their words in any order, dates by their day.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.articles.dates import parse_date
from assistant.articles.webpage import read_webpage
from assistant.types import UnreadableArticle
from benchmarks.extraction import read_gold

CORPORA = ("html-readability", "html-postlight", "html-trafilatura")
FIELDS = ("title", "author", "date")
OUTCOMES = ("right", "wrong", "missing", "extra", "none")

Said = Mapping[str, object]


def main() -> int:
    """Count, and print a table a corpus."""
    parser = argparse.ArgumentParser(prog="benchmarks.metadata", description=__doc__)
    parser.add_argument("corpora", type=Path, help=f"a folder with {', '.join(CORPORA)}")
    options = parser.parse_args()
    if not all((options.corpora / name).is_dir() for name in CORPORA):
        print(f"{options.corpora} lacks one of {', '.join(CORPORA)}", file=sys.stderr)
        return 2
    print("right, wrong, missing: of those that are known; extra: said where none is known; none: neither")
    for name in CORPORA:
        gold = read_gold(options.corpora / name)
        print(f"\n{name} ({len(gold)} pages)")
        print(f"  {'':<7} {'':<12}" + "".join(f"{outcome:>9}" for outcome in OUTCOMES))
        for field in FIELDS:
            for who, reader in (("trafilatura", read_with_trafilatura), ("this reader", read_with_ours)):
                counts = Counter(judge(field, reader(page).get(field), known.get(field)) for known, page in gold)
                print(f"  {field:<7} {who:<12}" + "".join(f"{counts[outcome]:>9}" for outcome in OUTCOMES))
    return 0


def judge(field: str, found: object, known: object) -> str:
    """Say what a reader's field is against the known one."""
    fold: Callable[[object], object] = {"title": fold_title, "author": fold_author, "date": fold_date}[field]
    one, other = fold(found), fold(known)
    if not other:
        return "extra" if one else "none"
    return "missing" if not one else "right" if one == other else "wrong"


def fold_title(value: object) -> str:
    """Return a title's letters and digits."""
    return re.sub(r"[\W_]+", "", str(value or "").casefold())


def fold_author(value: object) -> list[str]:
    """Return the words of all authors."""
    value = " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")
    return sorted(re.findall(r"\w+", value.casefold()))


def fold_date(value: object) -> str:
    """Return a date's day."""
    return parse_date(str(value or "")) or str(value or "")[:10]


def read_with_ours(page: bytes) -> Said:
    """Return what our reader finds."""
    try:
        draft = read_webpage(page)
    except UnreadableArticle:
        return {}
    return {"title": draft.title, "author": draft.author, "date": parse_date(draft.date)}


def read_with_trafilatura(page: bytes) -> Said:
    """Return what trafilatura finds with its default settings."""
    import trafilatura

    said = trafilatura.extract_metadata(page)
    return {"title": said.title, "author": said.author, "date": said.date}


if __name__ == "__main__":
    sys.exit(main())
