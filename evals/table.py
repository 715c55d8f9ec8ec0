"""A result in, the table that a person reads in the terminal out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

GROUPS_SHOWN = ("type", "kind", "turn", "year")


def describe(result: Mapping[str, Any]) -> str:
    """Return a result's heading and measures, as text."""
    return "\n".join([*describe_heading(result), "", *describe_measures(result["summary"]), _describe_cost(result)])


def count(n: int, what: str) -> str:
    """Return a number of things: 1 file, 2 files."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def describe_heading(result: Mapping[str, Any]) -> list[str]:
    """Return what a result was made on and with, a line each."""
    machine, settings, model = result["machine"], result["settings"], result["model"]
    rest = ", ".join(
        f"{name} {value}" for name, value in settings.items() if name not in {"questions", "questions_sha256"}
    )
    return [
        f"machine   {machine['processor']}, {machine['cores']} cores, {machine['memory'] / 2**30:.0f} GiB, "
        f"Python {machine['python']}",
        f"commit    {result['commit'][:12]}{' and changes' if result['dirty'] else ''}, "
        f"program {result['program'][:12]}, {result['begun']}",
        f"model     {model['name']} {model['sha256'][:12]}",
        f"index     {result['index'][:12]}, {result['articles']} articles, {result['chunks']} chunks",
        f"questions {settings.get('questions', '-')} {str(settings.get('questions_sha256', ''))[:12]}, "
        f"{result['summary']['questions']} asked",
        f"settings  {rest}",
    ]


def describe_measures(summary: Mapping[str, Any]) -> list[str]:
    """Return the measures over all, by group, the verdicts and the costs, a line each."""
    lines = [
        f"{name:<22} {value['mean']:.3f}   [{value['low']:.3f}, {value['high']:.3f}]   n {value['n']}"
        for name, value in summary["measures"].items()
    ]
    for group in GROUPS_SHOWN:
        if len(summary["groups"][group]) > 1:
            lines += ["", *_describe_group(group, summary["groups"][group])]
    lines += ["", "verdicts               " + ", ".join(f"{n} {name}" for name, n in summary["verdicts"].items())]
    lines.append(f"rejected by verify     {summary['rejected_by_verify']}")
    for stage, spread in summary["seconds"].items():
        lines.append(
            f"{stage + ' seconds':<22} p50 {spread['p50']:.4f}, p95 {spread['p95']:.4f}, sum {spread['sum']:.1f}"
        )
    return lines


def _describe_cost(result: Mapping[str, Any]) -> str:
    took, peak = result["seconds"], result["peak_memory"] / 2**20
    return f"took {took['all']:.1f} s, {took['load']:.1f} of them to load the model; peak memory {peak:,.0f} MiB"


def _describe_group(name: str, groups: Mapping[str, Any]) -> list[str]:
    columns = ("R@1", "R@5", "holds@1", "holds@3", "withheld", "invented")
    lines = [f"{'by ' + name:<22} {'n':>5}  " + "  ".join(f"{column:>8}" for column in columns)]
    for group, measures in groups.items():
        cells = [f"{measures[c]['mean']:>8.3f}" if c in measures else f"{'-':>8}" for c in columns]
        lines.append(f"{group[:22]:<22} {measures['questions']:>5}  " + "  ".join(cells))
    return lines
