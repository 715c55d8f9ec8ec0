"""The dates that a text says are read as spans of days; what is no date is none."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.event_dates import read_dates


def read(text: str, *, year: int | None = None, ranges: bool = True) -> list[tuple[str, str, str, str]]:
    dates = read_dates(text, year=year, ranges=ranges)
    return [(text[date.span.start : date.span.end], date.first, date.last, date.precision) for date in dates]


@pytest.mark.parametrize(
    ("text", "said", "first", "last", "precision"),
    [
        ("They signed on 12 August 2018 in Aktau.", "12 August 2018", "2018-08-12", "2018-08-12", "day"),
        ("It fell on the 14th of February, 2024.", "14th of February, 2024", "2024-02-14", "2024-02-14", "day"),
        ("On February 14, 2024, it fell.", "February 14, 2024", "2024-02-14", "2024-02-14", "day"),
        ("It met at Xi'an on 18 and 19 May 2023.", "18 and 19 May 2023", "2023-05-18", "2023-05-19", "day"),
        ("Dated 2021-06-15.", "2021-06-15", "2021-06-15", "2021-06-15", "day"),
        ("In August 2018 they met.", "August 2018", "2018-08-01", "2018-08-31", "month"),
        ("since Sept. 2020", "Sept. 2020", "2020-09-01", "2020-09-30", "month"),
        ("at the end of May 2014", "the end of May 2014", "2014-05-22", "2014-05-31", "month"),
        ("in spring 2021", "spring 2021", "2021-03-01", "2021-05-31", "season"),
        ("in the winter of 2020", "winter of 2020", "2020-12-01", "2021-02-28", "season"),
        ("It dates from 1992.", "1992", "1992-01-01", "1992-12-31", "year"),
        ("in early 2020", "early 2020", "2020-01-01", "2020-04-30", "year"),
        ("by mid-2021", "mid-2021", "2021-05-01", "2021-08-31", "year"),
        ("under AD 79 ash", "AD 79", "0079-01-01", "0079-12-31", "year"),
        ("the war of 2016–2019", "2016–2019", "2016-01-01", "2019-12-31", "years"),
        ("the war of 1992-94", "1992-94", "1992-01-01", "1994-12-31", "years"),
        ("from 1992 to 1999", "1992 to 1999", "1992-01-01", "1999-12-31", "years"),
        ("between May 2001 and June 2003", "May 2001 and June 2003", "2001-05-01", "2003-06-30", "years"),
        (
            "from 27 September to 10 November 2020",
            "27 September to 10 November 2020",
            "2020-09-27",
            "2020-11-10",
            "years",
        ),
        ("in the 1990s", "1990s", "1990-01-01", "1999-12-31", "decade"),
        ("in the late 1980s", "late 1980s", "1987-01-01", "1989-12-31", "decade"),
        ("in the 19th century", "19th century", "1801-01-01", "1900-12-31", "century"),
        ("the nineteenth century", "nineteenth century", "1801-01-01", "1900-12-31", "century"),
    ],
)
def test_a_date_is_these_days(text: str, said: str, first: str, last: str, precision: str) -> None:
    assert read(text) == [(said, first, last, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "1800 kilometres for 1,250 tonnes and 2000 dollars",
        "CASA-1000 and $2000",
        "30 February 2020 was never",  # the day is none, and its year belongs to it
        "500 BC, or 1200 BC",
        "He may go in 3 marches. May God help.",
        "28 September",  # of which year?
        "chapter 2021.5",
        "the 0th century",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read(text) == []


def test_a_day_without_a_year_has_that_of_the_date_before_it() -> None:
    text = "The pact dates from 2020. Its first units landed on 6 January."
    assert read(text)[1] == ("6 January", "2020-01-06", "2020-01-06", "day")
    assert [date.year_said for date in read_dates(text)] == [True, False]
    assert read("The first units landed on 6 January.", year=2022)[0][1] == "2022-01-06"


def test_two_dates_are_two_where_no_range_joins_them() -> None:
    assert [date[0] for date in read("signed in 1992 and ratified in 1994")] == ["1992", "1994"]
    assert [date[0] for date in read("in 1992 and 1994")] == ["1992", "1994"]
    assert [date[0] for date in read("from 1992 to 1999", ranges=False)] == ["1992", "1999"]


PIECES = ["12", "August", "2018", "May", "from", "to", "–", "and", "1990s", "29 February", "the", "century", "AD", "９"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)), st.none() | st.integers(1, 9998))
def test_every_date_is_real_and_stands_in_the_text(text: str, year: int | None) -> None:
    at = 0
    for date in read_dates(text, year=year):
        first, last = datetime.date.fromisoformat(date.first), datetime.date.fromisoformat(date.last)
        assert first <= last
        assert at <= date.span.start < date.span.end <= len(text)
        at = date.span.end
