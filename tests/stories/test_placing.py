"""The market changes its rules of placing: tried, announced, seen by a store on its own goods, read by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from regulars.discovery.decisions.actions import flush, keep
from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.ranking import actions as placing
from regulars.discovery.ranking.queries import announced, arrange, in_force
from regulars.discovery.ranking.rules import STANDARD, Candidate
from regulars.faces.look.moments import local_input
from regulars.faces.operator.placing.form import shown as fields
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from tests.faces.operator.acting import at_console, plain_static, see, send
from tests.town import Town, operator

__all__ = ["plain_static"]
HOUR = timedelta(hours=1)
TURNS = {"all_width": "2", "all_store": "1", "all_brand": "0", "all_leaf": "0"}


@pytest.fixture(autouse=True)
def _own_lake(tmp_path: Path, settings: Any) -> Iterator[None]:
    flush()
    settings.LAKE_URL = (tmp_path / "lake").as_uri()
    yield
    flush()
    journal.close_all()


def shown(town: Town) -> Decision:
    """What Alice saw an hour ago: Mei's pot and cup above Ravi's sweater; what he would need is in the parts."""
    rows = [
        (town.teapot, town.clay, 0.9, 0.3),
        (town.cup, town.clay, 0.7, 0.2),
        (town.sweater, town.cashmere, 0.5, 0.1),
    ]
    options = tuple(
        Option(
            product.public_id, store.public_id, taste + fresh, place, base=taste + fresh,
            parts={"taste": taste, "freshness": fresh},
        )
        for place, (product, store, taste, fresh) in enumerate(rows)
    )  # fmt: skip
    return Decision(
        new_id("dec"), clock.now() - HOUR, "home.for-you", None, None, None, "blend", "1", "", options
    )


def form(olga: Client, **more: str) -> dict[str, Any]:
    """The form of the next version as it is first shown, with changes."""
    page = see(olga, "console_placing_next")
    given = {key: value for key, value in fields(STANDARD).items() if isinstance(value, str)}
    for name in ("expected", "starts_at"):
        found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
        assert found is not None
        given[name] = found[1]
    return given | more


def words(page: str) -> str:
    """What a reader sees of a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_rules_are_tried_announced_seen_and_then_they_hold(town: Town) -> None:
    olga, decision = at_console(town.olga), shown(town)
    keep(decision)
    flush()
    lake.append(
        "beacons",
        [{"id": new_id("bea"), "at": clock.now() - HOUR / 2, "name": "click", "ref": town.cup.public_id,
          "person": None, "visitor": "vis_a", "props": {"decision": decision.id}}],
    )  # fmt: skip
    assert "No rulebook yet" in see(olga, "console_placing")
    send(olga, "console_placing_next", do="publish", **form(olga))
    assert in_force() is not None
    page = see(olga, "console_placing")
    assert "Among any 10 places one after the other, at most: 2 of one store" in page

    tried = send(olga, "console_placing_next", status=200, do="try", **form(olga, **TURNS))
    text = words(tried.content.decode())
    assert "Dry run" in text
    assert "Places with another good than before. 2 66.7 %" in text
    assert f"{town.cashmere.name} 33.33 % 33.33 %" in text
    assert announced() is None

    day = clock.now() + timedelta(days=3)
    soon = send(
        olga, "console_placing_next", status=422, do="publish", **form(olga, starts_at=local_input(day))
    )
    assert "15 days ahead" in soon.content.decode()
    heavy = {"stores_name": [town.cashmere.slug], "stores_times": ["1.25"]}
    send(olga, "console_placing_next", do="publish", **(form(olga, **TURNS) | heavy))
    coming = announced()
    assert coming is not None
    assert coming.body["stores"] == {str(town.cashmere.pk): 1.25}

    ravi = Client()
    ravi.force_login(town.ravi)
    card = ravi.get(reverse("desk_placing", args=[town.cashmere.public_id]))
    text = words(card.content.decode())
    assert "Places your goods had in these lists. 1 33.33 %" in text
    assert "same goods, same scores, new rules. 1 33.33 %" in text
    assert "over the times it was shown. 3.0" in text
    assert town.clay.name not in text
    mine = ravi.get(reverse("desk_placed", args=[town.cashmere.public_id, town.sweater.public_id]))
    assert "What the person liked over a long time +1 3.0 → 2.0 0.500 → 0.900" in words(mine.content.decode())
    mei = Client()
    mei.force_login(town.mei)
    hers = words(mei.get(reverse("desk_placing", args=[town.clay.public_id])).content.decode())
    assert "in a list that was kept. 2" in hers
    assert "their share of the times shown. 1 50 %" in hers
    lin = Client()
    lin.force_login(town.lin)
    assert lin.get(reverse("desk_placing", args=[town.clay.public_id])).status_code == 403

    public = Client().get(reverse("how_we_rank")).content.decode()
    assert "Announced changes" in public
    assert "What the person liked over a long time" in public

    with clock.shift(timedelta(days=16)):
        cache.clear()
        goods = [
            Candidate(1, 0.9, town.clay.pk),
            Candidate(2, 0.8, town.clay.pk),
            Candidate(3, 0.6, town.cashmere.pk),
        ]
        made = arrange(goods, spot="home.for-you", size=3)
        assert made.rulebook == "2"
        assert [one.candidate.key for one in made.placed] == [1, 3, 2]
        assert made.placed[2].moved_by == "window.store"


