"""A proposal becomes a group and a draft that the merchant can look over and launch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.outreach.actions import Fields, write
from regulars.loyalty.segments.actions import save_counted
from regulars.loyalty.segments.figures.groups import keys, readable
from regulars.loyalty.segments.models import Segment
from regulars.loyalty.segments.queries import free_name, member_keys, segment_saying
from regulars.oversight.insights.actions.texts import Words, words
from regulars.oversight.insights.figures.cohorts import group, release_before
from regulars.oversight.insights.models import Trial
from regulars.oversight.insights.queries import trial_of
from regulars.oversight.insights.rules.counts import CAME, LOOKED
from regulars.oversight.insights.rules.picture import Picture, read
from regulars.oversight.insights.rules.tactics import Tactic, proposed
from regulars.people.merchants.models import Store
from regulars.trade.offers.actions import create_offer, meant_for

RUNS = timedelta(days=14)
TENTH = 1000


class NothingProposed(Refusal):
    """The proposal is none any more: a newer month has been published."""

    status = 409
    code = "proposal-gone"
    sentence = _("This proposal is from an earlier month. Look at the newest ones and choose again.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a proposal: public ids of the group and of the draft; `offer` or else a message."""

    segment: str
    draft: str
    offer: bool


def take_up(*, by: Actor, store: Store, key: str) -> Taken:
    """Make a group and a draft of a proposal, once: asked again, the same are returned.

    Raises NothingProposed, Crowded, TookTooLong.
    """
    by.require("customers", store.pk)
    by.require("offers", store.pk)
    month, tactic, picture = _proposal(store, key)
    if (known := trial_of(store, key)) is not None:
        return _taken(known, tactic)
    definition = group(LOOKED if tactic.topic else CAME, tactic.topic, tactic.decade, month)
    with sitting():
        fitting = keys(store, readable(definition))
    row = draft(
        by=by, store=store, key=key, tactic=tactic, picture=picture, definition=definition, fitting=fitting
    )
    return _taken(row, tactic)


@action("insights.take_up")
def draft(
    *,
    by: Actor,
    store: Store,
    key: str,
    tactic: Tactic,
    picture: Picture,
    definition: Any,
    fitting: Collection[int],
) -> Trial:
    """The group (whose people are known by key already) and the draft, and on record that they belong together."""
    by.require("customers", store.pk)
    by.require("offers", store.pk)
    # The row comes first: who presses at the same moment waits for it, and finds the drafts made.
    row, _made = Trial.objects.of(store).select_for_update().get_or_create(store=store, key=key)
    if trial_of(store, key) is not None:
        return row
    said = words(tactic, store)
    segment = _group(by, store, said, definition, fitting)
    if tactic.family == "discount":
        row.draft = _coupon(by, store, said, segment, picture, tactic)
    else:
        row.draft = _message(by, store, said, segment)
    row.segment, row.at = segment.public_id, clock.now()
    row.save(update_fields=["segment", "draft", "at"])
    return row


def _proposal(store: Store, key: str) -> tuple[str, Tactic, Picture]:
    release = release_before(store, clock.now())
    if release is None:
        raise NothingProposed()
    picture = read(release.body)
    for tactic in proposed(picture):
        if tactic.key(release.month) == key:
            return release.month, tactic, picture
    raise NothingProposed()


def _taken(row: Trial, tactic: Tactic) -> Taken:
    return Taken(row.segment, row.draft, tactic.family == "discount")


def _group(by: Actor, store: Store, said: Words, definition: Any, fitting: Collection[int]) -> Segment:
    """The group of these people; one that says the same is used again."""
    same = segment_saying(store, definition)
    if same is not None:
        return same
    name = free_name(store, said.name)
    return save_counted(by=by, store=store, name=name, definition=definition, fitting=fitting, note=said.note)


def _coupon(by: Actor, store: Store, said: Words, segment: Segment, picture: Picture, tactic: Tactic) -> str:
    """A tenth off, from a fifth above what an order of these people comes to; meant for the group alone."""
    now = clock.now()
    offer = create_offer(
        by=by,
        store=store,
        kind="store-coupon",
        title=said.title,
        title_zh=said.title_zh,
        starts_at=now,
        ends_at=now + RUNS,
        terms={"tiers": [{"threshold_minor": tactic.threshold(picture), "percent_bp": TENTH}]},
        claimable=True,
        exclusive=True,
        per_person=1,
    )
    meant_for(by=by, store=store, offer=offer.public_id, persons=list(member_keys(segment)))
    return offer.public_id


def _message(by: Actor, store: Store, said: Words, segment: Segment) -> str:
    fields = Fields(
        name=said.title,
        segment_id=segment.public_id,
        subject=said.title,
        text=said.text,
        subject_zh=said.title_zh,
        text_zh=said.text_zh,
        purpose="news",
    )
    return write(by=by, store=store, fields=fields).public_id
