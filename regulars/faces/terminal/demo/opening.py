"""People move in, stores open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from regulars.discovery.ranking import actions as placing
from regulars.discovery.ranking.rules import STANDARD
from regulars.faces.terminal.demo.content import read
from regulars.faces.terminal.demo.nouns import Person, Staffer, Store, Text
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.people.accounts import actions as accounts
from regulars.people.accounts import queries as persons
from regulars.people.accounts.rules import PersonRow
from regulars.people.merchants import actions as merchants
from regulars.people.merchants import queries as places
from regulars.people.merchants.rules import StoreRow

ZONE = ZoneInfo("Asia/Shanghai")
CAST = ("alice", "bob")
FREIGHT_MINOR = 1000
FREE_FREIGHT_MINOR = 19900


@dataclass(slots=True)
class Market:
    """Keys of what exists already: the town's key -> the row's key or row."""

    people: dict[str, int] = field(default_factory=dict)
    stores: dict[str, Any] = field(default_factory=dict)
    categories: dict[str, Any] = field(default_factory=dict)
    brands: dict[str, Any] = field(default_factory=dict)
    products: dict[str, Any] = field(default_factory=dict)
    variants: dict[str, Any] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)


def morning(day: date, hour: int = 1) -> datetime:
    """A moment early on that day in the town's zone."""
    return datetime.combine(day, time(hour), ZONE)


def open_market(town: Town) -> Market:
    """The market's name, all people, all stores with their owners, the operators."""
    name = town.market.name
    merchants.set_market(
        by=SYSTEM, name=name.en, name_zh=name.zh, zone=town.market.timezone, currency=town.market.currency
    )
    with clock.at(morning(town.today - timedelta(days=400))):
        placing.publish(by=SYSTEM, book=STANDARD)
    market = Market(people=accounts.record_people(by=SYSTEM, rows=list(_people(town))))
    market.people = {ref.removeprefix("demo:"): key for ref, key in market.people.items()}
    keys = merchants.record_stores(
        by=SYSTEM, rows=[_store(town, market, one) for one in town.stores.values()]
    )
    rows = places.stores_by_key(keys.values())
    market.stores = {ref.removeprefix("demo:"): rows[key] for ref, key in keys.items()}
    _let_in(town, market)
    return market


def _people(town: Town) -> Iterator[PersonRow]:
    for staffer in town.staff.values():
        yield PersonRow(
            f"demo:{staffer.key}",
            staffer.name.en,
            staffer.email,
            joined_at=morning(town.today - timedelta(days=400)),
            email_proven=True,
        )
    for person in town.people.values():
        if not person.guest and person.key not in town.staff:
            yield _person(person)


def _person(person: Person) -> PersonRow:
    chinese = person.locale.lower().startswith("zh")
    return PersonRow(
        external_ref=f"demo:{person.key}",
        name=person.name.zh if chinese else person.name.en,
        email=person.email,
        language="zh-hans" if chinese else "en",
        birth_decade=person.decade,
        joined_at=morning(person.joined_on),
        address=address(person),
        email_proven=True,
    )


def address(person: Person) -> dict[str, str]:
    """The person's address as an order keeps it."""
    at = person.address
    chinese = person.locale.lower().startswith("zh")

    def pick(text: Text) -> str:
        return text.zh if chinese else text.en

    return {
        "recipient": pick(at.name),
        "phone": at.phone,
        "country": "CN",
        "region": pick(at.province),
        "city": pick(at.city),
        "street": f"{pick(at.district)} {pick(at.street)}"[:200],
        "postcode": "",
    }


def text_of_city(key: str) -> str:
    """A city of the town by its English name."""
    return str(read("people")["cities"][key][0])


def _store(town: Town, market: Market, store: Store) -> StoreRow:
    return StoreRow(
        external_ref=f"demo:{store.key}",
        slug=store.key,
        name=store.name.en,
        name_zh=store.name.zh,
        story=store.story.en,
        story_zh=store.story.zh,
        city=text_of_city(store.city),
        currency=town.market.currency,
        freight_minor=FREIGHT_MINOR,
        free_freight_from_minor=FREE_FREIGHT_MINOR,
        opened_at=morning(store.opened_on),
        owner_id=market.people[store.owner],
    )


def _let_in(town: Town, market: Market) -> None:
    """Roles and, for the cast only, a password: hashing three thousand would take minutes."""
    with clock.at(morning(town.today - timedelta(days=400))):
        for staffer in town.staff.values():
            _employ(staffer, market)
    named = [
        staffer.key
        for staffer in town.staff.values()
        if staffer.key in {"mei", "ravi", "lin", "olga", "oscar"}
    ]
    for key in (*named, *CAST):
        accounts.set_password(
            by=SYSTEM, person=persons.person(market.people[key]), password=town.market.password
        )


def _employ(staffer: Staffer, market: Market) -> None:
    person = persons.person(market.people[staffer.key])
    if staffer.role == "reception" and staffer.store:
        merchants.employ(
            by=at_work(market, staffer.store),
            store=market.stores[staffer.store],
            person=person,
            role="reception",
        )
    elif staffer.role == "operator":
        accounts.grant_market_role(by=SYSTEM, person=person)
    elif staffer.role == "operator-read-only":
        accounts.grant_market_role(by=SYSTEM, person=person, rights=["market.read"])


def at_work(market: Market, store: str) -> Actor:
    """The system acting for a store."""
    return Actor("system", store_id=market.stores[store].pk, label="demo")


def door_of(store: Any) -> str:
    """Where a store's parcels come back to."""
    return "\n".join(part for part in (store.name, "12 Market Lane", store.city) if part)
