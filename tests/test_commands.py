"""The commands, run as programs: what they print and the codes they exit with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.serving import ROOT, free_port

TEXT = "The Aktau treaty was signed on 12 August 2018. Five presidents took part in the ceremony at the Caspian shore."


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands")
    (folder / "articles").mkdir()
    (folder / "articles" / "aktau.md").write_text(f"---\ntitle: Aktau\ndate: 2019-01-02\n---\n\n{TEXT}\n", "utf-8")
    built = run("index_build.py", "--articles", folder / "articles", "--index", folder / "index", "--json")
    assert built.returncode == 0, built.stderr
    report = json.loads(built.stdout)
    report.pop("seconds")
    assert len(report.pop("fingerprint")) == 64
    assert report == {
        "articles": 1,
        "chunks": 1,
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
        "duplicates": 0,
        "skipped": [],
        "embedded": 1,
        "duplicates_of": [],
        "near_duplicates": [],
        "undated": [],
        "without_author": ["aktau"],
        "filled": {},
        "from_cache": [],
    }
    return folder


def ask_json(folder: Path, *arguments: str | Path) -> list[dict[str, Any]]:
    done = run("-m", "assistant", *arguments, "--index", folder / "index", "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_ask_prints_the_contracts_json(folder: Path) -> None:
    (reply,) = ask_json(folder, "ask", "When was the Aktau treaty signed?")
    assert list(reply) == [
        "id",
        "question",
        "understood_as",
        "answered",
        "short_answer",
        "confidence",
        "claims",
        "passages",
        "index",
        "answerer",
        "form",
        "missing",
        "note",
        "asks_back",
        "settings",
    ]
    assert (reply["answered"], reply["short_answer"], reply["answerer"]) == (True, "12 August 2018", "extractive")
    (citation,) = reply["claims"][0]["citations"]
    assert citation == {
        "article_id": "aktau",
        "article_sha256": citation["article_sha256"],
        "start": 0,
        "end": 46,
        "quote": "The Aktau treaty was signed on 12 August 2018.",
        "title": "Aktau",
        "author": None,
        "date": "2019-01-02",
        "publisher": None,
        "url": None,
        "page": None,
    }
    assert reply["claims"][0]["text"] == citation["quote"]


def test_retrieve_answers_a_file_of_questions_in_order(folder: Path, tmp_path: Path) -> None:
    questions = [{"id": "b", "question": "Aktau treaty"}, {"id": "a", "question": "presidents at the Caspian"}]
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(question) + "\n" for question in questions), "utf-8")
    replies = ask_json(folder, "retrieve", "--questions", file, "-k", "1")
    assert [reply["id"] for reply in replies] == ["b", "a"]
    (passage,) = replies[0]["passages"]
    assert (passage["article_id"], passage["start"], passage["end"], passage["text"]) == ("aktau", 0, len(TEXT), TEXT)
    assert 0 < passage["score"] <= 1


def test_retrieve_says_why_and_what_else_was_searched(folder: Path) -> None:
    (reply,) = ask_json(folder, "retrieve", "When was the Aqtau treaty signed?", "--explain", "--distinct", "-k", "1")
    assert reply["also_searched"] == {"Aqtau": ["aktau"]}
    explanation = reply["passages"][0]["explanation"]
    assert list(explanation) == ["dense", "lexical", "late", "pairs", "in_time", "words"]
    assert explanation["words"][:2] == ["aktau", "treati"]


def test_what_a_filter_leaves_out_for_want_of_a_date_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    built = run("index_build.py", "--articles", tmp_path / "a.txt", "--index", tmp_path / "index")
    assert built.returncode == 0, built.stderr
    done = run("-m", "assistant", "retrieve", "treaty", "--since", "2000", "--index", tmp_path / "index", "--json")
    assert json.loads(done.stdout) == {"id": "1", "question": "treaty", "passages": [], "undated_left_out": 1}
    assert "1 articles without a date were left out; --undated keeps them" in done.stderr
    (reply,) = ask_json(tmp_path, "retrieve", "treaty", "--since", "2000", "--undated")
    assert len(reply["passages"]) == 1


def test_a_question_that_cannot_be_used_has_its_line_too(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "question": "?!"}\n{"id": 2, "question": "Aktau treaty"}\n', "utf-8")
    done = run("-m", "assistant", "ask", "--questions", file, "--index", folder / "index", "--json")
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(reply["id"], reply["claims"] == []) for reply in replies] == [("1", True), ("2", False)]
    assert done.returncode == 1
    assert "skipped question '1': the question has no words; ask with some" in done.stderr


def test_a_history_that_is_no_list_of_turns_is_one_line(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "question": "and then?", "history": ["x"]}\n', "utf-8")
    done = run("-m", "assistant", "ask", "--questions", file, "--index", folder / "index")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == f"assistant ask: {file}:1 has a history that is no list of turns, each with a role and a text\n"
    )


def test_filters_are_flags(folder: Path) -> None:
    (reply,) = ask_json(folder, "retrieve", "Aktau treaty", "--since", "2019-01-03")
    assert reply["passages"] == []


def test_verify_accepts_what_ask_printed_and_rejects_a_changed_character(folder: Path, tmp_path: Path) -> None:
    (reply,) = ask_json(folder, "ask", "When was the Aktau treaty signed?")
    saved = tmp_path / "answer.json"
    saved.write_text(json.dumps(reply, indent=1), "utf-8")
    accepted = run("-m", "assistant", "verify", saved, "--index", folder / "index")
    assert (accepted.returncode, accepted.stdout) == (0, "1 of 1 answers stand as they were saved\n")
    saved.write_text(json.dumps([reply, reply]), "utf-8")
    assert run("-m", "assistant", "verify", saved, "--index", folder / "index").stdout.startswith("2 of 2 answers")
    reply["claims"][0]["citations"][0]["quote"] = "The Aktau treaty was signed on 13 August 2018."
    saved.write_text(json.dumps(reply), "utf-8")
    rejected = run("-m", "assistant", "verify", saved, "--index", folder / "index")
    assert rejected.returncode == 1
    assert "claim 1, citation 1: at 0..46 the article 'aktau' says" in rejected.stdout


def test_a_skipped_file_is_said_and_the_others_are_indexed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    done = run("index_build.py", "--articles", tmp_path, "--index", tmp_path / ".index", "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["articles"] == 1
    assert report["skipped"] == [{"source": str(tmp_path / "empty.txt"), "reason": "the file is empty"}]
    assert f"skipped {tmp_path / 'empty.txt'}: the file is empty" in done.stderr


def test_the_author_that_a_folder_leaves_out_can_be_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: Aktau\nauthor: Bo Editor\n---\n{TEXT}", "utf-8")
    (tmp_path / "b.md").write_text("---\ntitle: Baku\n---\nThe harbour of Baku is deep.", "utf-8")
    index = tmp_path / ".index"
    done = run("index_build.py", "--articles", tmp_path, "--index", index, "--author", "Ada Writer", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["filled"], report["without_author"]) == ({"author": 1}, [])
    assert "1 that name no author were given the one of --author" in done.stderr


def test_files_of_unknown_formats_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    for name in ("app.js", "b.css", "c.css"):
        (tmp_path / name).write_text("x", "utf-8")
    done = run("index_build.py", "--articles", tmp_path, "--index", tmp_path / ".index", "--json")
    assert done.returncode == 1
    assert "skipped 3 of unknown formats: app.js, b.css and 1 more like it; known are .md," in done.stderr
    assert [Path(skipped["source"]).name for skipped in json.loads(done.stdout)["skipped"]] == [
        "app.js",
        "b.css",
        "c.css",
    ]


def test_a_private_address_is_refused_unless_it_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    address = f"http://127.0.0.1:{free_port()}/article"
    done = run(
        "index_build.py", "--articles", tmp_path / "a.txt", address, "--index", tmp_path / "index",
        "--cache", tmp_path / "fetched",
    )  # fmt: skip
    assert done.returncode == 1
    assert f"skipped {address}: it leads to 127.0.0.1, a private address; give --allow-private" in done.stderr


def test_a_file_that_is_renamed_or_moved_is_not_embedded_again(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    (articles / "seas").mkdir(parents=True)
    (articles / "caspian-notes.txt").write_text(TEXT, "utf-8")  # no title but its name
    (articles / "harbour.md").write_text("---\ntitle: Harbours\n---\nThe harbour of Baku is deep.", "utf-8")

    def build() -> tuple[int, int, int, int]:
        done = run("index_build.py", "--articles", articles, "--index", tmp_path / "index", "--json")
        report = json.loads(done.stdout)
        return report["added"], report["removed"], report["unchanged"], report["embedded"]

    assert build() == (2, 0, 0, 2)
    (articles / "caspian-notes.txt").rename(articles / "treaty of aktau.txt")
    assert build() == (1, 1, 1, 0)
    (articles / "treaty of aktau.txt").rename(articles / "seas" / "treaty of aktau.txt")
    (articles / "harbour.md").rename(articles / "seas" / "harbour.md")
    assert build() == (2, 2, 0, 0)
    (passages,) = ask_json(tmp_path, "retrieve", "Where was the Aktau treaty signed?")
    assert passages["passages"][0]["article_id"] == "seas/treaty of aktau"
    assert passages["passages"][0]["title"] == "Treaty of aktau"
    assert run("-m", "assistant", "doctor", "--index", tmp_path / "index").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-m", "assistant", "ask", "Why?", "--index", "/nowhere"], "assistant ask: no index in /nowhere; build it"),
        (["-m", "assistant", "ask", "--index", "/nowhere"], "assistant ask: expected a question, or a file of them"),
        (["-m", "assistant", "ask", "--questions", "/nowhere"], "assistant ask: /nowhere cannot be read: No such file"),
        (
            ["index_build.py", "--articles", "/nowhere", "--index", "/tmp/x"],
            "index_build.py: no file or folder /nowhere",
        ),
        (["app.py", "--index", "/nowhere"], "app.py: no index in /nowhere; build it again"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(arguments: list[str], message: str) -> None:
    if arguments[0] == "app.py":
        arguments = [*arguments, "--port", str(free_port())]
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_said(folder: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("app.py", "--index", folder / "index", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == (
        f"app.py: 127.0.0.1:{port} cannot be served (Address already in use); "
        "stop what uses it, or give another --port\n"
    )


@pytest.mark.parametrize("program", [["-m", "assistant"], ["-m", "assistant", "ask"], ["index_build.py"], ["app.py"]])
def test_help_has_an_example_and_exits_with_0(program: list[str]) -> None:
    done = run(*program, "--help")
    assert done.returncode == 0
    assert program == ["-m", "assistant"] or "example: " in done.stdout


CHECK = ["-m", "assistant", "check"]


def test_check_says_the_verdict_and_the_words() -> None:
    done = run(*CHECK, "Trade rose by 39%.", "--quote", "Trade rose by 38 per cent in 2023.")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "not supported: the number “39%” is not in the quote; it has “38 per cent”\n"


def test_check_takes_a_file_of_pairs(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    quote = "The Aktau treaty was signed on 12 August 2018."
    pairs = [("a", "The Aktau treaty was signed on August 12, 2018.", quote), ("b", "It was not signed.", quote)]
    file.write_text("".join(json.dumps({"id": i, "claim": c, "quote": q}) + "\n" for i, c, q in pairs), "utf-8")
    done = run(*CHECK, "--pairs", file, "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["id"], line["verdict"]) for line in lines] == [("a", "supported"), ("b", "not_supported")]
    assert all(list(line) == ["id", "verdict", "because"] for line in lines)


def test_check_wants_a_quote_or_a_file() -> None:
    done = run(*CHECK, "Trade rose.")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("assistant check: expected a claim and its --quote, or a file of them with --pairs")


def test_replay_prints_the_saved_bytes_again_and_says_what_differs(folder: Path, tmp_path: Path) -> None:
    asked = run(
        "-m", "assistant", "ask", "When was the Aktau treaty signed?", "--index", folder / "index", "--json", "-k", "1"
    )
    saved = tmp_path / "answer.json"
    saved.write_text(asked.stdout, "utf-8")
    again = run("-m", "assistant", "replay", saved, "--index", folder / "index", "--json")
    assert (again.returncode, again.stdout) == (0, asked.stdout)
    saved.write_text(asked.stdout.replace('"short_answer": "12 August 2018"', '"short_answer": "12 August"'), "utf-8")
    changed = run("-m", "assistant", "replay", saved, "--index", folder / "index")
    assert changed.returncode == 1
    assert changed.stdout.splitlines()[0] == "1: short_answer is '12 August 2018', and was '12 August'"
