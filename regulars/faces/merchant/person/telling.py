"""Each step of the timeline in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.faces.look.speech import listed, money, number_of
from regulars.faces.merchant.daily import words
from regulars.faces.merchant.messages import wording as letters
from regulars.faces.merchant.people.wording import channel as channel_words
from regulars.goods.catalog.queries import said as in_language
from regulars.goods.catalog.queries import titles_of
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.streams import Found
from regulars.loyalty.customers.rules import hidden
from regulars.loyalty.customers.rules.credit import channel_of
from regulars.people.merchants.queries import Store, staff_names
from regulars.trade.agreements.queries import Now, nows_of, saying
from regulars.trade.orders.queries import Return, backs_of, lines_of

Step = dict[str, Any]
SHOWN = 3
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Telling:
    """What the steps of one page need to be told: titles, staff, returns; asked for at once."""

    store: Store
    actor: Actor
    opened: bool
    titles: Mapping[str, tuple[str, str]]
    staff: Mapping[int, str]
    backs: Mapping[str, Return]
    agreed: Mapping[int, Now]

    def step(self, found: Found) -> Step:
        """A step as the page shows it."""
        told = TELLERS[found.stream](self, found.row)
        return (
            {"kind": "done", "note": "", "href": "", "link": ""}
            | told
            | {"at": found.at, "stream": found.stream}
        )

    def title(self, product: str) -> str:
        """A product of the store in the reader's language; empty for anything else."""
        return in_language(*self.titles[product]) if product in self.titles else ""


def steps(store: Store, actor: Actor, found: Sequence[Found], *, opened: bool) -> list[Step]:
    """The steps of a page. At most five queries, whatever is on it."""
    seen = [ref for one in found if one.stream == "visits" for ref in one.row.refs]
    seen += [one.row for one in found if one.stream == "baskets"]
    backs = [one.row.note for one in found if one.stream == "refunds"]
    agreed = {one.row.agreement_id: one.row.agreement for one in found if one.stream == "agreements"}
    noted = any(one.stream == "notes" for one in found)
    telling = Telling(
        store,
        actor,
        opened,
        titles_of(store, seen) if seen else {},
        staff_names(store) if noted else {},
        backs_of(store, backs),
        nows_of(list(agreed.values())),
    )
    return [telling.step(one) for one in found]


def _visit(telling: Telling, row: Any) -> Step:
    channel = channel_of(row.source)
    many = ngettext("%(n)s page or click", "%(n)s pages and clicks", row.deeds) % {"n": f"{row.deeds:,}"}
    minutes = (row.ended_at - row.began_at) // A_MINUTE
    lasted = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": f"{minutes:,}"} if minutes else ""
    came = _("came by: %(channel)s") % {"channel": channel_words(channel)} if channel else ""
    return {
        "title": _("Visited the store"),
        "note": " · ".join(part for part in (many, lasted, came, _looked(telling, row.refs)) if part),
        "icon": "eye",
    }


def _looked(telling: Telling, refs: Sequence[str]) -> str:
    titles = [title for title in map(telling.title, refs) if title]
    if not titles:
        return ""
    rest = len(titles) - SHOWN
    shown = listed(titles[:SHOWN])
    if rest > 0:
        shown = _("%(things)s and %(n)s more") % {"things": shown, "n": rest}
    return _("looked at %(things)s") % {"things": shown}


def _basket(telling: Telling, product: str) -> Step:
    return {"title": _("Put into the basket"), "note": telling.title(product), "icon": "basket"}


def _order(telling: Telling, row: Any) -> Step:
    order = row.order
    note, linked = [], _linked(telling, order)
    if row.kind in ("paid", "placed"):
        goods = [f"{words.title_of(line)} × {line.quantity}" for line in lines_of(order)]
        note += [
            money(order.paid_minor, order.currency),
            listed(goods[:SHOWN]) + (" …" if goods[SHOWN:] else ""),
        ]
    icons = {"paid": "basket", "shipped": "truck", "placed": "order"}
    bad = row.kind in ("refused", "cancelled", "expired")
    return linked | {
        "title": _("Bought") if row.kind == "paid" else words.event(row.kind),
        "note": " · ".join(note),
        "icon": icons.get(row.kind, ""),
        "kind": "bad" if bad else "done",
    }


def _refund(telling: Telling, row: Any) -> Step:
    back = telling.backs.get(row.note)
    note = []
    if back is not None:
        note.append(words.reason(back.reason))
        if back.amount_minor:
            note.append(money(back.amount_minor + back.freight_minor, back.currency))
    return _linked(telling, row.order) | {
        "title": words.event(row.kind),
        "note": " · ".join(note),
        "icon": "money" if row.kind == "refunded" else "return",
        "kind": "bad",
    }


