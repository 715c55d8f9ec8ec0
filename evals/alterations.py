"""True sentences in; the same in other forms, and altered so that they are false, out.

python -m evals.alterations data/articles
python -m evals.alterations data/articles --pairs pairs.jsonl

Every pair is a claim and the sentence that it cites. Half are untouched (the sentence, or the same in
other forms of its dates, numbers and names), half have one thing changed: a number, a date, a name, a
negation, a modal verb, or two names turned round. The forms are read here by expressions of this
file's own, not by those of the check that is measured.
"""

from __future__ import annotations

import argparse
import bisect
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.lexical import STOP_WORDS
from assistant.sentences import is_heading, split_sentences
from assistant.types import Article, Encoder

SHORTEST, LONGEST = 50, 320  # characters of a sentence that says something, and one thing
SEED = 8
TRIES = 20  # draws of a name that the sentence does not have

_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "(?:" + "|".join(_MONTHS) + ")"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}}) ({_MONTH}) (\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})\b")
_YEAR = re.compile(r"(?<![\d,.–-])\b(1[89]\d\d|20[0-2]\d)\b(?![\d,.]\d|–)")
_NUMBER = re.compile(
    r"(?<![\w.,$€-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w,.]*\d)"
    r"(?=\s(?:per cent|percent|million|billion|kilomet|tonnes|miles|people|members|[a-z]{4,}s\b)|%)"
)
_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
]
_DIGITS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
           "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20"}  # fmt: skip
_WORD = re.compile(
    r"(?<![\w-])(" + "|".join(_WORDS) + r")\b(?=\s(?!times|thirds|fifths|tenths|quarters|sixths)[a-z]{3,}s\b)"
)
_NAME = re.compile(r"(?<=[a-z,;] )(?:[A-ZÇĞİÖŞÜƏ][\w’'-]*[a-zçğıöşüə](?: (?=[A-ZÇĞİÖŞÜƏ]))?)+(?<! )")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|must|should)\b(?! (?:not|no|never|only)\b)"
)
_NOT = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|may|must|should) not\b(?! only)|\bcannot\b")
_PAST = {
    "signed": "sign", "agreed": "agree", "opened": "open", "adopted": "adopt", "became": "become", "began": "begin",
    "took": "take", "built": "build", "joined": "join", "left": "leave", "ratified": "ratify", "rose": "rise",
    "fell": "fall", "announced": "announce", "reached": "reach", "established": "establish", "sent": "send",
    "met": "meet", "won": "win", "gave": "give", "made": "make", "accepted": "accept", "created": "create",
    "declared": "declare", "visited": "visit", "supported": "support", "recognized": "recognize",
}  # fmt: skip
_SIMPLE_PAST = re.compile(
    r"(?<=[a-z] )(" + "|".join(_PAST) + r")\b(?= (?:the|a|an|its|their|in|to|on|that|into|from|[A-Z])\b)"
)
_PERFECT = re.compile(r"\b(?:is|are|was|were|be|been|being|has|have|had|by|and|or|not|newly|jointly|,)\s*(?:\w+ly )?\Z")
_MODAL = {"will": "may", "may": "will", "must": "may", "should": "will", "might": "will", "can": "must"}
_MODALS = re.compile(r"\b(will|may|must|should|might)\b(?= (?:not )?[a-z])")


class Pair(NamedTuple):
    """A claim and the quote that it cites; `kind` says what was done to it."""

    kind: str
    claim: str
    quote: str
    true: bool


