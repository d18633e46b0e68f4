"""A store's own messages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Q, QuerySet

from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.outreach.models import FAILED, SENDING, SENT, TO_GROUP, WAITING, Campaign, Contact
from regulars.people.merchants.models import Store

State = Literal["draft", "scheduled", "sending", "sent", "stopped"]


def campaigns_of(store: Store) -> QuerySet[Campaign]:
    """The store's messages to groups, the latest first, with `sent` and `held_out`: how many people."""
    mine = Campaign.objects.of(store).filter(kind=TO_GROUP, dropped_at=None).select_related("segment")
    real = Q(contacts__test=False)
    return mine.annotate(
        sent=Count("contacts", filter=real & Q(contacts__state=SENT)),
        held_out=Count("contacts", filter=real & Q(contacts__state="held_out")),
    ).order_by("-id")


def campaign_of(store: Store, public_id: str) -> Campaign:
    """One of the store's messages to groups. Raises NotFound."""
    rows = Campaign.objects.of(store).filter(public_id=public_id, kind=TO_GROUP, dropped_at=None)
    found = rows.select_related("segment", "store").first()
    if found is None:
        raise NotFound()
    return found


def names_of(store: Store, public_ids: Collection[str]) -> dict[str, str]:
    """What messages are called, by public id."""
    rows = Campaign.objects.of(store).filter(public_id__in=public_ids)
    return dict(rows.values_list("public_id", "name"))


def state_of(campaign: Campaign) -> State:
    """Where a message is on its way."""
    if campaign.stopped_at is not None:
        return "stopped"
    if campaign.finished_at is not None:
        return "sent"
    if campaign.due_at is None:
        return "draft"
    return "scheduled" if campaign.due_at > clock.now() else "sending"


@dataclass(frozen=True, slots=True)
class Counts:
    """People by what became of a message; `by_state` has every state that occurs."""

    by_state: dict[str, int]
    read: int

    @property
    def sent(self) -> int:
        """How many it was sent to."""
        return self.by_state.get(SENT, 0)

    @property
    def open(self) -> int:
        """How many are still to be written to."""
        return self.by_state.get(WAITING, 0) + self.by_state.get(SENDING, 0)

    @property
    def failed(self) -> int:
        """How many the channel could not reach."""
        return self.by_state.get(FAILED, 0)


def counts_of(campaign: Campaign) -> Counts:
    """What became of a message. One query."""
    rows = Contact.objects.of(campaign.store_id).filter(campaign=campaign, test=False).order_by()
    found = list(rows.values_list("state").annotate(many=Count("pk"), read=Count("read_at")))
    return Counts({state: many for state, many, _read in found}, sum(read for _state, _many, read in found))


def contacts_of(campaign: Campaign, state: str = "") -> QuerySet[Contact]:
    """The log: what became of the message for each person, the latest first."""
    rows = Contact.objects.of(campaign.store_id).filter(campaign=campaign, test=False)
    return (rows.filter(state=state) if state else rows).select_related("person")
