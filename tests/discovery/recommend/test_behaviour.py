"""What people did, as the models learn it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.discovery.recommend import figures
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.people.accounts.models import Person
from tests.discovery.recommend.lane import look
from tests.town import Town

pytestmark = pytest.mark.xdist_group("lane")


def weights(**more: Any) -> dict[tuple[str, str], float]:
    """How much everybody likes everything, by (who, product)."""
    rows = figures.liked(clock.now() + timedelta(seconds=1), **more)
    pairs = zip(rows.who.tolist(), rows.product.tolist(), strict=True)
    return dict(zip(pairs, rows.weight.tolist(), strict=True))


def test_staying_says_more_than_looking_and_lately_more_than_long_ago(town: Town, home: Path) -> None:
    now = clock.now()
    lake.append("beacons", [
        look(town.teapot, "vis_looks", now, "a"),
        look(town.teapot, "vis_stays", now, "b", name="linger", props={"ms": 30_000}),
        look(town.teapot, "vis_leaves", now, "c", name="linger", props={"ms": 900}),
        look(town.teapot, "vis_then", now - timedelta(days=60), "d"),
    ])  # fmt: skip
    found, pot = weights(), town.teapot.public_id
    assert found["vis_stays", pot] > found["vis_looks", pot] > found["vis_then", pot]
    assert round(found["vis_looks", pot] / found["vis_then", pot], 2) == 2
    assert ("vis_leaves", pot) not in found


def test_machines_are_left_out(town: Town, home: Path) -> None:
    now = (clock.now() - timedelta(days=1)).replace(hour=12)  # a day's limit: nothing near midnight
    crowd = [look(town.cup, "vis_tireless", now - timedelta(seconds=n), "e") for n in range(1_501)]
    lake.append("beacons", [*crowd, look(town.teapot, "vis_robot", now, "f", agent="bot")])
    assert weights() == {}


def test_only_what_was_done_in_one_store_counts_for_it(town: Town, home: Path) -> None:
    now = clock.now()
    lake.append("beacons", [look(one, "vis_both", now, "g") for one in (town.teapot, town.sweater)])
    assert {*weights(store=town.clay.public_id)} == {("vis_both", town.teapot.public_id)}


def test_a_purchase_given_back_whole_was_none(town: Town, home: Path) -> None:
    line = {"line": "lin_1", "product": town.teapot.public_id, "quantity": 1, "paid_minor": 28_000}
    paid = {"paid_minor": 28_000, "store_discount_minor": 0, "market_discount_minor": 0, "lines": [line]}
    back = {"order": "ord_bob", "amount_minor": 28_000, "whole": True}
    lake.append("facts", [
        fact(1, "trade.order-paid.v1", town, town.alice, paid | {"order": "ord_alice"}),
        fact(2, "trade.order-paid.v1", town, town.bob, paid | {"order": "ord_bob"}),
        fact(3, "trade.basket-filled.v1", town, town.bob, {"product": town.cup.public_id}),
        fact(4, "trade.refund-made.v1", town, town.bob, back),
    ])  # fmt: skip
    alice, bob, found = town.alice.public_id, town.bob.public_id, weights()
    assert {*found} == {(alice, town.teapot.public_id), (bob, town.cup.public_id)}
    assert found[alice, town.teapot.public_id] > found[bob, town.cup.public_id]


def fact(seq: int, name: str, town: Town, person: Person, body: dict[str, Any]) -> dict[str, Any]:
    """Something that happened, as the outbox tells it to the lake."""
    return {
        "seq": seq,
        "name": name,
        "id": new_id("fac"),
        "at": clock.now() - timedelta(hours=1),
        "body": json.dumps(body),
        "store": town.clay.public_id,
        "person": person.public_id,
    }
