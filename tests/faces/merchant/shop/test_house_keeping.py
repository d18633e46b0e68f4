"""Staff, settings, opening and closing a store, search."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from regulars.faces.merchant.opening.progress import steps
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.models import Staff, Store
from tests.faces.merchant.shop.goods import shot
from tests.town import Town, shopper

Work = Callable[[Any], Any]


def test_changing_and_removing(town: Town, at_work: Work) -> None:
    desk, place = at_work(town.mei), f"/desk/{town.clay.public_id}/staff/"
    merchants.employ(by=SYSTEM, store=town.clay, person=town.bob, role="warehouse")
    bob = Staff.objects.get(store=town.clay, person=town.bob)
    desk.send(f"{place}{bob.public_id}", {"role": "accountant"})
    bob.refresh_from_db()
    assert bob.rights == ["money", "export"]
    desk.send(f"{place}{bob.public_id}", {"do": "remove"})
    assert at_work(town.bob).get(f"/desk/{town.clay.public_id}/start/").status_code == 404
    assert "Warehouse → Accountant" in desk.get(f"{place}acts/").content.decode()


def test_the_last_owner_stays(town: Town, at_work: Work) -> None:
    desk, place = at_work(town.mei), f"/desk/{town.clay.public_id}/staff/"
    mei = Staff.objects.get(store=town.clay, person=town.mei)
    for form in ({"do": "remove"}, {"role": "warehouse"}):
        answer = desk.send(f"{place}{mei.public_id}", form, follow=True)
        assert "A store needs an owner" in answer.content.decode()


def test_settings_part_by_part(town: Town, at_work: Work) -> None:
    desk, place = at_work(town.mei), f"/desk/{town.clay.public_id}/settings/"
    desk.send(
        place, {"part": "words", "name": "Clay House", "name_zh": "陶舍", "story": "Three\ngenerations"}
    )
    desk.send(place, {"part": "delivery", "freight": "12", "free_from": "", "returns_days": "15"})
    desk.send(place, {"part": "pictures", "logo": shot(), "banner": shot()})
    store = Store.objects.get(pk=town.clay.pk)
    assert (store.name, store.story, store.freight_minor) == ("Clay House", "Three\ngenerations", 1200)
    assert (store.free_freight_from_minor, store.returns_days) == (None, 15)
    assert store.logo.startswith("pic_")
    desk.send(place, {"part": "pictures", "no_logo": "on"})
    assert Store.objects.get(pk=town.clay.pk).logo == ""


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"part": "words", "name": "", "story": "typed long"}, "Give the store a name"),
        ({"part": "delivery", "freight": "free", "returns_days": "7"}, "Write an amount"),
        ({"part": "pictures"}, "Choose a picture first."),
        ({"part": "close", "typed_name": "wrong"}, "Type the name of the store exactly"),
    ],
)
def test_settings_that_cannot_be(town: Town, at_work: Work, form: dict[str, str], sentence: str) -> None:
    answer = at_work(town.mei).send(f"/desk/{town.clay.public_id}/settings/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert form.get("story", "") in page


def test_a_hostile_logo_is_refused(town: Town, at_work: Work) -> None:
    file = io.BytesIO(b"<svg onload=alert(1)>")
    file.name = "logo.svg"
    answer = at_work(town.mei).send(
        f"/desk/{town.clay.public_id}/settings/", {"part": "pictures", "logo": file}
    )
    assert answer.status_code == 422
    assert "SVG drawings are not taken" in answer.content.decode()


def test_closing_asks_for_the_name_and_can_be_undone(town: Town, at_work: Work) -> None:
    desk, place = at_work(town.mei), f"/desk/{town.clay.public_id}/settings/"
    desk.send(place, {"part": "close", "typed_name": "Purple Clay House"})
    assert Store.objects.get(pk=town.clay.pk).closed_at is not None
    desk.send(place, {"part": "reopen"})
    assert Store.objects.get(pk=town.clay.pk).closed_at is None


def test_the_way_in(town: Town, at_work: Work, client: Any) -> None:
    assert client.get("/desk/").status_code == 302
    assert at_work(town.alice).get("/desk/")["Location"] == "/desk/open/"
    assert at_work(town.mei).get("/desk/")["Location"].startswith(f"/desk/{town.clay.public_id}/")
    merchants.open_store(by=shopper(town.mei), owner=town.mei, name="Second Kiln")
    assert "Second Kiln" in at_work(town.mei).get("/desk/").content.decode()


def test_opening_a_store_takes_a_name(town: Town, at_work: Work) -> None:
    desk = at_work(town.alice)
    answer = desk.send("/desk/open/", {"name": " ", "city": "Yixing"})
    assert answer.status_code == 422
    assert "Give the store a name" in answer.content.decode()
    assert 'value="Yixing"' in answer.content.decode()
    answer = desk.send("/desk/open/", {"name": "Alice's Attic", "freight": "8"})
    made = Store.objects.get(name="Alice's Attic")
    assert answer["Location"] == f"/desk/{made.public_id}/start/"
    assert made.freight_minor == 800
    assert "0 of 5 done" not in desk.get(answer["Location"]).content.decode()


def test_the_first_steps_follow_the_facts(town: Town, at_work: Work) -> None:
    made = merchants.open_store(by=shopper(town.alice), owner=town.alice, name="Attic")
    assert [one["done"] for one in steps(made)] == [False] * 5
    at_work(town.alice).send(
        f"/desk/{made.public_id}/settings/", {"part": "delivery", "freight": "0", "returns_days": "7"}
    )
    assert [one["done"] for one in steps(made)] == [False, False, True, False, False]
    assert next(one["done"] for one in steps(town.clay))


def test_search_finds_what_the_role_may_see(town: Town, at_work: Work) -> None:
    place = f"/desk/{town.clay.public_id}/find/?q=plum"
    assert "Plum Branch teapot" in at_work(town.mei).get(place).content.decode()
    assert "Plum Branch teapot" not in at_work(town.lin).get(place).content.decode()
