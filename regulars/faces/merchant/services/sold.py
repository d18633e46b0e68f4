"""The plans sold with an order, as the order's page lists them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from regulars.goods.catalog.queries import said
from regulars.trade.services.queries import sold_with, title_of


def plans_of(order: Any) -> list[dict[str, Any]]:
    """One row per plan and line."""
    return [
        {
            "label": _("Service plan: %(title)s") % {"title": title_of(one.definition)},
            "product": said(one.title, one.title_zh),
            "quantity": one.quantity,
            "list_minor": one.list_minor,
            "paid_minor": one.paid_minor,
            "refunded_minor": one.refunded_minor,
        }
        for one in sold_with(order.public_id)
    ]
