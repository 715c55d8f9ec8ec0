"""Models are found by name, and known by the hash of their files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.embed import SentenceEncoder
from assistant.models import WEIGHT_FILES, hash_files
from assistant.types import UnusableModel


def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match="holds no sentence-transformers model"):
        SentenceEncoder(str(tmp_path))
    (tmp_path / "modules.json").write_text("[]", "utf-8")
    with pytest.raises(UnusableModel, match="no weights"):
        SentenceEncoder(str(tmp_path))


def test_a_model_that_cannot_be_loaded_is_said_when_it_is_first_used(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "nothing"}), "utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    broken = SentenceEncoder(str(tmp_path))
    with pytest.raises(UnusableModel, match="cannot be loaded"):
        broken.embed_question("Who?")


def test_a_model_that_needs_code_of_its_own_is_refused_and_its_code_is_not_run(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": "own.Thing"}]), "utf-8")
    (model / "own.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')\nclass Thing: ...\n", "utf-8")
    (model / "model.safetensors").write_bytes(b"")
    stranger = SentenceEncoder(str(model), graphs=tmp_path / "graphs")
    with pytest.raises(UnusableModel, match=r"cannot be loaded: The model .* executes third-party code") as refused:
        stranger.embed_question("Who?")
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "run").exists()
    assert list((tmp_path / "graphs").iterdir()) == []


def test_the_hash_is_of_the_weights_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b.safetensors").write_bytes(b"2")
    (tmp_path / "a.safetensors").write_bytes(b"1")
    (tmp_path / "config.json").write_bytes(b"not weights")
    assert (
        hash_files(tmp_path, WEIGHT_FILES) == "6b51d431df5d7f141cbececcf79edf3dd861c3b4069f0b11661a3eefacbba918"
    )  # of b"12"
