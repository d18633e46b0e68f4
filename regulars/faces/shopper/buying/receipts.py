"""A price receipt said line by line: what came off, who bears it, what is close, why not more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from regulars.faces.look.speech import listed
from regulars.faces.shopper.buying.words import money, sentence
from regulars.faces.shopper.services.words import plan_lines
from regulars.goods.catalog.queries import said
from regulars.trade.offers.queries import titles_at
from regulars.trade.offers.queries.speaking import terms_in_words
from regulars.trade.offers.rules import STEPS, NextTier, Receipt, ReceiptStep, Refused, explain

MARKET = "market"
STEP_WORDS = {step.key: step.words for step in STEPS}
Names = Mapping[str, str]
T = TypeVar("T", ReceiptStep, Refused, NextTier)


@dataclass(frozen=True, slots=True)
class Said:
    """A receipt ready for `price_receipt`; `why_not` are offers that did not count, with the reason.

    `titles` names those that did, by their id.
    """

    lines: list[dict[str, object]]
    total_minor: int
    saved_minor: int
    currency: str
    hints: list[dict[str, object]]
    why_not: list[dict[str, object]]
    titles: Names


def in_words(receipt: Receipt, stores: Names, prepaid_minor: int = 0) -> Said:
    """The receipt in the reader's language; `stores` are names by public id. At most one query.

    `prepaid_minor` of the total was paid ahead: what is left to pay is the sum below.
    """
    own = _titled(receipt)
    freight = sum(total.freight_list_minor for total in own.stores)
    return Said(
        lines=[*_lines(own, stores, freight), *_ahead(own.total_minor, prepaid_minor)],
        total_minor=own.total_minor - prepaid_minor,
        saved_minor=own.list_minor + freight - own.total_minor,
        currency=own.currency,
        hints=[hint(own, tier) for tier in own.next_tiers],
        why_not=_why_not(own),
        titles={step.offer_id: step.title for step in own.steps},
    )


def rules_of(receipt: Receipt, titles: Names) -> list[dict[str, object]]:
    """The rules of the offers with these titles, as they were when the order was priced. At most four queries."""
    rules = terms_in_words(one for one in receipt.offers if one.offer_id in titles)
    return [{"title": titles[ref], "rules": told} for ref, told in rules.items()]


def _titled(receipt: Receipt) -> Receipt:
    """The same receipt with its offers named in the reader's language."""
    named = {step.offer_id for step in receipt.steps}
    named |= {row.offer_id for row in receipt.refused} | {tier.offer_id for tier in receipt.next_tiers}
    if not named:
        return receipt
    titles = {ref: said(*both) for ref, both in titles_at(receipt.priced_at, named).items()}

    def named_anew(row: T) -> T:
        return replace(row, title=titles.get(row.offer_id, row.title))

    return replace(
        receipt,
        steps=tuple(map(named_anew, receipt.steps)),
        refused=tuple(map(named_anew, receipt.refused)),
        next_tiers=tuple(map(named_anew, receipt.next_tiers)),
    )


def _lines(receipt: Receipt, stores: Names, freight: int) -> list[dict[str, object]]:
    goods = [step for step in receipt.steps if step.step != "freight"]
    sent = [step for step in receipt.steps if step.step == "freight"]
    plans = plan_lines(receipt)
    listed = receipt.list_minor - sum(int(str(one["minor"])) for one in plans)
    lines: list[dict[str, object]] = [{"label": _("Goods"), "minor": listed, "kind": "item"}, *plans]
    lines += _offers(goods, stores)
    if goods:
        lines.append({"label": _("Goods after offers"), "minor": receipt.goods_minor, "kind": "sub"})
    lines.append({"label": _("Delivery"), "minor": freight, "kind": "fee"})
    return lines + _offers(sent, stores)


def _ahead(total_minor: int, prepaid_minor: int) -> list[dict[str, object]]:
    if not prepaid_minor:
        return []
    return [
        {"label": _("Price altogether"), "minor": total_minor, "kind": "sub"},
        {"label": _("Paid ahead"), "minor": -prepaid_minor, "kind": "points"},
    ]


def _offers(steps: list[ReceiptStep], stores: Names) -> list[dict[str, object]]:
    """One line per offer, whatever number of goods it took something off."""
    merged: dict[tuple[str, str], list[ReceiptStep]] = {}
    for step in steps:
        merged.setdefault((step.step, step.offer_id), []).append(step)
    return [_offer(same, stores) for same in merged.values()]


def _offer(same: list[ReceiptStep], stores: Names) -> dict[str, object]:
    funding: dict[str, int] = {}
    for step in same:
        for who, minor in step.funding.items():
            funding[who] = funding.get(who, 0) + minor
    return {
        "label": same[0].title or gettext(STEP_WORDS[same[0].step]),
        "note": gettext(STEP_WORDS[same[0].step]),
        "minor": -sum(step.amount_minor for step in same),
        "kind": "points" if same[0].step == "points" else "offer",
        "funder": _borne_by({who: minor for who, minor in funding.items() if minor}, stores),
    }


def _borne_by(funding: Mapping[str, int], stores: Names) -> str:
    names = [_("the market") if who == MARKET else stores.get(who, _("the store")) for who in funding]
    return _("paid by %(names)s") % {"names": listed(names)} if names else ""


def hint(receipt: Receipt, tier: NextTier) -> dict[str, object]:
    """What is missing to the next tier, with how far one is."""
    goal = max(_goal(receipt, tier), tier.missing_minor)
    words = {
        "missing": money(tier.missing_minor, receipt.currency),
        "off": money(tier.off_minor, receipt.currency),
        "title": tier.title,
    }
    return {
        "text": _("%(missing)s more for %(off)s off · %(title)s") % words,
        "value": goal - tier.missing_minor,
        "max": goal,
        "store": tier.store_id,
    }


def _goal(receipt: Receipt, tier: NextTier) -> int:
    """The threshold meant: that of the tier which takes off as much; else all goods and what is missing."""
    tiers = [row for offer in receipt.offers if offer.offer_id == tier.offer_id for row in offer.tiers]
    named = [row.threshold_minor for row in tiers if row.off_minor == tier.off_minor]
    return named[0] if named else receipt.list_minor + tier.missing_minor


def _why_not(receipt: Receipt) -> list[dict[str, object]]:
    promised = {tier.offer_id for tier in receipt.next_tiers}
    rows = [row for row in receipt.refused if row.offer_id not in promised]
    told = [said_as for said_as in explain(receipt) if said_as.key.startswith("refused.")]
    return [
        {
            "text": sentence(said_as, receipt.currency),
            "claim": row.offer_id if row.reason == "needs-claim" else "",
        }
        for row, said_as in zip(rows, told, strict=True)
    ]
