"""Ask, retrieve, verify and examine in the terminal.

python -m assistant ask "when was the first military training agreement?" --index data/index
python -m assistant retrieve "gas to Europe" --index data/index -k 5 --since 2022
python -m assistant verify ANSWER.json --index data/index
python -m assistant doctor --index data/index
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import __version__
from assistant.progress import Bar
from assistant.types import AssistantError

if TYPE_CHECKING:
    from assistant.types import Answer, Index, Passage

DEFAULT_INDEX = Path("data/index")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 done, 1 done but something was said, 2 not done."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that knows no curly quotes still shows the rest
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except AssistantError as error:
        print(f"assistant {options.command}: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"assistant {options.command}: stopped", file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()  # who read our output has seen enough
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assistant", description="Ask policy articles; every claim quotes its source."
    )
    parser.add_argument("--version", action="version", version=f"assistant {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ask = commands.add_parser(
        "ask",
        help="answer a question",
        description="Answer a question with sentences of the articles.",
        epilog='example: python -m assistant ask "when was the first military training agreement?" --index data/index',
    )
    ask.set_defaults(run=_ask)
    retrieve = commands.add_parser(
        "retrieve",
        help="find passages",
        description="Find the passages that fit a question best.",
        epilog='example: python -m assistant retrieve "gas to Europe" --index data/index -k 5 --since 2022',
    )
    retrieve.set_defaults(run=_retrieve)
    for command in (ask, retrieve):
        command.add_argument("question", nargs="?", metavar="QUESTION")
        command.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="one question a line, in its place")
        command.add_argument("-k", type=int, default=5, help="passages (5)")
        command.add_argument("--mode", choices=("hybrid", "dense", "lexical"), default="hybrid")
        command.add_argument("--since", metavar="DATE", help="published on or after: 2023-08-29, 2023-08 or 2023")
        command.add_argument("--until", metavar="DATE", help="published on or before")
        command.add_argument("--publisher")
        command.add_argument("--author")
        command.add_argument("--articles", nargs="+", metavar="ID", help="only these articles")
    verify = commands.add_parser(
        "verify",
        help="check a saved answer",
        description="Check every quote, offset and hash of saved answers (as ask --json prints them).",
        epilog="example: python -m assistant verify answer.json --index data/index",
    )
    verify.set_defaults(run=_verify)
    verify.add_argument("answers", type=Path, metavar="ANSWER.json", help="one answer, or one a line")
    doctor = commands.add_parser(
        "doctor",
        help="prove an index whole",
        description="Prove an index whole (checksums, counts, model, offsets, vectors), or say what repairs it.",
        epilog="example: python -m assistant doctor --index data/index",
    )
    doctor.set_defaults(run=_doctor)
    for command in (ask, retrieve, verify, doctor):
        command.add_argument("--index", type=Path, default=DEFAULT_INDEX, metavar="DIR", help="(data/index)")
        command.add_argument("--json", action="store_true", help="print JSON, one object a line")
    return parser


def _ask(options: argparse.Namespace) -> int:
    from assistant.answers import ANSWERER, answer
    from assistant.records import answer_record
    from assistant.types import Answer

    def respond(index: Index, id: str, question: str, history: Sequence[Mapping[str, str]]) -> None:
        reply = answer(question, index, history=history, **_search_options(options))
        print(json.dumps(answer_record(id, reply), ensure_ascii=False) if options.json else _show_answer(reply))

    def skip(index: Index, id: str, question: str) -> None:
        if options.json:
            nothing = Answer(question, question, (), None, 0.0, (), index.fingerprint, ANSWERER)
            print(json.dumps(answer_record(id, nothing), ensure_ascii=False))

    return _each_question(options, respond, skip)


def _retrieve(options: argparse.Namespace) -> int:
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
    questions = [("1", options.question, [])] if options.questions is None else list(_read_questions(options.questions))
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


def _read_questions(path: Path) -> Iterator[tuple[str, str, list[dict[str, str]]]]:
    from assistant.records import readable

    for number, line in _read_lines(path):
        if not isinstance(line, dict) or not isinstance(line.get("question"), str) or "id" not in line:
            raise AssistantError(f"{path}:{number} is no question: expected an object with an id and a question")
        history = line.get("history") or []
        if not isinstance(history, list) or not all(isinstance(turn, dict) for turn in history):
            raise AssistantError(f"{path}:{number} has a history that is no list of turns, each with a role and a text")
        yield readable(str(line["id"])), readable(line["question"]), history


def _read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as error:
        raise AssistantError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise AssistantError(f"{path} is not UTF-8; save it as UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise AssistantError(f"{path}:{number} is not JSON: {error}") from error


def _search_options(options: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(options, name) for name in ("k", "mode", "since", "until", "publisher", "author", "articles")}


def _verify(options: argparse.Namespace) -> int:
    from assistant.index import open_index
    from assistant.verification import verify

    records = _read_answers(options.answers)
    index = open_index(options.index)
    rejected = 0
    for number, record in enumerate(records, 1):
        problems = (
            verify(record, index) if isinstance(record, dict) else ["this is no saved answer: expected an object"]
        )
        name = str(record.get("id", number)) if isinstance(record, dict) else str(number)
        rejected += bool(problems)
        if options.json:
            print(json.dumps({"id": name, "verified": not problems, "problems": problems}, ensure_ascii=False))
        else:
            for problem in problems:
                print(f"{name}: {problem}")
    if not options.json:
        print(f"{len(records) - rejected} of {len(records)} answers stand as they were saved")
    return 1 if rejected else 0


def _doctor(options: argparse.Namespace) -> int:
    from assistant.doctor import examine

    with Bar("examining") as bar:
        examination = examine(options.index, progress=bar)
    if options.json:
        print(json.dumps(asdict(examination) | {"whole": not examination.problems}, ensure_ascii=False))
    else:
        for problem in examination.problems:
            print(problem)
        if not examination.problems:
            print(
                f"the index in {options.index} is whole: {examination.articles} articles, {examination.chunks} chunks, "
                f"{examination.embedded_again} of them embedded again"
            )
    return 2 if examination.problems else 0


def _read_answers(path: Path) -> list[Any]:
    """Read one answer or a list of them, however it is laid out, or one a line."""
    try:
        content = json.loads(path.read_text("utf-8"))
        return content if isinstance(content, list) else [content]
    except (ValueError, OSError, RecursionError):
        records = [record for _, record in _read_lines(path)]
    if not records:
        raise AssistantError(f"{path} holds no answer; save one with: python -m assistant ask QUESTION --json")
    return records


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


if __name__ == "__main__":
    sys.exit(main())
