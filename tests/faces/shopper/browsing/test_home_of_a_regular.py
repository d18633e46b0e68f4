"""The home page of somebody who is logged in: few questions, nothing out of date."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.faces.look import alike
from regulars.goods.catalog.actions import set_price
from regulars.ground.kit import clock
from tests.town import Town


def test_a_regular_asks_little_and_sees_a_new_price_at_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Tests run in a transaction, where the states of the database are hidden.
    states = ["first"]
    monkeypatch.setattr(alike, "version", lambda: states[-1])
    monkeypatch.setattr(alike, "_asked", {})
    reader, cup = Client(), town.variant(town.cup)
    reader.force_login(town.alice, backend="django.contrib.auth.backends.ModelBackend")
    with clock.at(clock.now()):
        reader.get("/")
        with CaptureQueriesContext(connection) as asked:
            first = reader.get("/").content.decode()
        assert len(asked) <= 5, [one["sql"] for one in asked]
        assert "777.00" not in first
        set_price(by=town.mei_at_work(), store=town.clay, variant_id=cup.public_id, price_minor=77_700)
        states.append("second")
        assert "777.00" in reader.get("/").content.decode()
