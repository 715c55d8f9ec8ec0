"""A generation is served whole or not at all."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from assistant.generations import (
    current_name,
    hold,
    read_pointer,
    remove_generations,
    write_generation,
)
from assistant.manifest import FORMAT, GENERATIONS, check_files, read_manifest
from assistant.types import UnusableIndex

MINIMAL = {
    "format": FORMAT,
    "fingerprint": "f",
    "model": {"name": "words", "sha256": "0", "dimension": 1},
    "settings": {"cut": {}, "fusion": {}, "search": {}, "token_bytes": 0},
    "counts": {"articles": 0, "chunks": 0},
    "articles": {},
    "libraries": {},
}


def check_nothing(folder: Path) -> None:
    assert folder.is_dir()


def write(path: Path, name: str, content: str = "content") -> None:
    def put(folder: Path) -> None:
        (folder / "inner").mkdir()
        (folder / "inner" / "a.txt").write_text(content, "utf-8")
        (folder / "b.txt").write_text(content, "utf-8")

    write_generation(path, name, MINIMAL, put, check_nothing)


def folders(path: Path) -> list[str]:
    return sorted(folder.name for folder in (path / GENERATIONS).iterdir())


def test_a_generation_is_served_with_the_size_and_checksum_of_every_file(tmp_path: Path) -> None:
    write(tmp_path, "one")
    assert current_name(tmp_path) == "one"
    manifest = read_manifest(tmp_path, *read_pointer(tmp_path))
    sha256 = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"
    assert manifest == MINIMAL | {
        "files": {"b.txt": {"bytes": 7, "sha256": sha256}, "inner/a.txt": {"bytes": 7, "sha256": sha256}}
    }
    check_files(tmp_path, "one", manifest, sums=True)


def test_the_old_generation_stands_until_it_is_removed(tmp_path: Path) -> None:
    write(tmp_path, "one")
    write(tmp_path, "two")
    assert (current_name(tmp_path), folders(tmp_path)) == ("two", ["one", "two"])
    remove_generations(tmp_path, "two")
    assert folders(tmp_path) == ["two"]


def test_a_generation_that_cannot_be_written_leaves_the_old_one_served(tmp_path: Path) -> None:
    write(tmp_path, "one")

    def fail(folder: Path) -> None:
        (folder / "half").write_text("half", "utf-8")
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        write_generation(tmp_path, "two", MINIMAL, fail, check_nothing)
    assert current_name(tmp_path) == "one"
    check_files(tmp_path, "one", read_manifest(tmp_path, *read_pointer(tmp_path)), sums=True)
    write(tmp_path, "two")
    assert not (tmp_path / ".CURRENT.new").exists()
    assert sorted(read_manifest(tmp_path, *read_pointer(tmp_path))["files"]) == ["b.txt", "inner/a.txt"]


def test_a_generation_that_a_reader_holds_is_removed_later(tmp_path: Path) -> None:
    write(tmp_path, "one")
    with hold(tmp_path, "one"):
        write(tmp_path, "two")
        remove_generations(tmp_path, "two")
        assert folders(tmp_path) == ["one", "two"]
    remove_generations(tmp_path, "two")
    assert folders(tmp_path) == ["two"]


def test_a_file_among_the_generations_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "one")
    (tmp_path / GENERATIONS / ".DS_Store").write_text("the Finder's", "utf-8")
    write(tmp_path, "two")
    remove_generations(tmp_path, "two")
    assert folders(tmp_path) == [".DS_Store", "two"]


def test_an_empty_folder_holds_no_index(tmp_path: Path) -> None:
    with pytest.raises(UnusableIndex, match=r"no index in .*; build it again: python index_build\.py"):
        current_name(tmp_path)


@pytest.mark.parametrize(
    "content", ["", "one", "one 0", f"../one {64 * '0'}", "one two three", f"/etc {64 * '0'}", "öne"]
)
def test_a_pointer_that_names_no_generation_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "CURRENT").write_text(content, "utf-8")
    with pytest.raises(UnusableIndex, match="names no generation"):
        current_name(tmp_path)


def test_a_pointer_to_a_generation_that_is_gone_is_named(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text(f"gone {64 * '0'}", "utf-8")
    with pytest.raises(UnusableIndex, match="CURRENT names the generation gone, and there is none of this name"):
        read_manifest(tmp_path, *read_pointer(tmp_path))


def test_nobody_can_begin_to_hold_a_generation_while_it_is_removed(tmp_path: Path) -> None:
    write(tmp_path, "one")
    with (tmp_path / GENERATIONS / "one" / "manifest.json").open("rb") as manifest:
        fcntl.flock(manifest, fcntl.LOCK_EX)  # as the builder does
        with pytest.raises(BlockingIOError):
            hold(tmp_path, "one")
