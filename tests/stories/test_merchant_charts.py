"""Mei looks at a chart, opens the people of one of its bars and keeps them; of today, and of a day that has passed."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from regulars.faces.terminal.line import regulars
from regulars.ground.bus import shore
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.lake.figures import registry
from regulars.loyalty.segments.models import Segment
from regulars.loyalty.segments.queries import member_keys
from tests.faces.operator.acting import plain_static
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought

__all__ = ["plain_static"]
TODAY = timedelta(days=2)


@pytest.fixture
def mei(town: Town) -> Client:
    browser = Client()
    browser.force_login(town.mei)
    return browser


@pytest.fixture
def lived(town: Town) -> Town:
    """Alice and Bob bought once; the day after next, Alice buys again."""
    cup = town.variant(town.cup).public_id
    bought(shopper(town.alice), {cup: 1})
    bought(shopper(town.bob), {cup: 1})
    with clock.at(clock.now() + TODAY):
        bought(shopper(town.alice), {cup: 1})
        while shore.to_lake():
            pass
    return town


def see(browser: Client, town: Town, route: str, *args: str, **query: str) -> str:
    answer = browser.get(reverse(route, args=[town.clay.public_id, *args]), query)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return unescape(answer.content.decode())


def number_of(text: str, row: str) -> tuple[str, int]:
    """Where the number beside a row of a chart's table leads, and the number."""
    found = re.search(rf'<th scope="row">{row}</th><td class="number"><a href="([^"]*)">(\d+)</a>', text)
    assert found is not None, f"no number beside {row}"
    return found[1], int(found[2])


def the_day_before(town: Town) -> str:
    """Yesterday for somebody who looks on the day after next, when only the first orders had been made."""
    return (clock.now().astimezone(ZoneInfo(town.market.zone)) + timedelta(days=1)).date().isoformat()


def test_mei_opens_the_people_of_a_stage_and_keeps_them_as_a_group(lived: Town, mei: Client) -> None:
    with clock.at(clock.now() + TODAY + timedelta(minutes=1)):
        text = see(mei, lived, "desk_people")
        assert '"kind": "funnel"' in text
        link, many = number_of(text, "Loyal")
        behind = unescape(mei.get(link).content.decode())
        assert "1 person" in behind
        assert "Alice" in behind
        assert many == 1
        builder = re.search(r'href="([^"]*groups/new/\?definition=[^"]*)"', behind)
        assert builder is not None
        form = mei.get(builder[1]).content.decode()
        assert re.search(r'value="loyal"[^>]*(checked|selected)', form)
        definition = json.dumps({"kind": "stage", "in": ["loyal"]})
        fields = {
            "name": "Loyal ones",
            "definition": definition,
            "do": "save",
            "idempotency_key": new_id("key"),
        }
        assert mei.post(reverse("desk_group_new", args=[lived.clay.public_id]), fields).status_code == 303
    assert list(member_keys(Segment.objects.of(lived.clay).get())) == [lived.alice.pk]


def test_on_a_day_that_has_passed_the_people_of_that_day_are_kept_as_a_list(lived: Town, mei: Client) -> None:
    day = the_day_before(lived)
    with clock.at(clock.now() + TODAY + timedelta(minutes=1)):
        text = see(mei, lived, "desk_people", as_of=day)
        link, many = number_of(text, "Purchase")
        assert many == 2, "Alice had not come again yet"
        behind = unescape(mei.get(link).content.decode())
        assert "2 people" in behind
        assert "Keep as a list" in behind
        action = re.search(r'action="([^"]*behind/keep[^"]*)"', behind)
        assert action is not None
        fields = {
            "definition": json.dumps({"kind": "stage", "in": ["purchase"]}),
            "idempotency_key": new_id("key"),
        }
        nameless = mei.post(action[1], fields)
        assert nameless.status_code == 422
        assert "Give the group a name" in nameless.content.decode()
        fields |= {"name": "Buyers of that day", "idempotency_key": new_id("key")}
        assert mei.post(action[1], fields).status_code == 303
        row = Segment.objects.of(lived.clay).get()
    assert (row.kind, row.definition, row.size) == ("list", None, 2)
    assert set(member_keys(row)) == {lived.alice.pk, lived.bob.pk}


def test_who_moved_between_two_stages_is_a_group_too(lived: Town, mei: Client) -> None:
    with clock.at(clock.now() + TODAY + timedelta(minutes=1)):
        text = see(mei, lived, "desk_figure", "people.stage-flow", span="7")
        assert "7 days between the two moments" in text
        moved = {"kind": "point", "figure": "people.stage-flow", "keys": ["none", "loyal", "7"]}
        behind = see(mei, lived, "desk_people_behind", definition=json.dumps(moved))
        assert "Not met yet → Loyal (7 days)" in behind
        assert "Alice" in behind
        assert re.search(r"\bBob\b", behind) is None
        unknown = json.dumps(moved | {"figure": "no.such"})
        address = reverse("desk_people_behind", args=[lived.clay.public_id])
        assert mei.get(address, {"definition": unknown}).status_code in (400, 422)
        nobody = json.dumps(moved | {"keys": ["odd"]})
        assert "0 people" in see(mei, lived, "desk_people_behind", definition=nobody)


def test_pages_programs_and_the_command_line_give_the_same_object(lived: Town, mei: Client) -> None:
    day = the_day_before(lived)
    with clock.at(clock.now() + TODAY + timedelta(minutes=1)):
        address = reverse("desk_figure_json", args=[lived.clay.public_id, "people.stages"])
        given = mei.get(address, {"as_of": day}).json()
        line = ["figures", "people.stages", "--store", "Purple Clay House", "--as-of", day, "--json"]
        ended = CliRunner().invoke(regulars, line)
        assert mei.get(address, {"as_of": "never"}).status_code == 400
        assert mei.get(address, {"as_of": "0001-01-01"}).status_code == 400
    assert ended.exit_code == 0, ended.output
    assert given == json.loads(ended.stdout)
    assert {point["keys"][0]: point["value"] for point in given["points"]} == {"purchase": 2}
    assert given["windows"]["purchase"] == 365


def test_every_figure_is_listed_and_has_a_table_to_take_away(lived: Town, mei: Client) -> None:
    with clock.at(clock.now() + TODAY + timedelta(minutes=1)):
        listed = see(mei, lived, "desk_figures")
        for name, figure in registry.items():
            assert str(figure.definition) in listed
            assert reverse("desk_figure", args=[lived.clay.public_id, name]) in listed
            address = reverse("desk_figure_csv", args=[lived.clay.public_id, name])
            text = b"".join(mei.get(address).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
            rows = list(csv.reader(io.StringIO(text)))
            assert rows[1][0] == str(figure.title)
            assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert mei.get(reverse("desk_figure", args=[lived.clay.public_id, "no.such"])).status_code == 404


def test_the_first_page_draws_the_sales_and_links_only_what_the_role_opens(lived: Town, mei: Client) -> None:
    with clock.at(clock.now() + TODAY + timedelta(minutes=1)):
        mine = see(mei, lived, "desk_today")
        assert '"kind": "bars"' in mine
        assert "people/behind/" in mine
        packer: Any = Client()
        packer.force_login(lived.lin)
        theirs = see(packer, lived, "desk_today")
    assert "people/behind/" not in theirs
