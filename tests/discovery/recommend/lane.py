"""A lane with two tastes: some people look at tea things, others at knitwear, hardly anybody at both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from regulars.discovery.recommend.actions import Trained, train
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Product
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.ids import new_id
from tests.copies import Copies
from tests.town import Town

PER_STALL = 8


@dataclass
class Lane:
    """The town with more goods: `tea` and `wool`, the first of each being the town's own."""

    town: Town
    tea: list[Product]
    wool: list[Product]

    @classmethod
    def build(cls) -> Lane:
        """Two stores, eight goods each."""
        town = Town.build()
        tea = [town.teapot, town.cup, *(_tea(town, number) for number in range(PER_STALL - 2))]
        wool = [town.sweater, *(_wool(town, number) for number in range(PER_STALL - 1))]
        return cls(town, tea, wool)

    def visited(self, visits: int = 24) -> None:
        """Every visit looks at goods of one of the two stalls, in turns; told to the lake."""
        began = clock.now() - timedelta(days=3)
        rows: list[dict[str, Any]] = []
        for number in range(visits):
            stall = (self.tea, self.wool)[number % 2]
            turn = number // 2
            for step in range(4):
                product = stall[(turn + step * (1 + turn % 3)) % len(stall)]
                at = began + timedelta(minutes=number, seconds=step * 20)
                rows.append(look(product, f"vis_{number:04}", at, f"visit-{number}"))
        lake.append("beacons", rows)

    def learnt(self) -> Trained:
        """A model of what was visited."""
        return train(by=SYSTEM)


def look(product: Product, visitor: str, at: datetime, session: str, **more: Any) -> dict[str, Any]:
    """Somebody opens a product's page."""
    return {
        "id": new_id("bea"),
        "at": at,
        "name": "view",
        "store": product.store.public_id,
        "visitor": visitor,
        "session": session,
        "ref": product.public_id,
        "agent": "chrome",
        **more,
    }


def _tea(town: Town, number: int) -> Product:
    return _made(town.mei_at_work(), town.clay, town.teapots, f"Clay bowl number {number}", f"BOWL{number}")


def _wool(town: Town, number: int) -> Product:
    by = town.ravi_at_work()
    return _made(by, town.cashmere, town.knitwear, f"Wool scarf number {number}", f"SCARF{number}")


def _made(by: Any, store: Any, category: Any, title: str, sku: str) -> Product:
    variants = [{"sku": sku, "price_minor": 5000, "on_hand": 9}]
    product = catalog.add_product(by=by, store=store, category=category, title=title, variants=variants)
    catalog.publish_product(by=by, store=store, product_id=product.public_id)
    product.refresh_from_db()
    return product


# Ids stay: what a model was learnt from, and the model, name these goods; lake and models go with each test.
LANES = Copies(Lane.build, timedelta(minutes=10), new_ids=False)
