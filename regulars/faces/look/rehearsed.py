"""A rehearsed receipt as whoever made the offer reads it: what came off, by which offer, who pays, and why not more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.look.speech import money
from regulars.goods.catalog.queries import said
from regulars.trade.offers.rules import Receipt, Refused
from regulars.trade.orders.queries.goods import Item


def lines_of(
    receipt: Receipt, items: tuple[Item, ...], titles: Mapping[str, str], *, store: bool = True
) -> list[dict[str, Any]]:
    """Goods, what came off and delivery, as `price_receipt` wants them; `titles` of offers by their id.

    `store`: a store reads it ("you pay"), else the market.
    """
    names = {item.variant.public_id: said(item.product.title, item.product.title_zh) for item in items}
    found: list[dict[str, Any]] = [
        {
            "label": f"{names.get(line.line_id, '')} × {line.quantity}",
            "minor": line.list_minor,
            "kind": "item",
        }
        for line in receipt.lines
    ]
    found += [_step(step, titles, receipt, store) for step in receipt.steps if step.step != "freight"]
    freight = sum(one.freight_list_minor for one in receipt.stores)
    found.append({"label": _("Delivery"), "minor": freight, "kind": "fee"})
    return found + [_step(step, titles, receipt, store) for step in receipt.steps if step.step == "freight"]


def _step(step: Any, titles: Mapping[str, str], receipt: Receipt, store: bool) -> dict[str, Any]:
    payer = _payer(step, receipt.currency, store)
    base = _("of %(base)s") % {"base": money(step.base_minor, receipt.currency)}
    return {
        "label": titles.get(step.offer_id, step.title),
        "minor": -step.amount_minor,
        "kind": "offer",
        "note": f"{base}; {payer}",
    }


def _payer(step: Any, currency: str, store: bool) -> str:
    market = step.funding.get("market", 0)
    own = step.amount_minor - market
    if not own:
        return _("the market pays")
    if not market:
        return _("you pay") if store else _("the stores pay")
    both = {"own": money(own, currency), "market": money(market, currency)}
    if store:
        return _("you pay %(own)s, the market %(market)s") % both
    return _("the stores pay %(own)s, the market %(market)s") % both


def whys(receipt: Receipt, offer_id: str, titles: Mapping[str, str]) -> list[str]:
    """What did not apply and why, the offer tried first; then what is close."""
    order = sorted(receipt.refused, key=lambda one: (one.offer_id != offer_id, one.title))
    said_ = [f"{titles.get(one.offer_id, one.title)}: {_why(one, receipt.currency)}" for one in order]
    return said_ + [
        _("%(title)s: %(missing)s more and %(off)s comes off.")
        % {
            "title": titles.get(one.offer_id, one.title), "missing": money(one.missing_minor, receipt.currency),
            "off": money(one.off_minor, receipt.currency),
        }
        for one in receipt.next_tiers
    ]  # fmt: skip


def _why(one: Refused, currency: str) -> str:
    if one.reason == "below-threshold" and one.distance_minor is not None:
        return _("%(missing)s are missing.") % {"missing": money(one.distance_minor, currency)}
    return {
        "not-started": _("has not started on this day."), "ended": _("is over on this day."),
        "needs-code": _("needs its code."), "needs-claim": _("must be taken first."),
        "not-chosen": _("was left out."), "not-for-you": _("is for other people."),
        "not-new": _("is for a first order only."), "budget-spent": _("is used up."),
        "another-is-better": _("another offer takes off more."),
        "cheaper-without": _("the basket is cheaper without it."),
        "nothing-left": _("nothing is left to pay where it would apply."),
    }.get(one.reason, _("takes nothing off these goods."))  # fmt: skip
