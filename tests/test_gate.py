"""The answers to the starter collection's gate questions are as good as when the baseline was accepted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT


@pytest.mark.slow
def test_no_measure_fell_below_the_baselines_interval(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "evals", "gate", "--out", str(tmp_path / "gate.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
