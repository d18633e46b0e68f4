"""Roles and rights in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from regulars.people.merchants.rules import ROLES


def right_words() -> dict[str, str]:
    """Every right of a store, as one would say it to a colleague."""
    return {
        "reception": _("read orders and answer customers"),
        "orders": _("ship, refuse and refund orders"),
        "products": _("change products, prices and stock"),
        "customers": _("read customers and write notes"),
        "offers": _("make and stop offers"),
        "money": _("read statements and payouts"),
        "staff": _("invite people and change roles"),
        "settings": _("change or close the store"),
        "export": _("take all data along"),
    }


def role_names() -> dict[str, str]:
    """Every role by its name."""
    return {
        "owner": _("Owner"),
        "operation": _("Shop manager"),
        "warehouse": _("Warehouse"),
        "reception": _("Customer service"),
        "accountant": _("Accountant"),
    }


def rights_said(rights: list[str]) -> str:
    """A list of rights as one line."""
    words = right_words()
    if set(words) <= set(rights):
        return _("everything, also staff, settings and the export")
    return _(", ").join(words[right] for right in words if right in rights)


def role_choices() -> list[dict[str, Any]]:
    """Roles to choose from, each with what it may do."""
    names = role_names()
    return [{"value": role, "label": names[role], "help": rights_said(list(ROLES[role]))} for role in ROLES]
