"""The form of a drop: read into its fields, shown from a draft."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given, local_input, major
from regulars.goods.catalog.queries import (
    Filters,
    products_of_store,
    said,
    said_pairs,
    variants_of,
)
from regulars.ground.kit import clock
from regulars.loyalty.members.queries import programme_of
from regulars.loyalty.segments.queries import segments_of
from regulars.people.merchants.queries import Store
from regulars.trade.drops import actions
from regulars.trade.drops.queries import Drop

PHASES = (1, 2, 3)
TEXTS = ("title", "title_zh", "text", "text_zh", "variant")
STAND_IN = timedelta(hours=1)
RESTS_ON = {
    "ends_at": ("opens_at",),
    "queue_most": ("units",),
    "phases": (
        "units",
        "opens_at",
        "ends_at",
        *(f"{one}_{at}" for one in ("after", "share") for at in PHASES),
    ),
}
FIELDS = {"phases": "who_1", "price_minor": "price"}
NUMBERS = {
    "units": (1, 100_000), "per_person": (1, 99), "room_minutes": (0, 120), "pay_minutes": (1, 120),
    "queue_most": (0, 100_000),
}  # fmt: skip


def starting() -> dict[str, Any]:
    """What a new form shows: a drop of two hours, tomorrow at the same full hour."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1, hours=1)
    return {
        "opens_at": local_input(start), "ends_at": local_input(start + timedelta(hours=2)), "per_person": "1",
        "room_minutes": "15", "pay_minutes": "10", "who_1": "everybody", "after_1": "0",
    }  # fmt: skip


def shown(row: Drop, currency: str) -> dict[str, Any]:
    """A draft as its form shows it."""
    found: dict[str, Any] = {
        name: getattr(row, name) for name in ("title", "title_zh", "text", "text_zh", *NUMBERS)
    }
    found |= {
        "variant": row.variant.public_id,
        "price": major(row.price_minor, currency),
        "opens_at": local_input(row.opens_at),
        "ends_at": local_input(row.ends_at),
        "who_1": "everybody",
    }
    for at, phase in enumerate(row.phases[: len(PHASES)], 1):
        found |= {
            f"who_{at}": _written(phase),
            f"after_{at}": phase.get("after") or 0,
            f"share_{at}": phase.get("units") or "",
        }
    return found


def read(given: Given, store: Store) -> actions.Fields | None:
    """The fields; None when something cannot stand, which is in `given.errors` then, all of it."""
    texts: dict[str, Any] = {name: given.text(name) for name in TEXTS}
    if not texts["title"]:
        given.refuse("title", _("Give the drop a title that shoppers will see."))
    if not texts["variant"]:
        given.refuse("variant", _("Choose what is sold."))
    numbers: dict[str, Any] = {
        name: given.whole(name, needed=name != "queue_most", low=low, high=high)
        for name, (low, high) in NUMBERS.items()
    }
    opens, ends = given.moment("opens_at"), given.moment("ends_at")
    price, phases = given.money("price"), [one for at in PHASES if (one := _phase(given, at))]
    plain = len(phases) <= 1 and (not phases or phases[0]["who"] == "everybody")
    start = opens or clock.now()
    fields = actions.Fields(
        **texts,
        **numbers,
        opens_at=start,
        ends_at=ends or start + STAND_IN,
        price_minor=price,
        phases=[] if plain else phases,
    )
    for param, sentence in actions.problems(store, fields).items():
        # What could not be read is marked already; what only follows from it is not said as well.
        if not {param, *RESTS_ON.get(param, ())} & given.errors.keys():
            given.refuse(FIELDS.get(param, param), sentence)
    return None if given.errors else fields


def wares(store: Store) -> list[tuple[str, str]]:
    """The store's variants with what is on the shelf, as a form lets them be chosen."""
    found: list[tuple[str, str]] = []
    for product in products_of_store(store, Filters(), size=100).items:
        for one in variants_of(product):
            options = " · ".join(said_pairs(one.options, one.options_zh).values())
            name = " · ".join(part for part in (said(product.title, product.title_zh), options) if part)
            found.append(
                (
                    one.public_id,
                    _("%(name)s (%(n)s on the shelf)")
                    % {"name": name, "n": one.stock.on_hand - one.stock.held},
                )
            )
    return found


def people(store: Store) -> list[tuple[str, str]]:
    """Who a phase may be for."""
    programme = programme_of(store)
    tiers = programme.rules.tiers if programme is not None else ()
    return [
        ("", _("No such phase")),
        ("everybody", _("Everybody")),
        ("followers", _("Followers")),
        *(
            (f"tier:{rank}", _("Members from “%(tier)s” on") % {"tier": tier.name})
            for rank, tier in enumerate(tiers, 1)
        ),
        *(
            (f"group:{row.public_id}", _("Group “%(name)s”") % {"name": row.name})
            for row in segments_of(store)[:100]
        ),
    ]


def _phase(given: Given, at: int) -> dict[str, Any] | None:
    who, _colon, which = given.text(f"who_{at}").partition(":")
    if not who:
        return None
    after = 0 if at == 1 else given.whole(f"after_{at}", needed=True, low=1, high=10_080)
    phase: dict[str, Any] = {
        "who": who,
        "after": after or 0,
        "units": given.whole(f"share_{at}", low=0, high=100_000) or 0,
    }
    if who == "tier":
        phase["rank"] = int(which) if which.isascii() and which.isdigit() and len(which) < 5 else 0
    if who == "group":
        phase["group"] = which
    return phase


def _written(phase: dict[str, Any]) -> str:
    tail = phase.get("rank") or phase.get("group") or ""
    return f"{phase['who']}:{tail}" if tail else str(phase["who"])
