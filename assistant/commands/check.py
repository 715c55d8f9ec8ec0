"""The commands that check: a claim against its quote, a saved answer against the articles, an answer against itself."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from assistant.commands.reading import read_answers, read_pairs
from assistant.progress import Bar
from assistant.types import AssistantError


def add_check(command: argparse.ArgumentParser) -> None:
    """Describe what check takes."""
    command.add_argument("claim", nargs="?", metavar="CLAIM")
    command.add_argument("--quote", metavar="QUOTE", help="what the claim cites")
    command.add_argument("--context", default="", metavar="TEXT", help="what the article says around the quote")
    command.add_argument("--pairs", type=Path, metavar="FILE.jsonl", help="one claim and quote a line, in their place")


def run_check(options: argparse.Namespace) -> int:
    """Say whether quotes support claims."""
    from assistant.embed import SentenceEncoder
    from assistant.records import readable
    from assistant.support import check_support

    one = options.claim is not None and options.quote is not None
    if one == (options.pairs is not None) or (options.pairs is None) == (options.claim is None):
        raise AssistantError("expected a claim and its --quote, or a file of them with --pairs; see --help")
    pairs = [("1", options.claim, options.quote)] if one else list(read_pairs(options.pairs))
    encoder = SentenceEncoder()
    with Bar("check") as bar:
        for done, (id, claim, quote) in enumerate(pairs, 1):
            support = check_support(readable(claim), readable(quote), context=options.context, encoder=encoder)
            if options.json:
                record = {"id": id, "verdict": support.verdict, "because": support.because}
                print(json.dumps(record, ensure_ascii=False))
            else:
                said = f"{support.verdict.replace('_', ' ')}: {support.because}"
                print(said if one else f"{id}: {said}")
            bar(done, len(pairs))
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Check saved answers: every quote, offset and hash, and that the quotes support the claims."""
    from assistant.index import open_index
    from assistant.verification import verify

    records = read_answers(options.answers)
    index = open_index(options.index)
    rejected = 0
    for number, record in enumerate(records, 1):
        problems = verify(record, index) if isinstance(record, dict) else [_NO_ANSWER]
        name = _name(record, number)
        rejected += bool(problems)
        if options.json:
            print(json.dumps({"id": name, "verified": not problems, "problems": problems}, ensure_ascii=False))
        else:
            for problem in problems:
                print(f"{name}: {problem}")
    if not options.json:
        print(f"{len(records) - rejected} of {len(records)} answers stand as they were saved")
    return 1 if rejected else 0


def run_replay(options: argparse.Namespace) -> int:
    """Ask saved answers' questions again as they were asked; say what came out otherwise."""
    from assistant.index import open_index
    from assistant.records import write_record
    from assistant.replaying import differences, replay

    records = read_answers(options.answers)
    index = open_index(options.index)
    different = 0
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise AssistantError(f"{options.answers}: {_NO_ANSWER}")
        again = replay(record, index)
        changes = differences(record, again)
        different += bool(changes)
        for change in changes:
            print(f"{_name(record, number)}: {change}", file=sys.stderr if options.json else sys.stdout)
        if options.json:
            print(write_record(again))
    if not options.json:
        print(f"{len(records) - different} of {len(records)} answers came out the same, byte for byte")
    return 1 if different else 0


_NO_ANSWER = "this is no saved answer: expected an object"


def _name(record: Any, number: int) -> str:
    return str(record.get("id", number)) if isinstance(record, dict) else str(number)
