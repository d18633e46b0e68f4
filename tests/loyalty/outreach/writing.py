"""Stores that write, and people who allowed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.outreach import actions
from regulars.loyalty.outreach.models import Campaign, Contact
from regulars.loyalty.segments import actions as segments
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Person
from regulars.people.accounts.rules import PersonRow
from regulars.people.merchants.models import Store
from tests.town import shopper

# A Wednesday, noon in the market's zone.
NOON = datetime(2026, 5, 6, 4, tzinfo=UTC)


def people(count: int) -> list[Person]:
    """New persons with an address each."""
    rows = [
        PersonRow(external_ref=f"p{number}", name=f"Person {number}", email=f"p{number}@example.org")
        for number in range(count)
    ]
    found = accounts.record_people(by=SYSTEM, rows=rows)
    return list(Person.objects.filter(pk__in=found.values()).order_by("pk"))


def allow(store: Store, who: Sequence[Person], channel: str = "inbox", purpose: str = "offers") -> None:
    """Everybody says yes."""
    for person in who:
        customers.give_consent(
            by=shopper(person), store=store, purpose=purpose, channel=channel, wording="w", place="test"
        )


def group(store: Store, who: Sequence[Person]) -> str:
    """A list of people, all of whom the store knows."""
    ids = [
        customers.touch(by=SYSTEM, store=store, person_id=person.pk, origin="visit").public_id
        for person in who
    ]
    row, _missing = segments.upload_list(by=SYSTEM, store=store, name=new_id("grp"), identifiers=ids)
    return row.public_id


def message(store: Store, segment: str, **more: Any) -> Campaign:
    """A draft."""
    values: dict[str, Any] = {
        "name": "Spring", "subject": "New cups, {name|friend}", "text": "Hello {name|friend},\nthe kiln is open.",
        "holdout_percent": 0,
    }  # fmt: skip
    return actions.write(by=SYSTEM, store=store, fields=actions.Fields(segment_id=segment, **values | more))


def due(store: Store, segment: str, **more: Any) -> Campaign:
    """A message that goes now."""
    row = message(store, segment, **more)
    return actions.schedule(by=SYSTEM, store=store, campaign_id=row.public_id)


def states(campaign: Campaign) -> dict[str, str]:
    """What became of a message, by the person's name."""
    rows = Contact.objects.of(campaign.store_id).filter(campaign=campaign, test=False)
    return dict(rows.values_list("person__name", "state"))
