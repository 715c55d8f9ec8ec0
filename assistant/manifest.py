"""What a generation of an index should hold, and whether it does.

A manifest names the format, the model with its hash and the graph of it that was run, the settings,
every article's hash, the libraries' versions, and the size and checksum of every other file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from assistant.types import UnusableIndex

FORMAT = 6
CURRENT = "CURRENT"
GENERATIONS = "generations"
MANIFEST = "manifest.json"
ARTICLES, TEXTS, PLACES = "articles.jsonl", "texts.txt", "articles.npy"
CHUNKS, KEYS, VECTORS, TOKENS = "chunks.npy", "keys.npy", "vectors.npy", "tokens"
WORDS, CLUSTERS = "words", "clusters"
ROWS = f"{TOKENS}/rows.npy"  # most of an index; what is read of it has a checksum of its own
REBUILD = "build it again: python index_build.py --articles PATH --index {path}"
ALLOW = "let this user read it: chmod -R u+rX {path}"

Manifest = Mapping[str, Any]

_SHAPE: Mapping[str, Mapping[str, type] | type] = {
    "fingerprint": str,
    "model": {"name": str, "sha256": str, "dimension": int},
    "settings": {"cut": dict, "fusion": dict, "search": dict, "token_bytes": int},
    "counts": {"articles": int, "chunks": int},
    "articles": {},
    "files": {},
    "libraries": {},
}
"""What a manifest has at least, by name and type."""


def read_manifest(path: Path, name: str, sha256: str) -> dict[str, Any]:
    """Read a generation's manifest, and check that it is the one that was written and of our format."""
    folder = path / GENERATIONS / name
    try:
        content = (folder / MANIFEST).read_bytes()
    except FileNotFoundError as error:
        if folder.is_dir():
            raise damaged(path, MANIFEST, "is missing") from error
        raise damaged(path, CURRENT, f"names the generation {name}, and there is none of this name") from error
    except OSError as error:
        raise unreadable(path, error) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise damaged(path, MANIFEST, f"does not match its checksum in {CURRENT}")
    manifest = _parse(content)
    if not isinstance(manifest, dict):
        raise damaged(path, MANIFEST, "is no JSON object")
    if manifest.get("format") != FORMAT:
        raise UnusableIndex(
            f"the index in {path} has the format {manifest.get('format')!r}, this program reads {FORMAT}; "
            + REBUILD.format(path=path)
        )
    wrong = _misshapen(manifest)
    if wrong:
        raise damaged(path, MANIFEST, f"has no usable {wrong!r}")
    return manifest


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _misshapen(manifest: Manifest) -> str | None:
    """Return the name of the first thing that a manifest lacks, or has as another type."""
    for name, parts in _SHAPE.items():
        value = manifest.get(name)
        if not isinstance(value, dict if isinstance(parts, Mapping) else parts):
            return name
        for part, expected in parts.items() if isinstance(parts, Mapping) else ():
            if not isinstance(manifest[name].get(part), expected):
                return f"{name}.{part}"
    for file, entry in manifest["files"].items():
        if not isinstance(entry, dict) or not isinstance(entry.get("bytes"), int):
            return f"files.{file}"
    return None


def check_files(path: Path, name: str, manifest: Manifest, *, sums: bool, but: Collection[str] = ()) -> None:
    """Raise the first thing that `find_damage` finds."""
    for problem in find_damage(path, name, manifest, sums=sums, but=but):
        raise problem


def find_damage(
    path: Path, name: str, manifest: Manifest, *, sums: bool, but: Collection[str] = ()
) -> Iterator[UnusableIndex]:
    """Yield what is wrong with each file of a generation: it has just those that its manifest lists.

    Sizes are always compared; with `sums` every byte is read, and the checksums are, of all files `but` some.
    """
    folder = path / GENERATIONS / name
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from _find_damage(path, folder, manifest, pool if sums else None, but)


def _find_damage(
    path: Path, folder: Path, manifest: Manifest, pool: ThreadPoolExecutor | None, but: Collection[str]
) -> Iterator[UnusableIndex]:
    there = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    sizes = {file: found.stat().st_size for file, found in there.items() if not found.is_symlink()}
    whole = [file for file, entry in manifest["files"].items() if sizes.get(file) == entry["bytes"] and file not in but]
    largest_first = sorted(whole, key=lambda file: -sizes[file]) if pool else []
    sums = {file: pool.submit(hash_file, there[file]) for file in largest_first} if pool else {}
    for file, entry in manifest["files"].items():
        if file not in sizes:
            yield damaged(path, file, "is missing")
        elif sizes[file] != entry["bytes"]:
            yield damaged(path, file, f"has {sizes[file]} bytes, and its manifest says {entry['bytes']}")
        elif file in sums and sums[file].result() != entry.get("sha256"):
            yield damaged(path, file, "does not match its checksum")
    for file in sorted(there.keys() - manifest["files"].keys() - {MANIFEST}):
        yield damaged(path, file, "is not in its manifest")


def intact_generations(path: Path, files: Iterable[str]) -> Iterator[tuple[Path, Manifest]]:
    """Yield each generation of which these files are as they were written, whatever else is wrong with it."""
    for folder in sorted((path / GENERATIONS).iterdir()) if (path / GENERATIONS).is_dir() else []:
        try:
            manifest = _parse((folder / MANIFEST).read_bytes())
            listed = manifest.get("files") if isinstance(manifest, dict) else None
            if isinstance(listed, dict) and all(hash_file(folder / f) == listed[f]["sha256"] for f in files):
                yield folder, manifest
        except (OSError, KeyError, TypeError):
            continue  # not this one


def hash_file(file: Path) -> str:
    """Hash a file with SHA-256, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def unreadable(path: Path, error: OSError) -> UnusableIndex:
    """Say that the operating system does not let us read an index."""
    repair = ALLOW if isinstance(error, PermissionError) else REBUILD
    return UnusableIndex(f"the index in {path} cannot be read: {error.strerror or error}; {repair.format(path=path)}")


def misfit(path: Path, found: int, expected: int) -> UnusableIndex:
    """Say that an index's vectors cannot be compared with its encoder's."""
    return UnusableIndex(
        f"the index in {path} has vectors of {found} components, and its model makes {expected}; "
        + REBUILD.format(path=path)
    )


def damaged(path: Path, file: str, what: str) -> UnusableIndex:
    """Say what is wrong with a file of an index."""
    return UnusableIndex(f"the index in {path} is damaged: {file} {what}; " + REBUILD.format(path=path))


def disagrees(path: Path, what: str) -> UnusableIndex:
    """Say that what an index holds is not what it says of itself."""
    return UnusableIndex(f"the index in {path} does not agree with itself: {what}; {REBUILD.format(path=path)}")
