"""A damaged index is named by doctor, and refused or detected when it is opened."""

from __future__ import annotations

import contextlib
import json
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.doctor import examine
from assistant.generations import current_name
from assistant.index import build_index, open_index
from assistant.manifest import GENERATIONS, MANIFEST, hash_file
from assistant.retrieval import retrieve
from assistant.types import Article, UnusableIndex, Vectors
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
    "articles.npy",
    "chunks.npy",
    "keys.npy",
    "manifest.json",
    "texts.txt",
    "vectors.npy",
    "words/chunks.json",
    "words/ends.npy",
    "words/hashes.npy",
    "words/letters.npy",
    "words/names.npy",
    "words/rows.npy",
    "words/scores.npy",
    "words/starts.npy",
    "words/words.npy",
]


def test_these_are_the_files_of_an_index(whole: Path) -> None:
    assert files_of(whole) == FILES


def ask(path: Path) -> None:
    """Open an index, and ask it."""
    retrieve("treaty of Aktau", open_index(path, encoder=WordEncoder()), k=5)


def flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "damage",
    [lambda content: content[: len(content) // 2], lambda content: content[:-1], lambda content: b"", None],
    ids=["cut in half", "a byte short", "emptied", "removed"],
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


@pytest.mark.parametrize("file", [*FILES, "CURRENT"])
def test_a_flipped_byte_is_refused_and_its_file_named_wherever_it_is(whole: Path, tmp_path: Path, file: str) -> None:
    path = copy(whole, tmp_path)
    target = path / file if file == "CURRENT" else generation(path) / file
    content = target.read_bytes()
    drawn = random.Random(7).sample(range(len(content)), k=min(20, len(content)))
    for at in {0, len(content) - 2, len(content) - 1, *drawn}:
        spoilt = flip(content, at)
        target.write_bytes(spoilt)
        if file == "CURRENT" and spoilt.split() == content.split():
            continue  # another sort of white space
        with pytest.raises(UnusableIndex):
            ask(path)
        (problem,) = examine(path, encoder=WordEncoder()).problems
        assert file in problem, (at, problem)
        assert "python index_build.py --articles PATH --index" in problem


@pytest.mark.parametrize("content", [b"", b"../../etc", b"\xff\xfe", b"gone"])
def test_a_pointer_to_nothing_is_refused(whole: Path, tmp_path: Path, content: bytes) -> None:
    path = copy(whole, tmp_path)
    (path / "CURRENT").write_bytes(content)
    (problem,) = examine(path, encoder=WordEncoder()).problems
    assert "is damaged: CURRENT names no generation; build it again: python index_build.py" in problem


def test_every_damaged_file_is_named_at_once(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    (generation(path) / "vectors.npy").write_bytes(b"")
    (generation(path) / "words" / "chunks.json").unlink()
    (generation(path) / "chunks.npy").write_bytes(flip((generation(path) / "chunks.npy").read_bytes(), 130))
    problems = examine(path, encoder=WordEncoder()).problems
    assert [problem.split(" is damaged: ")[1].split(" ")[0] for problem in problems] == [
        "chunks.npy",
        "vectors.npy",
        "words/chunks.json",
    ]


@pytest.mark.parametrize("file", [file for file in FILES if file not in {"keys.npy", "vectors.npy"}])
def test_a_build_repairs_a_damaged_file_and_embeds_nothing_again(whole: Path, tmp_path: Path, file: str) -> None:
    path = copy(whole, tmp_path)
    before = open_index(path, encoder=WordEncoder())
    articles = list(before.articles.values())
    target = generation(path) / file
    # the manifest's first bytes are its heading; the rest is a list of articles, which the build makes anew
    target.write_bytes(flip(target.read_bytes(), 30) if file == MANIFEST else b"")
    encoder = WordEncoder()
    build = build_index(articles, path, encoder=encoder)
    assert (build.embedded, encoder.embedded, build.fingerprint) == (0, [], before.fingerprint)
    assert examine(path, encoder=WordEncoder()).problems == ()


def test_a_build_repairs_what_does_not_belong_and_what_names_it_and_embeds_nothing(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    articles = list(open_index(path, encoder=WordEncoder()).articles.values())
    (generation(path) / "stranger.so").write_bytes(b"")
    (problem,) = examine(path, encoder=WordEncoder()).problems
    assert "stranger.so is not in its manifest; build it again" in problem
    assert build_index(articles, path, encoder=WordEncoder()).embedded == 0
    assert examine(path, encoder=WordEncoder()).problems == ()
    (path / "CURRENT").write_bytes(b"nothing")
    assert build_index(articles, path, encoder=WordEncoder()).embedded == 0
    assert examine(path, encoder=WordEncoder()).problems == ()


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


def nearly(vectors: Vectors) -> Vectors:
    """Turn each vector a little, as another graph of a model does."""
    turned = vectors + np.float32(0.2) * np.roll(vectors, 1, axis=1)
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    return turned


def test_vectors_made_with_another_graph_are_said_to_be_so(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    rewrite(path, "vectors.npy", lambda file: np.save(file, nearly(np.load(file))))
    here, libraries = WordEncoder(), ", ".join(f"{name} {version(name)}" for name in ("onnxruntime", "tokenizers"))
    assert len(examine(path, encoder=here).problems) == 5  # the same graph makes of them what it made
    here.graph = "words 2"
    (problem,) = examine(path, encoder=here).problems
    assert problem.startswith(
        f"its vectors were made with words 1, {libraries}, and here they are made with words 2, {libraries}: "
        "5 of 5 differ (cosine 0.9"
    )
    assert problem.endswith(f"answers; build it again: python index_build.py --articles PATH --index {path}")
    articles = list(open_index(path, encoder=here).articles.values())
    assert build_index(articles, path, encoder=here).embedded == 5
    assert examine(path, encoder=here).problems == ()


def test_another_graph_whose_vectors_are_the_same_is_no_problem(whole: Path) -> None:
    here = WordEncoder()
    here.graph = "words 2"
    assert examine(whole, encoder=here).problems == ()


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
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    articles = list(open_index(whole, encoder=WordEncoder()).articles.values())
    try:
        index = open_index(path, encoder=WordEncoder())
    except UnusableIndex as error:
        assert "\n" not in str(error)
    else:
        with contextlib.suppress(UnusableIndex):
            retrieve("treaty of Aktou", index)
    build_index([*articles, Article(id="new", title="New", text=TEXT)], path, encoder=WordEncoder())
    assert len(open_index(path, encoder=WordEncoder()).articles) == 6
    shutil.rmtree(path.parent)


@pytest.mark.parametrize("name", ["chunks.npy", "keys.npy", "vectors.npy", "words/scores.npy", "articles.npy"])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    descr=st.sampled_from(["'<f4'", "'<f8'", "'|O'", "'<U9'", "[('a', '<i8')]", "'|V4'", "__import__('os')", "7"]),
    shape=st.sampled_from(["(5, 64)", "(64,)", "()", "(-1, 64)", "(10**12, 64)", "(99999999999, 64)", "(5, 0)", "'a'"]),
    body=st.integers(0, 2000),
)
def test_a_strangers_array_header_gets_nothing_worse_than_a_refusal(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, name: str, descr: str, shape: str, body: int
) -> None:
    path = copy(whole, tmp_path_factory.mktemp("header"))
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}\n".encode()
    content = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(body)

    def replace_content(file: Path) -> None:
        file.write_bytes(content)

    rewrite(path, name, replace_content)
    articles = list(open_index(whole, encoder=WordEncoder()).articles.values())
    with contextlib.suppress(UnusableIndex):
        ask(path)
    build_index(articles, path, encoder=WordEncoder())
    assert len(open_index(path, encoder=WordEncoder()).articles) == 5
    shutil.rmtree(path.parent)


def test_an_index_of_another_format_is_refused_in_one_sentence(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)

    def renumber(manifest: Path) -> None:
        manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"format": 99}), "utf-8")

    rewrite(path, MANIFEST, renumber)
    with pytest.raises(UnusableIndex, match=r"has the format 99, this program reads 6; build it again"):
        open_index(path, encoder=WordEncoder())


