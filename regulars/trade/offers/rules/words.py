"""A receipt as sentences: keys and parameters in reading order. Pages translate and format them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .receipt import NextTier, Receipt, ReceiptStep, Refused
from .steps import STEP

SENTENCES: dict[str, str] = {
    "goods.list": "Goods at list price: {amount_minor}",
    "goods.paid": "Goods to pay: {amount_minor}",
    "freight.paid": "Freight: {amount_minor}",
    "total": "Total: {amount_minor}",
    "step": "{step}: {title}, {amount_minor} off",
    "next.more": "{missing_minor} more for {off_minor} off ({title})",
    "refused.not-started": "{title} has not started yet",
    "refused.ended": "{title} is over",
    "refused.needs-code": "{title} needs its code",
    "refused.needs-claim": "Collect {title} first, then it counts",
    "refused.not-chosen": "You left {title} out",
    "refused.not-for-you": "{title} is for other customers",
    "refused.not-new": "{title} is for the first order in a store",
    "refused.budget-spent": "{title} is used up",
    "refused.below-threshold": "{distance_minor} more for {off_minor} off ({title})",
    "refused.another-is-better": "Another offer takes off more than {title}",
    "refused.cheaper-without": "You pay less without {title}",
    "refused.nothing-left": "Nothing is left to pay where {title} would apply",
    "refused.nothing-off": "{title} takes nothing off these goods",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Key into SENTENCES and its parameters; names ending in `_minor` are amounts in minor units."""

    key: str
    params: Mapping[str, str | int]


def explain(receipt: Receipt) -> list[Sentence]:
    """The receipt from list price to total, then what is close, then what did not apply and why."""
    promised = {tier.offer_id for tier in receipt.next_tiers}
    return [
        Sentence("goods.list", {"amount_minor": receipt.list_minor}),
        *(_step(step) for step in receipt.steps if step.step != "freight"),
        Sentence("goods.paid", {"amount_minor": receipt.goods_minor}),
        *(_step(step) for step in receipt.steps if step.step == "freight"),
        Sentence("freight.paid", {"amount_minor": receipt.freight_minor}),
        Sentence("total", {"amount_minor": receipt.total_minor}),
        *(
            _next(tier)
            for tier in sorted(receipt.next_tiers, key=lambda tier: (tier.missing_minor, tier.offer_id))
        ),
        *(_refused(refused) for refused in receipt.refused if refused.offer_id not in promised),
    ]


def _step(step: ReceiptStep) -> Sentence:
    params: dict[str, str | int] = {"step": STEP[step.step].words, "title": step.title}
    return Sentence("step", params | {"amount_minor": step.amount_minor})


def _next(tier: NextTier) -> Sentence:
    params: dict[str, str | int] = {
        "title": tier.title,
        "missing_minor": tier.missing_minor,
        "off_minor": tier.off_minor,
    }
    return Sentence("next.more", params)


def _refused(refused: Refused) -> Sentence:
    params: dict[str, str | int] = {"title": refused.title}
    if refused.distance_minor is not None and refused.off_minor is not None:
        params |= {"distance_minor": refused.distance_minor, "off_minor": refused.off_minor}
    return Sentence(refused.sentence, params)
