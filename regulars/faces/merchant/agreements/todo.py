"""What made-to-order adds to the store's day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.people.merchants.queries import Store
from regulars.trade.agreements.queries import under_way, urgency


def todos(store: Store) -> Iterator[dict[str, Any]]:
    """One line when agreements wait for the store; nothing otherwise."""
    found = [urgency(row, "store").rank for row in under_way(store)]
    late, waiting = found.count(0), found.count(0) + found.count(1)
    if waiting:
        yield {
            "label": _("Made to order: your turn"),
            "count": waiting,
            "href": reverse("desk_agreements", args=[store.public_id]),
            "kind": "late" if late else "soon",
            "late": ngettext("%(n)s is late", "%(n)s are late", late) % {"n": late} if late else "",
            "due": "",
            "note": "",
        }
