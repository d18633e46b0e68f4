"""The basket: what one means to buy, over all stores."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from regulars.faces.look.addresses import address
from regulars.faces.look.going import go, see_other
from regulars.faces.look.requests import IN_BASKET, keep_count
from regulars.faces.shopper.adapter import home_of
from regulars.faces.shopper.buying import basket_parts as parts
from regulars.faces.shopper.buying.going import back_to
from regulars.faces.shopper.frame import looking, show, visitor
from regulars.faces.shopper.services.beside import with_plan
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.throttle import TooManyTries
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import BasketLine, BasketView, basket_count


@never_cache
@require_GET
def basket(request: HttpRequest) -> HttpResponse:
    """Everything in the basket with its price explained."""
    return page(request)


def page(request: HttpRequest, refusal: Refusal | None = None, at: str = "") -> HttpResponse:
    """The basket's page; after a refusal with its sentence `at` a line or at the code."""
    view = parts.basket_of_viewer(request)
    made = parts.sections(looking(request), view)
    request.COOKIES[IN_BASKET] = str(view.count or "")
    response = show(
        request,
        "buying/basket",
        active="basket",
        status=200 if refusal is None else refusal.status if refusal.status == 429 else 422,
        view=view,
        sections=made,
        codes=parts.codes(view, made),
        refusal=refusal,
        refused_at=at,
        typed_code=request.POST.get("code", "")[:40] if refusal else "",
        home=address("home"),
        extra=_coupons(view, made),
    )
    return counted(request, response, view.count)


def _coupons(view: BasketView, made: list[parts.Section]) -> dict[str, object]:
    held = parts.coupons(view, made)
    counts = _("counts now")
    options = [
        {"value": one["id"], "label": one["title"], "help": counts if one["applied"] else ""} for one in held
    ]
    return {"coupons": held, "coupons_options": options}


def counted(request: HttpRequest, response: HttpResponse, count: int | None = None) -> HttpResponse:
    """The answer, with the number of pieces for the tab of the basket."""
    pieces = basket_count(by=looking(request), visitor=visitor(request)) if count is None else count
    keep_count(response, pieces, secure=request.is_secure())
    return response


@require_POST
def basket_add(request: HttpRequest) -> HttpResponse:
    """Put pieces of a variant into the basket; with `now` go on to check out just these."""
    by, of = looking(request), visitor(request)
    variant, quantity = request.POST.get("variant", ""), _quantity(request)
    line = orders.put_in_basket(by=by, variant=variant, quantity=quantity, visitor=of)
    with_plan(request, line, quantity)
    if request.POST.get("now"):
        return counted(request, _now(request, line, quantity))
    if request.headers.get("HX-Request"):
        return _quietly(request)
    messages.success(request, _("It is in your basket."))
    return counted(request, see_other(back_to(request, address("basket"))))


def _quantity(request: HttpRequest) -> str:
    """As it was sent: the action judges whether it is a number of pieces."""
    return request.POST.get("quantity", "1")


def _now(request: HttpRequest, line: BasketLine | None, quantity: str) -> HttpResponse:
    if line is None:  # sent again after the order was placed
        return go("basket")
    by, of = looking(request), visitor(request)
    orders.set_quantity(by=by, line=line.public_id, quantity=quantity, visitor=of)
    orders.choose_lines(by=by, lines=[line.public_id], visitor=of)
    return go("checkout", line.variant.product.currency)


def _quietly(request: HttpRequest) -> HttpResponse:
    pieces = basket_count(by=looking(request), visitor=visitor(request))
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = json.dumps({"basket": {"count": pieces}})
    return counted(request, response, pieces)


@require_POST
def basket_line(request: HttpRequest, line: str) -> HttpResponse:
    """Change one line: how many, chosen or not, taken out."""
    by, of = looking(request), visitor(request)
    try:
        if "remove" in request.POST:
            orders.remove_line(by=by, line=line, visitor=of)
        elif "chosen" in request.POST:
            _choose(request, line)
        else:
            orders.set_quantity(by=by, line=line, quantity=_quantity(request), visitor=of)
    except orders.QuantityNotPossible as refusal:
        return page(request, refusal, at=line)
    return counted(request, go("basket"))


def _choose(request: HttpRequest, line: str) -> None:
    chosen = {kept.line for kept in parts.basket_of_viewer(request).lines if kept.chosen}
    wanted = chosen | {line} if request.POST["chosen"] == "1" else chosen - {line}
    orders.choose_lines(by=looking(request), lines=sorted(wanted), visitor=visitor(request))


@require_POST
def basket_code(request: HttpRequest) -> HttpResponse:
    """Enter a code, or leave one out again."""
    by, of = looking(request), visitor(request)
    try:
        if "remove" in request.POST:
            orders.remove_code(by=by, code=request.POST["remove"], visitor=of)
        else:
            typed = request.POST.get("code", "")
            orders.enter_code(by=by, code=typed, visitor=of, address=home_of(request))
    except (orders.CodeUnknown, TooManyTries) as refusal:
        return page(request, refusal, at="code")
    return go("basket", to="#codes")


@require_POST
def basket_coupons(request: HttpRequest) -> HttpResponse:
    """Use just these coupons, or let the best ones be found."""
    best = "best" in request.POST
    claims = None if best else request.POST.getlist("claim")
    orders.choose_claims(by=looking(request), claims=claims, visitor=visitor(request))
    return go("basket", to="#codes")
