"""What many tests share, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.types import Article, Index
from tests.word_encoder import WordEncoder

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile("same")  # the same examples every run; --hypothesis-profile=search looks for new ones

AKTAU = Article(
    id="aktau",
    title="The Aktau convention",
    author="A. Writer",
    date="2019-06-20",
    publisher="Reader",
    text=(
        "The five coastal states signed the convention in Aktau on 12 August 2018. "
        "It gives each state territorial waters of 15 nautical miles.\n\n"
        "Ratification\n\n"
        "Kazakhstan ratified the convention in February 2019. Iran has not ratified it."
    ),
)
TRAINING = Article(
    id="training",
    title="Military training",
    author="B. Writer",
    date="2023",
    publisher="Notes",
    text=(
        "Azerbaijan and Türkiye signed their first military training agreement in 1992. "
        "In 2010 they added the Agreement on Strategic Partnership and Mutual Support."
    ),
)
UNDATED = Article(id="undated", title="Wheat", text="The wheat harvest in Kazakhstan fell by 12 per cent.")


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """Give the real encoder."""
    return SentenceEncoder()


@pytest.fixture(scope="session")
def words() -> WordEncoder:
    """Give the encoder that knows only words."""
    return WordEncoder()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Index:
    """Give an index of the three articles above, made with the real encoder."""
    path: Path = tmp_path_factory.mktemp("real") / "index"
    build_index([AKTAU, TRAINING, UNDATED], path, encoder=encoder)
    return open_index(path, encoder=encoder)
