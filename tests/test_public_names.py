"""The public names are one short list, and importing them is instant."""

from __future__ import annotations

import subprocess
import sys

import assistant
from tests.serving import ROOT

HEAVY = ("torch", "transformers", "sentence_transformers", "faiss", "gradio", "numpy.testing", "trafilatura")


def test_the_public_names_are_these() -> None:
    assert assistant.__all__ == [
        "Answer",
        "Article",
        "AssistantError",
        "Chunk",
        "Citation",
        "Claim",
        "Index",
        "Passage",
        "Support",
        "UnreadableArticle",
        "UnusableIndex",
        "UnusableModel",
        "UnusableQuestion",
        "answer",
        "build_index",
        "check_support",
        "open_index",
        "read_articles",
        "retrieve",
        "verify",
    ]


def test_every_public_name_is_there_and_callable_after_its_module_was_imported() -> None:
    import assistant.retrieval  # a submodule must not take a public name's place

    assert all(callable(getattr(assistant, name)) for name in assistant.__all__)


def test_help_imports_nothing_heavy() -> None:
    for program in ("assistant.__main__", "index_build", "app", "evals.__main__"):
        code = (
            f"import sys, contextlib, {program} as program\n"
            "with contextlib.suppress(SystemExit): program.main(['--help'])\n"
            f"print([name for name in {HEAVY!r} if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]", program
