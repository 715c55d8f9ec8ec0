"""Questions on which articles differ, and others, in; the weights of `assistant.sameness` and their worth out.

python -m evals.train_disagreement --corpora ../shared/corpora

Of every question the first value is compared with those of other articles, as an answer does it; a pair is right where
the question's gold has both values for these articles. A logistic regression is fitted on all but a tenth of the
articles and measured on that tenth, ten times, and last on everything. Sets: evals/disagreement without its last part,
the starter collection with its questions, and a sample of SQuAD 2's, whose articles never differ. Seed 3.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answers import find_depth, rank_all, rank_evidence
from assistant.comparable import may_be_same
from assistant.disagreement import GIVEN, TOLD, choose_first, read_others
from assistant.progress import Bar
from assistant.respelling import as_written
from assistant.retrieval import read_question, retrieve
from assistant.sameness import Sameness, read_sameness
from assistant.types import Index, UnusableQuestion
from assistant.values_said import Value, are_same
from evals.asking import CACHE, build_cached, read_folder, sample
from evals.questions import Question, read_questions
from evals.train_confidence import fit, write

SEED = 3
FOLDS = 10
KEPT = "e-"  # questions that nothing is fitted on
SQUAD = 500  # questions of squad2-dev

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


class Pair(NamedTuple):
    """Two values of a question: their signs, and whether both are in its gold."""

    question: Question
    set: str
    signs: Sameness
    right: bool
    is_first_right: bool
    article: str
    """That gives the other value."""
    score: float
    agreed: float
    """The score of the best sentence in which this article gives the first value, too; -1 where none does."""
    group: str


def collect(name: str, index: Index, questions: Sequence[Question]) -> list[Pair]:
    """Compare the values of every question that stands alone."""
    pairs: list[Pair] = []
    with Bar(name) as bar:
        for done, question in enumerate(questions, 1):
            if not question.history:
                pairs += _collect_one(name, index, question)
            bar(done, len(questions))
    return pairs


def _collect_one(name: str, index: Index, question: Question) -> Iterator[Pair]:
    try:
        text = read_question(question.question)
    except UnusableQuestion:
        return
    passages = retrieve(text, index, k=find_depth(text))
    text = as_written(text, passages, index)
    scored = rank_evidence(text, passages, index)[0]
    if not scored:
        return
    compared = rank_all(text, passages, index, scored)
    first = choose_first(text, compared)
    if first is None:
        return
    found = list(read_others(text, first, compared))
    agreed: dict[str, float] = defaultdict(lambda: -1.0)
    for _, score, value in found:
        if are_same(first, value):
            agreed[value.article_id] = max(agreed[value.article_id], score)
    is_first_right = not question.values or _is_gold(question, first)
    for rank, score, value in found:
        if not are_same(first, value) and may_be_same(text, first, value):
            yield Pair(
                question, name, read_sameness(text, first, value, rank), _is_gold(question, value), is_first_right,
                value.article_id, score, agreed[value.article_id], "",
            )  # fmt: skip


def _is_gold(question: Question, value: Value) -> bool:
    """Say whether a value is one that a question's gold has for its article."""
    phrase = value.phrase.lower()
    return any(
        gold.article_id == value.article_id and (gold.value.lower() in phrase or phrase in gold.value.lower())
        for gold in question.values
    )


def group_articles(pairs: Sequence[Pair]) -> list[Pair]:
    """Give each pair the group of its question: questions that have an article in common are of one."""
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for pair in pairs:
        names = [f"{pair.set} {article}" for article in pair.question.articles] or [f"{pair.set} {pair.question.id}"]
        for name in names[1:]:
            parent[find(name)] = find(names[0])
    return [
        pair._replace(group=find(f"{pair.set} {next(iter(pair.question.articles), pair.question.id)}"))
        for pair in pairs
    ]


