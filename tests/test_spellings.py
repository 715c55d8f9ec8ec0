"""A name is found however it is written; what else was searched is known, and offsets stay the article's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.alike import edits, skeleton
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.retrieval import retrieve
from assistant.spellings import find_spellings, respell
from assistant.types import Article, Index
from assistant.vocabulary import make_word_table
from benchmarks.names import find_missed, make_articles, read_pairs

VOCABULARY = make_word_table(
    ["aliyev", "turkey", "kyiv", "karabakh", "agreement", "militari", "haciyev", "gas", "9087", "valu"]
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who is Aliev?", {"Aliev": ("aliyev",)}),
        ("Who is Əliyev?", {}),  # folded to the same letters
        ("Who is Алиев?", {"Алиев": ("aliyev",)}),
        ("gas in Türkiye", {"Türkiye": ("turkey",)}),
        ("Kiev's gas", {"Kiev's": ("kyiv",)}),
        ("Qarabağ", {"Qarabağ": ("karabakh",)}),
        ("Hajiyev", {"Hajiyev": ("haciyev",)}),
        ("the first agreemnt", {"agreemnt": ("agreement",)}),
        ("the gas agreement", {}),
        ("PPR-9088", {}),
        ("values", {}),
        ("the of", {}),
    ],
)
def test_other_spellings_are_those_that_the_articles_use(question: str, found: dict[str, tuple[str, ...]]) -> None:
    assert find_spellings(question, VOCABULARY) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("aliyev", "aliev"),
        ("guler", "gueler"),
        ("cavusoglu", "chavushoglu"),
        ("karabakh", "qarabag"),
        ("lavrov", "lawrow"),
    ],
)
def test_ways_of_writing_one_sound_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_a_word_that_the_encoder_knows_is_no_misspelling_of_another(encoder: SentenceEncoder) -> None:
    vocabulary = make_word_table(["plant", "petroleum", "agreement", "could", "strength", "aliyev"])
    question = "Which planet has cold petrol, an agreemnt and the strenght of Aliev?"
    assert find_spellings(question, vocabulary, encoder) == {
        "petrol": ("petroleum",),  # spelt right, so only as its longer form
        "agreemnt": ("agreement",),
        "strenght": ("strength",),
        "Aliev": ("aliyev",),
    }
    assert find_spellings("planet", vocabulary) == {"planet": ("plant",)}


def test_in_a_language_that_the_encoder_does_not_know_other_forms_of_a_word_are_found(encoder: SentenceEncoder) -> None:
    vocabulary = make_word_table(["anlasmalarini"])
    assert find_spellings("anlasmalardan", vocabulary) == {"anlasmalardan": ("anlasmalarini",)}
    assert find_spellings("anlasmalardan", vocabulary, encoder) == {}


@pytest.mark.parametrize(
    ("one", "other", "count"), [("objest", "object", 1), ("feild", "field", 1), ("baku", "bari", 2)]
)
def test_edits_are_letters_that_differ_and_neighbours_that_are_swapped(one: str, other: str, count: int) -> None:
    assert edits(one, other) == count


def test_a_question_is_written_as_the_text_is() -> None:
    others = {"Aliev": ("aliyev",)}
    assert respell("Did Aliev meet Aliev?", others, "Aliyev met him.") == "Did Aliyev meet Aliyev?"
    assert respell("Did Aliev meet?", others, "Aliev met him, Aliyev says.") == "Did Aliev meet?"
    assert respell("Did Aliyev meet?", {}, "Əliyev met him.") == "Did Əliyev meet?"
    assert respell("agreements of 1992", {}, "the agreement") == "agreements of 1992"
    others = {"Saturn": ("strain",), "Agreemnts": ("agreement",), "Kazakhsta": ("kazakhstan",), "agremeent": ("agre",)}
    assert respell("Did Kazakhsta sign?", others, "Kazakhstan signed.") == "Did Kazakhstan sign?"
    assert respell("the agremeent", others, "They agreed.") == "the agremeent"
    assert respell("Is Saturn there?", others, "the strain") == "Is Saturn there?"
    assert respell("Agreemnts?", others, "the agreement") == "agreement?"


def test_an_ending_is_no_other_spelling() -> None:
    assert respell("Did Aliyev’s party win?", {}, "Aliyev and his party") == "Did Aliyev’s party win?"
    assert respell("Did Aliyev win?", {}, "Aliyev's party — the first") == "Did Aliyev win?"
    assert respell("Did Aliyev's party win?", {}, "Əliyev won.") == "Did Əliyev's party win?"
    assert respell("Who is Azerbaijani?", {"Azerbaijani": ("azerbaijan",)}, "Azerbaijan") == "Who is Azerbaijani?"


def test_the_quote_is_the_articles_own_spelling(tmp_path: Path, encoder: SentenceEncoder) -> None:
    article = Article(id="a", title="Visits", text="In May İlham Əliyev visited Şuşa.\n\nThe harvest was good.")
    build_index([article], tmp_path / "index", encoder=encoder)
    (found,) = retrieve("When did Aliev visit Shusha?", open_index(tmp_path / "index", encoder=encoder), k=1)
    assert found.chunk.text == article.text[found.chunk.start : found.chunk.end]
    assert "Əliyev visited Şuşa" in found.chunk.text


def _explain(question: str, index: Index, *, names: bool = True) -> dict[str, tuple[float, float]]:
    """Return each article's dense score and its late interaction, best first."""
    passages = retrieve(question, index, explain=True, names=names)
    told = {passage.chunk.article_id: passage.explanation for passage in passages}
    return {id: (it.dense, it.late) for id, it in told.items() if it and it.dense is not None and it.late is not None}


