"""A question and ranked sentences in; the different values that articles give for one thing out."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence

from assistant.asked import read_asked
from assistant.evidence import Evidence
from assistant.held import asked_terms, is_named, terms_of
from assistant.lacking import closeness
from assistant.lexical import words_of
from assistant.question import Kind, expected_kind
from assistant.ranking import ORDER_WORDS, said_words
from assistant.said import find_said
from assistant.sorts import COUNTRIES, sort_of
from assistant.statements.terms import Term
from assistant.times import read_scope
from assistant.values_said import Value, are_apart, are_same, may_be_one_event, nearest_number, read_values, times_apart

FIRST = 0.06  # the first sentence that gives a value may score this much less than the best
LEAST_MATCH = 0.42  # of a sentence (-1 to 1): below it, what is asked may be something else
SAME_SUBJECT = 0.6  # of the words that the best sentence says of the question
SAME_NAMES = 0.75  # of the question's names: a passage that has fewer is about something else
NEAR: dict[Kind, float] = {"number": 0.21, "date": 0.16, "place": 0.11, "person": 0.09, "name": 0.05}
"""A sentence may score this much less than the best (0 to 1) and still speak of the same thing."""
NEAR_NUMBER, FAR_NUMBER = 0.14, math.log(2)
"""Of a number whose sentence scores less by more than the one, the other is how many times as much it may be."""
NEAR_LENGTH = 0.28  # the same for lengths and the like, which one thing has one of
NEAR_STATE = 0.17  # and for what is so now
LOOSER, LOOSER_UNIT = 0.15, 0.35  # a value may fit this much less (0 to 1) than the best one
LEAST_DATED, NEAR_DATED, SAME_DATED = 0.6, 0.06, 0.9
"""Of sentences whose dates are as those of two events: match, score less than the best, words of the question said."""
LESS_LIKE = 0.08  # a sentence's words may be this much less like the question's (-1 to 1)
LESS_LIKE_NAME, LEAST_LIKE = 0.13, 0.36  # the same of one that says who or where, which are at least so much like
LEAST_NAMES = 0.5  # of the question's names in a sentence that says who or where, the one before it and the title
VALUES = 4  # shown at most
ONE_MEETING = 60  # days: sentences that date something so far apart may still tell where one thing was
STATE = 180  # days: what was published so far apart may both be so

_NAME = re.compile(r"[^\W\d_a-z][\w’'-]+")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MEASURES = frozenset(
    words_of("long far high tall deep wide large big many much between length kilometres miles metres")
)
_LASTING = re.compile(
    r"\b(?:how (?:long|far|high|tall|deep|wide|large|big)|how many (?:kilomet|met|mile)\w*|length|height|depth|distance"
    r"|area|width)\b",
    re.IGNORECASE,
)
_LENGTHS = frozenset(("km", "m", "cm", "mm", "mile", "foot", "km²", "m²", "ha", "acre"))
_SOURCE = re.compile(
    r"\b(?:according to|report(?:s|ed)|put(?:s)? (?:it|the)|estimate[sd]?|figures of|by the count|described|given"
    r"|gave|gives|lists?|states?|stated|said|claim(?:s|ed)|citing|calculat\w+)\b",
    re.IGNORECASE,
)
_IS_SO = re.compile(r"\b(?:is|are|does|do|has|have|can)\b|\bwho(?:se\s\w+)?\s\w+s\b", re.IGNORECASE)
_WAS_OR_WILL = re.compile(
    r"\b(?:did|was|were|had|took|been|become|will|would|meant|planned|foreseen|designed|expected|supposed)\b",
    re.IGNORECASE,
)
_ONE_DID = re.compile(
    r"\b(?:found(?:ed|s)?|establish\w*|led|leads?|head(?:ed|s)?|chair(?:ed|s)?|presid\w+|command\w*|design\w*|built|dug|invent\w*"
    r"|propos\w+|negotiator|commander|chief|(?:sign\w*|stands)\b.*\b(?:side|behalf))\b"
    r"|\bwhich\s[A-Z]\w+\s(?:minister|president|general|ambassador|envoy)\ssigned\b",
    re.IGNORECASE,
)
"""What one person or company does; many may sign, open or visit."""
_ONE_PLACE = re.compile(
    r"\b(?:sign\w*|found(?:ed|s)?|establish\w*|conclud\w*|adopt\w*|held|hold|open(?:ed|s)?|inaugurat\w*|launch\w*"
    r"|(?:put|come|came|enter)\w*\sinto|host(?:ed|s)?|born|died|buried|first\smeeting|encounter)\b",
    re.IGNORECASE,
)
"""What happens in one place; fighting and refugees are in many."""
_RECURS = re.compile(
    r"\b(?:summits?|parades?|meetings?|elections?|visits?|exercises?|sessions?|conferences?|forums?|games|anniversar\w+|festivals?)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\A(?:In|Within|Through|Inside)\s(?:the\s)?(?P<name>[^\W\d_a-z][\w’'-]+)|\bby\s(?:air|road|rail|sea)\b"
)
"""Says that a number is of a part, or of another way."""
_AT = re.compile(r"\b(?:in|at|near|outside|of)\s(?:the\s)?\Z", re.IGNORECASE)
_WHERE_AT = re.compile(
    r"\b(?:in|at|near|by|from|for|to|of|with|on|under|through|into|over)\s(?:the\s)?\Z", re.IGNORECASE
)


def find_values(question: str, scored: Sequence[tuple[float, Evidence]]) -> list[Value]:
    """Return the different values that articles give for what is asked, best first; one value is no disagreement.

    Of each article the best sentence counts that gives one, is about the same, and scores nearly as much as the best of
    all. Names (who, where) are compared only of what has happened: two may both be so.
    """
    kind = expected_kind(question)
    if kind is None or (kind in ("person", "place", "name") and not _compares_names(question, kind)):
        return []
    first = next(
        (value for score, e in scored if score >= scored[0][0] - FIRST for value in read_values(question, e)[:1]), None
    )
    if first is None or first.evidence.match < LEAST_MATCH:
        return []
    top = max(score for score, evidence in scored if evidence is first.evidence)
    choose = _CHOICES.get(kind, _choose_name)
    near = NEAR_LENGTH if _is_length(question, first) else NEAR_STATE if _is_of_now(question) else NEAR[kind]
    values = [first]
    for score, evidence in scored:
        if score < top - near or len(values) == VALUES:
            break
        if _is_cited(evidence, values):
            continue
        value = choose(question, first, evidence, top - score)
        if value is not None and not any(are_same(value, other) for other in values):
            values.append(value)
    return values if len(values) > 1 else []


def _is_cited(evidence: Evidence, values: Sequence[Value]) -> bool:
    """Say whether a value is of an article that gave one: what one says of several things is no disagreement."""
    return any(value.article_id == evidence.passage.chunk.article_id for value in values)


def _choose_number(question: str, first: Value, evidence: Evidence, below: float) -> Value | None:
    """Return the number of a sentence that is nearest to the first, if it may be of the same."""
    asked = set(words_of(question)) - _MEASURES
    looser = LOOSER_UNIT if first.number and first.number.unit else LOOSER
    read = [value for value in read_values(question, evidence) if value.fit >= first.fit - looser]
    value = nearest_number(first, read)
    if value is None or _is_of_another(asked, value) or not _is_on(question, asked, first, value):
        return None
    if _is_of_part(question, first) or _is_of_part(question, value):
        return None
    if below > NEAR_NUMBER and times_apart(first, value) > FAR_NUMBER:
        return None
    return value if _is_of_asked_time(question, value) else None


def _choose_date(question: str, first: Value, evidence: Evidence, below: float) -> Value | None:
    """Return the date of a sentence: one that differs as those of one event do, or of which all is said."""
    if read_scope(question).order or first.date is None:
        return None
    value = next(iter(read_values(question, evidence)), None)
    if value is None or value.date is None or not are_apart(first, value):
        return None
    asked = set(words_of(question)) - ORDER_WORDS
    if _RECURS.search(question) and first.date.first[:4] != value.date.first[:4]:
        return None
    if may_be_one_event(first.date, value.date) and _is_on(question, asked, first, value):
        return value
    named = find_said(asked, " ".join(_NAME.findall(question)))
    near = below <= NEAR_DATED and value.fit >= first.fit - LOOSER
    return value if near and all(_dates_the_same(asked, named, item) for item in (first, value)) else None


def _choose_name(question: str, first: Value, evidence: Evidence, below: float) -> Value | None:
    """Return who or where a sentence says, if it tells of the same event."""
    value = next(iter(read_values(question, evidence)), None)
    is_place = expected_kind(question) == "place"
    if value is None or not all(
        _does_the_same(question, first, item) and _is_name(item, is_place) for item in (first, value)
    ):
        return None
    if not _are_of_a_sort(first.phrase, value.phrase) or _tell_of_others(question, first, value):
        return None
    if find_said(words_of(value.phrase), question):
        return None
    if (
        first.date
        and value.date
        and are_apart(first, value)
        and not may_be_one_event(first.date, value.date, days=ONE_MEETING)
    ):
        return None
    return value if _is_of_asked_time(question, value) else None


_CHOICES: dict[Kind, Callable[[str, Value, Evidence, float], Value | None]] = {
    "number": _choose_number,
    "date": _choose_date,
}


def _is_of_part(question: str, value: Value) -> bool:
    """Say whether a sentence tells of a part, or of a way, that the question does not: "In Georgia, it runs ..."."""
    part = _PART.search(value.evidence.text)
    words = set(words_of(part["name"] or part.group())) if part else set()
    return part is not None and find_said(words, question) != words


def _tell_of_others(question: str, one: Value, other: Value) -> bool:
    """Say whether two sentences tell of different countries, none of them in the question: two delegations."""
    asked = {term.key for term in asked_terms(question)}
    told = [
        {
            term.key
            for term in terms_of(value.evidence.text)
            if term.key in COUNTRIES and term.key not in asked and term.text not in value.phrase
        }
        for value in (one, other)
    ]
    return bool(told[0] and told[1]) and not told[0] & told[1]


def _is_name(value: Value, is_place: bool) -> bool:
    """Say whether a value is a name, and of a place one where something is: "in Kars", not "to Kars"."""
    at = value.evidence.text.find(value.phrase)
    before = value.evidence.text[:at]
    if not value.phrase[:1].isupper():
        return False
    return not is_place or bool(_AT.search(before))


def _are_of_a_sort(one: str, other: str) -> bool:
    """Say whether two phrases are both countries, or neither; and none is just "the Organization"."""
    sorts = [sort_of(phrase) for phrase in (one, other)]
    return (sorts[0] == "place") == (sorts[1] == "place") and all(
        sort in ("name", "person", "place") or " " in phrase for sort, phrase in zip(sorts, (one, other), strict=True)
    )


def _compares_names(question: str, kind: Kind) -> bool:
    """Say whether a question for who or where asks for one: of what one does, of one event, or of an office now."""
    form = _ONE_PLACE if kind == "place" else _ONE_DID
    return bool(form.search(question)) or (kind != "place" and _is_of_now(question))


def _is_length(question: str, first: Value) -> bool:
    """Say whether a length or an area is asked for, which does not change."""
    return first.number is not None and first.number.unit in _LENGTHS and bool(_LASTING.search(question))


def _is_of_asked_time(question: str, value: Value) -> bool:
    """Say whether a value is not of another year than the question names."""
    years = set(_YEAR.findall(question))
    return not years or value.date is None or any(value.date.first[:4] <= year <= value.date.last[:4] for year in years)


def _is_on(question: str, asked: set[str], first: Value, value: Value) -> bool:
    """Say whether a sentence speaks of the same as the first.

    Its passage has the question's names; and it says most of the words that the first says, or all names itself, or its
    words are nearly as like the question's.
    """
    names = [term for term in asked_terms(question) if term.kind == "name"]
    around = f"{value.evidence.passage.title}\n{value.evidence.passage.chunk.text}"
    if sum(_has_name(name, around) for name in names) < SAME_NAMES * len(names):
        return False
    if names and all(_has_name(name, value.evidence.text) for name in names):
        return True
    subject = said_words(asked, first.evidence)
    if len(said_words(subject, value.evidence)) >= SAME_SUBJECT * len(subject):
        return True
    return bool(names) and _likeness(question, value) >= _likeness(question, first) - LESS_LIKE


def _has_name(name: Term, text: str) -> bool:
    """Say whether a text has a name, in any form; one in capitals as it is: TAP is not TAPI."""
    if name.text.isupper() and len(name.text) > 1:
        return bool(re.search(rf"\b{re.escape(name.text)}\b", text))
    return is_named(name, text)


def _likeness(question: str, value: Value) -> float:
    """Return how similar a sentence is to the question's words that are no names, -1 to 1."""
    own = value.evidence.similarity.max(axis=1)
    sort = read_asked(question).sort
    words = [term.span for term in asked_terms(question) if term.kind == "word" and term.span != sort]
    return sum(closeness(span, value.evidence.question_tokens, own) for span in words) / max(len(words), 1)


