"""A date is read at the precision that was written, or not at all."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.dates import date_of_post, parse_date
from assistant.types import is_iso_date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023-08-29", "2023-08-29"),
        ("2023-08", "2023-08"),
        ("2023", "2023"),
        (2023, "2023"),
        ("2023-08-29T10:00:00Z", "2023-08-29"),
        ("2023-08-29 23:00:00 -05:00", "2023-08-29"),
        ("2012-07-26 9:56:58 -0400", "2012-07-26"),
        ("Aug 29, 2023", "2023-08-29"),
        ("Tuesday, August 29, 2023", "2023-08-29"),
        ("29 August 2023", "2023-08-29"),
        ("29 Ağustos 2023", "2023-08-29"),
        ("29 августа 2023", "2023-08-29"),
        ("August 2023", "2023-08"),
        ("29/08/2023", "2023-08-29"),
        ("08/29/2023", "2023-08-29"),
        ("29.08.2023", "2023-08-29"),
        ("03.04.2023", "2023-04-03"),
        ("2023年8月29日", "2023-08-29"),
        ("2023년 8월 29일", "2023-08-29"),
        ("04/04/2023", "2023-04-04"),
        ("5 March 0999", "0999-03-05"),
        (datetime.date(2023, 8, 29), "2023-08-29"),
        (datetime.datetime(2023, 8, 29, 23, 59, tzinfo=datetime.UTC), "2023-08-29"),
    ],
)
def test_a_date_is_read_at_the_precision_that_was_written(written: object, date: str) -> None:
    assert parse_date(written) == date


@pytest.mark.parametrize(
    "written",
    [
        None,
        True,
        "",
        "03/04/2023",  # the third of April, or the fourth of March
        "2023-02-29",
        "2023-13",
        "31/02/2023",
        "yesterday",
        "August 29",  # no year: the time of reading must not fill it in
        "in 2023",
        "The agreement of 29 August 2023 was signed by both states.",
        "２０２３-０８-２９",
        "20230829",
    ],
)
def test_what_is_no_one_date_gives_none(written: object) -> None:
    assert parse_date(written) is None


@given(st.one_of(st.text(max_size=45), st.from_regex(r"[0-9]{1,4}[ ./-]?[A-Za-z]{0,9}[ ,./-]{0,2}[0-9]{0,4}")))
def test_whatever_is_written_gives_a_real_date_or_none(written: str) -> None:
    date = parse_date(written)
    assert date is None or is_iso_date(date)


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%d/%m/%Y"]))
def test_a_date_that_is_written_out_is_read_back(date: datetime.date, form: str) -> None:
    written = date.strftime(form.replace("%Y", f"{date.year:04}"))
    is_ambiguous = form == "%d/%m/%Y" and date.day <= 12 and date.day != date.month
    assert parse_date(written) == (None if is_ambiguous else date.isoformat())


@pytest.mark.parametrize(
    ("stem", "date"),
    [
        ("2023-08-29-the-visit", "2023-08-29"),
        ("content__news__2012-07-26-apis", "2012-07-26"),
        ("2023-02-30-no-day", None),
        ("report-2023-08-29-final", None),
        ("2023-08-29", None),
    ],
)
def test_a_post_is_dated_by_its_file_name(stem: str, date: str | None) -> None:
    assert date_of_post(stem) == date
