"""Every table that leaves the market: no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from regulars.community.surveys.models import Response as Answer
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Product, Variant
from regulars.ground.kit.sheets import FORMULA, plain_cell, safe_cell, write_csv
from regulars.loyalty.customers import actions as customers
from regulars.people.accounts.models import Person
from regulars.people.merchants import actions as merchants
from regulars.trade.offers.models import Code
from regulars.trade.orders.models import OrderLine, Return, Shipment
from tests.guarantees.routes import ROWS
from tests.guarantees.world import World, key

NUMBER = re.compile(r"-?\d+(\.\d+)?")
STARTS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0")


def runs(cell: str) -> bool:
    """Whether a spreadsheet might run the cell."""
    return cell.startswith(FORMULA) and not NUMBER.fullmatch(cell)


@pytest.mark.parametrize("start", STARTS)
def test_a_cell_is_quoted_and_comes_back_as_it_was(start: str) -> None:
    assert not runs(safe_cell(start))
    assert plain_cell(safe_cell(start)) == start
    assert not runs(b"".join(write_csv([start], [[start]], bom=False)).decode().splitlines()[0].strip('"'))


def _dangerous(world: World) -> None:
    """Formulas in every text that can end up in a table: through actions where they take them, else as imports may."""
    side = world.a
    by, store = side.at_work, side.store
    catalog.change_product(
        by=by, store=store, product_id=side.ids["product"], title="=1+1", title_zh="+1", description="@SUM(1)",
        attributes={"=k": "-v"},
    )  # fmt: skip
    merchants.change_store(by=by, store=store, name="=store", story="-story", city="@city")
    customers.write_note(by=by, store=store, relation_id=side.ids["customer"], text="=note")
    Person.objects.filter(pk__in=[*side.people, world.town.lin.pk]).update(name="=HYPERLINK(1)")
    OrderLine.objects.filter(order__store=store).update(title="=line", title_zh="+line", options={"=a": "=b"})
    Shipment.objects.filter(order__store=store).update(carrier="=carrier", tracking="+tracking")
    Return.objects.of(store).update(text="=text", answer="@answer")
    Variant.objects.of(store).filter(public_id=side.ids["variant"]).update(sku="=sku")
    Code.objects.filter(offer__store=store).update(code="=CODE")
    Answer.objects.of(store).update(answers={"q1": "o1", "q2": "=answer"})
    Product.objects.of(store).filter(public_id=side.ids["draft"]).update(title="-draft", external_ref="=ref")


def tables(answer: Any) -> Iterator[tuple[str, str]]:
    """Every CSV of an answer: by itself, or in a zip."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/csv"):
        yield answer.headers["Content-Disposition"], body.decode("utf-8-sig")
    elif kind.startswith("application/zip"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                if name.endswith(".csv"):
                    yield name, packed.read(name).decode("utf-8-sig")


@pytest.mark.django_db
def test_no_table_holds_a_formula(world: World) -> None:
    _dangerous(world)
    mei, olga, found, quoted = world.client("mei"), world.client("olga"), set(), 0
    answers = [
        (olga if row.kind == "operator" else mei).get(
            row.path(world.a).partition("?")[0], {"as": "csv", "format": "csv"}
        )
        for row in ROWS.values()
        if row.get and row.kind in ("store", "operator")
    ]
    answers.append(mei.post(ROWS["desk_export"].path(world.a), {}, **key()))
    for answer in answers:
        for name, text in tables(answer):
            found.add(name)
            cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
            quoted += sum(cell.startswith("'") for cell in cells)
            assert [cell for cell in cells if runs(cell)] == [], name
    assert quoted > 20
    named = {
        name for name in ROWS if name.endswith("_csv") or "rejected" in name or name == "desk_import_all"
    }
    assert len([name for name in found if "attachment" in name]) >= len(named)
