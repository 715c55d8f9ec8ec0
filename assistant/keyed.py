"""Chunks and the keys that what they are embedded as is kept by: no text is embedded twice."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.arrays import map_array
from assistant.chunks import LARGEST_PREFIX, CountTokens, CutSettings, cut, prefix
from assistant.journal import Journal
from assistant.kept_tokens import TOGETHER, TOKEN_FILES, KeptTokens
from assistant.manifest import KEYS, VECTORS, Manifest, intact_generations
from assistant.types import Article, Chunk, Embedded, Encoder, Progress, UnusableModel, Vectors

KEY = 32  # bytes: a SHA-256
BATCH = 64  # texts between two flushes of the journal, and two chances to stop
ENCODES = ("onnxruntime", "tokenizers")  # libraries that decide what a text's vector is
LEAST_TOKENS = 2 * LARGEST_PREFIX  # of the encoder: half for the title, half for the text


@dataclass(frozen=True, slots=True)
class Cut:
    """An article, its chunks and their keys; a chunk's key names the model, what runs it, and the text."""

    article: Article
    chunks: list[Chunk]
    keys: list[bytes]


def cut_keyed(
    article: Article, settings: CutSettings, count_tokens: CountTokens, max_tokens: int, made_with: str
) -> Cut:
    """Cut an article, and name the text that is embedded of each chunk."""
    chunks = cut(article, settings, count_tokens, max_tokens)
    before = prefix(article, settings, count_tokens)
    return Cut(article, chunks, [make_key(made_with, before + chunk.text) for chunk in chunks])


def check_reads_enough(encoder: Encoder) -> None:
    """Raise `UnusableModel` where a chunk with its title cannot be as short as the encoder reads."""
    if encoder.max_tokens < LEAST_TOKENS:
        raise UnusableModel(
            f"{encoder.name} reads {encoder.max_tokens} tokens of a text, expected {LEAST_TOKENS} or more; "
            "choose another --model"
        )


def make_with(encoder: Encoder) -> str:
    """Name all that decides, beside the text, what a text is embedded as."""
    return f"{encoder.sha256} {' '.join(encoding_here(encoder).values())}"


def make_key(made_with: str, text: str) -> bytes:
    """Name a text and what embeds it; two of one key are embedded as the same."""
    return hashlib.sha256(f"{made_with}\0{text}".encode()).digest()


def encoding_here(encoder: Encoder) -> dict[str, str]:
    """Return what decides, beside the model, what a text's vector is: its graph, and the libraries' versions."""
    return {"graph": encoder.graph, **{library: _version(library) for library in ENCODES}}


@functools.lru_cache(maxsize=len(ENCODES))
def _version(library: str) -> str:
    """Return a library's version: it is asked for of every article, and looking for it takes a millisecond."""
    return importlib.metadata.version(library)


def encoding_of(manifest: Manifest) -> dict[str, str | None]:
    """Return what the vectors of a generation were made with, in the same words; none where it does not say."""
    return {"graph": manifest["model"].get("graph"), **{name: manifest["libraries"].get(name) for name in ENCODES}}


def embed_missing(
    cuts: Sequence[Cut],
    known: Known,
    journal: Journal,
    encoder: Encoder,
    settings: CutSettings,
    token_bytes: int,
    progress: Progress | None,
) -> int:
    """Put what is not known into the journal; return how many texts were embedded now.

    Tokens are kept where a token has bytes. Progress counts those that a stopped build has left in the journal as done.
    """
    missing: dict[bytes, str] = {}
    kept: set[bytes] = set()
    for item in cuts:
        absent = [i for i, key in enumerate(item.keys) if key not in known]
        kept.update(item.keys[i] for i in absent if item.keys[i] in journal)
        before = prefix(item.article, settings, encoder.count_tokens) if absent else ""
        missing.update((item.keys[i], before + item.chunks[i].text) for i in absent if item.keys[i] not in journal)
    todo = sorted(missing.items(), key=lambda pair: -len(pair[1]))
    total = len(kept) + len(todo)
    if progress and kept:
        progress(len(kept), total)
    for start in range(0, len(todo), BATCH):
        batch = todo[start : start + BATCH]
        for (key, _), embedded in zip(
            batch, embed_texts([text for _, text in batch], encoder, token_bytes), strict=True
        ):
            journal.append(key, embedded)
        journal.flush()
        if progress:
            progress(len(kept) + start + len(batch), total)
    return len(todo)


