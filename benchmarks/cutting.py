"""Compare ways of cutting articles, at equal numbers of tokens shown to a reader.

python -m benchmarks.cutting ../shared/corpora --out results/cutting.json

Chunks of several sizes; with overlap (a chunk begins with the last sentences of the one before); embedded
with the article's title, with title and date, or with neither; and small chunks found but shown with
what stands around them. The product has none of the last three; here they are made of its own parts.

`R@k` is the share of questions whose answer is in the first k passages shown, `in N` in the first N
tokens shown (cl100k_base), the last passage cut off there. What was shown before is not shown again,
nor counted. The answer is the accepted answer where it stands in a gold quote, else the quote; it is
there where half of its characters are. Of each set some articles are drawn, and questions on these.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.articles import read_articles
from assistant.chunks import count_words
from assistant.index import open_index
from assistant.progress import Bar
from assistant.retrieval import retrieve
from assistant.types import MODES, Article, Encoder
from benchmarks.cuts import PRODUCT, SETTINGS, Setting, build
from benchmarks.sets import CACHE, SEED, SETS, make_encoder, questions_alone
from benchmarks.shown import Shown, find_regions, show
from evals.asking import sample
from evals.machine import describe_commit, describe_machine
from evals.questions import Question
from evals.statistics import compare_means

CHOSEN = ("squad2-dev", "histstate-rdcr", "clapnq", "timeqa-human", "doc2dial", "multihoprag-partial")
COMPARED = ("in 256", "in 512")
DEEP = 30  # passages; as many as 1,024 tokens hold of the smallest

Scores = dict[str, list[float]]
"""Of each measure, a value for each question."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every setting on every set, and print a table a set and one of the means."""
    parser = argparse.ArgumentParser(prog="benchmarks.cutting", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(CHOSEN))
    parser.add_argument("--sizes", nargs="+", type=int, metavar="N", help="only the settings of these sizes")
    parser.add_argument("--mode", choices=MODES, default="hybrid")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="questions of each set")
    parser.add_argument("--characters", type=int, default=150_000, metavar="N", help="of the articles of each set")
    parser.add_argument("--cache", type=Path, default=CACHE, metavar="DIR", help=f"what was built ({CACHE})")
    parser.add_argument("--out", type=Path, help="also write the figures here, as JSON")
    options = parser.parse_args(arguments)
    settings = [s for s in SETTINGS if options.sizes is None or s.size in options.sizes or s == PRODUCT]
    result: dict[str, Any] = {**describe_commit(), "machine": describe_machine(), "mode": options.mode, "sets": {}}
    machine, encoder = result["machine"], make_encoder(cache=options.cache)
    print(f"{machine['processor']}, {machine['cores']} cores; commit {result['commit'][:12]}; {encoder.name}")
    measured: dict[str, dict[Setting, Scores]] = {}
    for name in options.sets:
        articles, questions = draw(name, options.corpora, options.characters, options.limit)
        digest = hash_articles(articles)
        print(f"\n{name}: {len(questions)} questions, {len(articles)} articles {digest}, drawn by the seed {SEED}")
        measured[name] = measure(articles, questions, settings, encoder, options.cache, options.mode)
        print("\n".join(describe(measured[name])), flush=True)
        result["sets"][name] = {"articles": digest, "scores": {str(s): v for s, v in measured[name].items()}}
        if options.out:
            options.out.parent.mkdir(parents=True, exist_ok=True)
            options.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print("\nall sets, each question once\n" + "\n".join(describe(join(list(measured.values())))))
    return 0


def draw(name: str, folder: Path, characters: int, limit: int) -> tuple[list[Article], list[Question]]:
    """Draw articles of so many characters, by their ids, and of the questions whose gold is in these."""
    read = read_articles([folder / corpus / "articles.jsonl" for corpus in SETS[name]]).articles
    drawn: dict[str, Article] = {}
    for article in sorted(read, key=lambda a: hashlib.sha256(f"{SEED} {a.id}".encode()).digest()):
        if characters > 0:
            drawn[article.id] = article
            characters -= len(article.text)
    asked = [q for q in questions_alone(folder / name / "questions.jsonl") if all(id in drawn for id in q.articles)]
    return list(drawn.values()), sample([q for q in asked if find_regions(q, drawn)], limit, SEED)


def hash_articles(articles: Sequence[Article]) -> str:
    """Name a collection by its articles, in twelve hexadecimal digits."""
    return hashlib.sha256("\n".join(sorted(f"{a.id} {a.sha256}" for a in articles)).encode()).hexdigest()[:12]


def measure(
    articles: Sequence[Article],
    questions: Sequence[Question],
    settings: Sequence[Setting],
    encoder: Encoder,
    cache: Path,
    mode: Any = "hybrid",
) -> dict[Setting, Scores]:
    """Measure every setting; those that differ only in what is shown are searched once."""
    regions = [find_regions(question, {a.id: a for a in articles}) for question in questions]
    scores: dict[Setting, Scores] = {setting: {} for setting in settings}
    by_cut: dict[tuple[Any, ...], list[Setting]] = {}
    for setting in settings:
        by_cut.setdefault((setting.size, setting.overlap, setting.title, setting.date), []).append(setting)
    for alike in by_cut.values():
        cut_so = f"{alike[0].size}-{alike[0].overlap}-{alike[0].title:d}{alike[0].date:d}"
        folder = cache / "cutting" / f"{hash_articles(articles)}-{cut_so}"
        build(articles, folder, alike[0], encoder)
        index = open_index(folder, encoder=encoder)
        tokens = float(np.mean(count_words([chunk.text for chunk in index.chunks])))
        with Bar(f"{alike[0]} ({len(index.chunks)} chunks)") as bar:
            for done, (question, gold) in enumerate(zip(questions, regions, strict=True), 1):
                found = [p.chunk for p in retrieve(question.question, index, k=DEEP, mode=mode)]
                for setting in alike:
                    shown = Shown(show(found, index, setting.around), index.articles)
                    for name, value in (*shown.score(gold).items(), ("tokens", tokens)):
                        scores[setting].setdefault(name, []).append(value)
                bar(done, len(questions))
    return scores


def join(sets: Sequence[Mapping[Setting, Scores]]) -> dict[Setting, Scores]:
    """Put the questions of several sets together."""
    return {s: {name: [v for scores in sets for v in scores[s][name]] for name in sets[0][s]} for s in sets[0]}


def describe(measured: Mapping[Setting, Scores]) -> list[str]:
    """Return the table, and how each setting differs from the product's at equal tokens, * beyond chance."""
    names = list(next(iter(measured.values())))
    heading = "".join(f"{name:>9}" for name in names)
    lines = [f"{'':<26}{heading}   {' and '.join(COMPARED)} beside the product's"]
    for setting, scores in measured.items():
        cells = [f"{np.mean(scores[name]):>9.{0 if name == 'tokens' else 3}f}" for name in names]
        beside = []
        for name in COMPARED if setting != PRODUCT else ():
            change = compare_means(measured[PRODUCT][name], scores[name])
            beside.append(f"{change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f}){' *' * change.is_change}")
        lines.append(f"{setting!s:<26}{''.join(cells)}   {'; '.join(beside)}".rstrip())
    return lines


if __name__ == "__main__":
    sys.exit(main())
