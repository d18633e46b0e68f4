"""What a guest looks for and stays with moves the next page; whoever uses the browser afterwards inherits nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from regulars.discovery.recommend import actions
from regulars.discovery.recommend.actions.hearing import remember
from regulars.discovery.recommend.queries.candidates import reader_of
from regulars.discovery.recommend.queries.lookers import look
from regulars.discovery.recommend.queries.place import model
from regulars.discovery.recommend.queries.touches import sought_by, touches_of
from regulars.discovery.search.queries import found_first
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.lake.hearing import Deed
from regulars.ground.lake.identity import COOKIE
from tests.discovery.recommend.conftest import home as home
from tests.discovery.recommend.conftest import lane as lane
from tests.discovery.recommend.lane import Lane
from tests.stories.test_thousand_faces import REFUSALS, browser, front, named, seen

pytestmark = pytest.mark.xdist_group("lane")


def visitor_of(client: Client) -> str:
    return client.cookies[COOKIE].value.split(".")[0]


def test_what_was_looked_for_moves_the_next_page(lane: Lane) -> None:
    guest = browser()
    assert front(guest) == ""
    found = guest.get("/search/", {"q": "scarf"}).content.decode()
    assert "Wool scarf number" in found
    shown = named(front(guest))
    wool = {one.public_id for one in lane.wool}
    assert shown[0] in wool
    assert sum(one in wool for one in shown[:5]) >= 4
    guest.get("/search/", {"q": "bowl"})
    assert named(front(guest))[0] in {one.public_id for one in lane.tea}, "the last words count most"


def test_a_search_that_only_the_browser_reports_moves_it_too(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.hearing, "finders", [found_first])
    guest = browser()
    seen(guest, lane.tea[2])
    assert named(front(guest))[0] in {one.public_id for one in lane.tea}
    remember((None, visitor_of(guest), [Deed("", 0.0, words="wool scarf")]))
    assert named(front(guest))[0] in {one.public_id for one in lane.wool}


def test_staying_with_something_counts_more_than_passing_by(lane: Lane) -> None:
    known = model()
    assert known is not None
    guest = browser()
    for product in (lane.wool[1], lane.tea[2]):
        seen(guest, product)
    who = visitor_of(guest)
    before = reader_of(known.shelf, look(person=None, visitor=who)).touched
    remember((None, who, [Deed(lane.wool[1].public_id, 0.0, stayed=30.0)]))
    after = reader_of(known.shelf, look(person=None, visitor=who)).touched
    wool = int(known.shelf.places([lane.wool[1].pk])[0])
    assert (list(before).count(wool), list(after).count(wool)) == (1, 2)
    assert after[0] == wool


@pytest.mark.parametrize("refusal", REFUSALS)
def test_searches_of_who_refuses_are_forgotten_at_once(lane: Lane, refusal: dict[str, str]) -> None:
    guest = browser()
    who = visitor_of(guest)
    answer = guest.get("/search/", {"q": "scarf"}, **refusal)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert sought_by(who) == []


def _log_in(client: Client, email: str) -> None:
    answer = client.post(
        "/account/login/",
        {"login": email, "password": "a long passphrase", "idempotency_key": new_id("key")},
    )
    assert answer.status_code in (302, 303)


def test_only_this_visits_touches_go_along_with_a_log_in_and_none_stay_after_a_log_out(lane: Lane) -> None:
    alice, bob = lane.town.alice, lane.town.bob
    for person in (alice, bob):
        person.set_password("a long passphrase")
        person.save()
    device = browser()
    who = visitor_of(device)
    with clock.at(clock.now() - timedelta(hours=3)):
        seen(device, lane.wool[1])
    seen(device, lane.tea[2])
    _log_in(device, alice.email or "")
    assert [one.product for one in touches_of(alice.public_id)] == [lane.tea[2].pk], "wool was hours ago"
    assert touches_of(who) == []
    seen(device, lane.tea[3])
    device.post(reverse("account_logout"), {"idempotency_key": new_id("key")})
    _log_in(device, bob.email or "")
    assert look(person=bob.pk, visitor=who).recent == ()
    assert [one.product for one in touches_of(alice.public_id)] == [lane.tea[3].pk, lane.tea[2].pk]


def test_a_preview_shows_what_such_a_person_gets_and_not_the_picks_of_whoever_looks(lane: Lane) -> None:
    town = lane.town
    mei = browser(town.mei)
    for product in lane.tea[1:5]:
        seen(mei, product)
    assert front(mei, "/s/purple-clay-house/")

    def asked(kind: str) -> str:
        path = reverse("desk_page", args=[town.clay.public_id, "store"])
        (src,) = re.findall(r'<iframe[^>]+src="([^"]+)"', mei.get(path, {"as": kind}).content.decode())
        return front(mei, unescape(src))

    assert asked("stranger") == "", "a stranger has nothing chosen for him"
    regular = asked("regular")
    assert {*named(regular)} <= {one.public_id for one in lane.tea}
    assert "Picked for you" in regular
