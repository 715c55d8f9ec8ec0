"""An index embeds only what changed, resumes, is built by one at a time, and survives what goes wrong."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock

from assistant.chunks import CutSettings
from assistant.generations import current_name, read_pointer
from assistant.index import JOURNAL, LOCK, LiveIndex, build_index, open_index
from assistant.manifest import GENERATIONS, hash_file, read_manifest
from assistant.retrieval import retrieve
from assistant.types import Article, AssistantError, Progress, UnusableIndex, Vectors
from tests.serving import ROOT
from tests.word_encoder import WordEncoder

SMALL = CutSettings(size=20)
HARBOURS = ("Aktau", "Baku", "Poti", "Batumi", "Alat", "Kuryk")


def article(i: int, extra: str = "") -> Article:
    paragraphs = [
        f"The harbour of {harbour} loads {i} ships of grain in the month of {harbour}." for harbour in HARBOURS
    ]
    return Article(id=f"a{i:02}", title=f"Report {i}", text="\n\n".join(paragraphs) + extra)


ARTICLES = [article(i) for i in range(8)]


def test_a_first_build_embeds_everything(tmp_path: Path) -> None:
    build = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (build.articles, build.chunks, build.added, build.embedded) == (8, 48, 8, 48)
    assert (build.changed, build.unchanged, build.removed) == (0, 0, 0)


def test_an_unchanged_build_embeds_nothing_and_keeps_the_generation(tmp_path: Path) -> None:
    first = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    name = current_name(tmp_path)
    again = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (again.unchanged, again.embedded, again.fingerprint) == (8, 0, first.fingerprint)
    assert current_name(tmp_path) == name


def test_only_the_new_chunks_of_a_changed_article_are_embedded(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    encoder = WordEncoder()
    changed = [article(0, "\n\nA seventh harbour opened at Anaklia."), *ARTICLES[1:]]
    build = build_index(changed, tmp_path, encoder=encoder, settings=SMALL)
    assert (build.changed, build.unchanged, build.embedded) == (1, 7, 1)
    assert encoder.embedded == ["Report 0\nA seventh harbour opened at Anaklia."]


def test_a_removed_article_is_gone_from_everything(tmp_path: Path) -> None:
    unique = Article(id="b", title="Secret", text="The zebra clause is confidential.")
    build_index([*ARTICLES, unique], tmp_path, encoder=WordEncoder(), settings=SMALL)
    build = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (build.removed, build.unchanged, build.embedded, build.chunks) == (1, 8, 0, 48)
    index = open_index(tmp_path, encoder=WordEncoder())
    assert len(index.vectors) == len(index.words) == len(index.chunks) == 48
    assert retrieve("zebra confidential", index, mode="lexical") == []
    assert not any(b"zebra" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_a_renamed_article_embeds_nothing(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    renamed = [replace(ARTICLES[0], id="moved/elsewhere"), *ARTICLES[1:]]
    build = build_index(renamed, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (build.added, build.removed, build.unchanged, build.embedded) == (1, 1, 7, 0)
    (first,) = retrieve(
        "Report 0 Aktau", open_index(tmp_path, encoder=WordEncoder()), k=1, articles=["moved/elsewhere"]
    )
    assert first.chunk.article_id == "moved/elsewhere"


def test_a_file_that_has_no_title_but_its_name_embeds_nothing_under_another_name(tmp_path: Path) -> None:
    named = replace(ARTICLES[0], title="Scan 7", is_titled=False)
    build_index([named, *ARTICLES[1:]], tmp_path, encoder=WordEncoder(), settings=SMALL)
    renamed = replace(named, id="renamed", title="Harbours")
    build = build_index([renamed, *ARTICLES[1:]], tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (build.added, build.removed, build.unchanged, build.embedded) == (1, 1, 7, 0)
    index = open_index(tmp_path, encoder=WordEncoder())
    assert index.articles["renamed"] == renamed
    assert {p.chunk.article_id for p in retrieve("harbours", index, k=6, mode="lexical")} == {"renamed"}


def test_a_title_of_its_own_is_embedded_with_each_chunk(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    retitled = [replace(ARTICLES[0], title="Harbours"), *ARTICLES[1:]]
    build = build_index(retitled, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (build.changed, build.unchanged, build.embedded) == (1, 7, 6)


def test_other_settings_cut_again_and_embed_only_texts_that_are_new(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    build = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=CutSettings(size=50))
    assert (build.unchanged, build.chunks, build.embedded) == (8, 24, 24)


def checksums(path: Path) -> dict[str, str]:
    return {file.relative_to(path).as_posix(): hash_file(file) for file in path.rglob("*") if file.is_file()}


BUILD = "import os, sys, index_build; os.sched_setaffinity(0, eval(sys.argv.pop(1))); sys.exit(index_build.main())"


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no way to give a process fewer cores")
def test_the_order_of_articles_the_number_of_threads_and_the_process_change_no_byte(tmp_path: Path) -> None:
    lines = [json.dumps({"id": a.id, "title": a.title, "text": a.text, "language": "en"}) for a in ARTICLES]
    shuffled = random.Random(3).sample(lines, len(lines))
    cores = os.sched_getaffinity(0)
    found = []
    for seed, order, threads in (("1", lines, {min(cores)}), ("2", shuffled, cores)):
        source, path = tmp_path / f"{seed}.jsonl", tmp_path / seed
        source.write_text("\n".join(order), "utf-8")
        command = [sys.executable, "-c", BUILD, repr(threads), "--articles", str(source), "--index", str(path)]
        environment = os.environ | {"PYTHONHASHSEED": seed}  # sets have another order in each process
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        found.append(checksums(path))
    assert len(found[0]) == 23  # the files of a generation, CURRENT and the lock
    assert found[0] == found[1]


class TiredEncoder(WordEncoder):
    """Is interrupted, as by Ctrl-C, when it has embedded so many batches."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self.batches = batches

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if self.batches == 0:
            raise KeyboardInterrupt
        self.batches -= 1
        return super().embed(texts, progress)


