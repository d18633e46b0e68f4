"""What an offer brought: a word, the money with its interval, and the people on both sides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_date
from regulars.faces.look.speech import money
from regulars.faces.merchant.frame import here, show
from regulars.ground.kit.refusals import NotFound
from regulars.ground.lake.sitting import sitting
from regulars.trade.offers.queries import Offer, figures_of, offer_of
from regulars.trade.offers.queries.results import Results, results_of


@sitting()
def results(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """The page of one published offer."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    offer = offer_of(store, offer_id)
    if offer.published_at is None:
        raise NotFound()
    found = results_of(offer)
    return show(
        request, "shop/offer_results", store, actor, "desk_offers", offer=offer, found=found,
        figures=figures_of(offer), back=reverse("desk_offer", args=[store.public_id, offer.public_id]),
        kind=KINDS[found.said], title=_title(found), sentence=_sentence(found, offer), rows=_rows(found, offer),
    )  # fmt: skip


KINDS = {
    "works": "good", "no-effect": "info", "stop": "bad", "too-early": "info", "too-few": "info",
    "everybody": "info",
}  # fmt: skip


def _title(found: Results) -> str:
    return {
        "works": _("It works"), "no-effect": _("No effect seen"), "stop": _("Stop: it loses money"),
        "too-early": _("Too early"), "too-few": _("Too few to tell"), "everybody": _("Only before and after is known"),
    }[found.said]  # fmt: skip


def _sentence(found: Results, offer: Offer) -> str:
    if found.said == "everybody":
        return _(
            "Everybody could have this offer, so nobody shows what would have been without it. Orders before and after "
            "tell of the season as much as of the offer. To know, make it a coupon and let a share go without it."
        )
    if found.said == "too-early":
        return _("It runs until %(day)s. A word before that would change from day to day.") % {
            "day": local_date(found.until)
        }
    if found.said == "too-few":
        return _few(found)
    one = found.judged
    words = {
        "gain": money(one.total, offer.currency), "low": money(one.total_low, offer.currency),
        "high": money(one.total_high, offer.currency), "visible": money(round(one.visible * one.sent), offer.currency),
    }  # fmt: skip
    if found.said == "no-effect":
        return (
            _(
                "Those with it brought %(gain)s more than those without it would have, from %(low)s to %(high)s: "
                "that may be chance. An effect of %(visible)s or more would have been seen."
            )
            % words
        )
    return (
        _("It brought %(gain)s, with the truth between %(low)s and %(high)s in 95 of 100 such comparisons.")
        % words
    )


def _few(found: Results) -> str:
    if found.more:
        return _("It takes about %(n)s more people before chance can be told from effect.") % {
            "n": f"{found.more:,}"
        }
    return _("There are enough people, but too few of them bought: at least ten on each side must.")


def _rows(found: Results, offer: Offer) -> list[tuple[str, str]]:
    """The two sides in figures."""
    if found.said == "everybody":
        return []
    one = found.judged
    rows = [
        (_("Could have it"), f"{one.sent:,}"), (_("Went without it"), f"{one.held:,}"),
        (_("Orders counted"), f"{local_date(found.since)} – {local_date(found.until)}"),
    ]  # fmt: skip
    if found.said in ("works", "no-effect", "stop"):
        what = _("what was left after discount, commission and cost") if found.margin else _("what was paid")
        rows += [
            (_("With it, each"), _money(one.mean_sent, offer)), (_("Without it, each"), _money(one.mean_held, offer)),
            (_("Compared by"), what),
        ]  # fmt: skip
    return rows


def _money(minor: float, offer: Offer) -> str:
    return money(round(minor), offer.currency)
