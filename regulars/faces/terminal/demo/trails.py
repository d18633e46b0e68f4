"""Where people walked: visits become beacons in the lake, once per day of the town."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import orjson
import pyarrow as pa

from regulars.faces.terminal.demo import events as ev
from regulars.faces.terminal.demo import shown
from regulars.faces.terminal.demo.opening import Market
from regulars.faces.terminal.demo.world import Town
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.people.accounts import queries as persons
from regulars.trade.orders.events import BasketFilled

COLUMNS = ("at", "name", "store", "person", "visitor", "session", "page", "ref", "source", "agent", "props")


class Trails:
    """Collects visits and writes them day by day."""

    def __init__(self, town: Town, market: Market):
        self._town, self._market = town, market
        self._people = persons.public_ids(market.people.values())
        self._days: dict[date, list[ev.Visit]] = defaultdict(list)
        self._filled: list[ev.AddToBasket] = []

    def see(self, event: ev.Visit | ev.AddToBasket) -> None:
        """Note a page seen, or something put into a basket."""
        if isinstance(event, ev.Visit):
            self._days[event.at.date()].append(event)
        else:
            self._filled.append(event)

    def _row(self, event: ev.Visit) -> dict[str, Any]:
        store, page, ref = self._place(event)
        return {
            "at": event.at,
            "name": "search" if event.page == "search" else "view",
            "store": store,
            "person": self._people.get(self._market.people.get(event.person or "", 0)),
            "visitor": f"vis_{event.visitor}"[:64].replace("/", "-"),
            "session": event.session.replace("/", "-")[:64],
            "page": page,
            "ref": ref,
            "source": event.source,
            "agent": event.device,
            "props": f'{{"seconds": {event.seconds}}}',
        }

    def _place(self, event: ev.Visit) -> tuple[str | None, str, str | None]:
        if event.page == "product" and event.target in self._market.products:
            row: Any = self._market.products[event.target]
            store = self._market.stores[self._town.goods.products[event.target].store]
            return store.public_id, f"/p/{row.public_id}/", row.public_id
        if event.page == "store" and event.target in self._market.stores:
            row = self._market.stores[event.target]
            return row.public_id, f"/s/{row.slug}/", row.public_id
        if event.page == "category":
            return None, f"/c/{event.target.replace('/', '-')}/", event.target
        if event.page == "search":
            return None, "/search/", event.query[:80]
        return None, "/basket/" if event.page == "basket" else "/", None

    def _fillings(self) -> list[dict[str, Any]]:
        rows = []
        for event in self._filled:
            variant = self._market.variants[event.variant]
            product = self._market.products[self._town.goods.variants[event.variant].product]
            fact = BasketFilled(product=product.public_id, variant=variant.public_id, quantity=event.quantity)
            store = self._market.stores[
                self._town.goods.products[self._town.goods.variants[event.variant].product].store
            ]
            rows.append({
                "name": fact.name, "at": event.at, "body": orjson.dumps(fact.body()).decode(), "store": store.public_id,
                "person": self._people.get(self._market.people.get(event.person or "", 0)),
            })  # fmt: skip
        return rows

    def write(self) -> None:
        """Write every day once: first what was before the last days, then these, with the lists made for who came."""
        if filled := self._fillings():
            table = pa.table({name: [row[name] for row in filled] for name in filled[0]})
            lake.append_table("facts", table, batch_key=f"demo:{self._town.seed}:baskets")
        lists, learnt = shown.Lists(self._market, clock.now()), False
        for day, visits in sorted(self._days.items()):
            if not learnt and visits[-1].at >= lists.since:
                lists.learn()
                learnt = True
            rows = [one for visit in visits for one in lists.around(visit, self._row(visit))]
            table = pa.table({name: [row[name] for row in rows] for name in COLUMNS})
            lake.append_table("beacons", table, batch_key=f"demo:{self._town.seed}:{day.isoformat()}")
        shown.written()
