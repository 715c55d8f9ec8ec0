"""Articles, questions and indexes of any number of chunks.

The articles are those of a folder of corpora, in an order drawn by their ids; where they are too few,
they are repeated under other titles. The vector of a repeated chunk is not computed but drawn around a
real one, and so are those of all chunks but the first, where only so many are to be embedded. What was
embedded and built is kept in a folder, so that a second run is quick.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from assistant.articles import read_articles
from assistant.chunks import CountTokens, CutSettings, cut, prefix
from assistant.index import build_index, open_index
from assistant.lexical import words_of
from assistant.types import Article, Chunk, Encoder, Index, Span, UnusableIndex, Vectors
from benchmarks.drawn_encoder import KeptEncoder
from evals.machine import describe_commit, peak_memory
from evals.questions import read_questions
from evals.run import hash_program

KEPT = Path("results/indexes/speed")  # not in the repository; delete it at will
LARGEST_MEASURED = 200_000  # chunks: how long it takes to build more is not measured, and repetitions are cut once
MADE = "made.json"


@dataclass(frozen=True, slots=True)
class Corpora:
    """Articles in the order in which they are taken, how many chunks each is cut into, and questions."""

    articles: tuple[Article, ...]
    chunks: tuple[int, ...]
    questions: tuple[str, ...]
    sha256: str
    """Of the articles' files."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles of about `size` chunks; the first `real` of these chunks are no repetition."""

    articles: tuple[Article, ...]
    size: int
    real: int


def read_corpora(folder: Path, encoder: Encoder, kept: Path = KEPT) -> Corpora:
    """Read every */articles.jsonl and */questions.jsonl; what was read is kept in the folder `kept`."""
    files = sorted(folder.glob("*/articles.jsonl"))
    if not files:
        raise FileNotFoundError(f"no */articles.jsonl in {folder}")
    sha256 = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    file = kept / f"articles-{sha256[:12]}.jsonl"
    if not file.is_file():
        kept.mkdir(parents=True, exist_ok=True)
        articles = sorted(read_articles(files).articles, key=lambda article: _draw(article.id))
        lines = ({**asdict(a), "chunks": _count(a, encoder)} for a in articles)
        file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    records = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]
    counts = tuple(int(record.pop("chunks")) for record in records)
    return Corpora(tuple(map(_article, records)), counts, tuple(_questions(folder)), sha256)


def collect(corpora: Corpora, size: int) -> Collection:
    """Take articles of `size` chunks: exactly so many while there are enough, and about so many beyond."""
    taken: list[Article] = []
    left = size
    for article, chunks in zip(corpora.articles, corpora.chunks, strict=True):
        if chunks <= left:
            taken.append(article)
            left -= chunks
    real, edition = size - left, 1
    while left > min(corpora.chunks) and len(taken) >= len(corpora.articles):
        edition += 1
        for article, chunks in zip(corpora.articles, corpora.chunks, strict=True):
            if chunks <= left:
                taken.append(replace(article, id=f"{article.id}~{edition}", title=f"{article.title} ({edition})"))
                left -= chunks
    return Collection(tuple(taken), size - left, real)


def make_index(
    corpora: Corpora, size: int, encoder: Encoder, kept: Path = KEPT, *, reuse: bool = False, most: int | None = None
) -> tuple[Path, dict[str, Any]]:
    """Build the index of `size` chunks, or take the one that this very program has built; say how that went.

    With `reuse` one that an earlier program has built is taken too. `most` is how many chunks of a larger
    collection are embedded; the vectors of the others are drawn around these. The seconds are without those of
    embedding, which are measured apart. The rebuild is after the text of one article has changed. Of a
    large collection there are none.
    """
    most = most if most is not None and most < size else None
    folder = kept / f"{corpora.sha256[:12]}-{size}{f'-{most}' if most else ''}"
    known_by = {"corpora": corpora.sha256, "size": size}
    made = {"program": hash_program(), **known_by}
    if (folder / MADE).is_file():
        record = json.loads((folder / MADE).read_text("utf-8"))
        if record.items() >= (known_by if reuse else made).items():
            return folder, record
    shutil.rmtree(folder, ignore_errors=True)
    collection = collect(corpora, size)
    known = KeptEncoder(encoder, kept)
    if collection.real < collection.size or most is not None:
        _keep(corpora, known, kept, most)
        known = KeptEncoder(encoder, kept, known.pool())
    if size <= LARGEST_MEASURED:
        built = _measure_build(collection.articles, folder, known)
    else:
        with remembering():
            built = asdict(build_index(collection.articles, folder, encoder=known, least_shared=sys.maxsize))
    record = {
        **made, **built, "commit": describe_commit()["commit"], "real_chunks": min(collection.real, built["chunks"]),
        "real_vectors": min(most or collection.real, built["chunks"]),
    }  # fmt: skip
    (folder / MADE).write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    return folder, record


