"""Questions of several sets in; the weights of the confidence, and what they are worth on other articles, out.

python -m evals.train_confidence --corpora ../shared/corpora

The signs of every question's best sentence (`assistant.signs.Signs`) and whether the first quote is right are
collected once (results/signs-*.npz, not in the repository); a logistic regression is fitted on all but one fifth of the
articles and measured on that fifth, five times, and last on everything. Questions from elsewhere count more than once,
which makes all answers look less sure than they are: last a line is put through the logits (Platt 1999, "Probabilistic
Outputs for Support Vector Machines"), fitted on each set's own questions alone.
Sets: those of SQuAD 2's dev articles that reading together was not learnt from (`train_cross_encoder.py`) with their
questions, the starter collection with calibration.jsonl, which nothing else is fitted on, and to each what only other
corpora answer. Seed 3.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.confidence import LACKING, SURE, is_elsewhere
from assistant.progress import Bar
from assistant.quotes import choose_quotes
from assistant.ranking import order_by_match
from assistant.reread import judge
from assistant.signs import Signs, read_signs
from assistant.types import Index, UnusableQuestion
from evals.answer_pairs import HELD
from evals.asking import CACHE, build_cached, read_folder, sample
from evals.calibration import auroc, calibration_error
from evals.measures import holds_all
from evals.questions import Question, read_questions

SEED = 3
FOLDS = 5
PENALTY = 1.0  # of the squared weights, beside the sum of the questions' losses
FOREIGN_WEIGHT = 10.0  # of a question from elsewhere: nothing is worse than an answer from articles on something else
WITHHELD = 0.10  # of the answerable questions, at which declining is measured
LEVELS = (0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.10, 0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 0.18, 0.20, 0.25, 0.30)
STARTER = (Path("evals/questions/calibration.jsonl"),)
SCALED = 3.0  # what a question of the starter collection counts: there are few, and they are what is asked
OWN, OTHER = "own", "other"

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Collected:
    """Of every question: its signs, whether the best sentence is right, and what it is a question of."""

    signs: Values
    right: Values
    set: NDArray[np.str_]
    source: NDArray[np.str_]
    answerable: NDArray[np.bool_]
    kind: NDArray[np.str_]
    article: NDArray[np.str_]
    elsewhere: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic regression on the signs as they are."""

    intercept: float
    weights: Values

    def predict(self, signs: Values) -> Values:
        """Return the probabilities."""
        return np.asarray(1 / (1 + np.exp(-(self.intercept + signs @ self.weights))))


def fit(signs: Values, right: Values, weight: Values) -> Fit:
    """Fit by Newton's method on standardised signs, with a penalty on all but the intercept."""
    mean, spread = signs.mean(0), signs.std(0) + 1e-9
    inputs = np.c_[np.ones(len(signs)), (signs - mean) / spread]
    beta = np.zeros(inputs.shape[1])
    penalty = PENALTY * np.diag([0.0, *np.ones(signs.shape[1])])
    for _ in range(50):
        p = 1 / (1 + np.exp(-inputs @ beta))
        step = np.linalg.solve(
            (inputs * (weight * p * (1 - p))[:, None]).T @ inputs + penalty + 1e-9 * np.eye(len(beta)),
            inputs.T @ (weight * (right - p)) - penalty @ beta,
        )
        beta += step
        if np.abs(step).max() < 1e-9:
            break
    weights = beta[1:] / spread
    return Fit(float(beta[0] - weights @ mean), weights)


def calibrate(first: Fit, data: Collected) -> Fit:
    """Return a regression with its logits on a line through those of each set's own questions."""
    own = data.source == OWN
    logits = first.intercept + data.signs[own] @ first.weights
    line = fit(logits[:, None], data.right[own], weigh(data)[own])
    return Fit(line.intercept + float(line.weights[0]) * first.intercept, line.weights[0] * first.weights)


def train(data: Collected) -> Fit:
    """Fit and calibrate."""
    return calibrate(fit(data.signs, data.right, weigh(data)), data)


