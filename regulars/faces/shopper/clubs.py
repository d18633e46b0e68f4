"""A store's programme as the shopper meets it: the card on the store's front, joining, leaving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.faces.look.going import go
from regulars.faces.look.membership import distance, earning, ladder, points, promises
from regulars.faces.look.speech import money
from regulars.faces.shopper.frame import looking
from regulars.ground.kit.refusals import Refusal
from regulars.loyalty.customers.actions import give_consent
from regulars.loyalty.customers.queries import allows
from regulars.loyalty.members.actions import NoSuchDay, leave, set_birthday
from regulars.loyalty.members.queries import Card, card_of
from regulars.loyalty.members.rules import Place
from regulars.people.merchants.queries import Store, store_for_shoppers
from regulars.trade.orders.actions import join_programme

WORDING = "join-1"


def club_of(store: Store, person_id: int | None) -> dict[str, object] | None:
    """The card of the store's programme for a viewer; None where there is nothing to join."""
    card = card_of(store, person_id)
    if card is None:
        return None
    rules = card.running.rules
    return {
        "name": rules.name,
        "member": card.member is not None,
        "since": card.member.joined_at if card.member else None,
        "earning": earning(rules) if rules.points and card.running.open else "",
        "promises": promises(rules),
        "ladder": ladder(rules),
        "closed": not card.running.open,
        "tier": card.place.tier.name if card.place else "",
        "way": _way(card),
        "points": points(card.points) if card.points or rules.points else "",
        "worth": money(card.worth_minor, rules.currency) if card.points else "",
        "ends": points(card.ends_points) if card.ends_points else "",
        "ends_at": card.ends_at,
        "months": [("", "–"), *((str(month), str(MONTHS[month])) for month in range(1, 13))],
        "days": [("", "–"), *((str(day), str(day)) for day in range(1, 32))],
        "birth_month": str(card.member.birth_month or "") if card.member else "",
        "birth_day": str(card.member.birth_day or "") if card.member else "",
        "asks_consent": not allows(store, person_id, "offers", "inbox"),
    }


def _way(card: Card) -> dict[str, object] | None:
    """How far it is to the next tier, by the nearer of its two ways."""
    place = card.place
    if place is None or place.next is None:
        return None
    value, most = max(_ways(card, place), key=lambda way: way[0] / way[1])
    return {"text": distance(place, card.running.rules.currency), "value": value, "max": most}


def _ways(card: Card, place: Place) -> list[tuple[int, int]]:
    above = place.next
    assert above is not None
    ways = [(card.standing.amount_minor, above.amount_minor), (card.standing.orders, above.orders)]
    return [(has, asked) for has, asked in ways if asked is not None]


@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Join, and allow the store to write only if that box was ticked. Raises NotFound."""
    store, by = store_for_shoppers(slug), looking(request)
    if by.person_id is None:
        back = reverse("store", args=[slug])
        return go("account_login", to=f"?{urlencode({'next': f'{back}#club'})}")
    try:
        join_programme(by=by, store=store)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
        return go("store", slug)
    if "consent" in request.POST:
        give_consent(by=by, store=store, purpose="offers", channel="inbox", wording=WORDING, place="join")
    messages.success(request, _("Welcome! You are a member now; your card is on this page."))
    return go("store", slug)


@require_POST
def part(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave. Raises NotFound, LogInFirst."""
    leave(by=looking(request), store=store_for_shoppers(slug))
    messages.success(request, _("You have left. Points you have stay until they end, should you come back."))
    return go("store", slug)


@require_POST
def birthday(request: HttpRequest, slug: str) -> HttpResponse:
    """Say one's birthday, or take it back by choosing nothing. Raises NotFound, LogInFirst."""
    month, day = (_chosen(request, name) for name in ("month", "day"))
    try:
        set_birthday(by=looking(request), store=store_for_shoppers(slug), month=month, day=day)
    except NoSuchDay as refusal:
        messages.warning(request, str(refusal.sentence))
        return go("store", slug, to="#club")
    messages.success(request, _("Noted.") if month else _("Your birthday is no longer noted here."))
    return go("store", slug, to="#club")


def _chosen(request: HttpRequest, name: str) -> int | None:
    """The number chosen; 0, which is no month and no day, for anything that is no number."""
    said = request.POST.get(name, "")
    if not said:
        return None
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 0
