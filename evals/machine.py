"""What a run ran on: the machine, the commit, the versions."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

LIBRARIES = (
    "onnxruntime",
    "tokenizers",
    "faiss-cpu",
    "PyStemmer",
    "tiktoken",
    "sentencex",
)
_ROOT = Path(__file__).parents[1]


def describe_machine() -> dict[str, Any]:
    """Return the processor, cores, memory (bytes) and the versions of what computes."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "python": platform.python_version(),
        "libraries": {library: importlib.metadata.version(library) for library in LIBRARIES},
    }


def describe_commit() -> dict[str, Any]:
    """Return the commit that is checked out, and whether files differ from it."""
    commit = _git("rev-parse", "HEAD")
    return {"commit": commit or "unknown", "dirty": bool(_git("status", "--porcelain")) if commit else None}


def peak_memory() -> int:
    """Return the largest resident size of this process so far, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
