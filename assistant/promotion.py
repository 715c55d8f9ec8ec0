"""A question and ranked sentences in; the best that lacks nothing first, out, where it answers nearly as well."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.signs import lacks

NEAR = 0.03  # what a sentence that lacks nothing may score less than the best, which does, and be put before it


def promote_whole(question: str, scored: Sequence[tuple[float, Evidence]]) -> list[tuple[float, Evidence]]:
    """Put the first sentence that has what alone answers before those that lack it; it counts as the best then."""
    for rank, (score, item) in enumerate(scored):
        if score < scored[0][0] - NEAR:
            break
        if not lacks(question, item, [item]):
            return [(scored[0][0], item), *scored[:rank], *scored[rank + 1 :]]
    return list(scored)
