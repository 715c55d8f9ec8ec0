"""Follow-up questions in; how well they are understood, beside the bare turn and a person's rewrite, out.

python -m evals.followups --set canard --part tune
python -m evals.followups --shared ../shared/corpora
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.articles import read_articles
from assistant.followups import understand
from assistant.lexical import words_of
from assistant.progress import Bar
from assistant.retrieval import retrieve
from assistant.types import Article, AssistantError, Index, UnusableQuestion
from evals.asking import CACHE, build_cached
from evals.gold import find_gold, key, place
from evals.questions import Question, make_question
from evals.ranking import measure_ranking
from evals.statistics import estimate_mean

K = 10  # passages ranked
Part = Literal["tune", "report", "all"]
MEASURES = ("R@1", "R@5", "MRR@10")
POINTERS = frozenset("he him his she her hers it its they them their theirs this that these those there".split())
"""A rewrite without them stands alone; most of them are stop words already."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its history, what a person made of it where that is known, and its gold."""

    question: Question
    rewrite: str | None


@dataclass(frozen=True, slots=True)
class Set:
    """Turns, and the articles that answer them; relevant is judged by quotes, or by article where there are none."""

    name: str
    turns: Sequence[Turn]
    articles: Sequence[Article]
    by: Literal["evidence", "article"]


Way = Callable[[Turn], str]


def ask_raw(turn: Turn) -> str:
    """Ask the last turn as it was typed."""
    return turn.question.question


def ask_joined(turn: Turn) -> str:
    """Ask all that the reader said so far, in one."""
    said = [item["text"] for item in turn.question.history if item.get("role") == "user"]
    return " ".join([*said, turn.question.question])


def ask_resolved(turn: Turn) -> str:
    """Ask what the assistant understands; where it asks back, the turn as it was typed."""
    return understand(turn.question.question, turn.question.history).question


def ask_rewrite(turn: Turn) -> str:
    """Ask what a person made of it; without a rewrite there is nothing to ask."""
    return turn.rewrite or ""


WAYS: Mapping[str, Way] = {"raw": ask_raw, "joined": ask_joined, "resolved": ask_resolved, "rewrite": ask_rewrite}


def word_overlap(text: str, gold: str) -> float:
    """Return the F1 of a text's content words (folded, stemmed) against a rewrite's."""
    one, other = (Counter(word for word in words_of(t) if word not in POINTERS) for t in (text, gold))
    shared = sum((one & other).values())
    return 2 * shared / (one.total() + other.total()) if one or other else 1.0


def read_canard(folder: Path, part: Part) -> Set:
    """Read CANARD; the articles are the conversations' own answers, each under its conversation's title.

    Every other conversation is for tuning. A turn's gold is the answer that followed it.
    """
    lines = _lines(folder / "canard-rewrite" / "questions.jsonl")
    conversations: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        conversations.setdefault(line["id"].rsplit("_", 1)[0], []).append(line)
    turns, articles = [], []
    for number, asked in enumerate(conversations.values()):
        title = " – ".join(item["text"] for item in asked[0]["history"])
        replies = [item["text"] for item in asked[-1]["history"] if item["role"] == "agent"]
        for line, reply in zip(asked, [*replies, ""], strict=True):
            if reply.strip(" .") and reply != "I don't know.":
                articles.append(Article(id=line["id"], title=title, text=" ".join(reply.split())))
                line["gold_article_ids"] = [line["id"]]
            else:
                line["gold_article_ids"] = []
        if part == "all" or (number % 2 == 0) == (part == "tune"):
            turns += [_turn(line) for line in asked if len(line["history"]) > 2]
    return Set("canard-rewrite", turns, articles, "article")


def read_corpus(folder: Path, name: str, part: Part, by: Literal["evidence", "article"]) -> Set:
    """Read a corpus with conversations; every other conversation is for tuning."""
    lines = _lines(folder / name / "questions.jsonl")
    names = {line["id"].rsplit("_" if name == "doc2dial" else "<", 1)[0]: 0 for line in lines}
    order = {conversation: number for number, conversation in enumerate(names)}
    turns = []
    for line in lines:
        number = order[line["id"].rsplit("_" if name == "doc2dial" else "<", 1)[0]]
        if line["history"] and (part == "all" or (number % 2 == 0) == (part == "tune")):
            turns.append(_turn(line))
    return Set(name, turns, read_articles([folder / name / "articles.jsonl"]).articles, by)


def read_starter(part: Part) -> Set:
    """Read the follow-ups of the starter collection: dev to tune on, test to report."""
    names = {"tune": ["dev"], "report": ["test"], "all": ["dev", "test"]}[part]
    lines = [line for name in names for line in _lines(Path("evals/questions") / f"{name}.jsonl")]
    turns = [_turn(line) for line in lines if line.get("history")]
    return Set("starter", turns, read_articles([Path("data/articles")]).articles, "evidence")