def test_a_name_in_small_letters_is_held_as_well(tmp_path: Path, encoder: SentenceEncoder) -> None:
    articles = [
        Article(id="turkiye", title="Note 1", text="In the spring Türkiye opened the talks without comment."),
        Article(id="turkey", title="Note 2", text="In the spring Turkey signed the protocol without comment."),
    ]
    build_index(articles, tmp_path / "index", encoder=encoder)
    index = open_index(tmp_path / "index", encoder=encoder)
    written, small = (_explain(f"What is said of {name}?", index) for name in ("Türkiye", "türkiye"))
    assert small["turkiye"][1] == written["turkiye"][1]


def test_a_name_is_found_by_meaning_as_the_articles_write_it(tmp_path: Path, encoder: SentenceEncoder) -> None:
    articles = [
        Article(id="bashi", title="Note 1", text="In the spring Turkmenbashi opened the talks without comment."),
        Article(id="turkey", title="Note 2", text="In the spring Turkey signed the protocol without comment."),
    ]
    build_index(articles, tmp_path / "index", encoder=encoder)
    index = open_index(tmp_path / "index", encoder=encoder)
    question = "What is said of Türkiye?"
    alone = _explain(question, index, names=False)
    found = _explain(question, index)
    as_written = _explain("What is said of Turkey?", index)
    assert list(alone) == ["bashi", "turkey"]  # the encoder takes Türkiye for a place in Turkmenistan
    assert list(found) == ["turkey", "bashi"]
    assert found["turkey"][0] == as_written["turkey"][0] > alone["turkey"][0]
    assert found["bashi"][1] == as_written["bashi"][1] < alone["bashi"][1]


@pytest.mark.slow
def test_all_of_the_pairs_are_found(tmp_path: Path, encoder: SentenceEncoder) -> None:
    pairs = read_pairs()
    assert len(pairs) == len(set(pairs)) >= 100
    build_index(make_articles(pairs), tmp_path / "index", encoder=encoder)
    index = open_index(tmp_path / "index", encoder=encoder)
    assert find_missed(pairs, index, names=True) == []


@given(question=st.text(), text=st.text())
def test_any_question_can_be_respelled(question: str, text: str) -> None:
    respell(question, find_spellings(question, VOCABULARY), text)
