"""A builder that is killed leaves an index that answers; the next build leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT

KILLS = 300


def test_a_reader_sees_the_old_or_the_new_index_whenever_a_builder_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.killed_builds", str(tmp_path), str(KILLS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    print(f"{report['killed']} builds killed, {sum(report['seen'].values())} questions answered meanwhile")
    assert set(report["seen"]) == {f"The treaty of port 7 was signed in year {number}" for number in (1, 2)}
    assert report["killed"] >= KILLS // 4
    assert (report["generations"], report["left"]) == (1, ["CURRENT", "generations", "lock"])
