"""What was computed once is kept, within a limit."""

from __future__ import annotations

from assistant.remembered import LONGEST, Remembered


def test_a_word_is_computed_once() -> None:
    computed: list[str] = []

    def measure(word: str) -> int:
        computed.append(word)
        return len(word)

    lengths = Remembered(measure)
    assert [lengths[word] for word in ("tea", "grain", "tea")] == [3, 5, 3]
    assert computed == ["tea", "grain"]


def test_words_of_longest_ago_are_forgotten_and_those_used_since_are_not() -> None:
    computed: list[str] = []
    words = Remembered(computed.append, most=2)
    for word in ("a", "b", "c", "a", "d", "a", "b"):
        assert words[word] is None
        assert len(words) <= 2
    assert computed == ["a", "b", "c", "d", "b"]


def test_a_long_text_is_not_kept() -> None:
    lengths = Remembered(len)
    assert lengths["x" * (LONGEST + 1)] == LONGEST + 1
    assert lengths["x" * LONGEST] == LONGEST
    assert list(lengths) == ["x" * LONGEST]
