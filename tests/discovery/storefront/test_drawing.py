"""A page drawn: what fails or is over goes, variants reach their people, questions stay few, texts stay texts."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from regulars.discovery.recommend.queries import Looker
from regulars.discovery.storefront import queries
from regulars.discovery.storefront.hooks import Field, PageKind, Scene
from regulars.discovery.storefront.rules import editing
from regulars.faces.shopper.browsing.filled import tiled
from regulars.ground.kit import clock
from regulars.loyalty.customers import actions as customers
from tests.discovery.storefront.building import published, shout
from tests.loyalty.outreach.writing import group
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought
from tests.xss_vectors import ALL

FRONT = "/s/purple-clay-house/"


def page(client: Client, path: str = FRONT, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def browser(person: Any) -> Client:
    found = Client()
    found.force_login(person)
    return found


def test_a_block_that_fails_is_left_out_and_logged(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    published(town, shout("a", "Before"), editing.block("x", "test-broken", {}), shout("b", "After"))
    with caplog.at_level(logging.ERROR, "regulars.storefront"):
        found = page(Client())
    assert "Before" in found
    assert "After" in found
    assert 'data-kind="test-broken"' not in found
    assert "test-broken" in caplog.text


def test_blocks_come_and_go_with_their_time_and_can_be_hidden(town: Town) -> None:
    now = clock.now()
    later = (now + timedelta(hours=1)).isoformat()
    published(
        town, shout("a", "Until soon", until=later), shout("b", "From soon", since=later),
        shout("c", "Kept in the drawer", hidden=True),
    )  # fmt: skip
    early = page(Client())
    with clock.at(now + timedelta(hours=2)):
        late = page(Client())
    assert ("Until soon" in early, "From soon" in early, "Kept in" in early) == (True, False, False)
    assert ("Until soon" in late, "From soon" in late, "Kept in" in late) == (False, True, False)


def test_each_person_sees_the_first_variant_that_is_for_them(town: Town) -> None:
    chosen = group(town.clay, [town.bob])
    whom = [("v1", "segment", chosen), ("v2", "stranger", ""), ("v3", "regular", ""), ("v4", "follower", "")]
    variants = [
        {"id": id, "for": {"kind": kind, "of": of}, "settings": shout("x", f"For {kind}")["settings"]}
        for id, kind, of in whom
    ]
    published(town, shout("a", "For the others", variants=variants))
    customers.follow(by=shopper(town.alice), store=town.clay)
    bought(shopper(town.ravi), {town.variant(town.cup).public_id: 1})
    seen = {
        name: re.findall(r"<h2>(For [^<]+)</h2>", page(client))
        for name, client in {
            "nobody": Client(), "bob": browser(town.bob), "alice": browser(town.alice),
            "ravi": browser(town.ravi), "lin": browser(town.lin),
        }.items()
    }  # fmt: skip
    assert seen == {
        "nobody": ["For stranger"], "bob": ["For segment"], "alice": ["For follower"], "ravi": ["For regular"],
        "lin": ["For the others"],
    }  # fmt: skip


def test_a_group_of_another_store_is_nobody_here(town: Town) -> None:
    theirs = group(town.cashmere, [town.bob])
    variant = {
        "id": "v",
        "for": {"kind": "segment", "of": theirs},
        "settings": shout("x", "Secret")["settings"],
    }
    published(town, shout("a", "Plain", variants=[variant]))
    assert "Secret" not in page(browser(town.bob))


def test_a_shelf_costs_its_own_question_and_no_more(town: Town) -> None:
    def shelf(id: str) -> dict[str, Any]:
        return editing.block(id, "test-shelf", {"products": [town.teapot.public_id, town.cup.public_id]})

    def asked(many: int) -> int:
        published(town, *(shelf(f"s{number}") for number in range(many)))
        page(Client())
        with CaptureQueriesContext(connection) as found:
            assert page(Client()).count('data-kind="test-shelf"') == many
        return len(found)

    one, five = asked(1), asked(5)
    with CaptureQueriesContext(connection) as alone:
        queries.drawn([shelf("s")], scene("store", town), lambda whom: False)
    assert five - one == 4 * len(alone)


def test_products_of_others_do_not_come_in_by_their_ids(town: Town) -> None:
    published(town, editing.block("s", "test-shelf", {"products": [town.sweater.public_id]}))
    assert "Round-neck" not in page(Client())


def test_the_language_of_the_reader_and_else_the_other(town: Town) -> None:
    both = shout("a", "", settings={"title": {"en": "Spring tea", "zh-hans": "春茶"}})
    published(town, both, shout("b", "", settings={"title": {"en": "", "zh-hans": "只有中文"}}))
    assert "Spring tea" in page(Client())
    assert "只有中文" in page(Client())
    assert "春茶" in page(Client(), lang="zh-hans")
    assert "Spring tea" not in page(Client(), lang="zh-hans")


def scene(kind: PageKind, town: Town, now: Any = None) -> Scene:
    keys = {"store": town.clay.pk} if kind in ("store", "product") else {}
    keys |= {"product": town.teapot.pk} if kind == "product" else {}
    keys |= {"category": town.teapots.pk} if kind == "category" else {}
    return Scene(page=kind, now=now or clock.now(), language="en", looker=Looker(personal=False), **keys)


def hostile(fields: tuple[Field, ...], sample: Any, vector: str) -> dict[str, Any]:
    """The sample with the vector in every text there is, past every check a form would make."""
    found = dict(sample)
    for one in fields:
        if one.kind == "rows":
            rows = found.get(one.name) or [{}]
            found[one.name] = [hostile(one.inside, row, vector) for row in rows]
        elif one.kind in ("line", "text", "link", "choice"):
            found[one.name] = {"en": vector, "zh-hans": vector} if one.spoken else vector
    return found


def test_no_text_of_any_block_ever_runs(town: Town) -> None:
    request = RequestFactory().get(FRONT)
    request.user = AnonymousUser()
    for kind, block in queries.kinds().items():
        if not block.template or kind == "test-broken":
            continue
        here = scene(min(block.pages), town)
        for start in range(0, len(ALL), 12):
            words = " ".join(ALL[start : start + 12])
            one = editing.block("b", kind, hostile(block.fields, block.sample, words))
            clean = queries.clean_blocks([one], here.page)[0]
            for drawn in (*queries.drawn(clean, here, bool), *queries.drawn([one], here, bool)):
                tags = _Tags()
                tags.feed(shown(request, drawn, here))
                assert tags.bad == [], kind


class _Tags(HTMLParser):
    """What a browser would make of a text: the tags and attributes that run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        data = tag == "script" and ("type", "application/ld+json") in attrs  # which no browser runs
        if not data and tag in {"script", "iframe", "object", "embed", "base", "meta", "link", "style"}:
            self.bad.append(tag)
        for name, value in attrs:
            scheme = re.match(r"\s*(javascript|data|vbscript):", value or "", re.I)
            if (
                name.startswith("on")
                or name in {"style", "srcdoc"}
                or (scheme and name in {"href", "src", "action"})
            ):
                self.bad.append(f"{tag} {name}={value}")


