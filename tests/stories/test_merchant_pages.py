"""Mei puts her home together, looks at it as a follower next Friday, publishes, and takes it back."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.discovery.storefront import queries
from regulars.discovery.storefront.models import Draft, Page, Snapshot
from regulars.faces.look.forms import local_input
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from tests.discovery.storefront.conftest import _speaking  # noqa: F401
from tests.town import Town


def browser(person: Any) -> Client:
    found = Client()
    found.force_login(person)
    return found


def desk(town: Town, route: str, *args: str) -> str:
    return reverse(route, args=[town.clay.public_id, *args])


def press(who: Client, path: str, status: int = 200, **fields: Any) -> str:
    answer = who.post(path, fields | {"idempotency_key": new_id("key")}, follow=True)
    assert answer.status_code == status
    return str(answer.content.decode())


def draft(town: Town) -> Draft:
    found = queries.draft_of(queries.page_of(town.clay, "store"))
    assert found is not None
    return found


def added(town: Town, mei: Client, kind: str, version: int = 0) -> str:
    """Mei adds a block below the sign; its id."""
    press(
        mei,
        desk(town, "desk_page_do", "store"),
        do="add",
        kind=kind,
        block="page-front",
        version=str(version),
    )
    return str(draft(town).blocks[1]["id"])


def write(town: Town, mei: Client, block: str, status: int = 200, **fields: str) -> str:
    typed = {f"s.{name.replace('__', '.')}": value for name, value in fields.items()}
    path = desk(town, "desk_page_block", "store", block)
    return press(mei, path, status, version=str(draft(town).version), **typed)


def looked_at(mei: Client, town: Town, **asked: str) -> str:
    """What the frame beside the builder shows."""
    page = mei.get(desk(town, "desk_page", "store"), asked).content.decode()
    (src,) = re.findall(r'<iframe[^>]+src="([^"]+)"', page)
    answer = mei.get(unescape(src))
    assert answer.status_code == 200
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    return str(answer.content.decode())


def home(who: Client, town: Town) -> str:
    return str(who.get(reverse("store", args=[town.clay.slug])).content.decode())


def test_mei_composes_previews_publishes_and_rolls_back(town: Town) -> None:
    mei, alice = browser(town.mei), Client()
    usual = home(alice, town)
    block = added(town, mei, "test-shout")
    assert "Title" in mei.get(desk(town, "desk_page", "store"), {"block": block}).content.decode()
    write(town, mei, block, title__en="Spring tea is here", **{"title__zh-hans": "春茶到了"})
    press(
        mei,
        desk(town, "desk_page_do", "store"),
        do="vary",
        block=block,
        version=str(draft(town).version),
        **{"for": "follower"},
    )
    variant = draft(town).blocks[1]["variants"][0]["id"]
    friday = clock.now() + timedelta(days=7)
    path = desk(town, "desk_page_block", "store", block)
    press(mei, path, version=str(draft(town).version), variant=variant, **{"s.title.en": "Tea for followers"})
    base = {
        "version": str(draft(town).version),
        "s.title.en": "Spring tea is here",
        "s.title.zh-hans": "春茶到了",
    }
    press(mei, path, **base, since=local_input(clock.now() + timedelta(days=1)))
    assert "Spring tea" not in looked_at(mei, town)
    assert "Spring tea is here" in looked_at(mei, town, at=local_input(friday))
    follower = looked_at(mei, town, at=local_input(friday), **{"as": "follower"})
    assert "Tea for followers" in follower
    assert "Following" in follower
    assert home(alice, town).count("Spring tea") == 0
    told = press(
        mei, desk(town, "desk_page_publish", "store"), version=str(draft(town).version), note="Spring"
    )
    assert "Version 1 is published." in told
    with clock.at(friday):
        assert "Spring tea is here" in home(alice, town)
        assert (
            "春茶到了"
            in alice.get(reverse("store", args=[town.clay.slug]), {"lang": "zh-hans"}).content.decode()
        )
        versions = desk(town, "desk_page_history", "store")
        assert "There is no difference." in mei.get(versions, {"was": "1"}).content.decode()
        press(mei, desk(town, "desk_page_back", "store"), do="back", number="0")
        assert "Shout went" in _text(mei.get(versions, {"was": "1"}))
        again = home(alice, town)
    assert "Spring tea" not in again
    assert _kinds(again) == _kinds(usual)


def _text(answer: Any) -> str:
    return unescape(str(answer.content.decode()))


def _kinds(page: str) -> list[str]:
    return re.findall(r'data-kind="([^"]+)"', page)


def test_what_is_missing_is_marked_and_what_was_typed_is_kept(town: Town) -> None:
    mei = browser(town.mei)
    block = added(town, mei, "test-shout")
    publish = desk(town, "desk_page_publish", "store")
    later = local_input(clock.now() + timedelta(days=1))
    told = press(mei, publish, 422, version=str(draft(town).version), note="For spring", since=later)
    assert "needs more" in told
    assert not Snapshot.objects.of(town.clay).exists()
    (way,) = re.findall(r'<li><a href="([^"]+)">[^<]+: Title</a>', told)
    path, _hash, field = unescape(way).partition("#")
    for page in (told, mei.get(path).content.decode()):
        assert 'value="For spring"' in page, "what was typed is not lost on the way to the block"
        assert f'value="{later}"' in page
    assert f'id="{field}"' in mei.get(path).content.decode()
    wrong = write(town, mei, block, 422, title__en="A title", link="javascript:alert(1)", size="9")
    assert 'value="A title"' in wrong
    assert "Write an address that begins with / or https://." in wrong
    assert "at most 5" in wrong
    assert draft(town).blocks[1]["settings"]["title"]["en"] == ""
    write(town, mei, block, title__en="Spring")
    version = str(draft(town).version)
    early = press(mei, publish, 422, version=version, note="For spring", until="2020-01-01T10:00")
    assert 'href="#publish-until"' in early
    assert "on the schedule" in press(mei, publish, version=version, note="For spring", since=later)
    press(mei, desk(town, "desk_page_do", "store"), do="hide", block="page-terms", version="0")
    assert 'value="For spring"' not in mei.get(desk(town, "desk_page", "store")).content.decode()


def test_the_second_to_save_sees_what_changed_and_saves_on_top(town: Town) -> None:
    mei, other = browser(town.mei), browser(town.mei)
    block = added(town, mei, "test-shout")
    stale = str(draft(town).version)
    press(other, desk(town, "desk_page_do", "store"), do="hide", block="page-terms", version=stale)
    path = desk(town, "desk_page_block", "store", block)
    told = press(mei, path, 409, version=stale, **{"s.title.en": "Mine"})
    assert "Good to know changed: hidden or shown" in unescape(told)
    assert 'value="Mine"' in told
    (version,) = set(re.findall(r'name="version" value="(\d+)"', told))
    press(mei, path, version=version, **{"s.title.en": "Mine"})
    blocks = {one["id"]: one for one in draft(town).blocks}
    assert blocks[block]["settings"]["title"]["en"] == "Mine"
    assert blocks["page-terms"]["hidden"]


def test_buttons_move_hide_copy_remove_and_undo(town: Town) -> None:
    mei, path = browser(town.mei), desk(town, "desk_page_do", "store")
    block = added(town, mei, "test-shout")

    def push(**fields: str) -> list[str]:
        press(mei, path, version=str(draft(town).version), **fields)
        return [one["id"] for one in draft(town).blocks]

    start = [one["id"] for one in draft(town).blocks]
    assert push(do="down", block=block)[2] == block
    assert push(do="up", block=block) == start
    assert push(do="order", order=",".join(reversed(start))) == list(reversed(start))
    assert len(push(do="copy", block=block)) == len(start) + 1
    assert block not in push(do="remove", block=block)
    assert block in push(do="undo")
    assert "page-front" in push(do="remove", block="page-front")


def test_rows_and_products_are_chosen_without_scripts(town: Town) -> None:
    mei = browser(town.mei)
    block = added(town, mei, "test-shout")
    path = desk(town, "desk_page_block", "store", block)
    press(
        mei, path, version=str(draft(town).version), do="row-add.rows", **{"s.title.en": "T", "s.rows.n": "0"}
    )
    row = {"s.title.en": "T", "s.rows.n": "1", "s.rows.0.words.en": "First"}
    press(mei, path, version=str(draft(town).version), do="row-add.rows", **row)
    more = row | {"s.rows.n": "2", "s.rows.1.words.en": "Second"}
    press(mei, path, version=str(draft(town).version), do="row-up.rows.1", **more)
    rows = draft(town).blocks[1]["settings"]["rows"]
    assert [one["words"]["en"] for one in rows] == ["Second", "First"]
    shelf = added(town, mei, "test-shelf", draft(town).version)
    path = desk(town, "desk_page_block", "store", shelf)
    found = press(mei, path, version=str(draft(town).version), do="find.products", **{"q.products": "plum"})
    assert "Plum Branch teapot" in found
    assert "Round-neck" not in found
    press(mei, path, version=str(draft(town).version), **{"s.products": town.teapot.public_id})
    assert draft(town).blocks[1]["settings"]["products"] == [town.teapot.public_id]


def test_a_preview_is_only_for_staff_and_changes_nothing(town: Town) -> None:
    mei = browser(town.mei)
    block = added(town, mei, "test-shout")
    write(town, mei, block, title__en="Not yet")
    page = mei.get(desk(town, "desk_page", "store")).content.decode()
    (src,) = re.findall(r'<iframe[^>]+src="([^"]+)"', page)
    for stranger in (Client(), browser(town.ravi), browser(town.lin), browser(town.alice)):
        answer = stranger.get(unescape(src))
        assert answer.status_code in (403, 404)
        assert b"Not yet" not in answer.content
    assert mei.get(unescape(src)[:-2] + "xx").status_code == 404
    token = unescape(src).partition("?")[2]
    assert mei.get(f"{reverse('store', args=[town.cashmere.slug])}?{token}").status_code == 404
    before = Page.objects.of(town.clay).values_list("last_number", flat=True)[0]
    shown = looked_at(mei, town)
    assert "Not yet" in shown
    assert "beacons.js" not in shown
    assert town.mei.name not in shown
    assert Page.objects.of(town.clay).values_list("last_number", flat=True)[0] == before


def test_olga_arranges_the_home_of_the_market_and_a_category(town: Town) -> None:
    olga, guest = browser(town.olga), Client()
    for key, path in (("market", "/"), (f"category.{town.teapots.public_id}", "/c/teapots/")):
        press(olga, reverse("console_page_do", args=[key]), do="add", kind="test-shout", version="0")
        kind, _dot, subject = key.partition(".")
        row = queries.draft_of(queries.page_of(None, kind, subject))
        assert row is not None
        block = row.blocks[-1]["id"]
        title = {"s.title.en": f"Fair of {kind}"}
        press(olga, reverse("console_page_block", args=[key, block]), version=str(row.version), **title)
        assert f"Fair of {kind}" not in guest.get(path).content.decode()
        press(olga, reverse("console_page_publish", args=[key]), version=str(row.version + 1))
        assert f"Fair of {kind}" in guest.get(path).content.decode()
    assert "Fair of" not in guest.get("/c/knitwear/").content.decode()
    usual = reverse("console_page_back", args=["market"])
    assert "Version 2 is published." in press(olga, usual, do="back", number="0")
    assert "Fair of" not in guest.get("/").content.decode()
    press(olga, usual, do="back", number="1")
    press(olga, usual, do="withdraw", number="3")
    assert "Fair of" not in guest.get("/").content.decode()
    assert "Fair of" in guest.get("/c/teapots/").content.decode()
    assert browser(town.mei).get(reverse("console_page", args=["market"])).status_code == 404


def test_mei_arranges_all_product_pages(town: Town) -> None:
    mei = browser(town.mei)
    press(
        mei,
        desk(town, "desk_page_do", "product"),
        do="add",
        kind="test-shout",
        block="page-buying",
        version="0",
    )
    row = queries.draft_of(queries.page_of(town.clay, "product"))
    assert row is not None
    block = row.blocks[1]["id"]
    path = desk(town, "desk_page_block", "product", block)
    press(mei, path, version=str(row.version), **{"s.title.en": "How to pour"})
    press(mei, desk(town, "desk_page_publish", "product"), version=str(row.version + 1))
    for product in (town.teapot, town.cup):
        shown = Client().get(f"/p/{product.public_id}/").content.decode()
        assert shown.index("offer-title") < shown.index("How to pour") < shown.index("Delivery and returns")
    assert "How to pour" not in Client().get(f"/p/{town.sweater.public_id}/").content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_builder_speaks_both_languages(town: Town, language: str) -> None:
    mei = browser(town.mei)
    mei.cookies["django_language"] = language
    for route, args in (("desk_pages", []), ("desk_page", ["store"]), ("desk_page_history", ["store"])):
        page = mei.get(desk(town, route, *args)).content.decode()
        assert ("页面" in page) == (language == "zh-hans")


def test_what_is_typed_is_seen_before_it_is_saved(town: Town) -> None:
    mei = browser(town.mei)
    block = added(town, mei, "test-shout")
    version, path = draft(town).version, desk(town, "desk_page_block", "store", block)
    typed = {"do": "look", "version": str(version), "s.title.en": "Half a senten", "see": "as=follower"}
    answer = mei.post(path, typed | {"idempotency_key": new_id("key")})
    seen = mei.get(answer.json()["src"]).content.decode()
    assert "Half a senten" in seen
    assert "Following" in seen, "as whom the page is looked at stays"
    assert draft(town).version == version
    assert "Half a senten" not in looked_at(mei, town)
    assert "Half a senten" not in home(Client(), town)
    assert browser(town.ravi).get(answer.json()["src"]).status_code == 404


def test_a_variant_that_is_worked_on_is_the_one_that_is_seen(town: Town) -> None:
    mei = browser(town.mei)
    block = added(town, mei, "test-shout")
    write(town, mei, block, title__en="For most")
    version = str(draft(town).version)
    press(mei, desk(town, "desk_page_do", "store"), do="vary", block=block, version=version, **{"for": "any"})
    variant = draft(town).blocks[1]["variants"][0]["id"]
    path = desk(town, "desk_page_block", "store", block)
    press(mei, path, version=str(draft(town).version), variant=variant, **{"s.title.en": "For some"})
    assert "For most" in looked_at(mei, town, block=block)
    assert "For some" in looked_at(mei, town, block=block, variant=variant)
    page = mei.get(desk(town, "desk_page", "store"), {"block": block}).content.decode()
    assert "What came of each variant" in page