def test_a_stopped_build_goes_on_where_it_was(tmp_path: Path) -> None:
    many = [article(i) for i in range(40)]  # 240 chunks: batches of 64, 64, 64 and 48
    with pytest.raises(KeyboardInterrupt):
        build_index(many, tmp_path, encoder=TiredEncoder(2), settings=SMALL)
    with pytest.raises(UnusableIndex, match="no index in"):
        open_index(tmp_path, encoder=WordEncoder())
    shown: list[tuple[int, int]] = []
    build = build_index(
        many, tmp_path, encoder=WordEncoder(), settings=SMALL, progress=lambda done, total: shown.append((done, total))
    )
    assert (build.chunks, build.embedded) == (240, 112)
    assert shown == [(128, 240), (192, 240), (240, 240)]  # what was kept is counted as done
    assert not (tmp_path / JOURNAL).exists()


def test_a_stopped_repair_of_the_pointer_loses_no_vector(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    (tmp_path / "CURRENT").write_bytes(b"\0" * 82)
    more = [*ARTICLES, article(8)]
    with pytest.raises(KeyboardInterrupt):
        build_index(more, tmp_path, encoder=TiredEncoder(0), settings=SMALL)
    assert build_index(more, tmp_path, encoder=WordEncoder(), settings=SMALL).embedded == 6
    assert sorted(file.name for file in tmp_path.iterdir()) == ["CURRENT", "generations", "lock"]
    assert [folder.name for folder in (tmp_path / GENERATIONS).iterdir()] == [current_name(tmp_path)]


def test_a_torn_end_of_the_journal_is_embedded_again(tmp_path: Path) -> None:
    many = [article(i) for i in range(40)]
    with pytest.raises(KeyboardInterrupt):
        build_index(many, tmp_path, encoder=TiredEncoder(2), settings=SMALL)
    content = (tmp_path / JOURNAL).read_bytes()
    (tmp_path / JOURNAL).write_bytes(content[:-7])
    assert build_index(many, tmp_path, encoder=WordEncoder(), settings=SMALL).embedded == 113
    index = open_index(tmp_path, encoder=WordEncoder())
    texts = [f"{index.articles[c.article_id].title}\n{c.text}" for c in index.chunks]
    folder = tmp_path / GENERATIONS / current_name(tmp_path)
    assert np.array_equal(np.load(folder / "vectors.npy"), WordEncoder().embed(texts))


def test_control_c_stops_with_a_sentence_that_says_how_to_go_on(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(i), "text": f"Ship {i} left Baku with grain. " * 30}) for i in range(1200)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    program = (  # the background jobs of a shell ignore Control-C, and so do their children
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "import index_build; sys.exit(index_build.main())"
    )
    paths = ["--articles", str(tmp_path / "many.jsonl"), "--index", str(tmp_path / "i")]
    command = [sys.executable, "-c", program, *paths]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    journal, waited = tmp_path / "i" / JOURNAL, time.monotonic()
    while not (journal.exists() and journal.stat().st_size) and time.monotonic() - waited < 120:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.rstrip().endswith("what was embedded is kept: run the same command again to go on")
    assert journal.stat().st_size > 0


