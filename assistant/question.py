"""A question in, the kind of thing that answers it out."""

from __future__ import annotations

import functools
import re
from typing import Literal

from assistant.types import Span

Kind = Literal["date", "number", "person", "place", "name"]

_AUXILIARY = r"(?:did|was|were|is|are|has|have|had|do|does|will|would|can|could|should|must|might|may)"
_DATE = re.compile(
    rf"(?:\A|\b(?:and|since|until|till|by|from|of|but)\s|[,;:]\s|[?]\s)when(?:\s+{_AUXILIARY}\b|\s*\?|\s*\Z)|\bwhen\s*\?\Z"
    rf"|\b(?:since|until|till|by|from|as of)\s+when\b|\Awhen\s+(?!\w+s\b)\w+\s+(?:is|was)\b"
    r"|\b(?:what|which)\s+(?:\w+\s+)?(?:years?|dates?|days?|months?|decade|century)\b|\bsince what\b|\bhow recently\b"
    r"|\bhow long ago\b|\bwhat time\b|\bwhat\s(?:is|was)\sthe\s(?:exact\s)?(?:date|day|year)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\bhow\s+(?:many|much|long|far|large|big|high|tall|deep|old|fast|wide|often|heavy|expensive|great)\b"
    r"|\b(?:what|which)\s+(?:[\w’'-]+\s+){0,2}(?:percentage|proportion|share|number|amount|quantity|per\s?cent|fraction"
    r"|portion|sum|total|length|height|depth|distance|age|population|price|cost|temperature|speed|salary|revenue|capacity"
    r"|tonnage|throughput|turnover|turnout|limit|quota|ceiling|royalty|royalties|levy|tariff|fee|fine|premium|rent|acreage"
    r"|budget|stake|yield|output(?=\s(?:is|was|of|does|did|will))|surface(?=\s(?:is|was|does|did|will)))\b"
    r"|\bwhat\s+(?:does|do|did|will|would)\b.*\b(?:cost|(?<!in\s)charge|weigh|measure)\b|\bhow\s\w+\b.*\bin\sper\s?cent\b"
    r"|\bwhat\s+(?:is|was|were|are)\s+(?:the\s+)?(?:(?!to\b)[\w’'-]+\s+){0,3}"
    r"(?:percentage|proportion|share|number|population|length|capacity|cost|price|amount|distance|height|depth|area|size"
    r"|value|volume|toll|tonnage|turnout|throughput|rate(?!\s+of\s+change)|budget|figure|total|quantity|age|per\s?cent|fraction|ratio|portion|sum|reserves|output|turnover"
    r"|debt|temperature|speed|salary|revenue|income|fees?|strength|send-out|royalty|quota|limit|ceiling|premium|stake)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:\A|[,;:?]\s|\b(?:and|or|by|of|for|to|from|with|against|but|is|was|are|were|between|about|on|in|after|before"
    r"|than|under)\s)who(?:m|se)?\b|\bwho\s*\?|\bwhom\b|\b(?:said|did|does)\swho\b"
    r"|\A(?:in|on|at|during|after|before|since|under)\s[^,?]*\bwho\s\w+ed\b"
    rf"|\b(?:what|which)\s+(?:(?!{_AUXILIARY}\b)\w+\s+){{0,2}}(?:person|people|president|minister|leader|king|queen|emperor"
    r"|general|scientist|author|politician|man|woman|official|ambassador|secretary|chairman|head|commander|diplomat)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\Awhere\b|\bwhere\b(?!.*\b(?:how (?:many|much|long|far)|what|who)\b)"
    rf"|\b(?:what|which)\s+(?:(?!(?:{_AUXILIARY}|made)\b)\w+\s+){{0,2}}(?:country|countries|city|cities|town|state|region|place|port|river"
    r"|capital|province|continent|location|village|island|sea|area|nation)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\bwhich\b|\bwhat\s+(?:is|was)\s+the\s+name\b|\bwhat\s+(?:\w+\s+){0,2}(?:company|companies|organi[sz]ation"
    r"|group|party|agreement|treaty|pipeline|railway|name|title|university|bank|agency|newspaper|language|religion"
    r"|team|war|battle|summit|declaration|convention|court|body|firm|institution|called|named)\b",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("date", _DATE),
    ("number", _NUMBER),
    ("person", _PERSON),
    ("place", _PLACE),
    ("name", _NAME),
)


