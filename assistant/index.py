"""Articles in, an index on disk out; a folder in, an Index out."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from assistant import fusion
from assistant.chunks import LARGEST_PREFIX, CutSettings, cut, prefix
from assistant.embed import SentenceEncoder
from assistant.generations import (
    FORMAT,
    GENERATIONS,
    REBUILD,
    check_files,
    current_name,
    hold,
    read_manifest,
    remove_generations,
    served_name,
    write_generation,
)
from assistant.journal import Journal
from assistant.lexical import make_word_store, open_word_store
from assistant.store import FlatStore, make_store, open_store
from assistant.types import (
    Article,
    AssistantError,
    Chunk,
    Encoder,
    Index,
    Progress,
    UnusableIndex,
    UnusableModel,
    Vectors,
    spell_date,
)

ARTICLES, CHUNKS, KEYS, VECTORS, WORDS = "articles.jsonl", "chunks.npy", "keys.npy", "vectors.npy", "words"
JOURNAL, LOCK = "embedded.journal", "lock"
BATCH = 64  # texts between two flushes of the journal, and two chances to stop
LEAST_TOKENS = 2 * LARGEST_PREFIX  # of the encoder: half for the title, half for the text
TRIES = 5  # to open a generation that a builder may just be replacing
LIBRARIES = ("faiss-cpu", "bm25s", "PyStemmer", "sentence-transformers", "torch", "tiktoken", "sentencex")

Keys = NDArray[np.uint8]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Build:
    """What a build did. The counts are of articles, but for `chunks` and `embedded` (chunks)."""

    articles: int
    chunks: int
    added: int
    changed: int
    unchanged: int
    removed: int
    embedded: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Cut:
    """An article, its chunks and their keys; a chunk's key names the model and the text it embeds."""

    article: Article
    chunks: list[Chunk]
    keys: list[bytes]


def open_index(path: str | Path, *, encoder: Encoder | None = None) -> Index:
    """Open the index in a folder. The encoder is the one it was built with, loaded at its first use.

    Raises `UnusableIndex` where there is none, it is damaged, or another encoder is handed in.
    """
    path = Path(path)
    for attempt in range(TRIES):
        name = current_name(path)
        try:
            return _open(path, name, encoder)
        except UnusableIndex:
            if attempt == TRIES - 1 or current_name(path) == name:
                raise
    raise AssertionError("unreachable")


