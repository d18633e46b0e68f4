"""What every engine does alike, held against each of them: the embedded one, and PostgreSQL's where it runs."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from regulars.discovery.search.actions.engines import Press
from regulars.discovery.search.actions.engines.embedded import EmbeddedPress
from regulars.discovery.search.actions.engines.postgres import PostgresPress
from regulars.discovery.search.hooks import Document
from regulars.discovery.search.queries import place
from regulars.discovery.search.queries.engines import Engine, Postgres
from regulars.discovery.search.queries.engines.embedded import embedded
from regulars.discovery.search.queries.finding import Found, Hunt
from regulars.discovery.search.queries.terms import for_query, stems
from regulars.discovery.search.rules import Filters, Pair, Sort

TEAPOTS, CUPS, ALL = 11, 12, 10
SHELF = [
    Document("product", 1, ("Plum Branch teapot", "梅桩紫砂壶"), ("Clay House", "宜兴"), 7, (ALL, TEAPOTS), 28000, 5, 30),
    Document("product", 2, ("Dragon egg teapot", "龙蛋紫砂壶"), ("Clay House",), 7, (ALL, TEAPOTS), 52000, 9, 20,
             True, True),
    Document("product", 3, ("Tasting cup", "品茗杯"), ("Clay House",), 7, (ALL, CUPS), 4500, 80, 10, False),
    Document("product", 4, ("Cashmere sweater", "羊绒毛衣"), ("Made to measure",), 8, (20,), 89900, 2, 40),
    Document("product", 5, ("Teapot warmer", "暖壶座"), ("Measure", "teapot teapot"), 8, (ALL, CUPS), 9900, 1, 50),
    Document("store", 7, ("Clay House", "紫砂小院"), ("Yixing",), 7),
    Document("list", 7, ("Autumn tea", "秋日茶席"), ("teapot and cup",)),
]  # fmt: skip


POSTGRESQL = [pytest.param(PostgresPress, marks=pytest.mark.postgresql)]
ENGINES = [EmbeddedPress, *(POSTGRESQL if connection.vendor == "postgresql" else [])]


@pytest.fixture(params=ENGINES)
def press(request: pytest.FixtureRequest, db: object) -> Iterator[Press]:
    """An empty index of each engine; PostgreSQL's when the tests run on it (`pytest --postgresql`)."""
    _empty()
    yield request.param()
    _empty()


def _empty() -> None:
    shutil.rmtree(place.root(), ignore_errors=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_generation")
            cursor.execute("DELETE FROM search_document")
            cursor.execute("DELETE FROM search_word")


def opened(press: Press) -> Engine:
    """Its state now."""
    found = Postgres.opened() if isinstance(press, PostgresPress) else embedded()
    assert found is not None
    return found


@contextmanager
def filled(press: Press) -> Iterator[Engine]:
    """The shelf indexed."""
    with press.anew() as pen:
        assert pen.add(SHELF) == len(SHELF)
    yield opened(press)


def hunt(
    engine: Engine, words: str, filters: Filters | None = None, sort: Sort = "relevance", **more: object
) -> Found:
    """What a search finds."""
    known = [
        Pair(tuple(stems(for_query(one))), tuple(stems(for_query(other)))) for one, other in more.items()
    ]  # type: ignore[arg-type]
    return Hunt(engine, for_query(words), known).found(filters or Filters(), sort, 0, 24, facets=True)


def keys(engine: Engine, words: str, filters: Filters | None = None, sort: Sort = "relevance") -> list[int]:
    return hunt(engine, words, filters, sort).product_ids


def test_words_in_titles_stand_before_words_elsewhere(press: Press) -> None:
    with filled(press) as engine:
        found = hunt(engine, "teapot")
        assert set(found.product_ids) == {1, 2, 5}
        assert found.total == 3
        assert max(found.scores.values()) == 1
        assert keys(engine, "teapots branch") == [1]
        assert keys(engine, "yixing teapot")[:1] == [1]
        assert keys(engine, "clay cup") == [3]


@pytest.mark.parametrize("words", ["zisha hu", "zsh", "zishahu", "紫沙壶", "zisa hu", "zi sha hu"])
def test_sounds_find_chinese(press: Press, words: str) -> None:
    with filled(press) as engine:
        assert set(keys(engine, words)) == {1, 2}


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("cashmeer", "cashmere"),
        ("swaeter", "sweater"),
        ("紫沙壶", "紫砂壶"),
        ("dragn teapot", "dragon teapot"),
    ],
)
def test_errors_are_forgiven_and_named(press: Press, wrong: str, meant: str) -> None:
    with filled(press) as engine:
        found = hunt(engine, wrong)
        assert found.did_you_mean == meant
        assert set(found.product_ids) == set(keys(engine, meant))
        assert found.product_ids


