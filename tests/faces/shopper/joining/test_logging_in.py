"""Log-in pages: slow for those who guess, open for owners, silent about who has an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from regulars.people.accounts import entering
from regulars.people.accounts.tries import MARK
from tests.town import PASSWORD, Town

SECOND = "/account/2fa/authenticate/"
LOG_IN, RESET, SEND_CODE = "/account/login/", "/account/password/reset/", "/account/login/code/"


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def log_in(client: Client, password: str = PASSWORD, email: str = "alice@example.com", **more: Any) -> bool:
    """Whether the password opened the account."""
    return client.post(LOG_IN, {"login": email, "password": password}, **more).status_code == 302


def test_strangers_cannot_lock_the_owner_out(town: Town) -> None:
    alice = Client()
    assert log_in(alice)
    alice.post("/account/logout/")
    for number in range(30):
        log_in(Client(), "wrong password", REMOTE_ADDR=f"10.0.0.{number}")
    assert not log_in(Client(), REMOTE_ADDR="10.0.1.1")
    mark = alice.cookies[MARK]
    assert mark["httponly"]
    assert mark["path"] == "/account/"
    assert log_in(alice, REMOTE_ADDR="10.0.0.1")


def test_tries_are_counted_before_anything_is_hashed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(10):
        log_in(Client(), "wrong password")
    hashed: list[str] = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, password, salt: hashed.append(password))
    answer = Client().post(LOG_IN, {"login": "alice@example.com", "password": PASSWORD})
    assert "Too many tries" in answer.content.decode()
    assert hashed == []


def test_in_a_crowd_one_is_asked_to_wait_and_loses_no_try(town: Town) -> None:
    with entering.HASHING.turn(), entering.HASHING._places, entering.HASHING._places:
        for _ in range(15):
            answer = Client().post(LOG_IN, {"login": "alice@example.com", "password": PASSWORD})
            assert "Wait a few seconds" in answer.content.decode()
    assert log_in(Client())


def test_right_log_ins_are_never_too_many(town: Town) -> None:
    for _ in range(25):
        assert log_in(Client())


def test_wrong_passwords_say_the_same_of_everybody(town: Town) -> None:
    pages = []
    for email in ("alice@example.com", "nobody@example.com"):
        text = Client().post(LOG_IN, {"login": email, "password": "wrong password"}).content.decode()
        pages.append(re.sub(r'(nonce|value)="[^"]*"|(req|key)_\w+', "", text))
    assert pages[0] == pages[1]


def test_reset_letters_say_the_same_and_end_after_five(town: Town) -> None:
    for email in ("alice@example.com", "nobody@example.com"):
        for _ in range(5):
            assert Client().post(RESET, {"email": email})["Location"] == "/account/password/reset/done/"
        assert "Too many tries" in Client().post(RESET, {"email": email}).content.decode()
    assert sum(one.to == ["alice@example.com"] for one in mail.outbox) == 5


def test_a_new_password_ends_other_sessions_and_earlier_tries(town: Town) -> None:
    elsewhere, here = Client(), Client()
    assert log_in(elsewhere)
    for number in range(12):
        log_in(Client(), "wrong password", REMOTE_ADDR=f"10.0.0.{number}")
    Client().post(RESET, {"email": "alice@example.com"})
    path = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", mail.outbox[-1].body)
    assert path
    form = here.get(path[1])["Location"]
    assert here.post(form, {"password1": "a-new-kiln-17", "password2": "a-new-kiln-17"}).status_code == 302
    assert elsewhere.get("/me/stores/").status_code == 302
    assert log_in(Client(), "a-new-kiln-17", REMOTE_ADDR="10.0.1.1")
    assert not log_in(Client(), PASSWORD, REMOTE_ADDR="10.0.1.2")


def test_changing_the_password_ends_every_other_session(town: Town) -> None:
    elsewhere, here = Client(), Client()
    assert log_in(elsewhere)
    assert log_in(here)
    form = {"oldpassword": PASSWORD, "password1": "a-new-kiln-17", "password2": "a-new-kiln-17"}
    assert here.post("/account/password/change/", form).status_code == 302
    assert elsewhere.get("/me/stores/").status_code == 302
    assert here.get("/me/stores/").status_code == 200


def test_mailed_codes_are_counted(town: Town) -> None:
    def wrong_codes(client: Client, times: int) -> str:
        client.post(SEND_CODE, {"email": "alice@example.com"})
        text = ""
        for _ in range(times):
            text = client.post(f"{SEND_CODE}confirm/", {"code": "BCDF-GHJK"}).content.decode()
        return text

    wrong_codes(Client(), 2)
    wrong_codes(Client(), 2)
    assert "Too many tries" in wrong_codes(Client(), 2)
    client = Client()
    client.post(SEND_CODE, {"email": "alice@example.com"})
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[-1].body, re.MULTILINE)
    assert code
    client.post(f"{SEND_CODE}confirm/", {"code": code[0]})
    assert "_auth_user_id" not in client.session


def test_codes_of_a_second_factor_are_counted(town: Town) -> None:
    secret = generate_totp_secret()
    TOTP.activate(town.alice, secret)
    client = Client()
    assert client.post(LOG_IN, {"login": "alice@example.com", "password": PASSWORD})["Location"] == SECOND
    for _ in range(5):
        assert client.post(SECOND, {"code": "000000"}).status_code == 200
    right = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post(SECOND, {"code": right})
    assert "_auth_user_id" not in client.session


def test_too_many_gets_a_page(town: Town) -> None:
    client = Client()
    for _ in range(60):
        client.post(LOG_IN, {})
    answer = client.post(LOG_IN, {})
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
