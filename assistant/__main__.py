"""Ask, retrieve, verify and examine in the terminal.

python -m assistant ask "when was the first military training agreement?" --index data/index
python -m assistant retrieve "gas to Europe" --index data/index -k 5 --since 2022
python -m assistant check "Trade rose by 38%." --quote "Trade rose by 38 per cent in 2023."
python -m assistant verify ANSWER.json --index data/index
python -m assistant replay ANSWER.json --index data/index
python -m assistant doctor --index data/index
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import __version__
from assistant.commands.ask import add_ask, add_retrieve, run_ask, run_retrieve
from assistant.commands.check import add_check, run_check, run_replay, run_verify
from assistant.commands.doctor import run_doctor
from assistant.types import AssistantError

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

    def add(
        name: str, run: Callable[[argparse.Namespace], int], summary: str, description: str, example: str
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name, help=summary, description=description, epilog=f"example: python -m assistant {name} {example}"
        )
        command.set_defaults(run=run)
        command.add_argument("--json", action="store_true", help="print JSON, one object a line")
        if name != "check":
            command.add_argument("--index", type=Path, default=DEFAULT_INDEX, metavar="DIR", help="(data/index)")
        return command

    add_ask(add(
        "ask", run_ask, "answer a question", "Answer a question with sentences of the articles.",
        '"when was the first military training agreement?" --index data/index',
    ))  # fmt: skip
    retrieve = add(
        "retrieve", run_retrieve, "find passages", "Find the passages that fit a question best.",
        '"gas to Europe" --index data/index -k 5 --since 2022',
    )  # fmt: skip
    add_ask(retrieve)
    add_retrieve(retrieve)
    add_check(add(
        "check", run_check, "check a claim against its quote",
        "Say whether a quote supports a claim, and which words decide: supported, not supported, cannot tell.",
        '"Trade rose by 38%." --quote "Trade rose by 38 per cent in 2023."',
    ))  # fmt: skip
    for name, run, summary, description in (
        ("verify", run_verify, "check a saved answer",
         "Check every quote, offset and hash of saved answers (as ask --json prints them), and every claim."),
        ("replay", run_replay, "ask a saved answer's question again",
         "Ask again as it was asked; say what differs. --json prints the answers as ask --json does."),
    ):  # fmt: skip
        command = add(name, run, summary, description, "answer.json --index data/index")
        command.add_argument("answers", type=Path, metavar="ANSWER.json", help="one answer, or one a line")
    add(
        "doctor", run_doctor, "prove an index whole",
        "Prove an index whole (checksums, counts, model, offsets, vectors), or say what repairs it.",
        "--index data/index",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
