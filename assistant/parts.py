"""A question in, its parts out: "when was X signed and who signed it?" is two questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_PARTS = 3
LEAST_PART = 3  # words of a later part that has no auxiliary: "who heads it"
SHORT_PART = 6  # words; a part this short without a name leans on the first one

_ASKS = (
    r"(?:when|who|whom|whose|where|why|how (?:many|much|long|far|large|big|high|old|often)|how|what|which"
    r"|in (?:which|what)|on (?:which|what)|by whom|by when|at (?:which|what)|to (?:whom|which|what)|from (?:which|what)"
    r"|with (?:whom|which)|since when|until when)"
)
_JOINT = re.compile(
    rf"\s*(?:[,;]?\s+(?:and|but)(?:\salso)?\s+(?={_ASKS}\b)|[?;]\s+(?:and\s+)?(?={_ASKS}\b)|,\s+(?={_ASKS}\b))",
    re.IGNORECASE,
)
_JOINS = re.compile(rf"(?:\b(?:and|but)(?:\salso)?|[?;])\s+{_ASKS}\b", re.IGNORECASE)
_AUX = r"is|are|was|were|did|does|do|has|have|had|will|would|can|could|should"
_VERB = r"\w+ed|\w+s(?=\s(?:the|an?|its|(?-i:[A-Z])))|bought|sold|built|won|took|led|held|made|gave|paid|sent|met|left"
_FULL = re.compile(rf"\A{_ASKS}\b.*\b(?:{_AUX}|{_VERB})\b", re.IGNORECASE)
_TWICE = re.compile(rf"\A(?P<one>{_ASKS})\s+and\s+(?P<other>{_ASKS})\s+(?P<rest>(?:{_AUX})\b.*)\Z", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"\A{_ASKS}\s+(?:[a-z]+\s+)?(?P<aux>is|are|was|were|did|does|do|has|have|had|will|would)\s+(?P<rest>.+)\Z",
    re.IGNORECASE,
)
_LAST_VERB = re.compile(
    r"\s+(?:\w+ed|held|built|born|made|begun|set up|take place|come into force|enter into force|begin|start|end|open"
    r"|sign|join|leave)\b.*\Z"
)
_POINTS = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those|he|she|him|his|her)\b", re.IGNORECASE)
_OWN = ("its", "their", "his", "her")
_ONLY = re.compile(rf"\A{_ASKS}\Z", re.IGNORECASE)
_SINCE = re.compile(r"\A(?:since|until|till|by)\s+when\Z", re.IGNORECASE)
_ENDS_ASKING = re.compile(
    rf"\b{_ASKS}\Z|\b(?:between|on|about|sa(?:y|ys|id)|told|tell|knows?|known|explain\w*|decid\w*|ask\w*)\s{_ASKS}\b",
    re.IGNORECASE,
)
"""Within a question what is asked is no question of its own: "what was agreed on who pays?"."""
_NO_PART = re.compile(rf"\A{_ASKS}\s(?:not\s)?to\b|\Awhich\s(?:\w+s|{_AUX})\b", re.IGNORECASE)
"""What to do, and which spans the river, ask nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions in a question: as it was said, and as it stands alone."""

    said: str
    question: str


def split_parts(question: str) -> tuple[Part, ...]:
    """Split a question into the questions that it holds; most hold one.

    A later part that points at the first one's subject ("who signed it?"), or is too short to have
    one of its own ("and where?"), is given it.
    """
    text = question.strip().rstrip("?").strip()
    if match := _TWICE.match(text):
        return tuple(Part(match[one], f"{match[one]} {match['rest']}?") for one in ("one", "other"))
    pieces = [piece.strip(" ,;?") for piece in _JOINT.split(text)]
    pieces = [piece for piece in pieces if piece]
    if not 2 <= len(pieces) <= MOST_PARTS or not _JOINS.search(text):
        return (Part(question, question),)
    first, *later = pieces
    if not _FULL.match(first) or _ENDS_ASKING.search(first) or not all(_may_be_asked(piece) for piece in later):
        return (Part(question, question),)
    return (Part(first, f"{first}?"), *(Part(piece, _complete(piece, first)) for piece in later))


def _may_be_asked(piece: str) -> bool:
    """Say whether a later part asks something: a bare "where", or with what is asked: "who heads the fund"."""
    if _NO_PART.match(piece):
        return False
    return bool(_ONLY.match(piece) or _FULL.match(piece) or _SINCE.match(piece) or len(piece.split()) >= LEAST_PART)


def _complete(piece: str, first: str) -> str:
    """Make a part stand alone."""
    match = _SUBJECT.match(first)
    if _ONLY.match(piece):
        return f"{piece} {match['aux']} {match['rest']}?" if match else f"{piece}? {first}?"
    subject = _LAST_VERB.sub("", match["rest"]).strip() if match else ""
    points = _POINTS.search(piece)
    if subject and points:
        ending = "'s" if points.group().lower() in _OWN else ""
        return f"{piece[: points.start()]}{subject}{ending}{piece[points.end() :]}?"
    has_name = any(word[0].isupper() for word in piece.split()[1:])
    if points or (not has_name and len(piece.split()) <= SHORT_PART):
        return f"{piece}? {first}?"
    return f"{piece}?"
