"""Articles, questions and indexes of any number of chunks.

The articles are those of a folder of corpora, in an order drawn by their ids; where they are too few,
they are repeated under other titles. The vector of a repeated chunk is not computed but drawn around a
real one. What was embedded and built is kept in a folder, so that a second run is quick.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.articles import read_articles
from assistant.chunks import CutSettings, cut
from assistant.index import build_index, open_index
from assistant.journal import Journal
from assistant.types import Article, Encoder, Index, Progress, Tokens, UnusableIndex, Vectors
from evals.questions import read_questions
from evals.run import hash_program

KEPT = Path("results/indexes/speed")  # not in the repository; delete it at will
SPREAD = 0.35  # of a drawn vector around its real one: what is added is as long as a third of a difference of two
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


class KeptEncoder:
    """The real encoder, whose vectors of articles are kept; with a `pool` it draws those that it has not kept."""

    def __init__(self, encoder: Encoder, kept: Path, pool: Vectors | None = None) -> None:
        kept.mkdir(parents=True, exist_ok=True)
        self._encoder, self._pool = encoder, pool
        graph = encoder.graph.replace(" ", "-")
        self._journal = Journal(kept / f"vectors-{encoder.sha256[:12]}-{graph}.journal", encoder.dimension)
        self.name, self.sha256 = encoder.name, encoder.sha256
        self.dimension, self.max_tokens, self.graph = encoder.dimension, encoder.max_tokens, encoder.graph
        self.seconds = 0.0
        """Spent in `embed`."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens."""
        return self._encoder.count_tokens(texts)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return kept vectors, drawn ones, or else computed ones, which are kept."""
        started = time.perf_counter()
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        missing = [i for i, key in enumerate(keys) if key not in self._journal]
        made: dict[int, Vectors] = {}
        if missing and self._pool is not None:
            made = dict(zip(missing, draw_vectors([keys[i] for i in missing], self._pool), strict=True))
        elif missing:
            made = dict(zip(missing, self._encoder.embed([texts[i] for i in missing]), strict=True))
            for i, vector in made.items():
                self._journal.append(keys[i], vector)
            self._journal.flush()
        vectors = np.stack([made[i] if i in made else self._journal[keys[i]] for i in range(len(texts))])
        self.seconds += time.perf_counter() - started
        return vectors

    def embed_question(self, question: str) -> Vectors:
        """Embed one question."""
        return self._encoder.embed_question(question)

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text."""
        return self._encoder.embed_tokens(text)

    def pool(self) -> Vectors:
        """Return every vector that is kept: (n, d)."""
        return np.stack([self._journal[key] for key in self._journal])


def draw_vectors(keys: Sequence[bytes], pool: Vectors) -> Vectors:
    """Draw a vector for each key: a real one, moved a way along the difference of two others.

    So the drawn ones lie where real ones do: the differences have the real vectors' own spread in
    every direction.
    """
    numbers = np.frombuffer(b"".join(key[:24] for key in keys), "<u8").reshape(-1, 3) % len(pool)
    centre, one, other = (pool[numbers[:, i]] for i in range(3))
    drawn = centre + np.float32(SPREAD) * (one - other)
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def make_index(corpora: Corpora, size: int, encoder: Encoder, kept: Path = KEPT) -> tuple[Path, dict[str, Any]]:
    """Build the index of `size` chunks, or take the one that this very program has built; say how that went.

    The seconds are without those of embedding, which are measured apart. The rebuild is after the
    text of one article has changed.
    """
    folder = kept / f"{corpora.sha256[:12]}-{size}"
    made = {"program": hash_program(), "corpora": corpora.sha256, "size": size}
    if (folder / MADE).is_file():
        record = json.loads((folder / MADE).read_text("utf-8"))
        if record.items() >= made.items():
            return folder, record
    shutil.rmtree(folder, ignore_errors=True)
    collection = collect(corpora, size)
    known = KeptEncoder(encoder, kept)
    if collection.real < collection.size:
        _keep(corpora, known, kept)
        known = KeptEncoder(encoder, kept, known.pool())
    first, *rest = collection.articles
    longer = replace(first, text=f"{first.text}\n\nA correction was published on 5 May 2024.")
    started, processor = time.perf_counter(), time.process_time()
    build_index([longer, *rest], folder, encoder=known)
    record = {
        **made,
        "seconds": time.perf_counter() - started - known.seconds,
        "processor_seconds": time.process_time() - processor,
    }
    started = time.perf_counter()
    build = build_index(collection.articles, folder, encoder=known)
    record |= {"rebuild_seconds": time.perf_counter() - started, **asdict(build)}
    record["real_chunks"] = min(collection.real, build.chunks)
    (folder / MADE).write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    return folder, record


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


def _keep(corpora: Corpora, known: KeptEncoder, kept: Path) -> None:
    """Embed every real chunk, once: what is drawn is drawn around them."""
    done = kept / f"embedded-{corpora.sha256[:12]}-{known.sha256[:12]}"
    if not done.is_file():
        with tempfile.TemporaryDirectory(dir=kept) as folder:
            build_index(corpora.articles, folder, encoder=known)
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
