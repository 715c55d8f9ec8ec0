"""A question and the turns before it in; the question as it stands alone, or what to ask back, out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.conversation import (
    LONGEST_TURN,
    OF_ANSWER,
    OF_ASKED,
    OF_LEAD,
    OF_QUESTION,
    OF_TITLE,
    Foreground,
    read_history,
)
from assistant.lexical import words_of
from assistant.mentions import Mention, bare, content_words, find_mentions
from assistant.pronouns import Ambiguous, ask_which, name_subjects, with_article
from assistant.rephrasing import choose, turn_round, with_date, with_next_year, with_ordinal, with_phrase
from assistant.sorts import COUNTRIES, HEADS, NAMED_BODY, NAMED_PLACE, sort_of

ABOUT = 5  # names and words that a question without a subject of its own is said to be about
LONGEST_REPLY = 80  # characters
LONGEST_NAME = 9  # words of what a reader says that was meant
ABOUT_NAMES = 2  # of them names
FEW_WORDS = 3  # content words; a longer question without a name says itself what it is about


class Understood(NamedTuple):
    """A question as it is searched, and what to ask the reader where it cannot be understood."""

    question: str
    asks_back: str | None = None


class Pending(NamedTuple):
    """A question that was asked back, where its pronoun stands, and what it may mean, if that is known."""

    question: str
    start: int
    end: int
    options: tuple[str, ...]


_REPLY = re.compile(
    r"\A(?:yes|yeah|yep|no|nope|not|ok|okay|sure|right|correct|exactly|please|thanks|thank you|hello|hi|hey|true"
    r"|false|go on|go ahead|tell me more|more|continue|that one|this one|that['’]?s it|indeed|i do|[\s,.!?-])+\Z",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\A(?:would you like|do you want|shall i|should i|can i)\s+(?:me\s+)?(?:to\s+)?"
    r"(?:know|hear|see|tell you|say|find out)\s+(?P<what>.+)\Z",
    re.IGNORECASE,
)
_MEANT = re.compile(r"\A(?:do|did) you mean (?P<what>[^?]+)\Z", re.IGNORECASE)
_STEP = re.compile(
    r"\A(?:in\s+)?the\s+(?:(?P<way>previous|next|following)\s+year|year\s+(?P<side>before|after)(?:\s+(?:that|this|it))?)\Z",
    re.IGNORECASE,
)
_SINGLE = re.compile(r"\b(?:it|its|he|him|his|she|her|that one)\b", re.IGNORECASE)
_PERSONS = frozenset(("he", "him", "his", "she", "her"))
_ASKS_SEVERAL = re.compile(
    r"\bwhich\s+(?:[a-z]+\s+){0,2}?(?P<noun>(?!years|dates|days|months|times|troops|visas|words|reasons|ways|conditions)[a-z]+[^s\W]s)\b",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    r"\b(?:is|was)\s+it\s+(?:true|possible|necessary|likely|expensive|safe)\b|\b(?:do|did|does)\s+it\s+(?:matter|snow|rain|happen|mean)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)"
_CALLED = rf"(?!{_MONTH})[^\W\d_a-z][\w’'-]+(?:\s(?:of\s)?[^\W\d_a-z][\w’'-]+){{1,5}}"
_TWO = re.compile(rf"\b(?P<one>{_CALLED})\s+and\s+(?P<other>{_CALLED})")
"""Two people, or what has two words or more for a name, side by side."""
_ASKS_WHO = re.compile(r"\A(?:by |to |for )?(?:who|whom|which|what (?:is|was) the name)\b", re.IGNORECASE)
_AT = re.compile(r"\A(?:in|on|at|by|for|with|from|to)\s+", re.IGNORECASE)
_YES = re.compile(r"\A(?:yes|yeah|yep|ok|okay|sure|right|please|go|tell|continue)\b", re.IGNORECASE)
_SINGLE_SORTS = frozenset(("agreement", "project", "organisation", "event", "work", "person"))
_MEANS = re.compile(r"\A(?:i\s(?:mean|meant)|it['’]?s|that['’]?s|it\s(?:is|was))\s+", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\A(?:and|in|on|at|by|since|before|after|the\sone|thank\w*|never|sorry|\w+\s(?:the|an?))\b", re.IGNORECASE
)
INSTEAD = "What would you like to know instead?"
_WH = r"why|how|when|where|who|since when|until when|by whom|how so|why not|how come|where to|what for"
_BARE_WH = re.compile(
    rf"\A(?:and\s+|but\s+|so\s+|ok(?:ay)?,?\s+|yes,?\s+)?(?:exactly\s+)?(?P<wh>{_WH})(?:\s+exactly)?"
    r"(?:\s+(?:is|was|did|were)\s+(?:that|this)(?:\s+(?:happen|done|be|so|decided|the case))?)?[\s?!.]*\Z",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"\A(?:(?:ok(?:ay)?|yes|no|and|but|so|or|also|then|now|well)[,\s]+)*(?:(?:what|how) about\s+|and\s+)?",
    re.IGNORECASE,
)
_PICKS = re.compile(
    r"\A(?:the\s+)?(?:\w+\s+)?(?:one|ones|first|second|third|fourth|fifth|latter|former|last)\Z", re.IGNORECASE
)
_CONNECTS = re.compile(r"\A(?:and|but|also|(?:what|how) about)\b", re.IGNORECASE)
_VERBAL = re.compile(r"\b(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\A(?:ok(?:ay)?[,\s]+)?(?:what|how) about\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?:\A|\s)(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|did|does|do|has|have|had|can|could|will|would|i|we|you"
    r"|tell|give|explain|describe|show|list|name)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\A(?P<lead>[^?]{1,80}?)(?P<stop>[.:;,?]\s+)(?P<main>(?:(?:by|since|until|in|on|at|to|for|from)\s+)?(?:who|what|when|where|why|how|which|is|are|was|were"
    r"|did|does|do|has|have|had|can|will)\b.+)\Z",
    re.IGNORECASE,
)


def understand(question: str, history: Sequence[Mapping[str, object]]) -> Understood:
    """Resolve a question against the turns before it, oldest first.

    A question that stands alone comes back as it is, byte for byte.
    """
    conversation = _Conversation()
    for role, text in read_history(history):
        conversation.hear(role, text)
    return conversation.resolve(question)


def _points(mention: Mention) -> bool:
    return mention.text.split()[0].casefold() in ("this", "that", "these", "those", "such")


def _is_person(name: str) -> bool:
    """Say whether two or more words in capitals may be a person's name: no body, place or nation has a part in it."""
    sort = sort_of(name)
    if sort == "person":
        return True
    is_other = NAMED_BODY.search(name) or NAMED_PLACE.search(name)
    return sort == "name" and not is_other and not any(word.lower() in COUNTRIES for word in name.split())


