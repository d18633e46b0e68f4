"""Products from a table: good rows in, bad rows back with reasons, the same file twice changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from regulars.goods.catalog import actions, queries
from regulars.goods.catalog.actions import ColumnsMissing
from regulars.goods.catalog.actions.sheet import reasons, running
from regulars.goods.catalog.models import PriceChange, Product, Stock, Variant
from regulars.goods.catalog.rules import VariantInput
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.models import ImportRun
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.ground.kit.sheets import MAX_CELL, read_csv
from tests.town import Town, staff

HEADER = "Product,Title,Title (Chinese),Category,SKU,Options,Price,Stock,Published"
GOOD = [
    "P-1,Bamboo teapot,竹节壶,Teapots,B-S,Size: S,280.00,5,yes",
    "P-1,,,,B-L,Size: L,¥360,3,",
    'P-2,"Cup, glazed",釉杯,茶壶,C-1,,"1,045.50",40,no',
]


def table(*rows: str, header: str = HEADER) -> bytes:
    """A table as bytes."""
    return "\r\n".join([header, *rows]).encode()


def take(town: Town, content: bytes, **more: Any) -> ImportRun:
    """Mei imports a table."""
    return actions.import_products(by=town.mei_at_work(), store=town.clay, content=content, **more)


def test_rows_become_products_and_variants(town: Town) -> None:
    run = take(town, table(*GOOD), name="spring.csv")
    assert run.counts == {"rows": 3, "created": 3, "changed": 0, "unchanged": 0, "rejected": 0}
    first, second = (
        Product.objects.of(town.clay).filter(external_ref__in=("P-1", "P-2")).order_by("external_ref")
    )
    assert (first.title, first.title_zh, first.from_minor, first.to_minor) == (
        "Bamboo teapot",
        "竹节壶",
        28000,
        36000,
    )
    assert first.published_at is not None
    assert second.published_at is None
    assert (second.title, second.from_minor) == ("Cup, glazed", 104550)
    assert Variant.objects.of(town.clay).get(sku="B-L").options == {"Size": "L"}
    assert Stock.objects.get(variant__sku="B-S").on_hand == 5


def test_the_same_file_again_changes_nothing(town: Town) -> None:
    take(town, table(*GOOD))
    run = take(town, table(*GOOD))
    assert run.counts == {"rows": 3, "created": 0, "changed": 0, "unchanged": 3, "rejected": 0}
    assert ImportRun.objects.filter(kind="products").count() == 1


def test_only_what_differs_is_changed(town: Town) -> None:
    take(town, table(*GOOD))
    run = take(town, table(GOOD[0].replace("280.00", "270"), GOOD[1], GOOD[2].replace("40,no", "41,yes")))
    assert (run.counts["changed"], run.counts["unchanged"]) == (2, 1)
    prices = PriceChange.objects.filter(variant__sku="B-S").order_by("id")
    assert [one.price_minor for one in prices] == [28000, 27000]
    assert Product.objects.of(town.clay).get(external_ref="P-1").from_minor == 27000
    assert Product.objects.of(town.clay).get(external_ref="P-2").published_at is not None
    assert Stock.objects.get(variant__sku="C-1").on_hand == 41


def test_a_trial_counts_like_the_real_run_and_writes_nothing(town: Town) -> None:
    content = table(*GOOD, "P-3,No category,,,X-1,,10,1,", "P-1,,,,B-S,,1,1,")
    before = Product.objects.of(town.clay).count()
    trial = take(town, content, dry_run=True)
    assert Product.objects.of(town.clay).count() == before
    assert trial.rejects.count() == 2
    assert take(town, content).counts == trial.counts


def test_what_is_exported_can_be_imported_without_a_change(town: Town) -> None:
    take(town, table(*GOOD))
    plus = VariantInput(price_minor=100, sku="@odd", options={"=a": "-b"})
    actions.add_variant(by=SYSTEM, store=town.clay, product_id=town.cup.public_id, variant=plus)
    for language in ("en", "zh-hans"):
        with translation.override(language):
            content = b"".join(queries.export_csv(town.clay))
        run = take(town, content)
        assert run.counts["unchanged"] == run.counts["rows"] == 7, list(queries.rejects_of(run).values())
        assert b"'@odd" in content


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_template_is_understood_in_both_languages(town: Town, language: str) -> None:
    with translation.override(language):
        run = take(town, queries.template_csv())
    assert run.done["ignored"] == []
    assert run.counts == {"rows": 1, "created": 1, "changed": 0, "unchanged": 0, "rejected": 0}
    made = Product.objects.of(town.clay).get(external_ref="POT-PLUM")
    assert (made.category, made.published_at) == (town.teapots, None)


def test_the_template_names_a_category_of_this_market(town: Town) -> None:
    actions.add_category(by=SYSTEM, name="Small pots", parent=town.teapots)
    actions.add_category(by=SYSTEM, name="Aprons", parent=town.knitwear)
    run = take(town, queries.template_csv())
    assert run.counts["created"] == 1, list(queries.rejects_of(run).values())
    assert Product.objects.of(town.clay).get(external_ref="POT-PLUM").category.name == "Aprons"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_every_usual_encoding_is_read(town: Town, encoding: str) -> None:
    run = take(town, table(*GOOD).decode().replace("¥", "").encode(encoding))
    assert run.counts["created"] == 3
    assert Product.objects.of(town.clay).get(external_ref="P-1").title_zh == "竹节壶"


DAMAGE = {
    "quotes": 'D-1,"Open,,Teapots,D-1,,10,1,',
    "too-many-cells": "D-2,Wide,,Teapots,D-2,,10,1,yes,extra,cells",
    "formula": "D-3,=HYPERLINK(evil),,Teapots,D-3,,10,1,",
    "nul": "D-4,Nul\0l,,Teapots,D-4,,10,1,",
    "huge-cell": f"D-5,{'x' * (MAX_CELL + 1)},,Teapots,D-5,,10,1,",
    "duplicate-sku": "P-1,,,,B-S,,10,1,",
    "negative": "D-7,Negative,,Teapots,D-7,,-10,1,",
    "unknown-category": "D-8,Lost,,Submarines,D-8,,10,1,",
    "other-product": "D-9,Foreign sku,,Teapots,CUP-1,,10,1,",
    "missing": "D-10,No price,,Teapots,D-10,,,1,",
    "not-a-price": "D-11,Words,,Teapots,D-11,,cheap,1,",
    "not-a-number": "D-12,Half,,Teapots,D-12,,10,1.5,",
    "too-precise": "D-13,Precise,,Teapots,D-13,,10.005,1,",
    "not-pairs": "D-14,Pairs,,Teapots,D-14,Red,10,1,",
    "not-yes-or-no": "D-15,Maybe,,Teapots,D-15,,10,1,maybe",
}


def test_every_kind_of_damage_costs_its_row_only(town: Town) -> None:
    bad = list(DAMAGE.values())
    rows = [row for at, row in enumerate(bad) for row in (row, f"G-{at},Good {at},,Teapots,G-{at},,10,1,")]
    run = take(town, table(GOOD[0], *rows))
    assert (run.counts["created"], run.counts["rejected"]) == (1 + len(bad), len(bad))
    assert [one.row for one in queries.rejects_of(run)] == [3 + 2 * at for at in range(len(bad))]
    said = dict(queries.rejects_of(run).values_list("row", "reason"))
    for at, kind in enumerate(DAMAGE):
        assert said[3 + 2 * at] == reasons.sentence(kind)


def test_bad_rows_come_back_as_a_table_to_mend(town: Town) -> None:
    run = take(town, table(*GOOD, "P-9,=Evil,,Submarines,X-9,,-1,1,"))
    back = b"".join(queries.rejects_csv(run))
    sheet = read_csv(back)
    assert sheet.header[-3:] == ("Row in the file", "Column", "Reason")
    assert sheet.rows[0].cells[:5] == ("P-9", "'=Evil", "", "Submarines", "X-9")
    assert sheet.rows[0].cells[9:11] == ("5", "Title, Price")
    mended = back.replace(b"'=Evil", b"Good").replace(b"Submarines", b"Teapots").replace(b"'-1", b"1")
    assert take(town, mended).counts == {"rows": 1, "created": 1, "changed": 0, "unchanged": 0, "rejected": 0}


def test_foreign_and_retired_things_are_refused(town: Town) -> None:
    pot = town.variant(town.teapot)
    actions.retire_variant(by=SYSTEM, store=town.clay, variant_id=pot.public_id)
    run = take(town, table(f"{town.sweater.public_id},Mine now,,Teapots,N-1,,1,1,", f",,,,{pot.sku},,1,1,"))
    assert [one.reason for one in queries.rejects_of(run)] == [
        reasons.sentence("foreign-product"),
        reasons.sentence("retired"),
    ]
    town.sweater.refresh_from_db()
    assert town.sweater.title == "Round-neck sweater"


def test_stock_that_orders_hold_stays(town: Town) -> None:
    cup = town.variant(town.cup)
    until = clock.now() + timedelta(minutes=30)
    actions.hold_stock(by=SYSTEM, ref="g", lines={cup.pk: 7}, until=until)
    run = take(town, table("CUP-1,45,6", header="SKU,Price,Stock"))
    assert [one.column for one in queries.rejects_of(run)] == ["Stock"]
    assert take(town, table("CUP-1,45,8", header="SKU,Price,Stock")).counts["changed"] == 1
    assert Stock.objects.get(variant=cup).on_hand == 8


def test_a_killed_run_goes_on_where_it_stopped(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 4)
    rows = [f"K-{n},Pot {n},,Teapots,K-{n},,10,{n},yes" for n in range(10)] + ["K-x,Lost,,Nowhere,K-x,,1,1,"]
    calls = iter([running.apply, running.apply])

    def dies(*args: Any) -> None:
        next(calls, _killed)(*args)

    monkeypatch.setattr(running, "apply", dies)
    with pytest.raises(KeyboardInterrupt):
        take(town, table(*rows))
    assert Product.objects.of(town.clay).filter(external_ref__startswith="K-").count() == 8
    monkeypatch.undo()
    run = take(town, table(*rows))
    assert run.counts == {"rows": 11, "created": 10, "changed": 0, "unchanged": 0, "rejected": 1}
    assert run.finished_at is not None
    assert Product.objects.of(town.clay).filter(external_ref__startswith="K-").count() == 10


def _killed(*args: Any) -> None:
    raise KeyboardInterrupt


def test_columns_every_row_needs(town: Town) -> None:
    with pytest.raises(ColumnsMissing) as refused:
        take(town, b"Title,Preis\nA,1\n")
    assert refused.value.details == {"columns": ["SKU", "Price"]}


def test_only_staff_with_the_right_may_import(town: Town) -> None:
    with pytest.raises(NotFound):
        actions.import_products(by=town.ravi_at_work(), store=town.clay, content=table(*GOOD))
    with pytest.raises(NotAllowed):
        actions.import_products(by=staff(town.lin, town.clay), store=town.clay, content=table(*GOOD))


def test_an_import_is_seen_by_its_own_store_only(town: Town) -> None:
    run = take(town, table(*GOOD))
    assert queries.import_of(town.clay, run.public_id) == run
    with pytest.raises(NotFound):
        queries.import_of(town.cashmere, run.public_id)


def test_options_and_attributes_come_in_both_languages(town: Town) -> None:
    header = "Title,Category,SKU,Options,Options (Chinese),Attributes,Attributes (Chinese),Price"
    row = "Kite,Teapots,K-1,Span: 80 cm,翼展: 80厘米,Frame: Bamboo,骨架: 竹,98"
    assert take(town, table(row, header=header)).counts["created"] == 1
    made = Variant.objects.of(town.clay).select_related("product").get(sku="K-1")
    assert (made.options, made.options_zh) == ({"Span": "80 cm"}, {"翼展": "80厘米"})
    assert (made.product.attributes, made.product.attributes_zh) == ({"Frame": "Bamboo"}, {"骨架": "竹"})
    again = take(town, b"".join(queries.export_csv(town.clay)))
    assert (again.counts["changed"], again.counts["rejected"]) == (0, 0)


def test_options_that_differ_in_number_between_languages_come_back(town: Town) -> None:
    header = "Title,Category,SKU,Options,Options (Chinese),Price"
    run = take(town, table("Kite,Teapots,K-1,Span: 80 cm; Colour: Red,翼展: 80厘米,98", header=header))
    assert run.counts["rejected"] == 1
    assert [(one.column, one.reason) for one in queries.rejects_of(run)] == [
        ("Options (Chinese)", reasons.sentence("options-differ"))
    ]


def test_options_renamed_by_a_table_lose_the_words_they_no_longer_match(town: Town) -> None:
    header = "SKU,Options,Options (Chinese),Price"
    take(town, table("POT-1,Size: Small,容量: 小,280", header=header))
    take(town, table("POT-1,Size: Large,280", header="SKU,Options,Price"))
    made = Variant.objects.of(town.clay).get(sku="POT-1")
    assert (made.options, made.options_zh) == ({"Size": "Large"}, {})
