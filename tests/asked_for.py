"""Functions that tests ask processes for.

python -m tests.asked_for
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from assistant.workers import Functions, serve


def tell_process(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def write_later(file: str) -> None:
    time.sleep(2.0)
    Path(file).write_text("done", "utf-8")


def exit_elsewhere(process: int) -> str:
    if os.getpid() != process:
        os._exit(3)
    return "here"


def print_first(text: str) -> str:
    print("no JSON")
    return text


FUNCTIONS: Functions = {
    function.__name__: function for function in (len, tell_process, write_later, exit_elsewhere, print_first)
}

if __name__ == "__main__":
    serve(FUNCTIONS)
