"""The tables of docs/offers/made-to-order.md are what the rules say."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from regulars.ground.kit.money import format_money
from regulars.trade.agreements import rules
from regulars.trade.agreements.queries import saying
from tests.trade.agreements.plans import DAY, coat

PAGE = (Path(__file__).parents[3] / "docs" / "offers" / "made-to-order.md").read_text()
BEFORE = {"before the proof": 2, "after the proof": 4, "once it is made": 5}


def cells(first: str) -> list[str]:
    """The row of a table that begins so."""
    found = re.search(rf"^\| {re.escape(first)} \|(.*)\|$", PAGE, re.M)
    assert found is not None
    return [cell.strip() for cell in found.group(1).split("|")]


def money(minor: int) -> str:
    return format_money(minor, "CNY", "en")


@pytest.mark.parametrize(
    ("said", "late"), [("on its day", 0), ("3 days late", 3), ("8 days late", 8), ("20 days late", 20)]
)
def test_what_lateness_costs(said: str, late: int) -> None:
    terms = coat()
    credit = rules.credit_minor(terms.price_minor, terms.remedies, late)
    assert cells(said) == [money(credit), money(terms.balance_minor - credit), money(credit)]


@pytest.mark.parametrize("said", list(BEFORE))
def test_what_ending_it_costs(said: str) -> None:
    terms = coat()
    done = {one.key: DAY for one in terms.milestones[: BEFORE[said]]}
    standing = rules.standings(terms.milestones, done, DAY + timedelta(days=1), {})
    kept = rules.kept_when(terms, standing, "shopper", 30_000)
    assert cells(said) == [money(kept), money(30_000 - kept)]


def test_the_page_names_every_milestone() -> None:
    for words in saying.KINDS.values():
        assert f"| {words} |" in PAGE
