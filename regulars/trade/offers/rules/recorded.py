"""Uses of offers that happened elsewhere (imports, demo), as plain values for `record_uses`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UseRow:
    """An offer (public id) took `amount_minor` off what a person ordered (`ref`)."""

    offer: str
    person_pk: int
    ref: str
    amount_minor: int
    at: datetime
