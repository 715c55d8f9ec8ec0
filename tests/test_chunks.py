"""Chunks are the article's own text, whole sentences where they fit, and never longer than the encoder reads."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import tiktoken
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.articles.draft import canonical
from assistant.chunks import LARGEST_PREFIX, VOCABULARY, CutSettings, count_words, cut, prefix
from assistant.embed import SentenceEncoder
from assistant.sentences import split_sentences
from assistant.types import Article, Chunk, Encoder
from tests.word_encoder import WordEncoder

WORDS = WordEncoder()
SENTENCE = "The five coastal states signed the treaty in Aktau on the twelfth of August."
SENTENCES = st.from_regex(r"[A-Z][a-z]{1,9}( [a-z]{1,9}){0,30}[.?!]", fullmatch=True)
PARAGRAPHS = st.lists(
    st.one_of(
        st.lists(SENTENCES, min_size=1, max_size=8).map(" ".join),
        st.from_regex(r"[A-Z][a-z]{1,9}( [a-z]{1,9}){0,5}", fullmatch=True),
        st.text(alphabet=st.characters(codec="utf-8"), max_size=300),
        st.from_regex(r"[a-zA-Z]{1,3}( [a-z]){0,400}", fullmatch=True),
        st.text(alphabet="ab \n.-|", max_size=200),
    ),
    min_size=1,
    max_size=6,
).map("\n\n".join).map(canonical).filter(bool)  # fmt: skip
SETTINGS = st.builds(CutSettings, size=st.sampled_from([1, 5, 20, 60, 160, 400]), title=st.booleans())


def article(text: str, title: str = "A title", language: str | None = None) -> Article:
    return Article(id="a", title=title, text=text, language=language)


def cut_with(encoder: Encoder, source: Article, cutting: CutSettings) -> list[Chunk]:
    return cut(source, cutting, encoder.count_tokens, encoder.max_tokens)


def check_cutting(source: Article, cutting: CutSettings, encoder: Encoder) -> None:
    """Check all that is promised of an article's chunks."""
    chunks = cut_with(encoder, source, cutting)
    before = prefix(source, cutting, encoder.count_tokens)
    for chunk in chunks:
        assert chunk.text == source.text[chunk.start : chunk.end]
        assert chunk.text.strip()
    assert max(encoder.count_tokens([before + chunk.text for chunk in chunks])) <= encoder.max_tokens
    covered = {position for chunk in chunks for position in range(chunk.start, chunk.end)}
    for start, end in split_sentences(source.text, source.language):
        assert covered.issuperset(range(start, end))
    assert [(chunk.start, chunk.end) for chunk in chunks] == sorted((chunk.start, chunk.end) for chunk in chunks)


@settings(deadline=None, max_examples=150)
@given(PARAGRAPHS, st.text(max_size=200), SETTINGS)
def test_every_character_of_every_sentence_is_in_a_chunk_that_the_encoder_reads(
    text: str, title: str, cutting: CutSettings
) -> None:
    check_cutting(article(text, title), cutting, WORDS)


