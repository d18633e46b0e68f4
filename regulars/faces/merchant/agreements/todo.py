"""What made-to-order adds to the store's day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.people.merchants.queries import Store
from regulars.trade.agreements.queries import saying, under_way, urgencies


def todos(store: Store) -> Iterator[dict[str, Any]]:
    """One line when agreements wait for the store; nothing otherwise. At most four queries."""
    found = list(urgencies(under_way(store), "store").values())
    ranks = [one.rank for one in found]
    late, waiting = ranks.count(0), ranks.count(0) + ranks.count(1)
    first = min((one.by for one in found if one.rank == 1 and one.by), default=None)
    if waiting:
        yield {
            "label": _("Made to order: your turn"),
            "count": waiting,
            "href": reverse("desk_agreements", args=[store.public_id]),
            "kind": "late" if late else "soon",
            "late": ngettext("%(n)s is late", "%(n)s are late", late) % {"n": late} if late else "",
            "due": _("next by %(day)s") % {"day": saying.day(first)} if first and not late else "",
            "note": "",
        }
