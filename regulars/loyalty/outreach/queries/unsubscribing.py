"""The signed words by which a letter's reader can say no without logging in."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.customers.queries import allows
from regulars.loyalty.customers.rules import CHANNELS
from regulars.loyalty.outreach.queries.mine import SWITCHED

SALT = "regulars.outreach.unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a letter's link speaks about: a person's relation with a store, and a channel."""

    relation: Relation
    channel: str


def token_for(relation: Relation, channel: str) -> str:
    """The link's secret part. It does not age: a letter may be years old when somebody has enough of it."""
    return signing.dumps([relation.public_id, channel], salt=SALT)


def subscription(token: str) -> Subscription:
    """What a link speaks about. Raises NotFound for anything that was not signed here."""
    try:
        public_id, channel = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        raise NotFound()
    rows = Relation.objects.across_stores("a letter's own link names it")
    row = rows.filter(public_id=str(public_id)).select_related("store", "person").first()
    if row is None or channel not in CHANNELS:
        raise NotFound()
    return Subscription(row, channel)


def may_write(found: Subscription) -> bool:
    """Whether the store may still write to the person over the channel, for any purpose."""
    row = found.relation
    return any(allows(row.store_id, row.person_id, purpose, found.channel) for purpose in SWITCHED)
