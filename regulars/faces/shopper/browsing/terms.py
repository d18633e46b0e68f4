"""A store's terms in plain words."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.ground.kit.money import format_money
from regulars.people.merchants.queries import Store


def terms_of(store: Store) -> list[tuple[str, str]]:
    """Delivery and returns of a store in plain words."""
    return [(_("Delivery"), delivery_words(store)), (_("Returns"), returns_words(store.returns_days))]


def delivery_words(store: Store) -> str:
    """What delivery costs, and from when on it is free."""
    if not store.freight_minor:
        return _("Free delivery")
    language = get_language() or "en"
    cost = format_money(store.freight_minor, store.currency, language)
    if store.free_freight_from_minor is None:
        return _("%(cost)s per order") % {"cost": cost}
    free = format_money(store.free_freight_from_minor, store.currency, language)
    return _("%(cost)s per order, free from %(free)s") % {"cost": cost, "free": free}


def returns_words(days: int) -> str:
    """How long goods can go back."""
    if not days:
        return _("This store takes nothing back without a fault.")
    return _("Send it back within %(days)s days of delivery.") % {"days": days}
