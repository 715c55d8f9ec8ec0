"""A text in; its dates and numbers, in normal forms that can be compared, out. Imports nothing of ours.

"14 Feb 2024", "February 14, 2024" and "2024-02-14" are one date; "38 per cent" and "38%", "1.2bn"
and "1,200 million", "two thirds" and "2/3" are one number.
"""

from __future__ import annotations

from assistant.quantities.any_case import AnyCase
from assistant.quantities.dates import Date, find_dates
from assistant.quantities.numbers import Number, find_numbers

__all__ = ["AnyCase", "Date", "Number", "find_dates", "find_numbers"]
