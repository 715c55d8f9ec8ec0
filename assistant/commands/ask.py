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
from assistant.types import MODES, AssistantError

if TYPE_CHECKING:
    from assistant.types import Answer, Index, Passage


FILTERS = ("since", "until", "publisher", "author", "tags", "articles", "undated")


def add_ask(command: argparse.ArgumentParser) -> None:
    """Describe what ask and retrieve take."""
    command.add_argument("question", nargs="?", metavar="QUESTION")
    command.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="one question a line, in its place")
    command.add_argument("-k", type=int, default=5, help="passages (5)")
    command.add_argument("--mode", choices=MODES, default="hybrid")
    command.add_argument("--since", metavar="DATE", help="published on or after: 2023-08-29, 2023-08 or 2023")
    command.add_argument("--until", metavar="DATE", help="published on or before")
    command.add_argument("--publisher")
    command.add_argument("--author")
    command.add_argument("--tags", nargs="+", metavar="TAG", help="of which an article must have one")
    command.add_argument("--articles", nargs="+", metavar="ID", help="only these articles")
    command.add_argument("--undated", action="store_true", help="keep articles without a date under --since, --until")


def add_retrieve(command: argparse.ArgumentParser) -> None:
    """Describe what retrieve takes besides."""
    command.add_argument("--max-per-article", type=int, metavar="N", help="passages of one article")
    command.add_argument("--distinct", action="store_true", help="one passage of each text; reprints are listed")
    command.add_argument("--explain", action="store_true", help="say why each passage was found")
    command.add_argument("--reranker", metavar="NAME", help="folder or name of a cross-encoder, to order passages by")


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
        _count_left_out(index, search)

    def skip(index: Index, id: str, question: str) -> None:
        if options.json:
            nothing = Answer(question, question, (), None, 0.0, (), index.fingerprint, ANSWERER)
            print(write_record(answer_record(id, nothing)))

    return _each_question(options, respond, skip)


def run_retrieve(options: argparse.Namespace) -> int:
    """Find passages."""
    from assistant.records import retrieve_record
    from assistant.retrieval import also_searched, retrieve

    if options.max_per_article is not None and options.max_per_article < 1:
        raise AssistantError(f"--max-per-article is {options.max_per_article}, expected 1 or more")
    special: dict[str, Any] = {name: getattr(options, name) for name in ("max_per_article", "distinct", "explain")}
    if options.reranker is not None:
        from assistant.rerank import load_reranker

        special["reranker"] = load_reranker(options.reranker)

    def respond(index: Index, id: str, question: str, _: object) -> None:
        search = _search_options(options)
        passages = retrieve(question, index, **search, **special)
        also = also_searched(question, index)
        left_out = _count_left_out(index, search)
        record = retrieve_record(id, question, passages, also_searched=also, undated_left_out=left_out)
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
    return {name: getattr(options, name) for name in ("k", "mode", *FILTERS)}


def _count_left_out(index: Index, search: Mapping[str, Any]) -> int:
    """Count the articles that are left out for want of a date, and say so."""
    from assistant.filters import Filters, count_undated

    left_out = count_undated(index, Filters(**{name: search[name] for name in FILTERS}))
    if left_out:
        print(f"{left_out} articles without a date were left out; --undated keeps them", file=sys.stderr)
    return left_out


def _show_answer(answer: Answer) -> str:
    lines = [] if answer.understood_as == answer.question else [f"Understood as: {answer.understood_as}"]
    if answer.asks_back:
        return "\n".join([*lines, answer.asks_back])
    if not answer.answered:
        nearest = [f"  {p.title}{_dated(p.date)}" for p in answer.passages[:3]]
        said = ["The articles do not say.", *filter(None, [answer.missing])]
        return "\n".join([*lines, *said, *(["Nearest:", *nearest] if nearest else [])])
    lines += [answer.short_answer] if answer.short_answer else []
    part = None
    for i, claim in enumerate(answer.claims, 1):
        if claim.part != part:
            part = claim.part
            lines.append(f"{part}:")
        cited = claim.citations[0]
        value = f"{claim.value}: " if claim.value and answer.form != "sentences" else ""
        lines.append(f"[{i}] {value}“{claim.text}”")
        page = f", page {cited.page}" if cited.page else ""
        lines.append(f"    {cited.title}{_dated(cited.date)}{page}, characters {cited.start}–{cited.end}")
    return "\n".join([*lines, *filter(None, [answer.note, answer.missing])])


def _show_passages(passages: Sequence[Passage]) -> str:
    blocks = [f"{p.score:.3f}  {p.title}{_dated(p.date)}{_explained(p)}\n{p.chunk.text}" for p in passages]
    return "\n\n".join(blocks) if blocks else "No passage passes these filters."


def _explained(passage: Passage) -> str:
    """Say why a passage was found, and where else its text stands, on lines of their own."""
    lines = [f"also in {citation.title}{_dated(citation.date)}" for citation in passage.others]
    if passage.explanation is not None:
        found = {name: getattr(passage.explanation, name) for name in ("dense", "lexical", "late", "pairs")}
        scores = ", ".join(f"{name} {'–' if score is None else f'{score:.3f}'}" for name, score in found.items())
        in_time = ", in the time asked about" if passage.explanation.in_time else ""
        lines.append(f"{scores}{in_time}; words: {' '.join(passage.explanation.words) or '–'}")
    return "".join(f"\n  {line}" for line in lines)


def _dated(date: str | None) -> str:
    return f" ({date})" if date else ""
