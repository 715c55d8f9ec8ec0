"""A grid is run whole, embeds and asks nothing twice, and says what is best for its seconds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.retrieval import retrieve
from assistant.types import MODES, AssistantError
from evals.__main__ import main
from evals.asking import build_cached, read_folder
from evals.kept_encoder import KeptEncoder
from evals.results import read_result
from evals.sweep import Cell, Setting, best_of, describe_sweep, draw_sweep, make_grid, sweep
from tests.word_encoder import WordEncoder

TOWNS = {"aktau": ("Aktau", 1963), "baku": ("Baku", 1902), "poti": ("Poti", 1858)}


@pytest.fixture
def towns(tmp_path: Path) -> tuple[Path, Path]:
    """Give a folder of articles and a file of questions about them, one of which they do not answer."""
    articles, questions = tmp_path / "articles", tmp_path / "towns.jsonl"
    articles.mkdir()
    lines: list[dict[str, object]] = []
    for id, (town, year) in TOWNS.items():
        text = f"The port of {town} was opened to ships in the year {year} by the state. It lies on the shore of a sea."
        (articles / f"{id}.md").write_text(f"---\ntitle: {town}\n---\n\n{text}\n", "utf-8")
        lines.append(
            {
                "id": id,
                "question": f"When was the port of {town} opened?",
                "answers": [str(year)],
                "gold_article_ids": [id],
            }
        )
    lines.append({"id": "none", "question": "Zxqv?", "answerable": False})
    questions.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return articles, questions


def test_a_sweep_embeds_and_asks_nothing_twice(towns: tuple[Path, Path], tmp_path: Path) -> None:
    encoder = WordEncoder()
    settings = make_grid([20, 160], ["hybrid", "lexical"], [1, 12], [0.1], [5])
    first = sweep([towns], settings, tmp_path / "out", tmp_path / "cache", encoder=encoder)
    assert len(first) == len({cell.result for cell in first}) == 6  # both sizes: hybrid twice, lexical once
    written = [Path(cell.result).stat().st_mtime_ns for cell in first]
    assert sweep([towns], settings, tmp_path / "out", tmp_path / "cache", encoder=encoder) == first
    assert [Path(cell.result).stat().st_mtime_ns for cell in first] == written
    assert len(encoder.embedded) == len(set(encoder.embedded)) == 9  # each article's two sentences, apart and together
    more = make_grid([20, 500], ["lexical"], [12], [0.1], [5])
    sweep([towns], more, tmp_path / "out", tmp_path / "cache", encoder=encoder)
    assert len(encoder.embedded) == 9  # 500 tokens cut these articles as 160 do


def test_a_cell_holds_what_its_setting_measures(towns: tuple[Path, Path], tmp_path: Path) -> None:
    settings = make_grid([160], ["lexical", "dense"], [12], [-1.0, 2.0], [1])
    cells = sweep([towns], settings, tmp_path / "out", tmp_path / "cache", encoder=WordEncoder())
    wanted = ("R@1", "holds@1", "withheld", "declined")
    found = {(c.setting.mode, c.setting.threshold): [c.measures[name] for name in wanted] for c in cells}
    assert found["lexical", -1.0] == [1.0, 1.0, 0.0, 1.0]
    assert found["lexical", 2.0] == found["dense", 2.0] == [1.0, 0.0, 1.0, 1.0]  # nothing is as sure as 2
    result = read_result(Path(cells[0].result))
    assert {name: result["settings"][name] for name in ("mode", "reordered", "threshold", "read", "k", "limit")} == {
        "mode": "lexical", "reordered": 0, "threshold": -1.0, "read": 1, "k": 10, "limit": None,
    }  # fmt: skip


def test_candidates_decide_the_order_of_a_result(towns: tuple[Path, Path], tmp_path: Path) -> None:
    encoder = WordEncoder()
    settings = make_grid([20], ["hybrid"], [0, 12], [-1.0], [5])
    none, twelve = sweep([towns], settings, tmp_path / "out", tmp_path / "cache", encoder=encoder)
    index = build_cached(read_folder([towns[0]]), tmp_path / "cache", size=20, encoder=encoder)
    for cell, reordered in ((none, 0), (twelve, 12)):
        for row in read_result(Path(cell.result))["rows"]:
            passages = retrieve(row["question"], index, k=10, reordered=reordered)
            assert [found["score"] for found in row["found"]] == [passage.score for passage in passages]


def test_a_stopped_sweep_goes_on(towns: tuple[Path, Path], tmp_path: Path) -> None:
    settings = make_grid([160], ["lexical"], [12], [0.1, 0.2], [5])
    whole = sweep([towns], settings, tmp_path / "whole", tmp_path / "cache", encoder=WordEncoder())
    out = tmp_path / "stopped"
    (cell,) = sweep([towns], settings[:1], out, tmp_path / "cache", encoder=WordEncoder())
    kept = Path(cell.result).read_bytes()
    (out / Path(whole[1].result).name).write_text('{"format": 1}', "utf-8")  # of another version: made again
    again = sweep([towns], settings, out, tmp_path / "cache", encoder=WordEncoder())
    assert [c.measures for c in again] == [c.measures for c in whole]
    assert Path(again[0].result).read_bytes() == kept


def test_a_grid_repeats_no_mode_for_candidates_that_it_does_not_order_anew() -> None:
    grid = make_grid([160], MODES, [6, 12], [0.1], [5])
    assert [(point.mode, point.reordered) for point in grid] == [
        ("hybrid", 6), ("hybrid", 12), ("average", 0), ("ranks", 0), ("dense", 0), ("lexical", 0),
    ]  # fmt: skip
    assert str(grid[0]) == "160-hybrid-6-0.1-5"
    for point, message in (
        (([0], [12], [5]), "--chunk-size is 0, expected 1 or more"),
        (([160], [-1], [5]), "--reordered is -1, expected 0 or more"),
        (([160], [12], [0]), "--read is 0, expected 1 or more"),
    ):
        with pytest.raises(AssistantError, match=message):
            make_grid(point[0], ["hybrid"], point[1], [0.1], point[2])


def test_the_pareto_front_has_what_nothing_beats_in_both() -> None:
    def cell(seconds: float, quality: float, mode: str = "hybrid") -> Cell:
        return Cell("a", "q", Setting(160, mode, 12, 0.09, 5), {"holds@1": quality}, seconds, "")  # type: ignore[arg-type]  # any name

    fast, slow, beaten, late = cell(0.1, 0.5, "ranks"), cell(0.3, 0.9), cell(0.2, 0.4), cell(0.4, 0.9)
    assert best_of([late, beaten, slow, fast], "holds@1") == [fast, slow]
    lines = list(describe_sweep([late, beaten, slow, fast], "holds@1"))
    assert lines[0] == "a, q"
    assert lines[1].split() == ["size", "mode", "reordered", "threshold", "read", "holds@1", "p50", "s"]
    assert lines[-1].split() == ["*", "160", "ranks", "12", "0.09", "5", "0.500", "0.1000"]
    assert [line[0] for line in lines[2:]] == [" ", " ", "*", "*"]
    drawn = draw_sweep([late, beaten, slow, fast], "holds@1")
    assert drawn.count("<circle") == 6  # four settings, and the two on the front again
    assert drawn.count("<polyline") == 1
    assert "<title>160-ranks-12-0.09-5: 0.500</title>" in drawn


def test_the_command_writes_the_table_and_the_plot(
    towns: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    asked = ["sweep", "--set", *map(str, towns), "--out", str(out), "--cache", str(tmp_path / "cache"), "--limit", "2"]
    assert main([*asked, "--mode", "lexical", "--read", "1", "2", "--json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert records == json.loads((out / "sweep.json").read_text("utf-8"))
    assert [record["setting"]["read"] for record in records] == [1, 2]
    assert "holds@1 against seconds" in (out / "sweep.html").read_text("utf-8")
    assert main([*asked, "--mode", "lexical", "--measure", "beauty"]) == 2
    assert "no measure 'beauty' here; --measure is one of: F1, F1, where given, MAP@10" in capsys.readouterr().err


def test_a_beir_folder_and_a_squad_file_are_swept(tmp_path: Path) -> None:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text('{"_id": "d", "title": "Aktau", "text": "The port of Aktau."}\n', "utf-8")
    (folder / "queries.jsonl").write_text('{"_id": "q", "text": "Aktau port"}\n', "utf-8")
    (folder / "qrels" / "test.tsv").write_text("q\td\t1\n", "utf-8")
    question = {"id": "1", "question": "In what year?", "answers": [{"text": "1963", "answer_start": 12}]}
    squad = tmp_path / "squad.json"
    paragraph = {"context": "In the year 1963.", "qas": [question]}
    squad.write_text(json.dumps({"data": [{"title": "A", "paragraphs": [paragraph]}]}), "utf-8")
    settings = make_grid([160], ["lexical"], [12], [0.1], [5])
    sets = [(folder, Path("test")), (squad, squad)]
    beir, own = sweep(sets, settings, tmp_path / "out", tmp_path / "cache", encoder=WordEncoder())
    assert (beir.measures["article R@1"], own.measures["R@1"]) == (1.0, 1.0)
    lines = list(describe_sweep([beir, own], "holds@1"))
    assert lines[1].split()[5:12] == ["article", "R@1", "article", "R@5", "article", "MRR@10", "withheld"]
    assert lines[4].split()[5:10] == ["R@1", "R@5", "MRR@10", "holds@1", "holds@3"]


def test_a_kept_encoder_embeds_a_text_once_and_gives_the_same_vectors(tmp_path: Path) -> None:
    encoder = WordEncoder()
    kept = KeptEncoder(encoder, tmp_path)
    first = kept.embed(["one", "two", "one"])
    assert (first == WordEncoder().embed(["one", "two", "one"])).all()
    assert encoder.embedded == ["one", "two"]
    assert (KeptEncoder(encoder, tmp_path).embed(["two", "three"])[0] == first[1]).all()
    assert encoder.embedded == ["one", "two", "three"]
