"""A run, a comparison and the gate, whole: planted changes are seen, and re-runs are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import answer
from assistant.index import build_index, open_index
from assistant.records import answer_record
from assistant.types import Article, AssistantError, Index, Mode
from evals.__main__ import main
from evals.asking import sample
from evals.compare import broken_rules, compare, is_worse
from evals.gate import judge_gate, read_baseline, write_baseline
from evals.questions import Question
from evals.results import Result, read_result
from evals.run import run_questions
from tests.word_encoder import WordEncoder

CITIES = (
    "Aktau", "Baku", "Kars", "Poti", "Batumi", "Ganja", "Shusha", "Tbilisi", "Yerevan", "Gyumri", "Anaklia", "Kuryk",
    "Atyrau", "Almaty", "Astana", "Osh", "Dushanbe", "Khujand", "Termez", "Bukhara", "Samarkand", "Mary", "Balkan",
    "Herat",
)  # fmt: skip

Run = Callable[..., Result]


class BlindEncoder(WordEncoder):
    """Sees of a question only its first word: dense retrieval with it is poor, and words must help."""

    def embed_question(self, question: str) -> Any:
        return super().embed_question(question.split(maxsplit=1)[0])

    def embed(self, texts: Any, progress: Any = None) -> Any:
        return super().embed([text.split(maxsplit=1)[0] for text in texts])


@pytest.fixture(scope="module")
def town_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    articles = [
        Article(
            id=city.lower(),
            title="A port",
            date=f"{2001 + i}-05-01",
            text=f"The port of {city} was opened to ships in the year {1901 + i}.",
        )
        for i, city in enumerate(CITIES)
    ]
    path = tmp_path_factory.mktemp("towns")
    encoder = BlindEncoder()
    build_index(articles, path, encoder=encoder)
    return open_index(path, encoder=encoder)


QUESTIONS = [
    Question(
        id=city.lower(),
        question=f"In which year was the port of {city} opened to ships?",
        answers=(str(1901 + i),),
        articles=(city.lower(),),
        evidence=(f"The port of {city} was opened to ships in the year {1901 + i}.",),
        type="time",
    )
    for i, city in enumerate(CITIES)
] + [
    Question(id="none", question="Who shot the sheriff?", answerable=False, type="unanswerable", kind="far"),
    Question(id="?", question="?"),
]


@pytest.fixture(scope="module")
def run(town_index: Index, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("runs")

    def run(name: str = "run", mode: Mode = "hybrid", **options: Any) -> Result:
        source = {"questions": "towns.jsonl", "questions_sha256": "0" * 64}
        return run_questions(QUESTIONS, town_index, folder / f"{name}.json", mode=mode, source=source, **options)

    return run


@pytest.fixture(scope="module")
def hybrid(run: Run) -> Result:
    return run("hybrid")


@pytest.fixture(scope="module")
def dense(run: Run) -> Result:
    return run("dense", mode="dense")


def test_a_run_says_what_it_ran_on_and_with(hybrid: Result, town_index: Index) -> None:
    assert list(hybrid) == [
        "format", "begun", "commit", "dirty", "machine", "index", "program", "settings", "model", "articles", "chunks",
        "index_settings", "seconds", "peak_memory", "summary", "passages", "rows",
    ]  # fmt: skip
    assert (hybrid["index"], hybrid["articles"], hybrid["chunks"]) == (town_index.fingerprint, 24, 24)
    assert hybrid["model"] == {"name": "words", "sha256": WordEncoder.sha256}
    assert hybrid["settings"]["questions_sha256"] == "0" * 64


def test_a_rows_answer_is_the_one_that_answer_gives(hybrid: Result, town_index: Index) -> None:
    for row in hybrid["rows"][:-1]:
        record = answer_record(row["id"], answer(row["question"], town_index))
        assert {name: record[name] for name in row["answer"]} == row["answer"]
        assert [f"{p['article_id']}:{p['start']}-{p['end']}" for p in record["passages"]] == [
            found["passage"] for found in row["found"][:5]
        ]


def test_every_mean_can_be_computed_from_the_rows(hybrid: Result) -> None:
    for name, measure in hybrid["summary"]["measures"].items():
        values = [row["scores"][name] for row in hybrid["rows"] if name in row["scores"]]
        if values:
            assert measure["mean"] == round(sum(values) / len(values), 4)
            assert measure["n"] == len(values)


def test_rows_name_their_passages_and_say_what_is_relevant(hybrid: Result) -> None:
    row = hybrid["rows"][0]
    first = row["found"][0]
    assert hybrid["passages"][first["passage"]]["text"] == "The port of Aktau was opened to ships in the year 1901."
    assert first["relevant"] == ["holds", "evidence", "article"]
    assert (row["verdict"], row["scores"]["holds@1"], row["scores"]["citation precision"]) == ("right", 1.0, 1.0)
    assert row["years"] == ["2001"]
    assert hybrid["summary"]["rejected_by_verify"] == 0
    assert hybrid["rows"][-1]["found"] == []


def test_a_stopped_run_goes_on_and_gives_the_same_rows(town_index: Index, hybrid: Result, tmp_path: Path) -> None:
    asked = []

    def stop(done: int, _: int) -> None:
        asked.append(done)
        if len(asked) == 9:
            raise KeyboardInterrupt

    out = tmp_path / "stopped.json"
    with pytest.raises(KeyboardInterrupt):
        run_questions(QUESTIONS, town_index, out, progress=stop)
    partial = out.with_name("stopped.json.partial")
    assert len(partial.read_text("utf-8").splitlines()) == 10  # a heading and nine rows
    partial.write_bytes(partial.read_bytes()[:-7])  # the last was being written
    eighth = json.loads(partial.read_text("utf-8").splitlines()[8])
    result = run_questions(QUESTIONS, town_index, out)
    assert not partial.exists()
    assert result["rows"][7] == eighth  # with its seconds: it was not asked again
    assert [_timeless(row) for row in result["rows"]] == [_timeless(row) for row in hybrid["rows"]]


def test_a_stopped_run_with_other_settings_is_not_gone_on_with(town_index: Index, tmp_path: Path) -> None:
    out = tmp_path / "run.json"
    out.with_name("run.json.partial").write_text('{"settings": {}}\n{"id": "aktau", "scores": {}}\n', "utf-8")
    assert run_questions(QUESTIONS[:1], town_index, out)["rows"][0]["scores"]["R@1"] == 1.0


def _timeless(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "seconds"}


def test_words_switched_off_is_a_regression_that_compare_sees(hybrid: Result, dense: Result) -> None:
    comparison = compare(hybrid, dense)
    assert comparison.measures["MRR@10"].mean < -0.3
    assert is_worse("MRR@10", comparison.measures["MRR@10"])
    assert len(comparison.worse) > 15
    assert len(comparison.better) <= 1
    assert comparison.worse[0].measure == "holds@1"
    assert broken_rules(["MRR@10 worse by 0.01"], comparison.measures, hybrid["summary"]["measures"])
    assert broken_rules(["any worse"], comparison.measures, hybrid["summary"]["measures"])


def test_words_switched_on_is_an_improvement_that_compare_sees(hybrid: Result, dense: Result) -> None:
    comparison = compare(dense, hybrid)
    difference = comparison.measures["MRR@10"]
    assert difference.is_change
    assert difference.mean > 0.3
    assert broken_rules(["MRR@10 worse by 0.01"], comparison.measures, dense["summary"]["measures"]) == []


def test_the_worth_of_the_confidence_is_compared_too(hybrid: Result, dense: Result) -> None:
    comparison = compare(hybrid, dense)
    for name in ("calibration error", "risk-coverage area"):
        before, after = (result["summary"]["measures"][name]["mean"] for result in (hybrid, dense))
        assert comparison.measures[name].mean == pytest.approx(after - before, abs=2e-4)
    assert is_worse("risk-coverage area", comparison.measures["risk-coverage area"])
    assert broken_rules(["risk-coverage area worse"], comparison.measures, hybrid["summary"]["measures"])
    alike = compare(hybrid, hybrid).measures["calibration error"]
    assert (alike.mean, alike.p, alike.differing, alike.is_change) == (0.0, 1.0, 0, False)


def test_ten_runs_of_an_unchanged_program_are_no_change(run: Run, hybrid: Result) -> None:
    for number in range(10):
        comparison = compare(hybrid, run(f"again-{number}"))
        assert (comparison.better, comparison.worse, comparison.answers_changed) == ((), (), 0)
        assert not any(difference.is_change for difference in comparison.measures.values())


def test_the_gate_passes_an_unchanged_program_and_fails_a_regression(
    hybrid: Result, dense: Result, tmp_path: Path
) -> None:
    write_baseline(tmp_path / "baseline.json", hybrid)
    baseline = read_baseline(tmp_path / "baseline.json")
    lines, fallen, risen = judge_gate(baseline, hybrid)
    assert (lines[-1], fallen, risen) == ("passed on 26 questions", [], [])
    lines, fallen, risen = judge_gate(baseline, dense)
    assert lines[-1].startswith("FAILED: R@1 was 1.000 and is ")
    assert len(fallen) >= 4
    assert risen == []


def test_the_gate_says_what_is_better(hybrid: Result, dense: Result, tmp_path: Path) -> None:
    write_baseline(tmp_path / "baseline.json", dense)
    lines, fallen, risen = judge_gate(read_baseline(tmp_path / "baseline.json"), hybrid)
    assert (fallen, lines[-1]) == ([], "passed on 26 questions")
    assert lines[-2].startswith("BETTER: R@1 was ")
    assert {sentence.split(" was ")[0] for sentence in risen} >= {"R@1", "MRR@10", "nDCG@10"}


def test_the_gate_sees_a_measure_that_is_gone_and_an_answer_that_is_rejected(hybrid: Result, tmp_path: Path) -> None:
    write_baseline(tmp_path / "baseline.json", hybrid)
    summary = hybrid["summary"] | {"rejected_by_verify": 1}
    summary["measures"] = {n: v for n, v in summary["measures"].items() if n != "R@1"}
    _, fallen, _ = judge_gate(read_baseline(tmp_path / "baseline.json"), hybrid | {"summary": summary})
    assert fallen == ["R@1 was 1.000 and is 0.000", "verification rejects 1 answers"]


def test_compare_exits_with_1_when_a_rule_holds_and_2_when_it_is_no_rule(
    run: Run, hybrid: Result, dense: Result, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, result in (("hybrid", hybrid), ("dense", dense)):
        (tmp_path / f"{name}.json").write_text(json.dumps(result), "utf-8")
    files = [str(tmp_path / "hybrid.json"), str(tmp_path / "dense.json")]
    assert main(["compare", *files]) == 0
    assert "WORSE" in capsys.readouterr().out
    assert main(["compare", *files, "--fail-if", "MRR@10 worse by 0.01"]) == 1
    assert "FAILED MRR@10 worse by 0.01: MRR@10 went " in capsys.readouterr().out
    assert main(["compare", *files[::-1], "--fail-if", "MRR@10 worse by 5%", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"]["MRR@10"]["verdict"] == "better"
    assert main(["compare", *files, "--fail-if", "beauty worse"]) == 2
    assert "no rule 'beauty worse'" in capsys.readouterr().err


def test_results_of_different_questions_are_not_compared(hybrid: Result) -> None:
    other = hybrid | {"rows": [row | {"id": f"{row['id']}!"} for row in hybrid["rows"]]}
    with pytest.raises(AssistantError, match="share no question"):
        compare(hybrid, other)
    relabelled = [row | {"answers": ["?"]} if row["id"] == "aktau" else row for row in hybrid["rows"]]
    assert compare(hybrid, hybrid | {"rows": relabelled}).relabelled == 1


def test_what_is_no_result_is_said_in_one_sentence(town_index: Index, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("{}", "utf-8")
    with pytest.raises(AssistantError, match="no result of this version; make it again"):
        read_result(tmp_path / "old.json")
    with pytest.raises(AssistantError, match="python -m evals run"):
        read_result(tmp_path / "none.json")
    with pytest.raises(AssistantError, match="gate --accept"):
        read_baseline(tmp_path / "none.json")
    (tmp_path / "old.json").write_text('{"format": 2}', "utf-8")
    with pytest.raises(AssistantError, match="no result of this version; make it again"):
        read_result(tmp_path / "old.json")
    with pytest.raises(AssistantError, match=r"is no baseline \(there is no 'measures'\); write one"):
        read_baseline(tmp_path / "old.json")
    with pytest.raises(AssistantError, match="is a folder; name a file for the result"):
        run_questions([], town_index, tmp_path)


def test_a_place_that_cannot_be_written_to_is_one_line(
    hybrid: Result, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(hybrid), "utf-8")
    assert main(["report", str(tmp_path / "a.json"), "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"evals report: {tmp_path}: Is a directory\n"


def test_a_sample_is_drawn_by_its_seed_in_the_order_of_the_file() -> None:
    drawn = sample(QUESTIONS, 5, 1)
    assert drawn == sample(QUESTIONS, 5, 1) != sample(QUESTIONS, 5, 2)
    assert drawn == [question for question in QUESTIONS if question in drawn]
    assert sample(QUESTIONS, None, 1) == sample(QUESTIONS, 99, 1) == QUESTIONS
