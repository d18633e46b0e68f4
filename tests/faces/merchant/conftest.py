"""The workbench in tests: plain addresses of static files, and the cast at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from regulars.ground.kit.ids import new_id


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


class Desk(Client):
    """A browser that sends forms as the pages do: with an idempotency key."""

    def send(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """POST a form."""
        return self.post(path, {"idempotency_key": new_id("key")} | (data or {}), **more)


@pytest.fixture
def at_work() -> Callable[[Any], Desk]:
    """A logged-in browser of a person."""

    def log_in(person: Any) -> Desk:
        desk = Desk()
        desk.force_login(person)
        return desk

    return log_in