def test_a_second_builder_is_refused_while_the_first_one_runs(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    with FileLock(tmp_path / LOCK), pytest.raises(AssistantError, match=r"another build of .* is running"):
        build_index(ARTICLES[1:], tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert build_index(ARTICLES[1:], tmp_path, encoder=WordEncoder(), settings=SMALL).removed == 1


def test_a_reader_keeps_its_generation_and_a_later_build_removes_it(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    reader = open_index(tmp_path, encoder=WordEncoder())
    build_index(ARTICLES[1:], tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert len(list((tmp_path / GENERATIONS).iterdir())) == 2
    assert len(retrieve("Report 0 Aktau", reader, articles=["a00"])) == 5
    assert reader.held is not None
    reader.held.close()
    build_index(ARTICLES[2:], tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert [folder.name for folder in (tmp_path / GENERATIONS).iterdir()] == [current_name(tmp_path)]


def test_a_running_server_serves_the_new_generation_from_the_next_question_on(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    live = LiveIndex(tmp_path, encoder=WordEncoder())
    assert len(live.get().articles) == 8
    build = build_index(ARTICLES[1:], tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (live.get().fingerprint, len(live.get().articles)) == (build.fingerprint, 7)


def test_a_server_goes_on_with_what_it_has_when_the_folder_is_spoilt(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    live = LiveIndex(tmp_path, encoder=WordEncoder())
    (tmp_path / "CURRENT").write_text("gone", "utf-8")
    assert len(live.get().articles) == 8


def test_a_damaged_index_is_built_anew(tmp_path: Path) -> None:
    first = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    (tmp_path / GENERATIONS / current_name(tmp_path) / "vectors.npy").write_bytes(b"")
    build = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (build.embedded, build.fingerprint) == (48, first.fingerprint)
    assert len(open_index(tmp_path, encoder=WordEncoder()).chunks) == 48


def test_a_stopped_build_with_another_model_leaves_the_index_being_served(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    other = TiredEncoder(1)
    other.sha256 = "0" * 64
    with pytest.raises(KeyboardInterrupt):
        build_index([article(i) for i in range(40)], tmp_path, encoder=other, settings=SMALL)
    assert len(retrieve("harbour of Poti", open_index(tmp_path, encoder=WordEncoder()))) == 5


def test_a_rebuild_uses_nothing_of_the_old_index_and_serves_it_until_it_is_done(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    name = current_name(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        build_index(ARTICLES, tmp_path, encoder=TiredEncoder(0), settings=SMALL, rebuild=True)
    assert current_name(tmp_path) == name
    assert len(open_index(tmp_path, encoder=WordEncoder()).chunks) == 48
    build = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL, rebuild=True)
    assert (build.unchanged, build.embedded) == (8, 48)
    assert current_name(tmp_path) != name


def test_nothing_to_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="there is no article to index"):
        build_index([], tmp_path, encoder=WordEncoder())


def test_a_path_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(
        AssistantError, match=r"cannot be written to .*file: File exists; this is a file; name a folder with --index"
    ):
        build_index(ARTICLES, tmp_path / "file", encoder=WordEncoder())
    assert (tmp_path / "file").read_text("utf-8") == "mine"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of half a megabyte; only root can."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)  # a failed build may still map its vectors


def test_a_full_disk_is_one_sentence_and_the_old_index_answers_on(small_disk: Path) -> None:
    build_index(ARTICLES, small_disk / "index", encoder=WordEncoder(), settings=SMALL)
    before = open_index(small_disk / "index", encoder=WordEncoder()).fingerprint
    many = [article(i) for i in range(300)]
    with pytest.raises(AssistantError, match=r"index: No space left on device; make room, and run it again: the index"):
        build_index(many, small_disk / "index", encoder=WordEncoder(), settings=SMALL)
    index = open_index(small_disk / "index", encoder=WordEncoder())
    assert index.fingerprint == before
    assert len(retrieve("harbour of Poti", index)) == 5


def test_a_read_only_disk_is_one_sentence_and_its_index_answers(small_disk: Path) -> None:
    build_index(ARTICLES, small_disk / "index", encoder=WordEncoder(), settings=SMALL)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(AssistantError, match=r"cannot be written to .*index: Read-only file system"):
        build_index(ARTICLES[1:], small_disk / "index", encoder=WordEncoder(), settings=SMALL)
    assert len(open_index(small_disk / "index", encoder=WordEncoder()).articles) == 8


PERMISSIONS = """
import sys
from pathlib import Path
from assistant.index import build_index, open_index
from assistant.types import AssistantError
from tests.test_index import ARTICLES
from tests.word_encoder import WordEncoder
act = {"build": lambda path: build_index(ARTICLES, path, encoder=WordEncoder()), "open": open_index}
try:
    act[sys.argv[1]](Path(sys.argv[2]))
except AssistantError as error:
    print(error)
"""


def as_somebody(act: str, path: Path) -> str:
    """Do something as a user whom the permissions of files hold for; root is one without its privileges."""
    command = [sys.executable, "-c", PERMISSIONS, act, str(path)]
    if os.geteuid() == 0:
        bounded = "--bounding-set=-dac_override,-dac_read_search"
        command = ["setpriv", "--inh-caps=-dac_override,-dac_read_search", bounded, *command]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may do everything here")
def test_a_folder_nobody_may_write_to_or_read_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "index"
    build_index(ARTICLES[1:], path, encoder=WordEncoder())
    (path / LOCK).chmod(0o400)
    said = f"the index cannot be written to {path}: Permission denied; name a folder that you may write to with --index"
    assert as_somebody("build", path) == said
    (path / LOCK).chmod(0o600)
    path.chmod(0o500)
    assert as_somebody("build", path) == said
    path.chmod(0o700)
    for file in (path / "CURRENT", *(path / GENERATIONS).rglob("*.n*"), *(path / GENERATIONS).rglob("manifest.json")):
        file.chmod(0)
        said = f"the index in {path} cannot be read: Permission denied; let this user read it: chmod -R u+rX {path}"
        assert as_somebody("open", path) == said
        file.chmod(0o600)
    assert len(open_index(path, encoder=WordEncoder()).articles) == 7


def test_a_killed_rebuild_goes_on_where_it_was(tmp_path: Path) -> None:
    many = [article(i) for i in range(40)]
    build_index(many, tmp_path, encoder=WordEncoder(), settings=SMALL)
    with pytest.raises(KeyboardInterrupt):
        build_index(many, tmp_path, encoder=TiredEncoder(2), settings=SMALL, rebuild=True)
    assert build_index(many, tmp_path, encoder=WordEncoder(), settings=SMALL, rebuild=True).embedded == 112
    assert sorted(file.name for file in tmp_path.iterdir()) == ["CURRENT", "generations", "lock"]


def test_a_build_after_one_with_another_model_embeds_with_its_own(tmp_path: Path) -> None:
    many = [article(i) for i in range(40)]
    other = TiredEncoder(2)
    other.sha256 = "0" * 64
    with pytest.raises(KeyboardInterrupt):
        build_index(many, tmp_path, encoder=other, settings=SMALL)
    assert build_index(many, tmp_path, encoder=WordEncoder(), settings=SMALL).embedded == 240


def test_the_vectors_of_an_older_format_are_kept(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    manifest = tmp_path / GENERATIONS / current_name(tmp_path) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"format": 1}), "utf-8")
    build = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (build.added, build.embedded) == (8, 0)
    assert len(open_index(tmp_path, encoder=WordEncoder()).chunks) == 48


def test_vectors_that_another_runtime_has_made_are_made_again(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    name = current_name(tmp_path)
    folder = tmp_path / GENERATIONS / name
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["libraries"]["onnxruntime"] = "0.1"
    np.save(folder / "keys.npy", np.load(folder / "keys.npy") ^ np.uint8(1))  # its keys name that version
    manifest["files"]["keys.npy"]["sha256"] = hash_file(folder / "keys.npy")
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (tmp_path / "CURRENT").write_text(f"{name} {hash_file(folder / 'manifest.json')}\n", "utf-8")
    assert len(open_index(tmp_path, encoder=WordEncoder()).chunks) == 48
    build = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (build.unchanged, build.embedded) == (8, 48)


def test_an_index_made_by_other_libraries_is_made_anew_of_its_vectors(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    name = current_name(tmp_path)
    manifest = tmp_path / GENERATIONS / name / "manifest.json"
    content = json.loads(manifest.read_text("utf-8"))
    before = dict(content["libraries"])
    content["libraries"]["tiktoken"] = "0.1"
    manifest.write_text(json.dumps(content), "utf-8")
    (tmp_path / "CURRENT").write_text(f"{name} {hash_file(manifest)}\n", "utf-8")
    build = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (build.unchanged, build.embedded) == (8, 0)
    assert read_manifest(tmp_path, *read_pointer(tmp_path))["libraries"] == before


def test_vectors_of_another_graph_of_the_model_are_not_mixed_in(tmp_path: Path) -> None:
    many = [article(i) for i in range(40)]
    first = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    with pytest.raises(KeyboardInterrupt):
        build_index(many, tmp_path, encoder=TiredEncoder(2), settings=SMALL)
    other = WordEncoder()
    other.graph = "words 2"
    assert build_index(many, tmp_path, encoder=other, settings=SMALL).embedded == 240
    again = build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert (again.removed, again.embedded, again.fingerprint) == (32, 48, first.fingerprint)
    assert read_manifest(tmp_path, *read_pointer(tmp_path))["model"]["graph"] == "words 1"


def test_moving_an_article_does_not_even_load_the_model(tmp_path: Path) -> None:
    class Unloadable(WordEncoder):
        def count_tokens(self, texts: Sequence[str]) -> list[int]:
            raise AssertionError("the model was loaded")

        def embed_question(self, question: str) -> Vectors:
            raise AssertionError("the model was loaded")

    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    moved = [replace(ARTICLES[0], id="moved/elsewhere"), *ARTICLES[2:]]
    assert build_index(moved, tmp_path, encoder=Unloadable(), settings=SMALL).embedded == 0


def test_a_server_tries_a_refused_index_once_and_the_next_one_again(tmp_path: Path, caplog: Any) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    live = LiveIndex(tmp_path, encoder=WordEncoder())
    build_index(ARTICLES[1:], tmp_path, encoder=WordEncoder(), settings=SMALL)
    (tmp_path / GENERATIONS / current_name(tmp_path) / "vectors.npy").write_bytes(b"")
    assert [len(live.get().articles) for _ in range(3)] == [8, 8, 8]
    assert sum("still serving the index opened before" in record.message for record in caplog.records) == 1
    build_index(ARTICLES[2:], tmp_path, encoder=WordEncoder(), settings=SMALL)
    assert len(live.get().articles) == 6


def test_a_server_does_not_go_over_to_a_generation_with_a_flipped_byte(tmp_path: Path) -> None:
    build_index(ARTICLES, tmp_path, encoder=WordEncoder(), settings=SMALL)
    live = LiveIndex(tmp_path, encoder=WordEncoder())
    build_index(ARTICLES[1:], tmp_path, encoder=WordEncoder(), settings=SMALL)
    target = tmp_path / GENERATIONS / current_name(tmp_path) / "keys.npy"
    target.write_bytes(target.read_bytes()[:-1] + b"?")
    assert len(live.get().articles) == 8
    assert len(retrieve("harbour of Poti", live.get())) == 5


def test_a_large_collection_is_searched_by_clusters_that_a_build_keeps(tmp_path: Path) -> None:
    many = [article(i) for i in range(40)]
    build_index(many, tmp_path, encoder=WordEncoder(), settings=SMALL, largest_flat=100)
    first = open_index(tmp_path, encoder=WordEncoder())
    assert first.settings["search"] == {"clusters": 15, "probes": 3, "learnt_of": 240}
    assert first.chunks[int(first.vectors.search(first.vectors.vectors()[7], 1).rows[0])] == first.chunks[7]
    build = build_index(many[1:], tmp_path, encoder=WordEncoder(), settings=SMALL, largest_flat=100)
    second = open_index(tmp_path, encoder=WordEncoder())
    assert (build.embedded, second.settings["search"]) == (0, first.settings["search"])
    assert len(second.vectors) == 234


def test_a_full_disk_leaves_nothing_that_takes_room(small_disk: Path) -> None:
    build_index(ARTICLES, small_disk / "index", encoder=WordEncoder(), settings=SMALL)
    many = [article(i) for i in range(300)]
    with pytest.raises(AssistantError, match="No space left"):
        build_index(many, small_disk / "index", encoder=WordEncoder(), settings=SMALL)
    generations = list((small_disk / "index" / GENERATIONS).iterdir())
    assert [folder.name for folder in generations] == [current_name(small_disk / "index")]
