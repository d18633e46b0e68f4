"""The home of offers: a month (or a week) of everything the store offers, what runs now and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.membership import on_days
from regulars.faces.look.speech import money
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.shop.offers import lists
from regulars.faces.merchant.shop.offers.plans import plan_of
from regulars.faces.merchant.shop.offers.sharing import sharing
from regulars.faces.merchant.shop.offers.weeks import Bar, Piece, monday, weeks
from regulars.faces.merchant.shop.offers.words import Saying
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.people.merchants.queries import Store, market
from regulars.trade.offers.queries.calendar import Entry, entries_between
from regulars.trade.offers.rules import Days, days_of

FAR = 400
SOON = timedelta(days=30)
LOOK = {
    "running": "active",
    "scheduled": "scheduled",
    "draft": "draft",
    "ended": "ended",
    "stopped": "closed",
}


def home(request: HttpRequest, store_id: str) -> HttpResponse:
    """The calendar; with `?state=` the list of offers in one state."""
    if "state" in request.GET:
        return lists.index(request, store_id)
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    zone = ZoneInfo(market().zone)
    today = clock.now().astimezone(zone).date()
    view = "week" if request.GET.get("view") == "week" else "month"
    first, last = _span(view, _asked(request.GET.get("from", ""), today))
    shown = (monday(first), monday(last) + timedelta(days=6))
    # What runs now and what starts soon stand beside the calendar, whatever month is looked at.
    since = clock.midnight(min(shown[0], today), zone)
    until = max(clock.midnight(shown[1] + timedelta(days=1), zone), clock.now() + SOON)
    entries = entries_between(store, since, until)
    titles = {one.ref: said(one.title, one.title_zh) for one in entries}
    cards = {one.ref: _card(store, one, titles) for one in entries}
    drawn = [one for one in entries if one.state != "draft" or one.starts_at >= since]
    bars = [bar for one in drawn for bar in _bars(one, zone, cards[one.ref], shown)]
    return show(
        request, "shop/offers_home", store, actor, "desk_offers", view=view, today=today,
        title=_titled(view, first, last), anything=bool(entries), weeks=[_week(row) for row in weeks(bars, *shown)],
        month=first.month if view == "month" else 0, prev=_link(view, first, -1), next=_link(view, first, 1),
        now_link=f"?view={view}", other=_views(view, first), weekdays=_weekdays(shown[0]),
        listed=_once(bar.of for bar in bars if bar.first <= shown[1] and bar.last >= shown[0]),
        running=[cards[one.ref] for one in entries if one.state == "running" and one.whose != "market"],
        coming=[cards[one.ref] for one in entries if one.state == "scheduled" and one.whose != "market"][:5],
        sharing=sharing([one for one in entries if one.state in ("running", "scheduled")], titles),
        drafts=sum(one.state == "draft" for one in entries), joinable=_joinable(entries),
    )  # fmt: skip


def _asked(text: str, today: date) -> date:
    """The day asked for, within reach; today otherwise."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if abs((found - today).days) <= FAR else today


def _span(view: str, day: date) -> tuple[date, date]:
    if view == "week":
        return monday(day), monday(day) + timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _link(view: str, first: date, way: int) -> str:
    if view == "week":
        return f"?view=week&from={first + timedelta(days=7 * way)}"
    other = (first + timedelta(days=32 if way > 0 else -1)).replace(day=1)
    return f"?from={other}"


def _views(view: str, first: date) -> list[dict[str, str]]:
    return [
        {"key": "month", "label": _("Month"), "href": f"?from={first}"},
        {"key": "week", "label": _("Week"), "href": f"?view=week&from={first}"},
        {"key": "list", "label": _("List"), "href": "?state="},
    ]


def _titled(view: str, first: date, last: date) -> str:
    if view == "month":
        return date_format(first, "YEAR_MONTH_FORMAT")
    days = {"first": date_format(first, "MONTH_DAY_FORMAT"), "last": date_format(last, "MONTH_DAY_FORMAT")}
    return _("%(first)s to %(last)s") % days


