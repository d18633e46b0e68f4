"""Mei puts goods on the shelf, changes them, and loses nothing she typed."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import PriceChange, Product, StockMove, Variant
from regulars.goods.media.models import Picture
from regulars.ground.kit.ids import new_id
from tests.town import Town

Work = Callable[[Any], Any]
COLUMNS = ("id", "sku", "price", "compare", "cost", "stock", "was", "gone", "o1", "o2", "o3")


def shot(name: str = "pot.png") -> io.BytesIO:
    """A picture as a browser sends one."""
    file = io.BytesIO()
    Image.new("RGB", (300, 200), (150, 80, 60)).save(file, "PNG")
    file.seek(0)
    file.name = name
    return file


def rows(*variants: dict[str, str]) -> dict[str, list[str]]:
    """The variants' columns as the form sends them."""
    return {f"v_{name}": [one.get(name, "") for one in variants] for name in COLUMNS}


def typed(town: Town, *variants: dict[str, str], **more: Any) -> dict[str, Any]:
    """A whole new product as typed."""
    return {
        "title": "Stone Scoop teapot", "title_zh": "石瓢壶", "description": "Thrown by hand.",
        "description_zh": "", "category": town.teapots.slug, "brand": "", "attributes": "Material: zisha clay",
        "option_1": "", "option_2": "", "option_3": "", "version": "",
    } | rows(*(variants or ({"price": "328", "stock": "4"},))) | more  # fmt: skip


def shown(town: Town, product: Product, **changes: Any) -> dict[str, Any]:
    """The edit form of a product as it would come back unchanged, but for `changes`."""
    product.refresh_from_db()
    found = product.variants.filter(retired_at=None).order_by("position", "pk").select_related("stock")
    names = list(dict.fromkeys(key for row in found for key in row.options))
    lines = [
        {
            "id": row.public_id, "sku": row.sku, "price": f"{row.price_minor / 100:.2f}",
            "stock": str(row.stock.on_hand), "was": str(row.stock.on_hand), "o1": row.options.get(names[0], ""),
        }
        for row in found
    ]  # fmt: skip
    return {
        "title": product.title, "title_zh": product.title_zh, "description": product.description,
        "category": product.category.slug, "version": str(product.version), "option_1": names[0],
        "lines": lines,
    } | changes  # fmt: skip


def sent(form: dict[str, Any]) -> dict[str, Any]:
    """`shown` as form data."""
    lines = form.pop("lines")
    return form | rows(*lines)


@pytest.fixture
def products(town: Town) -> str:
    """Address of Mei's products."""
    return f"/desk/{town.clay.public_id}/products/"


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


def test_many_at_once_or_none(town: Town, at_work: Work, products: str) -> None:
    desk, both = at_work(town.mei), [town.teapot.public_id, town.cup.public_id]
    desk.send(products + "many", {"ids": both, "bulk": "unpublish"})
    assert Product.objects.of(town.clay).filter(published_at=None).count() == 2
    answer = desk.send(products + "many", {"ids": [*both, town.sweater.public_id], "bulk": "publish"})
    assert answer.status_code == 404
    assert Product.objects.of(town.clay).filter(published_at=None).count() == 2
    desk.send(products + "many", {"ids": both, "bulk": "retire"})
    assert Product.objects.of(town.clay).filter(retired_at=None).count() == 0


def test_the_list_narrows(town: Town, at_work: Work, products: str) -> None:
    desk = at_work(town.mei)
    assert "Tasting cup" not in desk.get(products + "?q=plum").content.decode()
    assert "Tasting cup" in desk.get(products + "?q=CUP-1").content.decode()
    assert "Tasting cup" not in desk.get(products + "?state=draft").content.decode()
    assert "Nothing matches" in desk.get(products + "?category=knitwear").content.decode()
    table = b"".join(desk.get(products + "list.csv?q=plum").streaming_content).decode()
    assert "Plum Branch teapot" in table
    assert "Tasting cup" not in table


def test_a_damaged_link_is_answered(town: Town, at_work: Work, products: str) -> None:
    assert at_work(town.mei).get(products + "?cursor=nonsense").status_code == 400


def test_the_list_asks_as_often_for_sixty_as_for_two(town: Town, at_work: Work, products: str) -> None:
    desk = at_work(town.mei)
    desk.get(products)
    with CaptureQueriesContext(connection) as few:
        desk.get(products)
    for number in range(58):
        catalog.add_product(
            by=town.mei_at_work(), store=town.clay, category=town.teapots, title=f"Pot {number}",
            variants=[{"price_minor": 100}, {"price_minor": 200}],
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        desk.get(products)
    assert len(many) <= len(few) + 1 <= 10


def test_stock_moves_carry_their_reason(town: Town, at_work: Work, products: str) -> None:
    desk, variant = at_work(town.mei), town.variant(town.teapot)
    place = f"{products}{town.teapot.public_id}/stock/"
    assert (
        desk.send(place, {"variant": variant.public_id, "delta": "-2", "why": "damaged"}).status_code == 303
    )
    assert StockMove.objects.latest("pk").why == "damaged"
    assert "Damaged or lost" in desk.get(f"{place}?variant={variant.public_id}").content.decode()
    for wrong in ("", "0", "-900", "abc"):
        assert desk.send(place, {"variant": variant.public_id, "delta": wrong}).status_code == 422
    assert Variant.objects.of(town.clay).get(pk=variant.pk).stock.on_hand == 8


def test_retired_products_are_only_looked_at(town: Town, at_work: Work, products: str) -> None:
    desk, place = at_work(town.mei), f"{products}{town.cup.public_id}/"
    desk.send(f"{place}state", {"state": "retire"})
    assert "cannot be changed" in desk.get(place).content.decode()
    assert desk.send(place, sent(shown(town, town.cup))).status_code == 404


@pytest.mark.parametrize("broken", [{"v_was": ["²"]}, {"v_was": ["9" * 5000]}, {"do": "gone:²"}])
def test_what_looks_like_a_number_and_is_none_breaks_nothing(
    town: Town, at_work: Work, products: str, broken: dict[str, Any]
) -> None:
    assert at_work(town.mei).send(products + "new/", typed(town) | broken).status_code in {200, 303}


def test_a_version_that_is_no_number_is_an_old_one(town: Town, at_work: Work, products: str) -> None:
    form = sent(shown(town, town.teapot, version="9" * 5000))
    assert at_work(town.mei).send(f"{products}{town.teapot.public_id}/", form).status_code == 409
