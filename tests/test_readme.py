"""Every block of the README is run as it stands."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT, free_port

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run the README's first command; the environment is the one this test runs in."""
    port = free_port()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line == f"The page is at http://127.0.0.1:{port}\n":
            break
    else:
        pytest.fail("make run ended: " + "".join(lines))
    yield f"http://127.0.0.1:{port}"
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=30)


def test_the_first_screen_has_a_picture_and_the_two_commands() -> None:
    first_screen = README.split("\n## ")[0]
    (picture,) = re.findall(r"!\[[^]]+\]\(([^)]+)\)", first_screen)
    assert (ROOT / picture).stat().st_size > 10_000
    assert BLOCKS[0] == ("sh", "make run\nmake test\n")


def test_the_second_command_runs_the_suite() -> None:
    planned = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert ".venv/bin/python -m pytest\n" in planned


@pytest.mark.usefixtures("address")
def test_the_python_blocks_print_what_they_say() -> None:
    blocks = [body for language, body in BLOCKS if language == "python"]
    assert len(blocks) == 1
    for body in blocks:
        example = doctest.DocTestParser().get_doctest(body, {}, "README", "README.md", 0)
        runner = doctest.DocTestRunner(verbose=False)
        runner.run(example)
        assert (runner.failures, runner.tries) == (0, 6)


@pytest.mark.parametrize("body", [body for language, body in BLOCKS[1:] if language == "sh"])
def test_the_shell_blocks_run(body: str, address: str, tmp_path: Path) -> None:
    script = body.replace("http://127.0.0.1:7860", address).replace("answer.json", str(tmp_path / "answer.json"))
    script = script.replace(".venv/bin/python", shlex.quote(sys.executable))
    done = subprocess.run(["bash", "-euc", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
