"""What holds for every message of every store: the budget, the quiet hours, the channels there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count

from regulars.ground.kit import clock
from regulars.loyalty.outreach.hooks import INBOX, Channel, found
from regulars.loyalty.outreach.models import SENDING, SENT, Contact, ContactWeek
from regulars.loyalty.outreach.rules.hours import Quiet, first_open, quiet_hours, week_of
from regulars.people.accounts.models import Person
from regulars.people.merchants.queries import market


def cap() -> int:
    """How many messages of all stores together a person gets in a week."""
    return max(0, int(settings.CONTACTS_A_WEEK))


def quiet() -> Quiet:
    """The hours in which nobody is written to."""
    return quiet_hours(settings.QUIET_HOURS)


def zone() -> ZoneInfo:
    """The market's zone."""
    return ZoneInfo(market().zone)


def next_open(at: datetime) -> datetime:
    """The first moment from `at` on in which people may be written to (UTC)."""
    return first_open(at, zone(), quiet())


def this_week() -> date:
    """The Monday of the running week in the market's zone."""
    return week_of(clock.now(), zone())


def used_by(people: Iterable[int], week: date) -> dict[int, int]:
    """How many messages each of these people got in a week; those without any are left out."""
    rows = ContactWeek.objects.filter(person_id__in=list(people), week=week)
    return dict(rows.values_list("person_id", "used"))


def sent_by(store_id: int, people: Iterable[int], week: date) -> dict[int, int]:
    """How many messages of one store each of these people got in a week; those without any are left out."""
    since = clock.midnight(week, zone())
    mine = Contact.objects.of(store_id).filter(
        person_id__in=list(people), state__in=(SENT, SENDING), test=False, at__gte=since
    )
    return dict(mine.order_by().values_list("person_id").annotate(many=Count("pk")))


def channels() -> dict[str, Channel]:
    """Every channel beside the inbox, by name."""
    return found()


def channel_names() -> list[str]:
    """All channels, the inbox first."""
    return [INBOX, *sorted(found())]


def reaches(name: str, person: Person) -> bool:
    """Whether the channel knows where to find the person."""
    if name == INBOX:
        return True
    way = found().get(name)
    return way is not None and bool(way.address(person))
