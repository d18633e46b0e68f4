"""Two sides at the same moment: one agreement, one acceptance, one end. Really committed, with threads."""

from __future__ import annotations

from collections import Counter

from regulars.ground.kit.actors import SYSTEM
from regulars.trade.advances.models import Advance
from regulars.trade.agreements import actions, queries
from regulars.trade.agreements.models import Agreement, Credit, Happening, Signature, Version
from regulars.trade.orders.models import Order
from regulars.trade.payments.models import PaymentRefund
from tests.town import Town
from tests.trade.agreements import making
from tests.trade.agreements.making import asked, days, delivered, fresh, proposed, sign, signed, upto
from tests.trade.agreements.plans import coat
from tests.trade.orders.shopping import shopper
from tests.trade.orders.test_races import at_once

MANY = 24


def _duel(town: Town) -> None:
    alice, ravi, row = shopper(town.alice), town.ravi_at_work(), asked(town)
    first = proposed(town, row)
    dearer, cheaper = (coat(queries.today(), price_minor=price) for price in (150_000, 90_000))
    jobs = [
        *(lambda: sign(alice, row, first),) * (MANY // 2),
        *(lambda: proposed(town, row, dearer, by=ravi),) * (MANY // 4),
        *(lambda: proposed(town, row, cheaper, by=alice),) * (MANY // 4),
    ]
    at_once(jobs)
    found, versions = fresh(row), Version.objects.of(town.cashmere).filter(agreement=row)
    both = [one.number for one in versions if one.signatures.count() == 2]
    assert found.signed in (0, 1)
    assert both == ([1] if found.signed else [])
    assert found.state == ("signed" if found.signed else "offered")
    assert sorted(versions.values_list("number", flat=True)) == list(range(1, found.latest + 1))
    Agreement.objects.of(town.cashmere).filter(pk=row.pk).update(state="withdrawn")


def test_two_versions_signed_at_once_are_never_both_in_force(real_town: Town) -> None:
    for _round in range(4):
        _duel(real_town)


def test_the_last_signatures_of_a_version_come_at_once_and_count_once(real_town: Town) -> None:
    row = asked(real_town)
    version = proposed(real_town, row)
    alice = shopper(real_town.alice)
    answers = Counter(type(one).__name__ for one in at_once([lambda: sign(alice, row, version)] * MANY))
    assert answers["Agreement"] >= 1
    assert Signature.objects.of(real_town.cashmere).filter(version=version).count() == 2
    assert Happening.objects.of(real_town.cashmere).filter(agreement=row, kind="signed").count() == 1


def test_an_acceptance_and_a_rejection_at_once_leave_one(real_town: Town) -> None:
    row = delivered(real_town, signed(real_town))
    alice = shopper(real_town.alice)
    at_once(
        [
            *(lambda: actions.accept(by=alice, agreement_id=row.public_id),) * (MANY // 2),
            *(lambda: actions.reject(by=alice, agreement_id=row.public_id, why="A hole."),) * (MANY // 2),
        ]
    )
    kinds = Counter(
        Happening.objects.of(real_town.cashmere).filter(agreement=row).values_list("kind", flat=True)
    )
    assert kinds["accepted"] <= 1
    assert kinds["rejected"] <= 1
    assert fresh(row).state == ("accepted" if kinds["accepted"] else "rejected")
    order = Order.objects.of(real_town.cashmere).get(public_id=fresh(row).order_ref)
    assert order.state == ("confirmed" if kinds["accepted"] else "shipped")


def test_two_sides_end_it_at_once_and_the_money_goes_one_way(real_town: Town) -> None:
    row = upto(real_town, signed(real_town), "approve")
    alice, ravi = shopper(real_town.alice), real_town.ravi_at_work()
    at_once(
        [
            *(lambda: actions.cancel(by=alice, agreement_id=row.public_id, why="No.", kept_minor=12_000),)
            * 12,
            *(lambda: actions.cancel(by=ravi, agreement_id=row.public_id, why="No.", kept_minor=0),) * 12,
        ]
    )
    advance = Advance.objects.of(real_town.cashmere).get()
    back = sum(PaymentRefund.objects.values_list("amount_minor", flat=True))
    assert fresh(row).state == "cancelled"
    assert (advance.state, back) in {("kept", 18_000), ("returned", 30_000)}


def test_a_balance_is_ordered_once_and_a_credit_given_once(real_town: Town) -> None:
    row = upto(real_town, signed(real_town), "make")

    def give() -> int:
        with days(42):
            return actions.post_credit(by=SYSTEM, agreement_pk=row.pk)

    posted = at_once([give] * MANY)
    assert sum(one for one in posted if isinstance(one, int)) == 12_000
    assert Credit.objects.of(real_town.cashmere).count() == 2
    upto(real_town, row, "balance")
    at_once([lambda: making.order_balance(row)] * 12)
    assert Order.objects.of(real_town.cashmere).filter(state="awaiting_payment").count() == 1
