"""Taking everything along: all that hangs on a store, nothing of others, the same from page and command line."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from regulars.faces.terminal import archives
from regulars.goods.catalog import actions as catalog
from regulars.goods.media.actions import store_picture
from regulars.goods.media.models import Picture
from regulars.goods.media.rules import Owner, owned_by
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.exports import left, tables, taken, write_archive
from regulars.ground.kit.models import AuditEntry
from regulars.ground.kit.tenancy import StoreOwned
from regulars.loyalty.customers import actions as customers
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.models import Store
from tests.faces.merchant.shop.goods import shot
from tests.town import Town, shopper

Work = Callable[[Any], Any]


def _own() -> dict[str, type[models.Model]]:
    return {
        model._meta.label: model for model in apps.get_models() if model.__module__.startswith("regulars.")
    }


def _hangs(model: type[models.Model], hanging: set[type[models.Model]]) -> bool:
    """Whether rows of the model belong to a store: they name it, or a row that does."""
    manager = isinstance(model._default_manager, StoreOwned)
    named = any(field.name == "store_id" for field in model._meta.concrete_fields)
    up = any(
        isinstance(field, models.ForeignKey) and field.related_model in hanging
        for field in model._meta.concrete_fields
    )
    return manager or named or up


def hanging_on_a_store() -> set[type[models.Model]]:
    """Every model that hangs on a store, over any number of steps."""
    found: set[type[models.Model]] = {Store, Picture}
    while True:
        more = {model for model in _own().values() if _hangs(model, found)} - found
        if not more:
            return found
        found |= more


def test_every_table_that_hangs_on_a_store_goes_along_or_says_why_not() -> None:
    hanging = hanging_on_a_store()
    assert len(hanging) > 25
    silent = sorted(model._meta.label for model in hanging - taken.keys() - left.keys())
    assert silent == [], "declare them with @goes_along, or stays(why), in the app's exports.py"
    assert sorted(model._meta.label for model in taken.keys() & left.keys()) == []
    assert all(len(why) > 20 for why in left.values())


def _read(content: bytes) -> dict[str, list[dict[str, Any]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {
            name.removesuffix(".jsonl"): [json.loads(line) for line in packed.read(name).splitlines()]
            for name in packed.namelist()
            if name.endswith(".jsonl")
        }


def _written(store: Store) -> bytes:
    target = io.BytesIO()
    assert write_archive(store, target) == len(target.getvalue())
    return target.getvalue()


def test_every_column_is_there(town: Town) -> None:
    """A column that names nothing would be empty for ever: each must be found on a row's class or row."""
    read = _read(_written(town.clay))
    for name in ("store", "products", "variants", "staff", "acts", "prices", "stock_moves"):
        assert read[name], name
        assert set(read[name][0]) == set(tables[name].columns)
    assert read["variants"][0]["stock.on_hand"] is not None
    assert read["products"][0]["category.slug"] == "teapots"


def test_everything_owned_and_nothing_else(town: Town, at_work: Work) -> None:
    for person in (town.alice, town.bob):
        customers.follow(by=shopper(person), store=town.clay)
    for person, purpose in ((town.alice, "news"), (town.bob, "news")):
        customers.give_consent(
            by=shopper(person), store=town.clay, purpose=purpose, channel="email", wording="v1", place="store"
        )
    customers.withdraw_consent(
        by=shopper(town.bob), store=town.clay, purpose="news", channel="email", wording="v1", place="me"
    )
    answer = at_work(town.mei).send(f"/desk/{town.clay.public_id}/export/")
    content = b"".join(answer.streaming_content)
    found = _read(content)
    assert set(found) == set(tables)
    assert {row["title"] for row in found["products"]} == {"Plum Branch teapot", "Tasting cup"}
    assert {row["sku"] for row in found["variants"]} == {"POT-1", "POT-2", "CUP-1"}
    assert {row["email"] for row in found["customers"]} == {"alice@example.com", ""}
    assert len(found["consents"]) == 3
    assert b"bob@example.com" not in content
    acts = at_work(town.mei).get(f"/desk/{town.clay.public_id}/staff/acts/").content.decode()
    assert "Took all data along" in acts


def test_pictures_go_along_as_files(town: Town, at_work: Work) -> None:
    desk, place = at_work(town.mei), f"/desk/{town.clay.public_id}/settings/"
    desk.send(place, {"part": "pictures", "logo": shot()})
    content = _written(Store.objects.get(pk=town.clay.pk))
    listed = _read(content)["pictures"]
    assert [row["public_id"] for row in listed] == [Store.objects.get(pk=town.clay.pk).logo]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.read(f"pictures/{listed[0]['file']}").startswith(b"RIFF")


def test_a_products_pictures_go_along_wherever_they_came_from(town: Town) -> None:
    store = town.clay
    made = [store_picture(by=SYSTEM, owner=owner, upload=shot().getvalue()) for owner in (
        owned_by(store.public_id), Owner("catalog.product", "drawn-for-a-demo")
    )]  # fmt: skip
    catalog.change_product(by=SYSTEM, store=store, product_id=town.cup.public_id, pictures=made)
    content = _written(store)
    shown = _read(content)["product_pictures"]
    assert [(row["product"], row["picture"]) for row in shown] == [
        (town.cup.public_id, one.public_id) for one in made
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [name for name in packed.namelist() if name.startswith("pictures/")]
    assert sorted(names) == sorted(f"pictures/{row['file']}" for row in shown)


def test_no_cell_runs_in_a_spreadsheet(town: Town) -> None:
    merchants.change_store(by=town.mei_at_work(), store=town.clay, story='=HYPERLINK("http://evil")')
    with zipfile.ZipFile(io.BytesIO(_written(Store.objects.get(pk=town.clay.pk)))) as packed:
        table = csv.DictReader(io.StringIO(packed.read("store.csv").decode("utf-8-sig")))
        assert next(table)["story"].startswith("'=")


def test_the_command_line_writes_the_same(town: Town, tmp_path: Path) -> None:
    told = archives.run(town.clay.slug, tmp_path / "clay.zip")
    content = (tmp_path / "clay.zip").read_bytes()
    assert told["tables"] == len(tables)
    assert told["bytes"] == len(content)
    assert not list(tmp_path.glob("*.part"))
    assert _read(content) == _read(_written(town.clay))
    assert AuditEntry.objects.filter(action="merchants.take_export", store_id=town.clay.pk).count() == 1


@pytest.mark.parametrize("who", ["lin", "alice"])
def test_it_takes_the_right_to_export(town: Town, at_work: Work, who: str) -> None:
    answer = at_work(getattr(town, who)).send(f"/desk/{town.clay.public_id}/export/")
    assert answer.status_code == {"lin": 403, "alice": 404}[who]
