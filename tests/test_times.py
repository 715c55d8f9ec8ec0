"""A question's times are conditions on events or on publication, or only name a thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.times import TimeScope, read_scope


@pytest.mark.parametrize(
    ("question", "said", "relation", "first", "last", "of"),
    [
        ("What happened in 2010?", "in 2010", "in", "2010-01-01", "2010-12-31", "event"),
        ("Who led it from 1811 to 1827?", "from 1811 to 1827", "in", "1811-01-01", "1827-12-31", "event"),
        ("What was signed between 1992 and 1999?", "between 1992 and 1999", "in", "1992-01-01", "1999-12-31", "event"),
        ("Who was jailed in the spring of 2021?", "in the spring of 2021", "in", "2021-03-01", "2021-05-31", "event"),
        ("Who has left since 2020?", "since 2020", "since", "2020-01-01", None, "event"),
        ("Who left since the war of 2020?", "since the war of 2020", "since", "2020-01-01", None, "event"),
        ("Who left after June 2024?", "after June 2024", "after", "2024-07-01", None, "event"),
        ("Who left after the 2020 war?", "after the 2020", "after", "2020-01-01", None, "event"),
        ("Who left before June 2024?", "before June 2024", "before", None, "2024-05-31", "event"),
        ("How many had it signed by May 2025?", "by May 2025", "until", None, "2025-05-31", "event"),
        ("Who was a member as of 2021?", "as of 2021", "as of", None, "2021-12-31", "event"),
        ("At the end of 2021, who led it?", "At the end of 2021", "as of", None, "2021-12-31", "event"),
        ("How many died in the 2020 war?", "2020", "named", "2020-01-01", "2020-12-31", "event"),
        ("Who signed the agreement of 2010?", "2010", "named", "2010-01-01", "2010-12-31", "event"),
        ("Who signed the 1921 Treaty of Kars?", "1921", "named", "1921-01-01", "1921-12-31", "event"),
        ("Which briefs published in 2023 name it?", "in 2023", "in", "2023-01-01", "2023-12-31", "publication"),
        ("What do articles since 2022 say of gas?", "since 2022", "since", "2022-01-01", None, "publication"),
        ("What does the report of 2019 say?", "2019", "in", "2019-01-01", "2019-12-31", "publication"),
        ("What was published in 2019?", "in 2019", "in", "2019-01-01", "2019-12-31", "publication"),
        ("What did Kilbrandon's report in 1973 ask?", "in 1973", "in", "1973-01-01", "1973-12-31", "event"),
        ("What have you published since 2023?", "since 2023", "since", "2023-01-01", None, "publication"),
        ("Which studies published in 2023 name it?", "in 2023", "in", "2023-01-01", "2023-12-31", "publication"),
        ("Which briefs appeared in 2023?", "in 2023", "in", "2023-01-01", "2023-12-31", "publication"),
        ("What did his final report in 1973 ask?", "in 1973", "in", "1973-01-01", "1973-12-31", "event"),
        ("What did Trend report in 2024?", "in 2024", "in", "2024-01-01", "2024-12-31", "event"),
        ("What did the World Bank report in 2023 say?", "in 2023", "in", "2023-01-01", "2023-12-31", "event"),
        ("Who says that the name first appeared in 1631?", "in 1631", "in", "1631-01-01", "1631-12-31", "event"),
        ("When was his research published in 1998?", "in 1998", "in", "1998-01-01", "1998-12-31", "event"),
    ],
)
def test_a_condition_is_this(
    question: str, said: str, relation: str, first: str | None, last: str | None, of: str
) -> None:
    (condition,) = read_scope(question).conditions
    assert question[condition.span.start : condition.span.end] == said
    assert (condition.relation, condition.first, condition.last, condition.of) == (relation, first, last, of)


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("When was the first military training agreement?", "first"),
        ("What year saw the earliest formal accord?", "first"),
        ("Which came first, the war or the treaty?", "first"),
        ("When was the latest summit?", "latest"),
        ("Where did they most recently meet?", "latest"),
        ("When did they last meet?", "latest"),
        ("When was the last summit?", "latest"),
        ("When did the First World War end?", None),
        ("What was lost in the first Karabakh war?", None),
        ("How long did it last?", None),
        ("Until when was it supposed to last?", None),
        ("What happened last year?", None),
        ("Who signed it?", None),
    ],
)
def test_a_question_wants_the_first_or_the_latest_or_neither(question: str, order: str | None) -> None:
    assert read_scope(question).order == order


def test_conditions_on_events_and_on_publication_are_apart() -> None:
    scope = read_scope("Which briefs published since 2023 tell of visits in 2021, in the 2010 pact's words?")
    assert [c.relation for c in scope.publication] == ["since"]
    assert [(c.first, c.last) for c in scope.event] == [("2021-01-01", "2021-12-31")]
    assert scope.as_of is None
    assert read_scope("Who led it as of May 2019?").as_of == "2019-05-31"
    assert read_scope("Who signed it?") == TimeScope()


def test_a_condition_allows_what_overlaps_it() -> None:
    (since,) = read_scope("Who left since June 2020?").conditions
    assert since.allows("2020-01-01", "2020-12-31")
    assert not since.allows("2020-01-01", "2020-05-31")
    (before,) = read_scope("Who left before 2020?").conditions
    assert before.allows("2019-12-31", "2019-12-31")
    assert not before.allows("2020-01-01", "2020-01-01")


@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from("in since before as of the war 2020 May 1999 from to published briefs first ?".split())
        ).map(" ".join),
    )
)
def test_a_condition_stands_in_the_question_and_is_not_empty(question: str) -> None:
    for condition in read_scope(question).conditions:
        assert 0 <= condition.span.start < condition.span.end <= len(question)
        assert condition.first is not None or condition.last is not None
        assert condition.first is None or condition.last is None or condition.first <= condition.last