def _name_meant(piece: str, pending: Pending) -> str:
    """Return the phrase that a reply to what was asked back is; empty where it is none."""
    phrase, (*_, noun) = _MEANS.sub("", piece), pending.question[pending.start : pending.end].split()
    phrase = re.sub(r"\A(the\s)one\b", rf"\g<1>{noun}", phrase) if noun in HEADS else phrase
    whole = [m for m in find_mentions(phrase) if m.start <= len("the ") and m.end == len(phrase)]
    is_named = any(m.strength == 3 or m.sort not in ("thing", "name", "date") for m in whole)
    is_one = (is_named or f"the {noun} " in phrase) and not _CLAUSE.search(phrase) and not _NO_NAME.match(phrase)
    return phrase if is_one and len(phrase.split()) <= LONGEST_NAME else ""


def _put(phrase: str, pending: Pending) -> str:
    """Put a phrase in the place of the words that point."""
    word, before = pending.question[pending.start : pending.end].casefold(), pending.question[: pending.start]
    following = pending.question[pending.end :]
    owns = word in ("its", "his", "their") or (word == "her" and re.match(r"\s[a-z]", following))
    ending = ("'" if phrase.endswith("s") else "'s") if owns else ""
    return before + phrase + ending + following


class _Conversation:
    """The turns so far: what they mention, the last question as it was understood, the last answer."""

    def __init__(self) -> None:
        self.foreground = Foreground()
        self.previous = ""
        self.unclear = ""
        self.answer = ""
        self.pending: Pending | None = None

    def hear(self, role: str, text: str) -> None:
        """Take in one turn."""
        if role == "user":
            understood = self.resolve(text)
            if understood.asks_back is None:
                self.previous = understood.question[:LONGEST_TURN]
                self.foreground.hear(self.previous, OF_QUESTION)
            self.unclear = text if understood.asks_back else ""
        elif role == "title":
            self.foreground.hear(text, OF_TITLE)
        else:
            self.answer = text
            self.foreground.hear(text, OF_ASKED if self._asks_name() else OF_ANSWER)

    def resolve(self, question: str) -> Understood:
        """Say what a turn means here."""
        pending, self.pending = self.pending, None
        if "(about: " in question:
            return Understood(question)
        if len(question) <= LONGEST_REPLY and _REPLY.match(question):
            return self._reply(question)
        piece = _LEAD_IN.sub("", question.strip(), count=1).rstrip(" ?.!")
        if pending and (meant := choose(piece, pending.options) or _name_meant(piece, pending)):
            return Understood(_put(meant, pending))
        if bare_wh := _BARE_WH.match(question):
            turned = turn_round(self.previous, bare_wh["wh"])
            return (
                Understood(turned) if turned else Understood(question, "Which agreement, person or place do you mean?")
            )
        if (step := _STEP.match(piece)) and (stepped := with_next_year(self.previous, step["way"] or step["side"])):
            return Understood(stepped)
        if _PICKS.match(piece):
            return self._pick(question, piece)
        if piece and not _CLAUSE.search(piece) and (placed := self._place(question, piece)):
            return Understood(placed)
        if piece and not self.foreground and _CONNECTS.match(question) and not _CLAUSE.search(piece):
            return Understood(question, f"What would you like to know about {_AT.sub('', piece)[:60]}?")
        if lead := _LEAD.match(question):
            return self._after_lead(question, lead)
        return self._name(question)

    def _asks_name(self) -> bool:
        """Say whether the last question asks for a name and has none of a person itself."""
        named = (m for m in find_mentions(self.previous) if m.sort == "person" and m.strength == 3)
        return bool(_ASKS_WHO.match(self.previous)) and not any(named)

    def _reply(self, question: str) -> Understood:
        """Understand yes, no and the like: they answer what the assistant asked last."""
        asked = re.findall(r"[^.?!]*\?", self.answer)
        if asked and self.answer.rstrip().endswith("?"):
            offered = asked[-1].strip()
            if offer := _OFFER.match(offered):
                return self.resolve(offer["what"]) if _YES.match(question) else Understood(question, INSTEAD)
            meant = _MEANT.match(offered.rstrip(" ?"))
            if meant and (self.unclear or self.previous):
                return (
                    Understood(self._meaning(meant["what"])) if _YES.match(question) else Understood(question, INSTEAD)
                )
            return Understood(self._about(f"{offered.rstrip('?')}? {question.strip()}", offered))
        if not self.foreground:
            return Understood(question, "What would you like to know about the articles?")
        topic = next((with_article(m) for m in self.foreground.ranked(lambda m: m.strength == 3)), "this")
        return Understood(question, f"What else would you like to know about {topic}?")

    def _meaning(self, what: str) -> str:
        """Put what a reader confirmed ("yes, the Shusha Declaration") in its place in the last question."""
        named, question = re.sub(r"\A(?:the|an?)\s+", "", what.strip()), self.unclear or self.previous
        pointer = _SINGLE.search(question)
        if pointer and self.unclear:
            return f"{question[: pointer.start()]}the {named}{question[pointer.end() :]}"
        for mention in find_mentions(question):
            words = mention.text.split()
            if words[0].casefold() in ("the", "this", "that") and words[-1].casefold() in named.casefold().split():
                return f"{question[: mention.start]}the {named}{question[mention.end :]}"
        return f"{question.rstrip(' ?.!')} ({named})?"

    def _ask(self, question: str, ambiguous: Ambiguous) -> Understood:
        self.pending = Pending(question, *ambiguous[1:])
        return Understood(question, ambiguous.asks_back)

    def _several(self, question: str) -> Ambiguous | None:
        """Return what to ask back where the last answer names several, any of which "it" or "he" may be."""
        pointer = _SINGLE.search(question)
        if pointer is None or any(m.strength == 3 for m in find_mentions(question)) or _IMPERSONAL.search(question):
            return None
        asked, own = _ASKS_SEVERAL.search(self.previous), find_mentions(self.previous)
        if asked and not any(not m.is_plural and m.sort in _SINGLE_SORTS for m in own):
            names = dict.fromkeys(
                bare(m.text) for m in find_mentions(self.answer) if m.strength == 3 and not m.is_plural
            )
            listed = tuple(name for name in names if name not in self.previous)
            if len(listed) > 1:
                return Ambiguous(f"Which of the {asked['noun']} do you mean?", *pointer.span(), listed)
        two = next((two for two in _TWO.finditer(self.answer) if all(map(_is_person, two.groups()))), None)
        if two and _ASKS_WHO.match(self.previous) and pointer.group().lower() in _PERSONS:
            options = (two["one"], two["other"])
            return Ambiguous(f"Who do you mean: {' or '.join(options)}?", *pointer.span(), options)
        return None

    def _pick(self, question: str, piece: str) -> Understood:
        """Understand "the second one": of an ordinal in the last question, or of what the last answer lists."""
        if self.previous and (other := with_ordinal(self.previous, piece)):
            return Understood(other)
        names = [m for m in find_mentions(self.answer) if m.strength == 3 and not m.is_plural]
        option = choose(piece, [m.text for m in names])
        if not option and self.previous:
            return Understood(self._beside(piece))
        if not option:
            return Understood(question, "Which one do you mean? Name it, please.")
        chosen = next(m for m in names if m.text == option)
        return Understood(
            (self.previous and with_phrase(self.previous, chosen)) or self._about(f"What about {option}", option)
        )

    def _place(self, question: str, piece: str) -> str:
        """Put a piece without a verb in its place in the last question; empty where it has none."""
        if not self.previous:
            return ""
        whole = [m for m in find_mentions(piece) if m.end == len(piece)]
        dates = [m for m in find_mentions(piece) if m.sort == "date"]
        if dates and len(content_words(piece)) <= 1 + dates[-1].text.count(" "):
            return with_date(self.previous, piece)
        if (re.search(r"\bone\b|\bnext\b", piece)) and (other := with_ordinal(self.previous, piece)):
            return other
        first = next(iter(whole), None)
        alone = first is not None and not content_words(piece[: first.start])
        if (
            first is not None
            and alone
            and (first.strength == 3 or _ABOUT.match(question))
            and (placed := with_phrase(self.previous, first))
        ):
            return placed
        named = name_subjects(piece, self.foreground)
        if isinstance(named, Ambiguous) or not content_words(piece):
            return ""
        found = [m for m in find_mentions(named) if m.start == 0]
        relative = [m for m in found if m.text.split()[0].casefold() in ("the", "its", "their")]
        if relative and named != piece and (placed := with_phrase(self.previous, relative[0]._replace(text=named))):
            return placed
        return self._beside(named)

    def _beside(self, piece: str) -> str:
        """Ask a piece that has no place in the last question beside it."""
        return f"{self.previous.rstrip(' ?.!')}, and {piece.rstrip(' ?.!')}?"

    def _after_lead(self, question: str, lead: re.Match[str]) -> Understood:
        """Understand "What about China: where was its first summit?": the lead is what the rest points to."""
        piece = _LEAD_IN.sub("", lead["lead"].strip(), count=1)
        if _CLAUSE.search(piece) or not content_words(piece):
            return self._name(question)
        if self.previous and (other := with_ordinal(self.previous, piece)):
            bare_wh = _BARE_WH.match(lead["main"])
            return Understood(turn_round(other, bare_wh["wh"]) if bare_wh else other)
        if not self.foreground and not find_mentions(piece):
            return self._name(question)
        named = name_subjects(piece, self.foreground)
        named = piece if isinstance(named, Ambiguous) else named
        before = len(find_mentions(named))
        self.foreground.hear(named, OF_LEAD)
        main = name_subjects(lead["main"], self.foreground)
        if isinstance(main, Ambiguous):
            return self._name(question)
        if before and main != lead["main"]:
            main = main[:1].upper() + main[1:]
            has_name = any(m.strength == 3 for m in find_mentions(main))
            points = named == piece and re.search(r"\bthere\b", piece)
            return Understood(main if has_name and not points else self._about(main, main))
        return self._name(question)

    def _name(self, question: str) -> Understood:
        """Name what a question points to, or say what it is about."""
        named = name_subjects(question, self.foreground)
        if isinstance(named, Ambiguous):
            return self._ask(question, named)
        which = ask_which(question, self.foreground) if named == question else None
        if asked := which or self._several(question):
            return self._ask(question, asked)
        if named != question:
            named = re.sub(r"\A(?:and|but|so)\s+", "", named, flags=re.IGNORECASE)
        has_name = any(m.strength == 3 and not _points(m) for m in find_mentions(named))
        connects = bool(_CONNECTS.match(question)) and named == question
        if connects and self.previous and len(content_words(question)) <= FEW_WORDS and not _VERBAL.search(question):
            return Understood(self._beside(_LEAD_IN.sub("", question, count=1)))
        if not self.foreground or (has_name and not connects):
            return Understood(named)
        if named == question and not self._leans(question):
            return Understood(question)
        return Understood(self._about(named, named))

    def _leans(self, question: str) -> bool:
        words = content_words(question)
        return len(words) <= FEW_WORDS or any(self.foreground.knows(word) for word in words)

    def _about(self, text: str, own: str) -> str:
        """Say after a question what the conversation is about."""
        names = self._names(own)[:ABOUT_NAMES]
        taken = set(words_of(f"{own} {' '.join(names)}"))
        for word in self.foreground.terms():
            if len(names) == ABOUT:
                break
            if not taken & set(words_of(word)):
                names.append(word)
                taken |= set(words_of(word))
        text = re.sub(r"\A(?:and|but|so)\s+", "", text, flags=re.IGNORECASE).rstrip(" ?.!")
        return f"{text[:1].upper()}{text[1:]} (about: {', '.join(names)})?" if names else text

    def _names(self, own: str) -> list[str]:
        """Return the names in the foreground that a text does not have, none within another."""
        names: list[str] = []
        have = set(words_of(own))
        for mention in self.foreground.ranked(lambda m: m.strength == 3 and not m.is_plural):
            words = set(words_of(mention.text))
            if words and not words & have:
                names.append(bare(mention.text))
                have |= words
        return names
