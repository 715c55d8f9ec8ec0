"""Lists every sentence of the briefs that has a year, a date or a number, beside the brief's sources.

python -m evals.facts data/articles
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.articles import read_articles
from assistant.sentences import split_sentences

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?"
    r"|third|quarter|half|first|second)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence that states a date or a number, and the sources that its brief names."""

    article_id: str
    sentence: str
    sources: tuple[str, ...]


def list_facts(folder: Path) -> Iterator[Stated]:
    """Yield the sentences that need a source, in the order of articles and of the text."""
    import frontmatter

    for article in read_articles([folder]).articles:
        fields = frontmatter.load(str(folder / f"{article.id}.md")).metadata
        sources = fields.get("sources")
        named = tuple(str(source) for source in sources) if isinstance(sources, list) else ()
        for span in split_sentences(article.text, article.language):
            sentence = article.text[span.start : span.end]
            if _NUMBER.search(sentence):
                yield Stated(article.id, sentence, named)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the list, an article at a time; 2 where the folder holds no brief."""
    parser = argparse.ArgumentParser(
        prog="evals.facts",
        description="List every sentence with a date or a number beside its brief's sources.",
        epilog="example: python -m evals.facts data/articles",
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/articles"), help="of briefs in Markdown")
    folder = parser.parse_args(arguments).folder
    shown = ""
    for stated in list_facts(folder):
        if stated.article_id != shown:
            shown = stated.article_id
            print(f"\n{shown}", *(f"  source: {source}" for source in stated.sources), sep="\n")
        print(f"  - {stated.sentence}")
    if not shown:
        print(f"no dated or numbered sentence in {folder}: name a folder of briefs in Markdown", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
