"""A question for a person, a place or another name in; how it asks, out: the noun, the verb, what may answer."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from assistant.sorts import OFFICES
from assistant.types import Span

Form = Literal["does", "done", "to whom", "is", "other"]
"""As in "who signed it?", "who was elected?", "who did he meet?", "who is the envoy?"."""
Wants = Literal["country", "state", "named", "identity", "holder", "somebody", "where", "any"]
"""What answers: a country ("which country"), a state of a union as well ("in which state"), something that has a name
("which city"), what somebody is ("who was Jan Kubis?"), who holds an office, somebody, a place, or anything."""


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
    wants: Wants
    gives_choice: bool
    """Whether it says what there is to choose from: "Iran or Iraq?"."""
    is_several: bool
    """Whether it asks for several: "which two states"."""
    is_being: bool
    """Whether it asks who is or was something."""
    has_name: bool
    """Whether it names somebody or something."""
    is_negated: bool
    is_where: bool
    """Whether the word that asks is "where"."""
    is_whose: bool


@functools.lru_cache(maxsize=256)
def read_asked(question: str) -> Asked:
    """Read how a question asks."""
    sort = _SORT.search(question)
    forms: tuple[tuple[Form, re.Match[str] | None], ...] = (
        ("to whom", _TO_WHOM.search(question)),
        ("does", next(filter(None, (form.search(question) for form in _DOES)), None)),
        ("done", _DONE.search(question)),
    )
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
        wants=next((wants for wants, pattern in _WANTS if pattern.search(question)), "any"),
        gives_choice=bool(_CHOICE.search(question)),
        is_several=bool(_SEVERAL.search(question)),
        is_being=bool(_BEING.search(question)),
        has_name=bool(_NAMES.search(question)),
        is_negated=bool(_NEGATED.search(question)),
        is_where=wh is not None and wh.group().lower() == "where",
        is_whose=wh is not None and wh.group().lower() == "whose",
    )


_WH = re.compile(r"\b(?:who(?:m|se)?|where|which|what)\b", re.IGNORECASE)
_SORT = re.compile(
    r"\b(?:which|what|whose)\s+(?:(?:type|kind|group|sort)\s+of\s+)?(?:[\w’'-]+\s+){0,5}?(?P<noun>[\w-]+)(?=(?:['’]s)?\s+"
    r"(?:did|was|were|is|are|has|have|had|do|does|will|would|can|could|in|of|on|at|who|that|to|from|besides)\b"
    r"|\s+\w+ed\b|\s*\?|\s*\Z)",
    re.IGNORECASE,
)
_MODAL = r"can|could|would|will|should|may|might|must"
_AUXILIARY = rf"did|does|do|was|were|is|are|has|have|had|{_MODAL}"
_ASKED_FOR = rf"\b(?:who|(?:which|what)(?:\s+(?!(?:{_AUXILIARY})\b)[\w’'-]+){{1,3}}?)"
_OFTEN = r"(?:(?:has|have|had|also|first|originally|mainly|normally|typically|usually)\s+)*"
_OBJECT = r"(?:the|an?|his|her|their|its|this|that|any|all|to|for|in|on|at|with|as)\b"
_DOES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_ASKED_FOR}\s+{_OFTEN}"
        rf"(?P<verb>(?!(?:{_AUXILIARY})\b)(?:(?<=who\s)[a-z]+|[a-z]+(?:ed|s|t|e|d|n|w|k|g)))\b",
        rf"{_ASKED_FOR}\s+(?:{_MODAL})\s+(?:\w+ly\s+)?(?P<verb>(?!be\b|have\b)[a-z]+)(?=\s{_OBJECT})",
        rf"{_ASKED_FOR}\s+(?:is|was|were|are)\s+(?:responsible|required|able|allowed|supposed|expected|known|eligible|entitled"
        r"|said|thought|believed|likely|credited|asked|used|permitted|obliged|free|famous|noted)\s(?:for|to|with)\s"
        r"(?:have\s|having\s)?(?P<verb>(?!be\b)[a-z]+)\b",
    )
)
_DONE = re.compile(
    rf"{_ASKED_FOR}\s+(?:is|was|were|are|(?:{_MODAL})(?:\sbe)?)\s+(?P<verb>[a-z]+(?:ed|en|ing|wn|lt|de|nt))\b",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"\b(?:whom?|where|which\s[\w-]+|what\s[\w-]+)\s+(?:(?:did|does|do)\s"
    rf"|(?:{_MODAL}|had|has|have)\s(?=(?:the|an?|his|their|its)\s|(?-i:[A-Z]))).{{0,200}}?\b(?P<verb>[a-z]{{3,}})\b"
    r"(?:\s(?:to|with|from|for|in|as|by|at|on|of|towards?))?\s*\??\Z",
    re.IGNORECASE,
)
_IS = re.compile(rf"{_ASKED_FOR}\s+(?:is|was|were|are)\b", re.IGNORECASE)
_WITH = r"to|from|with|by|for|against|of|in|at|on|near|after|under|through|into|between"
_LAST = re.compile(rf"\b({_WITH})\s*\??\Z", re.IGNORECASE)
_LED = re.compile(rf"\b({_WITH})\s+(?:who|what|which|where)", re.IGNORECASE)
_WHICH = r"\b(?:which|what)\s+(?:[\w’'-]+\s+){0,2}?"
_WANTS: tuple[tuple[Wants, re.Pattern[str]], ...] = (
    ("identity", re.compile(r"\A[Ww]ho\s(?:is|was)\s[A-Z]\S+(?:\s[A-Z]\S+)*\s*\?")),
    ("state", re.compile(r"\bin\s(?:which|what)\s(?:[\w-]+\s)?state\b", re.IGNORECASE)),
    ("country", re.compile(rf"{_WHICH}(?:countr(?:y|ies)|nations?|states?)\b", re.IGNORECASE)),
    (
        "named",
        re.compile(
            rf"{_WHICH}(?:city|cities|town|capital|river|lake|sea|port|airport|bank|company|companies|firm|university"
            r"|treaty|agreement|declaration|convention|pipeline|railway|organi[sz]ation)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "holder",
        re.compile(rf"\A[Ww]ho\s(?:is|was|are|were)\s(?:the\s)?(?:\w+\s){{0,2}}(?:{'|'.join(sorted(OFFICES))})\b"),
    ),
    ("somebody", re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)),
    ("where", re.compile(r"\bwhere\b", re.IGNORECASE)),
)
_CHOICE = re.compile(r"\b(?:which|who)\b[^:?]*:.*\bor\b|\bwhich\sof\sthe\stwo\b|\bwhich\sis\s\w+er\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:which|what)\s(?:two|three|four|(?:[\w-]+\s)?(?:countries|states|cities|companies|firms|banks|governments))\b",
    re.IGNORECASE,
)
_BEING = re.compile(r"\bwho\s(?:is|was)\s(?!\w+ed\b)", re.IGNORECASE)
_NAMES = re.compile(r"\s[A-Z]")
_NEGATED = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.IGNORECASE)
