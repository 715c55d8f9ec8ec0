"""A question and its ranked sentences in, what of them is quoted out: neighbours as one quote.

A sentence beside the best one often completes it, and one that begins with "it" needs the one before it to be
understood: they are one quote of one place. A sentence that lacks what alone answers (a date, where a question asks
when) is not quoted beside the best.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.lacking import find_lacking
from assistant.question import expected_kind
from assistant.short_answer import holds_kind
from assistant.types import Span

QUOTES = 3
MARGIN = 0.08  # a sentence that scores this much less than the best is not evidence beside it
NEIGHBOUR_MARGIN = 0.12  # one beside it may score this much less: it makes no further quote
SUBJECT_MARGIN = 0.3  # that which says whom "it" means may score this much less
LONGEST = 3  # sentences of one quote
BEST = 8  # sentences that are quoted at most, beside those that say whom "it" means

_POINTS_BACK = re.compile(
    r"(?:it(?!\s(?:is|was)\s\w+\s(?:that|to)\b)|its|he|she|his|her|they|their|this|these(?!\s(?:days|years)\b)|that"
    r"|those(?!\swho\b)|such|both|the\s(?:two|latter|former|same))\b",
    re.IGNORECASE,
)
_GAP = re.compile(r"[^\S\n]{0,2}\Z")


@dataclass(slots=True)
class Quote:
    """Sentences side by side in a passage, each with how much less it scores than the best of all; best first."""

    scored: list[tuple[float, Evidence]]

    @property
    def best(self) -> Evidence:
        """The sentence that answers best."""
        return self.scored[0][1]

    @property
    def sentences(self) -> list[Evidence]:
        """The sentences in the order of the article."""
        return sorted((item for _, item in self.scored), key=lambda item: item.span)

    @property
    def span(self) -> Span:
        """The characters of the article from the first sentence's to the last's."""
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)

    @property
    def text(self) -> str:
        """The article's own text there."""
        chunk, span = self.best.passage.chunk, self.span
        return chunk.text[span.start - chunk.start : span.end - chunk.start]

    def meets(self, other: Quote) -> bool:
        """Say whether another quote stands beside this one, and both are short enough for one."""
        if len(self.scored) + len(other.scored) > LONGEST:
            return False
        return any(_are_neighbours(one, two) for one in self.sentences for two in other.sentences)

    def needs(self, other: Quote) -> bool:
        """Say whether a quote beside this one is what its first sentence points back at: "it", "the two"."""
        first = self.sentences[0]
        return self.meets(other) and other.span < first.span and bool(_POINTS_BACK.match(first.text))


def choose_quotes(question: str, scored: Sequence[tuple[float, Evidence]]) -> list[Quote]:
    """Choose what is quoted of ranked sentences, best first: the best one and those near it, each text once."""
    quotes: list[Quote] = []
    for rank, (below, item) in enumerate(_apart(scored)):
        alone = Quote([(below, item)])
        is_near = rank < BEST and below <= NEIGHBOUR_MARGIN
        beside = next((quote for quote in quotes if quote.meets(alone) and (is_near or quote.needs(alone))), None)
        if beside:
            beside.scored += alone.scored
        elif not quotes or (rank < BEST and below <= MARGIN and len(quotes) < QUOTES and _may_answer(question, item)):
            quotes.append(alone)
    return _merge(quotes)


def _merge(quotes: Sequence[Quote]) -> list[Quote]:
    """Join quotes between which a sentence came to stand; the best sentence of the better one stays the best."""
    merged: list[Quote] = []
    for quote in quotes:
        beside = next((other for other in merged if other.meets(quote)), None)
        if beside:
            beside.scored += quote.scored
        else:
            merged.append(quote)
    return merged


def _apart(scored: Sequence[tuple[float, Evidence]]) -> Iterable[tuple[float, Evidence]]:
    """Yield each text once, with how much less than the best one it scores."""
    seen = set()
    for score, item in scored:
        if item.text not in seen and scored[0][0] - score <= SUBJECT_MARGIN:
            seen.add(item.text)
            yield scored[0][0] - score, item


def _may_answer(question: str, item: Evidence) -> bool:
    if expected_kind(question) in ("date", "number") and not holds_kind(question, item.text):
        return False
    return find_lacking(question, item) is None


def _are_neighbours(one: Evidence, other: Evidence) -> bool:
    """Say whether nothing stands between two sentences of one passage, and both are in one paragraph."""
    first, last = sorted((one, other), key=lambda item: item.span)
    chunk = first.passage.chunk
    if chunk != last.passage.chunk:
        return False
    return bool(_GAP.match(chunk.text[first.span.end - chunk.start : last.span.start - chunk.start]))
