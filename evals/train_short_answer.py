"""Questions of several sets in; the weights of the short answers that are names, and what they are worth, out.

python -m evals.train_short_answer --corpora ../shared/corpora

Of every question for a person, a place or another name, the best sentence that holds the answer is read: the signs of
its phrases, and which of them is right. So it is of questions that ask for no kind ("what caused it?"), which get no
short answer: what stands where an answer does is learnt from them too. Weights maximise the probability of the right
phrases (a softmax over a sentence's phrases); one for all kinds and one apart for each are added, each with the same
penalty, so that a kind with few questions leans on the others. Sets: SQuAD 2's dev articles and, for less, those
articles of XQuAD that are not among them, TimeQA's, and the starter collection. Figures are of squad2-dev's questions
whose first sentence holds the answer, by weights that were fitted without its article's fifth (seed 3), and by weights
of the other sets alone.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.name_ranking import COLUMNS, find_column
from assistant.name_rules import CANNOT
from assistant.name_signs import read_name_signs
from assistant.progress import Bar
from assistant.question import expected_kind
from assistant.types import Index
from evals.asking import CACHE, build_cached, read_folder
from evals.gold import holds, settle
from evals.measures import normal
from evals.questions import Question, read_questions

SETS = ("squad2-dev", "xquad-en", "timeqa-human", "starter")
MEASURED = SETS[0]
OTHER = "other"  # of a question that asks for no kind
TRAINED = (*COLUMNS, OTHER)
SEED, FOLDS = 3, 5
PENALTY = 2.0  # of half the squared weights, beside the sum of the questions' losses
OTHER_WEIGHT = 0.5  # of a question of another set
LEVELS = (0.0, 0.25, 0.3, 0.4, 0.5, 0.6)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question: the signs of each phrase of its sentence, and which of the phrases are right."""

    set: str
    article: str
    column: str
    """By which weights its phrases are ranked, or `OTHER`."""
    first: bool
    """Whether the sentence is the first that is claimed."""
    signs: Sequence[Mapping[str, float]]
    right: NDArray[np.bool_]


def collect(name: str, index: Index, questions: Sequence[Question]) -> Iterator[Case]:
    """Yield a case of each question for a name, or for no kind, that has a sentence with the answer."""
    from assistant.answers import find_depth, rank_evidence
    from assistant.retrieval import retrieve

    chosen = [
        q for q in questions if q.answers and not q.history and expected_kind(q.question) not in ("date", "number")
    ]
    with Bar(name) as bar:
        for done, asked in enumerate(chosen, 1):
            bar(done, len(chosen))
            question = settle(asked, index.articles)
            text = question.question
            column = find_column(expected_kind(text), text) or OTHER
            ranked = rank_evidence(text, retrieve(text, index, k=find_depth(text)), index)[0]
            held = (
                place
                for place, (_, e) in enumerate(ranked)
                if e.passage.chunk.article_id in question.articles and holds(question, e.text)
            )
            place = next(held, None)
            if place is None:
                continue
            evidence = ranked[place][1]
            golds = {normal(answer) for answer in question.answers}
            read = read_name_signs(text, evidence)
            right = np.array([normal(evidence.text[slice(*span)]) in golds for span, _ in read], bool)
            id = evidence.passage.chunk.article_id
            yield Case(name, id, column, place == 0, [signs for _, signs in read], right)


def tabulate(case: Case, names: Sequence[str]) -> Values:
    """Return a case's signs: a row a phrase; the columns of all kinds, then those of each apart."""
    own = np.array([[signs.get(name, 0.0) for name in names] for signs in case.signs]).reshape(-1, len(names))
    parts = [own if column == case.column else np.zeros_like(own) for column in TRAINED]
    return np.hstack([own, *parts])


