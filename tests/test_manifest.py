"""A manifest says what a generation holds, and each way of being wrong is said in its own words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.manifest import (
    FORMAT,
    GENERATIONS,
    check_files,
    find_damage,
    hash_file,
    intact_generations,
    read_manifest,
)
from assistant.types import UnusableIndex

MANIFEST: dict[str, Any] = {
    "format": FORMAT,
    "fingerprint": "f",
    "model": {"name": "words", "sha256": "0", "dimension": 1},
    "settings": {"cut": {}, "fusion": {}, "search": {}, "token_bytes": 0},
    "counts": {"articles": 0, "chunks": 0},
    "articles": {},
    "libraries": {},
}


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Write a generation of two files."""
    folder = tmp_path / GENERATIONS / "one"
    (folder / "inner").mkdir(parents=True)
    for name in ("b.txt", "inner/a.txt"):
        (folder / name).write_text("content", "utf-8")
    files = {name: {"bytes": 7, "sha256": hash_file(folder / name)} for name in ("b.txt", "inner/a.txt")}
    (folder / "manifest.json").write_text(json.dumps(MANIFEST | {"files": files}), "utf-8")
    return folder


def read(folder: Path) -> dict[str, Any]:
    return read_manifest(folder.parents[1], "one", hash_file(folder / "manifest.json"))


def test_a_manifest_is_read_as_it_was_written(one: Path) -> None:
    assert {name: value for name, value in read(one).items() if name != "files"} == MANIFEST
    check_files(one.parents[1], "one", read(one), sums=True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "manifest.json is no JSON object"),
        ("[" * 100_000, "manifest.json is no JSON object"),
        ("[]", "manifest.json is no JSON object"),
        ("{}", "has the format None, this program reads 6"),
        ('{"format": 1}', "has the format 1, this program reads 6"),
        (json.dumps({"format": FORMAT}), "manifest.json has no usable 'fingerprint'"),
        (json.dumps(MANIFEST), "manifest.json has no usable 'files'"),
        (json.dumps(MANIFEST | {"model": []}), "manifest.json has no usable 'model'"),
        (json.dumps(MANIFEST | {"model": {"name": "words"}}), "manifest.json has no usable 'model.sha256'"),
        (json.dumps(MANIFEST | {"files": {"b.txt": 7}}), "manifest.json has no usable 'files.b.txt'"),
    ],
)
def test_a_manifest_of_another_shape_is_refused_in_one_sentence(one: Path, content: str, message: str) -> None:
    (one / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(UnusableIndex) as refused:
        read(one)
    assert message in str(refused.value)
    assert str(refused.value).endswith(
        f"build it again: python index_build.py --articles PATH --index {one.parents[1]}"
    )


def test_a_manifest_that_changed_after_it_was_written_is_refused(one: Path) -> None:
    with pytest.raises(UnusableIndex, match=r"manifest\.json does not match its checksum in CURRENT"):
        read_manifest(one.parents[1], "one", hashlib.sha256(b"another").hexdigest())


def test_a_manifest_that_is_gone_is_named(one: Path) -> None:
    (one / "manifest.json").unlink()
    with pytest.raises(UnusableIndex, match=r"is damaged: manifest\.json is missing"):
        read_manifest(one.parents[1], "one", 64 * "0")


def test_a_size_is_compared_always_and_a_byte_where_it_is_asked(one: Path) -> None:
    path, manifest = one.parents[1], read(one)
    (one / "b.txt").write_text("contenT", "utf-8")
    check_files(path, "one", manifest, sums=False)
    with pytest.raises(UnusableIndex, match=r"is damaged: b\.txt does not match its checksum"):
        check_files(path, "one", manifest, sums=True)
    (one / "b.txt").write_text("conten", "utf-8")
    with pytest.raises(UnusableIndex, match=r"is damaged: b\.txt has 6 bytes, and its manifest says 7"):
        check_files(path, "one", manifest, sums=False)


def test_every_damaged_file_is_named(one: Path) -> None:
    manifest = read(one)
    (one / "b.txt").unlink()
    (one / "inner" / "a.txt").write_text("Content", "utf-8")
    (one / "stranger.so").write_text("", "utf-8")
    found = [str(problem) for problem in find_damage(one.parents[1], "one", manifest, sums=True)]
    said = ("b.txt is missing", "inner/a.txt does not match its checksum", "stranger.so is not in its manifest")
    assert len(found) == 3
    assert all(what in problem for what, problem in zip(said, found, strict=True))


def test_a_manifest_cannot_name_files_elsewhere(one: Path) -> None:
    path = one.parents[1]
    (path / "elsewhere").write_text("content", "utf-8")
    (one / "link").symlink_to(path / "elsewhere")
    entry = {"bytes": 7, "sha256": hash_file(path / "elsewhere")}
    for name in ("../../elsewhere", str(path / "elsewhere"), "link"):
        with pytest.raises(UnusableIndex, match="is missing"):
            check_files(path, "one", MANIFEST | {"files": {name: entry}}, sums=True)


def test_a_generation_counts_as_intact_for_the_files_that_are(one: Path) -> None:
    path = one.parents[1]
    (one / "b.txt").write_text("", "utf-8")
    assert [folder for folder, _ in intact_generations(path, ["inner/a.txt"])] == [one]
    assert not list(intact_generations(path, ["inner/a.txt", "b.txt"]))
    (one / "manifest.json").write_text('{"files": {"inner/a.txt": 7}}', "utf-8")
    assert not list(intact_generations(path, ["inner/a.txt"]))
