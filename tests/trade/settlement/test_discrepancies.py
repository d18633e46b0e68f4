"""Money that matches nothing finds its place by somebody's decision."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.ground.kit.models import AuditEntry
from regulars.ground.kit.refusals import BadInput, NotAllowed, NotFound
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Discrepancy
from regulars.trade.settlement.queries import check_books, discrepancies, ref_parts
from tests.trade.settlement.booking import NOON, OLGA, OSCAR, sell, stands


def _arrived(amount: int = 900) -> str:
    return actions.record_unmatched(
        by=OLGA,
        ref="pay_1",
        provider="test",
        currency="CNY",
        amount_minor=amount,
        reason="Paid twice.",
        at=NOON,
    ).public_id


def _resolve(found: str, **to: Any) -> Any:
    return actions.resolve_discrepancy(by=OLGA, discrepancy_id=found, resolution="Looked at it.", **to)


def _send_back(ref: str, amount: int) -> None:
    actions.return_unmatched(
        by=OLGA,
        ref="pay_1",
        refund_ref=ref,
        provider="test",
        currency="CNY",
        amount_minor=amount,
        at=NOON,
    )


def test_unmatched_money_is_kept_apart_once(db: Any) -> None:
    assert _arrived() == _arrived()
    assert (stands("payments"), stands("unmatched")) == (900, -900)


def test_it_goes_to_the_market(db: Any) -> None:
    _resolve(_arrived(), to="market")
    assert (stands("unmatched"), stands("adjustments")) == (0, -900)


def test_it_goes_to_a_store(clay: Store) -> None:
    _resolve(_arrived(), to="store", store_id=clay.pk)
    assert stands("store_payable", clay.pk) == -900


def test_it_goes_back_to_the_payer(db: Any) -> None:
    found = _arrived()
    _resolve(found, to="payer", provider="test")
    assert ref_parts("refunds", "CNY", found) == {"adjustment": -900}


def test_a_missing_amount_is_the_markets_loss(clay: Store) -> None:
    sell(clay.pk, 10_000, over=-40)
    _resolve(Discrepancy.objects.get().public_id, to="market")
    assert (stands("unmatched"), stands("adjustments")) == (0, 40)


@pytest.mark.parametrize("to", [{}, {"to": "store"}, {"to": "payer"}, {"to": "moon"}])
def test_money_needs_a_place(db: Any, to: dict[str, Any]) -> None:
    with pytest.raises(actions.WhereTo):
        _resolve(_arrived(), **to)
    assert stands("unmatched") == -900


def test_it_is_resolved_once_by_somebody_with_a_reason(db: Any) -> None:
    found = _arrived()
    with pytest.raises(BadInput):
        actions.resolve_discrepancy(by=OLGA, discrepancy_id=found, resolution=" ", to="market")
    with pytest.raises(NotAllowed):
        actions.resolve_discrepancy(by=OSCAR, discrepancy_id=found, resolution="Mine.", to="market")
    _resolve(found, to="market")
    with pytest.raises(NotFound):
        _resolve(found, to="market")
    assert AuditEntry.objects.filter(action="settlement.resolve_discrepancy").count() == 1
    assert not discrepancies().exists()
    assert discrepancies(resolved=True).count() == 1


def test_a_note_without_money_closes_without_an_entry(db: Any) -> None:
    row = actions.open_discrepancy(
        by=OLGA, ref="pay_9", kind="callback", amount_minor=5, currency="CNY", reason="Odd message."
    )
    assert _resolve(row.public_id) is None


def test_sending_it_back_part_by_part_closes_it_at_the_end(db: Any) -> None:
    _arrived()
    for ref, amount in (("r1", 400), ("r1", 400), ("r2", 500)):
        _send_back(ref, amount)
    assert (stands("unmatched"), stands("refunds")) == (0, -900)
    assert not discrepancies().exists()
    with pytest.raises(actions.NothingToMove):
        _send_back("r3", 1)
    assert check_books()["ok"]
