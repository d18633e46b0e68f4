"""What a message brought: paid amounts and margin of those it was sent to against those held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regulars.ground.lake.figures import Answer, Point, behind, figure
from regulars.loyalty.outreach.figures.sold import sold_orders
from regulars.loyalty.outreach.models import FAILED, SENDING, SENT, Campaign, Contact
from regulars.loyalty.outreach.rules.verdict import Verdict, side, verdict
from regulars.people.merchants.models import Store

BEFORE = timedelta(days=90)
TREATED, HELD = (SENT, SENDING, FAILED), ("held_out",)
Money = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Uplift:
    """Both verdicts of a message. `margin` is None while a good that was sold has no cost price.

    `since` until `until`: when orders counted; `over`: whether that time has passed.
    """

    paid: Verdict
    margin: Verdict | None
    since: datetime
    until: datetime
    over: bool


def written_to(store: Store, as_of: datetime, keys: tuple[str, ...]) -> set[str]:
    """Everybody a message was sent to."""
    campaign = (
        Campaign.objects.of(store).filter(public_id=keys[0] if keys else "", enlisted_at__lte=as_of).first()
    )
    return {person for person, sent in _people(campaign).items() if sent} if campaign else set()


@figure(
    "outreach.uplift",
    unit="minor",
    title=_("What messages brought"),
    definition=_(
        "For each message: what those it was sent to paid after it, after discounts and refunds, beyond what those"
        " held out by chance paid, over everybody it was sent to; with the ends of the 95 % interval."
    ),
    windows=lambda store: {"before": BEFORE.days},
    members=written_to,
)
def brought(store: Store, as_of: datetime) -> Answer:
    """Three points a message: its gain over everybody, and the ends of the interval; empty while not known."""
    rows = Campaign.objects.of(store).filter(enlisted_at__lte=as_of, holdout_percent__gt=0).order_by("pk")
    points: list[Point] = []
    for campaign in rows:
        found = uplift(campaign, as_of).paid
        known = found.kind not in ("too-early", "too-few")
        for key, value in (("low", found.total_low), ("gain", found.total), ("high", found.total_high)):
            people = behind("outreach.uplift", campaign.public_id)
            told, among = value if known else None, found.sent + found.held
            points.append(Point((campaign.public_id, key), told, among, people))
    return Answer(None, tuple(points))


def uplift(campaign: Campaign, as_of: datetime) -> Uplift:
    """What a message that has begun to go out brought until `as_of`. What was refunded until then is taken off."""
    since = campaign.enlisted_at
    assert since is not None, "only a message that has begun brings something"
    until = since + timedelta(days=campaign.window_days)
    over = as_of >= until
    people = _people(campaign)
    if not over:
        early = _compared(people, {}, over)
        return Uplift(early, early, since, until, over)
    paid, margin = compare(campaign.store, people, dict.fromkeys(people, since), until - since, as_of)
    return Uplift(paid, margin, since, until, over)


def compare(
    store: Store, people: Mapping[str, bool], since: Mapping[str, datetime], over: timedelta, as_of: datetime
) -> tuple[Verdict, Verdict | None]:
    """Those written to (True) against the others by what they paid, and by what was left of it, by public id.

    Each person's orders count from their own `since` for the time `over`, which must have passed for all.
    The margin is None while a good that was sold has no cost price.
    """
    paid, margin = _money(store, since, over, as_of)
    return _compared(people, paid, True), _compared(people, margin, True) if margin is not None else None


def _people(campaign: Campaign) -> dict[str, bool]:
    """Everybody compared, by public id: whether the message was sent to them."""
    rows = Contact.objects.of(campaign.store_id).filter(campaign=campaign, test=False)
    found = rows.filter(state__in=(*TREATED, *HELD)).values_list("person__public_id", "state")
    return {person: state in TREATED for person, state in found.iterator(chunk_size=2000)}


def _compared(people: Mapping[str, bool], money: Money, over: bool) -> Verdict:
    none = (0, 0)
    sent = side(money.get(person, none) for person, treated in people.items() if treated)
    held = side(money.get(person, none) for person, treated in people.items() if not treated)
    return verdict(sent, held, over=over)


def _money(
    store: Store, since: Mapping[str, datetime], over: timedelta, as_of: datetime
) -> tuple[Money, Money | None]:
    """Per person compared what was paid, and what was left of it after commission and the goods' cost: before and after.

    The margin is None while an order holds a good without a cost price.
    """
    if not since:
        return {}, {}
    first, last = min(since.values()), max(since.values())
    paid, margin = Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    known = True
    for row in sold_orders(store, first - BEFORE, last + over, as_of):
        if row.person in since and _counts(row.at, since[row.person], over):
            key = (row.person, row.at >= _bare(since[row.person]))
            paid[key] += row.paid_minor
            margin[key] += row.paid_minor - row.commission_minor - row.cost_minor
            known = known and row.known
    return _by_person(paid), _by_person(margin) if known else None


def _counts(at: datetime, since: datetime, over: timedelta) -> bool:
    """Whether an order lies in the person's own time."""
    start = _bare(since)
    return start - BEFORE <= at < start + over


def _bare(moment: datetime) -> datetime:
    """As the lake keeps moments: UTC without saying so."""
    return moment.replace(tzinfo=None)


def _by_person(sums: Counter[tuple[str, bool]]) -> Money:
    return {person: (sums[person, False], sums[person, True]) for person, _after in sums}
