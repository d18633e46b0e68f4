"""Questions about money paid ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet, Sum

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


def advances_of(by: Actor) -> QuerySet[Advance]:
    """The person's advances with their stores, newest first."""
    rows = Advance.objects.across_stores("the viewer's own").filter(person_id=by.require_person())
    return rows.select_related("store").order_by("-opened_at", "-pk")


def advances_for(ref: str) -> QuerySet[Advance]:
    """Everything that was asked ahead for one thing (by its public id), oldest first."""
    rows = Advance.objects.across_stores("whoever asked for it knows its store")
    return rows.filter(ref=ref).select_related("store").order_by("pk")


def advances_by_public_id(names: Iterable[str]) -> list[Advance]:
    """Advances by public id, in the order given; unknown ones are left out. One query."""
    wanted = list(names)
    rows = Advance.objects.across_stores("an order names its advances").filter(public_id__in=wanted)
    known = {row.public_id: row for row in rows}
    return [known[name] for name in wanted if name in known]


def advances_in(group_ref: str) -> list[Advance]:
    """The advances taken for an order group, oldest first."""
    rows = Advance.objects.across_stores("an order names its advances")
    return list(rows.filter(used_ref=group_ref).order_by("pk"))


def kept_of(store: Store, currency: str) -> QuerySet[Advance]:
    """What the store kept by its published rules."""
    return Advance.objects.of(store).filter(state="kept", currency=currency).order_by("ended_at", "pk")


def sums_of(store: Store, purpose: str = "", refs: Sequence[str] | None = None) -> dict[str, dict[str, int]]:
    """Per currency, minor units by state: what was paid ahead to the store and what became of it. One query."""
    rows = Advance.objects.of(store)
    if purpose:
        rows = rows.filter(purpose=purpose)
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    sums: dict[str, dict[str, int]] = {}
    found = rows.order_by().values_list("currency", "state").annotate(total=Sum("amount_minor"))
    for currency, state, total in found:
        sums.setdefault(currency, {})[state] = total
    return sums
