"""Coupons and red envelopes: taken, in hand, used, over."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from regulars.faces.look.going import see_other
from regulars.faces.shopper.browsing import tickets
from regulars.faces.shopper.buying import words
from regulars.faces.shopper.buying.going import back_to
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said
from regulars.trade.offers import actions as offers
from regulars.trade.offers.actions.claiming import AllTaken, AlreadyClaimed, ForMembers, NotClaimable, NotOpen
from regulars.trade.offers.queries import Claim, HeldClaim, claimable, coupons_of, describe
from regulars.trade.offers.queries.speaking import rules_in_words

STATES = ("ready", "used", "expired")


@never_cache
@require_GET
def my_coupons(request: HttpRequest) -> HttpResponse:
    """Everything in hand, and what the market gives out now. Raises LogInFirst."""
    person = looking(request).require_person()
    state = request.GET.get("state", "ready")
    held = coupons_of(person)
    return show(
        request,
        "buying/coupons",
        active="me",
        tabs=_tabs(held),
        chosen=state,
        opened=_opened(request, held),
        held=_tickets([one for one in held if one.state == state]),
        open_now=[
            one for one in tickets.tickets(claimable(None, person)[:12], person) if one["state"] == "open"
        ],
        here=request.path,
        back={"href": reverse("me"), "label": _("Me")},
    )


def _tabs(held: list[HeldClaim]) -> list[dict[str, object]]:
    labels = {"ready": _("In hand"), "used": _("Used"), "expired": _("Expired")}
    home = reverse("my_coupons")
    return [
        {
            "key": key,
            "label": labels[key],
            "href": f"{home}?state={key}",
            "count": sum(one.state == key for one in held),
        }
        for key in STATES
    ]


def _tickets(held: list[HeldClaim]) -> list[dict[str, object]]:
    """The coupons with their rules in words."""
    rules = rules_in_words(one.claim.offer for one in held)
    return [_ticket(one) | {"rules": rules[one.claim.offer_id]} for one in held]


def _ticket(one: HeldClaim) -> dict[str, object]:
    claim, offer = one.claim, one.claim.offer
    terms = describe(offer)
    drawn = claim.amount_minor
    return {
        "title": said(offer.title, offer.title_zh),
        "value": words.money(drawn, offer.currency) if drawn is not None else tickets.value(terms),
        "condition": tickets.condition(terms),
        "kind": "store" if offer.store_id else "market",
        "store": said(offer.store.name, offer.store.name_zh) if offer.store else _("All stores"),
        "href": reverse("store", args=[offer.store.slug]) if offer.store else reverse("home"),
        "expires_at": claim.expires_at,
        "state": {"ready": "open", "used": "used", "expired": "gone"}[one.state],
        "used_at": claim.used_at,
    }


def _opened(request: HttpRequest, held: list[HeldClaim]) -> dict[str, object] | None:
    """The red envelope that was opened a moment ago, if it is the viewer's."""
    wanted = request.GET.get("opened", "")
    one = next((each for each in held if wanted and each.claim.public_id == wanted), None)
    return None if one is None else _ticket(one) | {"next": back_to(request, "")}


@require_POST
def claim(request: HttpRequest, offer: str) -> HttpResponse:
    """Take a coupon, or open a red envelope, and return to where one was. Raises NotFound."""
    by, home = looking(request), back_to(request, reverse("my_coupons"))
    if by.person_id is None:
        return see_other(f"{reverse('account_login')}?next={quote(home)}")
    try:
        return _taken(request, _take(request, offer), home)
    except (AllTaken, AlreadyClaimed, ForMembers, NotClaimable, NotOpen) as refusal:
        messages.warning(request, str(refusal.sentence))
        return see_other(home)


def _take(request: HttpRequest, offer: str) -> Claim:
    try:
        return offers.claim(by=looking(request), offer=offer)
    except NotClaimable:
        return offers.open_red_envelope(by=looking(request), offer=offer)


def _taken(request: HttpRequest, row: Claim, home: str) -> HttpResponse:
    if row.amount_minor is not None:
        return see_other(f"{reverse('my_coupons')}?opened={row.public_id}&next={quote(home)}")
    messages.success(request, _("The coupon is yours. It is used by itself whenever you pay less with it."))
    return see_other(home)
