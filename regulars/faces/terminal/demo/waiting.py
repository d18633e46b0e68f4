"""What waits this morning: buyers who asked for money back, so that stores and operators have something to decide."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from regulars.faces.terminal.demo.content import read, text
from regulars.faces.terminal.demo.opening import CAST, Market, at_work, door_of
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.together import together
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import Order, OrderFilters, lines_of, orders_of

ENOUGH = 30


def leave_waiting(market: Market) -> int:
    """Ask for the returns of the plan; how many found an order to be about."""
    asked: list[str] = []
    together(by=SYSTEM, doing=lambda: asked.extend(_asked(market)))
    return len(asked)


def _asked(market: Market) -> list[str]:
    found: list[str] = []
    for row in read("returns")["waiting"]:
        if row["store"] not in market.stores:
            continue
        at = clock.now() - timedelta(hours=row["hours"])
        order = _order(market, row["store"], at, found)
        if order is not None:
            _ask(market, row, order, at)
            found.append(order.public_id)
    return found


def _order(market: Market, store: str, at: datetime, taken: list[str]) -> Order | None:
    """The store's latest order that had arrived by then, of somebody outside the cast."""
    cast = {market.people[one] for one in CAST}
    for row in orders_of(market.stores[store], OrderFilters(state="delivered"), size=ENOUGH).items:
        arrived = row.delivered_at is not None and row.delivered_at < at
        if arrived and row.person_id not in cast and row.public_id not in taken:
            return row
    return None


def _ask(market: Market, row: dict[str, Any], order: Order, at: datetime) -> None:
    buyer, words = Actor("shopper", person_id=order.person_id), text(row["text"])
    line = lines_of(order)[0]
    with clock.at(at):
        back = orders.ask_return(
            by=buyer, order=order.public_id, lines={line.public_id: 1}, kind=row["kind"], reason=row["reason"],
            text=words.zh if order.group.language.startswith("zh") else words.en,
        )  # fmt: skip
    store, staff = market.stores[row["store"]], at_work(market, row["store"])
    with clock.at(at + timedelta(hours=3)):
        if row["then"] == "accepted":
            orders.accept_return(by=staff, store=store, back=back.public_id, send_to=door_of(store))
        elif row["then"] == "disputed":
            answer = text(read("returns")["declined"]).en
            orders.refuse_return(by=staff, store=store, back=back.public_id, answer=answer)
            orders.dispute(by=buyer, back=back.public_id, text=words.en)
