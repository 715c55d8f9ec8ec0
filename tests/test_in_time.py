"""A passage is in the time that a question asks about by its events' dates, or by its day of publication."""

from __future__ import annotations

import pytest

from assistant.in_time import is_in_time
from assistant.times import read_scope


@pytest.mark.parametrize(
    ("question", "text", "published", "expected"),
    [
        ("What was agreed in 2010?", "They signed an agreement in 2010.", "2023", True),
        ("What was agreed in 2010?", "They signed an agreement on 16 August 2010.", None, True),
        ("What was agreed in 2010?", "They signed an agreement in 2011.", "2010", False),
        ("What was agreed between 1992 and 1999?", "A protocol of 1996 followed.", None, True),
        ("What was agreed between 1992 and 1999?", "A protocol of 2000 followed.", None, False),
        ("What did briefs published in 2022 say?", "They signed an agreement in 2010.", "2022-05", True),
        ("What did briefs published in 2022 say?", "They signed an agreement in 2022.", "2023-05", False),
        ("What did briefs published in 2022 say?", "They signed an agreement.", None, False),
        ("Who was chair as of 2021?", "The chair is Kazakhstan.", "2021-06-30", True),
        ("Who was chair as of 2021?", "The chair is Kazakhstan.", "2022", False),
        ("What was agreed?", "They signed an agreement in 2010.", "2022", False),
    ],
)
def test_events_and_publication_are_told_apart(question: str, text: str, published: str | None, expected: bool) -> None:
    assert is_in_time(read_scope(question), text, published) is expected
