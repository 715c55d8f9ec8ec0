"""A question and what is claimed in; what of the sort that it asks for the claim does not have, out.

"How high is the dam?" is not answered by its length, "in which languages?" by no sentence without a language, and
"which general?" by none without a person's name. Where in doubt nothing is missing.
"""

from __future__ import annotations

import re

from assistant.dimensions import find_missing_measure
from assistant.persons import has_company, has_country, has_language, has_name, has_person, has_place, has_somebody
from assistant.question import expected_kind
from assistant.sorts import OFFICES

_LANGUAGE = re.compile(
    r"\b(?:which|what)\s(?:(?!programming)\w+\s)?languages?\b(?!\s(?:famil|group|branch))", re.IGNORECASE
)
_POSTED = ("diplomat", "envoy", "negotiator", "politician", "head of state")
_OFFICES = "|".join(
    [
        r"(?:general|official)(?=\s(?:command|led|leads?|head|sign|who|was|is|said|met|visit)|\s*\?)",
        *sorted((OFFICES - {"head"}) | {*_POSTED}),
    ]
)
_OFFICE = re.compile(
    rf"\b(?:which|what)\s(?:(?!president|minister)[\w’'-]+\s){{0,2}}(?P<sort>{_OFFICES})\b"
    r"(?!['’]s|\s(?:election|agreement|staff|principle|assembly|secretar|of\b|term|polic|office))",
    re.IGNORECASE,
)
_OF_OFFICE = re.compile(r"\bwhat\s(?:is|was|are|were|did|does|do|has|had|the)\b", re.IGNORECASE)
"""Asks something else of who holds it: "what did the president say"."""
_POSTS = frozenset(
    "delegate executive negotiator envoy mediator author founder signatory rapporteur coordinator governor".split()
)
_HOLDS = re.compile(
    r"\bwho\s(?:(?:has|had|have)\s)?(?:chair|head|represent|command|preside)\w*\b|\bwho\s(?:was|is)\s.*\bpredecessor\b"
    r"|\bwho\s(?:were|are)\sthe\ssignatories\b|\bwho\ssigned\b.*\bside\b",
    re.IGNORECASE,
)
"""What a person does in an office, or a state in its turn."""
_DOER = re.compile(
    r"\bwho\s(?:(?:has|had|have)\s|was\sit\s(?:that|who)\s)?(?:sign|le[ad]d|design|draft|wrote|written|negotiat|mediat"
    r"|invent|author|compos)\w*\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\bwhich\s(?:(?!left|right|river)[\w’'-]+\s){0,2}?(?:company|companies|firms?|contractors?|banks?(?!\sof\sthe)|airlines?)\b",
    re.IGNORECASE,
)
_SEAT = re.compile(
    r"\b(?:where|(?:which|what)\s(?:city|town|capital))\b.*\b(?:headquarter\w*|seat(?!s?\s(?:on|in)\b))\b"
    r"|\bwhere\b.*\b(?:have|has|had)\s(?:its|their|an|the)\s(?:main\s)?(?:offices?|base)\b"
    r"|\bwhere\s(?:is|are|was|were)\b.*\b(?:based|housed|situated|stationed)\s*(?:\?|\Z|in\b|since\b)",
    re.IGNORECASE,
)
_SEATED = re.compile(
    r"\b(?:headquarter\w*|seat\w*|based|offices?|station\w*|locat\w*|sits?|hous(?:e[sd]?|ing)|directed\sfrom"
    r"|run\sfrom|headed\sfrom|(?:is|are|was|were)\sin\s(?-i:[A-Z])\w+)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:when|where|(?:which|what)\s(?:city|town|country|place|venue|year|month|date|day))\s(?:is|are)\b.{0,160}?"
    r"\b(?:due|expected|planned|scheduled|supposed|going\sto)\b"
    r"|\b(?:when|where|(?:which|what)\s(?:city|town|country|place|venue|year|month|date|day))\swill\b(?!\snot)|\bwhere\s(?:is|are)\sthe\snext\b",
    re.IGNORECASE,
)
_COMES = re.compile(
    r"\b(?:will|would|shall|should|due|expect\w*|plan\w*|schedul\w*|to\sbe|(?:is|are|was|were)\sto|by|until|before|target\w*"
    r"|aim\w*|not|foresee\w*|foreseen|later|end\sof|next|hope\w*|promis\w*|intend\w*|completion|within|opens?|starts?|begins?"
    r"|ends?|takes?\splace|closes?|comes?|being|meets?|runs?)\b",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\bwho\b(?:se\sname)?.{0,80}?\b(?:sign|put|sp[eo]ak|spoke|initial|represent|negotiat|attend|si?[ta]s?\b)\w*\b.{0,160}?"
    r"(?:\b(?:for|on\s(?:behalf\sof|the\spart\sof))\s(?:the\s)?(?-i:[A-Z])|\bon\s[\w-]+(?:\s\w+)?['’]s?\s(?:behalf|part|side)\b)",
    re.IGNORECASE,
)
"""One person for a state or a company: "who signed it for Iran?"."""
_WHO_IS = re.compile(
    r"\bwho\s(?:is|was|(?P<several>were|are))\s(?:(?:appointed|named|elected|chosen)\s(?:as\s)?(?:the\s)?|the\s|its\s|his\s|her\s|their\s"
    r"|[A-Z]\w+['’]s\s)(?:[\w’'-]+\s){0,5}?"
    rf"(?:{'|'.join(sorted(OFFICES | _POSTS | {*_POSTED}))})s?\b",
    re.IGNORECASE,
)
_APPOINTED = re.compile(r"\bwho\s(?:was|were|has\sbeen)\s(?:appointed|nominated|chosen|picked)\b", re.IGNORECASE)
_SUCCESSION = re.compile(
    r"\bwhom?\s(?:did|has)\s.*\b(?:replace|succeed)\b|\bwho\s(?:has\s)?(?:succeeded|replaced|preceded|followed)\b"
    r"|\bpredecessor\b|\bsuccessor\b|\bwho\swas\s.*\bbefore\s(?-i:[A-Z])|\bwho\stook\sover\sfrom\b",
    re.IGNORECASE,
)
_SUCCEEDS = re.compile(
    r"\b(?:succe\w+|replac\w+|follow\w*|predecess\w+|former\w*|took\sover|previous\w*|before|until|since|new|step\w*\sdown"
    r"|resign\w*|gave\sway|handed|after|left\soffice|dismiss\w*|oust\w*)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:which|what)\s(?:(?:are|were)\s(?:the\s)?(?:names\sof\s(?:the\s)?)?)?(?:other\s)?"
    r"(?P<number>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s(?:[\w’'-]+\s){0,2}?(?P<noun>[a-z]{3,}s)\b",
    re.IGNORECASE,
)
_ROW = re.compile(r"[^.;]*?\b(?:are|were|is|was)\s(?:the\s)?[A-Z][\w’-]+(?:[^.;]*?\band\b)")
"""Names what was counted: "the two ministers were Lavrov and Zarif"."""
_NAMES = re.compile(r"\bby\sname\b|\bnames?\sof\b|\btheir\snames?\b", re.IGNORECASE)
_COMMANDS = re.compile(r"\bwho\s(?:command\w*|was\sin\scommand|led|leads|headed|heads|chair(?:ed|s))\b", re.IGNORECASE)
_LEADS = re.compile(r"\bwho\s(?:direct|manag|runs?\b|ran\b|oversaw|oversee|coordinat)\w*\b", re.IGNORECASE)
_FIRMS = re.compile(
    r"\b(?:which|what)\s(?:two|three|four|five|six|seven|eight|nine|ten)\s(?:other\s)?(?:[\w-]+\s){0,2}?"
    r"(?:firms|companies|banks|contractors|investors|lenders)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\A(?:and\s)?why\b|\bwhat\s(?:was|is|were)\sthe\s(?:cause|reason|motive|ground)s?\b|\bfor\swhat\sreason\b"
    r"|\Awhat\s(?:made|led|prompted|caused|drove)\b|\bhow\scome\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since(?!\s(?:\d|[A-Z]|the\s\d|then))|due\sto|owing\sto|thanks\sto|reasons?|caus\w+|in\sorder"
    r"|so(?:\s(?:that|as))?|in\sresponse|respon[ds]\w+|in\sprotest|after|following|result\w*|led|leads?|prompt\w*|made"
    r"|makes?|meant|means|driv\w+|drove|therefore|thus|hence|argu\w+|fear\w*|afraid|lack\w*|want\w*|wish\w*"
    r"|hop(?:e|ed|es|ing)|sought|seek\w*|need\w*|aim\w*|intend\w*|designed|blam\w+|concern\w*|disputes?|quarrel\w*|over"
    r"|explain\w*|grounds?|motiv\w+|purpose|interest\w*|as\s(?:it|they|he|she|the|an?|its|their)|without|by\s\w+ing|too|object\w*|oppos\w*|insist\w*"
    r"|complain\w*|worr\w+|risk\w*|reflect\w*|encourag\w*|fact|if|enough|pressure|amid|charges?|account|out\sof|while|saying)\b"
    r"|\bto\s(?!(?:the|a|an|its|their|be)\b)(?-i:[a-z]+)\b|\bfor\s(?!(?:its|their|his|her)\spart\b)(?:fear|want|lack|treason|its|their|his|that|this|which|\w+ing)\b"
    r"|\b(?:as|when)\s(?:the\s)?(?-i:[A-Z])\w+\s(?-i:[a-z]+)\b",
    re.IGNORECASE,
)
"""Words of a reason; nearly every sentence that gives one has some, and many that give none."""
_COUNTRY = re.compile(
    r"\b(?:which|what)\s(?:[\w’'-]+\s){0,2}?(?:countr(?:y|ies)|nations?|member\sstates?)\b"
    r"(?!\s(?:of|party|agenc|official))(?!.*\bor\b)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\A(?!.*\b(?:[Bb]eside|[Ee]xcept)).*\s[A-Z]")