def cross_fit(data: Collected) -> Values:
    """Return each question's confidence by the regression that was fitted without its article's fifth."""
    articles = sorted(set(data.article))
    random.Random(SEED).shuffle(articles)  # noqa: S311 - an order
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    number = np.array([fold[article] for article in data.article])
    sure = np.zeros(len(number))
    for held in range(FOLDS):
        kept = number != held
        rest = Collected(*(getattr(data, field)[kept] for field in Collected.__slots__))
        sure[~kept] = train(rest).predict(data.signs[~kept])
    lacks = (data.signs[:, Signs._fields.index("lacking")] == 1) | data.elsewhere
    return np.where(lacks & (sure < SURE), np.minimum(sure, LACKING), sure)


def weigh(data: Collected) -> Values:
    """Return what each question counts."""
    return np.where(data.source == OTHER, FOREIGN_WEIGHT, np.where(data.set == "starter", SCALED, 1.0))


def describe(data: Collected, sure: Values) -> str:
    """Return the figures of each set: who is told apart, what is declined, how well the confidence is calibrated."""
    lines = []
    for name in _sets(data):
        own = (data.set == name) & (data.source == OWN)
        can, cannot, other = own & data.answerable, own & ~data.answerable, (data.set == name) & (data.source == OTHER)
        level = float(np.quantile(sure[can], WITHHELD))
        lines.append(
            f"{name}: {can.sum()} answerable, {cannot.sum()} unanswerable, {other.sum()} of other corpora; "
            f"at {level:.2f}, {WITHHELD:.0%} of the answerable withheld, are declined: "
            f"{(sure[cannot] < level).mean():.3f} unanswerable, {(sure[other] < level).mean():.3f} other"
        )
        kinds = [kind for kind in dict.fromkeys(data.kind[cannot]) if kind]
        lines += [f"  {kind}: {(sure[cannot & (data.kind == kind)] < level).mean():.3f} declined" for kind in kinds]
        lines.append(
            f"  AUROC: answerable against unanswerable {auroc(sure[can], sure[cannot]):.3f}, against other corpora "
            f"{auroc(sure[can], sure[other]):.3f}, right against wrong "
            f"{auroc(sure[can & (data.right == 1)], sure[can & (data.right == 0)]):.3f}"
        )
        near = own & (sure >= 0.75) & (sure < 0.85)
        lines.append(
            f"  calibration error {calibration_error(sure[own], data.right[own]):.3f}; of the {near.sum()} with a "
            f"confidence of .75 to .85 {data.right[near].mean():.2f} are right"
        )
    return "\n".join(lines)


def describe_levels(data: Collected, sure: Values) -> str:
    """Return what each threshold would withhold and decline of each set, a line a threshold."""
    lines = ["threshold  " + "".join(f"{name}: withheld, right, declined, other declined  " for name in _sets(data))]
    for level in LEVELS:
        line = f"{level:<11.3f}"
        for name in _sets(data):
            own, other = (data.set == name) & (data.source == OWN), (data.set == name) & (data.source == OTHER)
            can, cannot, said = own & data.answerable, own & ~data.answerable, sure >= level
            shares = (~said[can], data.right[can & said], ~said[cannot], ~said[other])
            line += "  ".join(f"{share.mean():.3f}" for share in shares) + "    "
        lines.append(line)
    return "\n".join(lines)


def _sets(data: Collected) -> list[str]:
    return list(dict.fromkeys(data.set))


def collect(name: str, index: Index, questions: Sequence[tuple[str, Question]]) -> Collected:
    """Ask every question, and read the signs of its best sentence."""
    rows = []
    with Bar(name) as bar:
        for done, (source, question) in enumerate(questions, 1):
            rows += list(_collect_one(index, source, question))
            bar(done, len(questions))
    signs, right, source_of, answerable, kind, article, elsewhere = zip(*rows, strict=True)
    return Collected(
        np.array(signs, np.float64), np.array(right, np.float64), np.array([name] * len(rows)), np.array(source_of),
        np.array(answerable, bool), np.array(kind), np.array(article), np.array(elsewhere, bool),
    )  # fmt: skip


