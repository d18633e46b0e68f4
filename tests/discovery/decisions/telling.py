"""Decisions, clicks and purchases as tests need them, each in an own lake."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.discovery.decisions.rules import Decision, Option
from regulars.ground import lake
from regulars.ground.kit.ids import new_id

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def option(product: str, place: int | None = None, score: float = 1.0, **more: Any) -> Option:
    """A product of Mei's with a score of one part."""
    return Option(product, "sto_mei", score, place, base=score, parts={"taste": score}, **more)


def made(number: int = 0, shown: Sequence[str] = ("prd_a", "prd_b"), **more: Any) -> Decision:
    """Alice is shown two of Mei's goods; `number` gives the minute."""
    options = tuple(option(product, place, 2.0 - place) for place, product in enumerate(shown))
    usual: dict[str, Any] = {
        "id": new_id("dec"),
        "at": NOON + number * MINUTE,
        "spot": "home.for-you",
        "person": "per_alice",
        "visitor": "vis_alice",
        "session": "ses",
        "model": "m1",
        "rulebook": "r1",
        "arm": "",
        "options": options,
    }
    return Decision(**(usual | more))


def click(product: str, at: datetime, decision: str | None = None, **more: Any) -> None:
    """Somebody, Alice unless said otherwise, chooses a product from a list."""
    usual: dict[str, Any] = {"person": "per_alice", "visitor": "vis_alice", "ref": product, "name": "click"}
    props = {"decision": decision} if decision else {}
    lake.append("beacons", [{"id": new_id("bea"), "at": at, "props": props, **usual, **more}])


def fact(name: str, at: datetime, body: dict[str, Any], person: str = "per_alice") -> None:
    """Something happened in the shop."""
    row = {"seq": 1, "id": new_id("fac"), "name": name, "at": at, "store": "sto_mei", "person": person}
    lake.append("facts", [{**row, "body": json.dumps(body)}])


def bought(product: str, at: datetime, minor: int, order: str, person: str = "per_alice") -> None:
    """One product was ordered and paid."""
    line = {
        "line": "1",
        "product": product,
        "variant": "v",
        "quantity": 1,
        "unit_minor": minor,
        "paid_minor": minor,
    }
    body = {"order": order, "currency": "CNY", "paid_minor": minor, "lines": [line]}
    fact("trade.order-paid.v1", at, body, person)


def refunded(order: str, minor: int, at: datetime) -> None:
    """Money of an order went back."""
    fact("trade.refund-made.v1", at, {"order": order, "amount_minor": minor, "whole": False})
