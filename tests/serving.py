"""A real server of the page, in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """Return a port that nothing serves on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def serve(index: Path, *flags: str, port: int | None = None) -> Iterator[str]:
    """Serve an index with app.py until the block ends; give the address it prints."""
    process = subprocess.Popen(
        [sys.executable, "app.py", "--index", str(index), "--port", str(port or free_port()), *flags],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("The page is at "), line
        yield line.removeprefix("The page is at ").strip()
    finally:
        process.terminate()
        process.wait(timeout=30)