def _linked(telling: Telling, order: Any) -> Step:
    open_to = telling.actor.may("orders") or telling.actor.may("reception")
    href = reverse("desk_order", args=[telling.store.public_id, order.public_id])
    return {
        "href": href if open_to else "",
        "link": _("Order %(number)s") % {"number": number_of(order.public_id)},
    }


def _taken(telling: Telling, row: Any) -> Step:
    return {"title": _("Took a coupon"), "note": _offer(row.offer, row.amount_minor), "icon": "coupon"}


def _used(telling: Telling, row: Any) -> Step:
    note = _offer(row.offer, row.amount_minor)
    if row.given_back_at:
        note = f"{note} · {_('given back since')}"
    return {"title": _("Used an offer of yours"), "note": note, "icon": "tag"}


def _offer(offer: Any, amount: int | None) -> str:
    title = in_language(offer.title, offer.title_zh)
    return f"{title} · {money(amount, offer.currency)}" if amount else title


def _points(telling: Telling, row: Any) -> Step:
    title = {
        "earned": _("Earned points"),
        "used": _("Paid with points"),
        "returned": _("Points came back with a refund"),
        "taken_back": _("Points went back with a refund"),
        "expired": _("Points ended"),
    }.get(row.kind, row.kind)
    return {
        "title": title,
        "note": f"{row.points:+,}",
        "icon": "star",
        "kind": "done" if row.points > 0 else "bad",
    }


def _joined(telling: Telling, row: str) -> Step:
    if row == "left":
        return {"title": _("Left the programme"), "icon": "close", "kind": "bad"}
    return {"title": _("Joined the programme"), "icon": "star"}


def _written(telling: Telling, row: Any) -> Step:
    sent = row.state == "sent"
    why = "" if sent else letters.outcome(row.state)
    remark = hidden(letters.note(row.note)) if row.note else ""
    return _message(telling, row.campaign, (why, remark)) | {
        "title": _("You wrote to them") if sent else _("Your message was not sent"),
        "kind": "done" if sent else "bad",
    }


def _read(telling: Telling, row: Any) -> Step:
    return _message(telling, row.campaign, ()) | {"title": _("Read your message")}


def _message(telling: Telling, campaign: Any, more: Sequence[str]) -> Step:
    way = words.channel(campaign.channel)
    note = " · ".join(part for part in (hidden(campaign.name), way, *more) if part)
    href = reverse("desk_message", args=[telling.store.public_id, campaign.public_id])
    return {
        "note": note,
        "icon": "envelope",
        "href": href if telling.actor.may("offers") else "",
        "link": _("The message"),
    }


def _said(telling: Telling, row: Any) -> Step:
    note = [words.purpose(row.purpose), words.channel(row.channel)]
    if row.granted:
        return {"title": _("Allowed you to write"), "note": " · ".join(note), "icon": "check"}
    return {"title": _("Took the permission back"), "note": " · ".join(note), "icon": "close", "kind": "bad"}


def _met(telling: Telling, row: str) -> Step:
    return {
        "met": {"title": _("You met"), "icon": "user"},
        "followed": {"title": _("Began to follow the store"), "icon": "heart"},
        "left": {"title": _("Stopped following"), "icon": "close", "kind": "bad"},
    }[row]


def _noted(telling: Telling, row: Any) -> Step:
    text = " ".join(row.text.split())
    who = telling.staff.get(row.by_id, _("Staff"))
    return {
        "title": _("Note by %(name)s") % {"name": who},
        "note": text if telling.opened else hidden(text),
        "icon": "edit",
    }


def _tagged(telling: Telling, row: Any) -> Step:
    return {"title": pgettext("a customer was", "Tagged"), "note": row.segment.name, "icon": "tag"}


def _agreed(telling: Telling, row: Any) -> Step:
    one = row.agreement
    href = reverse("desk_agreement", args=[telling.store.public_id, one.public_id])
    bad = row.kind in (
        "proof-refused",
        "rejected",
        "disputed",
        "cancelled",
        "declined",
        "withdrawn",
        "credit",
    )
    terms = telling.agreed[one.pk].terms
    return {
        "title": saying.step(row.kind, row.key, row.amount_minor, one.currency, terms),
        "note": one.title,
        "icon": "edit",
        "kind": "bad" if bad else "done",
        "href": href if telling.actor.may("orders") else "",
        "link": _("The agreement"),
    }


TELLERS: Mapping[str, Callable[[Telling, Any], Step]] = {
    "visits": _visit,
    "baskets": _basket,
    "orders": _order,
    "refunds": _refund,
    "taken": _taken,
    "used": _used,
    "points": _points,
    "joined": _joined,
    "written": _written,
    "read": _read,
    "said": _said,
    "met": _met,
    "notes": _noted,
    "tags": _tagged,
    "agreements": _agreed,
}
