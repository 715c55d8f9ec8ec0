"""Several results in, the history of their measures over commits as one HTML file out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from evals.document import write_page
from evals.plots import Mark, Series, plot
from evals.results import Result

SHOWN = ("R@1", "R@5", "MRR@10", "holds@1", "holds@3", "citation precision", "withheld", "invented")


MOST_COMMITS = 6  # below a plot; more would run into one another


def write_history(results: Sequence[Result]) -> str:
    """Return the runs, oldest first: a plot a question file, and a table with the commits."""
    ordered = sorted(results, key=lambda result: result["begun"])
    sets = list(dict.fromkeys(_set(result) for result in ordered))
    drawn = "".join(_draw(name, [result for result in ordered if _set(result) == name]) for name in sets)
    head = "".join(f'<th class="figure">{name}' for name in SHOWN)
    rows = "".join(f"<tr>{_cells(result)}</tr>" for result in reversed(ordered))
    table = f"<table><tr><th>begun<th>commit<th>questions<th>mode{head}<th class=figure>p50 s</tr>{rows}</table>"
    return write_page("Runs", f'<div class="plots">{drawn}</div><h2>Runs</h2><div class="wide">{table}</div>')


def _set(result: Result) -> str:
    settings = result["settings"]
    return f"{settings.get('questions', '-')} {str(settings.get('questions_sha256', ''))[:8]} {settings['mode']}"


def _draw(name: str, runs: Sequence[Result]) -> str:
    series = []
    step = 0.9 / max(len(runs) - 1, 1)  # the outer runs stand off the plot's edges, with room for their commits
    for measure in SHOWN:
        marks = [
            Mark(
                0.05 + n * step,
                run["summary"]["measures"][measure]["mean"],
                f"{run['commit'][:9]} {run['begun']}",
            )
            for n, run in enumerate(runs)
            if measure in run["summary"]["measures"]
        ]
        if marks:
            series.append(Series(measure, marks))
    every = math.ceil(len(runs) / MOST_COMMITS)
    ticks = [(0.05 + n * step, run["commit"][:7]) for n, run in enumerate(runs) if n % every == 0]
    return plot(name, series, x="commits, oldest first", y="", ticks=ticks)


def _cells(result: Result) -> str:
    measures = result["summary"]["measures"]
    changed = " and changes" if result["dirty"] else ""
    first = [
        result["begun"].replace("T", " ").removesuffix("Z"),
        result["commit"][:12] + changed,
        str(result["settings"].get("questions", "-")),
        result["settings"]["mode"],
    ]
    figures = [f"{measures[name]['mean']:.3f}" if name in measures else "–" for name in SHOWN]
    figures.append(f"{result['summary']['seconds']['all']['p50']:.3f}")
    return "".join(f"<td>{escape(text)}" for text in first) + "".join(f"<td class=figure>{text}" for text in figures)
