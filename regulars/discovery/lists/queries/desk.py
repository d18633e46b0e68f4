"""Lists as the people who make them see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from regulars.discovery.lists.models import List, ListEntry, Showing
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound

DRAFT, SCHEDULED, SHOWN, OVER = "draft", "scheduled", "published", "ended"


def lists_of_market(author_kind: str = "") -> QuerySet[List]:
    """All lists that were not dropped, in their order, each with `entries_count`."""
    rows = List.objects.filter(dropped_at=None).annotate(entries_count=Count("entries"))
    return (rows.filter(author_kind=author_kind) if author_kind else rows).order_by("position", "-pk")


def list_of_market(public_id: str) -> List:
    """A list by its public id. Raises NotFound."""
    row = List.objects.filter(public_id=public_id, dropped_at=None).select_related("category").first()
    if row is None:
        raise NotFound()
    return row


def entries_of(row: List) -> QuerySet[ListEntry]:
    """What stands on a list, in order, seen by shoppers or not."""
    rows = ListEntry.objects.across_stores("a list holds things of many stores").filter(list=row)
    return rows.select_related("product", "store").order_by("position", "pk")


def showings_of(row: List) -> QuerySet[Showing]:
    """When the list was shown, the latest first."""
    return Showing.objects.filter(list=row).order_by("-pk")


def showings_now(rows: Iterable[List]) -> dict[int, Showing]:
    """The showing of each list that nobody has ended, by list."""
    keys = [row.pk for row in rows]
    return {one.list_id: one for one in Showing.objects.filter(list_id__in=keys, ended_at=None)}


def state_of(showing: Showing | None) -> str:
    """Whether a list is a draft, scheduled, published or over."""
    if showing is None or showing.ended_at is not None:
        return DRAFT
    return state_at(showing.since, showing.until, clock.now())


def state_at(since: datetime, until: datetime | None, now: datetime) -> str:
    """The same of a time."""
    if since > now:
        return SCHEDULED
    return OVER if until is not None and until <= now else SHOWN


def _to_be_found() -> QuerySet[List]:
    """Lists that are shown or will be."""
    ahead = Showing.objects.filter(
        Q(until=None) | Q(until__gt=clock.now()), list=OuterRef("pk"), ended_at=None
    )
    return List.objects.filter(Exists(ahead), dropped_at=None)


def keys_to_find(after: int, limit: int) -> list[int]:
    """Keys of lists above a key that are shown or will be, in order: what the search index takes in."""
    return list(_to_be_found().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def lists_to_find(keys: Iterable[int]) -> QuerySet[List]:
    """Those of these lists that are shown or will be, with their categories."""
    return _to_be_found().filter(pk__in=list(keys)).select_related("category").order_by("pk")


def keys_of(public_ids: Iterable[str]) -> list[int]:
    """Keys of lists, dropped ones too, by public id."""
    return list(List.objects.filter(public_id__in=list(public_ids)).values_list("pk", flat=True))
