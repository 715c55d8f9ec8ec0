"""A generation is served whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.generations import (
    FORMAT,
    GENERATIONS,
    check_files,
    current_name,
    hold,
    read_manifest,
    remove_generations,
    replace_file,
    write_generation,
)
from assistant.types import UnusableIndex


def check_nothing(folder: Path) -> None:
    assert folder.is_dir()


def write(path: Path, name: str, content: str = "content") -> None:
    def put(folder: Path) -> None:
        (folder / "inner").mkdir()
        (folder / "inner" / "a.txt").write_text(content, "utf-8")
        (folder / "b.txt").write_text(content, "utf-8")

    write_generation(path, name, {"format": FORMAT, "fingerprint": "f"}, put, check_nothing)


def folders(path: Path) -> list[str]:
    return sorted(folder.name for folder in (path / GENERATIONS).iterdir())


def test_a_generation_is_served_with_the_size_and_checksum_of_every_file(tmp_path: Path) -> None:
    write(tmp_path, "one")
    assert current_name(tmp_path) == "one"
    manifest = read_manifest(tmp_path, "one")
    sha256 = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"
    assert manifest == {
        "format": FORMAT,
        "fingerprint": "f",
        "files": {"b.txt": {"bytes": 7, "sha256": sha256}, "inner/a.txt": {"bytes": 7, "sha256": sha256}},
    }
    check_files(tmp_path, "one", manifest)


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
        write_generation(tmp_path, "two", {"format": FORMAT}, fail, check_nothing)
    assert current_name(tmp_path) == "one"
    check_files(tmp_path, "one", read_manifest(tmp_path, "one"))
    write(tmp_path, "two")
    assert sorted(read_manifest(tmp_path, "two")["files"]) == ["b.txt", "inner/a.txt"]


def test_a_generation_that_a_reader_holds_is_removed_later(tmp_path: Path) -> None:
    write(tmp_path, "one")
    with hold(tmp_path, "one"):
        write(tmp_path, "two")
        remove_generations(tmp_path, "two")
        assert folders(tmp_path) == ["one", "two"]
    remove_generations(tmp_path, "two")
    assert folders(tmp_path) == ["two"]


def test_an_empty_folder_holds_no_index(tmp_path: Path) -> None:
    with pytest.raises(UnusableIndex, match=r"no index in .*; build it again: python index_build\.py"):
        current_name(tmp_path)


@pytest.mark.parametrize("content", ["", "one", "../one 0", "one two three", "/etc 0"])
def test_a_pointer_that_names_no_generation_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "CURRENT").write_text(content, "utf-8")
    with pytest.raises(UnusableIndex, match="names no generation"):
        current_name(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ("[]", "has the format None"),
        ('{"format": 1}', "has the format 1, this program reads 4"),
        (f'{{"format": {FORMAT}}}', "does not match its checksum"),
    ],
)
def test_a_manifest_that_is_not_the_one_that_was_written_is_refused(tmp_path: Path, content: str, message: str) -> None:
    write(tmp_path, "one")
    (tmp_path / GENERATIONS / "one" / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(UnusableIndex, match=message):
        read_manifest(tmp_path, "one")


@pytest.mark.parametrize("content", ["contenT", "conten", ""])
def test_a_file_that_changed_is_refused_by_name(tmp_path: Path, content: str) -> None:
    write(tmp_path, "one")
    (tmp_path / GENERATIONS / "one" / "inner" / "a.txt").write_text(content, "utf-8")
    with pytest.raises(UnusableIndex, match=r"is damaged: inner/a\.txt"):
        check_files(tmp_path, "one", read_manifest(tmp_path, "one"))


def test_a_manifest_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, "one")
    (tmp_path / "elsewhere").write_text("content", "utf-8")
    entry = json.loads((tmp_path / GENERATIONS / "one" / "manifest.json").read_text("utf-8"))["files"]["b.txt"]
    for name in ("../../elsewhere", str(tmp_path / "elsewhere")):
        with pytest.raises(UnusableIndex, match="is missing"):
            check_files(tmp_path, "one", {"files": {name: entry}})


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    replace_file(tmp_path / "file", b"old")
    replace_file(tmp_path / "file", b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("file", b"new")]
