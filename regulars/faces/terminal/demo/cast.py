"""The people everybody knows by name, and those who work in the stores and at the market's desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from .content import read, text
from .nouns import Person, Staffer, Store
from .people import address, tastes


@dataclass(frozen=True, slots=True)
class Scene:
    """One visit that is told rather than drawn: `buys` and `returns` are product keys."""

    who: str
    on: date
    hour: int
    minute: int
    store: str
    follow: bool
    buys: tuple[str, ...]
    returns: str | None


def cast_people(seed: int, today: date) -> list[Person]:
    """Alice, Bob and Carol; Carol has no account yet."""
    return [
        _member(place, key, row, seed, today)
        for place, (key, row) in enumerate(read("cast")["people"].items())
    ]


def _member(place: int, key: str, row: dict[str, Any], seed: int, today: date) -> Person:
    dice = Random(f"{seed}:cast:{key}")
    name, phone = text(row["name"]), f"+86 100 9999 {place + 1:04d}"
    return Person(
        key=key,
        name=name,
        email=f"{key}@example.com",
        phone=phone,
        born_on=date(row["born"], 1, 1) + timedelta(days=dice.randrange(365)),
        decade=row["born"] // 10 * 10,
        locale=row["locale"],
        city=row["city"],
        address=address(name, phone, row["city"], dice),
        tastes=tastes(dice, row["loves"]),
        price_level=0.55,
        favourite_hour=row["hour"],
        device="phone",
        activity=1.2,
        propensity=0.85,
        source="friend",
        joined_on=today - timedelta(days=200),
        consents=True,
        guest=row.get("guest", False),
    )


def staff(stores: Mapping[str, Store]) -> list[Staffer]:
    """The owner of every store, reception staff and the market's operators."""
    owners = [
        Staffer(store.owner, store.owner_name, f"{store.owner}@example.com", "owner", store.key)
        for store in stores.values()
    ]
    others = [
        Staffer(row["key"], text(row["name"]), f"{row['key']}@example.com", row["role"], row.get("store"))
        for row in read("cast")["staff"]
    ]
    return owners + others


def scenes(today: date) -> list[Scene]:
    """The told visits in order of time."""
    told = [_scene(row, today) for row in read("cast")["scenes"]]
    return sorted(told, key=lambda scene: (scene.on, scene.hour, scene.minute))


def _scene(row: dict[str, Any], today: date) -> Scene:
    hour, minute = row["at"].split(":")
    return Scene(
        who=row["who"],
        on=today - timedelta(days=row["days_ago"]),
        hour=int(hour),
        minute=int(minute),
        store=row["store"],
        follow=row.get("follow", False),
        buys=tuple(row.get("buys", ())),
        returns=row.get("returns"),
    )
