"""Publishing with the guard: what it found is either mended, or answered for with a reason that stays on record."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.models import Store
from regulars.trade.guard.actions.rechecking import want_recheck
from regulars.trade.guard.models import Override
from regulars.trade.guard.queries import Check, MarketCheck, row_of
from regulars.trade.offers.actions import publish_offer
from regulars.trade.offers.hooks import Planned
from regulars.trade.offers.models import Offer

MOST_KEPT = 20
SHORTEST = 3


class Publish(Protocol):
    """How an app publishes what it planned."""

    def __call__(self, *, by: Actor, store: Store) -> object:
        """Publish it, or refuse."""


class ReasonNeeded(BadInput):
    """The guard found something. `details`: how many variants (or lines of stores) can fall under cost."""

    code = "reason-needed"
    sentence = _("Something can fall under its cost with this. Say why you publish it all the same.")


class StillLooking(Refusal):
    """Not every store was looked at yet."""

    status = 409
    code = "still-looking"
    sentence = _("The guard is still looking at the stores. Publish when it is done.")


@action("guard.publish_plan")
def publish_plan(
    *, by: Actor, store: Store, plan: Planned, check: Check | None, publish: Publish, reason: str = ""
) -> None:
    """Publish a drop, presale, lottery, trial or service plan that was checked just now, by its own `publish`.

    Or the next version of one that is sold; then None is a check of a change that leaves what is sold as it was.
    Raises ReasonNeeded when the check found something that it brings about, and what publishing raises.
    """
    by.require("offers", store.pk)
    stops = check is not None and check.stops
    why = _answered(stops, len(check.bad) if check else 0, reason)
    publish(by=by, store=store)
    if check is not None and stops:
        _keep(by, store, check, why, offer_ref=plan.ref, title=plan.title or plan.title_zh, path=plan.path)
    want_recheck([store.pk])


@action("guard.publish")
def publish_guarded(
    *, by: Actor, store: Store | None, offer: str, check: Check | MarketCheck, reason: str = ""
) -> Offer:
    """Publish an offer that was checked just now. Raises ReasonNeeded, and what publishing raises.

    A reason is asked for when the check found something that the offer itself brings about. Raises StillLooking while
    not every store of the market was looked at.
    """
    if isinstance(check, MarketCheck) and not check.done:
        raise StillLooking()
    many = len(check.bad) if isinstance(check, Check) else check.lines
    why = _answered(bool(many), many, reason)
    row = publish_offer(by=by, store=store, offer=offer)
    if many:
        _keep(by, store, check, why, offer_ref=row.public_id, title=row.title)
    return row


def _answered(found: bool, many: int, reason: str) -> str:
    why = plain(reason, limit=300).strip()
    if found and len(why) < SHORTEST:
        raise ReasonNeeded(param="reason", many=many)
    return why


def _keep(by: Actor, store: Store | None, check: Check | MarketCheck, why: str, **named: str) -> None:
    Override.objects.create(store=store, reason=why, found=_found(check), by_id=by.person_id, **named)
    note(reason=why, under_cost=len(check.bad) if isinstance(check, Check) else check.lines)


def _found(check: Check | MarketCheck) -> list[dict[str, Any]]:
    if isinstance(check, Check):
        return [row_of(told) for told in check.bad[:MOST_KEPT]]
    return [{"store": one.store.public_id, "lines": one.lines} for one in check.pushed[:MOST_KEPT]]
