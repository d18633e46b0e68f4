"""What a page needs the viewer to be allowed to do; a page that is refused names it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotAllowed


def need(actor: Actor, *rights: str) -> None:
    """Raise NotAllowed, naming the first of the rights, unless the actor holds one of them."""
    if not any(actor.may(right) for right in rights):
        sentence = _("Your role does not include “%(right)s”. Ask the owner of the store to grant it.")
        raise NotAllowed(sentence % {"right": named(rights[0])}, right=rights[0])


def named(right: str) -> str:
    """A right in words."""
    return {
        "reception": _("Reception"),
        "orders": _("Orders: ship, refuse and refund"),
        "customers": _("Customers: read and write notes"),
        "offers": _("Offers: create, change and stop"),
        "money": _("Money: statements and payouts"),
    }.get(right, right)