def make_pairs(articles: Sequence[Article], *, seed: int = SEED) -> list[Pair]:
    """Make the pairs of the articles' sentences, in their order; each sentence gives one of each kind that it can."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    sentences = list(_sentences(articles))
    found = {name for sentence in sentences for name in _NAME.findall(sentence)}
    names = sorted(name for name in found if name.split()[0].lower() not in STOP_WORDS)
    pairs: list[Pair] = []
    for sentence in sentences:
        for kind, alter in _ALTERATIONS.items():
            for claim in alter(sentence, draw, names):
                pairs.append(Pair(kind, claim, sentence, False))
        pairs.append(Pair("same", sentence, sentence, True))
        for kind, rewrite in _REWRITINGS.items():
            claim = rewrite(sentence)
            if claim != sentence:
                pairs.append(Pair(kind, claim, sentence, True))
    return pairs


def sample_pairs(pairs: Sequence[Pair], each: int, *, seed: int = SEED) -> list[Pair]:
    """Draw at most `each` pairs of every kind."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    kinds = dict.fromkeys(pair.kind for pair in pairs)
    return [
        pair
        for kind in kinds
        for own in [[pair for pair in pairs if pair.kind == kind]]
        for pair in (own if len(own) <= each else draw.sample(own, each))
    ]


def measure(pairs: Sequence[Pair], encoder: Encoder | None) -> dict[str, Counter[str]]:
    """Return how many of each kind have which verdict."""
    from assistant.support import check_support

    verdicts: dict[str, Counter[str]] = {}
    for pair in pairs:
        verdict = check_support(pair.claim, pair.quote, encoder=encoder).verdict
        verdicts.setdefault(pair.kind, Counter())[verdict] += 1
    return verdicts


def _sentences(articles: Sequence[Article]) -> Iterator[str]:
    for article in articles:
        for span in split_sentences(article.text, article.language):
            sentence = article.text[span.start : span.end]
            if SHORTEST <= len(sentence) <= LONGEST and not is_heading(sentence) and not set("\n|") & set(sentence):
                yield sentence


def _change_number(sentence: str, draw: random.Random, _: Sequence[str]) -> Iterator[str]:
    found = list(_NUMBER.finditer(sentence))
    if found:
        match = draw.choice(found)
        digits = match[1]
        at = draw.choice([i for i, character in enumerate(digits) if character.isdigit()])
        other = draw.choice([d for d in "123456789" if d != digits[at]])
        yield sentence[: match.start() + at] + other + sentence[match.start() + at + 1 :]
    elif words := list(_WORD.finditer(sentence)):
        match = draw.choice(words)
        other = draw.choice([word for word in _WORDS if word != match[1]])
        yield sentence[: match.start()] + other + sentence[match.end() :]


def _change_date(sentence: str, draw: random.Random, _: Sequence[str]) -> Iterator[str]:
    if match := _DAY_FIRST.search(sentence):
        day, month, year = match.groups()
        choice = draw.randrange(3)
        if choice == 0:
            day = str(draw.choice([d for d in range(1, 29) if d != int(day)]))
        elif choice == 1:
            month = draw.choice([m for m in _MONTHS if m != month])
        else:
            year = str(int(year) + draw.choice([-2, -1, 1, 2, 10]))
        yield sentence[: match.start()] + f"{day} {month} {year}" + sentence[match.end() :]
    elif found := list(_YEAR.finditer(sentence)):
        match = draw.choice(found)
        year = str(int(match[1]) + draw.choice([-10, -3, -2, -1, 1, 2, 3]))
        if year not in sentence:
            yield sentence[: match.start()] + year + sentence[match.end() :]


def _change_name(sentence: str, draw: random.Random, names: Sequence[str]) -> Iterator[str]:
    found = [match for match in _NAME.finditer(sentence) if match.group() not in _MONTHS]
    if not found:
        return
    match = draw.choice(found)
    words = set(re.findall(r"[\w’'-]+", sentence))
    for _ in range(TRIES):
        other = draw.choice(names)
        if other not in _MONTHS and not set(other.split()) & words and not _same_root(other, match.group()):
            yield sentence[: match.start()] + other + sentence[match.end() :]
            return


def _is_in(name: str, names: Sequence[str]) -> bool:
    at = bisect.bisect_left(names, name)
    return at < len(names) and names[at] == name


