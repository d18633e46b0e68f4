"""A store's programme in plain words: what shoppers are promised is what the merchant reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.speech import listed, money
from regulars.ground.kit.moments import said_day, said_hour
from regulars.loyalty.members.rules import Place, Rules, Tier


def promises(rules: Rules) -> list[str]:
    """The rules of a programme, sentence by sentence."""
    return [*_points(rules), *_tiers(rules), _leaving()]


def _points(rules: Rules) -> list[str]:
    if not rules.points:
        return []
    said = [earning(rules), _worth(rules)]
    if rules.expiry_days:
        ends = _("Points live for %(days)s days; those that end first are used first.") % {
            "days": f"{rules.expiry_days:,}"
        }
        back = _("Points that come back with a refund are valid for the full time again.")
        return [*said, ends, back]
    return [*said, _("Points never expire.")]


def earning(rules: Rules) -> str:
    """What an order earns."""
    words = ngettext(
        "%(points)s point for every %(amount)s you pay, once the order is complete. What goes back takes its points "
        "along.",
        "%(points)s points for every %(amount)s you pay, once the order is complete. What goes back takes its points "
        "along.",
        rules.points,
    )
    return words % {"points": f"{rules.points:,}", "amount": money(rules.per_minor, rules.currency)}


def _worth(rules: Rules) -> str:
    worth = money(rules.point_minor, rules.currency)
    if not rules.most_share_bp:
        return _("A point is worth %(worth)s.") % {"worth": worth}
    return _("A point is worth %(worth)s; points pay up to %(share)s of the goods of an order.") % {
        "worth": worth,
        "share": f"{rules.most_share_bp / 100:g} %",
    }


def _tiers(rules: Rules) -> list[str]:
    if len(rules.tiers) == 1:
        return []
    said = _(
        "Your tier counts the orders you completed in the last %(days)s days; refunds take them out again."
    )
    return [said % {"days": f"{rules.window_days:,}"}]


def _leaving() -> str:
    return _(
        "Joining allows the store nothing else: it writes to you only if you say so apart. You can leave at any time."
    )


def asks(tier: Tier, currency: str) -> str:
    """What a tier asks for."""
    ways = [
        *([money(tier.amount_minor, currency)] if tier.amount_minor is not None else []),
        *([_orders(tier.orders)] if tier.orders is not None else []),
    ]
    return either(ways) or _("for everybody who joins")


def distance(place: Place, currency: str) -> str:
    """What is missing to the next tier; empty at the top."""
    if place.next is None:
        return ""
    ways = [
        *([money(place.missing_minor, currency)] if place.missing_minor is not None else []),
        *([_orders(place.missing_orders)] if place.missing_orders is not None else []),
    ]
    return _("%(missing)s more to %(tier)s") % {"missing": either(ways), "tier": place.next.name}


def for_members(tier: int | None) -> str:
    """For whom an offer is: members from a tier on; empty for everybody."""
    if tier is None:
        return ""
    return _("For members.") if tier == 1 else _("For members from tier %(n)s on.") % {"n": tier}


def on_days(terms: Mapping[str, Any]) -> str:
    """On which days and at which hours an offer counts; empty for always."""
    weekdays = [str(WEEKDAYS[day]) for day in sorted(terms.get("weekdays", ()))]
    dates = [said_day(date.fromisoformat(day)) for day in sorted(terms.get("dates", ()))]
    said = _("Only on: %(days)s.") % {"days": listed([*weekdays, *dates])} if weekdays or dates else ""
    return " ".join(one for one in (said, _at_hours(terms.get("hours"))) if one)


def _at_hours(hours: Sequence[int] | None) -> str:
    if not hours:
        return ""
    return _("Only from %(from)s to %(until)s.") % {"from": said_hour(hours[0]), "until": said_hour(hours[1])}


def birthday(window: Mapping[str, Any]) -> str:
    """When a birthday coupon is in hand."""
    return _("Comes by itself: from %(before)s days before the birthday to %(after)s days after it.") % window


def either(ways: list[str]) -> str:
    """Ways of which one is enough."""
    return _("%(one)s or %(other)s") % {"one": ways[0], "other": ways[1]} if len(ways) == 2 else listed(ways)


def points(many: int) -> str:
    """A number of points."""
    return ngettext("%(n)s point", "%(n)s points", many) % {"n": f"{many:,}"}


def _orders(many: int) -> str:
    return ngettext("%(n)s order", "%(n)s orders", many) % {"n": f"{many:,}"}


def ladder(rules: Rules) -> list[dict[str, str]]:
    """Every tier with what it asks for."""
    return [{"name": tier.name, "asks": asks(tier, rules.currency)} for tier in rules.tiers]
