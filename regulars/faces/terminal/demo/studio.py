"""The cast's own offers around today: some over, some running, some to come, one only a draft, one stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from regulars.faces.terminal.demo.opening import Market, at_work, morning
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.trade.offers import actions as offering

STORES = ("purple-clay-house", "cashmere-to-measure")


@dataclass(frozen=True, slots=True)
class Planned:
    """An offer by its days from today."""

    title: str
    title_zh: str
    kind: str
    first: int
    last: int
    state: str = "published"


def _row(title: str, zh: str, kind: str, first: int, last: int, state: str = "published") -> Planned:
    return Planned(title, zh, kind, first, last, state)


ROWS: tuple[tuple[Planned, dict[str, Any]], ...] = (
    (
        _row("Letters of autumn", "秋日来信", "store-coupon", -42, -14),
        {"claimable": True, "per_person": 1, "terms": {"tiers": [(20000, 1500)], "holdout": 20}},
    ),
    (
        _row("First frost", "初霜", "spend-and-save", -24, -10, "stopped"),
        {"terms": {"tiers": [(30000, 2500)]}},
    ),
    (
        _row("Luck before breakfast", "早安红包", "store-red-envelope", -3, 11),
        {
            "claimable": True, "per_person": 1, "cap_minor": 60000,
            "terms": {"pot": {"min_minor": 200, "max_minor": 1800}, "claim_days": 7, "holdout": 10},
        },
    ),
    (
        _row("A parcel on us", "包邮周", "free-freight", -2, 12),
        {"terms": {"tiers": [{"threshold_minor": 9900, "percent_bp": 10_000}]}},
    ),
    (
        _row("Word of the neighbours", "街坊口令", "store-coupon", -6, 30),
        {"per_person": 1, "terms": {"tiers": [(15000, 1000)], "needs_code": True}},
    ),
    (
        _row("Three steps into winter", "入冬三档满减", "spend-and-save", 5, 19),
        {"terms": {"tiers": [(30000, 2000), (60000, 5000), (90000, 9000)]}},
    ),
    (
        _row("Weekend prices", "周末价", "item-price", 9, 30),
        {"terms": {"tiers": [{"threshold_minor": 0, "percent_bp": 1000}], "weekdays": [5, 6]}},
    ),
    (
        _row("We have missed you", "好久不见", "store-coupon", 2, 23, "draft"),
        {
            "claimable": True, "exclusive": True, "per_person": 1,
            "terms": {"tiers": [(25000, 3000)], "claim_days": 21, "holdout": 10},
        },
    ),
)  # fmt: skip


def fill_studio(town: Town, market: Market) -> None:
    """Plan the offers of the cast's stores that are there."""
    for store in STORES:
        if store in market.stores:
            for planned, given in ROWS:
                _plan(town, market, store, planned, given)


def _plan(town: Town, market: Market, store: str, planned: Planned, given: dict[str, Any]) -> None:
    row, by = market.stores[store], at_work(market, store)
    starts = morning(town.today + timedelta(days=planned.first), hour=0)
    ends = morning(town.today + timedelta(days=planned.last), hour=0)
    with clock.at(min(starts, clock.now()) - timedelta(minutes=1)):
        offer = offering.create_offer(
            by=by, store=row, kind=planned.kind, title=planned.title, title_zh=planned.title_zh, starts_at=starts,
            ends_at=ends, **(given | {"terms": _terms(given["terms"])}),
        ).public_id  # fmt: skip
        if planned.state != "draft":
            offering.publish_offer(by=by, store=row, offer=offer)
        if given["terms"].get("needs_code"):
            offering.name_code(by=by, store=row, offer=offer, code=f"HELLO{store[:4]}", cap=500)
    if planned.state == "stopped":
        with clock.at(starts + timedelta(days=4)):
            offering.stop_offer(by=by, store=row, offer=offer)


def _terms(terms: dict[str, Any]) -> dict[str, Any]:
    tiers = [
        {"threshold_minor": one[0], "off_minor": one[1]} if isinstance(one, tuple) else one
        for one in terms.get("tiers", ())
    ]
    return terms | ({"tiers": tiers} if tiers else {})
