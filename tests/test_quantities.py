"""Dates and numbers are read in all their usual forms, and compared by what they say."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.quantities import AnyCase, find_dates, find_numbers


@pytest.mark.parametrize(
    "form",
    [
        "14 February 2024", "14 Feb 2024", "14 Feb. 2024", "February 14, 2024", "Feb 14, 2024", "Feb. 14, 2024",
        "14th February 2024", "14th of February, 2024", "February 14th, 2024", "2024-02-14", "14.02.2024", "14/02/2024",
    ],
)  # fmt: skip
def test_a_day_is_one_day_in_every_form(form: str) -> None:
    (date,) = find_dates(f"It was signed on {form}.")
    assert (date.year, date.month, date.day, date.years) == (2024, 2, 14, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in February 2024", [(2024, 2, None)]),
        ("in 1992", [(1992, None, None)]),
        ("on 9–10 November 2020", [(2020, 11, 9), (2020, 11, 10)]),
        ("from 1991 to 1994", [(1991, None, None), (1994, None, None)]),
        ("in 1991–94", [(1991, None, None), (1994, None, None)]),
        ("on 14 February", [(None, 2, 14)]),
        ("in May", [(None, 5, None)]),
        ("they may meet", []),
        ("1500 km of road", []),
        ("some 2000 troops", []),
        ("F-1992 and 12,1992", []),
    ],
)
def test_a_date_has_the_precision_of_its_text(text: str, expected: list[tuple[int | None, ...]]) -> None:
    assert [(date.year, date.month, date.day) for date in find_dates(text)] == expected


@pytest.mark.parametrize(
    ("cited", "claimed", "says"),
    [
        ("14 February 2024", "2024", True),
        ("14 February 2024", "February 2024", True),
        ("2024", "14 February 2024", False),
        ("1994", "the 1990s", True),
        ("the 1990s", "1994", False),
        ("1994", "the twentieth century", True),
        ("1994", "the 21st century", False),
    ],
)
def test_a_date_says_every_less_precise_one(cited: str, claimed: str, says: bool) -> None:
    (one,), (other,) = find_dates(cited), find_dates(claimed)
    assert one.says(other) is says


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("38 per cent", 38, "%"), ("38%", 38, "%"), ("38 percent", 38, "%"),
        ("1.2 billion dollars", 1_200_000_000, "$"), ("$1.2bn", 1_200_000_000, "$"),
        ("US$1,200 million", 1_200_000_000, "$"),
        ("€30m", 30_000_000, "€"), ("1,768-kilometre", 1768, "km"), ("1768 km", 1768, "km"),
        ("10 bcm", 10**10, "m³"), ("10 billion cubic metres", 10**10, "m³"),
        ("twenty-five", 25, None), ("two hundred and fifty thousand", 250_000, None), ("half a million", 500_000, None),
        ("three and a half million", 3_500_000, None), ("a dozen", 12, None), ("two thirds", Fraction(2, 3), None),
        ("one million barrels a day", 1_000_000, "barrel/day"), ("1 412 345", 1_412_345, None),
        ("12.5", Fraction(25, 2), None),
    ],
)  # fmt: skip
def test_a_number_is_one_value_in_every_form(text: str, value: Fraction | int, unit: str | None) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.unit, number.ordinal) == (value, unit, False)


@pytest.mark.parametrize("text", ["COP29", "F-16", "TB2", "S-400", "Covid-19", "1" * 5000])
def test_a_number_within_a_name_is_none(text: str) -> None:
    assert find_numbers(text) == []


def test_a_scale_and_a_unit_are_shared_by_both_ends_of_a_range() -> None:
    assert [(n.value, n.unit) for n in find_numbers("5 to 6 million tonnes")] == [
        (Fraction(5_000_000), "t"),
        (Fraction(6_000_000), "t"),
    ]
    assert [(n.value, n.unit) for n in find_numbers("38 and 40 per cent")] == [
        (Fraction(38), "%"),
        (Fraction(40), "%"),
    ]


def test_more_than_is_not_less_than() -> None:
    (more,), (less,) = find_numbers("more than 50 states"), find_numbers("fewer than 50 states")
    assert not more.says(less)


def test_about_allows_two_per_cent() -> None:
    (exact,), (near,), (far,) = find_numbers("693 km"), find_numbers("about 700 km"), find_numbers("about 650 km")
    assert exact.says(near)
    assert not exact.says(far)


def test_a_third_is_a_part_and_the_third_is_a_place() -> None:
    assert [(n.value, n.ordinal) for n in find_numbers("a third of the third summit")] == [
        (Fraction(1, 3), False),
        (3, True),
    ]


@given(text=st.text(alphabet=st.sampled_from("0123456789 ,.-–/$%maybn May two third of half a million'"), max_size=40))
def test_any_text_has_its_spans_in_order_and_apart(text: str) -> None:
    dates = find_dates(text)
    numbers = find_numbers(text, [(date.start, date.end) for date in dates])
    spans = [(date.start, date.end) for date in dates] + [(number.start, number.end) for number in numbers]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one.end <= other.start for one, other in pairwise(numbers))


@given(st.text(alphabet="sikSIKıİſ\u212aé ."))
@example("Sık SİK \u212aſ")
def test_what_is_found_in_any_case_is_what_is_found_without_regard_to_case(text: str) -> None:
    pattern = r"\b(?:six|sis?k|(k)i)\b"
    found = [(m.span(), m.lastindex) for m in AnyCase(pattern).finditer(text)]
    assert found == [(m.span(), m.lastindex) for m in re.finditer(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("éMay 2020", [(1, 9, 2020, 5, None)]),  # what is no letter of ASCII ends a word before a date
        ("iMay 2020", [(5, 9, 2020, None, None)]),
        ("Mc5May 2020", [(7, 11, 2020, None, None)]),
        ("since May15 and 5May", []),
        ("14 May 2020, June 2021-06-01", [(0, 11, 2020, 5, 14), (13, 17, None, 6, None), (18, 28, 2021, 6, 1)]),
        ("in SEPTEMBER or september", []),
        ("No date, no number: nothing but May.", []),
        ("the TWENTIES and the nineteenth century", [(4, 12, 1920, None, None), (21, 39, 1801, None, None)]),
    ],
)
def test_a_date_begins_at_a_number_or_a_month(text: str, dates: list[tuple[int | None, ...]]) -> None:
    assert [(date.start, date.end, date.year, date.month, date.day) for date in find_dates(text)] == dates
