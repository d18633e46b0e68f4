"""Kinds of blocks that speak in these tests only."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.discovery.storefront import hooks
from tests.discovery.storefront import speaking


@pytest.fixture(autouse=True)
def _speaking(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    ours = [speaking.shout_block, speaking.shelf_block, speaking.broken_block]
    monkeypatch.setattr(hooks.blocks, "answers", [*hooks.blocks.answers, *ours])
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
