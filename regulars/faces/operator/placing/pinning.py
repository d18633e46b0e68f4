"""Goods put at a place by hand."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.discovery.ranking import actions
from regulars.discovery.ranking.queries import Pinned, standing
from regulars.discovery.ranking.queries.words import page_word
from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.look.moments import local_input
from regulars.faces.operator.frame import here, show
from regulars.faces.operator.placing import finding
from regulars.faces.operator.placing.book import RIGHT
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal

SPOT = "home.for-you"


def index(request: HttpRequest) -> HttpResponse:
    """Pins that stand, and one more."""
    actor = here(request, RIGHT if request.method == "POST" else "market.read")
    if request.method != "POST":
        now = clock.now()
        since, until = local_input(now), local_input(now + timedelta(days=7))
        product = request.GET.get("product", "")[:60]
        first = {"product": product, "spot": SPOT, "since": since, "until": until, "place": "1"}
        return _page(request, actor, first, {})
    given = Given(request.POST)
    try:
        _pin(actor, given)
    except Refusal as refusal:
        given.take(refusal, {}, "product")
    if given.errors:
        return _page(request, actor, request.POST.dict(), given.errors)
    messages.success(request, _("The good is pinned. The reason is published with the rules."))
    return go("console_pins")


def _pin(actor: Actor, given: Given) -> None:
    product = given.text("product", needed=_("Choose a product."))
    place = given.whole("place", needed=True, low=1, high=50)
    since, until = given.moment("since"), given.moment("until")
    if given.errors or place is None or until is None:
        return
    actions.pin(
        by=actor,
        product_id=finding.id_in(product),
        spot=given.text("spot") or SPOT,
        place=place - 1,
        since=since,
        until=until,
        reason=given.text("reason"),
    )


def _page(request: HttpRequest, actor: Actor, values: dict[str, str], errors: dict[str, str]) -> HttpResponse:
    return show(
        request,
        "placing/pins",
        actor,
        "console_placing",
        status=422 if errors else 200,
        rows=[_row(one) for one in standing()],
        chosen=finding.chosen(values.get("product", "")),
        find=request.GET.get("find", "")[:80],
        found=finding.found(request.GET.get("find", "")[:80]),
        spots=[(SPOT, page_word(SPOT))],
        values=values,
        errors=errors,
        may=actor.may(RIGHT),
    )


def _row(one: Pinned) -> dict[str, object]:
    return {
        "id": one.public_id,
        "product": said(one.product.title, one.product.title_zh),
        "spot": page_word(one.spot),
        "place": one.place + 1,
        "since": one.since,
        "until": one.until,
        "reason": one.reason,
    }


def end(request: HttpRequest, pin_id: str) -> HttpResponse:
    """Take a pin away."""
    actor = here(request, RIGHT)
    actions.unpin(by=actor, pin_id=pin_id)
    messages.success(request, _("The pin is taken away."))
    return go("console_pins")
