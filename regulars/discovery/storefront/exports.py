"""What a store takes along of its pages: what they are, were and are going to be."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.discovery.storefront.models import Draft, Page, Showing, Snapshot
from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.people.merchants.models import Store


@goes_along("pages", "public_id kind subject made_at", Page)
def _pages(store: Store) -> Iterator[Page]:
    return Page.objects.of(store).order_by("pk").iterator(CHUNK)


@goes_along("page_drafts", "page.public_id blocks changed_at", Draft)
def _drafts(store: Store) -> Iterator[Draft]:
    return Draft.objects.of(store).select_related("page").order_by("pk").iterator(CHUNK)


@goes_along("page_snapshots", "page.public_id number note of_number made_at blocks", Snapshot)
def _snapshots(store: Store) -> Iterator[Snapshot]:
    return Snapshot.objects.of(store).select_related("page").order_by("pk").iterator(CHUNK)


@goes_along("page_showings", "page.public_id snapshot.number since until withdrawn_at", Showing)
def _showings(store: Store) -> Iterator[Showing]:
    return Showing.objects.of(store).select_related("page", "snapshot").order_by("pk").iterator(CHUNK)
