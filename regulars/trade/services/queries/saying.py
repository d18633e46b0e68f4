"""A plan's rules in words, the same for shoppers, the desk and the docs."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.queries import said
from regulars.ground.kit.money import format_money
from regulars.trade.services.rules import Definition

WAYS: dict[str, str | Promise] = {
    "send-in": _("you send it in"),
    "at-shop": _("you bring it to the shop"),
    "at-home": _("somebody comes to you"),
}
STARTS: dict[str, str | Promise] = {
    "delivery": _("from the day the goods arrive"),
    "confirmation": _("from the day the order is completed"),
}


def title_of(definition: Definition) -> str:
    """The plan's title in the reader's language."""
    return said(definition.title, definition.title_zh)


def words_of(definition: Definition, currency: str) -> tuple[str, ...]:
    """What the plan promises, sentence by sentence."""
    return (
        price_words(definition, currency),
        days_words(definition),
        claims_words(definition),
        ways_words(definition),
        promise_words(definition),
    )


def price_words(definition: Definition, currency: str) -> str:
    """What it costs with one piece."""
    if definition.price_minor is not None:
        price = format_money(definition.price_minor, currency, get_language() or "en")
        return gettext("%(price)s with each piece.") % {"price": price}
    share = f"{(definition.share_bp or 0) / 100:g} %"
    return gettext("%(share)s of the product's price, with each piece.") % {"share": share}


def days_words(definition: Definition) -> str:
    """How long it runs, and from when."""
    start = STARTS[definition.starts]
    many = ngettext(
        "It runs for %(n)s day, %(start)s.", "It runs for %(n)s days, %(start)s.", definition.days
    )
    return many % {"n": definition.days, "start": start}


def claims_words(definition: Definition) -> str:
    """How often it can be claimed."""
    told = ngettext("You can claim it once.", "You can claim it %(n)s times.", definition.claims)
    told = told % {"n": definition.claims} if definition.claims > 1 else told
    if definition.claims > 1 and definition.gap_days:
        gap = ngettext(
            "At least %(n)s day lies between two claims.",
            "At least %(n)s days lie between two claims.",
            definition.gap_days,
        )
        return f"{told} {gap % {'n': definition.gap_days}}"
    return told


def ways_words(definition: Definition) -> str:
    """How the store does it."""
    return gettext("How: %(ways)s.") % {"ways": " · ".join(str(WAYS[way]) for way in definition.ways)}


def promise_words(definition: Definition) -> str:
    """By when the store answers and has done it."""
    return gettext(
        "The store answers within %(answer)s days and has it done %(fulfil)s days later at most."
    ) % {
        "answer": definition.answer_days,
        "fulfil": definition.fulfil_days,
    }


def refund_words() -> tuple[str, ...]:
    """What becomes of the plan when the goods go back: the same rule for every plan."""
    return (
        gettext(
            "Goods go back before the plan starts, or in the return time with no claim made: all of it back."
        ),
        gettext("Otherwise: the part for the days that are not over. When every claim was made: nothing."),
        gettext("A claim still open when the goods go back ends with the plan."),
    )
