"""What a question wants all of and an index in, an Answer that lists every item out.

Every chunk is looked at, not the best k; the note says over how many articles the list is complete.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.lexical import words_of
from assistant.listing import LONGEST_LIST, Item, Listing, count_events, list_articles, list_events
from assistant.occurrences import find_occurrences
from assistant.types import Answer, Claim, Index

FOUND = 0.95
"""The confidence of a list that holds something: the search is exhaustive, its reading of the names may be wrong."""


def answer_with_list(
    question: str,
    understood: str,
    listing: Listing,
    index: Index,
    *,
    answerer: str,
    rows: NDArray[np.int64] | None = None,
) -> Answer:
    """List all articles or events that a question asks for; only among `rows` where these are given."""
    looked_at = len(index.details)
    if rows is not None:
        looked_at = len(np.unique(np.searchsorted(index.first_rows, rows, "right")))
    occurrences = find_occurrences(listing.names or (listing.noun,), index, rows=rows)
    items = (list_articles if listing.of == "articles" else list_events)(listing, occurrences)
    shown = items[:LONGEST_LIST]
    count = len(items) if listing.of == "articles" else count_events(items)
    return Answer(
        question=question,
        understood_as=understood,
        claims=tuple(_claim(item) for item in shown),
        short_answer=str(count) if listing.counts and count == len(shown) and shown else None,
        confidence=FOUND if items else 0.0,
        passages=tuple(dict.fromkeys(item.passage for item in shown)),
        index=index.fingerprint,
        answerer=answerer,
        form="list" if items else "sentences",
        missing=None if items else f"None of the {looked_at} articles {_holds(listing)}.",
        note=_note(listing, items, looked_at, index) if items else None,
    )


def says_count(reply: Answer, listing: Listing) -> bool:
    """Say whether an answer's sentence itself says how many there are: "the two signed three agreements"."""
    if reply.short_answer is None or not reply.claims:
        return False
    _, _, after = reply.claims[0].text.partition(reply.short_answer)
    near = words_of(f"{reply.short_answer} {' '.join(after.split()[:NEAR_WORDS])}")
    return bool(set(words_of(listing.noun)) & set(near))


NEAR_WORDS = 3  # between a number and what it counts: "three enhanced partnership agreements"


def _claim(item: Item) -> Claim:
    date = item.date
    value = item.passage.chunk.text[date.span.start : date.span.end] if date else None
    return Claim(item.text, (item.passage.cite(item.span.start, item.span.end),), value=value)


def _holds(listing: Listing) -> str:
    return f"holds {' and '.join(listing.names)}" if listing.of == "articles" else f"tells of such {listing.noun}"


def _note(listing: Listing, items: Sequence[Item], looked_at: int, index: Index) -> str:
    """Say what the list is complete over, what was left out, and what it does not tell apart."""
    articles = len({item.passage.chunk.article_id for item in items})
    said = ", ".join(listing.names) if listing.names else listing.noun
    if listing.of == "articles":
        note = f"Every one of {looked_at} articles was searched for {said}: {articles} "
        note += "holds it" if articles == 1 else "hold it"
    else:
        note = (
            f"Every one of {looked_at} articles was searched for {said}: {len(items)} sentences of {articles} tell of "
            f"{listing.noun}, and those that name the same date may tell of one event"
        )
    undated = sum(article.date is None for article in index.details) if listing.scope.publication else 0
    if undated:
        note += f"; {undated} without a date of publication {'was' if undated == 1 else 'were'} left out"
    if len(items) > LONGEST_LIST:
        note += f"; {len(items) - LONGEST_LIST} more are not shown"
    return note + "."
