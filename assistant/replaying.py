"""A saved answer in, the same question asked again as it was, and what came out otherwise, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.answers import answer
from assistant.records import Record, answer_record, write_record
from assistant.types import MODES, AssistantError, Index

SHOWN = 80  # characters of a value that differs
FILTERS = ("since", "until", "publisher", "author")


def replay(record: Mapping[str, Any], index: Index) -> Record:
    """Answer the question of a saved answer again, with the settings that it was asked with."""
    question, settings = record.get("question"), record.get("settings")
    if not isinstance(question, str) or not isinstance(settings, Mapping):
        raise AssistantError(
            "the saved answer has no question and settings to ask again with; save one with ask --json"
        )
    options = dict(settings)
    problem = next(_problems(options), None)
    if problem:
        raise AssistantError(f"the saved answer's settings cannot be used: {problem}")
    return answer_record(str(record.get("id")), answer(question, index, **options), settings=options)


def differences(saved: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    """Say what differs between a saved answer and the same one again; nothing where the bytes are the same."""
    if write_record(dict(saved)) == write_record(dict(again)):
        return []
    if saved.get("index") != again.get("index"):
        first = f"the index is not the one that answered: {_show(saved.get('index'))}, now {_show(again.get('index'))}"
        return [first, *(change for change in _compare("", saved, again) if not change.startswith("index "))]
    return list(_compare("", saved, again)) or ["the fields are the same, and stand in another order"]


def _problems(options: Mapping[str, Any]) -> Iterator[str]:
    known = {"k", "mode", "reordered", "tags", "articles", "undated", "history", "threshold", "answerer", *FILTERS}
    for name in options.keys() - known:
        yield f"no setting is called {name!r}"
    for name, least in (("k", 1), ("reordered", 0)):
        if type(options.get(name, least)) is not int or options.get(name, least) < least:
            yield f"{name} is {options[name]!r}, expected {least} or more"
    if options.get("mode", MODES[0]) not in MODES:
        yield f"mode is {options['mode']!r}, expected one of {', '.join(MODES)}"
    for name in FILTERS:
        if not isinstance(options.get(name), str | None):
            yield f"{name} is {options[name]!r}, expected a text"
    for name in ("tags", "articles"):
        if not isinstance(options.get(name), list | None):
            yield f"{name} is {options[name]!r}, expected a list"
    if not isinstance(options.get("undated", False), bool):
        yield f"undated is {options['undated']!r}, expected true or false"
    history = options.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, dict) for turn in history):
        yield "history is no list of turns"


def _compare(path: str, saved: Any, again: Any) -> Iterator[str]:
    if isinstance(saved, Mapping) and isinstance(again, Mapping):
        for name in dict.fromkeys([*saved, *again]):
            place = f"{path}.{name}" if path else str(name)
            if name not in again or name not in saved:
                yield f"{place} is only in the {'saved answer' if name in saved else 'new one'}"
            else:
                yield from _compare(place, saved[name], again[name])
    elif isinstance(saved, list | tuple) and isinstance(again, list | tuple):
        if len(saved) != len(again):
            yield f"{path} has {len(again)} items, and had {len(saved)}"
        for i, (one, other) in enumerate(zip(saved, again, strict=False), 1):
            yield from _compare(f"{path} {i}", one, other)
    elif saved != again or type(saved) is not type(again):
        yield f"{path} is {_show(again)}, and was {_show(saved)}"


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
