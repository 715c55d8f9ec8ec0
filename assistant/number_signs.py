"""A question and a number of a sentence in, what speaks for and against its being what is asked for, out."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from assistant.lexical import words_of
from assistant.number_phrases import MEASURES, is_former, is_whole, stands_alone
from assistant.quantities.units import UNITS
from assistant.question import find_counted
from assistant.types import Span

NEAR_WORDS = 5  # of a number's own and those behind it: what is counted is among them
_ASKED_FORMER = re.compile(
    r"\b(?:initial|original|previous|former|first|beg[aiu]n|start|before|from)\w*\b", re.IGNORECASE
)
ASKED_AGE = re.compile(r"\bhow\s+old\b|\bage\b", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"\w-(?:year|month|week|day|hour|minute|foot|mile|met(?:er|re)|kilomet(?:er|re)|inch)(?:-old)?\Z"
)
_NUMBERED = re.compile(r"(?:(?<=\w\s)[A-Z][a-z]+|\b[A-Z])\s\Z")
_BARE = re.compile(r"\d{1,3}\Z")
_HOW_MANY = re.compile(r"\bhow\s+many\s+", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\bnumber\s+of\s+([\w’'-]+(?:\s[\w’'-]+)?)", re.IGNORECASE)


def count_signs(question: str, number: Span, numbers: Sequence[Span], text: str, alike: float = 0.0) -> float:
    """Count the signs that a number, one of a sentence's, is in the unit, or of the thing, that a question asks for.

    `alike` is how similar what stands behind it is to what is counted, -1 to 1.
    """
    phrase, before, after = text[slice(*number)], text[: number.start], text[number.end :]
    asked = find_noun(question)
    noun = set(words_of(question[slice(*asked)])) if asked else set()
    whole = next((other for other in numbers if is_whole(other, text) and _asks_part(question, other, text)), None)
    is_part = whole is not None and number > whole and stands_alone(number, text)
    bracketed = _BRACKETED.search(before)
    is_said_before = bracketed is not None and bool(noun & set(words_of(bracketed[1])))
    signs = -1.0 * (bool(_IN_BRACKETS.search(before)) and not is_said_before)
    if number == whole:
        signs -= 1.0
    elif is_part or is_said_before or noun & _near(number, text):
        signs += 2.0
    elif noun and _OF_OTHERS.search(phrase):
        signs -= 3.0
    else:
        signs += 2.0 * max(alike, 0.0)
    holder = _HOLDER.search(before)
    signs += 1.0 * bool(holder and set(words_of(holder[1])) & (set(words_of(question)) - noun))
    signs -= 2.0 * (is_former(number, text) and not _ASKED_FORMER.search(question))
    is_attribute = bool(ATTRIBUTE.search(phrase) or re.match(r"-[a-z]", after)) and not ASKED_AGE.search(question)
    signs -= 1.0 * is_attribute
    signs -= 1.0 * _is_of_name(phrase, before) + 1.0 * bool(_ONE.fullmatch(phrase) and _NO_COUNT.match(after))
    for measure in MEASURES:
        if measure.asks.search(question):
            signs += 2.0 if measure.unit.search(text[slice(*(whole if whole and is_part else number))]) else -1.0
    return signs


_IN_BRACKETS = re.compile(r"\([^)]*\Z|\[[^\]]*\Z")
_HOLDER = re.compile(r"(?:,|\b(?:and|while|but))\s(?:[\w’'-]+\s){0,3}?([A-Z][\w’'-]*)\s\Z")
"""Whose number it is, where the verb is left out: "A holds 51 per cent, B 30 and C 12"."""
_BRACKETED = re.compile(r"([\w’'-]+)\s\(\Z")
"""Names before a bracket what is counted in it: "tackles (118)"."""
_OF_OTHERS = re.compile(
    r"%|per\s?cent|[$€£¥₽]|(?:kilomet(?:er|re)|mile|met(?:er|re)|year|month|week|day|hour|minute|ton(?:ne)?|degree|feet|km)s?\Z",
    re.IGNORECASE,
)
"""Ends a number that counts nothing but its unit."""
_ONE = re.compile(r"one", re.IGNORECASE)
_NO_COUNT = re.compile(r"\s(?:of|another|or|such|who|that|which|day)\b")
"""Stands behind a "one" that is no number."""


def _is_of_name(phrase: str, before: str) -> bool:
    """Say whether a number is a part of a name: "Sky One", "Highway 95", "O 2"."""
    if phrase[0].isupper() and re.search(r"[^\W\d_]\s\Z", before):
        return True
    return bool(_BARE.match(phrase) and _NUMBERED.search(before))


_WORDS_BEHIND = re.compile(r"(?:\s[\w’'-]+){0,4}")


def find_counted_behind(number: Span, text: str) -> Span:
    """Return the few words behind a number, up to the next mark, that may say what it counts."""
    match = _WORDS_BEHIND.match(text, number.end)
    return Span(number.end, match.end() if match else number.end)


def say_number(question: str, phrase: str, after: str) -> str:
    """Return a number with as much of what it counts as the question leaves open; `after` is the rest of its sentence.

    "How many miles" needs no "miles", "how old" no "-year-old"; "by how much?" needs "votes", and "4-week" is nothing
    without its "period". "How many died?" is not answered by a share without what it is of.
    """
    if ASKED_AGE.search(question):
        return _OLD.sub("", phrase)
    if ATTRIBUTE.search(phrase):
        noun = re.match(r"\s[a-z]+", after)
        return phrase + (noun.group() if noun else "")
    if _HOW_MANY.search(question) and SHARE.search(phrase) and (whole := _OF_WHOLE.match(after)):
        return phrase + whole.group()
    unit = _UNIT.search(phrase)
    if unit and set(words_of(unit[1])) & set(_asked_words(question)):
        return phrase[: unit.start()]
    if _HOW_MUCH.search(question) and _COUNT.fullmatch(phrase):
        noun = _PLURAL.match(after)
        return phrase + (noun.group() if noun else "")
    return phrase


SHARE = re.compile(
    r"(?:%|\bper\s?cent|\b(?:half|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?))\Z", re.IGNORECASE
)
_OF_WHOLE = re.compile(
    r"\sof\s(?:the|its|their|his|her|all|[\w’'-]+s?['’]s?)(?:\s[\w’',-]*[\w’']){1,3}?(?=[,.;:)]|\Z|\s(?:ha[sd]|have|was|were|is|are"
    r"|[a-z]+ed|who|that|which|while|and|or|but|in|on|at|by|to|from|of|for|with|during)\b)"
)
"""What a share is of: "of the population", "of Naples' 300,000 inhabitants"."""
_OLD = re.compile(r"-years?-old\Z")
_UNIT = re.compile(r"[\s-]((?!hundred|thousand|million|billion|trillion)[^\W\d]+)\Z")
_HOW_MUCH = re.compile(r"\bby\s+how\s+much\b|\bhow\s+much\s+(?:did|does|do|was|were|is|has|have|had)\b", re.IGNORECASE)
_COUNT = re.compile(r"\d[\d,]*|[a-z]+(?:[-\s][a-z]+)*", re.IGNORECASE)
_PLURAL = re.compile(r"\s[a-z]{2,}[^\Ws]s\b")


def _asked_words(question: str) -> list[str]:
    """Return the word right behind "how many"."""
    match = re.search(r"\bhow\s+many\s+([\w-]+)", question, re.IGNORECASE)
    return words_of(match[1]) if match else []


@functools.lru_cache(maxsize=256)
def find_noun(question: str) -> Span | None:
    """Find the words for what a question asks the number of: "Turkish soldiers" in "how many Turkish soldiers ..."."""
    match, counted = _HOW_MANY.search(question), find_counted(question)
    if match is not None and counted is not None and counted.end > match.end():
        return Span(match.end(), counted.end)
    named = _NUMBER_OF.search(question)
    return Span(*named.span(1)) if named else None


def find_asked_unit(question: str) -> tuple[str, str] | None:
    """Return the unit that a question asks the number of, as it says it and by its one name: kilometres, km."""
    noun = find_noun(question)
    word = question[slice(*noun)].split(maxsplit=1)[0] if noun else ""
    return (word, UNITS[word.lower()]) if word.lower() in UNITS else None


def _near(number: Span, text: str) -> set[str]:
    return set(words_of(" ".join(re.findall(r"\w+", text[number.start :])[:NEAR_WORDS])))


def _asks_part(question: str, whole: Span, text: str) -> bool:
    """Say whether a question asks for a part of a whole: more of it stands behind "of the 129 members" than there."""
    named = re.compile(r"[^,;(]*").match(text, whole.start)
    end = named.end() if named else whole.end
    return bool((set(words_of(question)) - set(words_of(text[whole.start : end]))) & set(words_of(text[end:])))
