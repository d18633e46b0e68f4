"""Which of the best hits stand first for this reader: how well the words fit, blended with what the engine knows.

The first pages are one pool, put in order once: the order is kept for some minutes under the decision's id, which the
links to further pages carry, so that nothing is shown twice or lost between pages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.cache import cache
from django.http import HttpRequest

from regulars.discovery.recommend.queries import Looker, choose
from regulars.discovery.search.queries import Found
from regulars.faces.shopper.looker import looker_of

SPOT = "search.results"
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Blended:
    """The pool's keys in order, and the decision that made it."""

    keys: list[int]
    decision: str = ""


def looker(request: HttpRequest, words: str) -> Looker:
    """Who looks, as far as they let us know, with what they ask for."""
    return replace(looker_of(request), entry=f"search:{words}"[:80])


def blended(request: HttpRequest, words: str, found: Found, decision: str) -> Blended:
    """The hits in the order for this reader; in the one of an earlier page (`decision`) while that is remembered."""
    kept: list[int] | None = cache.get(_name(decision)) if decision else None
    if kept is not None and set(kept) == set(found.product_ids):
        return Blended(kept, decision)
    if not found.product_ids:
        return Blended([])
    chosen = choose(
        looker(request, words),
        spot=SPOT,
        size=len(found.product_ids),
        among=found.product_ids,
        prior=found.scores,
    )
    known = set(found.product_ids)
    first = [key for key in dict.fromkeys(chosen.keys) if key in known]
    rest = [key for key in found.product_ids if key not in set(first)]
    cache.set(_name(chosen.id), [*first, *rest], SECONDS)
    return Blended([*first, *rest], chosen.id)


def _name(decision: str) -> str:
    return f"search-order:{decision[:40]}"
