"""Lists every sentence of the briefs that has a year, a date or a number, beside the brief's sources.

python -m evals.facts data/articles
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
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


def main() -> int:
    """Print the list, an article at a time."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data/articles")
    shown = ""
    for stated in list_facts(folder):
        if stated.article_id != shown:
            shown = stated.article_id
            print(f"\n{shown}", *(f"  source: {source}" for source in stated.sources), sep="\n")
        print(f"  - {stated.sentence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
