"""Alice says the decade she was born in, finds it in her data, and takes it back."""

from __future__ import annotations

import io
import json
import zipfile
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.ground.kit.ids import new_id
from regulars.people.accounts.models import Person
from tests.town import Town


@pytest.fixture(autouse=True)
def _plain(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def alice(town: Town) -> Client:
    browser = Client()
    browser.force_login(town.alice)
    return browser


def say(browser: Client, decade: str) -> str:
    fields = {"decade": decade, "idempotency_key": new_id("key")}
    return unescape(browser.post(reverse("my_data_decade"), fields, follow=True).content.decode())


def known(town: Town) -> int | None:
    return Person.objects.get(pk=town.alice.pk).birth_decade


def test_alice_says_it_and_takes_it_back(town: Town, alice: Client) -> None:
    text = unescape(alice.get(reverse("my_data")).content.decode())
    assert "never of fewer than 20 people" in text
    assert "Take it back" not in text
    text = say(alice, "1990")
    assert known(town) == 1990
    assert '<option value="1990" selected' in text
    file = alice.post(reverse("my_data_file"), {"idempotency_key": new_id("key")})
    packed = zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content)))  # type: ignore[attr-defined]
    assert json.loads(packed.read("account.jsonl"))["birth_decade"] == 1990
    assert "Take it back" in text
    assert "Your decade is no longer known." in say(alice, "")
    assert known(town) is None


@pytest.mark.parametrize("typed", ["1995", "19900", "nineties", "-990", "０"])
def test_only_a_decade_of_the_list_is_taken(town: Town, alice: Client, typed: str) -> None:
    assert "Choose one of the decades in the list" in say(alice, typed)
    assert known(town) is None


def test_a_stranger_is_asked_to_log_in(town: Town) -> None:
    answer = Client().post(reverse("my_data_decade"), {"decade": "1990", "idempotency_key": new_id("key")})
    assert answer.status_code in (302, 401, 403)
    assert known(town) is None
