"""The folder of an index in, an Index out; what is wrong with it is said in one sentence.

Every file is hashed beside the reading of it, at every opening, so that a flipped byte never answers:
of 124,451 chunks (235 MB) the hashes are 0.2 of the 1.1 seconds of processor time that opening takes.
"""

from __future__ import annotations

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import numpy as np

from assistant.embed import SentenceEncoder
from assistant.generations import Pointer, hold, read_pointer
from assistant.lexical import open_word_store
from assistant.manifest import (
    ARTICLES,
    CHUNKS,
    GENERATIONS,
    REBUILD,
    VECTORS,
    WORDS,
    Manifest,
    check_files,
    read_manifest,
    unreadable,
)
from assistant.store import open_store
from assistant.types import Article, AssistantError, Chunk, Encoder, Index, UnusableIndex, UnusableModel

TRIES = 5  # to open a generation that a builder may just be replacing

logger = logging.getLogger(__name__)


def open_index(path: str | Path, *, encoder: Encoder | None = None) -> Index:
    """Open the index in a folder. The encoder is the one it was built with, loaded at its first use.

    Raises `UnusableIndex` where there is none, it is damaged, or another encoder is handed in.
    """
    return _open_served(Path(path), encoder)[1]


class LiveIndex:
    """The index of a folder, opened again when a build has replaced it."""

    def __init__(self, path: str | Path, *, encoder: Encoder | None = None) -> None:
        self._path = Path(path)
        self._seen, self._index = _open_served(self._path, encoder)
        self._opening = threading.Lock()

    def get(self) -> Index:
        """Return the index being served now; the one before it, where the new one cannot be opened.

        The first question after a build waits until the new index is open; those that come meanwhile
        are answered from the old one. An index that was refused is not tried again until it is replaced.
        """
        if self._opening.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._opening.release()
        return self._index

    def _follow(self) -> None:
        try:
            served = read_pointer(self._path)
            if served == self._seen:
                return
            self._seen = served
            self._seen, self._index = _open_served(self._path, self._index.encoder)
        except UnusableIndex as error:
            logger.warning("still serving the index opened before: %s", error)


def load(path: Path, folder: Path, manifest: Manifest, encoder: Encoder | None, held: IO[bytes] | None) -> Index:
    """Read the files of a generation; raises where they are not what the manifest says, or not of one number."""
    model, counts = manifest["model"], manifest["counts"]
    encoder = encoder or _find_encoder(path, model["name"])
    if encoder.sha256 != model["sha256"]:
        raise UnusableIndex(
            f"the index in {path} was built with {model['name']} (weights {model['sha256'][:12]}…), not with "
            f"{encoder.name} ({encoder.sha256[:12]}…); open it with its own model, or build it again with this one: "
            f"python index_build.py --articles PATH --index {path} --model {encoder.name}"
        )
    articles = _read_articles(path, folder)
    places = np.load(folder / CHUNKS, allow_pickle=False)
    chunks = [Chunk.of(articles[i], start, end) for i, start, end in places.tolist()]
    vectors, words = open_store(folder / VECTORS), open_word_store(folder / WORDS, len(chunks))
    by_id = {article.id: article for article in articles}
    for what, found, expected in (
        ("articles", len(articles), counts["articles"]),
        ("chunks", len(chunks), counts["chunks"]),
        ("vectors", len(vectors), counts["chunks"]),
        ("components a vector", vectors.dimension, model["dimension"]),
    ):
        if found != expected:
            raise _disagrees(path, f"it has {found} {what}, and its manifest says {expected}")
    if {id: article.sha256 for id, article in by_id.items()} != manifest["articles"]:
        raise _disagrees(path, "its articles are not those that its manifest lists")
    return Index(
        path=path,
        fingerprint=manifest["fingerprint"],
        articles=by_id,
        chunks=chunks,
        vectors=vectors,
        words=words,
        encoder=encoder,
        settings=manifest["settings"],
        held=held,
    )


def article_record(article: Article) -> dict[str, Any]:
    """Return an article as JSON; what most articles are or lack is left out."""
    record = asdict(article) | {"tags": list(article.tags)}
    if record.pop("pages"):
        record["pages"] = [list(page) for page in article.pages]
    if record.pop("is_titled"):
        return record
    return record | {"is_titled": False}


def _open_served(path: Path, encoder: Encoder | None) -> tuple[Pointer, Index]:
    for attempt in range(TRIES):
        served = read_pointer(path)
        try:
            return served, _open(path, served, encoder)
        except UnusableIndex:
            if attempt == TRIES - 1 or read_pointer(path) == served:
                raise
    raise AssertionError("unreachable")


def _open(path: Path, served: Pointer, encoder: Encoder | None) -> Index:
    try:
        held = hold(path, served.name)
    except PermissionError as error:
        raise unreadable(path, error) from error
    except OSError:
        held = None  # it is missing, or being removed: reading its manifest says which
    manifest = read_manifest(path, *served)
    try:
        check_files(path, served.name, manifest, sums=False)
        with ThreadPoolExecutor(1) as beside:
            checked = beside.submit(check_files, path, served.name, manifest, sums=True)
            try:
                return load(path, path / GENERATIONS / served.name, manifest, encoder, held)
            finally:
                checked.result()  # raises in place of what `load` did: the name of a changed file says more
    except AssistantError:
        raise
    except OSError as error:
        raise unreadable(path, error) from error
    except Exception as error:  # whatever a stranger's file makes a library raise, it is refused in one sentence
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnusableIndex(
            f"the index in {path} is not one of ours ({reason}); {REBUILD.format(path=path)}"
        ) from error


def _find_encoder(path: Path, name: str) -> Encoder:
    try:
        return SentenceEncoder(name, download=False)
    except UnusableModel as error:
        repair = f"or {REBUILD.format(path=path)} --model NAME"
        raise UnusableIndex(f"the index in {path} cannot be asked without its model: {error}; {repair}") from error


def _read_articles(path: Path, folder: Path) -> list[Article]:
    with (folder / ARTICLES).open(encoding="utf-8", newline="\n") as file:
        return [_article(path, json.loads(line)) for line in file]


def _article(path: Path, record: dict[str, Any]) -> Article:
    sha256 = record.pop("sha256")
    pages = tuple((start, page) for start, page in record.pop("pages", ()))
    article = Article(**record | {"tags": tuple(record["tags"])}, pages=pages)
    if article.sha256 != sha256:
        raise _disagrees(path, f"the text of article {article.id!r} does not match its hash")
    return article


def _disagrees(path: Path, what: str) -> UnusableIndex:
    return UnusableIndex(f"the index in {path} does not agree with itself: {what}; {REBUILD.format(path=path)}")