def _same_root(a: str, b: str) -> bool:
    """Say whether two names may be forms of one: Turkey and Turkish, Soviet and Soviets."""
    return any(x[:4].lower() == y[:4].lower() for x in re.findall(r"\w+", a) for y in re.findall(r"\w+", b))


def _negate(sentence: str, draw: random.Random, _: Sequence[str]) -> Iterator[str]:
    if match := _NOT.search(sentence):
        yield sentence[: match.start()] + (match[1] or "can") + sentence[match.end() :]
        return
    if " not " in sentence or "n’t" in sentence or " no " in sentence or " never " in sentence:
        return
    past = [m for m in _SIMPLE_PAST.finditer(sentence) if not _PERFECT.search(sentence[: m.start()])]
    auxiliary = list(_AUXILIARY.finditer(sentence))
    if past and (not auxiliary or draw.random() < 0.5):
        match = draw.choice(past)
        yield sentence[: match.start()] + "did not " + _PAST[match[1]] + sentence[match.end() :]
    elif auxiliary:
        match = auxiliary[0]
        yield sentence[: match.end()] + draw.choice([" not", " never"]) + sentence[match.end() :]


def _change_modal(sentence: str, draw: random.Random, _: Sequence[str]) -> Iterator[str]:
    if match := _MODALS.search(sentence):
        yield sentence[: match.start()] + _MODAL[match[1]] + sentence[match.end() :]


def _turn_round(sentence: str, draw: random.Random, names: Sequence[str]) -> Iterator[str]:
    """Swap two names with a verb of action or a preposition of direction between them."""
    found = [
        m
        for m in _AGENTS.finditer(sentence)
        if all(_is_in(n, names) and n not in _MONTHS for n in (m[1], m[3])) and not _same_root(m[1], m[3])
    ]
    for match in found[:1]:
        yield sentence[: match.start()] + match[3] + match[2] + match[1] + sentence[match.end() :]


_ONE_NAME = r"[A-ZÇĞİÖŞÜƏ][\w’-]*[a-zçğıöşüə](?: [A-ZÇĞİÖŞÜƏ][\w’-]*[a-zçğıöşüə])*"
_AGENTS = re.compile(
    rf"\b({_ONE_NAME})( (?:[a-z]+ ){{0,2}}(?:attacked|invaded|occupied|accused|recogni[sz]ed|defeated|sent|sold|gave"
    rf"|joined|visited|asked|told|refused|supported|supplied|imports?|exports?|supplies|needs?|wants?|threatened|blocked|helped"
    rf"|paid|ceded|annexed|succeeded|replaced|left|urged|warned|invited|buys?|bought|sells|controls?|controlled|led|owns?"
    rf"|from|through|into|to|over|against)(?: [a-z]+){{0,4}} )({_ONE_NAME})\b"
)

_ALTERATIONS: dict[str, Callable[[str, random.Random, Sequence[str]], Iterator[str]]] = {
    "number": _change_number, "date": _change_date, "name": _change_name, "negation": _negate,
    "modality": _change_modal, "roles": _turn_round,
}  # fmt: skip


def _reword_dates(sentence: str) -> str:
    return _DAY_FIRST.sub(lambda m: f"{m[2]} {m[1]}, {m[3]}", sentence)


def _shorten_dates(sentence: str) -> str:
    sentence = _MONTH_FIRST.sub(lambda m: f"{m[2]} {m[1][:3]} {m[3]}", sentence)
    return _DAY_FIRST.sub(lambda m: f"{m[1]} {m[2][:3]} {m[3]}", sentence)


def _reword_numbers(sentence: str) -> str:
    sentence = re.sub(r"(\d) per cent\b|(\d) percent\b", lambda m: f"{m[1] or m[2]}%", sentence)
    sentence = re.sub(r"(\d)%", r"\1 per cent", sentence) if "%" not in sentence else sentence
    sentence = re.sub(r"(\d) billion\b", r"\1bn", sentence)
    sentence = re.sub(r"(\d) million\b", r"\1m", sentence)
    return re.sub(r"(\d) kilomet(?:re|er)s\b", r"\1 km", sentence)


