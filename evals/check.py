"""Question files and articles in; what in the questions no longer describes the articles, out."""

from __future__ import annotations

import argparse
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.types import Article
from evals.gold import find_quote, holds
from evals.questions import Question, read_questions, read_squad_articles
from evals.table import count

ARTICLES = Path("data/articles")  # the starter collection
ALIKE = 0.9  # of the words of two questions are shared: one is a copy of the other
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a question of a file."""

    file: str
    id: str
    what: str


def check(files: Mapping[str, Sequence[Question]], articles: Sequence[Article]) -> list[Problem]:
    """Return what is wrong with the questions of some files, by themselves and with one another."""
    by_id = {article.id: article for article in articles}
    found = [
        Problem(file, question.id, what)
        for file, questions in files.items()
        for question in questions
        for what in _check_gold(question, by_id)
    ]
    return found + list(_check_copies(files))


def check_from_options(options: argparse.Namespace) -> int:
    """Run the check command: 1 where there is a problem."""
    from evals.asking import read_folder

    files = {str(path): read_questions(path) for path in options.questions}
    squad = [path for path in options.questions if path.suffix == ".json"]
    if options.articles is None and len(squad) == len(files):
        articles = [article for path in squad for article in read_squad_articles(path)]
    else:
        articles = list(read_folder(options.articles or [ARTICLES]))
    problems = check(files, articles)
    if options.json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False))
    else:
        for problem in problems:
            print(f"{problem.file}: {problem.id}: {problem.what}")
        asked = sum(map(len, files.values()))
        print(f"{count(asked, 'question')} in {count(len(files), 'file')}, {count(len(problems), 'problem')}")
    return 1 if problems else 0


def _check_gold(question: Question, articles: Mapping[str, Article]) -> Iterator[str]:
    if question.answerable:
        if not question.articles:
            yield "answerable, but it names no gold article"
        if not question.answers and not question.evidence and not question.values:
            yield "answerable, but it has neither an answer nor a gold quote"
    elif question.answers or question.articles or question.evidence:
        yield "not answerable, but it has gold"
    missing = [id for id in question.articles if id not in articles]
    for id in missing:
        yield f"there is no article {id!r}"
    texts = [articles[id].text for id in question.articles if id in articles]
    if missing or not texts:
        return
    for quote in question.evidence:
        if not any(quote in text for text in texts):
            near = any(find_quote(text, quote) for text in texts)
            yield f"a quote {'differs in white space' if near else 'stands in no gold article'}: {quote[:60]!r}"
    for value in question.values:
        if value.article_id not in articles:
            yield f"a value is of {value.article_id!r}, and there is no such article"
        elif value.value.casefold() not in articles[value.article_id].text.casefold():
            yield f"the value {value.value!r} does not stand in {value.article_id!r}"
    titles = [articles[id].title for id in question.articles]  # "which article says ...?" is answered by one
    if question.answers and not holds(question, "\n".join(texts + titles)):
        yield f"no answer stands in a gold article: {question.answers[0]!r}"


def _check_copies(files: Mapping[str, Sequence[Question]]) -> Iterator[Problem]:
    """Yield questions asked before: in this file a duplicate, in another a leak. A gold quote leaks too."""
    asked: dict[int, list[tuple[str, Question, frozenset[str]]]] = {}  # by how many words they have
    quoted: dict[str, tuple[str, str]] = {}
    for file, questions in files.items():
        for question in questions:
            words = frozenset(_WORD.findall(" ".join([*_turns(question), question.question]).casefold()))
            sizes = range(math.ceil(ALIKE * len(words)), math.floor(len(words) / ALIKE) + 1)  # of what can be alike
            for other_file, other, other_words in (item for size in sizes for item in asked.get(size, [])):
                if words and len(words & other_words) >= ALIKE * len(words | other_words):
                    sort = "a duplicate of" if file == other_file else f"a leak: asked too in {other_file} as"
                    yield Problem(file, question.id, f"{sort} {other.id!r}: {other.question!r}")
                    break
            asked.setdefault(len(words), []).append((file, question, words))
            for quote in question.evidence:
                other_file, id = quoted.setdefault(quote, (file, question.id))
                if other_file != file:
                    yield Problem(file, question.id, f"a leak: {other_file} has its gold quote too, for {id!r}")


def _turns(question: Question) -> list[str]:
    return [str(turn.get("text", "")) for turn in question.history]