def cross_fit(pairs: Sequence[Pair]) -> Numbers:
    """Return of each pair the probability by the regression that was fitted without its group's tenth."""
    signs, right, known = _arrays(pairs)
    groups = sorted({pair.group for pair in pairs})
    random.Random(SEED).shuffle(groups)  # noqa: S311 - an order
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    number = np.array([fold[pair.group] for pair in pairs])
    sure = np.zeros(len(pairs))
    for held in range(FOLDS):
        rest = (number != held) & known
        sure[number == held] = fit(signs[rest], right[rest], np.ones(int(rest.sum()))).predict(signs[number == held])
    return sure


def _arrays(pairs: Sequence[Pair]) -> tuple[Numbers, Numbers, Flags]:
    """Return signs, whether right, and what is fitted: a pair of a wrong first value and a right other is neither."""
    signs = np.array([pair.signs for pair in pairs], np.float64)
    right = np.array([pair.right and pair.is_first_right for pair in pairs], np.float64)
    return signs, right, np.array([pair.is_first_right or not pair.right for pair in pairs])


def describe(pairs: Sequence[Pair], sure: Numbers, questions: dict[str, list[Question]], level: float) -> str:
    """Return how many questions have all of their values, and another value falsely, at a level; a line a set."""
    lines = []
    for name, asked in questions.items():
        best: dict[str, dict[str, tuple[float, bool]]] = defaultdict(dict)
        first: set[str] = set()
        for pair, p in zip(pairs, sure, strict=True):
            if pair.set != name:
                continue
            if pair.is_first_right:
                first.add(pair.question.id)
            if (
                p >= level
                and pair.agreed < pair.score
                and p > best[pair.question.id].get(pair.article, (0.0, False))[0]
            ):
                best[pair.question.id][pair.article] = float(p), pair.right
        for differs in (True, False):
            those = [q for q in asked if bool(q.values) is differs]
            if not those:
                continue
            full = sum(
                q.id in first
                and sum(right for _, right in best[q.id].values()) >= len(q.values) - 1
                and all(right for _, right in best[q.id].values())
                for q in those
            )
            false = sum(any(not right for _, right in best[q.id].values()) for q in those)
            said = f"{full} have all values, " if differs else ""
            lines.append(f"  {name}, {len(those)} that {'differ' if differs else 'do not'}: {said}{false} a false one")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Collect, fit, print the figures and the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(arguments)
    squad = options.corpora / "squad2-dev"
    own = Path("evals/disagreement")
    starter = [q for name in ("dev", "more") for q in read_questions(Path(f"evals/questions/{name}.jsonl"))]
    sets = {
        "disagreement": (own / "articles", [q for q in read_questions(own / "questions.jsonl") if q.id[:2] != KEPT]),
        "starter": (Path("data/articles"), starter),
        "squad2-dev": (squad / "articles.jsonl", sample(read_questions(squad / "questions.jsonl"), SQUAD, SEED)),
    }
    questions: dict[str, list[Question]] = defaultdict(list)
    pairs: list[Pair] = []
    for name, (articles, asked) in sets.items():
        found = collect(name, build_cached(read_folder([articles]), CACHE), asked)
        pairs += [p._replace(set=f"{name} {p.question.id[:2]}" if name == "disagreement" else name) for p in found]
        for question in asked:
            questions[f"{name} {question.id[:2]}" if name == "disagreement" else name].append(question)
    pairs = group_articles(pairs)
    sure = cross_fit(pairs)
    print(f"{len(pairs)} pairs, {sum(pair.right for pair in pairs)} of them right")
    for level in (TOLD, GIVEN):
        print(f"at {level}\n{describe(pairs, sure, questions, level)}")
    signs, right, known = _arrays(pairs)
    final = fit(signs[known], right[known], np.ones(int(known.sum())))
    print(write("", final, Sameness._fields))
    signs[:, [name in ("odds", "first_odds") for name in Sameness._fields]] = 0.0
    alone = fit(signs[known], right[known], np.ones(int(known.sum())))
    print(write("ALONE_", alone, Sameness._fields))
    return 0


if __name__ == "__main__":
    sys.exit(main())
