"""The small model of points: Alice is a member at Purple Clay House, and nobody else is anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from regulars.loyalty.members.actions import publish_programme
from regulars.loyalty.members.models import Lot, Member, Movement
from regulars.loyalty.members.rules import Rules, Tier
from regulars.trade.orders.actions import join_programme
from regulars.trade.settlement.models import Line
from regulars.trade.settlement.queries import points_owed
from tests.guarantees.model_books import Bill, Part
from tests.guarantees.telling import Asked
from tests.town import Town, shopper

WORTH, POINTS, PER = 7, 3, 100


def begin(town: Town) -> None:
    """Mei's programme, with Alice in it: points of an awkward worth that never end."""
    rules = Rules("Club", "CNY", (Tier("Member"),), 365, POINTS, PER, WORTH, 0, 6_000)
    publish_programme(by=town.mei_at_work(), store=town.clay, rules=rules)
    join_programme(by=shopper(town.alice), store=town.clay)


@dataclass
class Club:
    """What Alice should have: points in hand less points owed."""

    town: Town
    net: int = 0

    def counts(self, part: Part) -> bool:
        """Whether the part is a member's."""
        return part.store == self.town.clay and part.person == self.town.alice

    def ordered(self, bill: Bill, spent_minor: int) -> None:
        """Points paid a part of a bill: whole ones."""
        assert spent_minor % WORTH == 0
        for part in bill.parts:
            if self.counts(part):
                part.spent_minor = spent_minor
        self.net -= spent_minor // WORTH

    def ended(self, bill: Bill) -> None:
        """A bill was never paid: what it used is back."""
        self.net += sum(part.spent_minor for part in bill.parts) // WORTH
        for part in bill.parts:
            part.spent_minor = 0

    def confirmed(self, part: Part) -> None:
        """An order completed."""
        if self.counts(part):
            part.earned = self._worth(part)
            self.net += part.earned

    def went_back(self, part: Part, back: Any) -> None:
        """Money went back."""
        funding = back.split["funding"].get(f"points:{part.store.public_id}", {})
        part.reversed_minor += sum(funding.values())
        returned = part.reversed_minor // WORTH
        self.net += returned - part.points_back
        part.points_back = returned
        if not part.left:
            assert part.reversed_minor == part.spent_minor
        if part.earned:
            kept = self._worth(part)
            self.net -= part.earned - kept
            part.earned = kept

    def _worth(self, part: Part) -> int:
        return (part.paid - part.refunded) * POINTS // PER

    def holds(self) -> None:
        """Lots, movements, the books and the model say the same; nothing is below zero."""
        left, moved, owed, lines = (sum(count for (count,) in asked()) for asked in _asked(self.town.clay.pk))
        assert left == moved
        assert left - owed == self.net
        assert -lines == left * WORTH

    def ends(self) -> None:
        """So does what the market itself tells of them."""
        left = sum(Lot.objects.of(self.town.clay).values_list("left", flat=True))
        assert points_owed(self.town.clay.pk, "CNY") == left * WORTH


@cache
def _asked(store: int) -> tuple[Asked, ...]:
    return (
        Asked(Lot.objects.of(store).values_list("left")),
        Asked(Movement.objects.of(store).values_list("points")),
        Asked(Member.objects.of(store).values_list("owed")),
        Asked(Line.objects.filter(account__kind="points", account__store=store).values_list("amount_minor")),
    )
