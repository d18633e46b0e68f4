"""What a page is going to be: kept, taken back, thrown away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront import queries
from regulars.discovery.storefront.actions.owning import begun, may_change, needed_parts
from regulars.discovery.storefront.models import Draft, Page
from regulars.discovery.storefront.rules.comparing import differences
from regulars.discovery.storefront.rules.editing import MOST_BYTES
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.models import Store


class BlocksWrong(Refusal):
    """Some settings cannot stand; `details["faults"]` are the parts of queries.Wrong."""

    code = "blocks-wrong"
    sentence = _("Some of this cannot be kept as it is. Look at the marked fields.")


class ChangedMeanwhile(Refusal):
    """Somebody saved the same draft in between; `details`: `version` now, the last `changes`."""

    status = 409
    code = "page-changed"
    sentence = _(
        "Somebody else changed this page while you worked on it. Nothing of yours is lost: look at what changed, "
        "then save again."
    )


class PageTooLarge(Refusal):
    """More than a page may hold."""

    status = 413
    code = "page-too-large"
    sentence = _("This page holds more than it can: shorten some texts or remove a block.")


@action("storefront.save_draft")
def save_draft(
    *, by: Actor, store: Store | None, kind: str, subject: str = "", blocks: Sequence[Any], version: int
) -> Draft:
    """Keep the blocks as the page's draft. `version` is the draft they began from (0: there was none).

    Raises BlocksWrong, ChangedMeanwhile, PageTooLarge, NotFound, NotAllowed.
    """
    may_change(by, store, kind, subject)
    clean = _checked(blocks, kind)
    page = begun(store, kind, subject)
    note(page=page.public_id, blocks=len(clean))
    if version == 0:
        return _first(by, page, clean)
    moved = Draft.objects.across_stores("the draft of a page that was asked for").filter(
        page=page, version=version
    )
    before = list(moved.values_list("blocks", flat=True))
    if not moved.update(
        blocks=clean, before=before[0] if before else None, version=version + 1, changed_at=clock.now(),
        changed_by_id=by.person_id,
    ):  # fmt: skip
        raise _meanwhile(page)
    return _draft(page)


def _checked(blocks: Sequence[Any], kind: Any) -> list[dict[str, Any]]:
    clean, faults = queries.clean_blocks(blocks, kind)
    clean = needed_parts(clean, kind)
    if faults:
        raise BlocksWrong(param=faults[0].field or None, faults=[asdict(one) for one in faults])
    if len(json.dumps(clean, ensure_ascii=False).encode()) > MOST_BYTES:
        raise PageTooLarge()
    return clean


def _first(by: Actor, page: Page, clean: list[dict[str, Any]]) -> Draft:
    base = queries.standing(page, page.kind, clock.now())  # type: ignore[arg-type]
    draft, made = Draft.objects.across_stores("the first draft of a page").get_or_create(
        page=page,
        defaults={
            "blocks": clean,
            "before": base,
            "version": page.last_version + 1,
            "changed_by_id": by.person_id,
        },
    )
    if not made:
        raise _meanwhile(page)
    return draft


def _draft(page: Page) -> Draft:
    draft = queries.draft_of(page)
    if draft is None:
        raise NotFound()
    return draft


def _meanwhile(page: Page) -> ChangedMeanwhile:
    draft = queries.draft_of(page)
    if draft is None:
        return ChangedMeanwhile(version=0, changes=[])
    changes = [asdict(one) for one in differences(draft.before or [], draft.blocks)]
    return ChangedMeanwhile(version=draft.version, changes=changes)


@action("storefront.take_back")
def take_back(*, by: Actor, store: Store | None, kind: str, subject: str = "", version: int) -> Draft:
    """Undo the last change of the draft; once more does it again. Raises ChangedMeanwhile, NotFound, NotAllowed."""
    may_change(by, store, kind, subject)
    page = queries.page_of(store, kind, subject)
    draft = queries.draft_of(page)
    if page is None or draft is None or draft.before is None:
        raise NotFound()
    return save_draft(by=by, store=store, kind=kind, subject=subject, blocks=draft.before, version=version)


@action("storefront.discard_draft")
def discard_draft(*, by: Actor, store: Store | None, kind: str, subject: str = "", version: int) -> None:
    """Throw the draft away: the page is worked on again from what is published.

    Raises ChangedMeanwhile, NotFound, NotAllowed.
    """
    may_change(by, store, kind, subject)
    page = queries.page_of(store, kind, subject)
    draft = queries.draft_of(page)
    if page is None or draft is None:
        raise NotFound()
    if not used_up(page, version):
        raise _meanwhile(page)


def used_up(page: Page, version: int) -> bool:
    """Take the draft away if it still is of this version; whether it was."""
    rows = Draft.objects.across_stores("the draft of a page that was asked for").filter(
        page=page, version=version
    )
    if not rows.delete()[0]:
        return False
    page.last_version = version
    page.save(update_fields=["last_version"])
    return True
