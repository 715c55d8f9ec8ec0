"""Ways of cutting articles, made of the product's own parts: overlap, and what is prepended for embedding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from unittest import mock

from assistant.chunks import CountTokens, CutSettings, cut, prefix
from assistant.index import build_index
from assistant.progress import Bar
from assistant.sentences import split_sentences
from assistant.types import Article, Chunk, Encoder, spell_date

LARGEST_DATE = 8  # of the encoder's tokens: a date and the line's end


@dataclass(frozen=True, slots=True)
class Setting:
    """A way of cutting, and of showing what was found."""

    size: int = CutSettings().size
    """Tokens of a chunk."""
    overlap: int = 0
    """Sentences of the chunk before, with which a chunk begins."""
    title: bool = True
    date: bool = False
    """Whether they are prepended for embedding; words and late interaction know the title in any case."""
    around: int = 0
    """Tokens that a found chunk is shown with, itself included; 0 shows it alone."""

    def __str__(self) -> str:
        """Say what is not as in the product."""
        says = [f"{self.size} tokens"]
        says += [f"{self.overlap} of overlap"] if self.overlap else []
        says += [] if self.title else ["no title"]
        says += ["date"] if self.date else []
        says += [f"shown in {self.around}"] if self.around else []
        return ", ".join(says)


PRODUCT = Setting()
SETTINGS = (
    *(Setting(size) for size in (64, 96, 128, 160, 192, 256, 320)),
    *(Setting(overlap=overlap) for overlap in (1, 2)),
    Setting(title=False),
    Setting(date=True),
    *(Setting(size, around=around) for size, around in ((64, 160), (96, 160), (96, 256), (128, 256), (160, 320))),
)


def build(articles: Sequence[Article], folder: Path, setting: Setting, encoder: Encoder) -> None:
    """Build the index of articles that are cut so, or bring the one that is there up to date."""
    settings = CutSettings(size=setting.size, title=setting.title)
    with cutting(setting), Bar(f"embedding {setting}") as bar:
        build_index(articles, folder, encoder=encoder, settings=settings, progress=bar)


@contextmanager
def cutting(setting: Setting) -> Iterator[None]:
    """Let builds cut with overlap, and prepend the date, where a setting says so."""

    def cut_so(article: Article, settings: CutSettings, count_tokens: CountTokens, max_tokens: int) -> list[Chunk]:
        limit = max_tokens - LARGEST_DATE * setting.date
        chunks = cut(article, settings, count_tokens, limit)
        limit -= count_tokens([prefix(article, settings, count_tokens)])[0] if settings.title else 0
        return overlapping(article, chunks, setting.overlap, count_tokens, limit)

    def prepend(article: Article, settings: CutSettings, count_tokens: CountTokens) -> str:
        date = spell_date(article.date) if setting.date else None
        return prefix(article, settings, count_tokens) + (f"{date}\n" if date else "")

    with mock.patch("assistant.keyed.cut", cut_so), mock.patch("assistant.keyed.prefix", prepend):
        yield


def overlapping(
    article: Article, chunks: Sequence[Chunk], sentences: int, count_tokens: CountTokens, limit: int
) -> list[Chunk]:
    """Let each chunk begin with the last sentences of the one before: as many as the encoder still reads."""
    extended = list(chunks[:1])
    for before, chunk in pairwise(chunks):
        starts = [before.start + span.start for span in split_sentences(before.text, article.language)]
        longer = (Chunk.of(article, start, chunk.end) for start in starts[-sentences:]) if sentences else iter(())
        extended.append(next((c for c in longer if count_tokens([c.text])[0] <= limit), chunk))
    return extended
