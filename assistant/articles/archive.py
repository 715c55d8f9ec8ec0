"""The bytes of a zip in, its entries' names and contents out. Nothing is ever written to the disk."""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from assistant.types import UnreadableArticle

MOST_ENTRIES = 20_000
LARGEST_ARCHIVE = 1024 * 2**20  # bytes, unpacked; one entry at a time is in memory
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, OSError, NotImplementedError)


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Open a zip whose entries are neither too many nor, unpacked, too large."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN as error:
        raise UnreadableArticle(f"not a zip, or a broken one: {error}") from error
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise UnreadableArticle(f"{len(entries):,} entries are more than the {MOST_ENTRIES:,} that an archive may have")
    if size > LARGEST_ARCHIVE:
        raise UnreadableArticle(f"unpacked it has {size:,} bytes, more than the {LARGEST_ARCHIVE:,} that it may have")
    return archive


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | str, largest: int) -> bytes:
    """Read one entry, at most `largest` bytes of it unpacked (a zip gives no more than it declares)."""
    info = archive.getinfo(entry) if isinstance(entry, str) else entry
    if info.file_size > largest:
        raise UnreadableArticle(f"{info.file_size:,} bytes are more than the {largest:,} that an article may have")
    if info.flag_bits & 1:
        raise UnreadableArticle("it is encrypted; unpack it with its password")
    try:
        return archive.read(info)
    except (*_BROKEN, RuntimeError) as error:
        raise UnreadableArticle(f"its archive is broken here: {error}") from error


def list_entries(content: bytes, largest: int) -> Iterator[tuple[PurePosixPath, bytes | str]]:
    """List the files of a zip in the order of names: what each holds, or why it is not read.

    Hidden files are left out, as in a folder; a name that leads out of the archive and a link are refused.
    """
    archive = open_archive(content)
    for entry in sorted(archive.infolist(), key=lambda info: info.filename):
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if entry.is_dir() or any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts):
            continue
        inner = PurePosixPath(*[part for part in path.parts if part not in ("..", path.anchor)])
        try:
            if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
                raise UnreadableArticle("its name leads out of the archive")
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise UnreadableArticle("a link, not a file")
            yield inner, read_entry(archive, entry, largest)
        except UnreadableArticle as error:
            yield inner, str(error)
