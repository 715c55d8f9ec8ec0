"""The run command's options in; the questions, their index, and the result out."""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assistant.progress import Bar
from assistant.types import Article, AssistantError, Encoder, Index
from evals.gold import settle
from evals.questions import Question, hash_questions, read_questions, read_squad_articles
from evals.results import Result
from evals.run import run_questions

Source = dict[str, Any]
"""Where questions come from: their name and hash, and how they were drawn; a run's settings hold it."""
CACHE = Path("results/indexes")  # not in the repository; delete it at will


def run_from_options(options: argparse.Namespace) -> Result:
    """Run the questions that the options name, on the index that they name or that is built for them."""
    from assistant.answers import PASSAGES
    from assistant.confidence import THRESHOLD

    if (options.questions is None) == (options.beir is None):
        raise AssistantError("expected either --questions FILE or --beir FOLDER; see --help")
    if options.k < 1:
        raise AssistantError(f"-k is {options.k}, expected 1 or more")
    questions, index, source = _open(options)
    tell_gaps(questions, index)
    with Bar("asking") as bar:
        return run_questions(
            sample(questions, options.limit, options.seed), index, options.out,
            mode=options.mode, k=options.k, read=PASSAGES,
            threshold=THRESHOLD if options.threshold is None else options.threshold,
            source=source | {"limit": options.limit, "seed": options.seed}, progress=bar,
        )  # fmt: skip


def sample(questions: Sequence[Question], limit: int | None, seed: int) -> list[Question]:
    """Draw `limit` questions by the seed, in the order of the file; all where there is no limit."""
    if limit is None or limit >= len(questions):
        return list(questions)
    if limit < 1:
        raise AssistantError(f"--limit is {limit}, expected 1 or more")
    return [questions[i] for i in sorted(random.Random(seed).sample(range(len(questions)), limit))]  # noqa: S311


def build_cached(
    articles: Sequence[Article], cache: Path, *, size: int | None = None, encoder: Encoder | None = None
) -> Index:
    """Open the index of these articles in the cache folder; what is missing of it is built."""
    from assistant.chunks import CutSettings
    from assistant.index import build_index, open_index

    settings = CutSettings() if size is None else CutSettings(size=size)
    texts = "\n".join(sorted(f"{article.id} {article.sha256}" for article in articles))
    folder = cache / f"{hashlib.sha256(texts.encode()).hexdigest()[:12]}-{settings.size}"
    with Bar("embedding") as bar:
        build_index(articles, folder, encoder=encoder, settings=settings, progress=bar)
    return open_index(folder, encoder=encoder)


class Set(NamedTuple):
    """Articles, and questions about them."""

    articles: Sequence[Article]
    questions: list[Question]
    source: Source


def read_set(articles: Path, questions: Path) -> Set:
    """Read articles and questions: a folder or file and a file, a SQuAD file twice, or a BEIR folder and its split."""
    if (articles / "qrels").is_dir() or (articles / "corpus.jsonl").is_file():
        from evals.beir import read_beir

        read = read_beir(articles, str(questions))
        files = articles / "queries.jsonl", articles / "qrels" / f"{questions}.tsv"
        return Set(*read, _source(f"{articles.name}/{questions}", *files))
    asked = read_questions(questions)
    source = _source(questions.name, questions)
    own = articles == questions and questions.suffix == ".json"
    return Set(read_squad_articles(questions) if own else read_folder([articles]), asked, source)


def tell_gaps(questions: Sequence[Question], index: Index) -> None:
    """Say on stderr what of the questions cannot be judged, or can never be right, with this index."""
    unjudged = [question.id for question in questions if not question.has_gold and not question.evidence]
    settled = [settle(question, index.articles) for question in questions]
    renamed = sum(one.articles != other.articles for one, other in zip(questions, settled, strict=True))
    strange = [(id, q.id) for q in settled for id in q.articles if id not in index.articles]
    if unjudged:
        print(
            f"{len(unjudged)} of {len(questions)} questions have no gold ({unjudged[0]!r} is the first): "
            "they are asked, and not judged",
            file=sys.stderr,
        )
    if renamed:
        print(
            f"{renamed} of {len(questions)} questions name a gold article that the index has under another id, "
            "as texts that shared one, or as the reprint that was kept: that one counts",
            file=sys.stderr,
        )
    if strange:
        print(
            f"{len({question for _, question in strange})} of {len(questions)} questions name a gold article that "
            f"the index does not have ({strange[0][0]!r} of {strange[0][1]!r} is the first): it counts as not found",
            file=sys.stderr,
        )


def read_folder(paths: Sequence[Path]) -> tuple[Article, ...]:
    """Read the articles of files and folders; one that cannot be read is an error here."""
    from assistant.articles import read_articles

    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise AssistantError(f"no file or folder {', '.join(missing)}; check --articles")
    reading = read_articles(paths)
    if reading.skipped:
        raise AssistantError(f"{reading.skipped[0].source} cannot be read: {reading.skipped[0].reason}")
    return reading.articles


def _open(options: argparse.Namespace) -> tuple[list[Question], Index, Source]:
    from assistant.index import open_index

    if options.beir is not None:
        chosen = read_set(options.beir, Path(options.split))
    elif options.index is not None:
        questions = read_questions(options.questions)
        return questions, open_index(options.index), _source(options.questions.name, options.questions)
    elif options.articles is not None:
        source = _source(options.questions.name, options.questions)
        chosen = Set(read_folder(options.articles), read_questions(options.questions), source)
    elif options.questions.suffix == ".json":
        chosen = read_set(options.questions, options.questions)
    else:
        raise AssistantError("expected --index DIR, or --articles PATH to build one from; see --help")
    return chosen.questions, build_cached(chosen.articles, options.cache), chosen.source


def _source(name: str, *files: Path) -> Source:
    return {"questions": name, "questions_sha256": hash_questions(*files)}