def test_exact_words_come_before_errors(press: Press) -> None:
    with press.anew() as pen:
        pen.add([
            Document("product", 1, ("Plum jam", ""), sold=1), Document("product", 2, ("Plums, plumb line", ""), sold=2),
            Document("product", 3, ("Plume", ""), sold=3),
        ])  # fmt: skip
    assert keys(opened(press), "plume")[0] == 3
    assert keys(opened(press), "plum", sort="popular")[-1] == 1


def test_synonyms_need_no_new_index(press: Press) -> None:
    with filled(press) as engine:
        assert keys(engine, "kettle") == []
        assert set(hunt(engine, "kettle", kettle="teapot").product_ids) == {1, 2, 5}
        assert set(hunt(engine, "kettle", kettle="紫砂 壶").product_ids) == {1, 2}
        assert hunt(engine, "plum kettle", kettle="teapot").product_ids == [1]


def test_a_word_too_many_is_dropped_and_named(press: Press) -> None:
    with filled(press) as engine:
        found = hunt(engine, "dragon teapot bicycle")
        assert (found.product_ids, found.dropped) == ([2], ("bicycle",))
        assert hunt(engine, "bicycle").product_ids == []
        loose = hunt(engine, "dragon sweater cup bicycle")
        assert set(loose.product_ids) == {2, 4, 3}
        assert loose.dropped == ("bicycle",)


def test_fillers_alone_find_nothing(press: Press) -> None:
    with press.anew() as pen:
        pen.add([Document("product", 1, ("外婆 的 伞 The bear of the night", ""))])
    engine = opened(press)
    assert hunt(engine, "外婆的自行车").product_ids == [1]
    for words in ("没有的东西", "bicycles of the moon"):
        assert (hunt(engine, words).product_ids, hunt(engine, words).dropped) == ([], ())
    assert hunt(engine, "的").product_ids == [1]


def test_filters_combine(press: Press) -> None:
    with filled(press) as engine:
        assert set(keys(engine, "teapot", Filters(category_id=TEAPOTS))) == {1, 2}
        assert keys(engine, "teapot", Filters(category_id=ALL, store_id=8)) == [5]
        assert keys(engine, "teapot", Filters(from_minor=10_000, to_minor=30_000)) == [1]
        assert keys(engine, "teapot", Filters(on_offer=True)) == [2]
        assert keys(engine, "clay cup", Filters(in_stock=True)) == []
        assert keys(engine, "teapot", Filters(from_minor=5, to_minor=1)) == []


def test_facets_count_under_the_other_filters(press: Press) -> None:
    with filled(press) as engine:
        every = hunt(engine, "teapot").facets
        assert every.categories == {ALL: 3, TEAPOTS: 2, CUPS: 1}
        assert every.stores == {7: 2, 8: 1}
        assert (every.in_stock, every.on_offer) == (3, 1)
        assert sum(every.bands.values()) == 3
        narrowed = hunt(engine, "teapot", Filters(category_id=CUPS)).facets
        assert narrowed.categories == every.categories
        assert narrowed.stores == {8: 1}
        by_store = hunt(engine, "teapot", Filters(store_id=7)).facets
        assert by_store.stores == every.stores
        assert by_store.categories == {ALL: 2, TEAPOTS: 2}
        cheap = hunt(engine, "teapot", Filters(to_minor=10_000)).facets
        assert cheap.bands == every.bands
        for (low, high), many in every.bands.items():
            assert len(keys(engine, "teapot", Filters(from_minor=low, to_minor=high))) == many


