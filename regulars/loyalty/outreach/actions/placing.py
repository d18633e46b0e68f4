"""Messages that people get one by one, as they come to them: opened, placed for some, held, closed.

Whoever places decides when; who may be written to, the week's budget, quiet hours and "once" are decided here as for
every other message.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.loyalty.outreach.actions.moving import moved, only_system
from regulars.loyalty.outreach.actions.writing import Fields, cleaned
from regulars.loyalty.outreach.models import ONE_BY_ONE, WAITING, Campaign, Contact
from regulars.loyalty.segments.queries import segment_of
from regulars.people.merchants.models import Store


@action("outreach.open_letter")
def open_letter(*, by: Actor, store: Store, fields: Fields) -> Campaign:
    """A message that stands ready to be placed for people. Raises NotFound, MessageIncomplete, TextFaulty."""
    by.require("offers", store.pk)
    now = clock.now()
    row = Campaign(
        store=store,
        kind=ONE_BY_ONE,
        segment=segment_of(store, fields.segment_id),
        created_by_id=by.person_id,
        due_at=now,
        enlisted_at=now,
        **cleaned(fields),
    )
    row.save()
    return row


@action("outreach.place", audit=False)
def place(*, by: Actor, campaign: Campaign, turns: Mapping[int, int]) -> dict[int, Contact]:
    """Let a message wait for these people (key -> the how manieth time); gives their contacts by key. System only.

    Safe to repeat: a person has one contact for each turn. One for which there was no room in a week waits again.
    """
    only_system(by)
    rows = [Contact(campaign=campaign, person_id=key, turn=turn) for key, turn in sorted(turns.items())]
    Contact.objects.bulk_create(rows, ignore_conflicts=True)
    mine = Contact.objects.of(campaign.store_id).filter(campaign=campaign, person_id__in=turns, test=False)
    placed = {
        row.person_id: row
        for row in mine.select_related("campaign").order_by("pk")
        if row.turn == turns[row.person_id]
    }
    for row in placed.values():
        if row.state == "budget":
            moved(row, "budget", WAITING)
    return placed


@action("outreach.withdraw", audit=False)
def withdraw(*, by: Actor, contacts: Collection[int]) -> int:
    """Messages (contacts by key) that still wait are not sent any more; returns how many. System only."""
    only_system(by)
    rows = Contact.objects.across_stores("named one by one").filter(pk__in=contacts, state=WAITING)
    return rows.update(state="stopped", at=clock.now())


@action("outreach.hold_letters", audit=False)
def hold_letters(*, by: Actor, store: Store, campaigns: Collection[int], held: bool) -> None:
    """Let messages (by key) that are placed one by one wait, or go again."""
    by.require("offers", store.pk)
    _open(store, campaigns).update(due_at=None if held else clock.now())


@action("outreach.close_letters", audit=False)
def close_letters(*, by: Actor, store: Store, campaigns: Collection[int]) -> None:
    """Send these messages (by key) to nobody else; who waited for one does not get it. Safe to repeat."""
    by.require("offers", store.pk)
    now = clock.now()
    Contact.objects.of(store).filter(campaign__in=_open(store, campaigns), state=WAITING).update(
        state="stopped", at=now
    )
    _open(store, campaigns).update(stopped_at=now)


def _open(store: Store, campaigns: Collection[int]) -> QuerySet[Campaign]:
    rows = Campaign.objects.of(store).filter(pk__in=campaigns, kind=ONE_BY_ONE)
    return rows.filter(stopped_at=None, finished_at=None)
