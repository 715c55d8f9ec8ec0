"""An index in; what is wrong with it, and the command that repairs it, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import fusion
from assistant.chunks import CutSettings, prefix
from assistant.generations import read_pointer
from assistant.index import make_fingerprint, open_index
from assistant.keyed import encoding_here, encoding_of
from assistant.manifest import MANIFEST, REBUILD, damaged, find_damage, misfit, read_manifest, unreadable
from assistant.opening import prove
from assistant.sentences import split_sentences
from assistant.store import BLOCK
from assistant.types import Encoder, Index, Progress, UnusableIndex

SAMPLE = 32  # chunks that are embedded again
CLOSEST_OF_ANOTHER = 0.9  # cosine; int8 and float32 of one model have .987 at least (export.py), another text less
CLOSEST = 0.995  # cosine; another processor rounds an int8 graph otherwise and stays above it, another text falls below


@dataclass(frozen=True, slots=True)
class Examination:
    """What was looked at, and what was found wrong: nothing, where the index is whole."""

    articles: int
    chunks: int
    embedded_again: int
    problems: tuple[str, ...]


def examine(path: str | Path, *, encoder: Encoder | None = None, progress: Progress | None = None) -> Examination:
    """Prove an index whole, or say what is wrong with it, a sentence each.

    Every file is looked at by itself first, so that each damaged one is named; then the index is
    opened, every sentence is looked for in a chunk, every vector is measured, and a sample of chunks
    is embedded again and compared.
    """
    path = Path(path)
    try:
        served = read_pointer(path)
        manifest = read_manifest(path, *served)
        wrong = tuple(str(problem) for problem in find_damage(path, served.name, manifest, sums=True))
        if wrong:
            return Examination(0, 0, 0, wrong)
        index = open_index(path, encoder=encoder)
        index.check()
        prove(index)
        settings = _cut_settings(index)
        if index.vectors.dimension != index.encoder.dimension:
            raise misfit(path, index.vectors.dimension, index.encoder.dimension)
    except UnusableIndex as error:
        return Examination(0, 0, 0, (str(error),))
    except OSError as error:
        return Examination(0, 0, 0, (str(unreadable(path, error)),))
    rows = range(0, len(index.chunks), max(len(index.chunks) // SAMPLE, 1))
    cosines = dict(_embed_again(index, rows, settings, progress))
    made, here = encoding_of(manifest), encoding_here(index.encoder)
    least = CLOSEST if made == here else CLOSEST_OF_ANOTHER
    wrong = (
        *_check_fingerprint(index, settings),
        *_check_text(index),
        *_check_vectors(index),
        *(
            f"the vector of chunk {row} is not that of its text (cosine {cosine:.3f})"
            for row, cosine in cosines.items()
            if cosine < least
        ),
    )
    others = [cosine for cosine in cosines.values() if least <= cosine < CLOSEST]
    outdated = []
    if index.settings["fusion"] != fusion.SETTINGS:
        outdated.append(f"it was built for the fusion {index.settings['fusion']}, not {fusion.SETTINGS}")
    if others:
        outdated.append(
            f"its vectors were made with {_spell(made)}, and here they are made with {_spell(here)}: {len(others)} of "
            f"{len(cosines)} differ (cosine {min(others):.3f} or more), and so may answers"
        )
    repair = REBUILD.format(path=path)
    problems = (
        *(f"{problem}; {repair} --rebuild" for problem in wrong),
        *(f"{problem}; {repair}" for problem in outdated),
    )
    return Examination(len(index.articles), len(index.chunks), len(rows), problems)


def _check_fingerprint(index: Index, settings: CutSettings) -> Iterator[str]:
    found = make_fingerprint(index.details, index.encoder.sha256, settings)
    if found != index.fingerprint and index.settings["fusion"] == fusion.SETTINGS:
        yield "the fingerprint is not that of the articles, their metadata and the settings"


def _cut_settings(index: Index) -> CutSettings:
    try:
        return CutSettings(**index.settings["cut"])
    except (TypeError, ValueError) as error:
        raise damaged(index.path, MANIFEST, "has no usable 'settings.cut'") from error


def _check_text(index: Index) -> Iterator[str]:
    """Check that no sentence is outside of all chunks."""
    for number, details in enumerate(index.details):
        article = index.articles[details.id]
        inside = bytearray(len(article.text))
        for row in range(*index.first_rows[number : number + 2].tolist()):
            chunk = index.chunks[row]
            inside[chunk.start : chunk.end] = b"\1" * (chunk.end - chunk.start)
        for sentence in split_sentences(article.text, article.language):
            missing = [
                i for i in range(sentence.start, sentence.end) if not inside[i] and not article.text[i].isspace()
            ]
            if missing:
                yield f"article {details.id!r}: the character {missing[0]} is in no chunk"
                break


def _check_vectors(index: Index) -> Iterator[str]:
    vectors = index.vectors.vectors()
    for start in range(0, len(vectors), BLOCK):
        lengths = np.linalg.norm(vectors[start : start + BLOCK], axis=1)
        for row in np.flatnonzero(np.abs(lengths - 1) > 1e-3)[:1]:
            yield f"the vector of chunk {start + row} has the length {lengths[row]:.3f}, expected 1"
            return


def _embed_again(
    index: Index, rows: range, settings: CutSettings, progress: Progress | None
) -> Iterator[tuple[int, float]]:
    """Yield each of the rows and the cosine of its vector to the one that its text has here and now."""
    stored = index.vectors.vectors()
    encoder = index.encoder
    for done, row in enumerate(rows, 1):
        chunk = index.chunks[row]
        before = prefix(index.articles[chunk.article_id], settings, encoder.count_tokens)
        yield row, float(encoder.embed([before + chunk.text])[0] @ stored[row])
        if progress:
            progress(done, len(rows))


def _spell(encoding: Mapping[str, str | None]) -> str:
    graph, *libraries = encoding.items()
    return ", ".join([graph[1] or "a graph that is not named", *(f"{name} {version}" for name, version in libraries)])
