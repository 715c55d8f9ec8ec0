"""A grid of settings and question sets in; a table of quality and seconds, and their Pareto plot, out.

An index is built once for each set and chunk size, and kept; a run is made once for each program
and setting, and kept too. So a grid that was stopped, or that grows, asks only what is missing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

from assistant.progress import Bar
from assistant.retrieval import Mode
from assistant.types import Encoder
from evals.asking import build_cached, read_folder, sample
from evals.document import write_page
from evals.plots import Mark, Series, plot
from evals.questions import hash_questions, read_questions
from evals.results import Result, read_result
from evals.run import hash_program, run_questions

SHOWN = ("R@1", "R@5", "MRR@10", "holds@1", "holds@3", "withheld", "invented")


@dataclass(frozen=True, slots=True)
class Setting:
    """One point of the grid."""

    size: int
    mode: Mode
    threshold: float
    read: int

    def __str__(self) -> str:
        """Name it as files and plots do."""
        return f"{self.size}-{self.mode}-{self.threshold:g}-{self.read}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one setting measured on one set; `seconds` is the median question's."""

    articles: str
    questions: str
    setting: Setting
    measures: Mapping[str, float]
    seconds: float
    result: str


def sweep(
    sets: Sequence[tuple[Path, Path]],
    settings: Sequence[Setting],
    out: Path,
    cache: Path,
    *,
    limit: int | None = None,
    seed: int = 1,
    encoder: Encoder | None = None,
) -> list[Cell]:
    """Run every setting on every set of (articles, questions)."""
    cells = []
    for articles_path, questions_path in sets:
        articles, questions = read_folder([articles_path]), sample(read_questions(questions_path), limit, seed)
        source = {
            "questions": questions_path.name,
            "questions_sha256": hash_questions(questions_path),
            "limit": limit,
            "seed": seed,
        }
        for size in dict.fromkeys(setting.size for setting in settings):
            index = build_cached(articles, cache, size=size, encoder=encoder)
            for setting in (setting for setting in settings if setting.size == size):
                path = out / f"{questions_path.parent.name}-{questions_path.stem}-{setting}.json"
                asked: dict[str, Any] = {"mode": setting.mode, "threshold": setting.threshold, "read": setting.read}
                result = _kept(path, {"index": index.fingerprint, "settings": asked | {"k": 10} | source})
                if result is None:
                    with Bar(str(setting)) as bar:
                        result = run_questions(questions, index, path, source=source, progress=bar, **asked)
                cells.append(_cell(articles_path, questions_path, setting, path, result))
    return cells


def best_of(cells: Sequence[Cell], measure: str) -> list[Cell]:
    """Return the Pareto front: the cells that no other beats in both quality and seconds."""
    front = []
    highest = float("-inf")
    for cell in sorted(cells, key=lambda c: (c.seconds, -c.measures.get(measure, 0.0))):
        if cell.measures.get(measure, 0.0) > highest:
            highest = cell.measures.get(measure, 0.0)
            front.append(cell)
    return front


def sweep_from_options(options: argparse.Namespace) -> int:
    """Run the sweep command."""
    from assistant.confidence import THRESHOLD

    grid = product(options.chunk_size, options.mode, options.threshold or [THRESHOLD], options.read)
    cells = sweep(
        [(articles, questions) for articles, questions in options.set],
        [Setting(*point) for point in grid],
        options.out,
        options.cache,
        limit=options.limit,
        seed=options.seed,
    )
    records = [asdict(cell) for cell in cells]
    (options.out / "sweep.json").write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (options.out / "sweep.html").write_text(draw_sweep(cells, options.measure), "utf-8")
    print(
        json.dumps(records, ensure_ascii=False) if options.json else "\n".join(describe_sweep(cells, options.measure))
    )
    return 0


def describe_sweep(cells: Sequence[Cell], measure: str) -> Iterator[str]:
    """Yield the table, a line a cell; a star is on the Pareto front of its set."""
    for (articles, questions), own in _by_set(cells):
        front = best_of(own, measure)
        yield f"{articles}, {questions}"
        yield f"  {'size mode threshold read':<28}" + "".join(f"{name:>10}" for name in SHOWN) + f"{'p50 s':>10}"
        for cell in own:
            setting = f"{cell.setting.size} {cell.setting.mode} {cell.setting.threshold:g} {cell.setting.read}"
            figures = "".join(f"{cell.measures[n]:>10.3f}" if n in cell.measures else f"{'-':>10}" for n in SHOWN)
            yield f"{'*' if cell in front else ' '} {setting:<28}{figures}{cell.seconds:>10.4f}"


def draw_sweep(cells: Sequence[Cell], measure: str) -> str:
    """Return the tables and the plots of quality against seconds as a page."""
    blocks = []
    for (articles, questions), own in _by_set(cells):
        front = [_mark(cell, measure) for cell in best_of(own, measure)]
        every = [_mark(cell, measure) for cell in own]
        series = [Series("every setting", every, joined=False), Series("best for its seconds", front)]
        drawn = plot(f"{measure} against seconds", series, x="median seconds a question", y=measure, unit=False)
        blocks.append(f"<h2>{escape(articles)}, {escape(questions)}</h2><div class=plots>{drawn}</div>")
    return write_page("Sweep", "".join(blocks) + f"<pre>{escape(chr(10).join(describe_sweep(cells, measure)))}</pre>")


def _mark(cell: Cell, measure: str) -> Mark:
    return Mark(cell.seconds, cell.measures.get(measure, 0.0), f"{cell.setting}: {cell.measures.get(measure, 0.0):.3f}")


def _by_set(cells: Sequence[Cell]) -> Iterable[tuple[tuple[str, str], list[Cell]]]:
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.articles, cell.questions), []).append(cell)
    return found.items()


def _cell(articles: Path, questions: Path, setting: Setting, path: Path, result: Result) -> Cell:
    summary = result["summary"]
    measures = {name: float(value["mean"]) for name, value in summary["measures"].items()}
    return Cell(str(articles), str(questions), setting, measures, float(summary["seconds"]["all"]["p50"]), str(path))


def _kept(path: Path, heading: Mapping[str, Any]) -> Result | None:
    """Return the result of an earlier sweep, if it is of this program, index, questions and setting."""
    if not path.is_file():
        return None
    result = read_result(path)
    same = result["index"] == heading["index"] and result["settings"] == heading["settings"]
    return result if same and result["program"] == hash_program() else None
