"""Payouts: planned first, prepared once a period, sent by somebody who proves who it is."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from regulars.faces.look.going import go
from regulars.faces.operator.confirming import ask, confirmed
from regulars.faces.operator.frame import here, show, turns, views
from regulars.faces.operator.words import PAYOUT_LOOK, PAYOUTS, money, named
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.pages import page
from regulars.people.merchants.queries import market, stores_by_key
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement.queries import Payout, payouts, plan_payouts
from regulars.trade.settlement.queries.payouts import period_of
from regulars.trade.settlement.rules.hands import pair_from

SHOWN = 200
MOST = 100


def index(request: HttpRequest) -> HttpResponse:
    """Payouts of all stores, newest first."""
    actor = here(request)
    state = request.GET.get("state", "")
    asked = {"state": state if state in PAYOUTS else ""}
    found = page(payouts(asked["state"]), by="-prepared_at", cursor=request.GET.get("cursor", ""), size=50)
    return show(
        request,
        "payouts",
        actor,
        "console_payouts",
        asked=asked,
        rows=[_row(row) for row in found.items],
        views=views(asked, "state", dict(PAYOUTS)),
        sure=confirmed(request),
        pair_from=money(pair_from(market().currency), market().currency),
        extra=turns(found, asked),
    )


def _row(row: Payout) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "store": said(row.store.name, row.store.name_zh),
        "href": reverse("console_payout", args=[row.public_id]),
        "period": row.period,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "state": PAYOUT_LOOK[row.state],
        "state_label": named(PAYOUTS, row.state),
        "code": row.state,
        "prepared_at": row.prepared_at,
        "sent_at": row.sent_at,
        "bank_ref": row.bank_ref,
    }


def plan(request: HttpRequest) -> HttpResponse:
    """What would be prepared up to a day: nothing is changed."""
    actor = here(request)
    upto = _upto(request.GET.get("upto", ""))
    plans = plan_payouts(upto, period_of(upto))
    stores = stores_by_key({one.store_id for one in plans[:SHOWN]})
    totals: dict[str, int] = defaultdict(int)
    for one in plans:
        totals[one.currency] += one.amount_minor
    return show(
        request,
        "payout_plan",
        actor,
        "console_payouts",
        upto=upto.astimezone(ZoneInfo(market().zone)).date().isoformat(),
        period=period_of(upto),
        count=len(plans),
        totals=[money(sum_, currency) for currency, sum_ in totals.items()],
        rows=[
            {
                "store": said(stores[one.store_id].name, stores[one.store_id].name_zh),
                "amount_minor": one.amount_minor,
                "currency": one.currency,
            }
            for one in plans[:SHOWN]
        ],
        more=max(0, len(plans) - SHOWN),
    )


def _upto(day: str) -> datetime:
    """The end of a day in the market's zone, never after now."""
    now = clock.now()
    try:
        last = datetime.fromisoformat(day).replace(
            hour=23, minute=59, second=59, tzinfo=ZoneInfo(market().zone)
        )
    except ValueError:
        return now
    return min(last, now)


def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare the payouts of the plan; again for the same day prepares nothing twice."""
    actor = here(request, "market.money")
    upto = _upto(request.POST.get("upto", ""))
    found = settlement.prepare_payouts(by=actor, upto=upto)
    count = len(found)
    said_ = ngettext(
        "%(n)s payout of this period is prepared.", "%(n)s payouts of this period are prepared.", count
    )
    messages.success(request, said_ % {"n": count})
    return go("console_payouts", to="?state=prepared")


def send(request: HttpRequest) -> HttpResponse:
    """The bank carried the ticked payouts out. Asks for the password, and above a sum for a second person."""
    actor = here(request, "market.money")
    if not confirmed(request):
        return ask(f"{reverse('console_payouts')}?state=prepared")
    done = settlement.send_payouts(by=actor, payout_ids=request.POST.getlist("ids")[:MOST])
    messages.success(
        request, ngettext("%(n)s payout is sent.", "%(n)s payouts are sent.", done) % {"n": done}
    )
    return go("console_payouts", to="?state=sent")