@pytest.mark.parametrize(
    ("sort", "order"),
    [("popular", [2, 1, 5]), ("newest", [5, 1, 2]), ("price", [5, 1, 2]), ("-price", [2, 1, 5])],
)
def test_sorting(press: Press, sort: Sort, order: list[int]) -> None:
    with filled(press) as engine:
        assert keys(engine, "teapot", sort=sort) == order


def test_other_kinds_are_found_beside_products(press: Press) -> None:
    with filled(press) as engine:
        found = hunt(engine, "clay house")
        assert found.store_ids == [7]
        assert hunt(engine, "autumn").others == {"list": [7]}
        assert hunt(engine, "autumn").product_ids == []


@pytest.mark.parametrize(
    "words", ["'", '"', "\\", "a'b", "title:x", "&|!()", "* :*", "龘" * 90, "\0", "%s", "-"]
)
def test_strange_words_break_nothing(press: Press, words: str) -> None:
    with filled(press) as engine:
        assert keys(engine, words) == [] if for_query(words) else True


def test_changes_are_seen_together_or_not_at_all(press: Press) -> None:
    with filled(press):
        with press.changing(wait=True) as pen:
            assert pen is not None
            pen.remove("product", [1, 99])
            pen.add([Document("product", 1, ("Bamboo teapot", ""))])
        assert keys(opened(press), "bamboo") == [1]
        assert keys(opened(press), "plum") == []
        with pytest.raises(ZeroDivisionError):
            _change_and_fail(press)
        assert set(keys(opened(press), "teapot")) == {1, 2, 5}
        with press.changing(wait=True) as pen:
            assert pen is not None
            pen.remove_store(7)
        assert set(keys(opened(press), "teapot")) == {1, 5}
        assert hunt(opened(press), "clay house").store_ids == []


def test_a_new_index_takes_the_place_of_the_old_one_whole(press: Press) -> None:
    assert press.ready() is False
    with filled(press):
        assert press.ready() is True
        with press.anew() as pen:
            pen.add(SHELF[:1])
            assert set(keys(opened(press), "teapot")) >= {1}
        assert keys(opened(press), "teapot") == [1]
        assert opened(press).documents() == 1
        with pytest.raises(ZeroDivisionError):
            _begin_anew_and_fail(press)
        assert opened(press).documents() == 1


def _change_and_fail(press: Press) -> None:
    with press.changing(wait=True) as pen:
        assert pen is not None
        pen.remove_store(7)
        raise ZeroDivisionError


def _begin_anew_and_fail(press: Press) -> None:
    with press.anew() as pen:
        pen.add(SHELF)
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_searching_goes_on_while_the_index_is_rebuilt(press: Press) -> None:
    with filled(press):
        stop, wrong = threading.Event(), []

        def read() -> None:
            try:
                while not stop.is_set():
                    found = Postgres.opened() if isinstance(press, PostgresPress) else embedded()
                    if found is not None and (seen := set(keys(found, "teapot"))) != {1, 2, 5}:
                        wrong.append(f"saw {seen}")
            except Exception as error:
                wrong.append(repr(error))
            finally:
                connection.close()

        readers = [threading.Thread(target=read) for _ in range(2)]
        for thread in readers:
            thread.start()
        for _time in range(3):
            with press.anew() as pen:
                pen.add(SHELF)
        stop.set()
        for thread in readers:
            thread.join()
        assert wrong == []
