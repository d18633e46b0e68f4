"""The part of a price that was paid with points: its offer is no row of the offers app, only a step of the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regulars.trade.offers.rules import OfferTerms, Receipt, Tier

PREFIX = "points:"


def points_id(store_id: str) -> str:
    """How a receipt names the points of a store (public id)."""
    return f"{PREFIX}{store_id}"


def points_terms(
    store_id: str,
    title: str,
    version: int,
    currency: str,
    worth_minor: int,
    point_minor: int,
    most_share_bp: int,
) -> OfferTerms | None:
    """Points worth `worth_minor` as an offer of their store: whole points, up to a share of its goods.

    None where nothing of an order may be paid with points.
    """
    if not most_share_bp or not worth_minor:
        return None
    return OfferTerms(
        points_id(store_id),
        "points",
        title,
        currency,
        version=version,
        store_id=store_id,
        tiers=(Tier(percent_bp=most_share_bp),),
        budget_left_minor=worth_minor,
        whole_minor=point_minor,
    )


def paid_with_points(receipt: Receipt) -> dict[str, int]:
    """What points paid in each store (public id), in minor units."""
    paid: dict[str, int] = {}
    for step in receipt.steps:
        if step.step == "points" and step.offer_id.startswith(PREFIX):
            store = step.offer_id.removeprefix(PREFIX)
            paid[store] = paid.get(store, 0) + step.amount_minor
    return paid


def reversed_points(store_id: str, fundings: Iterable[Mapping[str, Mapping[str, int]]]) -> int:
    """What of it refunds have reversed so far: `fundings` are theirs, by offer and funder."""
    return sum(sum(funding.get(points_id(store_id), {}).values()) for funding in fundings)
