"""What the market knows of somebody who ordered without an account: found by the e-mail given with the orders."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase, ascii_uppercase

from django.core import signing

from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.trade.orders.models import Order, OrderGroup

SALT = "regulars.orders.guest-data"
A_DAY = 86_400
MOST = 200
PLAIN = str.maketrans(ascii_uppercase, ascii_lowercase)


def proof_of(email: str) -> str:
    """The secret part of a mailed link: who has it reads the mail of this address. It lives for a day."""
    return signing.dumps([_folded(email), int(clock.now().timestamp())], salt=SALT)


def proven(proof: str) -> str:
    """The e-mail a link speaks about. Raises NotFound for what was not signed here, or longer ago than a day."""
    try:
        email, at = signing.loads(proof, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        raise NotFound()
    if not 0 <= clock.now().timestamp() - at <= A_DAY:
        raise NotFound()
    return str(email)


def guests_called(email: str) -> list[int]:
    """Keys of the guests who ordered with an e-mail; each order of a guest has one of its own. One query."""
    if not email.strip():
        return []
    rows = OrderGroup.objects.filter(contact_email__iexact=email.strip(), person__email=None)
    found = rows.exclude(guest_key="").order_by("-pk").values_list("person_id", "contact_email")
    return [person for person, given in found[:MOST] if _folded(given) == _folded(email)]


def _folded(email: str) -> str:
    """An address without the case of its letters.

    Only of A to Z: a database may take a dotless i or a long s for a plain one, and whoever has such an address would
    read somebody else's orders.
    """
    return email.strip().translate(PLAIN)


def orders_of_guests(people: Sequence[int]) -> list[Order]:
    """Their orders at all stores, the latest first. One query."""
    rows = Order.objects.across_stores("a guest's own orders").filter(person_id__in=people)
    return list(rows.select_related("store").order_by("-placed_at", "-pk"))