def _measure_build(articles: Sequence[Article], folder: Path, known: KeptEncoder) -> dict[str, Any]:
    """Build an index, and again after the text of one article has changed; say how that went.

    The largest memory is that of this process, whatever it did before; its time is also that of those it started.
    """
    first, *rest = articles
    longer = replace(first, text=f"{first.text}\n\nA correction was published on 5 May 2024.")
    started, processor = time.perf_counter(), _processor_seconds()
    build_index([longer, *rest], folder, encoder=known)
    built = time.perf_counter() - started - known.seconds, _processor_seconds() - processor
    started = time.perf_counter()
    build = build_index(articles, folder, encoder=known)
    return {
        **asdict(build),
        "seconds": built[0],
        "processor_seconds": built[1],
        "rebuild_seconds": time.perf_counter() - started,
        "peak_memory": peak_memory(),
    }


def _processor_seconds() -> float:
    """Return what this process has taken, with those that it started and that ended."""
    return sum(os.times()[:4])


@contextmanager
def remembering() -> Iterator[None]:
    """Cut and count the words of a text once, however often it is repeated, while the block runs."""
    pieces: dict[tuple[str, int], list[Span]] = {}

    def cut_once(article: Article, settings: CutSettings, count_tokens: CountTokens, max_tokens: int) -> list[Chunk]:
        key = article.sha256, count_tokens([prefix(article, settings, count_tokens)])[0]
        if key not in pieces:
            pieces[key] = [Span(c.start, c.end) for c in cut(article, settings, count_tokens, max_tokens)]
        return [Chunk.of(article, *span) for span in pieces[key]]

    words_once = functools.lru_cache(maxsize=None)(words_of)
    with mock.patch("assistant.keyed.cut", cut_once), mock.patch("assistant.counted.words_of", words_once):
        yield


def open_made(folder: Path, encoder: Encoder) -> Index:
    """Open an index that was made here."""
    try:
        return open_index(folder, encoder=encoder)
    except UnusableIndex:
        (folder / MADE).unlink(missing_ok=True)  # then the next run builds it anew
        raise


def chunk_texts(index: Index) -> list[str]:
    """Return what is embedded of each chunk, but for a title that is too long."""
    return [f"{index.articles[chunk.article_id].title}\n{chunk.text}" for chunk in index.chunks]


def row_vectors(index: Index) -> Vectors:
    """Return the vectors of an index's rows as they were built: (n, d)."""
    store: Any = index.vectors  # its protocol is what searching needs
    vectors: Vectors = store.vectors()
    return vectors


def _keep(corpora: Corpora, known: KeptEncoder, kept: Path, most: int | None) -> None:
    """Embed every real chunk, or the first `most`, once: what is drawn is drawn around them."""
    articles = corpora.articles if most is None else collect(corpora, most).articles
    done = kept / f"embedded-{corpora.sha256[:12]}-{known.sha256[:12]}-{most or 'all'}"
    if not done.is_file():
        with tempfile.TemporaryDirectory(dir=kept) as folder:
            build_index(articles, folder, encoder=known)
        done.touch()


def _questions(folder: Path) -> Iterator[str]:
    """Yield the distinct questions of all sets that stand alone, in an order drawn by them."""
    asked: set[str] = set()
    for file in sorted(folder.glob("*/questions.jsonl")):
        if (file.parent / "articles.jsonl").is_file():
            asked.update(q.question for q in read_questions(file) if not q.history)
    yield from sorted(asked, key=_draw)


def _count(article: Article, encoder: Encoder) -> int:
    return len(cut(article, CutSettings(), encoder.count_tokens, encoder.max_tokens))


def _article(record: dict[str, Any]) -> Article:
    del record["sha256"]
    pages = tuple((start, page) for start, page in record["pages"])
    return Article(**record | {"tags": tuple(record["tags"]), "pages": pages})


def _draw(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