def shown(request: Any, drawn: queries.Drawn, here: Scene) -> str:
    named = {"id": drawn.id, "kind": drawn.kind, "source": drawn.source}
    (context,) = tiled([drawn.context], here)
    template = f"blocks/{drawn.kind}/{drawn.block.template}"
    return render_to_string(template, {**context, "block": named, "scene": here}, request, using="jinja2")


def test_every_kind_survives_nothing_and_unknown_things(town: Town) -> None:
    for kind, block in queries.kinds().items():
        for page_kind in block.pages:
            here = Scene(page_kind, clock.now(), "en", Looker(personal=False))
            gone = {
                one.name: f"{one.kind[:3]}_00000000000000000000" for one in block.fields
                if one.kind in ("product", "offer", "picture", "category", "list")
            }  # fmt: skip
            for settings in ({}, block.sample, {**block.sample, **gone}):
                if kind != "test-broken":
                    block.fill(queries.ready(block.fields, settings, "en"), here)


def test_a_full_page_stays_small(town: Town) -> None:
    blocks = [
        editing.block(f"b{number}", kind, block.sample)
        for number, (kind, block) in enumerate(queries.kinds().items())
        if "store" in block.pages and block.template
    ]
    published(town, *blocks[:30])
    html = re.sub(r"<script.*?</script>", "", page(Client()), flags=re.S)
    assert len(html.encode()) < 50_000
