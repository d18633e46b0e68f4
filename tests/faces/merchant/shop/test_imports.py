"""A list of products from a spreadsheet: tried first, then taken over exactly as tried."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from regulars.goods.catalog.models import Product, Variant
from regulars.ground.kit.models import ImportRun
from tests.town import Town

GOOD = (
    "Product,Title,Category,SKU,Options,Price,Stock,Published\r\n"
    "BOX,Tea box,teapots,BOX-S,Size: S,12.50,5,yes\r\n"
    "BOX,,,BOX-L,Size: L,22.50,3,\r\n"
    ",,,CUP-1,,48.00,90,\r\n"
    "BAD,Bad price,teapots,BAD-1,,cheap,1,no\r\n"
    ",,nowhere,NEW-1,,5,1,\r\n"
)


def _file(content: str | bytes, name: str = "goods.csv") -> io.BytesIO:
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = name
    return file


def test_tried_then_taken_over(town: Town, at_work: Callable[..., Any]) -> None:
    desk, place = at_work(town.mei), f"/desk/{town.clay.public_id}/products/import/"
    tried = desk.send(place, {"file": _file(GOOD)})["Location"]
    page = desk.get(tried).content.decode()
    assert "Take over 3 rows" in page
    assert "This is not a price" in page
    assert not Product.objects.of(town.clay).filter(title="Tea box").exists()
    done = desk.send(tried)["Location"]
    assert Variant.objects.of(town.clay).get(sku="CUP-1").price_minor == 4800
    assert Product.objects.of(town.clay).get(title="Tea box").variants.count() == 2
    trial, real = ImportRun.objects.order_by("pk")
    assert trial.counts == real.counts
    lines = b"".join(desk.get(f"{done}rejected.csv").streaming_content).decode()
    assert "BAD-1" in lines
    assert "This is not a price" in lines
    assert "CUP-1" not in lines


def test_the_same_file_again_has_nothing_to_do(town: Town, at_work: Callable[..., Any]) -> None:
    desk, place = at_work(town.mei), f"/desk/{town.clay.public_id}/products/import/"
    everything = b"".join(desk.get(f"{place}all.csv").streaming_content)
    page = desk.get(desk.send(place, {"file": _file(everything)})["Location"]).content.decode()
    assert "There is nothing to take over" in page


def test_what_is_not_a_table_is_answered_in_a_sentence(town: Town, at_work: Callable[..., Any]) -> None:
    desk, place = at_work(town.mei), f"/desk/{town.clay.public_id}/products/import/"
    assert "Choose a CSV file first." in desk.send(place).content.decode()
    for content in (b"", b"PK\x03\x04zip", b"Title\nOnly a title"):
        answer = desk.send(place, {"file": _file(content)})
        assert answer.status_code == 422
        assert 'id="f-file-error"' in answer.content.decode()


def test_a_file_that_waited_too_long_is_asked_for_again(town: Town, at_work: Callable[..., Any]) -> None:
    desk, place = at_work(town.mei), f"/desk/{town.clay.public_id}/products/import/"
    tried = desk.send(place, {"file": _file(GOOD)})["Location"]
    desk.send(tried)
    assert desk.send(tried)["Location"] == place