def fit(tables: Sequence[Values], cases: Sequence[Case]) -> Values:
    """Fit the weights to the cases that have a right phrase."""
    used = [i for i, case in enumerate(cases) if case.right.any()]
    rows = np.vstack([tables[i] for i in used])
    right = np.concatenate([cases[i].right for i in used]).astype(float)
    sizes = np.array([len(cases[i].right) for i in used])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    weight = np.array([1.0 if cases[i].set == MEASURED else OTHER_WEIGHT for i in used])

    def loss(beta: Values) -> tuple[float, Values]:
        scores = rows @ beta
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        whole, held = np.add.reduceat(raised, starts), np.add.reduceat(raised * right, starts)
        gap = raised / np.repeat(whole, sizes) - raised * right / np.repeat(held, sizes)
        value = float(PENALTY / 2 * beta @ beta - weight @ np.log(held / whole))
        return value, rows.T @ (gap * np.repeat(weight, sizes)) + PENALTY * beta

    return np.asarray(minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x)


def predict(table: Values, case: Case, beta: Values) -> tuple[float, bool]:
    """Return how likely the likeliest phrase is, and whether it is right."""
    if not len(case.right):
        return 0.0, False
    scores = table @ beta
    may = np.array([CANNOT not in signs for signs in case.signs])
    if not may.any():
        return 0.0, False
    best = int(np.where(may, scores, -np.inf).argmax())
    return float(np.exp(scores[best] - scores.max()) / np.exp(scores - scores.max()).sum()), bool(case.right[best])


def describe(title: str, cases: Sequence[Case], found: Sequence[tuple[float, bool]]) -> str:
    """Return, for each kind and least probability, how many get a phrase and how many of these are right."""
    lines = [title, "kind  questions  among the phrases | least probability: given, right of the given, right of all"]
    for column in COLUMNS:
        rows = [(case, sure, right) for case, (sure, right) in zip(cases, found, strict=True) if case.column == column]
        line = f"{column}  {len(rows)}  {_mean([bool(case.right.any()) for case, *_ in rows]):.3f}"
        for level in LEVELS:
            given = [right for case, sure, right in rows if len(case.right) and sure >= level]
            line += f" | {level:.2f}: {len(given) / max(len(rows), 1):.2f} {_mean(given):.2f} "
            line += f"{sum(given) / max(len(rows), 1):.3f}"
        lines.append(line)
    return "\n".join(lines)


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Collect, fit, print the figures and the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(arguments)
    cases: list[Case] = []
    taken: set[str] = set()
    for name in SETS:
        folder = options.corpora / name
        articles = read_folder([Path("data/articles") if name == "starter" else folder / "articles.jsonl"])
        new = {article.id for article in articles if article.title not in taken}
        taken |= {article.title for article in articles}
        asked = Path("evals/questions/dev.jsonl") if name == "starter" else folder / "questions.jsonl"
        questions = [q for q in read_questions(asked) if q.answerable and set(q.articles) <= new]
        cases += collect(name, build_cached(articles, CACHE), questions)
    names = sorted({sign for case in cases for signs in case.signs for sign in signs} - {CANNOT})
    tables = [tabulate(case, names) for case in cases]
    own = [i for i, case in enumerate(cases) if case.set == MEASURED]
    ids = sorted({cases[i].article for i in own})
    random.Random(SEED).shuffle(ids)  # noqa: S311 - an order
    fold = {id: number % FOLDS for number, id in enumerate(ids)}

    def train(kept: Sequence[int]) -> Values:
        return fit([tables[i] for i in kept], [cases[i] for i in kept])

    betas = {
        held: train([i for i, case in enumerate(cases) if fold.get(case.article, -1) != held]) for held in range(FOLDS)
    }
    others = train([i for i, case in enumerate(cases) if case.set != MEASURED])
    seen = [i for i in own if cases[i].first]
    chosen = [cases[i] for i in seen]
    print(describe("by article", chosen, [predict(tables[i], cases[i], betas[fold[cases[i].article]]) for i in seen]))
    print(describe("by the other sets", chosen, [predict(tables[i], cases[i], others) for i in seen]))
    beta = train(range(len(cases))).reshape(1 + len(TRAINED), len(names))
    print("WEIGHTS: dict[str, tuple[float, float, float, float]] = {")
    for i, name in enumerate(names):
        print(f'    "{name}": ({", ".join(f"{beta[0, i] + beta[1 + k, i]:.2f}" for k in range(len(COLUMNS)))}),')
    print("}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
