"""An ISO date in, the date as people write it out."""

from __future__ import annotations

import datetime


def readable_date(date: str | None) -> str | None:
    """Return an ISO date as people write it, at its own precision: 2023-08 is August 2023."""
    if date is None or len(date) == 4:
        return date
    if len(date) == 7:
        return datetime.date.fromisoformat(date + "-01").strftime("%B %Y")
    day = datetime.date.fromisoformat(date)
    return f"{day.day} {day.strftime('%B %Y')}"
