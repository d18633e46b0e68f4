"""Which pages there are, what is shown on them at a moment, and what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from regulars.discovery.storefront.hooks import PageKind
from regulars.discovery.storefront.models import Draft, Page, Showing, Snapshot
from regulars.discovery.storefront.queries.kinds import part_kinds
from regulars.discovery.storefront.rules.comparing import Difference, differences
from regulars.discovery.storefront.rules.editing import block
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store

MARKETS = "pages of the market itself, which have no store"


@dataclass(frozen=True, slots=True)
class Layout:
    """What a page is made of at a moment. `page` and `number` are empty where nothing was published."""

    blocks: Sequence[dict[str, Any]]
    page: str = ""
    number: int = 0
    usual: bool = field(default=False)


def usual(kind: PageKind) -> list[dict[str, Any]]:
    """The blocks of a page that nobody arranged: its own parts."""
    return [block(part, part, {}) for part in part_kinds(kind)]


def rows_of(store: Store | int | None) -> QuerySet[Page]:
    """The pages of a store; of the market without one."""
    if store is None:
        return Page.objects.across_stores(MARKETS).filter(store=None)
    return Page.objects.of(store)


def layout(kind: PageKind, now: datetime, store: Store | int | None = None, subject: str = "") -> Layout:
    """What is shown at `now`: the page made for the subject, else the one for all, else the usual one. One query."""
    key = store if store is None or isinstance(store, int) else store.pk
    found = _shown.first(kind, now, key, sorted({"", subject}))
    if found is None:
        return Layout(usual(kind), usual=True)
    return Layout(found.snapshot.blocks, found.page.public_id, found.snapshot.number)


@statement
def _shown(kind: str, now: datetime, store: int | None, subjects: list[str]) -> QuerySet[Showing, Showing]:
    shown = Showing.objects.across_stores(MARKETS) if store is None else Showing.objects.of(store)
    rows = shown.filter(
        Q(until=None) | Q(until__gt=now),
        page__store=store,
        page__kind=kind,
        page__subject__in=subjects,
        withdrawn_at=None,
        since__lte=now,
    ).select_related("snapshot", "page")
    return rows.order_by(F("page__subject").desc(), "-since", "-pk")[:1]


def pages_of(store: Store | None) -> QuerySet[Page]:
    """Every page somebody began, the latest first."""
    return rows_of(store).select_related("draft").order_by("-pk")


def page_of(store: Store | int | None, kind: str, subject: str = "") -> Page | None:
    """One page; None while nobody began it."""
    return rows_of(store).filter(kind=kind, subject=subject).first()


def draft_of(page: Page | None) -> Draft | None:
    """What the page is going to be; None when nothing differs from what is published."""
    if page is None:
        return None
    return Draft.objects.across_stores("the draft of a page that was asked for").filter(page=page).first()


def history(page: Page) -> QuerySet[Snapshot]:
    """What was published, the latest first, with when it is shown."""
    rows = Snapshot.objects.across_stores("snapshots of a page that was asked for")
    return rows.filter(page=page).select_related("showing").order_by("-number")


def snapshot_of(page: Page, number: int) -> Snapshot:
    """One snapshot. Raises NotFound."""
    found = history(page).filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


def _showings(page: Page) -> QuerySet[Showing]:
    rows = Showing.objects.across_stores("showings of a page that was asked for")
    return rows.filter(page=page, withdrawn_at=None).select_related("snapshot").order_by("-since", "-pk")


def showing_now(page: Page | None, now: datetime) -> Showing | None:
    """What of the page is shown at `now`."""
    if page is None:
        return None
    return _showings(page).filter(Q(until=None) | Q(until__gt=now), since__lte=now).first()


def shown_at(pages: Sequence[Page], now: datetime) -> dict[int, tuple[Showing | None, Showing | None]]:
    """What of each page is shown at `now`, and what is shown next, by the pages' keys. One query."""
    rows = Showing.objects.across_stores("showings of pages that were asked for")
    running = rows.filter(Q(until=None) | Q(until__gt=now), page__in=list(pages), withdrawn_at=None)
    found: dict[int, tuple[Showing | None, Showing | None]] = {}
    for row in running.select_related("snapshot").order_by("since", "pk"):
        shown, later = found.get(row.page_id, (None, None))
        found[row.page_id] = (row, later) if row.since <= now else (shown, later or row)
    return found


def waiting(page: Page, now: datetime) -> list[Showing]:
    """What will be shown later, the next first."""
    return list(_showings(page).filter(since__gt=now).order_by("since", "pk"))


def standing(page: Page | None, kind: PageKind, now: datetime) -> list[dict[str, Any]]:
    """What is worked on: the draft, else what is shown, else the usual."""
    if draft := draft_of(page):
        return list(draft.blocks)
    shown = showing_now(page, now)
    return list(shown.snapshot.blocks) if shown else usual(kind)


def compared(page: Page, before: int, after: int | None) -> list[Difference]:
    """How a snapshot differs from another one (None: the draft, or what is shown). Raises NotFound."""
    old = snapshot_of(page, before).blocks
    now = standing(page, page.kind, clock.now()) if after is None else snapshot_of(page, after).blocks  # type: ignore[arg-type]
    return differences(old, now)
