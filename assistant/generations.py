"""The folder of an index: complete generations, and a pointer to the one being served.

    DIR/CURRENT                      the name of the generation being served, and its manifest's checksum
    DIR/generations/NAME/            one generation: manifest.json and the files it lists
    DIR/embedded.journal             vectors of a build that has not finished
    DIR/lock                         held by the one builder

A generation is written beside the others, flushed to disk, and served from the moment CURRENT is
replaced, by one atomic rename.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from assistant.types import UnusableIndex

FORMAT = 4
CURRENT = "CURRENT"
GENERATIONS = "generations"
MANIFEST = "manifest.json"
REBUILD = "build it again: python index_build.py --articles PATH --index {path}"


def current_name(path: Path) -> str:
    """Return the name of the generation being served."""
    return _read_pointer(path)[0]


def served_name(path: Path) -> str:
    """Return the name of the generation that is served, damaged or not; empty where there is none."""
    try:
        return current_name(path)
    except UnusableIndex:
        return ""


def _read_pointer(path: Path) -> tuple[str, str]:
    """Return the name of the generation being served, and the hash of its manifest."""
    try:
        words = (path / CURRENT).read_text("utf-8").split()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnusableIndex(f"no index in {path}; " + REBUILD.format(path=path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableIndex(f"{path / CURRENT} cannot be read ({error}); " + REBUILD.format(path=path)) from error
    if len(words) != 2 or not words[0].isalnum():
        raise UnusableIndex(f"{path / CURRENT} names no generation; " + REBUILD.format(path=path))
    return words[0], words[1]


def read_manifest(path: Path, name: str) -> dict[str, Any]:
    """Read a generation's manifest, and check that it is the one that was written and of our format."""
    file = path / GENERATIONS / name / MANIFEST
    try:
        manifest = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path, MANIFEST, "cannot be read") from error
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if found != FORMAT:
        raise UnusableIndex(
            f"the index in {path} has the format {found!r}, this program reads {FORMAT}; " + REBUILD.format(path=path)
        )
    current, sha256 = _read_pointer(path)
    if current == name and hash_file(file) != sha256:
        raise _damaged(path, MANIFEST, "does not match its checksum")
    return dict(manifest)


def check_files(path: Path, name: str, manifest: Mapping[str, Any]) -> None:
    """Check every file of a generation against the manifest's size and checksum."""
    folder = path / GENERATIONS / name
    files = manifest.get("files")
    if not isinstance(files, dict) or not files:
        raise _damaged(path, MANIFEST, "lists no files")
    for file, expected in files.items():
        if not isinstance(expected, dict):
            raise _damaged(path, MANIFEST, "lists no sizes and checksums")
        target = folder / file
        if not target.resolve().is_relative_to(folder.resolve()) or not target.is_file():
            raise _damaged(path, file, "is missing")
        if target.stat().st_size != expected.get("bytes"):
            raise _damaged(path, file, "has another size than the manifest says")
        if hash_file(target) != expected.get("sha256"):
            raise _damaged(path, file, "does not match its checksum")


def write_generation(
    path: Path, name: str, manifest: Mapping[str, Any], write: Callable[[Path], None], check: Callable[[Path], object]
) -> None:
    """Write a generation beside the others, check it, then serve it.

    `write` puts its files into the folder it gets; `check` reads them and raises where they are not right.
    """
    folder = path / GENERATIONS / name
    shutil.rmtree(folder, ignore_errors=True)  # a build that died left it, or it is not being served
    folder.mkdir(parents=True)
    with ExitStack() as undo:  # what was written takes room on a disk that may be full
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        _fill(folder, manifest, write)
        check(folder)
        undo.pop_all()
    replace_file(path / CURRENT, f"{name} {hash_file(folder / MANIFEST)}\n".encode())


def _fill(folder: Path, manifest: Mapping[str, Any], write: Callable[[Path], None]) -> None:
    """Write a generation's files and its manifest, and flush them to disk."""
    write(folder)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    listed = {
        file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": hash_file(file)} for file in files
    }
    content = json.dumps({**manifest, "files": listed}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(content + "\n", "utf-8")
    for file in (*files, folder / MANIFEST, *sorted({file.parent for file in files}), folder, folder.parent):
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
        if folder.name != kept and not _is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    try:
        with (folder / MANIFEST).open("rb") as manifest:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False  # a build that died wrote it
    except BlockingIOError:
        return True
    return False


def replace_file(file: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(content)
    _flush(beside)
    beside.replace(file)
    _flush(file.parent)


def hash_file(file: Path) -> str:
    """Hash a file with SHA-256, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _damaged(path: Path, file: str, what: str) -> UnusableIndex:
    return UnusableIndex(f"the index in {path} is damaged: {file} {what}; " + REBUILD.format(path=path))
