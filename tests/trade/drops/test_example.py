"""The example of docs/offers/drop.md, played."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.loyalty.customers.actions import follow
from regulars.people.accounts.models import Person
from regulars.trade.drops import actions, queries
from regulars.trade.drops.models import Seat
from regulars.trade.drops.tasks import attend
from tests.town import Town, shopper
from tests.trade.drops.dropping import announced, crowd

PAGE = Path(__file__).resolve().parents[3] / "docs" / "offers" / "drop.md"
PHASES = [{"who": "followers", "after": 0, "units": 4}, {"who": "everybody", "after": 10, "units": 0}]


def test_ten_cups_in_two_phases(town: Town) -> None:
    drop = announced(town, phases=PHASES, queue_most=20, pay_minutes=30)
    people = crowd(11)
    fans, others = people[:6], people[6:]
    for one in fans:
        follow(by=shopper(one), store=town.clay, origin="follow")
    written = " ".join(PAGE.read_text().replace("> ", "").split())
    words = queries.words_of(drop, queries.plan_of(drop))
    for sentence in words[:4]:
        assert sentence in written

    def won(of: list[Person]) -> int:
        return Seat.objects.of(town.clay).filter(state="won", person__in=of).count()

    with clock.at(drop.opens_at - timedelta(minutes=10)):
        codes = Counter(actions.take(by=shopper(one), drop=drop).code for one in people)
    assert codes == {"placed": 11}
    with clock.at(drop.opens_at + timedelta(seconds=1)):
        attend(drop)
        assert (won(fans), won(others)) == (4, 0)
    with clock.at(drop.opens_at + timedelta(minutes=9, seconds=59)):
        attend(drop)
        assert (won(fans), won(others)) == (4, 0)
    with clock.at(drop.opens_at + timedelta(minutes=10)):
        attend(drop)
        assert (won(fans), won(others)) == (6, 4)
    with clock.at(drop.opens_at + timedelta(minutes=31)):
        attend(drop)
        # The first four did not pay in time: the one who still waited has a piece now.
        assert (won(fans), won(others)) == (2, 5)
    with clock.at(drop.ends_at + timedelta(minutes=32)):
        attend(drop)
    drop.refresh_from_db()
    assert drop.closed_at is not None
    stock = Stock.objects.get(variant=drop.variant_id)
    assert (stock.on_hand, stock.held) == (100, 0)
