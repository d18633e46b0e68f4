"""What everybody sees: published now or for a time, brought back, withdrawn."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront import queries
from regulars.discovery.storefront.actions.drafts import ChangedMeanwhile, used_up
from regulars.discovery.storefront.actions.owning import may_change
from regulars.discovery.storefront.models import Page, Showing, Snapshot
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.models import Store


class NotReady(Refusal):
    """Something needed is still empty; `details["faults"]` says where."""

    code = "page-not-ready"
    sentence = _("Before this page can be published, some blocks need more. They are marked in the list.")


class WrongTimes(Refusal):
    """The end is not after the beginning, or has passed."""

    code = "page-wrong-times"
    sentence = _("The end must be later than the beginning, and later than now.")


@action("storefront.publish")
def publish(
    *, by: Actor, store: Store | None, kind: str, subject: str = "", version: int, words: str = "",
    since: datetime | None = None, until: datetime | None = None,
) -> Snapshot:  # fmt: skip
    """Publish the draft of this `version`: now, or from `since` on; until `until`, or until the next.

    The draft is used up. Raises NotReady, WrongTimes, ChangedMeanwhile, NotFound, NotAllowed.
    """
    may_change(by, store, kind, subject)
    page = queries.page_of(store, kind, subject)
    draft = queries.draft_of(page)
    if page is None or draft is None:
        raise NotFound()
    if draft.version != version:
        raise ChangedMeanwhile(version=draft.version, changes=[])
    if faults := queries.missing(draft.blocks):
        raise NotReady(faults=[asdict(one) for one in faults])
    made = _made(by, page, draft.blocks, words, since, until)
    if not used_up(page, version):
        raise ChangedMeanwhile(version=0, changes=[])
    return made


@action("storefront.roll_back")
def roll_back(*, by: Actor, store: Store | None, kind: str, subject: str = "", number: int) -> Snapshot:
    """Publish an older snapshot again, under a new number; 0 brings back the usual page. Raises NotFound, NotAllowed."""
    may_change(by, store, kind, subject)
    page = queries.page_of(store, kind, subject)
    if page is None:
        raise NotFound()
    blocks = queries.snapshot_of(page, number).blocks if number else queries.usual(kind)  # type: ignore[arg-type]
    note(page=page.public_id, back_to=number)
    return _made(by, page, blocks, "", None, None, of_number=number)


def _made(
    by: Actor, page: Page, blocks: Any, words: str, since: datetime | None, until: datetime | None,
    of_number: int | None = None,
) -> Snapshot:  # fmt: skip
    now = clock.now()
    begins = max(since, now) if since else now
    if until and until <= begins:
        raise WrongTimes(param="until")
    number = page.last_number + 1
    taken = Page.objects.across_stores("the page that is published").filter(
        pk=page.pk, last_number=page.last_number
    )
    if not taken.update(last_number=number):
        raise ChangedMeanwhile(version=0, changes=[])
    made = Snapshot.objects.create(
        page=page,
        number=number,
        blocks=blocks,
        note=plain(words),
        made_by_id=by.person_id,
        of_number=of_number,
    )
    Showing.objects.create(page=page, snapshot=made, since=begins, until=until)
    note(page=page.public_id, number=number)
    return made


@action("storefront.withdraw")
def withdraw(*, by: Actor, store: Store | None, kind: str, subject: str = "", number: int) -> None:
    """Take a snapshot off the page, or off the schedule: what was there before is shown again.

    Raises NotFound, NotAllowed.
    """
    may_change(by, store, kind, subject)
    page = queries.page_of(store, kind, subject)
    if page is None:
        raise NotFound()
    rows = Showing.objects.across_stores("a showing of a page that was asked for")
    shown = rows.filter(page=page, snapshot__number=number, withdrawn_at=None)
    if not shown.update(withdrawn_at=clock.now(), withdrawn_by_id=by.person_id):
        raise NotFound()
    note(page=page.public_id, number=number)
