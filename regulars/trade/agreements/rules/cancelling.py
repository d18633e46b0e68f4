"""What stays with the store when an agreement ends early, to the cent, as the signed version says."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from regulars.ground.kit.money import allocate
from regulars.trade.agreements.rules.credits import part_of
from regulars.trade.agreements.rules.dues import Standing, of_kind, turn
from regulars.trade.agreements.rules.terms import Milestone, Side, Terms


def keep_bp(milestones: Sequence[Milestone], done: Collection[str]) -> int:
    """The store's share after what is done, in basis points of the price."""
    return max((one.keep_bp for one in milestones if one.key in done), default=0)


def kept_minor(terms: Terms, done: Collection[str], paid_minor: int) -> int:
    """What the store keeps: its published share, never more than was paid."""
    return min(paid_minor, part_of(terms.price_minor, keep_bp(terms.milestones, done)))


def gives_up(standing: Sequence[Standing], by: Side, give_up_days: int) -> bool:
    """Whether `by` has waited long enough for the other side to end the agreement at the other's cost."""
    if by == "shopper":
        return of_kind(standing, "deliver").late_days >= give_up_days
    now = turn(standing)
    return now is not None and now.milestone.who == "shopper" and now.late_days >= give_up_days


def kept_when(terms: Terms, standing: Sequence[Standing], by: Side, paid_minor: int) -> int:
    """What the store keeps when `by` ends the agreement now.

    The side that ends it bears the cost: the shopper leaves the published share, the store gives everything
    back. Who was kept waiting too long ends it at the cost of the other.
    """
    shopper_bears = (by == "shopper") != gives_up(standing, by, terms.give_up_days)
    done = {one.milestone.key for one in standing if one.done is not None}
    return kept_minor(terms, done, paid_minor) if shopper_bears else 0


def shares(kept: int, paid: Sequence[int]) -> list[tuple[int, int]]:
    """(kept, returned) of each amount paid: by largest remainder, so that they add up exactly.

    Raises ValueError when more shall be kept than was paid.
    """
    if not 0 <= kept <= sum(paid):
        raise ValueError("more is kept than was paid")
    parts = allocate(kept, paid) if paid else []
    return [(part, amount - part) for part, amount in zip(parts, paid, strict=True)]
