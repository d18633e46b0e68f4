"""Makes the town. The same seed and the same day give the same town."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .cast import cast_people, staff
from .content import read, text
from .nouns import Festival, Goods, Market, Person, Staffer, Store, Text
from .offers import Offers, make_offers
from .people import crowd
from .shelves import goods, stores, themes


@dataclass(frozen=True, slots=True)
class Town:
    """Everything that stands still: market, stores, goods, offers, people and staff, by key."""

    seed: int
    today: date
    market: Market
    themes: tuple[str, ...]
    stores: Mapping[str, Store]
    goods: Goods
    offers: Offers
    people: Mapping[str, Person]
    staff: Mapping[str, Staffer]


def make_town(seed: int = 7, *, today: date, people: int = 3000) -> Town:
    """The town as of `today` with that many shoppers, the named cast among them."""
    shelves = goods(seed, today)
    shops = stores(seed, today)
    named = cast_people(seed, today)
    strangers = crowd(seed, today, people - len(named))
    return Town(
        seed=seed,
        today=today,
        market=_market(today),
        themes=themes(),
        stores=shops,
        goods=shelves,
        offers=make_offers(seed, today, shops, shelves),
        people={person.key: person for person in (*named, *strangers)},
        staff={worker.key: worker for worker in staff(shops)},
    )


def _market(today: date) -> Market:
    page = read("market")
    return Market(
        name=text(page["name"]),
        tagline=text(page["tagline"]),
        currency=page["currency"],
        timezone=page["timezone"],
        locales=tuple(page["locales"]),
        password=page["password"],
        festival=_festival(today),
    )


def _festival(today: date) -> Festival:
    row = read("market")["festival"]
    starts_on = today - timedelta(days=row["starts_days_ago"])
    return Festival(
        key=row["key"],
        name=text(row["name"]),
        story=Text(*row["story"]),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=row["days"] - 1),
        lift=row["lift"],
        lead=row["lead"],
    )
