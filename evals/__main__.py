"""Know how good the answers are, where they fail, and whether a change helped.

python -m evals run --questions evals/questions/dev.jsonl --index data/index --out results/dev.json
python -m evals compare results/before.json results/after.json --fail-if "MRR@10 worse by 0.01"
python -m evals report results/after.json --out report.html
python -m evals gate
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.types import MODES, AssistantError

QUESTIONS, BASELINE, ARTICLES = Path("evals/questions/gate.jsonl"), Path("evals/baseline.json"), Path("data/articles")
CACHE = Path("results/indexes")

Command = Callable[[argparse.Namespace], int]
Add = Callable[[str, Command, str, str], argparse.ArgumentParser]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 done, 1 done but something was found, 2 not done."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except AssistantError as error:
        print(f"evals {options.command}: {error}", file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()  # who read our output has seen enough
    except OSError as error:
        print(f"evals {options.command}: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"evals {options.command}: stopped; run the same command again to go on", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evals",
        description="Know how good the answers are. Exit codes: 0 done; 1 done, and something was found; 2 not done.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Command, summary: str, example: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + ".", epilog=f"example: {example}"
        )
        command.set_defaults(run=run)
        return command

    _add_runs(add)
    _add_questions(add)
    for command in commands.choices.values():
        command.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _add_runs(add: Add) -> None:
    run = add(
        "run", _run, "ask every question of a file and score passages and answers",
        "python -m evals run --questions evals/questions/dev.jsonl --index data/index --out results/dev.json",
    )  # fmt: skip
    run.add_argument("--questions", type=Path, metavar="FILE", help="JSON Lines, or SQuAD's .json")
    run.add_argument("--index", type=Path, metavar="DIR")
    run.add_argument("--articles", nargs="+", type=Path, metavar="PATH", help="in place of --index: build one of these")
    run.add_argument("--beir", type=Path, metavar="FOLDER", help="in place of both: corpus, queries and qrels")
    run.add_argument("--split", default="test", help="of the BEIR folder's qrels (test)")
    run.add_argument("--out", type=Path, required=True, metavar="RESULT.json")
    run.add_argument("--mode", choices=MODES, default="hybrid")
    run.add_argument("-k", type=int, default=10, help="passages a question (10)")
    run.add_argument("--threshold", type=float, metavar="SURE", help="lowest confidence that answers; -1 answers all")
    run.add_argument("--limit", type=int, metavar="N", help="only N questions, drawn by the seed")
    run.add_argument("--seed", type=int, default=1)
    run.add_argument("--cache", type=Path, default=CACHE, metavar="DIR", help=f"of indexes ({CACHE})")

    compare = add(
        "compare", _compare, "say what got better and what got worse between two results",
        'python -m evals compare before.json after.json --fail-if "MRR@10 worse by 0.01"',
    )  # fmt: skip
    compare.add_argument("before", type=Path, metavar="BEFORE.json")
    compare.add_argument("after", type=Path, metavar="AFTER.json")
    compare.add_argument(
        "--fail-if", action="append", default=[], metavar="RULE",
        help='exit with 1 when it holds: "R@1 worse" (beyond chance), "R@1 worse by 0.01", "any worse"',
    )  # fmt: skip
    compare.add_argument("--show", type=int, default=5, metavar="N", help="questions of each sort to show (5)")

    report = add(
        "report", _report, "write a result, or the history of several, as one HTML file",
        "python -m evals report results/dev.json --out results/dev.html",
    )  # fmt: skip
    report.add_argument("result", type=Path, nargs="?", metavar="RESULT.json")
    report.add_argument("--runs", type=Path, nargs="+", metavar="RESULT.json", help="draw their history instead")
    report.add_argument("--out", type=Path, required=True, metavar="REPORT.html")

    sweep = add(
        "sweep", _sweep, "run a grid of settings, embedding nothing twice",
        "python -m evals sweep --set data/articles evals/questions/dev.jsonl --chunk-size 120 160 240 "
        "--mode hybrid average ranks --reordered 6 12 20 --out results/sweep",
    )  # fmt: skip
    sweep.add_argument(
        "--set", nargs=2, type=Path, action="append", required=True, metavar=("ARTICLES", "QUESTIONS"),
        help="name it again for another set; SQuAD's file twice; a BEIR folder and its split",
    )  # fmt: skip
    sweep.add_argument("--chunk-size", nargs="+", type=int, metavar="N", help="tokens a chunk (160)")
    sweep.add_argument("--mode", nargs="+", choices=MODES, default=["hybrid"], help="the fusion, or one ranking alone")
    sweep.add_argument(
        "--reordered", nargs="+", type=int, metavar="N", help="candidates that late interaction orders anew (12)"
    )
    sweep.add_argument(
        "--threshold", nargs="+", type=float, metavar="SURE", help="lowest confidence that answers; -1 answers all"
    )
    sweep.add_argument("--read", nargs="+", type=int, metavar="N", help="passages read for the answer (5)")
    sweep.add_argument("--measure", default="holds@1", help="the quality that is drawn against seconds (holds@1)")
    sweep.add_argument("--limit", type=int, metavar="N", help="only N questions of each set, drawn by the seed")
    sweep.add_argument("--seed", type=int, default=1)
    sweep.add_argument("--cache", type=Path, default=CACHE, metavar="DIR", help=f"of indexes ({CACHE})")
    sweep.add_argument("--out", type=Path, required=True, metavar="DIR", help="results, sweep.json and sweep.html")


def _add_questions(add: Add) -> None:
    check = add(
        "check", _check, "say whether question files still describe the articles",
        "python -m evals check evals/questions/dev.jsonl evals/questions/test.jsonl --articles data/articles",
    )  # fmt: skip
    check.add_argument("questions", type=Path, nargs="+", metavar="QUESTIONS")
    check.add_argument(
        "--articles", type=Path, nargs="+", metavar="PATH", help=f"({ARTICLES}; of SQuAD's .json its own)"
    )

    feedback = add(
        "from-feedback", _from_feedback, "make a question file of what readers said of answers",
        "python -m evals from-feedback feedback.jsonl --out evals/questions/feedback.jsonl",
    )  # fmt: skip
    feedback.add_argument("feedback", type=Path, metavar="FEEDBACK.jsonl")
    feedback.add_argument("--out", type=Path, required=True, metavar="QUESTIONS.jsonl")

    generate = add(
        "generate", _generate, "propose questions from articles, to accept or reject in the terminal",
        "python -m evals generate --articles data/articles --out accepted.jsonl",
    )  # fmt: skip
    generate.add_argument("--articles", type=Path, nargs="+", default=[ARTICLES], metavar="PATH", help=f"({ARTICLES})")
    generate.add_argument("--out", type=Path, required=True, metavar="QUESTIONS.jsonl", help="what was accepted")
    generate.add_argument("--seed", type=int, default=1, help="of the order in which they are proposed")

    gate = add("gate", _gate, "fail when a measure falls beyond its interval", "python -m evals gate")
    gate.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FILE", help=f"({QUESTIONS})")
    gate.add_argument("--baseline", type=Path, default=BASELINE, metavar="BASELINE.json", help=f"({BASELINE})")
    gate.add_argument("--articles", type=Path, nargs="+", default=[ARTICLES], metavar="PATH", help=f"({ARTICLES})")
    gate.add_argument("--mode", choices=MODES, default="hybrid")
    gate.add_argument("--cache", type=Path, default=CACHE, metavar="DIR", help=f"of indexes ({CACHE})")
    gate.add_argument("--out", type=Path, default=Path("results/gate.json"), metavar="RESULT.json")
    gate.add_argument("--accept", action="store_true", help="write the baseline anew; commit it with the reason")

    threshold = add(
        "threshold", _threshold, "draw what a threshold withholds and declines, from runs with --threshold -1",
        "python -m evals threshold squad.json --foreign doc2dial-on-squad.json",
    )  # fmt: skip
    threshold.add_argument("own", type=Path, metavar="RESULT.json", help="questions that the index is about")
    threshold.add_argument("--foreign", type=Path, nargs="+", default=[], metavar="RESULT.json", help="of others")


def _run(options: argparse.Namespace) -> int:
    from evals.asking import run_from_options
    from evals.table import describe

    result = run_from_options(options)
    shown = {name: value for name, value in result.items() if name not in {"rows", "passages"}}
    print(json.dumps(shown, ensure_ascii=False) if options.json else describe(shown))
    return 0


def _compare(options: argparse.Namespace) -> int:
    from evals.compare import compare_from_options

    return compare_from_options(options)


def _report(options: argparse.Namespace) -> int:
    from evals.report import report_from_options

    return report_from_options(options)


def _sweep(options: argparse.Namespace) -> int:
    from evals.sweep import sweep_from_options

    return sweep_from_options(options)


def _check(options: argparse.Namespace) -> int:
    from evals.check import check_from_options

    return check_from_options(options)


def _from_feedback(options: argparse.Namespace) -> int:
    from evals.feedback import convert_from_options

    return convert_from_options(options)


def _generate(options: argparse.Namespace) -> int:
    from evals.generate import generate_from_options

    return generate_from_options(options)


def _gate(options: argparse.Namespace) -> int:
    from evals.gate import gate_from_options

    return gate_from_options(options)


def _threshold(options: argparse.Namespace) -> int:
    from evals.threshold import describe_thresholds, read_rows

    table = describe_thresholds(read_rows([options.own]), read_rows(options.foreign))
    print(json.dumps({"table": table}) if options.json else table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
