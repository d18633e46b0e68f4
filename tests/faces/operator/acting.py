"""Sitting at the console: pages are opened and forms are sent as a browser would."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.ground.kit.ids import new_id
from tests.town import PASSWORD


@pytest.fixture(autouse=True)
def plain_static(settings: Any) -> None:
    """Plain addresses of static files: tests collect none."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def at_console(person: Any) -> Client:
    """A browser in which the person is logged in."""
    client = Client()
    client.force_login(person)
    return client


def see(client: Client, route: str, *args: Any, **query: Any) -> str:
    """The page behind a route; it must be there."""
    answer = client.get(reverse(route, args=args), query)
    assert answer.status_code == 200, (route, answer.status_code)
    return answer.content.decode()


def send(client: Client, route: str, *args: Any, status: int = 303, **data: Any) -> Any:
    """Send a form and expect `status`."""
    answer = client.post(reverse(route, args=args), data | {"idempotency_key": new_id("key")})
    assert answer.status_code == status, (route, answer.status_code, answer.content.decode()[-2000:])
    return answer


def prove(client: Client) -> None:
    """Type the password once more."""
    send(client, "console_confirm", password=PASSWORD, next="/console/")
