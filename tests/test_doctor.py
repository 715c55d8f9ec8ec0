"""A damaged index is named by doctor, and refused or detected when it is opened."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.doctor import examine
from assistant.generations import GENERATIONS, MANIFEST, current_name, hash_file
from assistant.index import build_index, open_index
from assistant.types import Article, UnusableIndex
from tests.word_encoder import WordEncoder

TEXT = "The treaty of Aktau was signed on 12 August 2018. It divides the bed of the sea and leaves its surface common."


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "index"
    articles = [Article(id=f"a{i}", title=f"Treaty {i}", text=f"{TEXT} Article {i}.") for i in range(5)]
    build_index(articles, path, encoder=WordEncoder())
    return path


def generation(path: Path) -> Path:
    return path / GENERATIONS / current_name(path)


def files_of(path: Path) -> list[str]:
    folder = generation(path)
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def copy(whole: Path, folder: Path) -> Path:
    return Path(shutil.copytree(whole, folder / "index"))


def test_a_whole_index_has_no_problems(whole: Path) -> None:
    examination = examine(whole, encoder=WordEncoder())
    assert (examination.articles, examination.chunks, examination.embedded_again) == (5, 5, 5)
    assert examination.problems == ()


FILES = [
    "articles.jsonl",
    "chunks.npy",
    "keys.npy",
    "manifest.json",
    "vectors.npy",
    "words/data.csc.index.npy",
    "words/indices.csc.index.npy",
    "words/indptr.csc.index.npy",
    "words/languages.json",
    "words/params.index.json",
    "words/vocab.index.json",
]


def test_these_are_the_files_of_an_index(whole: Path) -> None:
    assert files_of(whole) == FILES


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "damage",
    [flip, lambda content: content[: len(content) // 2], lambda content: b"", None],
    ids=["a byte flipped", "cut in half", "emptied", "removed"],
)
def test_every_damage_to_every_file_is_refused_and_named(
    whole: Path, tmp_path: Path, file: str, damage: Callable[[bytes], bytes] | None
) -> None:
    path = copy(whole, tmp_path)
    target = generation(path) / file
    if damage is None:
        target.unlink()
    else:
        target.write_bytes(damage(target.read_bytes()))
    with pytest.raises(UnusableIndex, match=r"python index_build\.py"):
        open_index(path, encoder=WordEncoder())
    (problem,) = examine(path, encoder=WordEncoder()).problems
    assert f"{file} " in problem
    assert "build it again: python index_build.py --articles PATH --index" in problem


@pytest.mark.parametrize("content", [b"", b"../../etc", b"\xff\xfe", b"gone"])
def test_a_pointer_to_nothing_is_refused(whole: Path, tmp_path: Path, content: bytes) -> None:
    path = copy(whole, tmp_path)
    (path / "CURRENT").write_bytes(content)
    assert len(examine(path, encoder=WordEncoder()).problems) == 1


def rewrite(path: Path, file: str, write: Callable[[Path], None]) -> None:
    """Change a file and all checksums of it, as a stranger would who means harm."""
    folder = generation(path)
    write(folder / file)
    if file != MANIFEST:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        manifest["files"][file] = {"bytes": (folder / file).stat().st_size, "sha256": hash_file(folder / file)}
        (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    (path / "CURRENT").write_text(f"{folder.name} {hash_file(folder / MANIFEST)}\n", "utf-8")


def test_a_vector_of_another_text_is_found_although_its_checksum_is_right(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    rewrite(path, "vectors.npy", lambda file: np.save(file, WordEncoder().embed(["another text"] * 5)))
    problems = examine(path, encoder=WordEncoder()).problems
    assert len(problems) == 5
    assert problems[0].startswith("the vector of chunk 0 is not that of its text (cosine ")
    assert problems[0].endswith("--rebuild")
    articles = list(open_index(path, encoder=WordEncoder()).articles.values())
    build_index(articles, path, encoder=WordEncoder(), rebuild=True)
    assert examine(path, encoder=WordEncoder()).problems == ()


def test_a_chunk_that_was_moved_is_found(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)

    def shorten(file: Path) -> None:
        places = np.load(file)
        places[2, 1] += 10
        np.save(file, places)

    rewrite(path, "chunks.npy", shorten)
    problems = examine(path, encoder=WordEncoder()).problems
    assert problems[0].startswith("article 'a2': the character 0 is in no chunk; build it again")


@pytest.mark.parametrize("file", FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=300), at=st.floats(0, 1), keeps_rest=st.booleans())
def test_a_stranger_can_put_anything_into_a_file_and_nothing_worse_than_a_refusal_follows(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, file: str, junk: bytes, at: float, keeps_rest: bool
) -> None:
    path = copy(whole, tmp_path_factory.mktemp("strange"))

    def spoil(target: Path) -> None:
        content = target.read_bytes()
        cut = int(at * len(content))
        target.write_bytes(content[:cut] + junk + (content[cut + len(junk) :] if keeps_rest else b""))

    rewrite(path, file, spoil)
    try:
        index = open_index(path, encoder=WordEncoder())
    except UnusableIndex as error:
        assert "\n" not in str(error)
    else:
        index.words.search(["treati", "aktau"], 3)
        index.vectors.search(WordEncoder().embed_question("treaty"), 3)
    shutil.rmtree(path.parent)


def test_an_index_of_another_format_is_refused_in_one_sentence(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)

    def renumber(manifest: Path) -> None:
        manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"format": 99}), "utf-8")

    rewrite(path, MANIFEST, renumber)
    with pytest.raises(UnusableIndex, match=r"has the format 99, this program reads 4; build it again"):
        open_index(path, encoder=WordEncoder())


def test_an_index_of_another_model_is_refused_in_one_sentence(whole: Path) -> None:
    other = WordEncoder()
    other.sha256 = "0" * 64
    with pytest.raises(UnusableIndex, match=r"was built with words \(weights .*…\), not with words \(000000000000…\)"):
        open_index(whole, encoder=other)


def test_an_index_whose_counts_are_wrong_is_refused(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)

    def keep_first_line(file: Path) -> None:
        file.write_text(file.read_text("utf-8").split("\n")[0] + "\n", "utf-8")

    rewrite(path, "articles.jsonl", keep_first_line)
    with pytest.raises(UnusableIndex, match="is not one of ours"):
        open_index(path, encoder=WordEncoder())


def test_a_changed_text_is_refused_although_its_checksum_is_right(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)

    def change_the_year(file: Path) -> None:
        file.write_text(file.read_text("utf-8").replace("2018", "2019"), "utf-8")

    rewrite(path, "articles.jsonl", change_the_year)
    with pytest.raises(UnusableIndex, match="the text of article 'a0' does not match its hash"):
        open_index(path, encoder=WordEncoder())


def test_a_changed_title_is_found_although_its_checksum_is_right(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)

    def retitle(file: Path) -> None:
        file.write_text(file.read_text("utf-8").replace("Treaty 3", "Treaty 9"), "utf-8")

    rewrite(path, "articles.jsonl", retitle)
    problems = examine(path, encoder=WordEncoder()).problems
    assert problems[0].startswith("the fingerprint is not that of the articles, their metadata and the settings; ")


def test_articles_are_compared_by_all_they_say(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    articles = list(open_index(path, encoder=WordEncoder()).articles.values())
    articles[0] = replace(articles[0], author="Somebody")
    build = build_index(articles, path, encoder=WordEncoder())
    assert (build.changed, build.unchanged, build.embedded) == (1, 4, 0)
