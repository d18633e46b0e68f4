"""What an app above orders has promised a buyer: goods, and on what terms they are ordered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from regulars.trade.offers.rules import OfferTerms, Scope

STOCKS = ("hold", "held", "none")


@dataclass(frozen=True, slots=True)
class Grant:
    """A promise. Only actions and queries of the app that made it build one, after checking; never a form.

    kind: "drop", "presale", "trial", "prize", "agreement" ...; ref: public id of the ticket, booking, place ...
    variant: public id; the order has a line of exactly `quantity` of it. unit_minor: the line's list price
    instead of the variant's. title: the line's instead of the product's. terms: priced beside the running
    offers, on this line only; their offer_id is `ref` (further ones `ref:2` ...). alone: no other offer touches
    the line. stock: "hold" as usual, "held" already held under held_ref (it moves to the order), "none" nothing
    on the shelf. advances: public ids of paid advances that pay for a part of the order. pay_until: the earliest
    of all counts. ship_by: promised by the store; without it the market's usual days count.
    """

    kind: str
    ref: str
    variant: str
    quantity: int
    unit_minor: int | None = None
    title: str = ""
    title_zh: str = ""
    terms: tuple[OfferTerms, ...] = ()
    alone: bool = False
    stock: str = "hold"
    held_ref: str = ""
    advances: tuple[str, ...] = ()
    pay_until: datetime | None = None
    ship_by: datetime | None = None

    def __post_init__(self) -> None:
        if self.stock not in STOCKS or (self.stock == "held") != bool(self.held_ref):
            raise ValueError("a grant's stock is hold, none, or held under a ref")
        if self.quantity < 1:
            raise ValueError("a grant is for at least one piece")
        if any(terms.offer_id.partition(":")[0] != self.ref for terms in self.terms):
            raise ValueError("the terms of a grant carry its ref")

    @property
    def own_terms(self) -> tuple[OfferTerms, ...]:
        """The terms, for this line and no other."""
        scope = Scope("variant", frozenset({self.variant}))
        return tuple(replace(terms, scope=scope) for terms in self.terms)


def by_variant(grants: Iterable[Grant]) -> dict[str, Grant]:
    """The grants by their variant. Raises ValueError when two are for the same one."""
    found: dict[str, Grant] = {}
    for grant in grants:
        if grant.variant in found:
            raise ValueError("one order holds one promise of a variant")
        found[grant.variant] = grant
    return found


def advances_in(grants: Iterable[Grant]) -> tuple[str, ...]:
    """Every advance that the grants bring along, once."""
    return tuple(dict.fromkeys(name for grant in grants for name in grant.advances))


def first_end(until: datetime, grants: Iterable[Grant]) -> datetime:
    """Until when the order can be paid: the earliest of all."""
    return min([until, *(grant.pay_until for grant in grants if grant.pay_until is not None)])
