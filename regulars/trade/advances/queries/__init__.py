"""Questions about money paid ahead."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store
from regulars.trade.advances.models import Advance as Advance


def own_advance(by: Actor, advance: str) -> Advance:
    """The viewer's advance with its store. Raises NotFound."""
    rows = Advance.objects.across_stores("the viewer's own").select_related("store")
    if by.kind != "system":
        rows = rows.filter(person_id=by.person_id) if by.person_id is not None else rows.none()
    found = rows.filter(public_id=advance).first()
    if found is None:
        raise NotFound()
    return found


def advances_by_public_id(names: Iterable[str]) -> list[Advance]:
    """Advances by public id, in the order given; unknown ones are left out. One query."""
    wanted = list(names)
    rows = Advance.objects.across_stores("an order names its advances").filter(public_id__in=wanted)
    known = {row.public_id: row for row in rows}
    return [known[name] for name in wanted if name in known]


def kept_of(store: Store, currency: str) -> QuerySet[Advance]:
    """What the store kept by its published rules."""
    return Advance.objects.of(store).filter(state="kept", currency=currency).order_by("ended_at", "pk")
