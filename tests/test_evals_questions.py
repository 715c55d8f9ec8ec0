"""Question files: read, checked, made of feedback, proposed from articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.index import build_index, open_index
from assistant.types import Article, AssistantError
from evals.__main__ import main
from evals.asking import tell_gaps
from evals.beir import read_beir
from evals.check import Problem, check
from evals.feedback import questions_from_feedback
from evals.generate import propose, review
from evals.questions import Question, Value, read_questions, read_squad_articles
from tests.word_encoder import WordEncoder

TEXT = "The port of Aktau was opened to ships in the year 1963 by the state. It lies on the shore of the Caspian Sea."
AKTAU = Article(id="aktau", title="Aktau", text=TEXT)
GOOD = Question(id="1", question="When did it open?", answers=("1963",), articles=("aktau",), evidence=(TEXT[:20],))


def write(path: Path, *records: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def test_the_designs_format_is_read(tmp_path: Path) -> None:
    turns = [
        {"role": "user", "text": "Aktau?"},
        {"role": "assistant", "text": "A port."},
        {"role": "title", "text": "x"},
    ]
    record = {
        "id": 7, "question": "And when?", "answers": ["1963"], "gold_article_ids": ["aktau"], "gold_evidence": ["a"],
        "answerable": True, "type": "time", "kind": "near", "history": turns, "all": True,
        "values": [{"value": "6", "article_id": "aktau", "quote": "six"}],
    }  # fmt: skip
    (question,) = read_questions(write(tmp_path / "q.jsonl", record))
    assert question == Question(
        id="7", question="And when?", answers=("1963",), articles=("aktau",), evidence=("a",), type="time", kind="near",
        history=tuple(turns), needs_all=True, values=(Value("6", "aktau"),),
    )  # fmt: skip
    assert question.turn == 2
    assert read_questions(write(tmp_path / "q.jsonl", {"id": "a", "question": "b"})) == [Question(id="a", question="b")]


def test_a_file_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes(b'\xef\xbb\xbf{"id": 1, "question": "a"}\r\n{"id": 2, "question": "b"}\r\n')
    assert [question.id for question in read_questions(tmp_path / "q.jsonl")] == ["1", "2"]


def test_numbers_in_the_gold_are_texts(tmp_path: Path) -> None:
    record = {"id": 1, "question": "When?", "answers": [1963], "gold_article_ids": [7], "history": None}
    (question,) = read_questions(write(tmp_path / "q.jsonl", record))
    assert (question.answers, question.articles, question.history) == (("1963",), ("7",), ())


def test_squads_json_is_read_with_its_articles(tmp_path: Path) -> None:
    answers = [{"text": "1992", "answer_start": 3}, {"text": "1992", "answer_start": 3}]
    qas = [
        {"id": "1", "question": "When?", "answers": answers, "is_impossible": False},
        {"id": "2", "question": "Who?", "answers": [], "is_impossible": True},
    ]
    paragraphs = [{"context": "In 1992.", "qas": qas}, {"context": "In 1993.", "qas": []}]
    (tmp_path / "squad.json").write_text(json.dumps({"data": [{"title": "A_B", "paragraphs": paragraphs}]}), "utf-8")
    assert read_questions(tmp_path / "squad.json") == [
        Question(id="1", question="When?", answers=("1992",), articles=("A_B",), evidence=("In 1992.",)),
        Question(id="2", question="Who?", answerable=False),
    ]
    assert read_squad_articles(tmp_path / "squad.json") == [Article(id="A_B", title="A B", text="In 1992.\n\nIn 1993.")]
    twice = [{"title": "A_B", "paragraphs": [paragraph]} for paragraph in paragraphs]
    (tmp_path / "twice.json").write_text(json.dumps({"data": twice}), "utf-8")
    assert read_squad_articles(tmp_path / "twice.json") == read_squad_articles(tmp_path / "squad.json")
    assert main(["check", str(tmp_path / "squad.json")]) == 0  # of its own articles


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds no questions"),
        ("{", ":1 is not JSON"),
        ('{"id": 1}', ":1 is no question: expected an object with an id and a question"),
        ('{"id": 1, "question": "a"}\n{"id": 1, "question": "b"}', "has the id '1' twice"),
        ('{"id": 1, "question": "a", "answers": "1963"}', ':1: answers is "1963", expected a list of texts'),
        (
            '{"id": 1, "question": "a", "gold_evidence": [["b"]]}',
            r':1: gold_evidence is \[\["b"\]\], expected a list of',
        ),
        ('{"id": 1, "question": "a", "answerable": "false"}', ':1: answerable is "false", expected true or false'),
        ('{"id": 1, "question": "a", "history": ["b"]}', "a list of objects with role and text"),
        ('{"id": 1, "question": "a", "values": [{"v": 6}]}', "a list of objects with value and article_id"),
    ],
)
def test_a_bad_file_of_questions_is_one_sentence(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "q.jsonl").write_text(content, "utf-8")
    with pytest.raises(AssistantError, match=message):
        read_questions(tmp_path / "q.jsonl")


def beir(folder: Path, qrels: str) -> Path:
    write(
        folder / "corpus.jsonl", {"_id": "d1", "title": "Aktau", "text": TEXT}, {"_id": "d2", "title": "", "text": "x"}
    )
    write(folder / "queries.jsonl", {"_id": "q1", "text": "Aktau port"}, {"_id": "q2", "text": "unjudged"})
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text(qrels, "utf-8")
    return folder


@pytest.mark.parametrize("qrels", ["query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n", "q1\t0\td1\t2\n"])
def test_a_beir_folder_is_read_with_its_grades(tmp_path: Path, qrels: str) -> None:
    articles, questions = read_beir(beir(tmp_path, qrels))
    assert articles == [Article(id="d1", title="Aktau", text=TEXT), Article(id="d2", title="d2", text="x")]
    assert questions == [Question(id="q1", question="Aktau port", articles=("d1",), grades={"d1": 2})]


@pytest.mark.parametrize(
    ("qrels", "message"),
    [
        ("q1\td1\tmuch\nq1\td1\tvery\n", ":2 is no judgement"),
        ("q1\td1\t1.0\n", ":1 is no judgement: expected query, document and a whole grade"),
        ("q9\td1\t1\n", "no query is in"),
    ],
)
def test_a_bad_beir_folder_is_one_sentence(tmp_path: Path, qrels: str, message: str) -> None:
    with pytest.raises(AssistantError, match=message):
        read_beir(beir(tmp_path, qrels))


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("corpus", '{"_id": "d1", "text": "again"}', r"corpus.jsonl:3 has the _id 'd1' again"),
        ("corpus", '{"_id": "d3", "text": 3}', r"corpus.jsonl:3 has a text that is none: 3"),
        ("corpus", '{"id": "d3"}', r"corpus.jsonl:3 has no _id"),
        ("queries", '{"_id": "q1", "text": "again"}', r"queries.jsonl:3 has the _id 'q1' again"),
        ("queries", '{"_id": "q3"}', r"queries.jsonl:3 has no text"),
    ],
)
def test_a_bad_line_of_a_beir_folder_is_one_sentence(tmp_path: Path, file: str, line: str, message: str) -> None:
    folder = beir(tmp_path, "q1\td1\t2\n")
    with (folder / f"{file}.jsonl").open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    with pytest.raises(AssistantError, match=message):
        read_beir(folder)


def test_what_cannot_be_judged_is_said_before_it_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build_index([AKTAU], tmp_path, encoder=WordEncoder())
    index = open_index(tmp_path, encoder=WordEncoder())
    tell_gaps([GOOD, Question(id="2", question="Who?", answerable=False)], index)
    assert capsys.readouterr().err == ""
    tell_gaps([Question(id="1", question="When?", articles=("reprint",), evidence=(TEXT[:20],))], index)
    assert "1 of 1 questions name a gold article that the index has under another id" in capsys.readouterr().err
    tell_gaps([GOOD, Question(id="2", question="Who?"), Question(id="3", question="a", articles=("Aktau",))], index)
    assert capsys.readouterr().err == (
        "1 of 3 questions have no gold ('2' is the first): they are asked, and not judged\n"
        "1 of 3 questions name a gold article that the index does not have ('Aktau' of '3' is the first): "
        "it counts as not found\n"
    )


def test_questions_that_describe_their_articles_have_no_problem() -> None:
    assert check({"dev": [GOOD, Question(id="2", question="Who won?", answerable=False)]}, [AKTAU]) == []


def about_aktau(**gold: Any) -> Question:
    return Question(id="q", question="a", articles=("aktau",), **gold)


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (Question(id="q", question="a b"), "answerable, but it names no gold article"),
        (about_aktau(), "answerable, but it has neither an answer nor a gold quote"),
        (Question(id="q", question="a", answers=("1963",), articles=("gone",)), "there is no article 'gone'"),
        (about_aktau(evidence=("port  of",)), "a quote differs in white space: 'port  of'"),
        (about_aktau(evidence=("Baku",)), "a quote stands in no gold article: 'Baku'"),
        (about_aktau(answers=("1964",)), "no answer stands in a gold article: '1964'"),
        (Question(id="q", question="a", answers=("1963",), answerable=False), "not answerable, but it has gold"),
        (about_aktau(values=(Value("12", "aktau"),)), "the value '12' does not stand in 'aktau'"),
    ],
)
def test_what_no_longer_describes_the_articles_is_said(question: Question, what: str) -> None:
    assert Problem("dev", "q", what) in check({"dev": [question]}, [AKTAU])


def test_a_copy_is_a_duplicate_in_one_file_and_a_leak_between_two() -> None:
    copy = Question(id="2", question="When did it OPEN?!", answerable=False)
    assert check({"dev": [GOOD, copy]}, [AKTAU]) == [Problem("dev", "2", "a duplicate of '1': 'When did it open?'")]
    (problem,) = check({"dev": [GOOD], "test": [copy]}, [AKTAU])
    assert problem.what == "a leak: asked too in dev as '1': 'When did it open?'"
    other = Question(id="3", question="Which port?", answers=("Aktau",), articles=("aktau",), evidence=GOOD.evidence)
    (problem,) = check({"dev": [GOOD], "test": [other]}, [AKTAU])
    assert problem.what == "a leak: dev has its gold quote too, for '1'"


def test_the_same_words_after_another_turn_are_another_question() -> None:
    one = Question(id="1", question="When?", answerable=False, history=({"role": "user", "text": "Aktau?"},))
    two = Question(id="2", question="When?", answerable=False, history=({"role": "user", "text": "Baku port?"},))
    assert check({"dev": [one, two]}, [AKTAU]) == []


ANSWER = {
    "short_answer": "1963",
    "claims": [{"text": TEXT[:68], "citations": [{"article_id": "aktau", "quote": TEXT[:68]}]}],
}


def test_feedback_becomes_questions_with_the_gold_that_follows() -> None:
    lines: list[dict[str, Any]] = [
        {"question": "When?", "verdict": "bad", "answer": ANSWER},
        {"question": "When?", "history": [], "verdict": "good", "answer": ANSWER, "note": "yes"},
        {"question": "Who?", "verdict": "should not have answered", "answer": ANSWER},
        {"question": "Where?", "verdict": "should have answered", "answer": {"claims": []}},
        {"question": "Why?", "verdict": "good", "answer": {"claims": []}},
        {"question": "Which?", "verdict": "wrong citation", "answer": ANSWER},
        {"question": "What?", "verdict": "good"},
    ]
    when, who, where, why, which, what = questions_from_feedback(lines)
    assert (what["answerable"], what["needs_gold"]) == (True, True)  # nobody knows what was good
    assert (when["answers"], when["gold_article_ids"], when["gold_evidence"]) == (["1963"], ["aktau"], [TEXT[:68]])
    assert (when["verdict"], when["note"], "needs_gold" in when) == ("good", "yes", False)
    assert (who["answerable"], who["answers"], "needs_gold" in who) == (False, [], False)
    assert (where["answerable"], where["needs_gold"]) == (True, True)
    assert (why["answerable"], "needs_gold" in why) == (False, False)
    assert (which["gold_article_ids"], which["needs_gold"]) == ([], True)


def test_the_feedback_command_says_what_needs_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "f.jsonl", {"question": "When?", "verdict": "bad", "answer": ANSWER})
    assert main(["from-feedback", str(path), "--out", str(tmp_path / "q.jsonl"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"questions": 1, "need_gold": 1}
    assert read_questions(tmp_path / "q.jsonl")[0].question == "When?"
    write(path, {"question": "When?", "verdict": "meh"})
    assert main(["from-feedback", str(path), "--out", str(tmp_path / "q.jsonl")]) == 2
    assert "f.jsonl:1: verdict 'meh', expected one of good, bad," in capsys.readouterr().err
    unusable: list[dict[str, Any]] = [
        {"history": ["x"]},
        {"answer": {"claims": [{"text": "x"}]}},
        {"answer": {"claims": [{"citations": []}]}},
    ]
    for torn in unusable:
        write(path, {"question": "When?", "verdict": "good", **torn})
        assert main(["from-feedback", str(path), "--out", str(tmp_path / "q.jsonl")]) == 2
        assert "f.jsonl:1 has a history or an answer that is none of ask --json" in capsys.readouterr().err


LONG = Article(
    id="corridor",
    title="Corridor",
    text=(
        "The agreement on the railway was signed by the three ministers in Baku on 12 August 2018. "
        "It is short. "
        "The line carries a freight of 17 million tonnes from the port to the border of the country."
    ),
)


def test_date_and_cloze_questions_are_proposed() -> None:
    date, cloze = sorted(propose([LONG]), key=lambda record: record["type"], reverse=True)
    assert date["question"] == "When: The agreement on the railway was signed by the three ministers in Baku?"
    assert (date["answers"], date["gold_evidence"]) == (["12 August 2018"], [LONG.text[:89]])
    assert cloze["question"] == "The line carries a freight of ____ tonnes from the port to the border of the country."
    assert (cloze["answers"], cloze["gold_article_ids"]) == (["17 million"], ["corridor"])
    assert propose([LONG]) == propose([LONG])


def test_only_what_a_person_accepts_is_written_and_a_stop_is_gone_on_from(tmp_path: Path) -> None:
    proposals = propose([LONG], seed=3)
    out = tmp_path / "accepted.jsonl"
    said: Iterator[str] = iter(["what?", "r", "q"])
    assert review(proposals, out, ask=lambda _: next(said)) == (0, 1)
    assert not out.exists() or out.read_text("utf-8") == ""
    said = iter(["e", "How much freight?", "a"])
    assert review(proposals, out, ask=lambda _: next(said)) == (1, 0)
    (question,) = read_questions(out)
    assert (question.question, question.articles) == ("How much freight?", ("corridor",))
    assert review(proposals, out, ask=lambda _: pytest.fail("all have been seen")) == (0, 0)


@pytest.mark.parametrize(
    "command", ["run", "compare", "report", "sweep", "check", "from-feedback", "generate", "gate", "threshold"]
)
def test_every_command_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert f"example: python -m evals {command}" in capsys.readouterr().out.replace("\n", " ")