def _collect_one(
    index: Index, source: str, question: Question
) -> Iterator[tuple[Signs, bool, str, bool, str, str, bool]]:
    from assistant.answers import PASSAGES, find_depth, rank_evidence
    from assistant.followups import understand
    from assistant.respelling import as_written
    from assistant.retrieval import read_question, retrieve

    try:
        understood = understand(read_question(question.question), question.history).question
    except UnusableQuestion:
        return
    passages = retrieve(understood, index, k=find_depth(understood))
    understood = as_written(understood, passages, index)
    scored = rank_evidence(understood, passages, index)[0]
    if not scored:
        return
    evidence = order_by_match(scored)
    claimed = choose_quotes(understood, scored)[0]
    answerable = source == OWN and question.answerable
    is_of = claimed.best.passage.chunk.article_id in question.articles
    right = answerable and is_of and holds_all(question, [claimed.text])
    signs = read_signs(
        understood,
        evidence,
        passages[:PASSAGES],
        [item for _, item in claimed.scored],
        judge(understood, claimed, index),
    )
    yield (
        signs,
        right,
        source,
        answerable,
        question.kind,
        evidence[0].passage.chunk.article_id,
        is_elsewhere(understood, passages[:PASSAGES], signs),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Collect, fit, print the figures and the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    parser.add_argument("--again", action="store_true", help="collect anew")
    options = parser.parse_args(arguments)
    parts = [_load(options, name) for name in ("squad2-dev", "starter")]
    data = Collected(*(np.concatenate([getattr(part, field) for part in parts]) for field in Collected.__slots__))
    sure = cross_fit(data)
    print(describe(data, sure))
    print(describe_levels(data, sure))
    print(write("", train(data), Signs._fields))
    print(write("ALONE_", train(leave_out(data, "odds")), Signs._fields))
    return 0


def leave_out(data: Collected, name: str) -> Collected:
    """Return what was collected without one of the signs, as where an encoder reads no two texts together."""
    signs = data.signs.copy()
    signs[:, Signs._fields.index(name)] = 0.0
    return replace(data, signs=signs)


def write(prefix: str, final: Fit, names: Sequence[str]) -> str:
    """Return weights as the module that they are for has them."""
    lines = [f"    {name}={weight:.3f}," for name, weight in zip(names, final.weights, strict=True)]
    return "\n".join([f"{prefix}INTERCEPT = {final.intercept:.3f}", f"{prefix}WEIGHTS:", *lines])


def _load(options: argparse.Namespace, name: str) -> Collected:
    kept = CACHE.parent / f"signs-{name}.npz"
    if options.again or not kept.is_file():
        folder, corpora = Path("data/articles"), options.corpora
        if name != "starter":
            folder = corpora / name / "articles.jsonl"
        files = [corpora / name / "questions.jsonl"] if name != "starter" else STARTER
        own = [question for file in files for question in read_questions(file)]
        others = ["clapnq", "doc2dial", "digitalgov", *(["squad2-dev"] if name == "starter" else ["histstate-rdcr"])]
        foreign = [q for other in others for q in sample(_first_turns(corpora / other), 50, SEED)]
        questions = [(OWN, q) for q in own if not q.answerable or name == "starter" or set(q.articles) & HELD]
        questions += [(OTHER, q) for q in foreign]
        found = collect(name, build_cached(read_folder([folder]), CACHE), questions)
        if name != "starter":  # an unanswerable question is of the article that comes nearest
            own_or_other = np.isin(found.article, sorted(HELD)) | (found.source == OTHER)
            found = Collected(*(getattr(found, field)[own_or_other] for field in Collected.__slots__))
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, **{field: getattr(found, field) for field in Collected.__slots__})
    with np.load(kept) as saved:
        return Collected(**{field: saved[field] for field in Collected.__slots__})


def _first_turns(corpus: Path) -> list[Question]:
    return [q for q in read_questions(corpus / "questions.jsonl") if not q.history]


if __name__ == "__main__":
    sys.exit(main())
