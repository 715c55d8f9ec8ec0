"""The folder of an index: complete generations, and a pointer to the one being served.

    DIR/CURRENT                      the name of the generation being served, and its manifest's checksum
    DIR/generations/NAME/            one generation: manifest.json and the files it lists
    DIR/.CURRENT.new                 what CURRENT is about to be replaced by
    DIR/embedded.journal             vectors of a build that has not finished; of a --rebuild: rebuilt.journal
    DIR/lock                         held by the one builder

A generation is written beside the others, flushed to disk, and served from the moment CURRENT is
replaced, by one atomic rename.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

from assistant.manifest import (
    CURRENT,
    GENERATIONS,
    MANIFEST,
    REBUILD,
    Manifest,
    damaged,
    hash_file,
    unreadable,
)
from assistant.types import UnusableIndex

NEXT = ".CURRENT.new"

_SHA256_LENGTH = 64  # hexadecimal digits


class Pointer(NamedTuple):
    """What CURRENT holds: the generation being served, and the hash of its manifest."""

    name: str
    sha256: str


def current_name(path: Path) -> str:
    """Return the name of the generation being served."""
    return read_pointer(path).name


def served_name(path: Path) -> str:
    """Return the name of the generation that is served, damaged or not; empty where there is none."""
    try:
        return current_name(path)
    except UnusableIndex:
        return ""


def read_pointer(path: Path) -> Pointer:
    """Read which generation is being served."""
    file = path / CURRENT
    try:
        words = file.read_bytes().decode("ascii").split()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnusableIndex(f"no index in {path}; " + REBUILD.format(path=path)) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError:
        words = []
    if len(words) != 2 or not words[0].isalnum() or len(words[1]) != _SHA256_LENGTH:
        raise damaged(path, CURRENT, "names no generation")
    return Pointer(*words)


def write_generation(
    path: Path, name: str, manifest: Manifest, write: Callable[[Path], None], check: Callable[[Path], object]
) -> None:
    """Write a generation beside the others, check it, then serve it.

    `write` puts its files into the folder it gets; `check` reads them and raises where they are not right.
    """
    folder = path / GENERATIONS / name
    shutil.rmtree(folder, ignore_errors=True)  # a build that died left it, or it is not being served
    folder.mkdir(parents=True)
    with ExitStack() as undo:  # what was written takes room on a disk that may be full
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        _fill(folder, manifest, write, check)
        undo.callback((path / NEXT).unlink, missing_ok=True)
        (path / NEXT).write_bytes(f"{name} {hash_file(folder / MANIFEST)}\n".encode())
        _flush(path / NEXT)
        undo.pop_all()
    (path / NEXT).replace(path / CURRENT)
    _flush(path)


def _fill(folder: Path, manifest: Manifest, write: Callable[[Path], None], check: Callable[[Path], object]) -> None:
    """Write a generation's files and its manifest, and flush them to disk; files are hashed while they are checked."""
    write(folder)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    with ThreadPoolExecutor(2) as pool:
        flushed = pool.map(_flush, files)
        sums = pool.map(hash_file, files)
        check(folder)
        listed = {
            file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": sha256}
            for file, sha256 in zip(files, sums, strict=True)
        }
        list(flushed)  # raises where one could not be
    content = json.dumps({**manifest, "files": listed}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(content + "\n", "utf-8")
    for file in (folder / MANIFEST, *sorted({file.parent for file in files}), folder, folder.parent):
        _flush(file)


def hold(path: Path, name: str) -> IO[bytes]:
    """Keep a generation from being removed until what this returns is closed, or forgotten."""
    held = (path / GENERATIONS / name / MANIFEST).open("rb")
    fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return held


def remove_generations(path: Path, kept: str) -> None:
    """Remove every generation but one, and but those that a reader holds: a later build removes them."""
    folders = list((path / GENERATIONS).iterdir()) if (path / GENERATIONS).is_dir() else []
    for folder in folders:
        if folder.name != kept and folder.is_dir():  # a file there is none of ours
            _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a generation while nobody can begin to hold it, or leave it where somebody does."""
    try:
        with (folder / MANIFEST).open("rb") as manifest:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    except FileNotFoundError:  # a build that died wrote it
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