def test_an_index_of_another_model_is_refused_in_one_sentence(whole: Path) -> None:
    other = WordEncoder()
    other.sha256 = "0" * 64
    with pytest.raises(UnusableIndex, match=r"was built with words \(weights .*…\), not with words \(000000000000…\)"):
        open_index(whole, encoder=other)


def change(manifest: dict[str, Any], *names: str, to: object) -> None:
    """Put a value into a manifest, however deep."""
    *parents, last = names
    for name in parents:
        manifest = manifest[name]
    manifest[last] = to


def rewrite_manifest(path: Path, *names: str, to: object) -> None:
    def put(file: Path) -> None:
        manifest = json.loads(file.read_text("utf-8"))
        change(manifest, *names, to=to)
        file.write_text(json.dumps(manifest), "utf-8")

    rewrite(path, MANIFEST, put)


def test_an_index_of_another_dimension_is_refused_in_one_sentence(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    rewrite(path, "vectors.npy", lambda file: np.save(file, np.eye(5, 32, dtype=np.float32)))
    with pytest.raises(UnusableIndex, match="has 32 components a vector, and its manifest says 64; build it again"):
        open_index(path, encoder=WordEncoder())
    rewrite_manifest(path, "model", "dimension", to=32)
    index = open_index(path, encoder=WordEncoder())  # which loads no model, and so cannot know
    said = f"the index in {path} has vectors of 32 components, and its model makes 64; build it again: "
    with pytest.raises(UnusableIndex, match=re.escape(said)):
        retrieve("treaty", index)
    assert examine(path, encoder=WordEncoder()).problems == (
        f"{said}python index_build.py --articles PATH --index {path}",
    )
    build_index(list(index.articles.values()), path, encoder=WordEncoder())
    assert examine(path, encoder=WordEncoder()).problems == ()


def test_an_index_whose_model_is_not_here_is_refused_in_one_sentence(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    rewrite_manifest(path, "model", "name", to=str(tmp_path / "gone"))
    (problem,) = examine(path).problems
    assert problem.startswith(f"the index in {path} cannot be asked without its model: no model ")
    assert problem.endswith(f"or build it again: python index_build.py --articles PATH --index {path} --model NAME")


def test_an_index_for_another_fusion_is_named(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    rewrite_manifest(path, "settings", "fusion", "dense_weight", to=0.9)
    (problem,) = examine(path, encoder=WordEncoder()).problems
    assert problem.startswith("it was built for the fusion {")
    assert problem.endswith(f"; build it again: python index_build.py --articles PATH --index {path}")


@pytest.mark.parametrize("cut", [{"size": "x"}, {"size": 0}, {"length": 1}])
def test_cut_settings_that_are_none_are_named(whole: Path, tmp_path: Path, cut: dict[str, Any]) -> None:
    path = copy(whole, tmp_path)
    rewrite_manifest(path, "settings", "cut", to=cut)
    (problem,) = examine(path, encoder=WordEncoder()).problems
    assert problem.startswith(f"the index in {path} is damaged: manifest.json has no usable 'settings.cut'; build it")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just("../../etc/passwd"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)
PLACES = st.sampled_from(
    [
        *(("model", name) for name in ("name", "sha256", "graph", "dimension")),
        *(("settings", "cut", name) for name in ("size", "title")),
        *(("settings", name) for name in ("cut", "fusion", "search", "token_bytes")),
        *(("settings", "search", name) for name in ("clusters", "probes", "learnt_of")),
        *(("counts", name) for name in ("articles", "chunks")),
        *(("articles", id) for id in ("a0", "other")),
        *(("files", name) for name in ("vectors.npy", "keys.npy", "../a", "/etc/passwd")),
        *(("files", "keys.npy", name) for name in ("bytes", "sha256")),
        ("libraries", "onnxruntime"),
        *((n,) for n in ("format", "fingerprint", "model", "settings", "counts", "articles", "files", "libraries")),
    ]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(PLACES, ANYTHING | st.integers(-1, 70)), min_size=1, max_size=3))
def test_a_strangers_manifest_gets_nothing_worse_than_a_refusal(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[tuple[str, ...], object]]
) -> None:
    path = copy(whole, tmp_path_factory.mktemp("manifest"))
    articles = list(open_index(whole, encoder=WordEncoder()).articles.values())

    def spoil(file: Path) -> None:
        manifest = json.loads(file.read_text("utf-8"))
        for names, value in sorted(changes, key=lambda pair: -len(pair[0])):  # what lies deep before what holds it
            change(manifest, *names, to=value)
        file.write_text(json.dumps(manifest), "utf-8")

    rewrite(path, MANIFEST, spoil)
    try:
        assert len(retrieve("treaty of Aktau", open_index(path, encoder=WordEncoder()))) == 5
    except UnusableIndex as error:
        assert "\n" not in str(error)
    for problem in examine(path, encoder=WordEncoder()).problems:
        assert "build it again: python index_build.py --articles PATH --index" in problem or "--model" in problem
    build_index(articles, path, encoder=WordEncoder())
    assert examine(path, encoder=WordEncoder()).problems == ()  # so the command that is named repairs it
    shutil.rmtree(path.parent)


def test_an_index_whose_counts_are_wrong_is_refused(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)

    def keep_first_line(file: Path) -> None:
        file.write_text(file.read_text("utf-8").split("\n")[0] + "\n", "utf-8")

    rewrite(path, "articles.jsonl", keep_first_line)
    with pytest.raises(UnusableIndex, match=r"does not agree with itself|is not one of ours"):
        open_index(path, encoder=WordEncoder())


def test_a_changed_text_is_refused_although_its_checksum_is_right(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)

    def change_the_year(file: Path) -> None:
        file.write_text(file.read_text("utf-8").replace("2018", "2019"), "utf-8")

    rewrite(path, "texts.txt", change_the_year)
    with pytest.raises(UnusableIndex, match=r"the text of article 'a\d' does not match its hash"):
        ask(path)


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
