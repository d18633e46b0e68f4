"""Two stores and a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from regulars.people.merchants.models import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clay(db: Any) -> Store:
    """Purple Clay House."""
    return Store.objects.create(slug="clay", name="Purple Clay House", currency="CNY")


@pytest.fixture
def cashmere(db: Any) -> Store:
    """Cashmere to Measure."""
    return Store.objects.create(slug="cashmere", name="Cashmere to Measure", currency="CNY")