NASTY = {
    "no spaces": "a.b" * 3000,
    "one long word": "x" * 20_000,
    "many syllables": "antidisestablishment" * 500,
    "emoji": "👩‍👩‍👧‍👦🇦🇿" * 600,
    "Chinese": "里海五国在阿克套签署了公约。" * 200,
    "Chinese without an end": "里海五国在阿克套签署了公约" * 200,
    "Korean": "카스피해연안다섯나라가악타우에서조약에서명하였다" * 60 + ".",
    "Korean sentences": "카스피해 연안 다섯 나라가 악타우에서 조약에 서명하였다. " * 60,
    "Thai": "ประเทศไทยและอาเซอร์ไบจานลงนามในข้อตกลง" * 80,
    "Georgian": "საქართველოს პარლამენტმა მიიღო კანონი. " * 80,
    "numbers": "1234567890 " * 800,
    "punctuation": "!?;:,.-—…" * 600,
    "combining marks": "e\u0323\u0302\u0301" * 2000,
    "words of one letter": "a " * 3000,
    "white space": "a" + " " * 5000 + "b." + "\u3000" * 500 + "c",
    "zero width": "a\u200b" * 3000,
    "short lines": "a word\n" * 800,
    "headings": "A heading\n\n" * 300,
    "control pictures": "␀␁" * 1500,
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
@pytest.mark.parametrize("size", [20, 160, 1000])
def test_nasty_texts_are_cut_within_what_the_real_encoder_reads(text: str, size: int, encoder: SentenceEncoder) -> None:
    check_cutting(article(canonical(text)), CutSettings(size=size), encoder)


@settings(deadline=None, max_examples=60)
@given(text=PARAGRAPHS, title=st.text(max_size=100), cutting=SETTINGS)
def test_any_text_is_cut_within_what_the_real_encoder_reads(
    encoder: SentenceEncoder, text: str, title: str, cutting: CutSettings
) -> None:
    check_cutting(article(text, title), cutting, encoder)


def test_whole_paragraphs_stay_together_while_they_fit() -> None:
    text = "One paragraph.\n\nAnother paragraph.\n\nA third."
    assert [chunk.text for chunk in cut_with(WORDS, article(text), CutSettings())] == [text]


def test_a_chunk_ends_where_a_sentence_ends() -> None:
    text = " ".join([SENTENCE] * 30)
    chunks = cut_with(WORDS, article(text), CutSettings(size=60))
    assert len(chunks) > 3
    assert all(chunk.text.endswith("August.") and chunk.text.startswith("The five") for chunk in chunks)
    assert all(size <= 75 for size in count_words([chunk.text for chunk in chunks]))


def test_a_token_holds_no_more_than_one_word() -> None:
    tokens = tiktoken.get_encoding(VOCABULARY).token_byte_values()
    assert max(len(token.decode("utf-8", "replace").split()) for token in tokens) == 1  # so words are never more


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("aaaa bbb cccc", ["aaaa ", "bbb cccc"]),  # two white spaces are as near to the middle: the first of them
        ("aaaaa\u00a0\u2003bbb ccc", ["aaaaa\u00a0\u2003", "bbb ccc"]),
        ("aa bbbbbb", ["aa ", "bbbbbb"]),
        ("aaaaaaa bb", ["aaaaaaa ", "bb"]),
        ("\u3042" * 6, ["\u3042" * 3, "\u3042" * 3]),
    ],
)
def test_a_long_sentence_is_halved_at_the_white_space_nearest_its_middle(text: str, pieces: list[str]) -> None:
    def count(texts: Sequence[str]) -> list[int]:
        return [2 if text == whole else 1 for whole in texts]

    chunks = cut(Article("a", "A", text), CutSettings(size=100, title=False), count, 1)
    assert [chunk.text for chunk in chunks] == pieces


def test_a_sentence_that_no_chunk_holds_is_cut_at_white_space() -> None:
    words = [f"word{i}" for i in range(300)]
    chunks = cut_with(WORDS, article(" ".join(words)), CutSettings(size=40))
    assert [word for chunk in chunks for word in chunk.text.split()] == words


@settings(deadline=None)
@given(
    heading=st.from_regex(r"[A-Z][a-z]{1,9}( [a-z]{1,9}){0,6}", fullmatch=True),
    before=st.integers(0, 12),
    length=st.integers(1, 90),
    count=st.integers(1, 6),
    size=st.sampled_from([80, 160, 320]),
)
def test_a_heading_is_never_a_chunk_of_its_own_when_text_follows_it(
    heading: str, before: int, length: int, count: int, size: int
) -> None:
    above = " ".join([SENTENCE] * before)
    below = " ".join(["Ports " + "trade " * length + "grain."] * count)
    source = article("\n\n".join(filter(None, [above, heading, below])))
    at = source.text.index("\n" + heading) + 1 if above else 0
    (holder,) = [c for c in cut_with(WORDS, source, CutSettings(size=size)) if c.start <= at < c.end]
    assert holder.end > at + len(heading) + 2
    assert "Ports" in source.text[at : holder.end]


def test_a_heading_at_the_end_stays_with_the_text_above_it() -> None:
    text = f"{SENTENCE}\n\nNotes"
    assert [chunk.text for chunk in cut_with(WORDS, article(text), CutSettings())] == [text]


def test_an_article_of_headings_alone_is_cut_too() -> None:
    check_cutting(article("One\n\nTwo\n\nThree"), CutSettings(), WORDS)


def test_the_prefix_is_the_title_cut_to_its_budget() -> None:
    assert prefix(article("Text.", "A title"), CutSettings(), WORDS.count_tokens) == "A title\n"
    assert prefix(article("Text.", "A title"), CutSettings(title=False), WORDS.count_tokens) == ""
    long = prefix(article("Text.", "word " * 100), CutSettings(), WORDS.count_tokens)
    assert long == " ".join(["word"] * LARGEST_PREFIX) + "\n"
    assert prefix(article("Text.", ""), CutSettings(), WORDS.count_tokens) == ""


def test_a_title_that_is_only_a_name_is_no_prefix() -> None:
    named = Article(id="a", title="Scan 7", text="Text.", is_titled=False)
    assert prefix(named, CutSettings(), WORDS.count_tokens) == ""


def test_the_vocabulary_is_cl100k() -> None:
    assert count_words(["tiktoken is great!", "", "<|endoftext|>"]) == [6, 0, 7]


def test_a_chunk_of_no_tokens_is_refused() -> None:
    with pytest.raises(ValueError, match="a chunk of 0 tokens holds nothing"):
        CutSettings(size=0)
