"""R16: people enter and walk, killed at every write; then the clock goes on, and all is as if nothing had happened."""

from __future__ import annotations

import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
django.setup()

from regulars.ground.bus.models import Message  # noqa: E402
from regulars.ground.kit import clock  # noqa: E402
from regulars.loyalty.journeys import tasks  # noqa: E402
from regulars.loyalty.journeys.models import Journey, Passage, Traveller  # noqa: E402
from regulars.loyalty.outreach import tasks as outreach  # noqa: E402
from regulars.loyalty.outreach.models import Contact, ContactWeek  # noqa: E402
from regulars.people.accounts.models import Person  # noqa: E402
from regulars.people.merchants.models import Store  # noqa: E402
from tests.loyalty.journeys.travelling import going, rounds, send, tagged  # noqa: E402
from tests.loyalty.outreach.writing import NOON, allow  # noqa: E402
from tests.trade.failpoints import crash_everywhere  # noqa: E402

LATER = NOON + timedelta(hours=1)
tasks.SECONDS = outreach.SECONDS = 600.0


def _store() -> Store:
    return Store.objects.get(name="Purple Clay House")


def _people(tag: str) -> list[Person]:
    return list(Person.objects.filter(name__startswith=f"walk {tag} ").order_by("pk"))


def ready(tag: str) -> None:
    """Somebody in a group, and a journey that takes them along; those before are over."""
    with clock.at(NOON):
        Journey.objects.of(_store()).filter(ended_at=None).update(ended_at=NOON)
        Person.objects.create(name=f"walk {tag} 1")
        allow(_store(), _people(tag))
        group = tagged(_store(), f"walk {tag}", _people(tag))
        going(_store(), {"group": group, "who": "now"}, send(1), {"kind": "tag", "id": "s2", "name": tag})


def day(tag: str) -> None:
    """What the worker does: in, on, the messages out, and on again to the end."""
    rounds(LATER)


def after_day(tag: str) -> None:
    """The clock goes on: everybody got the message once, and the log tells every step once."""
    day(tag)
    for person in _people(tag):
        one = Traveller.objects.of(_store()).get(person=person)
        assert one.outcome == "done", one.outcome
        log = Passage.objects.of(_store()).filter(traveller=one).order_by("number")
        assert [row.what for row in log] == ["sent", "tagged"]
        contacts = Contact.objects.of(_store()).filter(person=person)
        assert [row.state for row in contacts] == ["sent"]
        assert ContactWeek.objects.get(person=person).used == 1
        told = Message.objects.filter(person_id=person.pk, name="loyalty.message-sent.v1")
        assert told.count() == 1
        left = Message.objects.filter(person_id=person.pk, name="loyalty.journey-left.v1")
        assert left.count() == 1


if __name__ == "__main__":
    print(crash_everywhere(ready, day, after_day))
