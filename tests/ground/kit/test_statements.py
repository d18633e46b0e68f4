"""Statements ask what Django would ask, and refuse what they cannot keep."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from regulars.goods.catalog.models import Product, Stock, Variant
from regulars.ground.kit import clock, statements
from regulars.ground.kit.models import IdempotencyKey
from regulars.ground.kit.statements import Fixed, Unfit, change, insert, insert_all, statement, update
from tests.town import Town

pytestmark = pytest.mark.django_db
ALL = Variant.objects.across_stores("a test")


@statement
def by_names(names: list[str], above: int, live: bool, since: datetime | None) -> QuerySet[Variant, Variant]:
    """Rows with what belongs to them, by a list, a number, a truth, and a moment or none."""
    rows = ALL.filter(public_id__in=names, price_minor__gt=above, retired_at__isnull=live)
    rows = rows.filter(product__published_at__lte=since) if since else rows
    return rows.select_related("product__store").annotate(dear=F("price_minor") * 2).order_by("pk")


@statement
def prices(names: list[str]) -> QuerySet[Variant, tuple[str, int]]:
    """Values without rows."""
    return ALL.filter(public_id__in=names).order_by("pk").values_list("public_id", "price_minor")


@change
def hold_one(variant: int, most: int) -> tuple[QuerySet[Stock], dict[str, object]]:
    """A conditional UPDATE."""
    return Stock.objects.filter(variant_id=variant, held__lt=most), {"held": F("held") + 1}


def test_rows_are_what_django_makes_of_them(town: Town) -> None:
    everything = [row.public_id for row in ALL.order_by("pk")]
    for names in (everything[:1], everything[:3], everything[:5]):
        for since in (None, clock.now()):
            plain = list(by_names.make(names, 100, True, since))
            kept = by_names(names, 100, True, since)
            assert kept == plain
            assert len(kept) == len(names)
            for mine, theirs in zip(kept, plain, strict=True):
                assert vars(mine) | {"_state": 0} == vars(theirs) | {"_state": 0}
                assert mine.product.store == theirs.product.store
                assert mine.product._state.fields_cache.keys() == {"store"}
    assert by_names([everything[0]], 10**9, True, None) == []
    assert by_names([], 1, True, None) == []
    assert by_names(everything[:1], 1, False, None) == []


def test_one_question_whatever_comes_with_it(town: Town) -> None:
    names = [row.public_id for row in ALL.order_by("pk")][:3]
    prices(names)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = prices(names)
    assert [name for name, _price in found] == names
    assert len(asked) == 1


def test_long_lists_are_asked_for_as_ever(town: Town) -> None:
    names = [row.public_id for row in ALL.order_by("pk")]
    assert prices([*names, *(f"var_{number}" for number in range(200))]) == prices(names)


def test_a_list_with_nobody_in_it_spoils_no_later_list(town: Town) -> None:
    names = [row.public_id for row in ALL.order_by("pk")[:4]]
    for strange in (None, True, Fixed(7)):
        fresh = statement(prices.make)
        assert len(fresh([names[0], strange, *names[1:3]])) == 3  # type: ignore[list-item]
        assert [name for name, _price in fresh(names)] == names
        assert fresh([strange]) == []  # type: ignore[list-item]
        assert [name for name, _price in fresh(names[:1])] == names[:1]


def test_a_change_counts_its_rows(town: Town) -> None:
    stock = Stock.objects.exclude(held__gt=0).filter(on_hand__gt=2).order_by("pk")[0]
    assert [hold_one(stock.variant_id, 2) for _turn in range(3)] == [1, 1, 0]
    stock.refresh_from_db()
    assert stock.held == 2


def test_an_inserted_row_is_as_if_saved() -> None:
    moment = timezone.now() - timedelta(days=1)
    made = insert(
        IdempotencyKey(scope="s", key="k", step=1, body_hash="b", action="a", result={"x": [1]}, at=moment)
    )
    found = IdempotencyKey.objects.get(pk=made.pk)
    assert (found.result, found.at, found.scope) == ({"x": [1]}, moment, "s")
    assert found == made
    made.action = "b"
    made.save()
    assert IdempotencyKey.objects.get().action == "b"


def _clocked(name: str) -> QuerySet[Variant]:
    return ALL.filter(public_id=name, product__published_at__lte=clock.now())


def _spoken(name: str) -> QuerySet[Product]:
    words = "title_zh" if translation.get_language() != "en" else "title"
    return Product.objects.across_stores("a test").filter(public_id=name).exclude(**{words: ""})


def _sliced(name: str, most: int) -> QuerySet[Variant]:
    return ALL.filter(public_id=name)[:most]


def _looked_at(name: str, number: int) -> QuerySet[Variant]:
    return ALL.filter(Q(public_id=name) | Q(price_minor=number % 7))


def _begins(name: str) -> QuerySet[Variant]:
    return ALL.filter(public_id__startswith=name)


def _twice(name: str) -> QuerySet[Product]:
    return Product.objects.across_stores("a test").filter(public_id=name).prefetch_related("variants")


@pytest.mark.parametrize(
    ("make", "values"),
    [
        (_clocked, ["a"]),
        (_spoken, ["a"]),
        (_sliced, ["a", 3]),
        (_looked_at, ["a", 3]),
        (_begins, ["a"]),
        (_twice, ["a"]),
    ],
)
def test_what_differs_by_more_than_values_is_refused(make: object, values: list[object]) -> None:
    with pytest.raises(Unfit):
        statement(make)(*values)  # type: ignore[arg-type, call-arg]


def test_tests_compare_every_statement_with_what_django_would_ask() -> None:
    assert statements.compares
    shared = {"column": "public_id"}
    later = statement(lambda name: ALL.filter(**{shared["column"]: name}))
    later("a")
    shared["column"] = "sku"
    with pytest.raises(Unfit):
        later("a")


def test_a_fixed_number_is_part_of_the_question(town: Town) -> None:
    dearest = statement(lambda most, above: ALL.filter(price_minor__gt=above).order_by("-price_minor")[:most])
    assert [len(dearest(Fixed(many), 0)) for many in (1, 3, 2)] == [1, 3, 2]


def test_a_few_rows_are_inserted_at_once() -> None:
    rows = [IdempotencyKey(scope="s", key=str(n), body_hash="b", action="a") for n in range(20)]
    made = [*insert_all(rows[:3]), *insert_all(rows[3:])]
    assert [row.key for row in IdempotencyKey.objects.order_by("pk")] == [row.key for row in made]
    assert IdempotencyKey.objects.get(pk=made[1].pk).key == "1"
    made[2].action = "z"
    assert update(made[2], "action")
    assert IdempotencyKey.objects.get(pk=made[2].pk).action == "z"
    assert insert_all([]) == []
