"""A market full of people whose decade is known: what they look at and buy goes into the lake."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from regulars.goods.catalog.models import Category, Product
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.rules import RelationRow
from regulars.oversight.insights import actions
from regulars.oversight.insights.figures.cohorts import month_at
from regulars.oversight.insights.models import Release
from regulars.oversight.insights.rules.months import span
from regulars.oversight.insights.rules.picture import Picture, read
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Person
from regulars.people.accounts.rules import PersonRow
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from tests.town import Town, _product


@dataclass
class Crowd:
    """People, stores that sell the town's categories too, and what has been done but is not told to the lake yet."""

    town: Town
    others: list[Store] = field(default_factory=list)
    shelf: dict[tuple[int, str], Product] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def gathered(cls, town: Town, stores: int = 4) -> Crowd:
        """With so many stores beside Mei's that sell teapots and knitwear; Mei sells knitwear too."""
        crowd = cls(town)
        for number in range(stores):
            owner = accounts.create_person(
                by=SYSTEM, email=f"owner-{number}@example.com", password="x", name=f"Owner {number}"
            )
            store = merchants.open_store(
                by=Actor("shopper", person_id=owner.pk), owner=owner, name=f"Store {number}", name_zh=""
            )
            crowd.others.append(store)
            for category in (town.teapots, town.knitwear):
                crowd._stock(store, owner, category)
        for category in (town.teapots, town.knitwear):
            crowd._stock(town.clay, town.mei, category)
        return crowd

    def _stock(self, store: Store, owner: Person, category: Category) -> None:
        title = f"{category.name} of {store.name}"
        sku = f"{category.slug[:3]}-{store.pk}"
        self.shelf[store.pk, category.slug] = _product(store, owner, category, title, "", sku, [1000], 5)

    def born(self, decade: int | None, many: int) -> list[Person]:
        """So many more people of a decade; None: they did not say."""
        refs = [new_id("ref") for _ in range(many)]
        rows = [PersonRow(ref, name=f"Person {ref[-4:]}", birth_decade=decade) for ref in refs]
        keys = accounts.record_people(by=SYSTEM, rows=rows)
        found = Person.objects.in_bulk(list(keys.values()))
        return [found[keys[ref]] for ref in refs]

    def look(self, people: list[Person], store: Store, slug: str, at: datetime | None = None) -> None:
        """They look at a product of the store."""
        self.seen += [
            {
                "id": new_id("evt"), "at": at or self.during, "name": "view", "store": store.public_id,
                "person": person.public_id, "ref": self.shelf[store.pk, slug].public_id, "page": "product",
            }
            for person in people
        ]  # fmt: skip

    def buy(
        self,
        people: list[Person],
        store: Store,
        slug: str,
        at: datetime | None = None,
        off: int = 0,
        paid: int = 900,
    ) -> None:
        """They look at a product of the store and pay for it; from then on the store knows them."""
        when = at or self.during
        self.look(people, store, slug, when)
        rows = [RelationRow(store.pk, person.pk, when, when) for person in people]
        customers.record_relations(by=SYSTEM, rows=rows)
        self.facts += [self._paid(person, store, slug, when, off, paid) for person in people]

    def _paid(
        self, person: Person, store: Store, slug: str, at: datetime, off: int, paid: int
    ) -> dict[str, Any]:
        line = {
            "line": "lin", "product": self.shelf[store.pk, slug].public_id, "variant": "var", "quantity": 1,
            "unit_minor": paid + off, "paid_minor": paid,
        }  # fmt: skip
        body = {
            "order": new_id("ord"), "paid_minor": paid, "currency": "CNY", "commission_minor": 5,
            "store_discount_minor": off, "market_discount_minor": 0, "lines": [line],
        }  # fmt: skip
        return {
            "seq": 0, "name": "trade.order-paid.v1", "id": new_id("msg"), "at": at, "store": store.public_id,
            "body": orjson.dumps(body).decode(), "person": person.public_id, "ref": None,
        }  # fmt: skip

    def give_back(self, fact: dict[str, Any], at: datetime) -> None:
        """An order told before is given back whole."""
        paid = orjson.loads(fact["body"])
        body = {"order": paid["order"], "amount_minor": paid["paid_minor"], "currency": "CNY", "whole": True}
        self.facts.append(
            fact
            | {
                "name": "trade.refund-made.v1",
                "id": new_id("msg"),
                "at": at,
                "body": orjson.dumps(body).decode(),
            }
        )

    @property
    def month(self) -> str:
        """The last full month."""
        return month_at(clock.now())

    @property
    def during(self) -> datetime:
        """A moment in it."""
        since, until = span(self.month, ZoneInfo(market().zone))
        return (since + (until - since) / 2).astimezone(UTC)

    def told(self) -> None:
        """Everything done so far is in the lake."""
        if self.seen:
            lake.append("beacons", self.seen, batch_key=new_id("btc"))
        if self.facts:
            lake.append("facts", self.facts, batch_key=new_id("btc"))
        self.seen, self.facts = [], []

    def published(self) -> Picture:
        """What Mei is shown of the last full month."""
        self.told()
        actions.publish_month(by=SYSTEM, month=self.month)
        return read(Release.objects.of(self.town.clay).get(month=self.month).body)
