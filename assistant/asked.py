"""A question for a person, a place or another name in; how it asks, out: the noun, the verb, the side of the verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.types import Span

Form = Literal["does", "done", "to whom", "is", "other"]
"""As in "who signed it?", "who was elected?", "who did he meet?", "who is the envoy?"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question asks; spans are characters of the question, None where it has none."""

    wh: Span | None
    """The word that asks: "who"."""
    sort: Span | None
    """What of: "city" in "which French city"."""
    form: Form
    verb: Span | None
    """What who is asked for does, or what is done to them."""
    preposition: str
    """That goes with the word that asks: "by" in "by whom", "to" in "where did they go to?"; or nothing."""
    is_plural: bool


def read_asked(question: str) -> Asked:
    """Read how a question asks."""
    sort = _SORT.search(question)
    forms: tuple[tuple[Form, re.Match[str] | None], ...] = (
        ("to whom", _TO_WHOM.search(question)), ("does", _DOES.search(question)), ("done", _DONE.search(question)),
    )  # fmt: skip
    form: Form = next((form for form, match in forms if match), "other")
    match = next((match for _, match in forms if match), None)
    wh = _WH.search(question)
    led = _LAST.search(question) or _LED.search(question)
    return Asked(
        wh=Span(*wh.span()) if wh else None,
        sort=Span(*sort.span("noun")) if sort else None,
        form="is" if match is None and _IS.search(question) else form,
        verb=Span(*match.span("verb")) if match else None,
        preposition=led[1].lower() if led else "",
        is_plural=bool(_PLURAL.search(question)),
    )


_WH = re.compile(r"\b(?:who(?:m|se)?|where|which|what)\b", re.IGNORECASE)
_SORT = re.compile(
    r"\b(?:which|what|whose)\s+(?:(?:type|kind|group|sort)\s+of\s+)?(?:[\w’'-]+\s+){0,5}?(?P<noun>[\w-]+)(?=(?:['’]s)?\s+"
    r"(?:did|was|were|is|are|has|have|had|do|does|will|would|can|could|in|of|on|at|who|that|to|from|besides)\b"
    r"|\s+\w+ed\b|\s*\?|\s*\Z)",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"\bwho\s+(?:are|were)\b|\b(?:which|what)\s+(?:[\w-]+\s){0,2}(?:\w+[^s\s]s|people)\s|\btwo\b", re.IGNORECASE
)
_AUXILIARY = r"did|does|do|was|were|is|are|can|could|would|will|should|may|might|must|has|have|had"
_ASKED_FOR = rf"\b(?:who|(?:which|what)(?:\s+(?!(?:{_AUXILIARY})\b)[\w’'-]+){{1,3}}?)"
_OFTEN = r"(?:(?:has|have|had|also|first|originally|mainly|normally|typically|usually)\s+)*"
_DOES = re.compile(
    rf"{_ASKED_FOR}\s+{_OFTEN}"
    rf"(?P<verb>(?!(?:{_AUXILIARY})\b)(?:(?<=who\s)[a-z]+|[a-z]+(?:ed|s|t|e|d|n|w|k|g)))\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    rf"{_ASKED_FOR}\s+(?:is|was|were|are|can|could|would|will|may|might|must|should)\s+"
    r"(?P<verb>[a-z]+(?:ed|en|ing|wn|lt|de|nt))\b",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"\b(?:whom?|where|which\s[\w-]+|what\s[\w-]+)\s+(?:did|does|do)\s+.{0,200}?\b(?P<verb>[a-z]{3,})\b"
    r"(?:\s(?:to|with|from|for|in|as|by|at|on|of))?\s*\??\Z",
    re.IGNORECASE,
)
_IS = re.compile(rf"{_ASKED_FOR}\s+(?:is|was|were|are)\b", re.IGNORECASE)
_WITH = r"to|from|with|by|for|against|of|in|at|on|near|after|under|through|into|between"
_LAST = re.compile(rf"\b({_WITH})\s*\??\Z", re.IGNORECASE)
_LED = re.compile(rf"\b({_WITH})\s+(?:who|what|which|where)", re.IGNORECASE)
