"""Figures in, inline SVG out: drawn with the text's colour, so that it fits a light and a dark page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 26, 34
COLOURS = tuple(f"var(--c{number})" for number in range(8))  # the style sheet has them, for light and dark
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # between two lines, and their multiples by powers of ten
FOUR = 4  # steps an axis


class Mark(NamedTuple):
    """A point of a plot, and what is said of it where the mouse rests."""

    x: float
    y: float
    label: str = ""


class Series(NamedTuple):
    """A line (or points alone) with a name."""

    name: str
    marks: Sequence[Mark]
    joined: bool = True


def plot(
    title: str,
    series: Sequence[Series],
    *,
    x: str,
    y: str,
    diagonal: bool = False,
    unit: bool = True,
    ticks: Sequence[tuple[float, str]] | None = None,
) -> str:
    """Draw lines and points; the axes go from 0 to 1, or with `unit` off to what there is.

    `ticks` are what stands below the x axis, and where, in place of its numbers.
    """
    marks = [mark for item in series for mark in item.marks]
    x_end = 1.0 if unit else FOUR * _step(max((mark.x for mark in marks), default=1.0))
    y_end = 1.0 if unit else max([1.0, *(mark.y for mark in marks)])
    body = _axes(title, x, y, x_end, y_end, ticks)
    if diagonal:
        body += f'<line x1="{_x(0, 1)}" y1="{_y(0, 1)}" x2="{_x(1, 1)}" y2="{_y(1, 1)}" class="guide"/>'
    for number, item in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        places = [(_x(mark.x, x_end), _y(mark.y, y_end)) for mark in item.marks]
        if item.joined and len(places) > 1:
            joined = " ".join(f"{a},{b}" for a, b in places)
            body += f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        if not item.joined or len(places) < 30:
            for mark, (a, b) in zip(item.marks, places, strict=True):
                said = mark.label or f"{mark.x:.3f}, {mark.y:.3f}"
                body += f'<circle cx="{a}" cy="{b}" r="3.5" fill="{colour}"><title>{escape(said)}</title></circle>'
    if len(series) < 2:
        return _svg(title, body)
    names = "".join(
        f'<span class="name"><span style="color: {COLOURS[i % len(COLOURS)]}">■</span> {escape(item.name)}</span> '
        for i, item in enumerate(series)
    )
    return f"<div>{_svg(title, body)}<p>{names}</p></div>"


def bars(title: str, items: Sequence[tuple[str, float]], *, y: str, whole: bool = True) -> str:
    """Draw a bar for each (label, value); a count's axis has `whole` numbers."""
    end = FOUR * _step(max((value for _, value in items), default=1.0), whole=whole)
    body = _axes(title, "", y, 0.0, end)
    step = (WIDTH - LEFT - RIGHT) / max(len(items), 1)
    for number, (label, value) in enumerate(items):
        a, b = LEFT + number * step + step * 0.1, _y(value, end)
        tall = HEIGHT - BOTTOM - b
        body += (
            f'<rect x="{a:.1f}" y="{b}" width="{step * 0.8:.1f}" height="{tall:.1f}" fill="{COLOURS[0]}">'
            f"<title>{escape(label)}: {value:.3g}</title></rect>"
        )
        every = max(1, math.ceil(24 / step))
        fits = int(step * every / 5.5)
        shown = label if len(label) <= fits else label[: max(fits - 1, 1)] + "…"
        if number % every == 0:
            body += f'<text x="{a + step * 0.4:.1f}" y="{HEIGHT - BOTTOM + 13}" class="middle">{escape(shown)}</text>'
    return _svg(title, body)


def intervals(title: str, items: Mapping[str, Mapping[str, float]]) -> str:
    """Draw a line for each label: its mean from 0 to 1, the 95 % interval, and how many there are."""
    left, step = 130, 20
    tall = TOP + step * max(len(items), 1) + 14
    width = WIDTH - left - 70

    def at(value: float) -> float:
        return round(left + width * value, 1)

    body = f'<text x="10" y="15" class="title">{escape(title)}</text>'
    for i in range(5):
        body += f'<line x1="{at(i / 4)}" y1="{TOP}" x2="{at(i / 4)}" y2="{tall - 14}" class="guide"/>'
        body += f'<text x="{at(i / 4)}" y="{tall - 3}" class="middle">{i / 4:g}</text>'
    for number, (label, value) in enumerate(items.items()):
        y = TOP + step * number + step / 2
        shown = label if len(label) <= 20 else label[:19] + "…"
        body += (
            f'<text x="{left - 6}" y="{y + 4}" class="end">{escape(shown)}</text>'
            f'<line x1="{at(value["low"])}" y1="{y}" x2="{at(value["high"])}" y2="{y}" stroke="{COLOURS[0]}" '
            f'stroke-width="2"/><circle cx="{at(value["mean"])}" cy="{y}" r="4" fill="{COLOURS[0]}">'
            f"<title>{escape(label)}: {value['mean']:.3f} [{value['low']:.3f}, {value['high']:.3f}]</title></circle>"
            f'<text x="{left + width + 8}" y="{y + 4}">{value["mean"]:.2f}, n {value["n"]:g}</text>'
        )
    return _svg(title, body, tall)


def histogram(
    title: str, values: Sequence[float], *, y: str = "questions", bins: int = 20, end: float | None = None
) -> str:
    """Draw how values from 0 to `end` are spread, the 99th in a hundred by default; the last bar has what is above."""
    if not values:
        return bars(title, [], y=y)
    if end is None:
        end = FOUR * _step(sorted(values)[min(int(len(values) * 0.99), len(values) - 1)])
    counts = [0] * bins
    for value in values:
        counts[min(int(value / end * bins), bins - 1)] += 1
    return bars(title, [(f"{end * i / bins:.2g}", float(count)) for i, count in enumerate(counts)], y=y)


def _step(highest: float, *, whole: bool = False) -> float:
    """Return a round step of which four reach the highest value."""
    least = max(highest, 0.0) / FOUR or 0.25
    power = 10.0 ** math.floor(math.log10(least))
    steps = [step * power for step in STEPS if not whole or (step * power).is_integer()]
    return next((step for step in steps if step >= least - 1e-9 * least), math.ceil(least))


def _axes(
    title: str, x: str, y: str, x_end: float, y_end: float, ticks: Sequence[tuple[float, str]] | None = None
) -> str:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = [f'<text x="{LEFT}" y="15" class="title">{escape(title)}</text>']
    for i in range(5):
        at = _y(y_end * i / 4, y_end)
        parts.append(f'<line x1="{LEFT}" y1="{at}" x2="{right}" y2="{at}" class="guide"/>')
        parts.append(f'<text x="{LEFT - 5}" y="{at + 4:.1f}" class="end">{y_end * i / 4:.3g}</text>')
    if ticks is None:
        ticks = [(x_end * i / 4, f"{x_end * i / 4:.2g}") for i in range(5)] if x_end else []
    for value, said in ticks:
        parts.append(f'<text x="{_x(value, x_end)}" y="{bottom + 13}" class="middle">{escape(said)}</text>')
    parts.append(f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 5}" class="middle">{escape(x)}</text>')
    middle = (TOP + bottom) / 2
    parts.append(f'<text transform="rotate(-90 11 {middle})" x="11" y="{middle}" class="middle">{escape(y)}</text>')
    return "".join(parts)


def _svg(title: str, body: str, tall: float = HEIGHT) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {tall:g}" role="img" aria-label="{escape(title)}">{body}</svg>'


def _x(value: float, end: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * value / (end or 1.0), 1)


def _y(value: float, end: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / (end or 1.0), 1)
