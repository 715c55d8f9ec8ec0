"""A question and the words of an evidence sentence in; what the sentence says of the question, word by word, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.asked import Asked, read_asked
from assistant.evidence import Evidence
from assistant.lexical import words_of
from assistant.noun_phrases import Word
from assistant.types import Span, Vectors

BREAK = 3.0  # words: what a comma or bracket between two words adds to their distance
LEAST_ALIKE = 0.4  # cosine of a question's verb and the word of a sentence that says it


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of a question and a sentence once, for all phrases."""

    words: Sequence[Word]
    how: Asked
    asked: frozenset[int]
    """The words that the question says too."""
    noun: str
    """What sort of thing is asked for, as words are compared, or nothing."""
    title: frozenset[str]
    """The words of the article's title, as they are compared."""
    similarity: Vectors
    """A row a word of the sentence, a column a token of the question."""
    weights: Vectors
    """Of the question's tokens: 1 all together, nothing for those of stop words."""
    wh: Vectors
    sort: Vectors
    """How similar each word is to the word that asks, and to the noun after it: "city" in "which city"."""
    said: Vectors
    """How similar each word is to the question's words that are more similar to no other word of the sentence."""
    places: Vectors
    """Where each word stands, breaks counted; what is in brackets takes next to no room."""
    clauses: Sequence[int]
    """The number of the clause that each word is in."""
    bracketed: Sequence[bool]
    verb: int
    """The word that says the question's verb, or -1."""
    passive: bool


def read_sentence(question: str, evidence: Evidence, words: Sequence[Word]) -> Reading:
    """Compare the words of a sentence with the question."""
    tokens, how = evidence.question_tokens, read_asked(question)
    columns = [
        [c for c, t in enumerate(evidence.tokens) if t.start < w.span.end and w.span.start < t.end] for w in words
    ]
    similarity = np.array(
        [evidence.similarity[:, c].max(axis=1) if c else np.zeros(len(tokens)) for c in columns], np.float32
    )
    weights = np.array([bool(words_of(question[span.start : span.end])) for span in tokens], np.float32)

    def similar(part: Span | None) -> Vectors:
        rows = [i for i, span in enumerate(tokens) if part and span.start < part.end and part.start < span.end]
        return similarity[:, rows].max(axis=1) if rows else np.zeros(len(words), np.float32)

    stems = set(words_of(question))
    alike = similar(how.verb) * np.array([w.is_run or w.cls == "verb" for w in words])
    verb = int(alike.argmax()) if alike.max() >= LEAST_ALIKE else -1
    bracketed = _bracket(words)
    steps = [
        0.1 if inside else 1.0 + BREAK * (w.small in _BREAKING) for w, inside in zip(words, bracketed, strict=True)
    ]
    return Reading(
        words=words,
        how=how,
        asked=frozenset(i for i, w in enumerate(words) if w.is_run and stems & set(words_of(w.text))),
        noun=next(iter(words_of(question[slice(*how.sort)])), "") if how.sort else "",
        title=frozenset(words_of(evidence.passage.title)),
        similarity=similarity,
        weights=weights / max(float(weights.sum()), 1.0),
        wh=similar(how.wh),
        sort=similar(how.sort),
        said=_likest(similarity[:, weights > 0]),
        places=np.cumsum(steps).astype(np.float32),
        clauses=np.cumsum([w.small in _CLAUSES for w in words]).tolist(),
        bracketed=bracketed,
        verb=verb,
        passive=any(w.small in _BEING for w in words[max(verb - 3, 0) : max(verb, 0)])
        or (0 <= verb < len(words) - 1 and words[verb + 1].small == "by"),
    )


def _bracket(words: Sequence[Word]) -> list[bool]:
    """Say of each word whether it is in brackets, or one."""
    depth, bracketed = 0, []
    for word in words:
        depth += (word.text in ("(", "[")) - (word.text in (")", "]"))
        bracketed.append(depth > 0 or word.text in (")", "]"))
    return bracketed


def _likest(similarity: Vectors) -> Vectors:
    """Return for each word the highest similarity of a token that is more similar to no other word, or 0."""
    likest = np.zeros(len(similarity), np.float32)
    for column in similarity.T:
        at = int(column.argmax())
        likest[at] = max(likest[at], column[at])
    return likest


_BEING = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_BREAKING = frozenset((",", ";", ":", "—", "–", "but", "while", "which", "who", "that"))
_CLAUSES = _BREAKING | {"because", "although", "if", "when", "where"}
