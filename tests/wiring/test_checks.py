"""Start-up checks: wrong settings stop the start, unfit ones are said."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from django.core import checks

from regulars.faces.terminal.line import regulars
from regulars.ground.engines.database import database
from regulars.wiring import checks as ours

PUBLIC = {
    "ALLOWED_HOSTS": ["market.example.com"], "HTTPS": True, "DEMO": False, "SITE_URL": "https://market.example.com",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "PAYMENT_PROVIDERS": ["stripe"],
}  # fmt: skip


def found(settings: Any, **changes: Any) -> set[str]:
    """The ids of what our checks say with these settings."""
    for name, value in changes.items():
        setattr(settings, name, value)
    return {one.id for one in checks.run_checks() if str(one.id).startswith("regulars.")}


@pytest.fixture(autouse=True)
def _shared_cache(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "regulars.ground.engines.cache.FileCache"}}


def test_as_it_comes_nothing_is_wrong(settings: Any) -> None:
    assert found(settings) == set()
    assert found(settings, DEMO=False) == {"regulars.W001"}
    assert found(settings, **PUBLIC) == set()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"PAYMENT_PROVIDERS": ["strpie"]}, "regulars.E005"),
        ({"DEBUG": True}, "regulars.E006"),
        ({"HTTPS": False}, "regulars.W003"),
        ({"DEMO": True}, "regulars.W004"),
        ({"SITE_URL": "http://127.0.0.1:8000"}, "regulars.W005"),
        ({"SITE_URL": "http://market.example.com"}, "regulars.W005"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}, "regulars.W006"),
        ({"SECRET_KEY": "changeme"}, "regulars.W002"),
        ({"SECRET_KEY": "a" * 60}, "regulars.W002"),
        (
            {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}},
            "regulars.E003",
        ),
    ],
)
def test_what_strangers_should_not_find(settings: Any, changes: dict[str, Any], said: str) -> None:
    assert found(settings, **PUBLIC | changes) == {said}


def test_redis_without_its_client_is_said(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "find_spec", lambda name: None)
    redis = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    assert found(settings, CACHES=redis) == {"regulars.E004"}


def test_money_needs_a_durable_database(settings: Any) -> None:
    entry = database("sqlite:////tmp/x.sqlite3")
    entry["OPTIONS"] = {"init_command": "PRAGMA journal_mode=WAL;", "transaction_mode": "DEFERRED"}
    settings.DATABASES = {"default": entry | {"ATOMIC_REQUESTS": True}}
    said = [one for check in (ours.sqlite_is_durable, ours.no_request_transactions) for one in check(None)]
    assert [one.id for one in said] == ["regulars.E001", "regulars.E001", "regulars.E002"]
    assert all(one.hint for one in said)


@pytest.mark.django_db
def test_serve_refuses_wrong_settings(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    monkeypatch.setattr("subprocess.Popen", lambda *args, **kwargs: started.append(args))
    settings.PAYMENT_PROVIDERS = ["strpie"]
    answer = CliRunner().invoke(regulars, ["serve"])
    assert answer.exit_code == 1
    assert "There is no payment provider 'strpie'" in answer.output
    assert started == []


@pytest.mark.django_db
def test_the_doctor_warns_and_says_what_to_do(settings: Any) -> None:
    settings.DEMO, settings.HTTPS, settings.ALLOWED_HOSTS = False, False, ["market.example.com"]
    told = CliRunner().invoke(regulars, ["doctor"]).output
    assert "WARN Settings: No payment provider is offered" in told
    assert "WARN Settings: Others reach this market" in told
    assert "-> Put a TLS proxy in front" in told
