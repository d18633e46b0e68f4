"""The form of the programme: every number of the rules, said back in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.faces.look.forms import Given, major
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, name_of, show
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.money import to_minor
from regulars.ground.kit.refusals import NotAllowed, NotFound, Refusal
from regulars.loyalty.members import actions as members
from regulars.loyalty.members.queries import programme_of
from regulars.loyalty.members.rules import MOST_TIERS, Rules, Tier
from regulars.people.merchants.queries import Store

PLACES = {
    "points": "points",
    "per_minor": "per",
    "point_minor": "worth",
    "expiry_days": "expiry_days",
    "most_share_bp": "share",
    "tiers": "tier-0-name",
}


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, store_id: str) -> HttpResponse:
    """The rules as they are, or a first proposal; POST publishes them as a new version."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    running = programme_of(store)
    if request.method != "POST":
        return _page(request, store, actor, _shown(running.rules if running else _proposal(store)))
    given = Given(request.POST, store.currency)
    wanted = _read(given, store)
    if wanted is not None:
        try:
            members.publish_programme(by=actor, store=store, rules=wanted)
        except (NotFound, NotAllowed):
            raise
        except Refusal as refusal:
            given.take(refusal, PLACES, "name")
    if given.errors:
        return _page(request, store, actor, request.POST, given)
    messages.success(request, _("Published. Shoppers see these rules on your store's page."))
    return go("desk_members", store.public_id)


def close(request: HttpRequest, store_id: str) -> HttpResponse:
    """Nobody joins or earns any more."""
    store, actor = here(request, store_id)
    members.close_programme(by=actor, store=store)
    messages.success(request, _("Closed: nobody joins or earns. Points that members have live on."))
    return go("desk_members", store.public_id)


def reopen(request: HttpRequest, store_id: str) -> HttpResponse:
    """Go on."""
    store, actor = here(request, store_id)
    members.reopen_programme(by=actor, store=store)
    messages.success(request, _("The programme is open again."))
    return go("desk_members", store.public_id)


def _proposal(store: Store) -> Rules:
    """Modest rules to begin with: a point for each unit of money, a hundredth of it back."""
    unit = to_minor(Decimal(1), store.currency)
    return Rules(
        name=_("Regulars of %(store)s") % {"store": name_of(store)},
        currency=store.currency,
        tiers=(
            Tier(_("Member")),
            Tier(_("Regular"), amount_minor=500 * unit, orders=3),
            Tier(_("Old friend"), amount_minor=2_000 * unit, orders=10),
        ),
        points=1,
        per_minor=unit if unit >= 100 else 100 * unit,
        point_minor=1,
    )


def _shown(rules: Rules) -> dict[str, str]:
    """The rules as the form shows them."""
    values = {
        "name": rules.name,
        "points": str(rules.points),
        "per": major(rules.per_minor, rules.currency),
        "worth": major(rules.point_minor, rules.currency),
        "expiry_days": str(rules.expiry_days),
        "share": f"{rules.most_share_bp / 100:g}",
        "window_days": str(rules.window_days),
    }
    for place, tier in enumerate(rules.tiers):
        values |= {
            f"tier-{place}-name": tier.name,
            f"tier-{place}-amount": major(tier.amount_minor, rules.currency),
            f"tier-{place}-orders": "" if tier.orders is None else str(tier.orders),
        }
    return values


def _read(given: Given, store: Store) -> Rules | None:
    """The rules as typed; None where a field cannot be read."""
    read: dict[str, Any] = {
        "name": given.text("name", needed=_("Give the programme a name."))[:80],
        "points": given.whole("points", needed=True, low=0, high=10_000),
        "per_minor": given.money("per", needed=True),
        "point_minor": given.money("worth", needed=True),
        "expiry_days": given.whole("expiry_days", needed=True, low=0, high=3650),
        "most_share_bp": given.percent("share", needed=True, low=0),
        "window_days": given.whole("window_days", needed=True, low=1, high=3650),
        "tiers": tuple(_tiers(given)),
    }
    return None if given.errors else Rules(currency=store.currency, **read)


def _tiers(given: Given) -> list[Tier]:
    tiers = []
    for place in range(MOST_TIERS):
        name = given.text(f"tier-{place}-name")[:40]
        amount, orders = given.money(f"tier-{place}-amount"), given.whole(f"tier-{place}-orders", high=10_000)
        if name or amount is not None or orders is not None:
            tiers.append(Tier(name, amount, orders))
        if place and (amount is not None or orders is not None) and not name:
            given.refuse(f"tier-{place}-name", _("Give the tier a name."))
        if place and name and amount is None and orders is None:
            given.refuse(f"tier-{place}-amount", _("Say from which amount, or from how many orders."))
    return tiers


def _page(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    values: dict[str, str] | QueryDict,
    given: Given | None = None,
) -> HttpResponse:
    errors = given.errors if given else {}
    return show(
        request,
        "people/programme",
        store,
        actor,
        "desk_members",
        status=422 if errors else 200,
        values=values,
        errors=errors,
        listed=given.listed() if given else [],
        places=range(MOST_TIERS),
        running=programme_of(store),
    )
