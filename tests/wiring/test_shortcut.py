"""The short way answers strangers exactly as Django would, never with an old page, and nobody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.middleware.csrf import _does_token_match
from django.test import Client

from regulars.discovery.recommend.queries.goods import key_of
from regulars.discovery.recommend.queries.touches import touches_of
from regulars.faces.look import remembered
from regulars.faces.look.own import MARK, own
from regulars.ground.engines.version import version
from regulars.ground.lake.identity import unsign
from regulars.ground.lake.place import secrets
from regulars.loyalty.customers.actions import follow
from regulars.wiring.shortcut import answering, state
from regulars.wiring.shortcut.tokens import letters, masked
from regulars.wiring.shortcut.whole import Whole
from tests.town import Town, shopper
from tests.wiring.ways import Answer, Ways

pytestmark = pytest.mark.django_db(transaction=True)
FRONT = "/s/purple-clay-house/"
PHONE = {"cookie": "bc=3; django_language=zh-hans"}


@pytest.fixture
def ways(real_town: Town, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Ways]:
    """A process that remembers nothing yet, and has all the time there is."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    monkeypatch.setattr(remembered, "PAGES", remembered.Memory())
    monkeypatch.setattr(remembered, "LASTS", timedelta(hours=1))
    monkeypatch.setattr(answering, "PATIENCE", 60.0)
    made = Ways(monkeypatch)
    if connection.vendor == "postgresql":
        # Its state is that of all databases of the server: other tests at this moment change it too.
        for module in (remembered, state):
            monkeypatch.setattr(module, "version", lambda: made.state or version())
    yield made
    made.close()


