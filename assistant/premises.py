"""A question and a sentence in; what the question takes for granted and the sentence denies, out.

"When did Armenia ratify it?" has no answer where a sentence says that Armenia never did, and "where was the third
summit?" none in a sentence on the second.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.asked import read_asked
from assistant.evidence import Evidence
from assistant.held import asked_terms, terms_of
from assistant.lexical import words_of
from assistant.question import expected_kind
from assistant.short_answer import find_clause, find_phrase
from assistant.statements.terms import are_opposite, base_form
from assistant.types import Span

NAMED = 40  # characters behind "third" that say the third of what
REACH = 2  # words behind a "not" that it is on

_HAPPENED = re.compile(r"\b(?:did|was|were|has|have|had)\b", re.IGNORECASE)
_GENERAL = re.compile(r"\b(?:is|are|do|does|can|could|may|might|should|would)\b", re.IGNORECASE)
"""Asks for what holds, of which a "not" may be a part."""
_ASKS_WHO = re.compile(r"\b(?:when|who|whom|where|which)\b", re.IGNORECASE)
_ASKS_DEED = re.compile(r"\b(?:when|who|whom|where|which|why|how\s(?:many|much)|date|year)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.IGNORECASE)
_ASKS_DENIED = re.compile(
    r"\b(?:not|never|no|nor|neither|without|none|nobody|fail\w*|refus\w*|reject\w*|declin\w*|oppos\w*|prevent\w*|block\w*"
    r"|still|yet|only|last|longer)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENIED_DATE = re.compile(
    r"\b(?:(?:would|will|may|might|could|should|is|are|was|were)\snot\b(?!\s(?:until|only|before))|never\b"
    r"|not\s(?:expected|planned|due)\b)(?:(?!\b(?:when|which|who|that|as|after|and|but)\b)[^,;:()]){0,90}\Z",
    re.IGNORECASE,
)
"""Right before a date, with nothing between that it is on."""
_IN_THE_END = re.compile(r"(?:is|are|was|were)\snot\b.*\buntil\b")
_DENIES = re.compile(
    r"\b(?:has|have|had|was|were|is|are|did|do|does|would|will|could)\s(?:also\s|yet\s|still\s|itself\s)?(?:not|never)\s"
    r"(?!only|until|just|merely|always|all)(?:been\s|be\s|yet\s)?|\b(?:never|without)\s(?:been\s|a\s|an\s|any\s)?"
    r"|\bnone\sof\s(?:the|its|their)\s|n['’]t\s|\bneither\s|\bnobody\s|\b(?:refused|declined|failed)\sto\s"
    r"|(?P<no>\b[Nn]o\s)(?!longer|more|less|fewer|later|doubt|means)"
)
_AFTER_ALL = re.compile(r"[^.;:]*?(?:\buntil\b|\bbut\s(?:rather|only|instead)\b|\bbut,\srather\b)")
"""Behind a "not": what happened later, or otherwise."""
_OTHER_CLAUSE = re.compile(r"[,;:(]|\b(?:when|which|who|that|as|after|before|while|because|and|but)\b")
_DEEDS = frozenset(
    base_form(word)
    for word in (
        "accept approve support oppose join leave include exclude allow forbid ban permit admit deny sign reject "
        "ratify adopt win lose buy sell open close rise fall increase decrease succeed fail "
        "agree refuse deploy withdraw expand contract recognise elect appoint dismiss"
    ).split()
)
_BEGINS = re.compile(r"\b(?:beg[aiu]n|begins?|beginning|start(?:ed|s|ing)?|commenc\w+|launch\w*)\b", re.IGNORECASE)
_ENDS = re.compile(
    r"\b(?:complet\w+|finish\w*|end(?:ed|s|ing)?|stop(?:ped|s)?|ceas\w+|clos(?:ed|es|ing|ure)|wound\sup|terminat\w+|shut"
    r"|g[ia]ven?\sup|gave\sup|expir\w+|withdr\w+|dissol\w+)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\b(?:after|before|which|who|whom|that|had|although|while|and|but|by|to)\b[^.;]*\Z", re.IGNORECASE)
"""What follows is not what the sentence says of the question."""
_OPENS = re.compile(
    r"\b(?:broke\sout|dates?\sfrom|got\sunder\sway|broke\sdown|ran\sout|ready|open(?:ed|s|ing)?|inaugurat\w+|put\sinto\s(?:operation|service)|entered)\b",
    re.IGNORECASE,
)
_STEPS = (
    (
        re.compile(r"(?<!never\s)\bratif\w+", re.IGNORECASE),
        re.compile(
            r"\b(?:ratif\w+|approv\w+|adopt\w+|endors\w+|voted|passed|in\sforce|deposit\w*|clear(?:ed|s)|law)\b",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(r"\binitial(?:l?ed|l?ing)\b", re.IGNORECASE),
        re.compile(r"\binitial(?:l?ed|l?ing|s)\b", re.IGNORECASE),
    ),
)
"""A step as it is asked about, and all that says it."""
_BESIDE = re.compile(r"\w\s(?:that|which|who)\s|,\s*and\s", re.IGNORECASE)
"""Before a step that only says which treaty is meant, or that another question asks for."""
_NUMBERS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINALS = {word: number for number, word in enumerate(_NUMBERS, 1)} | {
    f"{n}{'th' if n % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}": n for n in range(1, 60)
}
_ORDINAL = re.compile(
    rf"(?<!\bone\s)(?<!\ba\s)\b(?:{'|'.join(_ORDINALS)})\b(?=\s\w)(?!\s(?:time|half|centur|most\b|\w+est\b|of\s(?:all|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)))",
    re.IGNORECASE,
)


def find_denied(question: str, best: Evidence) -> bool:
    """Say whether a sentence denies what a question asks about: its date, a word behind a "not", or by the opposite."""
    return _denies_date(question, best) or _denies_deed(question, best) or _says_opposite(question, best)


def _denies_date(question: str, best: Evidence) -> bool:
    """Say whether the clause of the date that would answer says that it did not happen, or would not.

    "It would not open talks until 2028" does not say when talks were opened.
    """
    if expected_kind(question) != "date" or not _HAPPENED.search(question) or _NOT.search(question):
        return False
    phrase = find_phrase(question, best)
    denial = _DENIED_DATE.search(best.text[: phrase.start]) if phrase else None
    return denial is not None and not _IN_THE_END.match(denial.group())


def _denies_deed(question: str, best: Evidence) -> bool:
    """Say whether a word of what is said to have been done stands right behind a "not", a "never" or a "no"."""
    if _ASKS_DENIED.search(question) or not _ASKS_DEED.search(question):
        return False
    if _GENERAL.search(question) and not _ASKS_WHO.search(question):
        return False
    asked = {term.key: term for term in asked_terms(question) if term.kind == "word"}
    sort = read_asked(question).sort if expected_kind(question) in ("person", "place") else None
    times = Counter(term.key for term in terms_of(best.text))
    said = [term for term in terms_of(best.text) if term.says and term.kind in ("word", "name")]
    for denial in _DENIES.finditer(best.text):
        if _AFTER_ALL.match(best.text, denial.end()):
            continue
        end = _OTHER_CLAUSE.search(best.text, denial.end())
        clause = Span(denial.end() - 1, end.start() if end else len(best.text))
        behind = [term for term in said if clause.start <= term.span.start < clause.end][:REACH]
        denied = [  # "Armenia joined, Azerbaijan did not join" denies nothing of who joined
            asked[term.key] for term in behind if term.kind == "word" and term.key in asked and times[term.key] == 1
        ]
        if denial["no"] and expected_kind(question) in ("person", "place"):  # "and sent no soldiers" is beside it
            denied = [term for term in denied if sort and sort.start <= term.span.start < sort.end]
        if denied:
            return True
    return False


def _says_opposite(question: str, best: Evidence) -> bool:
    """Say whether a sentence has the opposite of a deed of the question in its place: "approved" for "rejected"."""
    if _ASKS_DENIED.search(question) or _DENIES.search(best.text):
        return False
    asked, said = asked_terms(question), terms_of(best.text)
    keys, own = {term.key for term in said}, {term.key for term in asked}
    absent = [t.text for t in asked if t.kind == "word" and t.key not in keys and base_form(t.text) in _DEEDS]
    others = [t.text for t in said if t.key not in own and not _ASIDE.search(best.text[: t.span.start])]
    return any(are_opposite(deed, other) for deed in absent for other in others)


def find_other_phase(question: str, best: Evidence) -> bool:
    """Say whether the date of a sentence is of the end where the beginning is asked for, or the other way round."""
    phrase = find_phrase(question, best) if expected_kind(question) == "date" else None
    begins, ends = _BEGINS.search(question), _ENDS.search(question)
    if phrase is None or bool(begins) == bool(ends):
        return False
    clause = best.text[slice(*find_clause(phrase, best.text))]
    asked, other = (_BEGINS, _ENDS) if begins else (_ENDS, _BEGINS)
    return bool(other.search(clause)) and not asked.search(clause) and not _OPENS.search(clause)


def find_other_step(question: str, said: str) -> str | None:
    """Name the step on the way of a treaty whose date is asked for where a claim tells of another one alone.

    When it was signed does not say when it was ratified.
    """
    if expected_kind(question) != "date":
        return None
    for asked, told in _STEPS:
        match = asked.search(question)
        if match and not _BESIDE.search(question[: match.start()]) and not told.search(said):
            return match.group()
    return None


def find_other_ordinal(question: str, best: Evidence) -> str | None:
    """Name the one of several that is asked about where a sentence and the one before it tell of others: "third"."""
    asked = _read_ordinals(question)
    said = _read_ordinals(f"{best.before}\n{best.text}")
    for number, (word, behind) in asked.items():
        others = [other for other, (_, told) in said.items() if behind & told]
        if number > 1 and number not in said and others:
            return word
    return None


def _read_ordinals(text: str) -> dict[int, tuple[str, frozenset[str]]]:
    """Read which of several a text tells of, each with its word and the words behind it, which say of what."""
    found: dict[int, tuple[str, frozenset[str]]] = {}
    for match in _ORDINAL.finditer(text):
        number, behind = _ORDINALS[match.group().lower()], frozenset(words_of(text[match.end() :][:NAMED]))
        found[number] = match.group(), behind | (found[number][1] if number in found else frozenset())
    return found
