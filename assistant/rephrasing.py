"""A question that stands alone and a piece of a follow-up in; the question with that piece in its place, out.

Each function returns an empty text where the piece has no place in the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.mentions import DATE, Mention, find_mentions
from assistant.sorts import DETERMINERS, Sort

_AUXILIARY = "is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|may|might|must|shall"
_ASKS = re.compile(rf"\A(?P<wh>.*?)\b(?P<aux>{_AUXILIARY})\b\s+(?P<rest>.+)\Z", re.IGNORECASE)
_ADVERBIAL = re.compile(
    r"\A(?:\w+\s+)?(?:when|where|why|how(?:\s+(?:often|soon|recently|quickly|many times))?"
    r"|(?:in|on|at|by|since|until|from|to|for)\s+(?:what|which)\s+\w+(?:\s+\w+)?|what year|which year)\s*\Z",
    re.IGNORECASE,
)
_WHO_DID = re.compile(
    r"\A(?:and\s+)?(?:who|which\s+\w+(?:\s+\w+)?)\s+(?P<verb>[a-z]+)\s+(?P<rest>(?!that\b|if\b|to\b).+)\Z",
    re.IGNORECASE,
)
_IS_DONE = re.compile(r"\A.*?\b(?:was|were)\s+(?P<what>.+?)\s+(?P<verb>\w+ed|built|made|held|won)\Z", re.IGNORECASE)
_PARTICIPLES = {
    "built": "built", "made": "made", "won": "won", "led": "led", "held": "held", "wrote": "written", "began": "begun",
    "gave": "given", "took": "taken", "chose": "chosen", "drew": "drawn", "broke": "broken", "sent": "sent",
    "sold": "sold", "bought": "bought", "found": "found", "brought": "brought", "paid": "paid", "set": "set",
}  # fmt: skip
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ORDINAL = re.compile(rf"\b(?:very\s+)?(?P<word>{'|'.join(_ORDINALS)}|1st|2nd|3rd)\b", re.IGNORECASE)
_NEXT = re.compile(r"\b(?:next|following|after (?:that|this|it)|subsequent)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:previous|before (?:that|this|it)|preceding)\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?P<word>last|latest)\b", re.IGNORECASE)
_DOES = re.compile(r"\b(?:did|does|do|has|have|had|will)\s+(?=[^\W\d_a-z])")
"""Before who does what is asked: "did Armenia send" is asked again of another that does."""
_PREPOSITION = r"(?:in|on|by|since|before|after|until|till|from|during|around|as of|at)"
_LIKE: tuple[frozenset[Sort], ...] = (
    frozenset({"place", "organisation", "person", "name"}),
    frozenset({"project", "organisation", "agreement", "event", "work", "name"}),
)
"""Sorts that may take each other's place: a state that of a company, as holders of shares."""


def turn_round(question: str, word: str) -> str:
    """Ask another thing of what a question asks: "Where did it fail?" and "why" make "Why did it fail?"."""
    body = question.rstrip(" ?.!")
    asks = _ASKS.match(body)
    if word.lower() == "who":
        done = _IS_DONE.match(body)
        return f"Who {done['verb']} {done['what']}?" if done else f"{body}, and who?" if body else ""
    if asks and (not asks["wh"].strip() or _ADVERBIAL.match(asks["wh"].strip())):
        return f"{word.capitalize()} {asks['aux'].lower()} {asks['rest']}?"
    did = _WHO_DID.match(body)
    if did and not (asks and len(asks["wh"].split()) < 4):
        verb = did["verb"].lower()
        participle = verb if verb.endswith("ed") else _PARTICIPLES.get(verb, "")
        if participle:
            return f"{word.capitalize()} was {did['rest']} {participle}?"
    return f"{body}, and {word.lower()}?" if body else ""