_REASON = re.compile(
    r"\A(?:why|for what reason|how\s(?!many|much|long|far|large|big|high|tall|deep|old|fast|wide|often|heavy|expensive"
    r"|great|recently)\w+)\b(?!.*\bin\sper\s?cent\b)|\A.*\b(?:called|known\sas|termed|named)\s*\?\Z(?<!who\scalled\?)|\Awhat\s(?:is|are)\s[\w\s]+\scalled\b",
    re.IGNORECASE,
)
"""Asks for a reason, a manner or a term: no kind of phrase is told from its words."""


_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_SHORT: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("date", re.compile(r"(?:\A|[:,–—-]\s)(?:the\s)?(?:exact\s)?(?:date|year|day)\s(?:of|for)\b", re.IGNORECASE)),
    (
        "number",
        re.compile(
            r"(?:\A|[:,–—-]\s)(?:the\s)?(?:[\w-]+\s){0,2}?(?:number|share|percentage|price|cost|capacity|length|height|depth"
            r"|area|size|volume|population|turnout|throughput|toll)\b(?:\stag)?\s(?:of|for|in)\b",
            re.IGNORECASE,
        ),
    ),
)
"""As they are typed in haste: "date of the Aktau convention?"."""


@functools.lru_cache(maxsize=256)
def expected_kind(question: str) -> Kind | None:
    """Say what the short answer to a question must be, or none where only a sentence answers.

    The word that asks first decides: "which year" asks for a date, "who ... when" for a person.
    """
    if _REASON.match(question):
        return None
    forms = _KINDS if _ASKS.search(question) else _SHORT
    found = [(match.start(), i, kind) for i, (kind, form) in enumerate(forms) if (match := form.search(question))]
    return min(found)[2] if found else None


def wants_year_only(question: str) -> bool:
    """Say whether a question asks for a year and not for the day."""
    return bool(re.search(r"\b(?:what|which)\s+(?:\w+\s+)?year\b", question, re.IGNORECASE))


def demands_kind(question: str) -> bool:
    """Say whether nothing but a number or a date answers a question: "how many", "in which year"."""
    return expected_kind(question) in ("date", "number") and bool(
        _DEMAND.search(question) or not _ASKS.search(question)
    )


def find_counted(question: str) -> Span | None:
    """Find the word for what a question asks the number or the size of: "soldiers" in "how many Turkish soldiers ...".

    None where it asks for no number, or does not say of what. "How many atoms combine" asks for that of atoms.
    """
    if expected_kind(question) != "number":
        return None
    match = next(filter(None, (form.search(question) for form in _COUNTED)), None)
    if match is None:
        return None
    start = match.start("noun")
    words = [Span(start + word.start(), start + word.end()) for word in re.finditer(r"\S+", match["noun"])]
    plural = [span for span in words if re.search(r"[^s'’]s\Z", question[slice(*span)])]
    return plural[-1] if plural else words[-1]


_DEMAND = re.compile(
    r"\bhow\s+(?:many|much|far|large|big|high|tall|deep|old|fast|wide)\b|\bwhen\s+(?:did|was|were)\b"
    r"|\b(?:what|which)\s+(?:year|date|percentage|proportion|share)\b",
    re.IGNORECASE,
)
_ENDS = r"(?:of|in|on|at|for|from|to|by|with|between|about|during|under|than|that|which|who|when|a|an|the)"
_NOUN = (
    rf"(?P<noun>[\w’'-]+(?:\s+(?!(?:{_AUXILIARY}|{_ENDS})\b)[\w’'-]+){{0,3}}?)"
    rf"(?=\s+(?:{_AUXILIARY}|{_ENDS})\b|\s*[?,]|\s*\Z)"
)
_COUNTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bhow\s+(?:many|much)\s+(?!(?:{_AUXILIARY}|{_ENDS}|more|less|times)\b){_NOUN}",
        rf"\bhow\s+(?:large|big|high|deep|wide)\s+(?:is|was|were|are)\s+(?:an?\s+|the\s+)?{_NOUN}",
        rf"\bwhat\s+(?:is|was|were|are)\s+(?:an?\s+|the\s+)?{_NOUN}",
    )
)
"""Where the noun ends: before the verb, a preposition or the next article."""
