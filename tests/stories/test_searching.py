"""Alice searches in her own way; Olga sees what people look for and teaches the market a word."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from regulars.discovery.lists import actions as lists
from regulars.discovery.search import actions as search
from regulars.discovery.search import hooks
from regulars.discovery.search.figures import looked_for
from regulars.discovery.search.hooks import Document, Kind, Tile
from regulars.discovery.search.queries import place
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Product
from regulars.ground import lake
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.ids import new_id
from tests.faces.operator.acting import at_console, plain_static, see, send
from tests.town import Town

__all__ = ["plain_static"]


@pytest.fixture(autouse=True)
def _no_index() -> Iterator[None]:
    shutil.rmtree(place.root(), ignore_errors=True)
    yield
    shutil.rmtree(place.root(), ignore_errors=True)


def settle() -> None:
    """The worker's next round."""
    drain()
    search.index_waiting()


def found(words: str = "", **query: str) -> str:
    """The middle of the page for these words."""
    answer = Client().get(reverse("search"), {"q": words} | query)
    assert answer.status_code == 200
    return unescape(answer.content.decode().split("<main")[1].split("</main>")[0])


def links(page: str, label: str) -> list[str]:
    """Addresses of the links with a label."""
    rows = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', page, re.S)
    return [href for href, text in rows if label in re.sub(r"<[^>]+>", "", text)]


def follow(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode().split("<main")[1])


def test_pinyin_initials_and_wrong_signs_find_the_pot(town: Town) -> None:
    catalog.change_product(
        by=SYSTEM, store=town.clay, product_id=town.teapot.public_id, title_zh="梅桩紫砂壶"
    )
    settle()
    for words in ("zisha hu", "zsh", "紫沙壶"):
        assert "Plum Branch teapot" in found(words), words
    assert 'href="/search/?q=%E7%B4%AB%E7%A0%82%E5%A3%B6">紫砂壶</a>' in found("紫沙壶")


def test_results_are_narrowed_step_by_step_and_back(town: Town) -> None:
    _sell_cut(town)
    settle()
    every = found("clay")
    assert "Tasting cup" in every
    assert "Gaiwan" in every
    cut = follow(links(every, "Price cut")[0])
    assert "Gaiwan" in cut
    assert "Tasting cup" not in cut.split('class="products"')[1]
    both = follow(links(cut, "In stock")[0])
    assert "Nothing within these filters" in both or "Gaiwan" in both
    again = follow(links(both, "Clear")[0])
    assert "Tasting cup" in again
    assert links(every, "under CN¥") or links(every, "from CN¥")


def _sell_cut(town: Town) -> Product:
    row = catalog.add_product(
        by=SYSTEM, store=town.clay, category=town.teapots, title="Gaiwan", title_zh="盖碗",
        variants=[{"price_minor": 8000, "compare_minor": 12000, "on_hand": 3}],
    )  # fmt: skip
    return catalog.publish_product(by=SYSTEM, store=town.clay, product_id=row.public_id)


def test_a_sold_out_thing_is_not_in_stock_until_it_is_back(town: Town) -> None:
    settle()
    assert "Tasting cup" in found("cup", stock="1")
    cup = town.variant(town.cup)
    catalog.set_stock(by=SYSTEM, store=town.clay, variant_id=cup.public_id, on_hand=0)
    settle()
    assert "Nothing within these filters" in found("cup", stock="1")
    catalog.set_stock(by=SYSTEM, store=town.clay, variant_id=cup.public_id, on_hand=4)
    settle()
    assert "Tasting cup" in found("cup", stock="1")


def test_a_word_too_many_is_named(town: Town) -> None:
    settle()
    page = found("plum bicycle")
    assert "Plum Branch teapot" in page
    assert re.search(r"Left out:.*<s>bicycle</s>", page)


def test_nothing_found_still_leads_somewhere(town: Town) -> None:
    row = lists.make_list(by=SYSTEM, title="Quiet evenings")
    lists.put_on(by=SYSTEM, row=row, ref=town.cup.public_id)
    lists.publish_list(by=SYSTEM, row=row)
    settle()
    page = found("qqzzxx")
    assert "Nothing was found" in page
    assert "Quiet evenings" in page
    assert "Plum Branch teapot" in page.split("What others like")[1]


def test_lists_are_found_and_leave_with_their_time(town: Town) -> None:
    row = lists.make_list(by=SYSTEM, title="Moon viewing", title_zh="赏月清单", intro="With a cup in hand")
    lists.put_on(by=SYSTEM, row=row, ref=town.cup.public_id)
    lists.publish_list(by=SYSTEM, row=row, until=clock.now() + timedelta(days=1))
    settle()
    assert "Moon viewing" in found("赏月")
    assert "Moon viewing" in found("cup")
    with clock.shift(timedelta(days=2)):
        assert "Moon viewing" not in found("cup")
    lists.take_down(by=SYSTEM, row=row)
    settle()
    assert "Moon viewing" not in found("赏月")


def test_pages_of_results_show_everything_once(town: Town) -> None:
    for number in range(60):
        row = catalog.add_product(
            by=SYSTEM, store=town.clay, category=town.teapots, title=f"Bowl {number:02}",
            variants=[{"price_minor": 1000 + number, "on_hand": 1}],
        )  # fmt: skip
        catalog.publish_product(by=SYSTEM, store=town.clay, product_id=row.public_id)
    settle()
    reader, seen, path = Client(), [], f"{reverse('search')}?q=bowl"
    while path:
        page = unescape(reader.get(path).content.decode())
        seen += re.findall(r">(Bowl \d\d)</a>", page)
        path = next(iter(re.findall(r'href="([^"]+)" rel="next"', page)), "")
    assert sorted(seen) == [f"Bowl {number:02}" for number in range(60)]


