"""Measure short answers by kind of question, on two halves of the articles: one tuned on, one not.

python -m benchmarks.short_answers --questions ../shared/corpora/squad2-dev/questions.jsonl --index squad
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.answers import answer
from assistant.index import open_index
from assistant.progress import Bar
from assistant.question import expected_kind
from assistant.types import Index
from evals.asking import sample
from evals.gold import find_gold, holds
from evals.measures import normal, token_f1
from evals.questions import Question, read_questions

HALVES = ("tuned", "unseen")


class Score(NamedTuple):
    """Of one question: does the first claim hold the answer, is a short answer given, is it right, its token F1."""

    holds: bool
    given: bool
    exact: bool
    f1: float


def half_of(question: Question) -> str:
    """Return the half of the articles that a question's is in, by the hash of the article's id."""
    return HALVES[hashlib.md5(question.articles[0].encode(), usedforsecurity=False).digest()[0] % 2]


def score(question: Question, index: Index) -> Score:
    """Ask a question and score its first claim and its short answer."""
    reply = answer(question.question, index, history=question.history, threshold=-1.0)
    first = reply.claims[0] if reply.claims else None
    held = first is not None and holds(question, first.text) and first.citations[0].article_id in question.articles
    short = reply.short_answer
    exact = short is not None and any(normal(short) == normal(gold) for gold in question.answers)
    f1 = max(token_f1(short, gold) for gold in question.answers) if short is not None else 0.0
    return Score(held, short is not None, exact, f1)


def table(scores: Iterable[tuple[str, str, Score]]) -> str:
    """Return the scores by half and kind: questions, first claim right, and of these the short answers."""
    groups: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for half, kind, one in scores:
        groups[half, kind].append(one)
    lines = ["half kind questions holds@1 | given exact F1 of those that hold | exact of the given | exact F1 of all"]
    for (half, kind), rows in sorted(groups.items()):
        held = [row for row in rows if row.holds]
        given = [row for row in held if row.given]
        lines.append(
            f"{half} {kind} {len(rows)} {_mean(row.holds for row in rows):.3f} | "
            f"{_mean(row.given for row in held):.3f} "
            f"{_mean(row.exact for row in held):.3f} {_mean(row.f1 for row in held):.3f} | "
            f"{_mean(row.exact for row in given):.3f} | {_mean(row.exact for row in rows):.3f} "
            f"{_mean(row.f1 for row in rows):.3f}"
        )
    return "\n".join(lines)


def _mean(values: Iterable[float]) -> float:
    numbers = [float(value) for value in values]
    return sum(numbers) / len(numbers) if numbers else 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask the answerable questions of a file and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args(arguments)
    index = open_index(options.index)
    questions = [q for q in read_questions(options.questions) if q.answerable and q.answers and q.articles]
    chosen = [q for q in sample(questions, options.limit, 0) if find_gold(q, index).verbatim]
    scores = []
    with Bar("asking") as bar:
        for done, question in enumerate(chosen, 1):
            scores.append((half_of(question), expected_kind(question.question) or "other", score(question, index)))
            bar(done, len(chosen))
    print(table(scores))


if __name__ == "__main__":
    main()
