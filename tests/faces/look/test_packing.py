"""Whoever takes everything along again and again leaves the others' pages their threads."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from regulars.faces.look import packing
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.turnstile import Crowded, Turnstile
from tests.faces.operator.acting import at_console
from tests.town import Town


@pytest.fixture(autouse=True)
def one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "PACKING", Turnstile(at_once=1, queue=0, patience=0.01))


def pieces() -> Iterator[bytes]:
    yield from (b"a", b"b")


def test_the_place_is_kept_until_the_last_piece_is_made() -> None:
    first = packing.zipped("one.zip", pieces)
    with pytest.raises(Crowded):
        packing.zipped("two.zip", pieces)
    assert b"".join(first) == b"ab"
    assert b"".join(packing.zipped("two.zip", pieces)) == b"ab"


def test_who_hangs_up_before_the_first_piece_leaves_the_place(db: None) -> None:
    packing.zipped("one.zip", pieces).close()
    left = packing.zipped("two.zip", pieces)
    del left
    gc.collect()
    assert b"".join(packing.zipped("three.zip", pieces)) == b"ab"


def test_what_goes_wrong_at_the_start_leaves_the_place() -> None:
    def broken() -> Iterator[bytes]:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        packing.zipped("one.zip", broken)
    assert b"".join(packing.zipped("two.zip", pieces)) == b"ab"


def test_one_merchant_cannot_take_all_threads_with_exports(town: Town, settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    mei, export = at_console(town.mei), reverse("desk_export", args=[town.clay.public_id])
    first = mei.post(export, {"idempotency_key": new_id("key")})
    second = mei.post(export, {"idempotency_key": new_id("key")})
    assert (first.status_code, second.status_code) == (200, 503)
    assert b"".join(first).startswith(b"PK")
    assert mei.post(export, {"idempotency_key": new_id("key")}).status_code == 200
