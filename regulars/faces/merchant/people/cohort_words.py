"""Cohorts said in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regulars.faces.look.speech import money
from regulars.oversight.insights.rules.counts import AGAIN, BOUGHT, OFFER
from regulars.oversight.insights.rules.picture import Picture
from regulars.oversight.insights.rules.tactics import Reason, Tactic


def month(name: str) -> str:
    """ "2026-10" as people say it."""
    return date_format(date.fromisoformat(f"{name}-01"), "YEAR_MONTH_FORMAT")


def deed(what: str) -> str:
    """What a row counts."""
    return {
        BOUGHT: _("Bought anything"),
        AGAIN: _("Of the buyers: not for the first time"),
        OFFER: _("Of the buyers: used an offer"),
    }[what]


def family(name: str) -> str:
    """The kind of a proposal."""
    return {
        "discount": _("Discount or trial"),
        "topic": _("Topic, buyers' pictures and a draw"),
        "interaction": _("Interaction"),
    }[name]


def plan(tactic: Tactic, picture: Picture, currency: str) -> str:
    """What taking a proposal up makes."""
    if tactic.family == "discount":
        threshold = tactic.threshold(picture)
        if threshold:
            return _("A coupon for this group alone: a tenth off from %(amount)s on, for 14 days.") % {
                "amount": money(threshold, currency)
            }
        return _("A coupon for this group alone: a tenth off, for 14 days.")
    if tactic.family == "topic":
        return _(
            "A message to this group that asks for pictures, with a piece drawn by lot among those who answer. Look up"
            " the rules for draws where you sell."
        )
    return _("A message to this group that asks what they think and what they miss.")


def reason(seen: Reason, names: Mapping[str, str]) -> str:
    """Why, in a sentence with its numbers."""
    said = {
        "mine": f"{seen.mine:.0%}",
        "others": "" if seen.others is None else f"{seen.others:.0%}",
        "index": seen.index,
        "topic": names.get(seen.topic, seen.topic),
    }
    return {
        "buys-less": _("%(mine)s of them bought something; at other stores %(others)s do (index %(index)s)."),
        "buys-more": _(
            "%(mine)s of them bought something; at other stores only %(others)s do (index %(index)s)."
        ),
        "uses-offers": _(
            "%(mine)s of the buyers used an offer; at other stores %(others)s do (index %(index)s)."
        ),
        "buys-less-of": _(
            "%(mine)s of them bought “%(topic)s”; at other stores that sell it %(others)s do (index %(index)s)."
        ),
        "buys-more-of": _(
            "%(mine)s of them bought “%(topic)s”; at other stores that sell it only %(others)s do (index %(index)s)."
        ),
        "smaller-orders": _("Their orders come to %(index)s %% of what is usual in your store."),
        "looks-more-at": _(
            "%(mine)s of them looked at “%(topic)s”; at other stores that sell it %(others)s do (index %(index)s)."
        ),
        "looks-more-than-rest": _(
            "%(mine)s of them looked at “%(topic)s”; of your other decades %(others)s did."
        ),
        "looks-but-hesitates": _("They look at “%(topic)s”, but only %(mine)s of those who look buy."),
        "comes-back-more": _(
            "%(mine)s of the buyers had bought before; at other stores %(others)s had (index %(index)s)."
        ),
        "comes-back-less": _(
            "Only %(mine)s of the buyers had bought before; at other stores %(others)s had (index %(index)s)."
        ),
    }[seen.code] % said
