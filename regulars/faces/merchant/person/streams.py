"""Where the steps of the timeline come from, and the kinds by which it is narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.streams import Stream
from regulars.loyalty.customers.figures.visits import baskets, sittings
from regulars.loyalty.customers.queries import Relation, met, notes_written, said
from regulars.loyalty.members.queries import joinings, points_moved
from regulars.loyalty.outreach.queries import messages_read, written
from regulars.loyalty.segments.queries import tagged
from regulars.people.merchants.queries import Store
from regulars.trade.agreements.queries import steps_of_customer
from regulars.trade.offers.queries import coupons_taken, offers_used
from regulars.trade.orders.queries import order_steps, refund_steps

FROM_THE_LAKE = frozenset({"visits", "baskets"})
KINDS: Mapping[str, tuple[str, ...]] = {
    "visits": ("visits", "baskets"),
    "orders": ("orders",),
    "refunds": ("refunds",),
    "coupons": ("taken", "used"),
    "points": ("points", "joined"),
    "messages": ("written", "read"),
    "consents": ("said", "met"),
    "notes": ("notes", "tags"),
    "agreements": ("agreements",),
}


def streams_of(store: Store, relation: Relation, now: datetime) -> dict[str, Stream]:
    """Every list the timeline is made of. Their order is part of its addresses."""
    person, key = relation.person.public_id, relation.person_id
    return {
        "visits": partial(sittings, store.public_id, person, now),
        "baskets": partial(baskets, store.public_id, person, now),
        "orders": partial(order_steps, store, key),
        "refunds": partial(refund_steps, store, key),
        "taken": partial(coupons_taken, store, key),
        "used": partial(offers_used, store, key, relation.first_touch_at),
        "points": partial(points_moved, store, key),
        "joined": partial(joinings, store, key),
        "written": partial(written, store, key),
        "read": partial(messages_read, store, key),
        "said": partial(said, store, relation),
        "met": partial(met, relation),
        "notes": partial(notes_written, store, relation),
        "tags": partial(tagged, store, key),
        "agreements": partial(steps_of_customer, store, key),
    }


def named(kind: str, actor: Actor) -> tuple[str, ...]:
    """The lists a kind asks for; all for no kind. Notes are for those who work with customers."""
    names = KINDS.get(kind) or tuple(name for names in KINDS.values() for name in names)
    return tuple(name for name in names if name != "notes" or actor.may("customers"))


def kinds() -> list[tuple[str, str]]:
    """The kinds in words."""
    return [
        ("", _("Everything")),
        ("visits", _("Visits")),
        ("orders", _("Orders")),
        ("refunds", _("Returns")),
        ("agreements", _("Made to order")),
        ("coupons", _("Coupons")),
        ("points", _("Points")),
        ("messages", _("Messages")),
        ("consents", _("Following and consent")),
        ("notes", _("Notes and tags")),
    ]
