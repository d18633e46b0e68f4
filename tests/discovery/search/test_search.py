"""Finding products and stores by words, in both languages, with filters, and always up to date."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from regulars.discovery.search import actions, queries
from regulars.discovery.search.actions import writing
from regulars.discovery.search.models import Waiting
from regulars.discovery.search.queries import Filters, place
from regulars.discovery.search.rules import MAX_OFFSET, Sort
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Product
from regulars.ground.bus.relay import drain
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants import actions as merchants
from tests.town import Town


@pytest.fixture(autouse=True)
def _no_index() -> Iterator[None]:
    shutil.rmtree(place.root(), ignore_errors=True)
    yield
    shutil.rmtree(place.root(), ignore_errors=True)


def settle() -> None:
    """The worker's next round."""
    drain()
    actions.index_waiting()


def taken_in(product: int) -> None:
    """A product changed, and the index takes it in."""
    actions.mark(by=SYSTEM, kind="product", keys=[product])
    actions.index_waiting()


def titles(words: str, filters: Filters | None = None, sort: Sort = "relevance") -> list[str]:
    """Titles found, in order."""
    found = queries.search(words, filters=filters, sort=sort).product_ids
    names = dict(Product.objects.filter(pk__in=found).values_list("pk", "title"))
    return [names[key] for key in found]


def add(town: Town, title: str, title_zh: str = "", price: int = 1000, **more: object) -> Product:
    """A published product of Mei's."""
    given = {"category": town.teapots, "variants": [{"price_minor": price, "on_hand": 1}]} | more
    product = catalog.add_product(by=SYSTEM, store=town.clay, title=title, title_zh=title_zh, **given)  # type: ignore[arg-type]
    return catalog.publish_product(by=SYSTEM, store=town.clay, product_id=product.public_id)


@pytest.fixture(params=["index", "database"])
def either(request: pytest.FixtureRequest, town: Town) -> Town:
    """With an index, and on a fresh install without."""
    if request.param == "index":
        settle()
    return town


def test_english_words_are_found(either: Town) -> None:
    assert titles("plum") == ["Plum Branch teapot"]
    assert titles("TEAPOT branch") == ["Plum Branch teapot"]
    assert set(titles("teapots")) == {"Plum Branch teapot", "Tasting cup"}


def test_chinese_words_are_found(either: Town) -> None:
    assert titles("毛衣") == ["Round-neck sweater"]
    assert titles("梅桩壶") == ["Plum Branch teapot"]


def test_stores_are_found_by_name(either: Town) -> None:
    assert queries.search("cashmere").store_ids == [either.cashmere.pk]
    assert queries.search("紫砂小院").store_ids == [either.clay.pk]
    assert set(titles("purple clay")) == {"Plum Branch teapot", "Tasting cup"}


@pytest.mark.parametrize(
    "words", ["", "   ", "!?*", "\0", "AND", "title:x", '"', "()", "a" * 10_000, "龘" * 5000]
)
def test_odd_words_find_nothing_and_break_nothing(either: Town, words: str) -> None:
    assert queries.search(words).product_ids == []


def test_filters_narrow(either: Town) -> None:
    assert titles("teapot cup", Filters(category_id=either.knitwear.pk)) == []
    assert titles("cup", Filters(category_id=either.teapots.pk)) == ["Tasting cup"]
    assert titles("clay", Filters(store_id=either.cashmere.pk)) == []
    assert titles("clay", Filters(to_minor=10_000)) == ["Tasting cup"]
    assert titles("clay", Filters(from_minor=10_000, to_minor=2**80)) == ["Plum Branch teapot"]
    assert titles("clay", Filters(from_minor=5, to_minor=1)) == []
    assert queries.search("cashmere", filters=Filters(to_minor=1)).store_ids == []


def test_sorting_and_paging(either: Town) -> None:
    assert titles("clay", sort="price") == ["Tasting cup", "Plum Branch teapot"]
    assert titles("clay", sort="-price") == ["Plum Branch teapot", "Tasting cup"]
    second = queries.search("clay", sort="price", offset=1, limit=1)
    assert (second.product_ids, second.total) == ([either.teapot.pk], 2)
    assert queries.search("clay", offset=MAX_OFFSET * 1000, limit=10_000).product_ids == []


def test_a_category_finds_what_is_below_it(town: Town) -> None:
    small = catalog.add_category(by=SYSTEM, name="Travel", parent=town.teapots)
    add(town, "Gaiwan", category=small)
    settle()
    assert titles("gaiwan", Filters(category_id=town.teapots.pk)) == ["Gaiwan"]
    assert titles("travel") == ["Gaiwan"]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("teapto", "teapot"), ("swaeter", "sweater"), ("cashmeer", "cashmere"), ("plum tepot", "plum teapot")],
)
def test_typing_errors_are_forgiven_and_named(town: Town, wrong: str, meant: str) -> None:
    settle()
    found = queries.search(wrong)
    assert found.did_you_mean == meant
    assert found.product_ids == queries.search(meant).product_ids != []


