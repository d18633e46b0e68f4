"""Which day a moment belongs to in a market's zone, without asking the engine about zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.ground.kit.later import ibis
from regulars.loyalty.segments.rules.question import Question

BACK = timedelta(days=366 * 3)


def local_day(at: Any, question: Question) -> Any:
    """The local date of a UTC timestamp column. Offsets are those of the last three years, exact to the switch."""
    shifts = offsets(question, question.as_of - BACK)
    seconds: Any = ibis.literal(shifts[0][1], "int64")
    for start, offset in shifts[1:]:
        later = at >= ibis.literal(start.replace(tzinfo=None), "timestamp")
        seconds = ibis.ifelse(later, ibis.literal(offset, "int64"), seconds)
    return (at.epoch_seconds() + seconds) // 86_400


def offsets(question: Question, since: datetime) -> list[tuple[datetime, int]]:
    """From when on the zone is how many seconds ahead of UTC, oldest first, up to the moment asked about."""
    zone = question.zone

    def ahead(at: datetime) -> int:
        offset = at.astimezone(zone).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())

    found = [(since, ahead(since))]
    day = since
    while day < question.as_of:
        after = min(day + timedelta(days=1), question.as_of)
        if ahead(after) != found[-1][1]:
            low, high = day, after
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                low, high = (middle, high) if ahead(middle) == found[-1][1] else (low, middle)
            found.append((high.astimezone(UTC).replace(microsecond=0), ahead(after)))
        day = after
    return found
