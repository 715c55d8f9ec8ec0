"""Points of articles in, a picture of them out: an SVG in which each article can be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.page.dates import readable_date
from assistant.types import Described

Colouring = Literal["year", "tag"]
HUES = 6  # colours that a person can still tell apart, and that page.css has for light and dark
LABELLED = 80  # points; the labels of more would cover each other
LONGEST_LABEL = 26  # characters
MOST_POINTS = 2000  # to draw: a picture of more is slow, and says no more
WIDTH, HEIGHT, MARGIN = 640, 420, 18  # units of the picture


def render_map(articles: Sequence[Described], points: NDArray[np.float64], by: Colouring, total: int) -> str:
    """Render a map: near articles are about similar things; the colour is the year, or the tag.

    `total` is how many articles there are, of which these are drawn.
    """
    hues, legend = _colour(articles, by)
    drawn = "".join(
        _render_point(article, x, y, hue, labelled=len(articles) <= LABELLED)
        for article, (x, y), hue in zip(articles, points, hues, strict=True)
    )
    names = "".join(f'<li><span class="swatch hue-{hue}"></span>{escape(name)}</li>' for hue, name in legend)
    some = f" Of {total:,} articles {len(articles):,}, evenly chosen, are shown." if total > len(articles) else ""
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="Map of {len(articles)} articles">'
        f'{drawn}</svg><ul class="legend">{names}</ul>'
        '<p class="note">Articles that lie near each other are about similar things. Click one to open it.'
        f"{some}</p>"
    )


def _render_point(article: Described, x: float, y: float, hue: int, *, labelled: bool) -> str:
    date = readable_date(article.date)
    label = escape(article.title + (f", {date}" if date else ""))
    across, down = MARGIN + x * (WIDTH - 2 * MARGIN), MARGIN + y * (HEIGHT - 2 * MARGIN)
    left = across > WIDTH / 2
    short = article.title if len(article.title) <= LONGEST_LABEL else article.title[:LONGEST_LABEL].rstrip() + "…"
    text = (
        f'<text x="{across + (-11 if left else 11):.1f}" y="{down + 3:.1f}" text-anchor="{"end" if left else "start"}" '
        f'aria-hidden="true">{escape(short)}</text>'
    )
    return (
        f'<g class="point hue-{hue}" role="button" tabindex="0" data-article="{escape(article.id)}" '
        f'aria-label="{label}">'
        f'<circle cx="{across:.1f}" cy="{down:.1f}" r="7"/>{text if labelled else ""}'
        f"<title>{label}</title></g>"
    )


def _colour(articles: Sequence[Described], by: Colouring) -> tuple[list[int], list[tuple[int, str]]]:
    """Return each article's colour (0: none of them), and what the colours mean."""
    if by == "tag":
        counts = Counter(tag for article in articles for tag in article.tags)
        tags = [tag for tag, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:HUES]]
        hues = [next((i for i, tag in enumerate(tags, 1) if tag in article.tags), 0) for article in articles]
        names = dict(enumerate(tags, 1)) | {0: "other tags"}
    else:
        years = sorted({int(article.date[:4]) for article in articles if article.date})
        spans = [list(span) for span in np.array_split(years, min(HUES, len(years)))] if years else []
        found = {year: i for i, span in enumerate(spans, 1) for year in span}
        hues = [found[int(article.date[:4])] if article.date else 0 for article in articles]
        names = {i: f"{s[0]}" if len(s) == 1 else f"{s[0]} to {s[-1]}" for i, s in enumerate(spans, 1)}
        names[0] = "undated"
    return hues, [(hue, name) for hue, name in names.items() if hue in hues]
