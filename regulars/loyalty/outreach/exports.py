"""What a store takes along of its messages: what they said, and what became of each for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.loyalty.outreach.models import Campaign, Contact
from regulars.people.merchants.models import Store


@goes_along(
    "messages",
    "public_id kind name segment.public_id purpose channel subject text subject_zh text_zh holdout_percent window_days "
    "created_at due_at finished_at stopped_at",
    Campaign,
)
def _messages(store: Store) -> Iterator[Campaign]:
    rows = Campaign.objects.of(store).select_related("segment")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("contacts", "public_id campaign.public_id person.public_id state at read_at note", Contact)
def _contacts(store: Store) -> Iterator[Contact]:
    rows = Contact.objects.of(store).filter(test=False).select_related("campaign", "person")
    return rows.order_by("pk").iterator(CHUNK)