def _does_the_same(question: str, first: Value, value: Value) -> bool:
    """Say whether a sentence tells of the event that is asked about.

    Its passage has the question's names, it or what stands before it half of them; and its words are as like.
    """
    title, names = value.evidence.passage.title, [term for term in asked_terms(question) if term.kind == "name"]
    context = f"{title}\n{value.evidence.before}\n{value.evidence.text}"
    for text, least in ((f"{title}\n{value.evidence.passage.chunk.text}", SAME_NAMES), (context, LEAST_NAMES)):
        if sum(_has_name(name, text) for name in names) < least * len(names):
            return False
    likeness = _likeness(question, value)
    return likeness >= LEAST_LIKE and likeness >= _likeness(question, first) - LESS_LIKE_NAME


def _dates_the_same(asked: set[str], named: set[str], value: Value) -> bool:
    """Say whether a sentence says nearly all words of a question itself: most dates beside one are of another event."""
    held = find_said(asked, value.evidence.text)
    is_said = len(held) >= SAME_DATED * len(asked) and named <= held
    return value.date is not None and value.evidence.match >= LEAST_DATED and is_said


def _is_of_another(asked: set[str], value: Value) -> bool:
    """Say whether a value is another thing's: names stand before it, and none of those that are asked about.

    "The Karakum Canal, 1,375 kilometres long, carried water from the Amu Darya." Where something is, or who says so
    ("Wikipedia puts the frontier at 11 kilometres"), is no such name.
    """
    text = value.evidence.text
    at = text.find(value.phrase)
    before, behind = (find_said(asked, " ".join(_NAME.findall(piece))) for piece in (text[:at], text[at:]))
    others = [
        match.group()
        for match in _NAME.finditer(text[:at])
        if words_of(match.group()) and not _WHERE_AT.search(text[: match.start()]) and not _opens(value, match)
    ]
    return bool(others) and not before and (bool(behind) or not _SOURCE.search(text))


