"""A result in, one HTML file that needs no network out: figures, plots, and a page for each question."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from assistant.types import AssistantError
from evals.document import PAGE, write_page
from evals.gold import Place, find_folded, overlap, place
from evals.headline import write_headline
from evals.history import write_history
from evals.plots import Mark, Series, bars, histogram, intervals, plot
from evals.results import Result, read_result
from evals.summary import BY_GROUP

_SURE = {"calibration error", "risk-coverage area", "AUROC answerable", "wrong first claim", "withheld", "invented"}
_DID = {"answered", "declined", "asked back"}
_RANKED = ("R@", "recall@", "P@", "MRR@", "nDCG@", "MAP@", "complete@")
BLOCKS: Sequence[tuple[str, str, Callable[[str], bool]]] = (
    ("passages that hold an answer", "", lambda name: name.startswith(_RANKED)),
    ("passages with gold evidence", "evidence ", lambda name: name.startswith("evidence ")),
    ("gold articles", "article ", lambda name: name.startswith("article ")),
    ("errors and confidence", "", lambda name: name in _SURE | _DID),
    (
        "answers",
        "",
        lambda name: name not in _SURE | _DID and not name.startswith((*_RANKED, "evidence ", "article ")),
    ),
)
"""The measures as they stand together: a title, what is taken off each name, and which belong."""


def report_from_options(options: argparse.Namespace) -> int:
    """Run the report command."""
    if (options.result is None) == (options.runs is None):
        raise AssistantError("expected a result, or several with --runs; see --help")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    if options.runs is not None:
        options.out.write_text(write_history([read_result(path) for path in options.runs]), "utf-8")
    else:
        options.out.write_text(write_report(read_result(options.result)), "utf-8")
    size = options.out.stat().st_size
    print(json.dumps({"out": str(options.out), "bytes": size}) if options.json else f"{options.out}: {size:,} bytes")
    return 0


def write_report(result: Result) -> str:
    """Return a result as a page of HTML."""
    data = {"rows": [_row(row, result["passages"]) for row in result["rows"]], "passages": result["passages"]}
    return write_page(
        f"{result['settings'].get('questions', 'Questions')} on {result['begun'][:10]}",
        f"{write_headline(result)}<h2 id=measures>Measures</h2>{_measures(result['summary']['measures'])}"
        f"<h2 id=plots>Plots</h2>{_plots(result)}<h2 id=groups>Groups</h2>{_groups(result['summary']['groups'])}"
        f"{(PAGE / 'questions.html').read_text('utf-8')}",
        data,
    )


def explain(row: Mapping[str, Any]) -> str:
    """Say why a row has its verdict, in a sentence."""
    answers = " or ".join(f"“{answer}”" for answer in row["answers"][:3])
    claims, verdict = len(row["answer"]["claims"]), row["verdict"]
    rank = next((n for n, found in enumerate(row["found"], 1) if {"holds", "evidence"} & set(found["relevant"])), None)
    where = f"the first relevant passage is at rank {rank}" if rank else "no relevant passage was found"
    if verdict in {"right", "late", "wrong"} and "holds@1" in row["scores"]:
        said = {"right": "the first claim holds", "late": "a later claim holds", "wrong": f"no claim of {claims} holds"}
        return f"{said[verdict]} {answers} in a gold article; {where}"
    if verdict in {"right", "wrong"}:
        overlapping = "overlaps" if verdict == "right" else "overlaps no part of"
        return f"what is cited {overlapping} the gold quotes (the answers are in other words); {where}"
    return {
        "withheld": f"the articles say it, and nothing was answered; {where}",
        "invented": "the articles do not say it, and something was answered",
        "rightly declined": "the articles do not say it, and nothing was answered",
    }.get(verdict, "there is no gold to judge by")


def _row(row: Mapping[str, Any], passages: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with what is to be highlighted: [start, end, kind], characters of the text."""
    cited = [place(c) for claim in row["answer"]["claims"] for c in claim["citations"]]
    gold = [Place(*quote) for quote in row["gold_places"]]
    claims = [claim | {"marks": _answer_marks(claim["text"], row)} for claim in row["answer"]["claims"]]
    found = []
    for item in row["found"]:
        passage = passages[item["passage"]]
        own = place(passage)
        marks = [mark for kind, places in (("quote", gold), ("cited", cited)) for mark in _marks(own, places, kind)]
        if passage["article_id"] in row["gold_article_ids"]:
            marks += _answer_marks(passage["text"], row)
        found.append(item | {"marks": marks})
    quotes = [{"text": text, "marks": _answer_marks(text, row)} for text in row["gold_evidence"]]
    answer = row["answer"] | {"claims": claims}
    return dict(row) | {"why": explain(row), "found": found, "answer": answer, "gold_evidence": quotes}


