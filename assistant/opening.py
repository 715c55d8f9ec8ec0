"""The folder of an index in, an Index out; what is wrong with it is said in one sentence.

Opening reads no more than says which files there are: those are mapped, so that a million chunks open in
a moment. Every file is hashed beside that, at every opening, and the first question waits for it, so that
a flipped byte never answers; but for the chunks' tokens, each of which has a checksum that is compared when they
are read.
"""

from __future__ import annotations

import functools
import logging
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import numpy as np

from assistant.arrays import map_array
from assistant.bm25 import WordStore, open_word_store, prove_words
from assistant.contents import Ready, Shelf, StoredArticles, StoredChunks, StoredDetails, prove_contents
from assistant.embed import SentenceEncoder
from assistant.generations import Pointer, hold, read_pointer
from assistant.kept_tokens import TextTokens
from assistant.keyed import KEY, make_key, make_with
from assistant.manifest import (
    GENERATIONS,
    KEYS,
    REBUILD,
    ROWS,
    WORDS,
    Manifest,
    check_files,
    disagrees,
    read_manifest,
    unreadable,
)
from assistant.store import open_store, prove_vectors
from assistant.token_codes import width
from assistant.types import AssistantError, Encoder, Index, UnusableIndex, UnusableModel

TRIES = 5  # to open a generation that a builder may just be replacing

logger = logging.getLogger(__name__)


def open_index(path: str | Path, *, encoder: Encoder | None = None) -> Index:
    """Open the index in a folder. The encoder is the one it was built with, loaded at its first use.

    Raises `UnusableIndex` where there is none, it is damaged, or another encoder is handed in. Damage
    that does not show in a file's size is found beside what is done next: then the first question raises.
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
            seen, index = _open_served(self._path, self._index.encoder)
            index.check()
            self._seen, self._index = seen, index
        except UnusableIndex as error:
            logger.warning("still serving the index opened before: %s", error)


def load(
    path: Path,
    folder: Path,
    manifest: Manifest,
    encoder: Encoder | None,
    held: IO[bytes] | None = None,
    ready: Ready = lambda: None,
) -> Index:
    """Map the files of a generation; raises where they are not of the numbers that the manifest says.

    Whatever is read of the index first calls `ready`, which raises where the files are not to be read.
    """
    model, counts = manifest["model"], manifest["counts"]
    encoder = encoder or _find_encoder(path, model["name"])
    if encoder.sha256 != model["sha256"]:
        raise UnusableIndex(
            f"the index in {path} was built with {model['name']} (weights {model['sha256'][:12]}…), not with "
            f"{encoder.name} ({encoder.sha256[:12]}…); open it with its own model, or build it again with this one: "
            f"python index_build.py --articles PATH --index {path} --model {encoder.name}"
        )
    shelf = Shelf(path, folder, ready)
    count = len(shelf.chunks)
    vectors = open_store(folder, manifest["settings"]["search"], ready)
    words = open_word_store(folder / WORDS, count, ready)
    for what, found, expected in (
        ("articles", len(shelf), counts["articles"]),
        ("articles in its manifest", len(manifest["articles"]), counts["articles"]),
        ("chunks", count, counts["chunks"]),
        ("vectors", len(vectors), counts["chunks"]),
        ("components a vector", vectors.dimension, model["dimension"]),
    ):
        if found != expected:
            raise disagrees(path, f"it has {found} {what}, and its manifest says {expected}")
    details = StoredDetails(shelf)
    return Index(
        path=path,
        fingerprint=manifest["fingerprint"],
        articles=StoredArticles(shelf, details),
        details=details,
        first_rows=shelf.places[:, 2],
        chunks=StoredChunks(shelf),
        vectors=vectors,
        tokens=_open_tokens(path, folder, manifest, encoder, ready),
        words=words,
        encoder=encoder,
        settings=manifest["settings"],
        check=ready,
        held=held,
    )


def _open_tokens(path: Path, folder: Path, manifest: Manifest, encoder: Encoder, ready: Ready) -> TextTokens | None:
    """Map the tokens of a generation, where it has them."""
    token_bytes = manifest["settings"]["token_bytes"]
    if not token_bytes:
        return None
    made_with = functools.cache(lambda: make_with(encoder))  # at the first use: opening loads no model
    keys = map_array(folder / KEYS, np.uint8, KEY)
    tokens = TextTokens(path, folder, keys, lambda text: make_key(made_with(), text), ready)
    expected = width(manifest["model"]["dimension"])
    if not tokens.width == token_bytes == expected:
        raise disagrees(path, f"it has tokens of {tokens.width} bytes, and its model's have {expected}")
    return tokens


def prove(index: Index) -> None:
    """Read all of an index that was just written; raises where it is not what it should be."""
    assert isinstance(index.chunks, StoredChunks)
    assert isinstance(index.words, WordStore)
    try:
        prove_contents(index.chunks.shelf)
        prove_words(index.words)
        prove_vectors(index.vectors.vectors())
        if isinstance(index.tokens, TextTokens):
            index.tokens.prove()
    except ValueError as error:
        raise disagrees(index.path, str(error)) from error


class _Proof:
    """The checksums of a generation's files, compared on a thread beside what else is done."""

    def __init__(self, path: Path, name: str, manifest: Manifest) -> None:
        self._problem: UnusableIndex | None = None
        self._done = threading.Event()
        threading.Thread(target=self._compare, args=(path, name, manifest), daemon=True).start()

    def wait(self) -> None:
        """Return once all files are as they were written; raises `UnusableIndex` where one is not."""
        self._done.wait()
        if self._problem is not None:
            raise UnusableIndex(str(self._problem))

    def _compare(self, path: Path, name: str, manifest: Manifest) -> None:
        try:
            check_files(path, name, manifest, sums=True, but=(ROWS,))
        except UnusableIndex as error:
            self._problem = error
        except OSError as error:
            self._problem = unreadable(path, error)
        finally:
            self._done.set()


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
        proof = _Proof(path, served.name, manifest)
        with ExitStack() as failed:
            failed.callback(proof.wait)  # raises in place of what `load` did: the name of a changed file says more
            index = load(path, path / GENERATIONS / served.name, manifest, encoder, held, proof.wait)
            failed.pop_all()
            return index
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
