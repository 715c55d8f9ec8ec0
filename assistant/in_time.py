"""The times that a question asks about, and a passage, in; whether it tells of them out."""

from __future__ import annotations

from assistant.event_dates import read_dates
from assistant.times import TimeScope


def is_in_time(scope: TimeScope, text: str, published: str | None) -> bool:
    """Say whether a text has an event of the times asked about, and was published when asked for.

    Event dates are those that the text says, and never the day of publication; a question without
    conditions asks about no time, and nothing is in it.
    """
    if not scope.event and not scope.publication and scope.as_of is None:
        return False
    dates = read_dates(text) if scope.event else ()
    tells = all(any(condition.allows(date.first, date.last) for date in dates) for condition in scope.event)
    day = _first_and_last(published)
    was_published = day is not None and all(condition.allows(*day) for condition in scope.publication)
    by_then = scope.as_of is None or (day is not None and day[0] <= scope.as_of)
    return tells and (was_published or not scope.publication) and by_then


def _first_and_last(published: str | None) -> tuple[str, str] | None:
    """Return the days that a publication date may be: 2023-08 is 2023-08-01 to 2023-08-31."""
    if published is None:
        return None
    missing = 2 - published.count("-")
    return published + "-01" * missing, published + {0: "", 1: "-31", 2: "-12-31"}[missing]
