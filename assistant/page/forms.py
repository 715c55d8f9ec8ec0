"""Rendered claims in, the shapes that some answers have out: a timeline, columns, parts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.page.dates import readable_date
from assistant.types import Claim

Rendered = tuple[Claim, str]
"""A claim and its HTML."""


def render_timeline(claims: Sequence[Rendered]) -> str:
    """Render claims, which come in the order of time, along a line; each stands at its value."""
    points = "".join(
        f'<li><span class="when" dir="auto">{escape(_when(claim))}</span><div>{html}</div></li>'
        for claim, html in claims
    )
    return f'<ol class="timeline">{points}</ol>'


def render_columns(claims: Sequence[Rendered]) -> str:
    """Render a column for each value that articles give, in the order they come."""
    sides: dict[str, list[str]] = {}
    for claim, html in claims:
        sides.setdefault(claim.value or claim.text, []).append(html)
    columns = "".join(
        f'<li class="side"><p class="value" dir="auto">{escape(value)}</p>'
        + "".join(f"<div>{html}</div>" for html in htmls)
        + "</li>"
        for value, htmls in sides.items()
    )
    return f'<ul class="sides">{columns}</ul>'


def group_claims(claims: Sequence[Rendered]) -> list[tuple[str | None, list[Rendered]]]:
    """Group claims by the part of the question that they answer, in the order the parts come."""
    parts: dict[str | None, list[Rendered]] = {}
    for claim, html in claims:
        parts.setdefault(claim.part, []).append((claim, html))
    return list(parts.items())


def _when(claim: Claim) -> str:
    return claim.value or readable_date(claim.citations[0].date) or "Undated"