def _weekdays(start: date) -> list[str]:
    return [date_format(start + timedelta(days=n), "D") for n in range(7)]


def _bars(
    one: Entry, zone: ZoneInfo, card: dict[str, Any], shown: tuple[date, date]
) -> Iterator[Bar[dict[str, Any]]]:
    """The bar of an entry; for an offer of certain days one for each run of days on which it counts."""
    end = one.ends_at or one.starts_at + timedelta(days=FAR * 2)
    first = one.starts_at.astimezone(zone).date()
    last = max(end - timedelta(seconds=1), one.starts_at).astimezone(zone).date()
    days = days_of(one.offer.terms) if one.offer else Days()
    if days.every:
        yield Bar(first, last, card)
        return
    day, last = max(first, shown[0]), min(last, shown[1])
    while day <= last:
        start = day
        while day <= last and days.count(day):
            day += timedelta(days=1)
        if start < day:
            yield Bar(start, day - timedelta(days=1), card)
        else:
            day += timedelta(days=1)


def _once(cards: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each card once, in the order in which it came."""
    return list({card["ref"]: card for card in cards}.values())


def _week(row: Any) -> dict[str, Any]:
    pieces: Sequence[Piece[dict[str, Any]]] = row.pieces
    more = ngettext("%(n)s more", "%(n)s more", row.more) % {"n": row.more} if row.more else ""
    return {"days": row.days, "pieces": pieces, "more": more, "href": f"?view=week&from={row.days[0]}"}


def _card(store: Store, one: Entry, titles: Mapping[str, str]) -> dict[str, Any]:
    """What stands on a bar and in the lists."""
    label, rule, tone = _told(one)
    return {
        "ref": one.ref, "title": titles[one.ref], "label": label, "rule": rule, "tone": tone, "whose": one.whose,
        "state": LOOK[one.state], "code": one.state, "state_label": _state(one.state), "starts_at": one.starts_at,
        "ends_at": one.ends_at, "href": _href(store, one.path), "uses": one.uses,
        "cost": money(one.taken_minor, one.currency) if one.taken_minor is not None else "",
        "waits": one.state in ("scheduled", "draft"),
        "meets": any(ref in titles for ref in one.meets),
    }  # fmt: skip


def _href(store: Store, path: str) -> str:
    return reverse("desk_offers", args=[store.public_id]).removesuffix("offers/") + path if path else ""


def _told(one: Entry) -> tuple[str, str, str]:
    """What kind it is, its rule in short, and the tone of its bar."""
    if one.planned is not None:
        return planned_kind(one.kind), next(iter(one.planned.words), ""), "planned"
    offer = one.offer
    assert offer is not None, "an entry is an offer or planned"
    when = on_days(offer.terms)
    rule = Saying(offer.currency).rule(offer.kind, offer.terms) + (f" · {when}" if when else "")
    if one.whose != "own":
        return _("Of the market"), rule, "market" if one.whose == "market" else "joined"
    plan = plan_of(offer.kind, offer.terms, offer.exclusive)
    return str(plan.name), rule, TONES.get(offer.kind, "coupon")


TONES = {
    "item-price": "price", "spend-and-save": "save", "store-red-envelope": "envelope", "free-freight": "freight",
    "points": "points",
}  # fmt: skip


def planned_kind(kind: str) -> str:
    """What other apps plan, in words; an unknown kind by its own name."""
    return {
        "drop": _("Drop"), "presale": _("Presale"), "lottery": _("Lottery"), "draw": _("Lottery"),
        "trial": _("Trial"), "service": _("Service plan"), "services": _("Service plan"),
        "agreement": _("Made to order"),
    }.get(kind, kind)  # fmt: skip


def _state(code: str) -> str:
    return {
        "running": _("Running"), "scheduled": _("Planned"), "draft": _("Draft"), "ended": _("Ended"),
        "stopped": _("Stopped"),
    }[code]  # fmt: skip


def _joinable(entries: Sequence[Entry]) -> int:
    """Offers across stores that the store could still join."""
    return sum(
        one.whose == "market" and one.kind == "cross-store" and one.state in ("running", "scheduled")
        for one in entries
    )
