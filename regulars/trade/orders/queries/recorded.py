"""Imported groups as imports find them again."""

from __future__ import annotations

from regulars.trade.orders.models import OrderGroup


def group_refs(prefix: str) -> list[str]:
    """References of imported groups that start with `prefix`."""
    rows = OrderGroup.objects.filter(external_ref__startswith=prefix)
    return list(rows.values_list("external_ref", flat=True))