def test_short_words_and_numbers_are_taken_as_they_are(town: Town) -> None:
    add(town, "Cap 2024")
    settle()
    assert titles("cop") == []
    assert titles("2025") == []


def test_words_that_are_found_suggest_nothing(town: Town) -> None:
    settle()
    assert queries.search("teapot").did_you_mean == ""


def test_plurals_and_joined_writing(town: Town) -> None:
    add(town, "NikeSummer限量版茶杯", "")
    settle()
    assert titles("branches") == ["Plum Branch teapot"]
    assert titles("summer 茶杯") == titles("限量") == ["NikeSummer限量版茶杯"]


def test_attributes_and_brands_are_words_too(town: Town) -> None:
    brand = catalog.add_brand(by=SYSTEM, name="Estee Lauder", name_zh="雅诗兰黛")
    add(town, "Night cream", brand=brand, attributes={"Origin": "Yixing"})
    settle()
    assert titles("雅诗兰黛") == titles("yixing") == titles("Lauder") == ["Night cream"]


def test_every_change_is_found_after_the_next_round(town: Town) -> None:
    settle()
    at_work = {"by": town.mei_at_work(), "store": town.clay, "product_id": town.cup.public_id}
    catalog.change_product(**at_work, title="Drinking bowl")
    settle()
    assert titles("bowl") == ["Drinking bowl"]
    assert titles("tasting") == []
    catalog.unpublish_product(**at_work)
    settle()
    assert titles("bowl") == []
    catalog.publish_product(**at_work)
    settle()
    assert titles("bowl") == ["Drinking bowl"]
    catalog.retire_product(**at_work)
    settle()
    assert titles("bowl") == []
    assert not Waiting.objects.exists()


def test_a_suspended_store_cannot_be_found_until_it_is_restored(town: Town) -> None:
    settle()
    merchants.suspend(by=SYSTEM, store=town.clay, reason="Papers missing")
    settle()
    assert (titles("branch"), queries.search("purple clay").store_ids) == ([], [])
    merchants.restore(by=SYSTEM, store=town.clay)
    settle()
    assert titles("branch") == ["Plum Branch teapot"]
    merchants.change_store(by=SYSTEM, store=town.clay, name="Red Clay House")
    settle()
    assert queries.search("red clay").store_ids == [town.clay.pk]


def test_a_price_change_moves_the_product_between_prices(town: Town) -> None:
    settle()
    cup = town.variant(town.cup)
    catalog.set_price(by=SYSTEM, store=town.clay, variant_id=cup.public_id, price_minor=99_900)
    settle()
    assert titles("cup", Filters(from_minor=90_000)) == ["Tasting cup"]


def test_rebuilding_leaves_one_index_and_the_same_answers(town: Town) -> None:
    settle()
    before = queries.search("clay")
    assert actions.rebuild() == 5
    assert queries.search("clay") == before
    assert len(list(place.root().glob("idx_*"))) == 1


def test_what_changes_while_rebuilding_waits_for_the_next_round(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle()
    original = writing.write_all

    def changing(writer: object) -> int:
        written = original(writer)  # type: ignore[arg-type]
        catalog.change_product(
            by=SYSTEM, store=town.clay, product_id=town.cup.public_id, title="Drinking bowl"
        )
        settle()
        return written

    monkeypatch.setattr(writing, "write_all", changing)
    actions.rebuild()
    assert titles("bowl") == []
    monkeypatch.undo()
    settle()
    assert titles("bowl") == ["Drinking bowl"]


def test_reading_goes_on_while_the_index_is_rebuilt_and_written(real_town: Town) -> None:
    settle()
    stop, wrong = threading.Event(), []

    def read() -> None:
        try:
            while not stop.is_set():
                if titles("branch") != ["Plum Branch teapot"]:
                    wrong.append("missed")
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for _ in range(4):
        actions.rebuild()
        taken_in(real_town.teapot.pk)
    stop.set()
    for thread in readers:
        thread.join()
    assert wrong == []


def test_two_writers_take_turns(real_town: Town) -> None:
    settle()
    failed: list[str] = []

    def write() -> None:
        try:
            taken_in(real_town.cup.pk)
        except Exception as error:
            failed.append(repr(error))
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    assert failed == []
    assert titles("cup") == ["Tasting cup"]


def test_a_folder_that_was_replaced_meanwhile_does_not_come_back_empty(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle()
    original, looked = place.current, []

    def slow() -> object:
        """The first look sees the folder of before; a rebuild ends before it is opened."""
        folder = original()
        looked.append(folder)
        if len(looked) == 1:
            actions.rebuild()
        return folder

    place._opened.clear()
    monkeypatch.setattr(place, "current", slow)
    assert titles("branch") == ["Plum Branch teapot"]
    assert looked[0] != original()
    assert not looked[0].exists()
