"""R03, R04: the last claim of a contract is made once, whoever asks at the same moment. Really committed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from regulars.ground.kit import clock
from regulars.trade.orders import actions as orders
from regulars.trade.services import actions
from regulars.trade.services.models import Contract, ServiceClaim
from regulars.trade.settlement.queries import check_books, service_liability
from tests.town import Town
from tests.trade.orders.shopping import shopper
from tests.trade.orders.test_races import at_once
from tests.trade.services.caring import bought, contracts, kept, sold_by_mei

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_twenty_ask_for_the_last_claim_and_one_gets_it(real_town: Town) -> None:
    group = bought(real_town, real_town.alice, sold_by_mei(real_town, claims=1, gap_days=0))
    kept(real_town, real_town.alice, group)
    contract = contracts(group)[0].public_id
    by = shopper(real_town.alice)

    def ask() -> str:
        actions.claim_service(by=by, contract=contract, text="Stains", way="send-in")
        return "got it"

    answers = at_once([ask] * 20)
    assert sorted(set(answers)) == ["got it", "service-not-claimable"]
    assert answers.count("got it") == 1
    assert Contract.objects.of(real_town.clay).get().claims_used == 1
    assert ServiceClaim.objects.of(real_town.clay).count() == 1


def test_two_clocks_book_a_day_once(real_town: Town) -> None:
    with clock.at(NOON):
        group = bought(real_town, real_town.alice, sold_by_mei(real_town))
        kept(real_town, real_town.alice, group)

    def book() -> str:
        with clock.at(NOON + timedelta(days=30)):
            orders.earn_plans()
        return "booked"

    assert at_once([book] * 4) == ["booked"] * 4
    assert service_liability(real_town.clay.pk, "CNY") == 3_420 - 570
    assert check_books()["ok"]