def test_the_logic_of_every_place_can_be_read(town: Town) -> None:
    olga = at_console(town.olga)
    decision = shown(town)
    first = replace(decision.options[0], factors={"weight.store": 1.1}, moved_by="window.store", score=1.32)
    keep(
        replace(
            decision, options=(first, *decision.options[1:], replace(first, product="pro_gone", place=None))
        )
    )
    flush()
    assert decision.id in see(olga, "console_places", spot="home.for-you")
    text = words(see(olga, "console_place", decision.id))
    assert "Plum Branch teapot 1 Purple Clay House How new it is: 0.300" in text
    assert "1.200 Weight of the store: × 1.1 1.320 Waited: enough of this store above" in text
    assert "pro_gone" in text
    assert olga.get(reverse("console_place", args=["dec_none"])).status_code == 404
    see(olga, "console_brand_wall")


def test_an_operator_pins_withdraws_and_unpins(town: Town) -> None:
    olga, now = at_console(town.olga), clock.now()
    by = operator(town.olga)
    placing.publish(by=by, book=STANDARD)
    coming = placing.publish(by=by, book=replace(STANDARD, floor=0.2))
    send(olga, "console_placing_withdraw", coming.public_id)
    assert announced() is None
    given = {
        "product": f"http://testserver/p/{town.cup.public_id}/", "spot": "home.for-you", "place": "1",
        "since": local_input(now), "until": local_input(now + timedelta(days=2)),
    }  # fmt: skip
    assert town.teapot.title in words(see(olga, "console_pins")), "what sells most is offered at once"
    listed = see(olga, "console_pins", find=given["product"])
    assert f'"?product={town.cup.public_id}#pin"' in listed
    assert town.teapot.public_id not in listed
    assert "First choose it" not in see(olga, "console_pins", product=town.cup.public_id)
    refused = send(olga, "console_pins", status=422, **given, reason="")
    assert "Write why" in refused.content.decode()
    send(olga, "console_pins", **given, reason="Tea week")
    assert "Tea week" in Client().get(reverse("how_we_rank")).content.decode()
    found = re.search(r"placing/pins/(pin_\w+)/end", see(olga, "console_pins"))
    assert found is not None
    send(olga, "console_unpin", found[1])
    assert "Nothing is pinned" in see(olga, "console_pins")
    assert at_console(town.oscar).get(reverse("console_placing_next")).status_code == 403
