"""A forecast of an offer in figures and words: what it would cost, from what, and what it does not know."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.moments import local
from regulars.faces.look.speech import money
from regulars.ground.kit import clock
from regulars.trade.offers.queries import Offer
from regulars.trade.orders.queries.foreseeing import Foresight
from regulars.trade.orders.queries.foreseen import Progress
from regulars.trade.orders.rules.foresight import Span


def stands(now: Progress, offer: Offer, *, store: bool = True) -> dict[str, Any]:
    """How far the forecast is, and once it is there what it says; `older`: made on an earlier day."""
    page: dict[str, Any] = {"standing": now, "figures": [], "notes": [], "tips": [], "older": False}
    if now.answer is None or now.made_at is None:
        return page
    older = local(now.made_at).date() < local(clock.now()).date()
    return page | told(now.answer, offer, store=store) | {"older": older}


def asked(outcome: str) -> str:
    """What asking for a forecast came to, for who asked; empty when it has begun, which the page says itself."""
    return {
        "kept": _(
            "Nothing has changed since it was worked out: the same orders, costs and terms. Tomorrow there is a day more."
        ),
        "working": _("It is being worked out already. This page shows how far it is."),
    }.get(outcome, "")


def told(found: Foresight, offer: Offer, *, store: bool = True) -> dict[str, Any]:
    """The forecast in figures and words; `store`: for the store that makes the offer, else for the market."""
    said = found.projection
    if said is None:
        return {"figures": [], "notes": [], "tips": [_few(found)]}
    currency = offer.currency
    figures = [
        _figure(
            _("Orders that would use it"),
            said.uses,
            None,
            _("of about %(n)s in this time") % {"n": _n(said.orders)},
        ),
        _figure(
            _("Taken off, paid by you") if store else _("Taken off, paid by the stores"),
            said.off_store,
            currency,
            _each(said.off_store, said.uses, currency),
        ),
    ]
    if said.off_market.high:
        figures.append(_figure(_("Taken off, paid by the market"), said.off_market, currency, ""))
    if store and found.unknown < found.priced:
        lost = money(round(said.lost), currency)
        figures.append(
            _figure(
                _("Your margin after it"),
                said.after,
                currency,
                _("%(lost)s less than without it") % {"lost": lost},
            )
        )
    return {"figures": figures, "notes": notes(found, offer, store=store), "tips": _tips(found, offer)}


def _figure(label: str, span: Span, currency: str | None, note: str) -> dict[str, str]:
    said = [
        money(round(one), currency) if currency else f"{round(one):,}"
        for one in (span.low, span.middle, span.high)
    ]
    return {
        "label": label,
        "value": said[1],
        "span": _("%(low)s to %(high)s") % {"low": said[0], "high": said[2]},
        "note": note,
    }


def _n(span: Span) -> str:
    return f"{round(span.middle):,}"


def _each(off: Span, uses: Span, currency: str) -> str:
    if not uses.middle:
        return ""
    return _("%(each)s an order") % {"each": money(round(off.middle / uses.middle), currency)}


def notes(found: Foresight, offer: Offer, *, store: bool = True) -> list[str]:
    """From what the figures come, and what they do not know."""
    said = [_from(found, store)]
    if found.priced < found.orders:
        said.append(
            _("A sample of %(n)s of them was priced again; the ranges hold its error.")
            % {"n": f"{found.priced:,}"}
        )
    if store:
        said.append(_("Of baskets over several stores only your own goods are in it."))
    said.append(_season(found))
    said.append(
        _(
            "The ranges hold the truth in about 95 of 100 such forecasts, if the days to come are like those that were."
        )
    )
    said.append(
        _(
            "What nobody can read from past orders: who comes only because of the offer, and who buys more to reach it."
        )
    )
    if not store and offer.kind == "cross-store":
        said.append(
            _("Counted are the stores that take part now; while none does, every store counts as if it did.")
        )
    if offer.claimable or offer.terms.get("needs_code"):
        said.append(
            _(
                "It is reckoned as if everybody who could use it had it in hand: the most it can cost, not the usual."
            )
        )
    if found.held:
        said.append(_("%(n)s%% who go without it are taken off.") % {"n": found.held})
    if store and found.unknown:
        said.append(
            ngettext(
                "%(n)s order holds goods without a cost price; for them the margin counts no cost.",
                "%(n)s orders hold goods without a cost price; for them the margin counts no cost.",
                found.unknown,
            )
            % {"n": f"{found.unknown:,}"}
        )
    if found.imported:
        said.append(
            _(
                "%(n)s orders came from elsewhere without their receipt: what was taken off then is taken as given."
            )
            % {"n": f"{found.imported:,}"}
        )
    return said


def _from(found: Foresight, store: bool) -> str:
    words = {"orders": f"{found.orders:,}", "weeks": found.weeks, "days": found.days}
    mine = _(
        "Your %(orders)s paid orders of the last %(weeks)s weeks, priced again with it by the price engine, "
        "on as many days as it runs: %(days)s, of the same weekdays."
    )
    every = _(
        "%(orders)s paid orders of all stores of the last %(weeks)s weeks, priced again with it by the price engine, "
        "on as many days as it runs: %(days)s, of the same weekdays."
    )
    return (mine if store else every) % words


def _season(found: Foresight) -> str:
    if found.season is None:
        return _(
            "There is no year behind you to read a season from: busy weeks before a feast are not in it."
        )
    return _("Last year these days were %(times)s times as busy as the weeks before; that is in it.") % {
        "times": f"{found.season:.2g}"
    }


def _few(found: Foresight) -> str:
    if not found.days:
        return _("There is no day left on which it counts.")
    return _(
        "%(n)s paid orders in the last weeks are too few to say anything. Come back after ten; until then a limit on the "
        "number keeps the cost in hand."
    ) % {"n": found.orders}


def _tips(found: Foresight, offer: Offer) -> list[str]:
    """A limit that the offer would hardly ever reach, and what to look at."""
    said = found.projection
    assert said is not None
    tips = []
    if not said.uses.middle:
        tips.append(
            _("None of your past orders would have used it. Lower the threshold, or widen the goods.")
        )
    elif said.uses.middle > 0.8 * said.orders.middle:
        tips.append(
            _(
                "Nearly every order would have used it without changing: that is a lower price. Raise the threshold."
            )
        )
    if said.uses.high:
        tips.append(
            _("A limit of %(n)s pieces, or %(money)s, would stop it only if it went far beyond this.")
            % {"n": f"{_round_up(said.uses.high):,}",
               "money": money(_round_up(said.off_store.high), offer.currency)}
        )  # fmt: skip
    return tips


def _round_up(value: float) -> int:
    """The next number with two figures that matter."""
    whole = max(round(value), 1)
    step: int = 10 ** max(len(str(whole)) - 2, 0)
    return -(-whole // step) * step