"""Names something: "where do faults form?" is answered by no name."""
_WHERE = re.compile(
    r"(?:\A|[,:;]\s|\b(?:and|but|from)\s)where\b|\bwhere\s(?:is|are|was|were|did|does|do|has|have|had|will|would|can)\b"
    r"|\bwhere\s*\?|\b(?:in|at|to|from|near)\s(?:which|what)\s(?:[\w-]+\s)?(?:city|cities|town|place|port|village|venue)\b",
    re.IGNORECASE,
)


def asks_of_side(question: str) -> bool:
    """Say whether a question asks for one person of a state or a company: "who signed it for Iran?"."""
    return bool(_SIDE.search(question))


def find_missing(question: str, said: str) -> str | None:
    """Say what a claim has none of, where a question asks for nothing else; `said` is the sentences of the claim."""
    office = _OFFICE.search(question)
    if _LANGUAGE.search(question) and not has_language(question, said):
        return "language"
    if office and not _OF_OFFICE.search(question) and not has_person(question, said):
        return f"name of the {office['sort'].lower()}"
    asks_person = next((match for form in (_WHO_IS, _SIDE, _APPOINTED) if (match := form.search(question))), None)
    if asks_person and not has_person(question, said, in_full=not asks_person.groupdict().get("several")):
        return "name of a person"
    if _SUCCESSION.search(question) and not _SUCCEEDS.search(said):
        return "successor or predecessor"
    if (_NAMES.search(question) and not has_name(question, said)) or _repeats(question, said):
        return "name"
    leads = _COMMANDS.search(question)
    if (leads or _HOLDS.search(question)) and not has_person(question, said, or_state=True, in_full=bool(leads)):
        return "name of a person"
    if (_DOER.search(question) or _LEADS.search(question)) and not has_somebody(question, said):
        return "name of who did it"
    if _FIRMS.search(question) and not has_company(question, said, several=True):
        return "names of companies"
    if _COMPANY.search(question) and not has_company(question, said):
        return "name of a company"
    if _WHY.search(question) and not _REASON.search(said):
        return "reason"
    if _COUNTRY.search(question) and not has_country(question, said):
        return "name of a country"
    is_of_named = expected_kind(question) == "place" and _NAMED.search(question)
    if is_of_named and _WHERE.search(question) and not has_place(question, said):
        return "place"
    if _SEAT.search(question) and not _SEATED.search(said):
        return "seat"
    if _TO_COME.search(question) and not _COMES.search(said):
        return "date to come"
    return find_missing_measure(question, said)


def _repeats(question: str, said: str) -> bool:
    """Say whether a claim has as many of a thing as are asked for, and names none: "nine companies agreed"."""
    asked = _NUMBERED.search(question)
    if asked is None:
        return False
    again = re.compile(rf"\b{asked['number']}\s(?:[\w’'-]+\s){{0,3}}?{asked['noun']}\b(?!\s?[:(,—–])", re.IGNORECASE)
    return any(not _ROW.match(said, match.end()) for match in again.finditer(said))