def _digits_for_words(sentence: str) -> str:
    return _WORD.sub(lambda m: _DIGITS[m[1]], sentence)


_NAMES = {
    "Türkiye": "Turkey", "Turkey": "Türkiye", "the United States": "the US", "Soviet Union": "USSR",
    "United Kingdom": "UK", "European Union": "EU", "United Nations": "UN",
}  # fmt: skip
_ACCENTS = str.maketrans("çğışöüəÇĞİŞÖÜƏéáíóúâ’“”", 'cgisouaCGISOUAeaioua\'""')


def _rename(sentence: str) -> str:
    for one, other in _NAMES.items():
        if one in sentence:
            return sentence.replace(one, other)
    return sentence


def _strip_accents(sentence: str) -> str:
    return sentence.translate(_ACCENTS)


def _move_opening(sentence: str) -> str:
    """Put "In 1992, " at the end of a sentence of one clause."""
    match = re.fullmatch(r"((?:In|On|By|Since) [^,;:“”]{4,30}), ((?:the|[A-Z])[^,;:“”()]+)\.", sentence)
    if not match:
        return sentence
    opening, rest = match.groups()
    return f"{rest[0].upper()}{rest[1:]} {opening[0].lower()}{opening[1:]}."


def _contract(sentence: str) -> str:
    return re.sub(r"\b(did|was|were|is|are|has|have|had|does|do|could|would|should) not\b", r"\1n't", sentence)


def _less_precise(sentence: str) -> str:
    return _DAY_FIRST.sub(r"\3", re.sub(rf"\bon (?=\d{{1,2}} {_MONTH} \d{{4}})", "in ", sentence))


def _first_clause(sentence: str) -> str:
    """Leave out what follows the last comma-and or semicolon, where a whole clause is left."""
    match = re.fullmatch(r"([A-Z][^,;:“”()]{40,}), (?:and|but|while) [^,;“”]+\.", sentence)
    return f"{match[1]}." if match else sentence


_REWRITINGS: dict[str, Callable[[str], str]] = {
    "dates reordered": _reword_dates, "dates shortened": _shorten_dates, "dates as years": _less_precise,
    "numbers abbreviated": _reword_numbers, "numbers in digits": _digits_for_words, "names in other forms": _rename,
    "accents left out": _strip_accents, "opening moved": _move_opening, "contracted": _contract,
    "first clause": _first_clause,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how many altered claims are refused and untouched ones accepted, by kind."""
    from assistant.articles import read_articles
    from assistant.embed import SentenceEncoder

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=150, help="pairs of each kind (150)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--pairs", type=Path, help="write the pairs as JSON Lines, as `assistant check --pairs` reads them"
    )
    parser.add_argument("--words", action="store_true", help="without the encoder")
    options = parser.parse_args(arguments)
    pairs = sample_pairs(
        make_pairs(read_articles(options.articles).articles, seed=options.seed), options.each, seed=options.seed
    )
    if options.pairs:
        lines = (
            json.dumps({"id": f"{p.kind}/{i}", "true": p.true, "claim": p.claim, "quote": p.quote})
            for i, p in enumerate(pairs)
        )
        options.pairs.write_text("".join(line + "\n" for line in lines), "utf-8")
    verdicts = measure(pairs, None if options.words else SentenceEncoder())
    for true in (False, True):
        kinds = dict.fromkeys(pair.kind for pair in pairs if pair.true is true)
        wanted = "supported" if true else "not_supported"
        total: Counter[str] = Counter()
        for kind in kinds:
            total += verdicts[kind]
            print(
                f"{kind:22} {verdicts[kind].total():5}  {wanted} {verdicts[kind][wanted] / verdicts[kind].total():.3f}"
            )
        print(
            f"{'all untouched' if true else 'all altered':22} {total.total():5}  {wanted} "
            f"{total[wanted] / total.total():.3f}\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
