"""Olga puts a list together for an occasion; Alice finds it, reads why, and a search engine can read it too."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from regulars.discovery.lists import actions, queries
from regulars.discovery.lists.models import List
from regulars.faces.look.moments import local_input
from regulars.goods.catalog import actions as catalog
from regulars.goods.media.queries import urls_by_public_id
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from tests.faces.operator.acting import at_console, plain_static, see, send
from tests.goods.media import hostile
from tests.town import Town

__all__ = ["plain_static"]


def page(route: str, *args: str, language: str = "en", status: int = 200, **query: str) -> str:
    answer = Client().get(reverse(route, args=args), query, headers={"Accept-Language": language})
    assert answer.status_code == status
    return answer.content.decode()


def picture(data: bytes = b"") -> SimpleUploadedFile:
    """A file that a browser sends along."""
    return SimpleUploadedFile(
        "cover.png", data or hostile.encoded(hostile.photo(size=(60, 40)), "PNG"), "image/png"
    )


def test_olga_makes_a_list_and_alice_reads_it(town: Town) -> None:
    olga = at_console(town.olga)
    send(
        olga, "console_list_new", title="Gifts under 500", title_zh="500 元以内的礼物", scene="gift", how="products",
        intro="For people who drink tea.",
    )  # fmt: skip
    row = List.objects.get()
    assert "Tasting cup" in see(olga, "console_list", row.public_id, find="cup")
    for product in (town.teapot, town.cup):
        send(olga, "console_list_do", row.public_id, do="put", ref=product.public_id)
    pot, cup = queries.entries_of(row)
    send(
        olga,
        "console_list_do",
        row.public_id,
        do="why",
        entry=cup.public_id,
        why="Fits every hand",
        why_zh="谁都称手",
    )
    send(olga, "console_list_do", row.public_id, do="move", entry=cup.public_id, place="1")
    assert "Fits every hand" in see(olga, "console_list_look", row.public_id)
    page("list", row.slug, status=404)
    send(olga, "console_list_do", row.public_id, do="publish")

    shown = page("list", row.slug)
    assert shown.index("Tasting cup") < shown.index("Plum Branch teapot")
    assert "Fits every hand" in shown
    assert "谁都称手" in page("list", row.slug, language="zh-hans")
    for around in (page("home"), page("lists"), page("lists", of="gift")):
        assert "Gifts under 500" in around
    assert "Gifts under 500" not in page("lists", of="tea")

    said = {"do": "describe", "title": "Gifts under 500", "scene": "gift", "position": "0"}
    refused = send(
        olga, "console_list_do", row.public_id, status=422, **said, upload=picture(b"GIF, they said")
    )
    assert "not a picture we know" in refused.content.decode()
    send(olga, "console_list_do", row.public_id, **said, upload=picture())
    row.refresh_from_db()
    cover = urls_by_public_id([row.cover])[row.cover].src
    for there in (see(olga, "console_list", row.public_id), page("list", row.slug), page("lists")):
        assert cover in there

    send(olga, "console_list_do", row.public_id, do="off", entry=pot.public_id)
    assert "Plum Branch teapot" not in page("list", row.slug)
    send(olga, "console_list_do", row.public_id, do="down")
    page("list", row.slug, status=404)
    assert "Gifts under 500" not in page("home")


def test_the_page_can_be_shared_and_read_by_machines(town: Town) -> None:
    row = actions.make_list(by=SYSTEM, title="Tea <for> two", intro="Quiet & warm")
    actions.put_on(by=SYSTEM, row=row, ref=town.cup.public_id)
    actions.publish_list(by=SYSTEM, row=row)
    shown = page("list", row.slug)
    assert 'property="og:title" content="Tea &lt;for&gt; two' in shown
    assert 'property="og:description" content="Quiet &amp; warm"' in shown
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', shown, re.S)
    assert found
    things: list[dict[str, Any]] = json.loads(found[1])
    assert [thing["@type"] for thing in things] == ["ItemList", "BreadcrumbList"]
    assert things[0]["name"] == "Tea <for> two"
    assert [item["name"] for item in things[0]["itemListElement"]] == ["Tasting cup"]
    assert row.slug in Client().get(reverse("sitemap_part", args=["categories-1"])).content.decode()


def test_a_list_is_planned_for_a_time(town: Town) -> None:
    olga = at_console(town.olga)
    row = actions.make_list(by=SYSTEM, title="Autumn tea")
    actions.put_on(by=SYSTEM, row=row, ref=town.cup.public_id)
    now = clock.now()
    times = {"since": local_input(now + timedelta(days=1)), "until": local_input(now + timedelta(days=2))}
    send(
        olga,
        "console_list_do",
        row.public_id,
        status=422,
        do="publish",
        since=times["until"],
        until=times["since"],
    )
    send(olga, "console_list_do", row.public_id, do="publish", **times)
    assert "Planned" in see(olga, "console_lists")
    page("list", row.slug, status=404)
    with clock.shift(timedelta(days=1, hours=1)):
        assert "Tasting cup" in page("list", row.slug)


def test_the_machines_lists_stand_where_they_belong(town: Town) -> None:
    olga = at_console(town.olga)
    answer = send(
        olga,
        "console_list_new",
        title="New teapots",
        how="recipe:new",
        category=town.teapots.public_id,
        most="50",
    )
    row = List.objects.get()
    send(olga, "console_list_do", row.public_id, do="publish")
    assert "Tasting cup" in (shown := page("list", row.slug))
    assert "Plum Branch" not in shown
    assert "New today" in shown
    assert "New teapots" in page("category", "teapots")
    assert "New teapots" not in page("category", "knitwear")
    send(olga, "console_list_do", row.public_id, status=422, do="put", ref=town.teapot.public_id)
    assert answer.status_code == 303


def test_a_list_on_which_nothing_is_left_hides(town: Town) -> None:
    row = actions.make_list(by=SYSTEM, title="Last cups")
    actions.put_on(by=SYSTEM, row=row, ref=town.cup.public_id)
    actions.publish_list(by=SYSTEM, row=row)
    catalog.retire_product(by=SYSTEM, store=town.clay, product_id=town.cup.public_id)
    assert "Last cups" not in page("home")
    assert "Nothing on it at the moment" in page("list", row.slug)
    assert "not seen by shoppers" in see(at_console(town.olga), "console_list", row.public_id)
