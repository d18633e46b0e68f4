"""Products chosen for whoever looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regulars.discovery.recommend.queries import EVERYONE, choose
from regulars.discovery.storefront.hooks import Scene
from regulars.goods.catalog.queries import Card

PLACES = {"market": "home"}


@dataclass(frozen=True, slots=True)
class Picks:
    """Products in order, the id of the decision that chose them, and why, by key, where there is something to say."""

    decision: str
    cards: list[Card]
    whys: Mapping[int, str]


def picks(
    scene: Scene, spot: str, size: int, *, near: int | None = None, categories: Sequence[int] = ()
) -> Picks:
    """Products for the looker at the spot of this kind of page, such as `home.for-you`; of the page's store only."""
    place = PLACES.get(scene.page, scene.page)
    chosen = choose(
        scene.looker or EVERYONE,
        spot=f"{place}.{spot}",
        size=size,
        near=near,
        store=scene.store,
        categories=categories,
        keep_it=not scene.preview,
    )
    return Picks(chosen.id, list(chosen.cards), chosen.whys if chosen.personal else {})
