"""Where a return stands, and bringing it on."""

from __future__ import annotations

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.models import Store
from regulars.trade.orders.actions.history import NotNow, tell
from regulars.trade.orders.actions.shipping import about
from regulars.trade.orders.events import ReturnDecided
from regulars.trade.orders.models import Return


def decide(
    by: Actor, row: Return, states: tuple[str, ...], to: str, answer: str = "", *, send_to: str = ""
) -> None:
    """Bring a return from one of `states` to another, once. Raises NotNow."""
    now = clock.now()
    rows = Return.objects.of(row.store_id).filter(pk=row.pk, state__in=states)
    said = plain(answer, limit=500) or row.answer
    where = send_to or row.send_to
    if not rows.update(state=to, decided_at=now, answer=said, send_to=where):
        raise NotNow(state=row.state)
    row.state, row.decided_at, row.answer, row.send_to = to, now, said, where
    tell_decided(by, row)


def tell_decided(by: Actor, row: Return) -> None:
    """Write the decision into the timeline and announce it."""
    tell([row.order], f"return-{row.state}", by, row.public_id)
    announce_decided(row)


def announce_decided(row: Return) -> None:
    """Announce how a return stands."""
    announce(
        ReturnDecided(order=row.order.public_id, back=row.public_id, state=row.state, **about(row.order))
    )


def store_return(store: Store, back: str) -> Return:
    """The store's return with its order. Raises NotFound."""
    row = Return.objects.of(store).filter(public_id=back).select_related("order").first()
    if row is None:
        raise NotFound()
    return row