def embed_texts(
    texts: Sequence[str], encoder: Encoder, token_bytes: int, progress: Progress | None = None
) -> list[Embedded]:
    """Embed texts; their tokens too, where a token has bytes."""
    if token_bytes:
        return encoder.embed_with_tokens(texts, progress)
    return [Embedded(vector, np.empty((0, 0), np.uint8)) for vector in encoder.embed(texts, progress)]


class _Held(NamedTuple):
    """What a generation holds of an encoder: a row a chunk."""

    vectors: Vectors
    tokens: KeptTokens | None


class Known:
    """What generations hold of this encoder by the keys of texts; what lies together is read at once."""

    def __init__(self) -> None:
        self._places: dict[bytes, tuple[int, int]] = {}  # the number of a generation, and the row there
        self._generations: list[_Held] = []

    def add(self, keys: Sequence[bytes], vectors: Vectors, tokens: KeptTokens | None) -> None:
        """Add a generation's rows."""
        self._places.update((key, (len(self._generations), row)) for row, key in enumerate(keys))
        self._generations.append(_Held(vectors, tokens))

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def runs(self, keys: Sequence[bytes]) -> Iterator[tuple[Sequence[bytes], _Held | None, int]]:
        """Yield keys in their order, as many at once as lie together in a generation, with it and the first one's row.

        One that no generation holds comes alone.
        """
        places = [self._places.get(key) for key in keys]
        first = 0
        while first < len(keys):
            place, last = places[first], first + 1
            number, row = place or (0, 0)
            while place and last < min(len(keys), first + TOGETHER) and places[last] == (number, row + last - first):
                last += 1
            yield keys[first:last], self._generations[number] if place else None, row
            first = last


@dataclass(frozen=True, slots=True)
class Sources:
    """What is embedded of texts, by their keys: what generations hold, else what the journal does."""

    known: Known
    journal: Journal | None = None

    def vectors(self, keys: Sequence[bytes]) -> Iterator[Vectors]:
        """Yield the vectors of texts in their order: one (d,), or several (n, d)."""
        for run, held, row in self.known.runs(keys):
            yield held.vectors[row : row + len(run)] if held else self._written.vector(run[0])

    def counts(self, keys: Sequence[bytes]) -> Iterator[int]:
        """Yield how many tokens each text has."""
        for run, held, row in self.known.runs(keys):
            yield from (
                held.tokens.counts(row, row + len(run)) if held and held.tokens else [self._written.count(run[0])]
            )

    def tokens(self, keys: Sequence[bytes]) -> Iterator[bytes | memoryview]:
        """Yield the tokens of each text as they are kept, one row after another."""
        for run, held, row in self.known.runs(keys):
            kept = held.tokens if held else None
            yield from kept.read(row, row + len(run)) if kept else [self._written.tokens(run[0])]

    @property
    def _written(self) -> Journal:
        assert self.journal is not None, "what no generation holds was embedded"
        return self.journal


def write_vectors(path: Path, keys: Sequence[bytes], sources: Sources, dimension: int) -> None:
    """Write an array as `numpy.save` does, without ever holding all of it."""
    with path.open("wb") as file:
        shape = (len(keys), dimension)
        np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": shape})
        for vectors in sources.vectors(keys):
            file.write(vectors.astype("<f4").tobytes())


def read_known(path: Path, encoder: Encoder, token_bytes: int) -> Known:
    """Return what the generations in a folder hold of this encoder; with tokens, where they have bytes.

    Also of a generation that is of another format, or damaged in another file: then its words are
    counted anew, and nothing is embedded again.
    """
    known = Known()
    for folder, manifest in intact_generations(path, (KEYS, VECTORS, *(TOKEN_FILES if token_bytes else ()))):
        try:
            is_same = manifest["model"]["sha256"] == encoder.sha256
            keys = map_array(folder / KEYS, np.uint8, KEY)
            vectors = map_array(folder / VECTORS, np.float32, encoder.dimension)
            tokens = KeptTokens(path, folder) if token_bytes else None
        except (ValueError, KeyError, TypeError):
            continue  # a stranger's
        are_tokens = tokens is None or (len(tokens), tokens.width) == (len(keys), token_bytes)
        if is_same and are_tokens and len(keys) == len(vectors):
            known.add([key.tobytes() for key in keys], vectors, tokens)
    return known
