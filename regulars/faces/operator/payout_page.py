"""One payout: who had it in hand, what became of it, and what can be done with it now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.operator.confirming import ask, confirmed
from regulars.faces.operator.frame import here, show
from regulars.faces.operator.words import PAYOUT_LOOK, PAYOUTS, WHO, money, named
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.people.accounts.queries import people_by_key
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement.queries import Payout
from regulars.trade.settlement.queries import payout as the_payout
from regulars.trade.settlement.rules.hands import pair_from


def one(request: HttpRequest, payout_id: str) -> HttpResponse:
    """A payout with its history and the acts that are open."""
    return _page(request, here(request), payout_id)


def _page(
    request: HttpRequest, actor: Actor, payout_id: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    row = the_payout(payout_id)
    return show(
        request,
        "payout",
        actor,
        "console_payouts",
        status=422 if errors else 200,
        row=row,
        state=PAYOUT_LOOK[row.state],
        state_label=named(PAYOUTS, row.state),
        steps=_steps(row),
        acts=_acts(row, actor),
        before=getattr(row, "before", None),
        pair_from=money(pair_from(row.currency), row.currency),
        errors=errors or {},
        values=request.POST.dict(),
    )


def _acts(row: Payout, actor: Actor) -> set[str]:
    """What this operator can do with the payout now."""
    if not actor.may("market.money"):
        return set()
    if row.state == "returned":
        return set() if row.closed_at else {"again", "close"}
    approving = row.state == "prepared" and row.approved_at is None and actor.person_id != row.prepared_by_id
    return {"return", "approve"} if approving else {"return"}


def _steps(row: Payout) -> list[dict[str, Any]]:
    people = people_by_key([row.prepared_by_id, row.approved_by_id, row.sent_by_id])

    def by(person_id: int | None) -> str:
        return people[person_id].name if person_id in people else named(WHO, "system")

    told = [
        {"title": _("Prepared"), "at": row.prepared_at, "who": by(row.prepared_by_id)},
        {"title": _("Approved"), "at": row.approved_at, "who": by(row.approved_by_id)},
        {"title": _("Paid out"), "at": row.sent_at, "who": by(row.sent_by_id)},
        {"title": _("Done with"), "at": row.closed_at, "note": row.closed_because},
    ]
    return [step for step in told if step["at"]]


def approve(request: HttpRequest, payout_id: str) -> HttpResponse:
    """Stand by a payout that somebody else prepared. Asks for the password."""
    actor = here(request, "market.money")
    if not confirmed(request):
        return ask(reverse("console_payout", args=[payout_id]))
    settlement.approve_payout(by=actor, payout_id=payout_id)
    messages.success(request, _("Approved. It can be sent now."))
    return go("console_payout", payout_id)


def give_back(request: HttpRequest, payout_id: str) -> HttpResponse:
    """A payout did not reach its store: the store is owed the money again. Asks for the password."""
    actor = here(request, "market.money")
    if not confirmed(request):
        return ask(reverse("console_payout", args=[payout_id]))
    try:
        settlement.return_payout(by=actor, payout_id=payout_id, reason=request.POST.get("reason", ""))
    except BadInput as refusal:
        return _page(request, actor, payout_id, {"reason": str(refusal.sentence)})
    messages.success(request, _("The store is owed the money again."))
    return go("console_payout", payout_id)


def again(request: HttpRequest, payout_id: str) -> HttpResponse:
    """Prepare the money of a returned payout anew. Asks for the password."""
    actor = here(request, "market.money")
    if not confirmed(request):
        return ask(reverse("console_payout", args=[payout_id]))
    fresh = settlement.pay_again(by=actor, payout_id=payout_id)
    messages.success(request, _("A new payout is prepared. Send it when the bank carried it out."))
    return go("console_payout", fresh.public_id)


def close(request: HttpRequest, payout_id: str) -> HttpResponse:
    """Nothing more is to be done about a returned payout. Asks for the password."""
    actor = here(request, "market.money")
    if not confirmed(request):
        return ask(reverse("console_payout", args=[payout_id]))
    try:
        settlement.close_payout(by=actor, payout_id=payout_id, reason=request.POST.get("closing", ""))
    except BadInput as refusal:
        return _page(request, actor, payout_id, {"closing": str(refusal.sentence)})
    messages.success(request, _("Closed. What is owed goes out with the next payout."))
    return go("console_payout", payout_id)
