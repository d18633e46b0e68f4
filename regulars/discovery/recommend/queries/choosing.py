"""Choosing products for a spot of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regulars.discovery.ranking.queries import arrange
from regulars.discovery.ranking.rules import Candidate, Placed
from regulars.discovery.recommend.queries.lookers import Looker
from regulars.goods.catalog.queries import popular
from regulars.ground.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for a spot: the decision's id, the places, and which model and rulebook made them."""

    id: str
    spot: str
    placed: tuple[Placed, ...]
    model: str = ""
    rulebook: str = ""

    @property
    def keys(self) -> list[int]:
        """Keys of the products in order."""
        return [one.candidate.key for one in self.placed]


def choose(
    looker: Looker,
    *,
    spot: str,
    size: int,
    among: Sequence[int] | None = None,
    prior: Mapping[int, float] | None = None,
    near: int | None = None,
    store: int | None = None,
    categories: Sequence[int] = (),
) -> Chosen:
    """At most `size` products for the looker at the spot, such as `home.for-you` or `product.goes-with`.

    `among` limits the choice to these products; `prior` adds a score of the caller's own (text relevance, 0 to 1) as
    the part `words`; `near` is the product whose companions are wanted; `store` and `categories` (keys) narrow it.
    """
    wanted = set(among) if among is not None else None
    cards = [card for card in popular(size * 4) if wanted is None or card.pk in wanted]
    cards = [card for card in cards if store in (None, card.store_id) and card.pk != near]
    found = [
        Candidate(card.pk, float(card.sold_count), card.store_id, None, card.category_id, source="popular")
        for card in cards
    ]
    made = arrange(found, spot=spot, size=size)
    return Chosen(new_id("dec"), spot, made.placed, rulebook=made.rulebook)
