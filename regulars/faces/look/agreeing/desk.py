"""Where a face keeps its pages of agreements, and who looks."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from regulars.ground.kit.actors import Actor
from regulars.trade.agreements.queries import Agreement
from regulars.trade.agreements.rules import Side


@dataclass(frozen=True, slots=True)
class Desk:
    """One side's view: `prefix` begins its routes, `around` are the address parts before the agreement's id."""

    by: Actor
    side: Side
    prefix: str
    around: tuple[str, ...] = ()

    def link(self, what: str, row: Agreement, *more: object) -> str:
        """The address of a page of the agreement; "" is the agreement itself."""
        route = f"{self.prefix}_{what}" if what else self.prefix
        return reverse(route, args=[*self.around, row.public_id, *more])
