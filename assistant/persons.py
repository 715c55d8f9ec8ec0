"""A question and a claim in; whether the claim names a person, a company or a language that the question does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.lexical import STOP_WORDS, fold, words_of
from assistant.quantities.numbers import find_numbers
from assistant.sorts import CLOSED, COUNTRIES, HEADS, NAMED_BODY, NAMED_PLACE, OFFICES, PEOPLE, TITLES
from assistant.statements.tables import ALIASES, CAPITALS

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:[’'-][^\W\d_]+)*"
_RUN = re.compile(rf"{_CAPITAL}(?:\s(?:al-|bin\s|de\s|van\s|von\s)?{_CAPITAL})*")
_WHERE = re.compile(r"\b(?:in|at|near|to|from|outside|into|of)\s(?:the\s)?\Z", re.IGNORECASE)
BEFORE = 20  # characters before a name in which a preposition stands
_PLACED = re.compile(
    r"\b(?:in|at|near|to|from|outside|into|on|off|over|through|via|around|across|along|under|between|above|below|of"
    r"|beyond|within|inside)\s(?:(?:the|its|an?|their)\s)?(?:[a-z-]+\s){0,3}(?P<name>[^\W\d_a-z][\w’'-]+)"
    r"|\b(?:in|at|near|on|off|within|inside|outside|from|into)\s(?:(?:the|an?|its)\s)?(?:[a-z]+\s){0,2}"
    rf"(?P<noun>(?:{'|'.join(sorted(word for word in HEADS if HEADS[word] == 'place'))}|laborator(?:y|ies)|coast|south"
    r"|north|east|west|cent(?:re|er)|building|palace|base|airport|station|port|border|frontier)s?)\b"
)
"""Says where something is: a name, or a noun of places."""
_THE = re.compile(r"\bthe\s\Z", re.IGNORECASE)
"""Stands before no person: "the Legal Status of the Caspian Sea"."""
_BY = re.compile(r"\bby\s(?:[a-z]+\s){0,2}\Z")
_BY_SUCH = re.compile(r"\bby\s(?:the|an?)\s[a-z]+")
_VERB_BEHIND = re.compile(r",?\s(?:[a-z]+ed|is|was|has|had|led|took|held|became|won|sp[eo]ke|chose|wrote|put|left)\b")
_FIRM = re.compile(
    r"(?:[A-Z][\w’-]+\s(?:(?:and|of|for)\s)?){1,6}(?:Bank|Corporation|Company|Railways?|Airlines|Group|Holding|Consortium"
    r"|Development|Industries|Oil|Gas|Energy|Mining|Terminals|Ports?)\b"
)
"""Names of firms whose words are of places, nations and projects."""
_ABSTRACT = re.compile(r"\w{3}(?:tion|ship|ment|ity|ism)\Z")
"""Ends no person's name: "Comprehensive Cooperation"."""
_NO_NAME = re.compile(
    r"(?:Assembl(?:y|ies)|Authority|Cent(?:er|re)|Commission|Congress|Corridor|Declaration|Dialogue|Duma|Electric|Federation"
    r"|Forum|Format|Framework|Fund|Group|Initiative|Line|Minerals|Motors|Network|Office|Platform|Programme|Protocol"
    r"|Republic|Route|Senate|Service|Staff|Statement|Strateg(?:y|ies)|Summit)s?\Z"
)
"""Ends the name of a body or a thing, and no person's."""
_PARTS = re.compile(r"[’'-]")
_BEGINS = re.compile(r"(?:\A|[.!?:“\"]\s?)\Z")
_HOLDS = re.compile(
    r"\s(?:(?:has|had|will|would|currently|now)\s)?(?:chair|hold|held|head|lead|led|presid|represent|command|t(?:ake|ook))\w*"
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
_TONGUES = frozenset(
    "latin arabic persian farsi dari pashto hebrew hindi urdu cyrillic turkic slavonic kurdish".split()
)
_THEM = frozenset(
    "he she they both we states countries ministries ministry governments parties sides capitals commission parliament "
    "council".split()
)


def has_language(question: str, said: str) -> bool:
    """Say whether a claim names a language, or a nation that has one."""
    words = (match.group().lower() for match in _names(question, said))
    return any(_is_of_nation(word) or word in _TONGUES for word in words)


def has_person(question: str, said: str, *, or_state: bool = False, in_full: bool = False) -> bool:
    """Say whether a claim names a person, or a state that does what one in an office does.

    A name is what a run of capitals has beside titles, nations, places, bodies and dates: "Russian President Putin".
    One that is `in_full` has two words or a title, or stands behind "by" or before a verb.
    """
    asked = {fold(word) for word in _WORD.findall(question)}
    for run in _RUN.finditer(said):
        words = [word.removesuffix("'s").removesuffix("’s") for word in run.group().split()]
        begins = bool(_BEGINS.search(said[max(run.start() - 2, 0) : run.start()]))
        if begins and words[0].lower() in CLOSED | STOP_WORDS:
            words = words[1:]
        titled = [at for at, word in enumerate(words) if _is_title(word)]
        named = words[titled[-1] + 1 :] if titled else _without_nation(words)
        is_state = len(words) == 1 and words[0].lower() in COUNTRIES and fold(words[0]) not in asked
        if or_state and is_state and _HOLDS.match(said, run.end()):
            return True
        if not named or all(fold(word) in asked for word in named):
            continue
        if _NO_NAME.match(named[-1]):  # "General Electric" has no general
            continue
        others = [word for word in named if word.lower() not in _MONTHS]  # Theresa May
        is_short = (
            in_full and not titled and (_THE.search(said[: run.start()]) or (len(named) == 1 and not _does(said, run)))
        )
        if not titled and (not others or any(map(_is_no_person, others)) or is_short):
            continue
        if titled or _is_name(named, said, run):
            return True
    return False


def _does(said: str, run: re.Match[str]) -> bool:
    """Say whether a name stands where who does something does: "Lavrov led", "headed by Tagliavini"."""
    return bool(_BY.search(said[: run.start()][-BEFORE:]) or _VERB_BEHIND.match(said, run.end()))


def _without_nation(words: list[str]) -> list[str]:
    """Leave out the day, month and nation that a run begins with: "May Tokayev", "Venetian Marco Polo"."""
    while len(words) > 1 and (words[0].lower() in _MONTHS or _is_of_nation(words[0].lower())):
        words = words[1:]
    return words


def _is_name(named: list[str], said: str, run: re.Match[str]) -> bool:
    """Say whether a run is a name of two words, or one that does not say where something is."""
    return len(named) > 1 or not _WHERE.search(said[max(run.start() - BEFORE, 0) : run.start()])


def has_somebody(question: str, said: str) -> bool:
    """Say whether a claim tells of somebody who may have done something: a name that is not where, or people."""
    asked = {fold(word) for word in _WORD.findall(question)}
    small = [word for word in _WORD.findall(said) if word.islower() and fold(word) not in asked]
    if _BY_SUCH.search(said) or any(
        PEOPLE.search(word) or HEADS.get(word.removesuffix("s")) == "person" or word in _THEM for word in small
    ):
        return True
    return any(not _says_where(said, match) for match in _names(question, said))


def has_company(question: str, said: str, *, several: bool = False) -> bool:
    """Say whether a claim has a name that may be a company's, or `several`: none of a nation, a place or a date."""
    found = [
        match
        for match in _names(question, said)
        if match.group().isupper() or not (_is_no_person(match.group()) or _says_where(said, match, "in"))
    ]
    if len(found) > several:
        return True
    asked = set(words_of(question))
    return not several and any(set(words_of(match.group())) - asked for match in _FIRM.finditer(said))


def has_name(question: str, said: str) -> bool:
    """Say whether a claim has a name that the question has not, and that is of no nation, country or capital."""
    small = (match.group().lower() for match in _names(question, said))
    return any(
        word not in COUNTRIES and word not in CAPITALS and not find_numbers(word) and not _is_of_nation(word)
        for word in small
    )


def has_country(question: str, said: str) -> bool:
    """Say whether a claim names a country, or the capital or people of one, that the question does not."""
    asked = {fold(word) for word in _WORD.findall(question)}
    words = (fold(word) for word in _WORD.findall(said))
    return any(word not in asked and (word in COUNTRIES or word in CAPITALS or word in ALIASES) for word in words)


def has_place(question: str, said: str) -> bool:
    """Say whether a claim says where something is, with a name that the question has not: "in Zurich", a country."""
    asked = {fold(word) for word in _WORD.findall(question)}
    for match in _PLACED.finditer(said):
        name = match["name"] or match["noun"]
        if name.lower() not in _MONTHS and not all(fold(part) in asked for part in _PARTS.split(name)):
            return True
    small = (match.group().lower() for match in _names(question, said))
    return any(word in COUNTRIES or word in CAPITALS for word in small)


def _names(question: str, said: str) -> Iterator[re.Match[str]]:
    """Yield the capitalised words of a claim that neither the question nor the calendar has, nor begin it by chance."""
    asked = {fold(word) for word in _WORD.findall(question)} | ({"union"} if re.search(r"\bEU\b", question) else set())
    for match in _WORD.finditer(said):
        word = match.group()
        if not word[0].isupper() or fold(word) in asked or word.lower() in _MONTHS:
            continue
        if _BEGINS.search(said[max(match.start() - 2, 0) : match.start()]) and word.lower() in CLOSED | STOP_WORDS:
            continue
        yield match


def _says_where(said: str, match: re.Match[str], only: str = "") -> bool:
    before = _WHERE.search(said[max(match.start() - BEFORE, 0) : match.start()])
    return before is not None and (not only or before.group().split()[0].lower() == only)


def _is_title(word: str) -> bool:
    small = word.lower().removesuffix(".")
    return small in OFFICES or small in TITLES or HEADS.get(small) == "person"


def _is_of_nation(small: str) -> bool:
    return small in ALIASES and ALIASES[small] != small and small not in COUNTRIES and small not in CAPITALS


def _is_no_person(word: str) -> bool:
    small = word.lower()
    sort = HEADS.get(small, HEADS.get(small.removesuffix("s")))
    return (
        small in _MONTHS
        or small in _TONGUES
        or small in COUNTRIES
        or small in CAPITALS
        or _is_of_nation(small)
        or sort not in (None, "person")
        or bool(_ABSTRACT.search(small))
        or ("-" in small and any(part in CAPITALS or part in COUNTRIES for part in small.split("-")))
        or bool(NAMED_PLACE.fullmatch(word) or NAMED_BODY.fullmatch(word))
    )
