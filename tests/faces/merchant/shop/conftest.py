"""Where Mei's goods are kept."""

from __future__ import annotations

import pytest

from tests.town import Town


@pytest.fixture
def products(town: Town) -> str:
    """Address of Mei's products."""
    return f"/desk/{town.clay.public_id}/products/"
