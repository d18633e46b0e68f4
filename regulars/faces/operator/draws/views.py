"""Lotteries, trials and reviews of all stores; each can be stopped or hidden, with a reason everybody reads."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.community.reviews import actions as reviewing
from regulars.community.reviews import queries as reviews
from regulars.community.reviews.rules import TRIAL
from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, show, turns, views
from regulars.goods.catalog.queries import said
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.trade.draws import actions, queries
from regulars.trade.draws.queries import Lottery, Trial

LIVE = ("planned", "open", "closed", "choosing")


def lotteries(request: HttpRequest) -> HttpResponse:
    """Every lottery that was published, the latest first."""
    actor = here(request)
    found = page(queries.all_lotteries(), by="-published_at", cursor=request.GET.get("cursor", ""), size=30)
    return show(
        request,
        "draws",
        actor,
        "console_lotteries",
        kind="lotteries",
        rows=[_lottery(row) for row in found.items],
        extra=turns(found, {}),
    )


def trials(request: HttpRequest) -> HttpResponse:
    """Every trial that was published, the latest first."""
    actor = here(request)
    found = page(queries.all_trials(), by="-published_at", cursor=request.GET.get("cursor", ""), size=30)
    return show(
        request,
        "draws",
        actor,
        "console_lotteries",
        kind="trials",
        rows=[_trial(row) for row in found.items],
        extra=turns(found, {}),
    )


def stop_lottery(request: HttpRequest, lottery_id: str) -> HttpResponse:
    """Stop a lottery that is not drawn yet."""
    actor = here(request, "market.offers")
    try:
        actions.stop(by=actor, lottery_id=lottery_id, reason=request.POST.get("reason", ""))
        messages.success(request, _("The lottery is stopped. Everybody who entered reads the reason."))
    except Refusal as refusal:
        _warn(request, refusal)
    return go("console_lotteries")


def stop_trial(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Stop a trial; places given stay."""
    actor = here(request, "market.offers")
    try:
        actions.stop_trial(by=actor, trial_id=trial_id, reason=request.POST.get("reason", ""))
        messages.success(request, _("The trial is stopped. Everybody who applied reads the reason."))
    except Refusal as refusal:
        _warn(request, refusal)
    return go("console_trials")


def index(request: HttpRequest) -> HttpResponse:
    """Reviews, the latest first; `?state=hidden`: only those hidden."""
    actor = here(request)
    asked = {"state": "hidden" if request.GET.get("state") == "hidden" else ""}
    rows = reviews.all_reviews(hidden=bool(asked["state"]))
    found = page(rows, cursor=request.GET.get("cursor", ""), size=30)
    return show(
        request,
        "reviews",
        actor,
        "console_reviews",
        rows=[_review(row) for row in found.items],
        views=views(asked, "state", {"": _("All"), "hidden": _("Hidden")}),
        extra=turns(found, asked),
    )


def judge(request: HttpRequest, review_id: str) -> HttpResponse:
    """Hide a review with a reason, or show it again."""
    actor = here(request, "market.merchants")
    wish = request.POST.get("do", "")
    try:
        if wish == "show":
            reviewing.show_again(by=actor, review_id=review_id)
            messages.success(request, _("The review is shown again."))
        elif wish == "hide":
            reviewing.hide_review(by=actor, review_id=review_id, reason=request.POST.get("reason", ""))
            messages.success(request, _("The review is hidden. Its text and your reason stay on record."))
        else:
            raise BadInput(param="do")
    except reviewing.ReasonMissing as refusal:
        _warn(request, refusal)
    return go("console_reviews")


def _warn(request: HttpRequest, refusal: Refusal) -> None:
    if refusal.status in (401, 403, 404):
        raise refusal
    messages.error(request, str(refusal.sentence))


def _lottery(row: Lottery) -> dict[str, object]:
    return _row(row, queries.listed_lottery(row), "lottery")


def _trial(row: Trial) -> dict[str, object]:
    return _row(row, queries.listed_trial(row), "trial")


def _row(row: Lottery | Trial, listed: queries.Listed, kind: str) -> dict[str, object]:
    return asdict(listed) | {
        "href": reverse(kind, args=[row.public_id]),
        "store": said(row.store.name, row.store.name_zh),
        "store_href": reverse("console_store", args=[row.store.public_id]),
        "stop": reverse(f"console_{kind}_stop", args=[row.public_id]) if listed.state in LIVE else "",
    }


def _review(row: reviews.Review) -> dict[str, object]:
    return {
        "id": row.public_id,
        "product": said(row.product.title, row.product.title_zh),
        "href": reverse("product_reviews", args=[row.product.public_id]),
        "store": said(row.store.name, row.store.name_zh),
        "name": (row.person.name if row.person else "") or _("A shopper"),
        "stars": row.stars,
        "text": row.text.split("\n"),
        "answer": row.answer,
        "at": row.written_at,
        "trial": row.origin == TRIAL,
        "hidden": row.hidden_at is not None,
        "why": row.hidden_why,
        "judge": reverse("console_review_judge", args=[row.public_id]),
    }
