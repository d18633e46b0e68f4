"""Rows of a store are found through it, and changed under conditions that hold at the moment of the change."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from regulars.ground.kit.tenancy import CannotJudgeAgain
from regulars.trade.draws.models import Prize, Win

pytestmark = pytest.mark.django_db


def sql_of(change: Any) -> str:
    """The one statement a change is made of, without the subquery it looks its rows up with."""
    with CaptureQueriesContext(connection) as seen:
        change()
    (one,) = seen.captured_queries
    sql = str(one["sql"])
    begins = sql.index("IN (SELECT") if "IN (SELECT" in sql else len(sql)
    depth = 0
    for at in range(begins + 3, len(sql)):
        depth += (sql[at] == "(") - (sql[at] == ")")
        if not depth:
            return sql[:begins] + sql[at + 1 :]
    return sql


def test_conditions_of_a_row_found_through_its_owner_stand_in_the_update_itself() -> None:
    """A database that had to wait for the row judges them again; a subquery is judged only once."""
    outside = sql_of(lambda: Win.objects.of(1).filter(pk=7, state="open").update(state="taken"))
    assert "IN (" not in outside
    assert "'open'" in outside.replace('"', "'")
    counted = sql_of(
        lambda: Prize.objects.of(1).filter(pk=7, given__lt=F("count")).update(given=F("given") + 1)
    )
    assert counted.count("count") == 1
    either = Win.objects.of(1).exclude(state="passed").filter(prize__lottery__title="x")
    assert "passed" in sql_of(lambda: either.update(state="taken"))


def test_conditions_that_would_be_judged_only_once_are_refused_loudly() -> None:
    annotated = Win.objects.of(1).annotate(half=F("piece") / 2).filter(half__lt=3)
    either = Win.objects.of(1) | Win.objects.of(2).filter(state="open")
    for rows in (annotated, either):
        with pytest.raises(CannotJudgeAgain, match=r"Win\.update"):
            rows.update(state="taken")
    assert Win.objects.filter(pk=7).annotate(half=F("piece") / 2).update(state="taken") == 0
