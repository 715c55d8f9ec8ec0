"""A grid of settings and question sets in; a table of quality and seconds, and their Pareto plot, out.

An index is built once for each set and chunk size, and kept, as are the vectors of its texts; a run is
made once for each program and setting, and kept too. So a grid that was stopped, or that grows, embeds
and asks only what is missing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

from assistant.progress import Bar
from assistant.types import AssistantError, Encoder, Mode
from evals.asking import build_cached, read_set, sample, tell_gaps
from evals.document import write_page
from evals.kept_encoder import KeptEncoder
from evals.plots import Mark, Series, plot
from evals.results import Result, read_result
from evals.run import hash_program, run_questions

K = 10  # passages ranked
SHOWN = ("R@1", "R@5", "MRR@10", "holds@1", "holds@3", "withheld", "invented")


@dataclass(frozen=True, slots=True)
class Setting:
    """One point of the grid."""

    size: int
    """Tokens of a chunk."""
    mode: Mode
    """How the two rankings are fused, or which one is used alone."""
    reordered: int
    """Candidates that late interaction orders anew; 0 in modes that have none."""
    threshold: float
    """The lowest confidence that answers."""
    read: int
    """Passages read for the answer."""

    def __str__(self) -> str:
        """Name it as files and plots do."""
        return "-".join(_column(self))


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
    from assistant.embed import SentenceEncoder
    from assistant.index import open_index

    cells: list[Cell] = []
    for articles_path, questions_path in sets:
        chosen = read_set(articles_path, questions_path)
        questions, source = sample(chosen.questions, limit, seed), chosen.source | {"limit": limit, "seed": seed}
        named = f"{questions_path.stem}-{source['questions_sha256'][:8]}"
        for size in dict.fromkeys(setting.size for setting in settings):
            index = build_cached(
                chosen.articles, cache, size=size, encoder=KeptEncoder(encoder or SentenceEncoder(), cache)
            )
            if size == settings[0].size:
                tell_gaps(questions, index)
            for setting in (setting for setting in settings if setting.size == size):
                path = out / f"{named}-{index.fingerprint[:8]}-{setting}.json"
                asked = {name: value for name, value in asdict(setting).items() if name != "size"}
                result = _kept(path, {"index": index.fingerprint, "settings": asked | {"k": K} | source})
                if result is None:
                    cold = open_index(index.path, encoder=encoder)  # no setting is faster for what one before it kept
                    with Bar(f"{len(cells) + 1} of {len(sets) * len(settings)}: {setting}") as bar:
                        result = run_questions(questions, cold, path, k=K, source=source, progress=bar, **asked)
                cells.append(_cell(articles_path, questions_path, setting, path, result))
    return cells


def make_grid(
    sizes: Sequence[int],
    modes: Sequence[Mode],
    reordered: Sequence[int],
    thresholds: Sequence[float],
    read: Sequence[int],
) -> list[Setting]:
    """Return every combination once; only `hybrid` orders anew, so the other modes are not repeated for it."""
    for name, values, least in (("--chunk-size", sizes, 1), ("--reordered", reordered, 0), ("--read", read, 1)):
        if min(values) < least:
            raise AssistantError(f"{name} is {min(values)}, expected {least} or more")
    every = [Setting(*point) for point in product(sizes, modes, reordered, thresholds, read)]
    return list(dict.fromkeys(point if point.mode == "hybrid" else replace(point, reordered=0) for point in every))


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
    from assistant.answers import PASSAGES
    from assistant.chunks import CutSettings
    from assistant.confidence import THRESHOLD
    from assistant.search import REORDERED

    grid = make_grid(
        options.chunk_size or [CutSettings().size],
        options.mode,
        options.reordered or [REORDERED],
        options.threshold or [THRESHOLD],
        options.read or [PASSAGES],
    )
    cells = sweep(
        [(articles, questions) for articles, questions in options.set],
        grid,
        options.out,
        options.cache,
        limit=options.limit,
        seed=options.seed,
    )
    known = sorted({name for cell in cells for name in cell.measures})
    if options.measure not in known:
        raise AssistantError(f"no measure {options.measure!r} here; --measure is one of: {', '.join(known)}")
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
        shown = _shown(own, measure)
        widths = {name: max(10, len(name) + 2) for name in shown}
        heading = "".join(f"{field.name:<10}" for field in fields(Setting))
        yield f"  {heading}{''.join(f'{name:>{width}}' for name, width in widths.items())}{'p50 s':>10}"
        for cell in own:
            setting = "".join(f"{value:<10}" for value in _column(cell.setting))
            figures = "".join(
                f"{cell.measures[name]:>{width}.3f}" if name in cell.measures else f"{'-':>{width}}"
                for name, width in widths.items()
            )
            yield f"{'*' if cell in front else ' '} {setting}{figures}{cell.seconds:>10.4f}"


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


def _shown(cells: Sequence[Cell], measure: str) -> list[str]:
    """Return the measures of a set's table; where no passage can be judged, those of articles."""
    known = {name for cell in cells for name in cell.measures}
    wanted = [name if name in known else f"article {name}" for name in SHOWN]
    return [name for name in dict.fromkeys([*wanted, measure]) if name in known]


def _column(setting: Setting) -> list[str]:
    return [f"{value:g}" if isinstance(value, float) else str(value) for value in asdict(setting).values()]


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
    try:
        result = read_result(path)
    except AssistantError:
        return None  # of another version, or damaged: it is made again
    same = result["index"] == heading["index"] and result["settings"] == heading["settings"]
    return result if same and result["program"] == hash_program() else None
