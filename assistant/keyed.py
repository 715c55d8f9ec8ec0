"""Chunks and the keys that their vectors are kept by: a text that was embedded once is not embedded again."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.arrays import map_array
from assistant.chunks import LARGEST_PREFIX, CutSettings, cut, prefix
from assistant.journal import Journal
from assistant.manifest import KEYS, VECTORS, Manifest, intact_generations
from assistant.types import Article, Chunk, Encoder, Progress, UnusableModel, Vectors

KEY = 32  # bytes: a SHA-256
BATCH = 64  # texts between two flushes of the journal, and two chances to stop
ENCODES = ("onnxruntime", "tokenizers")  # libraries that decide what a text's vector is
LEAST_TOKENS = 2 * LARGEST_PREFIX  # of the encoder: half for the title, half for the text

Keyed = Mapping[bytes, Vectors]


@dataclass(frozen=True, slots=True)
class Cut:
    """An article, its chunks and their keys; a chunk's key names the model, what runs it, and the text."""

    article: Article
    chunks: list[Chunk]
    keys: list[bytes]


def cut_keyed(article: Article, settings: CutSettings, encoder: Encoder) -> Cut:
    """Cut an article, and name the text that is embedded of each chunk."""
    if encoder.max_tokens < LEAST_TOKENS:
        raise UnusableModel(
            f"{encoder.name} reads {encoder.max_tokens} tokens of a text, expected {LEAST_TOKENS} or more; "
            "choose another --model"
        )
    chunks = cut(article, settings, encoder.count_tokens, encoder.max_tokens)
    before = prefix(article, settings, encoder.count_tokens)
    made_with = f"{encoder.sha256} {' '.join(encoding_here(encoder).values())}"
    keys = [hashlib.sha256(f"{made_with}\0{before}{chunk.text}".encode()).digest() for chunk in chunks]
    return Cut(article, chunks, keys)


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
    known: Keyed,
    journal: Journal,
    encoder: Encoder,
    settings: CutSettings,
    progress: Progress | None,
) -> int:
    """Put the vectors that are not known into the journal; return how many were embedded now.

    Progress counts those that a stopped build has left in the journal as done.
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
        for (key, _), vector in zip(batch, encoder.embed([text for _, text in batch]), strict=True):
            journal.append(key, vector)
        journal.flush()
        if progress:
            progress(len(kept) + start + len(batch), total)
    return len(todo)


def write_vectors(path: Path, keys: Sequence[bytes], sources: Sequence[Keyed]) -> None:
    """Write an array as `numpy.save` does, without ever holding all of it."""
    with path.open("wb") as file:
        shape = (len(keys), len(find(keys[0], sources)))
        np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": shape})
        for key in keys:
            file.write(find(key, sources).astype("<f4").tobytes())


def find(key: bytes, sources: Sequence[Keyed]) -> Vectors:
    """Return the vector of a key from the first source that has it."""
    return next(source[key] for source in sources if key in source)


def read_vectors(path: Path, encoder: Encoder) -> dict[bytes, Vectors]:
    """Return the vectors of this encoder by their keys, read when they are used.

    Also of a generation that is of another format, or damaged in another file: then its words are
    counted anew, and nothing is embedded again.
    """
    known: dict[bytes, Vectors] = {}
    for folder, manifest in intact_generations(path, (KEYS, VECTORS)):
        try:
            is_same = manifest["model"]["sha256"] == encoder.sha256
            keys = map_array(folder / KEYS, np.uint8, KEY)
            vectors = map_array(folder / VECTORS, np.float32, encoder.dimension)
        except (ValueError, KeyError, TypeError):
            continue  # a stranger's
        if is_same and len(keys) == len(vectors):
            known.update((key.tobytes(), vectors[row]) for row, key in enumerate(keys))
    return known