def _opens(value: Value, match: re.Match[str]) -> bool:
    """Say whether a word has its capital for beginning the sentence: no country, and no name goes on behind it."""
    text, word = value.evidence.text, match.group()
    if match.start() > 0 or word.lower() in COUNTRIES or re.match(r"(?:['’]s)?\s[A-Z]", text[match.end() :]):
        return False
    return not re.search(rf"[^.!?:]\s{re.escape(word)}\b", value.evidence.passage.chunk.text)


def are_of_different_times(question: str, values: Sequence[Value]) -> bool:
    """Say whether values differ because they are of different times: a newer state, not a contradiction.

    A length or a date does not change, and a date beside who says so ("according to X in 2023") is the source's. What
    is so now, and is given no date, is of when its article was published.
    """
    kind = expected_kind(question)
    if kind == "date" or _is_length(question, values[0]) or (kind != "number" and not _is_of_now(question)):
        return False
    pairs = [(one, other) for i, one in enumerate(values) for other in values[i + 1 :]]
    if all(value.date and not _SOURCE.search(value.evidence.text) for value in values):
        return all(are_apart(one, other) for one, other in pairs)
    return _is_of_now(question) and all(_are_long_apart(one, other) for one, other in pairs)


def _is_of_now(question: str) -> bool:
    """Say whether a question asks how something is, and not what happened or is to come."""
    return bool(_IS_SO.search(question)) and not _WAS_OR_WILL.search(question) and not _YEAR.search(question)


def time_of(value: Value) -> str:
    """Return the last day of which a value is: of its own date, or of its article's; or nothing."""
    said = value.date.last if value.date else value.evidence.passage.date or ""
    return f"{said}-12-28"[:10] if len(said) == 4 else f"{said}-28"[:10] if said else ""


def _are_long_apart(one: Value, other: Value) -> bool:
    if not (time_of(one) and time_of(other)):
        return False
    first, last = sorted(datetime.date.fromisoformat(time_of(value)) for value in (one, other))
    return (last - first).days >= STATE