def _answer_marks(text: str, row: Mapping[str, Any]) -> list[list[Any]]:
    return [[span.start, span.end, "answer"] for span in find_folded(text, row["answers"])] if row["answerable"] else []


def _marks(passage: Place, places: Sequence[Place], kind: str) -> list[list[Any]]:
    return [
        [max(item.start, passage.start) - passage.start, min(item.end, passage.end) - passage.start, kind]
        for item in places
        if overlap(passage, item) or (item.article_id == passage.article_id and passage.start < item.end <= passage.end)
    ]


def _measures(measures: Mapping[str, Any]) -> str:
    blocks = []
    for title, prefix, belongs in BLOCKS:
        own = {name: value for name, value in measures.items() if belongs(name)}
        rows = "".join(
            f"<tr><td>{escape(name.removeprefix(prefix))}<td class=figure>{value['mean']:.3f}"
            f"<td class=figure>{value['low']:.3f} – {value['high']:.3f}<td class=figure>{value['n']}</tr>"
            for name, value in own.items()
        )
        if rows:
            blocks.append(
                f"<table><tr><th>{escape(title)}<th class=figure>mean<th class=figure>95 % interval"
                f"<th class=figure>n</tr>{rows}</table>"
            )
    return f'<div class="blocks">{"".join(blocks)}</div>'


def _plots(result: Result) -> str:
    summary, rows = result["summary"], result["rows"]
    ranks = Counter(
        next((str(n) for n, found in enumerate(row["found"], 1) if "holds" in found["relevant"]), "none")
        for row in rows
        if "MRR@10" in row["scores"]
    )
    depth = max((len(row["found"]) for row in rows), default=0)
    curves = summary["curves"]
    sure = [Mark(b["confidence"], b["right"], f"{b['n']} answers") for b in curves["reliability"]]
    risks = [Mark(coverage, risk) for coverage, risk in curves["risk_coverage"]]
    types = summary["groups"]["type"]
    drawn = [
        bars(
            "Rank of the first hit",
            [(n, float(ranks[n])) for n in [*map(str, range(1, depth + 1)), "none"]],
            y="questions",
        ),
        plot("Reliability", [Series("", sure)], x="confidence", y="right", diagonal=True),
        plot("Risk and coverage", [Series("", risks)], x="share answered", y="share wrong of these"),
        histogram("Confidence", [row["answer"]["confidence"] for row in rows], end=1.0),
        histogram("Seconds a question", [sum(row["seconds"].values()) for row in rows]),
        bars(
            "Median seconds by stage",
            [(stage, spread["p50"]) for stage, spread in summary["seconds"].items() if stage != "all"],
            y="seconds",
            whole=False,
        ),
        *(
            intervals(f"{name} by type", {t: m[name] for t, m in types.items() if name in m})
            for name in ("R@5", "holds@1", "withheld", "invented")
            if sum(name in m for m in types.values()) > 1
        ),
    ]
    return f'<div class="plots">{"".join(drawn)}</div>'


def _groups(groups: Mapping[str, Mapping[str, Any]]) -> str:
    blocks: list[str] = []
    for name, items in groups.items():
        if items:
            columns = [name for name in BY_GROUP if any(name in measures for measures in items.values())]
            head = "".join(f"<th class=figure>{column}" for column in ("questions", *columns))
            lines = "".join(
                f"<tr><td>{escape(group)}<td class=figure>{measures['questions']}"
                + "".join(_group_cell(measures[c]) if c in measures else "<td class=figure>–" for c in columns)
                for group, measures in items.items()
            )
            table = f"<div class=wide><table><tr><th>{head}</tr>{lines}</table></div>"
            blocks.append(f"<details{'' if blocks else ' open'}><summary>by {name}</summary>{table}</details>")
    return "".join(blocks)


def _group_cell(value: Mapping[str, float]) -> str:
    said = f"95 % interval {value['low']:.3f} to {value['high']:.3f}, {value['n']} questions"
    return f'<td class=figure title="{said}">{value["mean"]:.3f}'
