"""Birthday coupons come by themselves: once a year, in the days around the birthday."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.loyalty.members.queries import birthdays_near, day_after
from regulars.loyalty.members.rules import Around
from regulars.people.merchants.queries import market
from regulars.trade.offers.actions.claiming import AllTaken, spend_budget, tell_claimed
from regulars.trade.offers.models import Claim, Offer
from regulars.trade.offers.queries.holdout import goes_without
from regulars.trade.offers.queries.running import running


def give_birthday_coupons(*, by: Actor = SYSTEM) -> int:
    """Give every birthday coupon that is due; returns how many. Run again, it gives nothing twice."""
    today = clock.now().astimezone(ZoneInfo(market().zone)).date()
    return sum(_give_all(by, offer, today) for offer in _due())


def _due() -> QuerySet[Offer]:
    return running(clock.now()).filter(terms__has_key="birthday", store__isnull=False).order_by("pk")


def _give_all(by: Actor, offer: Offer, today: date) -> int:
    window, given = offer.terms["birthday"], 0
    near = birthdays_near(
        offer.store_id or 0, today, window["before"], window["after"], offer.terms.get("from_tier") or 1
    )
    for person, found in near:
        if goes_without(offer, person):
            continue
        try:
            given += give_birthday_coupon(by=by, offer=offer, person_id=person, found=found)
        except AllTaken:
            break
    return given


@action("offers.give_birthday_coupon", audit=False)
def give_birthday_coupon(*, by: Actor, offer: Offer, person_id: int, found: Around) -> bool:
    """Put this year's coupon into the person's hands; False when it is there already. Raises AllTaken.

    The year of the birthday is the claim's number, so that the database itself keeps it to one a year.
    """
    until = min(clock.midnight(day_after(found), ZoneInfo(market().zone)), offer.ends_at)
    row, made = Claim.objects.get_or_create(
        offer=offer, person_id=person_id, ordinal=found.year, defaults={"expires_at": until}
    )
    if not made:
        return False
    spend_budget(offer, 0, 1)
    tell_claimed(offer, row)
    return True
