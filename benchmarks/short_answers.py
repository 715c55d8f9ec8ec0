"""Measure short answers by what is asked for, over the questions whose first claim holds the answer.

python -m benchmarks.short_answers --questions ../shared/corpora/squad2-dev/questions.jsonl --index squad

The weights of names were fitted on squad2-dev's and TimeQA's own articles: `evals.train_short_answer` says what they
are worth on others.
"""

from __future__ import annotations

import argparse
import re
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
from evals.statistics import estimate_mean


class Score(NamedTuple):
    """Of one question: does the first claim hold the answer, is a short answer given, is it right, its token F1."""

    holds: bool
    given: bool
    exact: bool
    f1: float


def asks_for(question: str) -> str:
    """Return the word that a question asks with: when (also for "what year"), how many, who, where, which, what.

    The "when" of "when the law is broken, what ..." asks nothing.
    """
    words = [" ".join(match.group().lower().split()) for match in _ASKS.finditer(question)]
    if expected_kind(question) == "date":
        return "when"
    word = next((word for word in words if word != "when"), "other")
    return {"how much": "how many", "whom": "who", "whose": "who"}.get(word, word)


_ASKS = re.compile(r"\b(?:how\s+(?:many|much)|when|where|who(?:m|se)?|which|what|how|why)\b", re.IGNORECASE)


def score(question: Question, index: Index) -> Score:
    """Ask a question and score its first claim and its short answer."""
    reply = answer(question.question, index, history=question.history, threshold=-1.0)
    first = reply.claims[0] if reply.claims else None
    held = first is not None and holds(question, first.text) and first.citations[0].article_id in question.articles
    short = reply.short_answer
    exact = short is not None and any(normal(short) == normal(gold) for gold in question.answers)
    f1 = max(token_f1(short, gold) for gold in question.answers) if short is not None else 0.0
    return Score(held, short is not None, exact, f1)


def table(scores: Iterable[tuple[str, Score]]) -> str:
    """Return the scores by group: of the questions whose first claim holds the answer, what the short answers are."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for group, one in scores:
        groups[group].append(one)
    lines = ["asked  questions  first claim holds | of these: given  exact (95 %)  F1 | exact of the given"]
    for group, rows in sorted(groups.items()):
        held = [row for row in rows if row.holds]
        if not held:
            continue
        given = [row.exact for row in held if row.given]
        exact = estimate_mean([row.exact for row in held])
        lines.append(
            f"{group}  {len(rows)}  {len(held) / len(rows):.3f} | {len(given) / len(held):.3f}  "
            f"{exact.mean:.3f} ({exact.low:.3f} to {exact.high:.3f})  {sum(row.f1 for row in held) / len(held):.3f} | "
            f"{sum(given) / max(len(given), 1):.3f}"
        )
    return "\n".join(lines)


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
    scores: list[tuple[str, Score]] = []
    with Bar("asking") as bar:
        for done, question in enumerate(chosen, 1):
            found = score(question, index)
            scores += [(f"kind: {expected_kind(question.question) or 'none'}", found)]
            scores += [(asks_for(question.question), found)]
            bar(done, len(chosen))
    print(table(scores))


if __name__ == "__main__":
    main()