def test_another_kind_of_thing_joins_through_the_hook(town: Town) -> None:
    post = Document("post", 5, ("How to season a pot", "开壶的方法"), ("tea",))
    kind = Kind(
        "post", "Posts", lambda after, limit: [5] if after < 5 else [], lambda keys: [post],
        tiles=lambda keys: [Tile("How to season a pot", "/posts/5/", "Three steps") for key in keys if key == 5],
    )  # fmt: skip
    answer = hooks.kinds.answer(lambda: kind)
    try:
        search.rebuild()
        page = found("season")
        assert 'href="/posts/5/"' in page
        assert "Three steps" in page
        assert "Nothing was found" not in page
    finally:
        hooks.kinds.answers.remove(answer)


def test_olga_teaches_a_word_and_it_counts_at_once(town: Town) -> None:
    settle()
    olga = at_console(town.olga)
    assert "Plum Branch teapot" not in found("brewer").split("What others like")[0]
    send(olga, "console_synonym_add", one="brewer", other="茶壶", way="one")
    assert "Plum Branch teapot" in found("brewer").split("What others like")[0]
    assert "brewer → 茶壶" in see(olga, "console_synonyms")
    for again in (
        {"one": "brewer", "other": "茶壶"},
        {"one": "teapot", "other": "teapots"},
        {"one": "!", "other": "x"},
    ):
        send(olga, "console_synonym_add", status=422, **again)
    row = search.add_synonym(by=SYSTEM, one="jumper", other="sweater")
    assert "Round-neck sweater" in found("jumper")
    send(olga, "console_synonym_end", row.public_id)
    assert "Round-neck sweater" not in found("jumper").split("What others like")[0]


def told(who: str | None, words: str, hits: int, *, clicks: bool = False, ago: int = 60) -> None:
    """A browser that searched, and perhaps chose something."""
    at, session = clock.now() - timedelta(minutes=ago), new_id("ses")
    rows = [("search", at, None, {"q": words, "hits": hits})]
    rows += [("click", at + timedelta(minutes=2), "search", {})] if clicks else []
    lake.append(
        "beacons",
        [
            {"id": new_id("bea"), "name": name, "at": moment, "session": session, "visitor": who, "source": source,
             "page": "/search/", "ref": "pro_x" if name == "click" else None, "props": props}
            for name, moment, source, props in rows
        ],
    )  # fmt: skip


def test_what_people_look_for_and_do_not_find(town: Town) -> None:
    mark = new_id("w")[2:12]
    missing, plain, rare = f"kettle {mark}", f"cup {mark}", f"secret {mark}"
    for number in range(6):
        told(f"vis_{mark}_{number}", f"  Kettle  {mark} ", 0)
        told(f"vis_{mark}_{number}", plain, 12, clicks=number < 3)
        told(f"vis_{mark}_{number}", "plum teapot", 3)
    for _time in range(9):
        told(f"vis_{mark}_alone", rare, 0)
    seen = looked_for(clock.now() - timedelta(days=1), clock.now())
    by_words = {one.words: one for one in seen.words}
    assert (by_words[missing].people, by_words[missing].empty, by_words[missing].clicked) == (6, 6, 0)
    assert (by_words[plain].times, by_words[plain].hits, by_words[plain].clicked) == (6, 12, 3)
    assert rare not in by_words
    assert seen.withheld >= 9
    page = see(at_console(town.olga), "console_looked_for")
    assert missing in page.split("Found nothing")[-1]
    assert rare not in page
    settle()
    search.keep_asked(by=SYSTEM)
    assert "q=plum+teapot" in Client().get(reverse("search_suggestions"), {"q": "plum t"}).content.decode()
    # Six browsers may say that they found it: no goods have such words.
    assert plain not in Client().get(reverse("search_suggestions"), {"q": "cup"}).content.decode()
    assert missing not in Client().get(reverse("search_suggestions"), {"q": "kettle"}).content.decode()


def test_who_shows_no_cookie_counts_as_nobody(town: Town) -> None:
    words = f"cup {new_id('w')[2:12]}"
    for _time in range(6):
        told(None, words, 4)
    seen = looked_for(clock.now() - timedelta(days=1), clock.now())
    assert words not in {one.words for one in seen.words}


def test_suggestions_lead_to_shelves_brands_and_goods(town: Town) -> None:
    catalog.add_brand(by=SYSTEM, name="Teahouse Kiln", name_zh="茶舍窑")
    settle()
    page = Client().get(reverse("search_suggestions"), {"q": "tea"}).content.decode()
    assert 'role="option"' in page
    assert reverse("category", args=["teapots"]) in page
    assert "q=Teahouse+Kiln" in page
    assert reverse("product", args=[town.teapot.public_id]) in page
    chinese = Client().get(reverse("search_suggestions"), {"q": "茶"}, headers={"Accept-Language": "zh-hans"})
    assert "茶壶" in chinese.content.decode()
    for words in ("", " ", "\0", "%", "'" * 300, "龘"):
        answer = Client().get(reverse("search_suggestions"), {"q": words})
        assert (answer.status_code, answer.content) == (200, b"")


def test_questions_of_a_search_do_not_grow(town: Town, django_assert_max_num_queries: object) -> None:
    settle()
    reader = Client()
    reader.get(reverse("search"), {"q": "clay"})
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        reader.get(reverse("search"), {"q": "clay"})