def build_index(
    articles: Sequence[Article],
    path: str | Path,
    *,
    encoder: Encoder | None = None,
    settings: CutSettings | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> Build:
    """Build the index of articles in a folder, or bring it up to date: only new texts are embedded.

    With `rebuild` nothing of the old index is used. `progress` counts the chunks to embed. A build
    that is stopped leaves the old index being served and goes on, when it is run again, where it was.
    """
    from filelock import FileLock, Timeout

    path = Path(path)
    if not articles:
        raise AssistantError("there is no article to index; name files or folders that hold some")
    if len({article.id for article in articles}) < len(articles):
        raise ValueError("two articles have one id; read_articles tells them apart")
    try:
        path.mkdir(parents=True, exist_ok=True)
        with FileLock(path / LOCK, timeout=0):
            return _build(articles, path, encoder or SentenceEncoder(), settings or CutSettings(), rebuild, progress)
    except Timeout as error:
        raise AssistantError(f"another build of {path} is running; wait for it, or stop it") from error
    except OSError as error:
        reason = error.strerror or "the disk may be full"
        raise AssistantError(f"the index cannot be written to {path}: {reason}") from error


def _build(
    articles: Sequence[Article],
    path: Path,
    encoder: Encoder,
    settings: CutSettings,
    rebuild: bool,
    progress: Progress | None,
) -> Build:
    old = _open_old(path, encoder)
    if rebuild:
        (path / JOURNAL).unlink(missing_ok=True)
    before = old.index.articles if old else {}
    ordered = sorted(articles, key=lambda article: article.id)
    fingerprint = make_fingerprint(ordered, encoder.sha256, settings)
    counts = _compare(before, ordered)
    served = served_name(path)
    remove_generations(path, served)
    if old and not rebuild and old.index.fingerprint == fingerprint:
        (path / JOURNAL).unlink(missing_ok=True)
        return Build(len(ordered), len(old.index.chunks), **counts, embedded=0, fingerprint=fingerprint)
    recut = rebuild or old is None or old.index.settings["cut"] != asdict(settings)
    cuts = [(None if recut or old is None else old.reuse(a)) or _cut(a, settings, encoder) for a in ordered]
    vectors, embedded = _embed(
        cuts, path, encoder, settings, old.vectors_by_key() if old and not rebuild else {}, progress
    )
    chunks = [chunk for item in cuts for chunk in item.chunks]
    name = hashlib.sha256(f"{fingerprint} {served}".encode()).hexdigest()[:16]
    manifest = {
        "format": FORMAT,
        "fingerprint": fingerprint,
        "model": {"name": encoder.name, "sha256": encoder.sha256, "dimension": int(vectors.shape[1])},
        "settings": {"cut": asdict(settings), "fusion": fusion.SETTINGS},
        "counts": {"articles": len(ordered), "chunks": len(chunks)},
        "articles": {article.id: article.sha256 for article in ordered},
        "libraries": {library: importlib.metadata.version(library) for library in LIBRARIES},
    }
    write_generation(
        path,
        name,
        manifest,
        write=lambda folder: _write(folder, cuts, vectors),
        check=lambda folder: _load(path, folder, manifest, encoder, None),
    )
    (path / JOURNAL).unlink(missing_ok=True)
    if old:
        old.release()
    remove_generations(path, name)
    return Build(len(ordered), len(chunks), **counts, embedded=embedded, fingerprint=fingerprint)


class _Old:
    """The generation being served: what a build can keep of it."""

    def __init__(self, name: str, index: Index, keys: Keys, vectors: FlatStore) -> None:
        self.name, self.index = name, index
        self._keys, self._vectors = keys, vectors
        self._rows: dict[str, list[int]] = {}
        for row, chunk in enumerate(index.chunks):
            self._rows.setdefault(chunk.article_id, []).append(row)
        self._ids = {self._content(article): id for id, article in index.articles.items()}

    def reuse(self, article: Article) -> _Cut | None:
        """Return the old chunks of an article whose text and title are the same, under whatever id."""
        id = self._ids.get(self._content(article))
        if id is None:
            return None
        rows = self._rows[id]
        old = [self.index.chunks[row] for row in rows]
        return _Cut(
            article, [Chunk.of(article, c.start, c.end) for c in old], [self._keys[row].tobytes() for row in rows]
        )

    def release(self) -> None:
        """Stop holding the old generation: the new one is being served."""
        if self.index.held is not None:
            self.index.held.close()

    def vectors_by_key(self) -> dict[bytes, Vectors]:
        """Return every old vector by the key of its chunk."""
        vectors = self._vectors.vectors()
        return {self._keys[row].tobytes(): vectors[row] for row in range(len(vectors))}

    @staticmethod
    def _content(article: Article) -> tuple[str, str, str | None]:
        return article.sha256, article.title, article.language


def _open_old(path: Path, encoder: Encoder) -> _Old | None:
    """Open what is being served, if it can be built upon: whole, and made with this encoder."""
    try:
        name = current_name(path)
        index = _open(path, name, encoder)
    except UnusableIndex:
        return None
    assert isinstance(index.vectors, FlatStore)
    return _Old(name, index, np.load(path / GENERATIONS / name / KEYS, allow_pickle=False), index.vectors)


def _compare(before: Mapping[str, Article], articles: Sequence[Article]) -> dict[str, int]:
    now = {article.id: article for article in articles}
    return {
        "added": sum(id not in before for id in now),
        "changed": sum(id in before and before[id] != article for id, article in now.items()),
        "unchanged": sum(before.get(id) == article for id, article in now.items()),
        "removed": sum(id not in now for id in before),
    }


def make_fingerprint(articles: Iterable[Article], model_sha256: str, settings: CutSettings) -> str:
    """Name an index by what it is made of: format, model, settings, and the articles in the order of ids."""
    content = {
        "format": FORMAT,
        "model": model_sha256,
        "settings": {"cut": asdict(settings), "fusion": fusion.SETTINGS},
        "articles": [_record(article) for article in articles],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _cut(article: Article, settings: CutSettings, encoder: Encoder) -> _Cut:
    if encoder.max_tokens < LEAST_TOKENS:
        raise UnusableModel(
            f"{encoder.name} reads {encoder.max_tokens} tokens of a text, expected {LEAST_TOKENS} or more; "
            "choose another --model"
        )
    chunks = cut(article, settings, encoder.count_tokens, encoder.max_tokens)
    before = prefix(article, settings, encoder.count_tokens)
    keys = [hashlib.sha256(f"{encoder.sha256}\0{before}{chunk.text}".encode()).digest() for chunk in chunks]
    return _Cut(article, chunks, keys)


def _embed(
    cuts: Sequence[_Cut],
    path: Path,
    encoder: Encoder,
    settings: CutSettings,
    known: dict[bytes, Vectors],
    progress: Progress | None,
) -> tuple[Vectors, int]:
    """Return the chunks' vectors in order, and how many of them were embedded now.

    Progress counts those that a stopped build has left in the journal as done.
    """
    missing: dict[bytes, str] = {}
    with Journal(path / JOURNAL, encoder.dimension) as journal:
        kept = sum(key in journal.kept and key not in known for item in cuts for key in item.keys)
        known.update(journal.kept)
        for item in cuts:
            absent = [i for i, key in enumerate(item.keys) if key not in known]
            before = prefix(item.article, settings, encoder.count_tokens) if absent else ""
            missing.update((item.keys[i], before + item.chunks[i].text) for i in absent)
        todo = sorted(missing.items(), key=lambda pair: -len(pair[1]))
        for start in range(0, len(todo), BATCH):
            batch = todo[start : start + BATCH]
            for (key, _), vector in zip(batch, encoder.embed([text for _, text in batch]), strict=True):
                journal.append(key, vector)
                known[key] = vector
            journal.flush()
            if progress:
                progress(kept + min(start + BATCH, len(todo)), kept + len(todo))
    return np.stack([known[key] for item in cuts for key in item.keys]).astype(np.float32), len(todo)


def _write(folder: Path, cuts: Sequence[_Cut], vectors: Vectors) -> None:
    with (folder / ARTICLES).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(_record(item.article), ensure_ascii=False) + "\n" for item in cuts)
    places = [(i, chunk.start, chunk.end) for i, item in enumerate(cuts) for chunk in item.chunks]
    np.save(folder / CHUNKS, np.array(places, np.int64).reshape(-1, 3))
    keys = b"".join(key for item in cuts for key in item.keys)
    np.save(folder / KEYS, np.frombuffer(keys, np.uint8).reshape(-1, 32))
    make_store(vectors).save(folder / VECTORS)
    # an article is found by the words of its title, author, publisher and date in every chunk
    make_word_store(
        (f"{_about(item.article)}\n{chunk.text}" for item in cuts for chunk in item.chunks),
        (item.article.language for item in cuts for _ in item.chunks),
    ).save(folder / WORDS)


def _open(path: Path, name: str, encoder: Encoder | None) -> Index:
    manifest = read_manifest(path, name)
    try:
        held = hold(path, name)
        check_files(path, name, manifest)
    except OSError as error:
        raise UnusableIndex(
            f"the index in {path} cannot be read: {error.strerror or error}; {REBUILD.format(path=path)}"
        ) from error
    try:
        return _load(path, path / GENERATIONS / name, manifest, encoder, held)
    except AssistantError:
        raise
    except Exception as error:  # whatever a stranger's file makes a library raise, it is refused in one sentence
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnusableIndex(
            f"the index in {path} is not one of ours ({reason}); {REBUILD.format(path=path)}"
        ) from error


def _load(
    path: Path, folder: Path, manifest: Mapping[str, Any], encoder: Encoder | None, held: IO[bytes] | None
) -> Index:
    model = manifest["model"]
    encoder = encoder or SentenceEncoder(model["name"], download=False)
    if encoder.sha256 != model["sha256"]:
        raise UnusableIndex(
            f"the index in {path} was built with {model['name']} (weights {model['sha256'][:12]}…), not with "
            f"{encoder.name} ({encoder.sha256[:12]}…); open it with its own model, or build it again with this one"
        )
    with (folder / ARTICLES).open(encoding="utf-8", newline="\n") as file:
        articles = [_article(json.loads(line)) for line in file]
    places = np.load(folder / CHUNKS, allow_pickle=False)
    chunks = [Chunk.of(articles[i], start, end) for i, start, end in places.tolist()]
    vectors, words = open_store(folder / VECTORS), open_word_store(folder / WORDS, len(chunks))
    counts = {"articles": len(articles), "chunks": len(chunks)}
    listed = {article.id: article.sha256 for article in articles}
    if counts != manifest["counts"] or listed != manifest["articles"] or len(vectors) != len(chunks):
        raise ValueError("its articles, chunks and vectors are not those that its manifest counts")
    if vectors.dimension != model["dimension"]:
        raise ValueError(f"its vectors have {vectors.dimension} components, its manifest says {model['dimension']}")
    return Index(
        path=path,
        fingerprint=manifest["fingerprint"],
        articles={article.id: article for article in articles},
        chunks=chunks,
        vectors=vectors,
        words=words,
        encoder=encoder,
        settings=manifest["settings"],
        held=held,
    )


class LiveIndex:
    """The index of a folder, opened again when a build has replaced it."""

    def __init__(self, path: str | Path, *, encoder: Encoder | None = None) -> None:
        self._path = Path(path)
        self._name = current_name(self._path)
        self._index = open_index(self._path, encoder=encoder)
        self._opening = threading.Lock()

    def get(self) -> Index:
        """Return the index being served now; the one before it, where the new one cannot be opened."""
        with self._opening:
            try:
                name = current_name(self._path)
                if name != self._name:
                    self._index = open_index(self._path, encoder=self._index.encoder)
                    self._name = name
            except UnusableIndex as error:
                logger.warning("still serving the index opened before: %s", error)
            return self._index


def _about(article: Article) -> str:
    return "\n".join(filter(None, (article.title, article.author, article.publisher, spell_date(article.date))))


def _record(article: Article) -> dict[str, Any]:
    return asdict(article) | {"tags": list(article.tags)}


def _article(record: dict[str, Any]) -> Article:
    sha256 = record.pop("sha256")
    article = Article(**record | {"tags": tuple(record["tags"])})
    if article.sha256 != sha256:
        raise UnusableIndex(f"the text of article {article.id!r} does not match its hash; build the index again")
    return article
