"""A result in; the top of its report out: what it was made with, its chief figures, its verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from evals.results import Result
from evals.table import count, describe_heading

CHIEF = (
    "R@1", "R@5", "MRR@10", "evidence R@5", "article R@5", "holds@1", "holds@3", "citation precision",
    "citation recall", "withheld", "invented", "calibration error",
)  # fmt: skip
TONES = {
    "right": "good", "rightly declined": "good", "late": "warn", "withheld": "warn", "wrong": "bad",
    "invented": "bad", "unjudged": "dim",
}  # fmt: skip
"""Each verdict's colour, in the order in which they are drawn."""
SHADES = {"rightly declined": 0.6, "withheld": 0.6, "invented": 0.6}
"""How strongly a verdict's colour is drawn beside the other of the same one."""


def write_headline(result: Result) -> str:
    """Return the top of a report."""
    summary = result["summary"]
    asked, took = summary["questions"], result["seconds"]["all"]
    of = [
        count(n, what)
        for n, what in ((asked, "question"), (result["articles"], "article"), (result["chunks"], "chunk"))
    ]
    lead = f"{', '.join(of)}, asked in {took:,.0f} s"
    made = "".join(
        f"<dt>{escape(name)}<dd>{escape(value)}"
        for name, _, value in (line.partition(" ") for line in describe_heading(result))
    )
    links = "".join(f'<a href="#{id}">{id.capitalize()}</a>' for id in ("measures", "plots", "groups"))
    return (
        f'<nav class="top"><a href="#">Top</a>{links}<a href="#list">Questions</a></nav><p class=dim>{lead}; '
        f"{count(summary['rejected_by_verify'], 'answer')} rejected by verification</p>"
        f"<details><summary>What it was made with</summary><dl>{made}</dl></details>"
        f"{_verdicts(summary['verdicts'], asked)}{_cards(summary)}"
    )


def _verdicts(verdicts: Mapping[str, int], asked: int) -> str:
    bar, legend = "", ""
    for name, tone in TONES.items():
        if name in verdicts:
            n, shade = verdicts[name], SHADES.get(name, 1)
            style = f"--tone: color-mix(in srgb, var(--{tone}) {shade * 100:.0f}%, var(--paper))"
            said = f"{escape(name)} {n} ({n / asked:.0%})"
            bar += f'<span title="{said}" style="{style}; background: var(--tone); flex: {n}"></span>'
            legend += f'<span style="{style}">{said}</span>'
    return f'<div class="verdicts">{bar}</div><div class="legend">{legend}</div>'


def _cards(summary: Mapping[str, Any]) -> str:
    measures = summary["measures"]
    cards = "".join(_card(name, measures[name]) for name in CHIEF if name in measures)
    spread = summary["seconds"]["all"]
    return (
        f'<div class="cards">{cards}<div class="card">median seconds<b>{spread["p50"]:.3f}</b>'
        f"<span class=dim>p95 {spread['p95']:.3f}</span></div></div>"
    )


def _card(name: str, value: Mapping[str, float]) -> str:
    low, high, mean = (100 * min(max(value[part], 0.0), 1.0) for part in ("low", "high", "mean"))
    said = f"95 % interval {value['low']:.3f} to {value['high']:.3f}, {count(int(value['n']), 'question')}"
    return (
        f'<div class="card" title="{said}">{escape(name)}<b>{value["mean"]:.3f}</b>'
        f"<span class=dim>n {value['n']}</span>"
        f'<div class="range"><i style="left: {low:.1f}%; right: {100 - high:.1f}%"></i>'
        f'<u style="left: {mean:.1f}%"></u></div></div>'
    )
