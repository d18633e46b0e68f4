"""Definitions and stages said in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_date
from regulars.faces.look.speech import listed
from regulars.ground.kit.moments import said_day
from regulars.ground.kit.money import format_money
from regulars.ground.lake.figures import registry
from regulars.loyalty.customers.rules import CHANNELS, PURPOSES
from regulars.loyalty.segments.rules.definition import (
    All,
    Allows,
    Any_,
    Behind,
    Did,
    InRfm,
    InSegment,
    InStage,
    Is,
    Leaf,
    Node,
    Not,
    OnList,
    Share,
    Since,
    Window,
)

EVENTS = ("first_seen", "last_seen", "first_paid", "last_paid", "followed")
CONSENTS = [(purpose, channel) for purpose in PURPOSES for channel in CHANNELS]


def consent(purpose: str, channel: str) -> str:
    """A permission in words."""
    what = {"offers": _("offers"), "news": _("news"), "service": _("service messages")}[purpose]
    where = {
        "inbox": _("in the inbox"),
        "email": _("by e-mail"),
        "sms": _("by SMS"),
        "push": _("on the phone"),
    }[channel]
    return f"{what} {where}"


def stage(name: str) -> str:
    """A stage as people call it."""
    return {
        "attention": pgettext("stage", "Attention"),
        "interest": pgettext("stage", "Interest"),
        "intention": pgettext("stage", "Intention"),
        "purchase": pgettext("stage", "Purchase"),
        "loyal": pgettext("stage", "Loyal"),
        "lost": pgettext("stage", "Lost"),
        "none": pgettext("stage", "Not met yet"),
    }.get(name, name)


def stage_rule(name: str, windows: Mapping[str, int]) -> str:
    """What puts somebody at a stage."""
    days = windows.get(name, 0)
    return {
        "attention": _("Saw a page of yours in the last %(days)s days."),
        "interest": _("Follows you, or was here on two days or more, in the last %(days)s days."),
        "intention": _(
            "Put something into the basket, took a coupon or placed an order in the last %(days)s days."
        ),
        "purchase": _("Kept an order paid in the last %(days)s days."),
        "loyal": _("Kept two orders or more, paid in the last %(days)s days."),
        "lost": _("Was here once; nothing of the above holds any more."),
        "none": _("You have met, but nothing was done yet."),
    }.get(name, "") % {"days": days}


def channel(name: str) -> str:
    """A channel as people call it."""
    return {
        "search": pgettext("channel", "Search"),
        "feed": pgettext("channel", "Stores they follow"),
        "market": pgettext("channel", "Market pages"),
        "link": pgettext("channel", "Shared link"),
        "live": pgettext("channel", "Live broadcast"),
        "creator": pgettext("channel", "Creator"),
        "ad": pgettext("channel", "Advertisement"),
        "outreach": pgettext("channel", "Your messages"),
        "alliance": pgettext("channel", "Partner store"),
        "offline": pgettext("channel", "On the spot"),
        "other": pgettext("channel", "Something else"),
        "direct": pgettext("channel", "Directly"),
    }.get(name, name)


def deeds() -> list[tuple[str, str]]:
    """What people can have done, for choosing."""
    return [
        ("paid", _("kept a paid order")),
        ("bought", _("bought a product")),
        ("placed", _("placed an order")),
        ("basket", _("put something into the basket")),
        ("claimed", _("took a coupon")),
        ("view", _("looked at a page")),
        ("click", _("clicked on something")),
        ("search", _("searched")),
        ("share", _("shared")),
        ("followed", _("began to follow")),
        ("left", _("stopped following")),
        ("refunded", _("got money back")),
        ("undone", _("gave an order back whole")),
    ]


def measures() -> list[tuple[str, str]]:
    """What can be counted, for choosing."""
    return [
        ("times", _("times")),
        ("days", _("different days")),
        ("amount", _("amount of money")),
        ("products", _("different products")),
        ("orders", _("different orders")),
    ]


def compares() -> list[tuple[str, str]]:
    """Comparisons, for choosing."""
    return [
        ("ge", _("at least")),
        ("le", _("at most")),
        ("eq", _("exactly")),
        ("gt", _("more than")),
        ("lt", _("less than")),
    ]


def attribute(name: str) -> str:
    """An attribute as people call it."""
    return {
        "follows": _("Follows the store"),
        "origin": _("Came first by"),
        "language": _("Language"),
        "birth_decade": _("Born in the decade"),
        "member": _("Member of the programme"),
        "tier": _("Tier"),
        "points": _("Points in hand"),
        "member_days": _("Days as a member"),
        "recommends": _("Would recommend the store, 0 to 10"),
        "likely_back": _("Chance of an order within 90 days, in per cent"),
    }.get(name, name)


def at_least(name: str, low: int) -> str:
    """An attribute that is a number and not small, for choosing."""
    return f"{attribute(name)}: {dict(compares())['ge']} {low}"


def sentences(node: Node, currency: str, names: Mapping[str, str]) -> list[str]:
    """A definition as one sentence per condition; groups are named before their parts."""
    if not isinstance(node, All | Any_ | Not):
        return [condition(node, currency, names)]
    parts = [line for part in node.of for line in sentences(part, currency, names)]
    if not node.of:
        return [_("everybody") if isinstance(node, All) else _("nobody")]
    if isinstance(node, All):
        return parts
    if isinstance(node, Not):
        return [_("not: %(what)s") % {"what": line} for line in parts]
    return [(" " + pgettext("between conditions", "or") + " ").join(parts)]


def condition(leaf: Leaf, currency: str, names: Mapping[str, str]) -> str:
    """One condition in words. `names` says segments and lists by public id."""
    match leaf:
        case Did():
            return _did(leaf, currency)
        case Is():
            return _is(leaf)
        case Since():
            return f"{event(leaf.event)} {window(leaf.window)}"
        case InStage():
            return _("at the stage %(stages)s") % {"stages": listed(stage(name) for name in leaf.stages)}
        case InRfm():
            return _("in the cells %(cells)s of recency, frequency, money") % {"cells": listed(leaf.cells)}
        case Allows():
            return _("allows %(what)s") % {"what": consent(leaf.purpose, leaf.channel)}
        case OnList() | InSegment():
            return _("in “%(name)s”") % {"name": names.get(leaf.id, leaf.id)}
        case Share():
            share = (leaf.end - leaf.start) / 100
            return _("in a fixed share of %(share)s %% of people") % {"share": f"{share:g}"}
        case Behind():
            return _("counted in “%(figure)s” at %(point)s") % {
                "figure": registry[leaf.figure].title if leaf.figure in registry else leaf.figure,
                "point": point(leaf.figure, leaf.keys),
            }


def point(figure: str, keys: list[str]) -> str:
    """A point of a figure by its keys."""
    if figure == "people.stage-flow" and len(keys) > 1:
        words = f"{stage(keys[0])} → {stage(keys[1])}"
        return f"{words} ({_('%(days)s days') % {'days': keys[2]}})" if len(keys) > 2 else words
    if figure in ("sales.credit", "sales.paths"):
        return " → ".join(map(channel, keys[1:] if figure == "sales.credit" else keys))
    return " / ".join(keys)


def window(one: Window) -> str:
    """A stretch of time in words."""
    if one.days is not None and one.after_days:
        words = ngettext(
            "in the %(n)s day until %(ago)s days ago", "in the %(n)s days until %(ago)s days ago", one.days
        )
        return words % {"n": one.days, "ago": one.after_days}
    if one.days is not None:
        return ngettext("in the last day", "in the last %(n)s days", one.days) % {"n": one.days}
    if one.calendar is not None:
        return calendars()[one.calendar]
    if one.since and one.until:
        return _("from %(since)s to %(until)s") % {"since": _day(one.since), "until": _day(one.until)}
    if one.since:
        return _("since %(since)s") % {"since": _day(one.since)}
    return _("until %(until)s") % {"until": _day(one.until)} if one.until else _("ever")


def calendars() -> dict[str, str]:
    """Calendar windows, for choosing."""
    return {
        "today": _("today"),
        "yesterday": _("yesterday"),
        "this_week": _("this week"),
        "last_week": _("last week"),
        "this_month": _("this month"),
        "last_month": _("last month"),
        "this_year": _("this year"),
        "last_year": _("last year"),
    }


def found(leaf: Leaf, value: Any, currency: str) -> str:
    """What was found of one person for one condition."""
    if isinstance(leaf, Did):
        return _amount(leaf, int(value), currency)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return local_date(value)
    if isinstance(leaf, InStage):
        return stage(str(value))
    return _("unknown") if value is None else str(value)


def _did(leaf: Did, currency: str) -> str:
    what = dict(deeds()).get(leaf.what, leaf.what)
    about = [*(leaf.where.categories or ()), *(leaf.where.products or ()), *(leaf.where.sources or ())]
    never = leaf.op in ("le", "eq") and leaf.value == 0
    if never:
        words = _("never %(what)s") % {"what": what}
    else:
        many = {
            "what": what,
            "compare": dict(compares())[leaf.op],
            "many": _amount(leaf, leaf.value, currency),
        }
        words = _("%(what)s %(compare)s %(many)s") % many
    tail = f" ({', '.join(about)})" if about else ""
    return f"{words}{tail} {window(leaf.window)}"


def _amount(leaf: Did, value: int, currency: str) -> str:
    match leaf.measure:
        case "amount":
            return format_money(value, currency, get_language() or "en")
        case "days":
            return ngettext("on %(n)s day", "on %(n)s days", value) % {"n": value}
        case "products":
            return ngettext("%(n)s product", "%(n)s products", value) % {"n": value}
        case "orders":
            return ngettext("%(n)s order", "%(n)s orders", value) % {"n": value}
    return ngettext("once", "%(n)s times", value) % {"n": value}


def _is(leaf: Is) -> str:
    name = attribute(leaf.attribute)
    if leaf.op in ("known", "unknown"):
        return f"{name}: {_('known') if leaf.op == 'known' else _('unknown')}"
    if isinstance(leaf.value, bool):
        return f"{name}: {_('yes') if leaf.value else _('no')}"
    values = listed(leaf.value) if isinstance(leaf.value, list) else str(leaf.value)
    if leaf.op == "not_in":
        return _("%(name)s: not %(values)s") % {"name": name, "values": values}
    if leaf.op in ("eq", "in"):
        return f"{name}: {values}"
    return f"{name}: {dict(compares())[leaf.op]} {values}"


def event(name: str) -> str:
    return {
        "first_seen": _("first seen"),
        "last_seen": _("last seen"),
        "first_paid": _("first bought"),
        "last_paid": _("last bought"),
        "followed": _("began to follow"),
    }[name]


def _day(day: date) -> str:
    return said_day(day)
