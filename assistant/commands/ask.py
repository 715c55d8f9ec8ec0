"""The commands that ask: answers and passages for one question, or for a file of them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.commands.reading import read_questions
from assistant.progress import Bar
from assistant.types import AssistantError

if TYPE_CHECKING:
    from assistant.types import Answer, Index, Passage


def add_ask(command: argparse.ArgumentParser) -> None:
    """Describe what ask and retrieve take."""
    command.add_argument("question", nargs="?", metavar="QUESTION")
    command.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="one question a line, in its place")
    command.add_argument("-k", type=int, default=5, help="passages (5)")
    command.add_argument("--mode", choices=("hybrid", "dense", "lexical"), default="hybrid")
    command.add_argument("--since", metavar="DATE", help="published on or after: 2023-08-29, 2023-08 or 2023")
    command.add_argument("--until", metavar="DATE", help="published on or before")
    command.add_argument("--publisher")
    command.add_argument("--author")
    command.add_argument("--articles", nargs="+", metavar="ID", help="only these articles")


def run_ask(options: argparse.Namespace) -> int:
    """Answer; with --json print the record that verify and replay read."""
    from assistant.answers import ANSWERER, answer
    from assistant.records import answer_record, write_record
    from assistant.types import Answer

    def respond(index: Index, id: str, question: str, history: Sequence[Mapping[str, str]]) -> None:
        search = _search_options(options)
        reply = answer(question, index, history=history, **search)
        record = answer_record(id, reply, settings=search | {"history": history})
        print(write_record(record) if options.json else _show_answer(reply))

    def skip(index: Index, id: str, question: str) -> None:
        if options.json:
            nothing = Answer(question, question, (), None, 0.0, (), index.fingerprint, ANSWERER)
            print(write_record(answer_record(id, nothing)))

    return _each_question(options, respond, skip)


def run_retrieve(options: argparse.Namespace) -> int:
    """Find passages."""
    from assistant.records import retrieve_record
    from assistant.retrieval import retrieve

    def respond(index: Index, id: str, question: str, _: object) -> None:
        passages = retrieve(question, index, **_search_options(options))
        record = retrieve_record(id, question, passages)
        print(json.dumps(record, ensure_ascii=False) if options.json else _show_passages(passages))

    def skip(_: object, id: str, question: str) -> None:
        if options.json:
            print(json.dumps(retrieve_record(id, question, []), ensure_ascii=False))

    return _each_question(options, respond, skip)


def _each_question(options: argparse.Namespace, respond: Any, skip: Any) -> int:
    """Call `respond` with every question; return 1 where one could not be used, 2 where it was the only one."""
    from assistant.index import open_index
    from assistant.types import UnusableQuestion

    if (options.question is None) == (options.questions is None):
        raise AssistantError("expected a question, or a file of them with --questions; see --help")
    if options.k < 1:
        raise AssistantError(f"-k is {options.k}, expected 1 or more")
    questions = [("1", options.question, [])] if options.questions is None else list(read_questions(options.questions))
    index = open_index(options.index)
    skipped = 0
    with Bar(options.command) as bar:
        for done, (id, question, history) in enumerate(questions, 1):
            try:
                respond(index, id, question, history)
            except UnusableQuestion as error:
                if options.questions is None:
                    raise
                skipped += 1
                print(f"skipped question {id!r}: {error}", file=sys.stderr)
                skip(index, id, question)
            bar(done, len(questions))
    return 1 if skipped else 0


def _search_options(options: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(options, name) for name in ("k", "mode", "since", "until", "publisher", "author", "articles")}


def _show_answer(answer: Answer) -> str:
    if not answer.answered:
        nearest = [f"  {p.title}{_dated(p.date)}" for p in answer.passages[:3]]
        return "\n".join(["The articles do not say.", *(["Nearest:", *nearest] if nearest else [])])
    lines = [answer.short_answer] if answer.short_answer else []
    for i, claim in enumerate(answer.claims, 1):
        cited = claim.citations[0]
        lines.append(f"[{i}] “{claim.text}”")
        lines.append(f"    {cited.title}{_dated(cited.date)}, characters {cited.start}–{cited.end}")
    return "\n".join(lines)


def _show_passages(passages: Sequence[Passage]) -> str:
    blocks = [f"{p.score:.3f}  {p.title}{_dated(p.date)}\n{p.chunk.text}" for p in passages]
    return "\n\n".join(blocks) if blocks else "No passage passes these filters."


def _dated(date: str | None) -> str:
    return f" ({date})" if date else ""
