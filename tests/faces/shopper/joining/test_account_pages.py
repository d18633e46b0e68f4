"""Everybody finds the pages of the own account, and can confirm the address there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from regulars.people.accounts.queries import is_proven
from tests.town import Town


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def alice(town: Town) -> Client:
    """Alice's browser, logged in a moment ago with her password."""
    client = Client()
    client.post("/account/login/", {"login": "alice@example.com", "password": "regulars-demo"})
    return client


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", ["/account/email/", "/account/password/change/", "/account/2fa/"])
def test_the_own_account_is_one_click_away(alice: Client, path: str, language: str) -> None:
    alice.cookies["django_language"] = language
    assert f'href="{path}"' in alice.get("/me/").content.decode()
    page = alice.get(path)
    assert page.status_code == 200
    assert "&lt;" not in page.content.decode()
    assert 'class="plain-sheet' in page.content.decode()
    assert ("Back to my page" if language == "en" else "返回我的页面") in page.content.decode()
    assert not re.search(
        r'<input(?![^>]*class="input)[^>]*type="(text|email|password)"', page.content.decode()
    )
    assert path not in Client().get("/me/").content.decode()


def test_an_address_is_confirmed_by_the_link_in_a_letter(town: Town, alice: Client) -> None:
    EmailAddress.objects.filter(user=town.alice).update(verified=False)
    alice.post("/account/email/", {"email": "alice@example.com", "action_send": ""})
    path = re.search(r"http://[^/\s]+(/account/confirm-email/\S+)", mail.outbox[-1].body)
    assert path
    assert not is_proven(town.alice)
    assert alice.get(path[1]).status_code == 200
    assert alice.post(path[1]).status_code == 302
    assert is_proven(town.alice)
