"""What is planned for a store beside its plain offers."""

from __future__ import annotations

from datetime import datetime

from regulars.people.merchants.models import Store
from regulars.trade.offers.hooks import Planned, planned


def planned_of(store: Store, since: datetime, until: datetime) -> list[Planned]:
    """Everything other apps plan or run for the store in [since, until), by start, drafts among it."""
    return sorted(planned.of(store, since, until), key=lambda one: (one.starts_at, one.kind, one.ref))
