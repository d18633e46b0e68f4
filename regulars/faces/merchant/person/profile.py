"""What the store knows of a customer at a glance. Each line says what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.faces.look.membership import distance
from regulars.faces.look.speech import listed, money
from regulars.faces.merchant.daily import words
from regulars.faces.merchant.people.wording import channel as channel_words
from regulars.goods.catalog.queries import price_quartiles
from regulars.goods.catalog.queries import said as in_language
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.customers.figures.visits import came
from regulars.loyalty.customers.queries import Relation
from regulars.loyalty.customers.rules import (
    FEWEST,
    Habit,
    Quartiles,
    favourites,
    hours,
    price_level,
    weekdays,
)
from regulars.loyalty.customers.rules.credit import channel_of
from regulars.loyalty.members.queries import card_of
from regulars.loyalty.segments.figures.forecast import foreseen
from regulars.people.merchants.queries import Store, market
from regulars.trade.orders.queries import Pieces, kept_pieces

Line = dict[str, str]


def known(store: Store, relation: Relation) -> list[Line]:
    """From the store's own books: membership, what they like, what they spend, who brought them."""
    pieces = kept_pieces(store, relation.person_id)
    return [*_membership(store, relation), _level(store, pieces), _liked(pieces), _origin(relation)]


def _membership(store: Store, relation: Relation) -> Iterator[Line]:
    card = card_of(store, relation.person_id)
    if card is None:
        return
    said = _("The tier counts completed orders as your programme says; points are those that have not ended.")
    if card.member is None or card.place is None:
        yield _line(_("Membership"), _("Has not joined"), said)
        return
    currency = card.running.rules.currency
    yield _line(_("Tier"), card.place.tier.name, said, distance(card.place, currency))
    worth = _("worth %(amount)s") % {"amount": money(card.worth_minor, currency)}
    yield _line(_("Points"), f"{card.points:,}", said, worth if card.points else "")


def _level(store: Store, pieces: Sequence[Pieces]) -> Line:
    prices: Counter[int] = Counter()
    for one in pieces:
        prices[one.unit_minor] += one.many
    among = price_quartiles(store)
    level = price_level(prices, Quartiles(*among) if among else None)
    said = _(
        "The middle price of the pieces this person kept, before offers, beside all prices on sale in your store today: "
        "low is within the lowest quarter, high within the highest. Needs %(n)s pieces."
    ) % {"n": FEWEST}
    words_of = {
        "low": pgettext("price", "Low"),
        "middle": pgettext("price", "Middle"),
        "high": pgettext("price", "High"),
    }
    if level is None or among is None:
        return _line(
            _("Price level"),
            "",
            said,
            _too_few(prices.total()) if prices.total() < FEWEST else _("Too few prices to compare"),
        )
    span = _("your quarters: %(low)s and %(high)s") % {
        "low": money(among[0], store.currency),
        "high": money(among[1], store.currency),
    }
    return _line(_("Price level"), words_of[level], said, span)


def _liked(pieces: Sequence[Pieces]) -> Line:
    counts: Counter[str] = Counter()
    for one in pieces:
        counts[in_language(one.category, one.category_zh)] += one.many
    said = _("The categories of the pieces this person kept. Needs %(n)s pieces.") % {"n": FEWEST}
    found = favourites(counts)
    return _line(_("Favourites"), _ranked(found), said, "" if found else _too_few(counts.total()))


def _origin(relation: Relation) -> Line:
    said = _("How the two of you met, on the day it was first put on record.")
    return _line(_("Came from"), words.origin(relation.origin), said)


def moving(store: Store, relation: Relation, now: datetime) -> list[Line]:
    """From what people did: the chance to come back, when they visit, the first source. Slow; sit down first."""
    with sitting():
        person = relation.person.public_id
        chance = foreseen(store, now).chances().get(person)
        seen = came(store.public_id, person, now)
    zone = ZoneInfo(market().zone)
    return [_chance(chance), *_times(seen.began, zone), _source(seen.first_source)]


def _chance(chance: int | None) -> Line:
    said = _(
        "How likely an order within 90 days is, by the forecast of your store (BG/NBD), from the days on which this "
        "person ordered."
    )
    if chance is None:
        return _line(_("Orders again"), "", said, _("Too little to learn from yet"))
    return _line(_("Orders again"), f"{chance} %", said)


def _times(began: Sequence[datetime], zone: ZoneInfo) -> Iterator[Line]:
    said = _("When the visits of the last year began, in the market's zone. Needs %(n)s visits.") % {
        "n": FEWEST
    }
    parts = {
        "night": _("Night, 0 to 6"),
        "morning": _("Morning, 6 to 12"),
        "afternoon": _("Afternoon, 12 to 18"),
        "evening": _("Evening, 18 to 24"),
    }
    few = "" if len(began) >= FEWEST else _too_few_visits(len(began))
    yield _line(_("Comes at"), _ranked(hours(began, zone), parts), said, few)
    days = {str(number): str(name) for number, name in WEEKDAYS.items()}
    yield _line(_("Comes on"), _ranked(weekdays(began, zone), days), said, few)


def _source(source: str) -> Line:
    said = _("The first source this person's visits name. Visits without a log-in do not count.")
    channel = channel_of(source)
    return _line(
        _("First source"),
        channel_words(channel) if channel else "",
        said,
        "" if channel else _("Not on record"),
    )


def _ranked(found: Sequence[Habit], names: dict[str, str] | None = None) -> str:
    return listed(f"{(names or {}).get(one.name, one.name)} ({one.many}/{one.among})" for one in found)


def _too_few(many: int) -> str:
    return ngettext("Too little to say: %(n)s piece kept", "Too little to say: %(n)s pieces kept", many) % {
        "n": many
    }


def _too_few_visits(many: int) -> str:
    return ngettext("Too little to say: %(n)s visit", "Too little to say: %(n)s visits", many) % {"n": many}


def _line(label: str, value: str, definition: str, note: str = "") -> Line:
    return {"label": label, "value": value, "definition": definition, "note": note}
