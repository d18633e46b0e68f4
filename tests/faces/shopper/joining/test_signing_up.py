"""Signing up: a code by mail, and the same pages at the same cost whether or not the address has an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from regulars.people.accounts.models import Person
from regulars.people.accounts.queries import is_proven
from regulars.people.accounts.tries import MARK
from tests.town import PASSWORD, Town

GOOD = "kiln-and-clay-1734"
SIGN_UP, CODE = "/account/signup/", "/account/signup/code/"


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def ask(client: Client, email: str, **more: str) -> Any:
    """Send the sign-up form."""
    return client.post(SIGN_UP, {"email": email, "password1": GOOD, "name": "Nora"} | more)


def code_for(email: str) -> str:
    """The code in the last letter to `email`."""
    text = next(one.body for one in reversed(mail.outbox) if one.to == [email])
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", text, re.MULTILINE)
    assert found, text
    return found[0]


def test_a_newcomer_gets_in_with_the_code(town: Town, client: Client) -> None:
    assert ask(client, "Nora@Example.com", next="/s/purple-clay-house/")["Location"] == CODE
    assert not Person.objects.filter(email="nora@example.com").exists()
    code = code_for("nora@example.com")
    answer = client.post(CODE, {"code": code.lower().replace("-", " ")})
    assert answer["Location"] == "/s/purple-clay-house/"
    nora = Person.objects.get(email="nora@example.com")
    assert (nora.name, nora.check_password(GOOD), is_proven(nora)) == ("Nora", True, True)
    assert client.session["_auth_user_id"] == str(nora.pk)
    assert MARK in client.cookies
    assert client.get(CODE)["Location"] == SIGN_UP


def test_the_form_says_what_a_password_needs(town: Town, client: Client) -> None:
    page = client.get(SIGN_UP).content.decode()
    assert "At least 10 characters" in page
    assert "&lt;" not in page


def masked(page: Any, email: str) -> str:
    """A page without what differs for everybody."""
    text = page.content.decode().replace(email, "somebody")
    return re.sub(r'(nonce|value)="[^"]*"|(req|key)_\w+', "", text)


def test_known_and_unknown_get_the_same_pages(town: Town) -> None:
    seen = []
    for email in ("alice@example.com", "nobody@example.com"):
        client = Client()
        first = ask(client, email)
        pages = [masked(client.get(CODE), email)]
        pages += [masked(client.post(CODE, {"code": "BCDF-GHJK"}), email) for _ in range(2)]
        last = client.post(CODE, {"code": "BCDF-GHJK"}, follow=True)
        seen.append((first.status_code, first["Location"], pages, last.redirect_chain, masked(last, email)))
    assert seen[0] == seen[1]
    letters = {one.to[0]: one.body for one in mail.outbox}
    assert "already exists" in letters["alice@example.com"]
    assert "half an hour" in letters["nobody@example.com"]
    assert not Person.objects.filter(email="nobody@example.com").exists()


def test_known_and_unknown_cost_the_same(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    real = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    for email in ("alice@example.com", "nobody@example.com"):
        hashed.clear()
        ask(Client(), email)
        assert hashed == [GOOD]
    assert len(mail.outbox) == 2


def test_the_owner_of_an_address_loses_nothing(town: Town, client: Client) -> None:
    """Nobody can sit on another's address, and the code page never opens a known account."""
    ask(client, "alice@example.com")
    waiting = client.session["signing_up"]
    assert client.post(CODE, {"code": waiting["code"]}).status_code == 422
    assert Client().post("/account/login/", {"login": "alice@example.com", "password": PASSWORD})["Location"]
    ask(client, "late@example.com")
    other = Client()
    ask(other, "late@example.com")
    other.post(CODE, {"code": code_for("late@example.com")})
    assert Person.objects.get(email="late@example.com")


def test_three_wrong_codes_are_the_end(town: Town, client: Client) -> None:
    ask(client, "nora@example.com")
    code = code_for("nora@example.com")
    for _ in range(3):
        client.post(CODE, {"code": "BCDF-GHJK"})
    assert client.post(CODE, {"code": code})["Location"] == SIGN_UP
    assert not Person.objects.filter(email="nora@example.com").exists()


def test_a_code_is_good_for_half_an_hour(town: Town) -> None:
    with time_machine.travel("2026-11-11T12:00:00Z", tick=False) as clock:
        client = Client()
        ask(client, "nora@example.com")
        code = code_for("nora@example.com")
        clock.shift(31 * 60)
        assert client.post(CODE, {"code": code})["Location"] == SIGN_UP


def test_codes_are_counted_across_letters(town: Town) -> None:
    for _ in range(2):
        client = Client()
        ask(client, "nora@example.com")
        for _ in range(3):
            client.post(CODE, {"code": "BCDF-GHJK"})
    client = Client()
    ask(client, "nora@example.com")
    answer = client.post(CODE, {"code": code_for("nora@example.com")})
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()


def test_five_letters_a_day(town: Town) -> None:
    for _ in range(5):
        assert ask(Client(), "alice@example.com").status_code == 302
    assert "Too many tries" in ask(Client(), "alice@example.com").content.decode()
    assert len(mail.outbox) == 5


def test_a_mail_server_that_is_down_says_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    pages = []
    for email in ("alice@example.com", "nobody@example.com"):
        client = Client()
        ask(client, email)
        pages.append(masked(client.get(CODE), email))
    assert pages[0] == pages[1]
    assert "could not be sent" in pages[0]


@pytest.mark.parametrize("password", ["short", "password1234", "nora@example.com"])
def test_weak_passwords_are_refused(town: Town, client: Client, password: str) -> None:
    assert ask(client, "nora@example.com", password1=password).status_code == 200
    assert mail.outbox == []


def test_a_short_password_is_refused_in_the_readers_language(town: Town, client: Client) -> None:
    client.cookies["django_language"] = "zh-hans"
    page = ask(client, "nora@example.com", password1="short").content.decode()
    assert "密码太短：至少需要 10 个字符。" in page
    assert "too short" not in page