def known(answer: Answer, *without: str) -> dict[str, str]:
    """The head of somebody who was here before."""
    kept = {name: value for name, value in answer.cookies.items() if name not in without}
    return {"cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}


def taught(ways: Ways, path: str, headers: Any = ()) -> Answer:
    """The answer by the short way, after Django gave one."""
    ways.ask(path, headers)
    answer = ways.ask(path, headers)
    assert answer.short
    return answer


def by_django(ways: Ways, path: str, headers: Any = ()) -> Answer:
    """The answer of the ordinary way to the same head: something harmless that nobody knows is said besides."""
    answer = ways.ask(path, [*dict(headers).items(), ("x-unheard-of", "1")])
    assert not answer.short
    return answer


def paths(town: Town) -> list[str]:
    """All kinds of pages for strangers, and other ways to write their addresses."""
    cup = f"/p/{town.cup.public_id}/"
    return [
        "/", FRONT, cup, "/categories/", "/c/teapots/", "/stores/", "/lists/", "/how-we-rank/",
        "/s/purple%2Dclay-house/", f"{FRONT}?sort=cheap&lang=zh-hans", f"{cup}?from=%E8%8C%B6&x=a+b", "/?", "/?lang=xx",
    ]  # fmt: skip


READERS = {
    "new": {},
    "Chinese": {"accept-language": "zh-CN,zh;q=0.9"},
    "odd language": {"accept-language": "xx-YY, *;q=0.1, en;q=0"},
    "phone with a basket": PHONE,
    "not to be followed": {"cookie": "privacy=off"},
    "not to be known": {"cookie": "personal=off"},
    "signal": {"sec-gpc": "1"},
    "machine": {"user-agent": "Examplebot/2.0"},
    "no agent": {"user-agent": ""},
    "through a proxy": {
        "x-forwarded-proto": "https",
        "x-forwarded-for": "10.0.0.1",
        "x-request-id": "abcdefgh-1",
    },
    "another host": {"host": "localhost:8000"},
}


@pytest.mark.parametrize("headers", READERS.values(), ids=READERS)
def test_both_ways_answer_the_same(ways: Ways, real_town: Town, headers: dict[str, str]) -> None:
    for path in paths(real_town):
        short = taught(ways, path, headers)
        assert short.blank == by_django(ways, path, headers).blank, path
        assert short.body.encode().count(b"<!--own:") == 0
        assert int(dict(short.lines)["content-length"]) == len(short.body.encode())


def test_who_comes_again_gets_the_same_by_both_ways(ways: Ways, real_town: Town) -> None:
    first = ways.ask(f"/p/{real_town.cup.public_id}/")
    assert set(first.cookies) == {"rv", "csrftoken", "moment"}
    for path in paths(real_town):
        for without in ((), ("moment",), ("moment", "rv"), ("csrftoken",), ("rv", "csrftoken")):
            headers = known(first, *without)
            ways.ask(path, known(first, "moment"))
            answer, ordinary = ways.ask(path, headers), by_django(ways, path, headers)
            # Where something is chosen for whoever touched something, no two pages are alike.
            chosen = "moment" not in without and (path == "/" or path.startswith(("/?", "/c/")))
            assert answer.short or "moment" not in without
            assert answer.blank == ordinary.blank or chosen, (path, without)


def test_what_is_a_readers_own_is_shared_by_no_two(ways: Ways, real_town: Town) -> None:
    path = f"/p/{real_town.cup.public_id}/"
    taught(ways, path)
    answers = [*ways.crowd(20, path), by_django(ways, path)]
    assert sum(answer.short for answer in answers) == 20
    every = [one for answer in answers for one in answer.own if one != "1"]
    assert len(every) == len(set(every)) > 20 * 6
    visitors = {unsign(answer.cookies["rv"], secrets())[1] for answer in answers}
    assert None not in visitors
    assert len(visitors) == len(answers)


def test_the_forms_of_the_short_way_can_be_sent_by_its_reader_only(ways: Ways, real_town: Town) -> None:
    path = f"/p/{real_town.cup.public_id}/"
    answer, other = taught(ways, path), ways.ask(path)
    nonces = {one for one in answer.own if f"'nonce-{one}'" in dict(answer.lines)["content-security-policy"]}
    assert len(nonces) == 1
    variant = real_town.variant(real_town.cup).public_id
    for cookies, status in ((answer.cookies, 303), (other.cookies, 403)):
        reader = Client(enforce_csrf_checks=True)
        reader.cookies.load(cookies)
        fields = answer.fields('id="buy"') | {"variant": variant, "quantity": "1"}
        assert reader.post("/basket/add", fields).status_code in {status, status - 1}


def test_a_token_is_what_django_takes_it_for() -> None:
    for _time in range(50):
        secret = letters(32)
        token = masked(secret, letters(32))
        assert _does_token_match(token.decode(), secret.decode())
        assert not _does_token_match(token.decode(), letters(32).decode())
    assert len(letters(5_000)) == 5_000
    assert len(set(letters(5_000))) == 62


def elsewhere(ways: Ways, town: Town, name: str) -> None:
    """The store gets another name by somebody else's connection."""
    ways.state = ways.state and name

    def change() -> None:
        try:
            town.clay.name = name
            town.clay.save()
        finally:
            connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    thread.join()


def test_a_change_is_in_the_very_next_answer(ways: Ways, real_town: Town) -> None:
    taught(ways, FRONT)
    ways.state = ""
    for number in range(5):
        elsewhere(ways, real_town, f"House number {number}")
        changed = ways.ask(FRONT)
        assert f"House number {number}" in changed.body
        assert not changed.short
        again = ways.ask(FRONT)
        assert again.short or connection.vendor == "postgresql"
        assert again.blank == changed.blank


def test_what_the_hour_alone_changes_is_late_as_long_as_pages_last(
    ways: Ways, real_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught(ways, FRONT)
    monkeypatch.setattr(remembered, "LASTS", timedelta(microseconds=-1))
    assert not ways.ask(FRONT).short


def test_a_crowd_waits_for_one_drawing(ways: Ways, real_town: Town) -> None:
    taught(ways, FRONT)
    elsewhere(ways, real_town, "House of the crowd")
    before = ways.django
    answers = ways.crowd(30, FRONT)
    assert ways.django == before + 1
    assert all("House of the crowd" in answer.body for answer in answers)


UNUSUAL: dict[str, dict[str, Any]] = {
    "a part of a page": {"headers": {"hx-request": "true"}},
    "a range": {"headers": {"range": "bytes=0-10"}},
    "a condition": {"headers": {"if-none-match": "x"}},
    "a body": {"headers": {"content-length": "0"}},
    "a session": {"headers": {"cookie": "sessionid=x"}},
    "messages": {"headers": {"cookie": "messages=x"}},
    "a masked token": {"headers": {"cookie": "csrftoken=" + "a" * 64}},
    "a token of other letters": {"headers": {"cookie": "csrftoken=" + "-" * 32}},
    "a forged visitor": {"headers": {"cookie": "rv=vis_x..forged"}},
    "one cookie twice": {"headers": {"cookie": "bc=1; bc=2"}},
    "a quoted cookie": {"headers": {"cookie": 'bc="1"'}},
    "two lines of cookies": {"headers": [("cookie", "bc=1"), ("cookie", "bc=2")]},
    "two hosts": {"headers": [("host", "testserver"), ("host", "localhost")]},
    "an underscore": {"headers": {"x_forwarded_proto": "https"}},
    "an odd id": {"headers": {"x-request-id": "né"}},
    "endless cookies": {"headers": {"cookie": "a=" + "x" * 1_000}},
    "an endless address": {"path": FRONT + "?a=" + "x" * 1_000},
    "the head only": {"method": "HEAD"},
    "another method": {"method": "OPTIONS"},
}


@pytest.mark.parametrize("said", UNUSUAL.values(), ids=UNUSUAL)
def test_what_is_unusual_goes_the_ordinary_way(ways: Ways, said: dict[str, Any]) -> None:
    taught(ways, FRONT)
    asked = {"path": FRONT, "headers": ()} | said
    path, headers = asked.pop("path"), asked.pop("headers")
    for _time in range(2):
        assert not ways.ask(path, headers, **asked).short
    assert ways.ask(FRONT).short


def test_nobody_gets_a_page_that_others_asked_for_in_other_words(ways: Ways, real_town: Town) -> None:
    said = taught(ways, FRONT)
    for host in ("evil.example", "testserver.evil.example", "testserver@evil", "127.0.0.1:1/"):
        for _time in range(2):
            answer = ways.ask(FRONT, {"host": host})
            assert (answer.status, answer.short) == (400, False)
    for headers in (
        {"host": "localhost"}, {"x-forwarded-host": "evil.example"}, {"x-forwarded-proto": "https"}, PHONE,
        {"accept-language": "zh-hans"}, {"cookie": "evil=1"}, {"referer": "http://evil.example/"},
    ):  # fmt: skip
        for path in (
            FRONT,
            "/s/nobody/",
            "/s/purple-clay-house",
            FRONT + "?sort=cheap",
            "/" + FRONT,
            FRONT + "%00",
        ):
            ways.ask(path, headers)
            answer, ordinary = ways.ask(path, headers), by_django(ways, path, headers)
            assert answer.status == ordinary.status
            assert answer.blank == ordinary.blank or answer.status == 404  # its page tells the request's id
    assert "evil" not in ways.ask(FRONT).body
    assert ways.ask(FRONT).blank == said.blank == by_django(ways, FRONT).blank


def test_who_is_logged_in_and_who_is_not_never_get_each_others_page(ways: Ways, real_town: Town) -> None:
    follow(by=shopper(real_town.alice), store=real_town.clay)
    stranger = taught(ways, FRONT)
    browser = Client()
    browser.force_login(real_town.alice)
    session = browser.cookies["sessionid"].value
    alice = {"cookie": f"sessionid={session}; {known(stranger)['cookie']}"}
    for _time in range(2):
        hers = ways.ask(FRONT, alice)
        assert not hers.short
        assert hers.blank[2] != stranger.blank[2]
        assert unsign(hers.cookies["rv"], secrets())[0] == real_town.alice.public_id
    assert ways.ask(FRONT, known(stranger)).blank[2] == stranger.blank[2]
    # Her own visitor's cookie still names her after she left: Django gives her another first.
    left = {"cookie": f"rv={hers.cookies['rv']}"}
    again = ways.ask(FRONT, left)
    assert not again.short
    assert unsign(again.cookies["rv"], secrets())[0] is None


def test_what_is_chosen_for_a_reader_is_for_nobody_else(ways: Ways, real_town: Town) -> None:
    first = ways.ask(f"/p/{real_town.cup.public_id}/")
    taught(ways, "/", known(first, "moment"))
    assert own("for-you", "home")
    mine = ways.ask("/", known(first))
    assert not mine.short
    assert ways.ask("/", known(first, "moment")).short


def test_a_product_opened_the_short_way_is_remembered_of_whom_it_may_be(
    ways: Ways, real_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/p/{real_town.cup.public_id}/"
    first = taught(ways, path)
    assert first.cookies["moment"] == "1"
    visitor = str(unsign(first.cookies["rv"], secrets())[1])
    monkeypatch.setattr(answering.hearing, "hear", lambda *look: answering.hearing.remember(look))
    for headers in (
        known(first, "rv"),
        known(first) | {"sec-gpc": "1"},
        known(first) | {"user-agent": "Examplebot/2.0"},
        {"cookie": known(first)["cookie"] + "; personal=off"},
        {"cookie": known(first)["cookie"] + "; privacy=off"},
    ):
        assert taught(ways, path, headers).status == 200
        ways.ask(path, headers)
    assert touches_of(visitor) == []
    assert ways.ask(path, known(first)).short
    assert [one.product for one in touches_of(visitor)] == [key_of(real_town.cup.public_id)]


def test_a_look_that_cannot_be_taken_in_now_goes_the_ordinary_way(
    ways: Ways, real_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/p/{real_town.cup.public_id}/"
    first = taught(ways, path)
    monkeypatch.setattr(answering.hearing.waiting, "full", lambda: True)
    assert ways.ask(path).short
    assert not ways.ask(path, known(first)).short
    visitor = str(unsign(first.cookies["rv"], secrets())[1])
    assert [one.product for one in touches_of(visitor)] == [key_of(real_town.cup.public_id)]


def test_what_is_not_a_page_for_strangers_is_never_short(ways: Ways, real_town: Town) -> None:
    for path in ("/search/?q=teapot", "/basket/", "/me/", "/s/nobody/", "/healthz", "/account/login/"):
        for _time in range(3):
            assert not ways.ask(path).short


def test_a_page_with_a_mark_that_everybody_is_asked_for_is_never_short(
    ways: Ways, real_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from regulars.faces.look import own as marks

    monkeypatch.delitem(marks.for_strangers, "for-you")
    for _time in range(3):
        assert not ways.ask("/").short
    assert MARK.search(str(own("for-you", "home")).encode())


def test_ways_are_forgotten_when_there_are_too_many(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "MOST_DOORS", 3)
    for number in range(6):
        taught(ways, f"{FRONT}?n={number}")
    assert len(ways.pages.shortcut._doors) == 3
    assert ways.ask(f"{FRONT}?n=5").short
    assert not ways.ask(f"{FRONT}?n=0").short
    assert ways.pages.shortcut._drawing == {}


def test_nobody_waits_for_a_drawing_whose_way_was_forgotten_meanwhile(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught(ways, FRONT)
    monkeypatch.setattr(remembered, "LASTS", timedelta(microseconds=-1))
    monkeypatch.setattr(answering, "MOST_DOORS", 0)
    assert not ways.ask(FRONT).short
    assert (ways.pages.shortcut._drawing, ways.pages.shortcut._drawers) == ({}, {})


def test_a_page_that_is_gone_is_gone_for_the_crowd_too(ways: Ways, real_town: Town) -> None:
    path = f"/p/{real_town.cup.public_id}/"
    taught(ways, path)
    ways.state = "later"
    real_town.cup.published_at = None
    real_town.cup.save()
    assert {answer.status for answer in ways.crowd(10, path)} == {404}
    assert len(ways.pages.shortcut._doors) == 0


def test_nothing_of_the_reader_it_was_learnt_from_is_kept(ways: Ways, real_town: Town) -> None:
    path = f"/p/{real_town.cup.public_id}/"
    first = ways.ask(path)
    (page,) = remembered.PAGES._pages.values()
    assert isinstance(page.whole, Whole)
    kept = repr((page.whole.pieces, page.whole.lines))
    private = [one for one in first.own if one not in ("1", dict(first.lines)["x-request-id"])]
    assert len(private) > 5
    assert not [one for one in private if one in kept]


def test_the_settings_leave_out_what_the_short_way_does_not_look_at(settings: Any) -> None:
    assert not settings.USE_X_FORWARDED_HOST
    assert not settings.USE_X_FORWARDED_PORT
    assert not settings.CSRF_USE_SESSIONS
    assert not settings.DISALLOWED_USER_AGENTS
    assert settings.SECURE_PROXY_SSL_HEADER in (None, ("HTTP_X_FORWARDED_PROTO", "https"))


def test_what_a_proxy_says_is_not_believed_in_other_letters(ways: Ways, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert "Secure" in str(ways.ask(FRONT, {"x-forwarded-proto": "https"}).lines)
    for said in (
        {"x_forwarded_proto": "https"},
        {"x_forwarded_proto": "https", "x-forwarded-proto": "http"},
        {"x-forwarded_proto": "https"},
    ):
        answer = ways.ask(FRONT, said)
        assert answer.status == 200
        assert "Secure" not in str(answer.lines)
