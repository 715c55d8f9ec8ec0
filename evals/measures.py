"""One question, its gold and its outcome in, its scores out.

A score is absent where it has no meaning for the question: then the question is not in its mean.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evals.gold import Gold, holds, key, overlap, place
from evals.questions import Question
from evals.ranking import DEPTHS, measure_ranking

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")

Record = Mapping[str, Any]
Supports = Callable[[str, Record], bool]
"""Says whether a citation (as in an answer's record) supports a claim's text."""


def score_passages(question: Question, gold: Gold, passages: Sequence[Record], *, k: int = 10) -> dict[str, float]:
    """Score a ranking of passages to depth k.

    Without a word before their name the measures count a passage that holds an answer and is of a
    gold article; `evidence` those that overlap a gold quote; `article` the distinct articles, in
    the order of their best passage. `complete@k`: hold the first k passages every answer?
    """
    keys = [key(place(passage)) for passage in passages]
    scores: dict[str, float] = {}
    for meaning, relevant in gold.relevant.items():
        ids = [passage["article_id"] for passage in passages] if meaning == "article" else keys
        before = "" if meaning == "holds" else f"{meaning} "
        measured = measure_ranking(ids, relevant, k=k)
        if meaning == "article" and not question.grades:  # one gold article: the rest says nothing more
            measured = {name: value for name, value in measured.items() if name.startswith(("R@", "MRR"))}
        scores |= {before + name: value for name, value in measured.items()}
    if question.answerable and question.needs_all:
        texts = [passage["text"] for passage in passages if passage["article_id"] in question.articles]
        scores |= {f"complete@{depth}": float(holds_all(question, texts[:depth])) for depth in DEPTHS if depth <= k}
    return scores


def score_answer(question: Question, gold: Gold, answer: Record, supports: Supports | None = None) -> dict[str, float]:
    """Score an answer's record.

    `holds@n`: does one of the first n claims cite a gold article and hold an answer (all of them
    where the question needs all)? `exact`, `F1`: of the short answer, as SQuAD has them, over all
    questions that have an answer (none given is 0), and `where given`. `both sides`: is each of the
    values that disagree claimed with its article? `withheld` and `invented` are the two errors: nothing
    said though answerable, something said though not; `asked back` is of all questions. The citation
    measures are `score_citations`'s.
    """
    scores = score_citations(question, gold, answer, supports)
    if not question.has_gold:
        return scores
    did = outcome(answer)
    scores["asked back"] = float(did == "asked back")
    if not question.answerable:
        return scores | {"declined": float(did == "declined"), "invented": float(did == "answered")}
    scores |= {"answered": float(answer["answered"]), "withheld": float(not answer["answered"])}
    if gold.verbatim:
        scores |= _score_words(question, answer)
    if question.values:
        claims = [(c["article_id"], claim["text"].casefold()) for claim in answer["claims"] for c in claim["citations"]]
        shown = [any(id == v.article_id and v.value.casefold() in text for id, text in claims) for v in question.values]
        scores["both sides"] = float(all(shown))
    return scores


def _score_words(question: Question, answer: Record) -> dict[str, float]:
    scores = {}
    for n in (1, 3):
        texts = [
            claim["text"]
            for claim in answer["claims"][:n]
            if not question.articles or any(c["article_id"] in question.articles for c in claim["citations"])
        ]
        scores[f"holds@{n}"] = float(holds_all(question, texts))
    short = answer["short_answer"]
    exact = float(short is not None and any(normal(short) == normal(gold) for gold in question.answers))
    f1 = max(token_f1(short, gold) for gold in question.answers) if short is not None else 0.0
    scores |= {"exact": exact, "F1": f1}
    return scores if short is None else scores | {"exact, where given": exact, "F1, where given": f1}


def score_citations(question: Question, gold: Gold, answer: Record, supports: Supports | None) -> dict[str, float]:
    """Score the citations of an answer, a sentence each.

    `citation precision`: the share that overlap a gold quote; `citation recall`: the share of the
    gold quotes that a citation overlaps, 0 where nothing is answered. `citation support`: the share
    that `supports` accepts.
    """
    cited = [(claim["text"], citation) for claim in answer["claims"] for citation in claim["citations"]]
    scores = {}
    if supports and cited:
        scores["citation support"] = _share([supports(text, citation) for text, citation in cited])
    if question.answerable and gold.quotes:
        places = [place(citation) for _, citation in cited]
        if places:
            scores["citation precision"] = _share([any(overlap(p, quote) for quote in gold.quotes) for p in places])
        scores["citation recall"] = _share([any(overlap(p, quote) for p in places) for quote in gold.quotes])
    return scores


def outcome(answer: Record) -> str:
    """Say what an answer does: `answered`, `declined`, or `asked back` (a record with `asks_back`)."""
    if answer.get("asks_back"):
        return "asked back"
    return "answered" if answer["answered"] else "declined"


def judge(question: Question, answer: Record, scores: Mapping[str, float]) -> str:
    """Judge an answer by its first claim: the verdict that calibration and the error rates count.

    `right`, `late` (a later claim is right), `wrong`; `withheld` (declined or asked back though
    answerable), `rightly declined`, `invented` (answered though unanswerable); `unjudged` where the
    gold cannot tell. A question without answers is judged by its gold quotes.
    """
    if not question.has_gold:
        return "unjudged"
    if not question.answerable:
        return "invented" if outcome(answer) == "answered" else "rightly declined"
    if outcome(answer) != "answered":
        return "withheld"
    if "holds@1" in scores:
        return "right" if scores["holds@1"] else "late" if scores["holds@3"] else "wrong"
    if "citation precision" in scores:
        return "right" if scores["citation precision"] else "wrong"
    return "unjudged"


def holds_all(question: Question, texts: Sequence[str]) -> bool:
    """Say whether texts together contain an answer; all answers, where the question needs all."""
    if not question.needs_all:
        return holds(question, "\n".join(texts))
    folded = "\n".join(texts).casefold()
    return all(answer.casefold() in folded for answer in question.answers)


def normal(text: str) -> str:
    """Return a text as SQuAD's evaluation compares it: no case, punctuation, articles or extra spaces."""
    plain = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(_ARTICLES.sub(" ", plain).split())


def token_f1(given: str, gold: str) -> float:
    """Return the harmonic mean of precision and recall of the given words, as SQuAD's evaluation has it."""
    ours, theirs = normal(given).split(), normal(gold).split()
    if not ours or not theirs:
        return float(ours == theirs)
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs))


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)
