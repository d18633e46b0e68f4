"""Mei puts goods on the shelf, changes them, and loses nothing she typed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import PriceChange, Product
from regulars.goods.media.models import Picture
from regulars.ground.kit.ids import new_id
from tests.faces.merchant.shop.goods import rows, sent, shot, shown, typed
from tests.town import Town

Work = Callable[[Any], Any]


def test_a_product_in_one_form(town: Town, at_work: Work, products: str) -> None:
    form = typed(
        town,
        {"price": "328", "compare": "380", "stock": "4", "o1": "240 ml", "sku": "SCOOP"},
        {"price": "1,280.50", "stock": "", "o1": "400 ml"},
        option_1="Volume",
        publish="on",
        pictures=[shot(), shot()],
    )
    answer = at_work(town.mei).send(products + "new/", form)
    assert answer.status_code == 303
    product = Product.objects.of(town.clay).get(title="Stone Scoop teapot")
    assert answer["Location"].endswith(f"/products/{product.public_id}/")
    assert product.published_at is not None
    assert product.attributes == {"Material": "zisha clay"}
    assert product.pictures.count() == 2
    small, large = product.variants.order_by("position")
    assert (small.sku, small.price_minor, small.compare_minor, small.stock.on_hand) == (
        "SCOOP",
        32800,
        38000,
        4,
    )
    assert (large.price_minor, large.options, large.stock.on_hand) == (128050, {"Volume": "400 ml"}, 0)


def test_sending_the_form_twice_makes_one_product(town: Town, at_work: Work, products: str) -> None:
    desk, form = at_work(town.mei), typed(town, idempotency_key=new_id("key"))
    first, second = desk.send(products + "new/", form), desk.send(products + "new/", form)
    assert first["Location"] == second["Location"]
    assert Product.objects.of(town.clay).filter(title="Stone Scoop teapot").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "Give the product a title"),
        ({"category": ""}, "Choose the category"),
        ({"category": "nonsense"}, "Choose the category"),
        ({"attributes": "no colon here"}, "Write one fact a line"),
        (rows({"price": ""}), "Every variant needs a price."),
        (rows({"price": "12.345"}), "Write an amount like 128.00."),
        (rows({"price": "-5"}), "Write an amount like 128.00."),
        (rows({"price": "1e9"}), "Write an amount like 128.00."),
        (rows({"price": "100", "compare": "90"}), "The struck-out price must be higher"),
        (rows({"price": "100", "stock": "many"}), "Write a whole number"),
        (rows({"price": "100", "sku": "POT-1"}), "Another variant of your store has this SKU"),
        (rows({"price": "100", "sku": "A"}, {"price": "100", "sku": "A"}), "has this SKU"),
    ],
)
def test_what_was_typed_is_never_lost(
    town: Town, at_work: Work, products: str, change: dict[str, Any], sentence: str
) -> None:
    form = typed(town, description="A long story <b>about</b> clay", pictures=[shot()]) | change
    answer = at_work(town.mei).send(products + "new/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "A long story &lt;b&gt;about&lt;/b&gt; clay" in page
    assert f'name="picture" value="{Picture.objects.latest("pk").public_id}"' in page
    assert Product.objects.of(town.clay).filter(title_zh="石瓢壶").count() == 0


def test_a_picture_sent_with_a_faulty_form_is_used_when_it_is_mended(
    town: Town, at_work: Work, products: str
) -> None:
    desk = at_work(town.mei)
    desk.send(products + "new/", typed(town, title="", pictures=[shot()]))
    kept = Picture.objects.latest("pk").public_id
    assert desk.send(products + "new/", typed(town, picture=[kept])).status_code == 303
    assert Product.objects.of(town.clay).get(title="Stone Scoop teapot").cover == kept


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"MZ\x90", b"\x89PNG\r\n\x1a\nbroken"])
def test_hostile_files_are_refused_in_a_sentence(
    town: Town, at_work: Work, products: str, content: bytes
) -> None:
    file = io.BytesIO(content)
    file.name = "<img src=x>.png"
    answer = at_work(town.mei).send(products + "new/", typed(town, pictures=[file]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-pictures-error"' in page
    assert "<img src=x>" not in page
    assert "Stone Scoop teapot" in page


def test_rows_and_pictures_move_without_scripts(town: Town, at_work: Work, products: str) -> None:
    desk = at_work(town.mei)
    page = desk.send(products + "new/", typed(town, do="row")).content.decode()
    assert page.count('name="v_price"') == 2
    page = desk.send(
        products + "new/", typed(town, do="pictures", pictures=[shot(), shot()])
    ).content.decode()
    first, second = Picture.objects.order_by("pk").values_list("public_id", flat=True)
    assert page.index(first) < page.index(second)
    form = typed(town, do=f"up:{second}", picture=[first, second])
    page = desk.send(products + "new/", form).content.decode()
    assert page.index(second) < page.index(first)
    page = desk.send(
        products + "new/", typed(town, do=f"drop:{first}", picture=[first, second])
    ).content.decode()
    assert f'value="{first}"' not in page
    assert Product.objects.of(town.clay).count() == 2


def test_buttons_that_only_change_the_form_ask_for_no_field(town: Town, at_work: Work, products: str) -> None:
    """A browser would not send them while a needed field is empty: the title is often written last."""
    form = typed(town, title="", do="pictures", pictures=[shot()])
    page = at_work(town.mei).send(products + "new/", form).content.decode()
    buttons = [tag for tag in re.findall(r"<button[^>]*>", page) if 'name="do"' in tag]
    assert len(buttons) == 6
    assert all("formnovalidate" in tag for tag in buttons)


def test_a_save_changes_what_was_changed_and_nothing_else(town: Town, at_work: Work, products: str) -> None:
    form = shown(town, town.teapot, title="Plum teapot")
    form["lines"][0]["price"] = "260"
    form["lines"].append({"price": "99", "o1": "mini", "stock": "7"})
    before = PriceChange.objects.count()
    answer = at_work(town.mei).send(f"{products}{town.teapot.public_id}/", sent(form))
    assert answer.status_code == 303
    town.teapot.refresh_from_db()
    assert town.teapot.title == "Plum teapot"
    assert list(town.teapot.variants.order_by("position").values_list("price_minor", flat=True)) == [
        26000, 36000, 9900,
    ]  # fmt: skip
    assert PriceChange.objects.count() == before + 2


def test_stock_sold_meanwhile_stays_sold(town: Town, at_work: Work, products: str) -> None:
    form = shown(town, town.teapot)
    form["lines"][0]["stock"] = "15"
    catalog.adjust_stock(by=town.mei_at_work(), store=town.clay, variant_id=form["lines"][0]["id"], delta=-3)
    at_work(town.mei).send(f"{products}{town.teapot.public_id}/", sent(form))
    assert town.variant(town.teapot).stock.on_hand == 12


@pytest.mark.parametrize(("typed_in", "left"), [("+6", 18), ("-2", 10), ("−12", 0), ("+ 1", 13), ("14", 14)])
def test_stock_takes_a_change_as_the_stock_page_writes_it(
    town: Town, at_work: Work, products: str, typed_in: str, left: int
) -> None:
    form = shown(town, town.teapot)
    before = int(form["lines"][0]["was"])
    catalog.adjust_stock(
        by=town.mei_at_work(), store=town.clay, variant_id=form["lines"][0]["id"], delta=12 - before
    )
    form = shown(town, town.teapot)
    form["lines"][0]["stock"] = typed_in
    assert at_work(town.mei).send(f"{products}{town.teapot.public_id}/", sent(form)).status_code == 303
    assert town.variant(town.teapot).stock.on_hand == left


def test_a_change_that_takes_more_than_there_is_says_what_it_would_make(
    town: Town, at_work: Work, products: str
) -> None:
    form = shown(town, town.teapot)
    form["lines"][0] |= {"stock": "-900"}
    answer = at_work(town.mei).send(f"{products}{town.teapot.public_id}/", sent(form))
    assert answer.status_code == 422
    assert "-900 would make" in answer.content.decode()


def test_a_variant_goes_by_two_presses(town: Town, at_work: Work, products: str) -> None:
    desk, place = at_work(town.mei), f"{products}{town.teapot.public_id}/"
    page = desk.send(place, sent(shown(town, town.teapot)) | {"do": "gone:1"}).content.decode()
    assert "Taken off sale when you save" in page
    form = shown(town, town.teapot)
    form["lines"][1]["gone"] = "1"
    desk.send(place, sent(form))
    assert town.teapot.variants.filter(retired_at=None).count() == 1


def test_two_people_at_one_product(town: Town, at_work: Work, products: str) -> None:
    form = shown(town, town.teapot, title="Mine")
    catalog.change_product(
        by=town.mei_at_work(), store=town.clay, product_id=town.teapot.public_id, title="Theirs"
    )
    answer = at_work(town.mei).send(f"{products}{town.teapot.public_id}/", sent(form))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody saved this product" in page
    assert 'value="Mine"' in page
    town.teapot.refresh_from_db()
    assert town.teapot.title == "Theirs"


@pytest.mark.parametrize("broken", [{"v_was": ["²"]}, {"v_was": ["9" * 5000]}, {"do": "gone:²"}])
def test_what_looks_like_a_number_and_is_none_breaks_nothing(
    town: Town, at_work: Work, products: str, broken: dict[str, Any]
) -> None:
    assert at_work(town.mei).send(products + "new/", typed(town) | broken).status_code in {200, 303}


def test_a_version_that_is_no_number_is_an_old_one(town: Town, at_work: Work, products: str) -> None:
    form = sent(shown(town, town.teapot, version="9" * 5000))
    assert at_work(town.mei).send(f"{products}{town.teapot.public_id}/", form).status_code == 409


CHINESE = {"o1": "red", "z1": "红", "o2": "large", "z2": "大"}
NAMES = {"option_1": "Colour", "option_zh_1": "颜色", "option_2": "Size", "option_zh_2": "尺寸"}


def test_options_and_facts_speak_two_languages(town: Town, at_work: Work, products: str) -> None:
    desk = at_work(town.mei)
    form = typed(
        town, {"price": "10"} | CHINESE, {"price": "12"} | CHINESE | {"o1": "blue", "z1": "蓝"},
        attributes_zh="材质：紫砂", publish="on", **NAMES,
    )  # fmt: skip
    place = desk.send(products + "new/", form)["Location"]
    made = Product.objects.of(town.clay).get(title="Stone Scoop teapot")
    red, blue = made.variants.order_by("position")
    assert red.options == {"Colour": "red", "Size": "large"}
    assert red.options_zh == {"颜色": "红", "尺寸": "大"}
    assert blue.options_zh["颜色"] == "蓝"
    assert made.attributes_zh == {"材质": "紫砂"}
    page = desk.get(place).content.decode()
    for word in ("颜色", "红", "蓝", "材质: 紫砂"):
        assert word in page
    chinese = Client(headers={"accept-language": "zh-hans"})
    assert "红" in chinese.get(f"/p/{made.public_id}/").content.decode()


def test_options_half_said_in_chinese_are_asked_for(town: Town, at_work: Work, products: str) -> None:
    form = typed(town, {"price": "10"} | CHINESE | {"z2": ""}, **NAMES)
    answer = at_work(town.mei).send(products + "new/", form)
    assert answer.status_code == 422
    assert "Say each option in Chinese too" in answer.content.decode()