def with_date(question: str, piece: str) -> str:
    """Put a date ("in 2010") in the place of the last date of a question, or at its end."""
    body = question.rstrip(" ?.!")
    found = list(DATE.finditer(body))
    date = DATE.search(piece)
    if date is None:
        return ""
    leads = bool(re.match(rf"\A\s*{_PREPOSITION}\b", piece, re.IGNORECASE))
    if not found:
        return f"{body} {piece if leads else 'in ' + date.group()}?"
    before, after = body[: found[-1].start()], body[found[-1].end() :]
    if leads:
        before = re.sub(rf"\b{_PREPOSITION}\s+\Z", "", before, flags=re.IGNORECASE)
        return f"{before}{piece}{after}?"
    return f"{before}{date.group()}{after}?"


def with_next_year(question: str, way: str) -> str:
    """Ask of the year before or after the last one of a question; `way` is "previous", "before", "next", "after"."""
    years = [match.group()[-4:] for match in DATE.finditer(question) if match.group()[-4:].isdigit()]
    if not years:
        return ""
    return with_date(question, str(int(years[-1]) + (-1 if way.lower() in ("previous", "before") else 1)))


def with_ordinal(question: str, piece: str) -> str:
    """Ask of the next one, or of the one with another ordinal, what a question asks of one: first, second."""
    ordinal = _ORDINAL.search(question)
    if not ordinal:
        return ""
    named = _ORDINAL.search(piece) or _LAST.search(piece)
    at = _ORDINALS.index(ordinal["word"].lower()) if ordinal["word"].lower() in _ORDINALS else 0
    if named:
        other = named["word"]
    elif _BEFORE.search(piece) and at:
        other = _ORDINALS[at - 1]
    elif _NEXT.search(piece) and ordinal["word"].lower() in _ORDINALS[:-1]:
        other = _ORDINALS[_ORDINALS.index(ordinal["word"].lower()) + 1]
    else:
        return ""
    return question[: ordinal.start()] + other + question[ordinal.end() :]


def with_phrase(question: str, phrase: Mention) -> str:
    """Put a phrase in the place of the phrase of the same sort in a question, the last where there are several.

    A name of no known sort takes the place of the only name.
    """
    own = [
        m for m in find_mentions(question) if m.sort != "date" and m.text.split()[0].casefold() not in ("which", "what")
    ]
    others = [m for m in own if bare_key(m) != bare_key(phrase)]
    same = [m for m in others if m.sort == phrase.sort and phrase.sort not in ("name", "thing")]
    if not same and phrase.strength == 3:
        like = [m for m in others if m.strength == 3 and any({m.sort, phrase.sort} <= sorts for sorts in _LIKE)]
        owners = [m for m in like if question[m.end : m.end + 2] in ("'s", "’s")]
        same = owners or (like if len(like) == 1 or phrase.sort == "name" else [])
    if not same:
        return ""
    doer = _DOES.search(question)
    out = min(
        same,
        key=lambda m: (
            m.is_plural != phrase.is_plural,
            -m.strength,
            doer is None or m.start != doer.end(),
            -m.start,
        ),
    )
    return question[: out.start] + phrase.text + question[out.end :]


def bare_key(mention: Mention) -> str:
    """Return a mention's words for comparison."""
    return " ".join(word for word in mention.text.casefold().split() if word not in DETERMINERS)


def choose(piece: str, options: Sequence[str]) -> str:
    """Pick what a reader means of several: by its place ("the second one", "the latter"), or by a word of it."""
    if not options:
        return ""
    ordinal = _ORDINAL.search(piece)
    if ordinal and ordinal["word"].lower() in _ORDINALS and _ORDINALS.index(ordinal["word"].lower()) < len(options):
        return options[_ORDINALS.index(ordinal["word"].lower())]
    if re.search(r"\b(?:latter|last)\b", piece, re.IGNORECASE):
        return options[-1]
    if re.search(r"\bformer\b", piece, re.IGNORECASE):
        return options[0]
    words = {word.casefold() for word in re.findall(r"\w+", piece)} - DETERMINERS
    named = [option for option in options if words & {word.casefold() for word in re.findall(r"\w+", option)}]
    return named[0] if len(named) == 1 else ""
