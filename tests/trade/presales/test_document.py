"""The example in docs/offers/presale.md is what the market does."""

from __future__ import annotations

import re

from regulars.ground.kit import clock
from regulars.trade.orders import queries
from regulars.trade.presales.actions.balancing import grants_of
from regulars.trade.presales.queries import sum_for
from tests.house import ROOT
from tests.town import Town
from tests.trade.orders.shopping import off, offer, shopper
from tests.trade.presales.preselling import booked, item_of, running


def example() -> dict[str, int]:
    """The table of the document, in minor units."""
    text = (ROOT / "docs" / "offers" / "presale.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z, ]+) \| (\d+)\.(\d\d) \|$", text, re.MULTILINE)
    return {name: int(whole) * 100 + int(cents) for name, whole, cents in rows}


def test_the_sum_in_the_document_is_the_sum_of_the_market(town: Town) -> None:
    told = example()
    assert len(told) == 6
    row = running(town)
    found = sum_for(item_of(row))
    assert found.price_minor == told["price of one piece"]
    assert found.off_minor == told["comes off for the deposit"]
    assert found.total_minor == told["price altogether"]
    assert found.deposit_minor == told["deposit, paid now"]
    assert found.balance_minor == told["balance, paid later"]
    alice = shopper(town.alice)
    booking = booked(alice, row)
    counted = told["what offers with a threshold count"]
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(100, counted), title="Reached")
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(999, counted + 100), title="Not reached")
    with clock.at(row.balance_from):
        quoted = queries.quote(by=alice, currency="CNY", lines={}, grants=grants_of(alice, booking.public_id))
    freight = town.clay.freight_minor
    assert quoted.prepaid_minor == told["deposit, paid now"]
    assert quoted.payable_minor == told["balance, paid later"] - 100 + freight
