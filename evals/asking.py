"""The run command's options in; the questions, their index, and the result out."""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.progress import Bar
from assistant.types import Article, AssistantError, Encoder, Index
from evals.questions import Question, hash_questions, read_questions
from evals.results import Result
from evals.run import run_questions

CACHE = Path("results/indexes")  # not in the repository; delete it at will


def run_from_options(options: argparse.Namespace) -> Result:
    """Run the questions that the options name, on the index that they name or that is built for them."""
    from assistant.answers import PASSAGES
    from assistant.confidence import THRESHOLD

    if (options.questions is None) == (options.beir is None):
        raise AssistantError("expected --questions FILE, or --beir FOLDER; see --help")
    if options.k < 1:
        raise AssistantError(f"-k is {options.k}, expected 1 or more")
    questions, index, source = _open(options)
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


def _open(options: argparse.Namespace) -> tuple[list[Question], Index, dict[str, Any]]:
    from assistant.index import open_index

    if options.beir is not None:
        from evals.beir import read_beir

        articles, questions = read_beir(options.beir, options.split)
        qrels = options.beir / "qrels" / f"{options.split}.tsv"
        source = {"questions": f"{options.beir.name}/{options.split}", "questions_sha256": hash_questions(qrels)}
        return questions, build_cached(articles, options.cache), source
    questions = read_questions(options.questions)
    source = {"questions": options.questions.name, "questions_sha256": hash_questions(options.questions)}
    if options.index is not None:
        return questions, open_index(options.index), source
    if options.articles is None and options.questions.suffix == ".json":
        from evals.questions import read_squad_articles

        return questions, build_cached(read_squad_articles(options.questions), options.cache), source
    if options.articles is None:
        raise AssistantError("expected --index DIR, or --articles PATH to build one from; see --help")
    return questions, build_cached(read_folder(options.articles), options.cache), source
