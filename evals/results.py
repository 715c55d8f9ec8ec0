"""Results on disk: one JSON object, a row a line. What a run found, and all it takes to repeat it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.types import AssistantError

FORMAT = 2
PARTS = {"begun", "commit", "index", "program", "settings", "summary", "passages", "rows"}
"""What a result has at least; `write_result` writes it whole or not at all."""

Result = dict[str, Any]


def write_result(path: Path, result: Mapping[str, Any]) -> None:
    """Write a result, complete or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{json.dumps(name)}: {_lay_out(name, value)}" for name, value in result.items()]
    new = path.with_name(path.name + ".new")
    new.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    os.replace(new, path)  # noqa: PTH105 - the atomic one


def read_result(path: Path) -> Result:
    """Read a result."""
    try:
        result = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise AssistantError(f"{path} is no result ({reason(error)}); make one with: python -m evals run") from error
    if not isinstance(result, dict) or result.get("format") != FORMAT or not result.keys() >= PARTS:
        raise AssistantError(f"{path} is no result of this version; make it again with: python -m evals run")
    return result


def reason(error: Exception) -> str:
    """Say in a few words why something could not be read."""
    if isinstance(error, KeyError):
        return f"there is no {error}"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _lay_out(name: str, value: Any) -> str:
    if name == "rows":
        return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)
