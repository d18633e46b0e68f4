"""Two stores thank their regulars: a programme with a past, points of the cast, a coupon for members and birthdays."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from regulars.faces.terminal.demo.content import read
from regulars.faces.terminal.demo.opening import CAST, Market, at_work, morning
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.together import together
from regulars.loyalty.customers.queries import Filters, customers_of
from regulars.loyalty.members.actions import publish_programme
from regulars.loyalty.members.rules import Rules, Tier
from regulars.trade.offers import actions as offering
from regulars.trade.orders.actions import join_programme

OPENED_DAYS, CAST_DAYS, MOST = 85, 80, 60


def open_clubs(town: Town, market: Market) -> None:
    """Publish the programmes before anything is bought; the cast joins, so that its orders earn points."""
    together(by=SYSTEM, doing=partial(_open, town, market))


def _open(town: Town, market: Market) -> None:
    for row in _clubs(market):
        store = market.stores[row["store"]]
        with clock.at(morning(town.today - timedelta(days=OPENED_DAYS))):
            publish_programme(
                by=at_work(market, row["store"]), store=store, rules=_rules(row, store.currency)
            )
        with clock.at(morning(town.today - timedelta(days=CAST_DAYS))):
            for person in CAST:
                join_programme(by=Actor("shopper", person_id=market.people[person]), store=store)


def fill_clubs(town: Town, market: Market) -> None:
    """Those who bought again join, over the last weeks; members get something of their own."""
    together(by=SYSTEM, doing=partial(_fill, town, market))


def _fill(town: Town, market: Market) -> None:
    for row in _clubs(market):
        store = market.stores[row["store"]]
        buyers = customers_of(store, Filters(group="repeat"), sort="value", size=MOST).items
        for place, one in enumerate(buyers):
            with clock.at(morning(town.today - timedelta(days=1 + place % 20), hour=9)):
                join_programme(by=Actor("shopper", person_id=one.relation.person_id), store=store)
        for words, terms in _thanks():
            offer = offering.create_offer(
                by=at_work(market, row["store"]), store=store, kind="store-coupon",
                title=words[0], title_zh=words[1], terms=terms, starts_at=clock.now() - timedelta(hours=1),
                ends_at=clock.now() + timedelta(days=365), claimable="birthday" in terms,
            )  # fmt: skip
            offering.publish_offer(by=at_work(market, row["store"]), store=store, offer=offer.public_id)


def _thanks() -> list[tuple[tuple[str, str], dict[str, Any]]]:
    friends = {"tiers": [{"threshold_minor": 0, "percent_bp": 500}], "from_tier": 2, "weekdays": [2]}
    birthday = {
        "tiers": [{"threshold_minor": 10_000, "off_minor": 2_000}],
        "birthday": {"before": 7, "after": 14},
    }
    return [(("Member Wednesday", "会员星期三"), friends), (("Many happy returns", "生日快乐"), birthday)]


def _clubs(market: Market) -> list[dict[str, Any]]:
    return [row for row in read("clubs")["club"] if row["store"] in market.stores]


def _rules(row: dict[str, Any], currency: str) -> Rules:
    tiers = tuple(Tier(name, amount or None, orders or None) for name, amount, orders in row["tiers"])
    return Rules(
        row["name"],
        currency,
        tiers,
        points=row["points"],
        per_minor=row["per_minor"],
        expiry_days=row["days"],
    )
