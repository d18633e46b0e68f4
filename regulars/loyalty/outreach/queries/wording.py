"""A message in one person's words."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import translation

from regulars.ground.kit import clock
from regulars.ground.kit.moments import said_day
from regulars.ground.kit.sanitize import plain
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.outreach.models import Campaign
from regulars.loyalty.outreach.rules.template import render
from regulars.people.accounts.models import Person
from regulars.people.merchants.queries import market

CHINESE, ENGLISH = "zh-hans", "en"


@dataclass(frozen=True, slots=True)
class Worded:
    """Subject and text as one person reads them: plain text, in `language`."""

    subject: str
    text: str
    language: str


def worded(campaign: Campaign, person: Person, relation: Relation | None) -> Worded:
    """The campaign's message for a person, in their language when it was written in it."""
    chinese = person.language.startswith("zh")
    subject = _said(campaign.subject, campaign.subject_zh, chinese)
    text = _said(campaign.text, campaign.text_zh, chinese)
    language = CHINESE if text == campaign.text_zh and campaign.text_zh else ENGLISH
    with translation.override(language):
        values = _values(campaign, person, relation, language == CHINESE)
    return Worded(plain(render(subject, values), limit=200), render(text, values), language)


def _said(english: str, chinese: str, wanted: bool) -> str:
    return (chinese or english) if wanted else (english or chinese)


def _values(campaign: Campaign, person: Person, relation: Relation | None, chinese: bool) -> dict[str, str]:
    """Every field; empty where nothing is known."""
    home = market()
    return {
        "name": plain(person.name, limit=80),
        "store": _said(campaign.store.name, campaign.store.name_zh, chinese),
        "market": _said(home.name, home.name_zh, chinese),
    } | (_known(relation, home.zone) if relation else {})


def _known(relation: Relation, zone: str) -> dict[str, str]:
    met = relation.first_touch_at.astimezone(ZoneInfo(zone)).date()
    last = relation.last_order_at
    return {
        "since": said_day(met),
        "orders": str(relation.orders_count) if relation.orders_count else "",
        "days": str((clock.now() - last).days) if last else "",
    }