def measure(turns: Sequence[Turn], index: Index, by: str, way: Way, bar: Bar) -> list[dict[str, float]]:
    """Measure one way to ask over the turns that have gold."""
    rows = []
    for done, turn in enumerate(turns, 1):
        gold = find_gold(turn.question, index).relevant.get(by, {})
        try:
            passages = retrieve(way(turn), index, k=K)
        except UnusableQuestion:
            passages = []
        found = [p.chunk.article_id if by == "article" else key(place(p.chunk)) for p in passages]
        rows.append(measure_ranking(found, gold, k=K))
        bar(done, len(turns))
    return rows


def describe(chosen: Set, index: Index, limit: int | None) -> Iterator[str]:
    """Yield the lines of a set's report."""
    turns = list(chosen.turns)[:limit]
    has_rewrite = all(turn.rewrite for turn in turns)
    times = []
    for turn in turns:
        start = time.perf_counter()
        ask_resolved(turn)
        times.append(1000 * (time.perf_counter() - start))
    asked_back = sum(understand(t.question.question, t.question.history).asks_back is not None for t in turns)
    yield (
        f"{chosen.name}: {len(turns)} turns with a history, {asked_back} asked back, "
        f"{np.percentile(times, 50):.2f} ms a turn (p95 {np.percentile(times, 95):.2f}, most {max(times):.2f})"
    )
    if has_rewrite:
        for name in ("raw", "joined", "resolved"):
            scores = [word_overlap(WAYS[name](turn), turn.rewrite or "") for turn in turns]
            yield f"  {name:<9} word overlap with the rewrite {_figure(scores)}"
    judged = [turn for turn in turns if find_gold(turn.question, index).relevant.get(chosen.by)]
    means: dict[str, dict[str, float]] = {}
    for name, way in WAYS.items():
        if name == "rewrite" and not has_rewrite:
            continue
        with Bar(f"{chosen.name} {name}") as bar:
            rows = measure(judged, index, chosen.by, way, bar)
        means[name] = {m: float(np.mean([row[m] for row in rows])) for m in MEASURES}
        figures = "  ".join(f"{m} {_figure([row[m] for row in rows])}" for m in MEASURES)
        yield f"  {name:<9} {figures}  ({len(rows)} turns)"
    if has_rewrite:
        closed = {
            m: (means["resolved"][m] - means["raw"][m]) / (means["rewrite"][m] - means["raw"][m]) for m in MEASURES
        }
        yield "  of the gap from raw to rewrite closed: " + ", ".join(f"{m} {share:.2f}" for m, share in closed.items())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report of each set that is at hand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared/corpora"), help="where the corpora are")
    parser.add_argument("--set", choices=["canard", "doc2dial", "mtrag", "starter"], help="only this one")
    parser.add_argument("--part", choices=["tune", "report", "all"], default="report", help="which conversations")
    parser.add_argument("--limit", type=int, help="only the first so many turns")
    parser.add_argument("--show", action="store_true", help="print every turn as it is understood, and no figures")
    options = parser.parse_args(arguments)
    readers: dict[str, Callable[[], Set]] = {
        "starter": lambda: read_starter(options.part),
        "canard": lambda: read_canard(options.shared, options.part),
        "doc2dial": lambda: read_corpus(options.shared, "doc2dial", options.part, "evidence"),
        "mtrag": lambda: read_corpus(options.shared, "mtrag-un", options.part, "article"),
    }
    for name in [options.set] if options.set else list(readers):
        if name != "starter" and not options.shared.is_dir():
            print(f"{name}: {options.shared} is not here", file=sys.stderr)
            continue
        chosen = readers[name]()
        if options.show:
            print(*(_shown(turn) for turn in list(chosen.turns)[: options.limit]), sep="\n\n")
            continue
        for line in describe(chosen, build_cached(chosen.articles, CACHE), options.limit):
            print(line, flush=True)
    return 0


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise AssistantError(f"no file {path}; name the folder of the corpora with --shared")
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def _turn(line: Mapping[str, Any]) -> Turn:
    return Turn(make_question(line), line.get("rewrite"))


def _figure(scores: Sequence[float]) -> str:
    estimate = estimate_mean(scores)
    return f"{estimate.mean:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]"


def _shown(turn: Turn) -> str:
    understood = understand(turn.question.question, turn.question.history)
    said = [f"  {item.get('role', '?')}: {item['text'][:160]}" for item in turn.question.history[-4:]]
    asked = [
        f"asked     {turn.question.question}",
        f"resolved  {understood.question}" + (f"  | ASKS {understood.asks_back}" if understood.asks_back else ""),
    ]
    return "\n".join([*said, *asked, *([f"rewrite   {turn.rewrite}"] if turn.rewrite else [])])


if __name__ == "__main__":
    sys.exit(main())
