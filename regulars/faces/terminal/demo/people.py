"""The shoppers: four birth decades, a city, a taste, an hour of the day, a habit of coming back."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from .content import read, split
from .nouns import Address, Person, Text
from .shelves import themes

NAMELESS_STREETS = 999
LIFE_OF_MARKET_DAYS = 420
FOCUS = 0.22
EVENING = ((20.6, 1.4, 0.6), (12.6, 0.9, 0.25), (8.2, 0.8, 0.15))


def crowd(seed: int, today: date, count: int) -> list[Person]:
    """That many people with made-up names, addresses and tastes."""
    dice = Random(f"{seed}:people")
    return [_person(number, dice, today) for number in range(1, count + 1)]


def _person(number: int, dice: Random, today: date) -> Person:
    page = read("people")
    decade = int(weighted(page["share"]["decades"], dice))
    name, handle, abroad = _name(decade, dice)
    city = dice.choice(list(page["cities"]))
    phone = f"+86 100 {number // 10000:04d} {number % 10000:04d}"
    return Person(
        key=f"p{number:05d}",
        name=name,
        email=f"{handle}.{number}@example.com",
        phone=phone,
        born_on=date(decade, 1, 1) + timedelta(days=dice.randrange(3652 if decade < 2000 else 2555)),
        decade=decade,
        locale="en" if abroad or dice.random() < 0.04 else "zh-hans",
        city=city,
        address=address(name, phone, city, dice),
        tastes=tastes(dice, {}),
        price_level=round(min(1.0, max(0.0, dice.gauss(0.75 - (decade - 1970) / 75, 0.25))), 3),
        favourite_hour=round(_hour(dice), 2),
        device=weighted(page["share"]["devices"], dice),
        activity=round(min(5.0, dice.lognormvariate(0.0, 0.8)), 4),
        propensity=round(dice.betavariate(2.0, 2.2), 3),
        source=weighted(page["share"]["sources"], dice),
        joined_on=today - timedelta(days=int(dice.triangular(1, LIFE_OF_MARKET_DAYS, 120))),
        consents=dice.random() < 0.72,
        guest=False,
    )


def weighted(shares: Mapping[str, float], dice: Random) -> str:
    """One key, drawn by its share."""
    return dice.choices(list(shares), weights=list(shares.values()))[0]


def _name(decade: int, dice: Random) -> tuple[Text, str, bool]:
    page = read("people")
    if dice.random() < 0.05:
        whole = dice.choice(page["international"])
        return Text(whole, whole), _handle(whole), True
    surname_zh, surname = dice.choice(page["surnames"]).split()
    given_zh, given = dice.choice(page["given"][str(decade)]).split()
    return Text(f"{given} {surname}", surname_zh + given_zh), _handle(f"{given} {surname}"), False


def _handle(whole: str) -> str:
    return whole.lower().replace(" ", ".").replace("ü", "u")


def address(name: Text, phone: str, city: str, dice: Random) -> Address:
    """A made-up street and number in one district of the city."""
    page = read("people")
    row: list[Any] = page["cities"][city]
    street = split(dice.choice(page["streets"]["names"]))
    house, flat = dice.randint(1, NAMELESS_STREETS), dice.randint(101, 2804)
    return Address(
        name=name,
        phone=phone,
        province=Text(row[2], row[3]),
        city=Text(row[0], row[1]),
        district=split(dice.choice(row[4:])),
        street=Text(f"{house} {street.en}, flat {flat}", f"{street.zh}{house}号{flat}室"),
    )


def tastes(dice: Random, loves: Mapping[str, float]) -> tuple[float, ...]:
    """A few strong interests and many faint ones (sparse Dirichlet), plus what is known to be loved."""
    raw = [dice.gammavariate(FOCUS, 1.0) + loves.get(theme, 0.0) for theme in themes()]
    total = sum(raw) or 1.0
    return tuple(round(value / total, 5) for value in raw)


def _hour(dice: Random) -> float:
    peak, spread, _ = dice.choices(EVENING, weights=[share for _, _, share in EVENING])[0]
    return min(23.4, max(6.0, dice.gauss(peak, spread)))
