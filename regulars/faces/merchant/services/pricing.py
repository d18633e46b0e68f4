"""Another version of a plan that is sold passes the margin guard as the first one did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regulars.faces.merchant.guard.saying import Teller, receipts_of, searched
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.queries import Store
from regulars.trade.guard import actions as guard
from regulars.trade.guard.queries import Check, check_plan
from regulars.trade.offers.hooks import Planned
from regulars.trade.orders.queries import plan_as
from regulars.trade.services import actions
from regulars.trade.services.queries import Plan, current

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Another:
    """A version as it was typed, to be put in force."""

    plan: str
    values: Mapping[str, Any]

    def __call__(self, *, by: Actor, store: Store) -> object:
        """Change the plan. Raises what the app refuses with."""
        return actions.change_plan(by=by, store=store, plan=self.plan, values=self.values)


class UnderCost(Exception):
    """The guard found something, and no reason was given."""

    def __init__(self, check: Check, sentence: str) -> None:
        """`sentence` says what is asked for."""
        super().__init__(sentence)
        self.check, self.sentence = check, sentence


def next_version(store: Store, actor: Actor, row: Plan, values: Mapping[str, Any], reason: str) -> None:
    """Put another version of a sold plan in force. Raises UnderCost without a reason, PlanIncomplete, PlanStopped."""
    wanted = plan_as(store, row, actions.definition_of(values))
    check = None if _same(wanted, plan_as(store, row, current(row))) else check_plan(store, wanted)
    try:
        guard.publish_plan(
            by=actor,
            store=store,
            plan=wanted,
            check=check,
            publish=Another(row.public_id, values),
            reason=reason,
        )
    except guard.ReasonNeeded as refusal:
        assert check is not None
        raise UnderCost(check, str(refusal.sentence)) from refusal


def _same(one: Planned, other: Planned) -> bool:
    """Whether both are sold with the same goods, at the same price, and cost the same."""
    return one.sales == other.sales


def findings(store: Store, check: Check) -> dict[str, Any]:
    """What the guard found, as the form shows it."""
    teller = Teller(store, receipts_of(check))
    return {
        "bad": [teller.shown(one) for one in check.bad[:SHOWN]],
        "count": len(check.bad),
        "searched": searched(check, store),
    }
