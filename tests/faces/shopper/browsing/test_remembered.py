"""A page for strangers is drawn once for all of them, and is never older than the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.faces.look import remembered
from regulars.faces.look.drawn import FormToken
from regulars.ground.kit import clock
from tests.town import Town

FRONT = "/s/purple-clay-house/"


@pytest.fixture(autouse=True)
def states(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The states the database is in, the last one now; tests run in a transaction, where the real ones are hidden."""
    known = ["first"]
    monkeypatch.setattr(remembered, "version", lambda: known[-1])
    monkeypatch.setattr(remembered, "PAGES", remembered.Memory())
    with clock.at(clock.now()):
        yield known


def drawn(client: Client, path: str = FRONT) -> tuple[str, int]:
    """The page, and how many questions were asked for it."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode(), len(asked)


def own(page: str) -> list[str]:
    """What must be each reader's own."""
    return re.findall(
        r'(?:name="csrfmiddlewaretoken" value|name="idempotency_key" value|nonce)="([^"]+)"', page
    )


def blank(page: str) -> str:
    """The page without what is each reader's own."""
    for one in own(page):
        page = page.replace(one, "")
    return page


def test_the_second_stranger_costs_no_question(town: Town) -> None:
    first, asked = drawn(Client())
    second, again = drawn(Client())
    assert asked > 0
    assert again == 0
    assert blank(first) == blank(second)
    assert not set(own(first)) & set(own(second))


def test_each_reader_gets_tokens_and_a_nonce_of_their_own_that_work(town: Town) -> None:
    drawn(Client())
    reader = Client(enforce_csrf_checks=True)
    answer = reader.get(f"/p/{town.cup.public_id}/")
    again = reader.get(f"/p/{town.cup.public_id}/")
    page = again.content.decode()
    assert blank(answer.content.decode()) == blank(page)
    nonces = set(re.findall(r'nonce="([^"]+)"', page))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in again.headers["Content-Security-Policy"]
    form = page[page.index('id="buy"') :]
    fields = dict(re.findall(r'name="(csrfmiddlewaretoken|idempotency_key)" value="([^"]+)"', form)[:2])
    put = reader.post("/basket/add", fields | {"variant": town.variant(town.cup).public_id, "quantity": "1"})
    assert put.status_code in (302, 303)


def test_no_two_forms_share_a_key(town: Town) -> None:
    for _time in range(2):
        page, _asked = drawn(Client(), f"/p/{town.cup.public_id}/")
        keys = re.findall(r'name="idempotency_key" value="([^"]+)"', page)
        assert len(keys) == len(set(keys)) > 1


def test_a_change_is_seen_by_the_very_next_reader(town: Town, states: list[str]) -> None:
    before, _asked = drawn(Client())
    town.clay.name = "House of Purple Clay"
    town.clay.save()
    assert "House of Purple Clay" not in drawn(Client())[0]
    states.append("second")
    after, asked = drawn(Client())
    assert asked > 0
    assert "House of Purple Clay" in after
    assert "House of Purple Clay" not in before


def test_what_depends_on_the_hour_is_a_second_late_at_most(town: Town) -> None:
    drawn(Client())
    with clock.at(clock.now() + timedelta(milliseconds=900)):
        assert drawn(Client())[1] == 0
    with clock.at(clock.now() + timedelta(milliseconds=1100)):
        assert drawn(Client())[1] > 0


def test_who_is_logged_in_reads_a_page_of_their_own(town: Town) -> None:
    drawn(Client())
    alice = Client()
    alice.force_login(town.alice)
    page, asked = drawn(alice)
    assert asked > 0
    assert "Follow" in page
    assert drawn(Client())[1] == 0


@pytest.mark.parametrize(
    ("path", "headers", "cookies"),
    [
        (FRONT, {"Accept-Language": "zh-hans"}, {}),
        (f"{FRONT}?sort=cheap", {}, {}),
        (FRONT, {}, {"bc": "3"}),
        (FRONT, {"Host": "localhost"}, {}),
        (FRONT, {"HX-Request": "true"}, {}),
        (FRONT, {}, {"messages": "x"}),
        (FRONT + "?a=" + "x" * 600, {}, {}),
    ],
)
def test_another_reader_another_page(
    town: Town, path: str, headers: dict[str, str], cookies: dict[str, str]
) -> None:
    drawn(Client())
    other = Client(headers=headers)
    other.cookies.load(cookies)
    assert drawn(other, path)[1] > 0


def test_what_is_not_there_is_not_remembered(town: Town) -> None:
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert Client().get("/s/nobody/").status_code == 404
        assert len(asked) > 0


def test_the_memory_stays_small() -> None:
    memory = remembered.Memory(most=1000)
    for number in range(20):
        memory.put(number, remembered.Drawn((b"x" * 300,), (), {}, "first", clock.now()))
    assert [number for number in range(20) if memory.get(number, "first")] == [17, 18, 19]
    memory.put(19, remembered.Drawn((b"x" * 900,), (), {}, "first", clock.now()))
    assert [number for number in range(20) if memory.get(number, "first")] == [19]


def test_no_token_outlives_its_request(town: Town) -> None:
    assert "csrfmiddlewaretoken" in drawn(Client())[0]
    assert str(FormToken()) == ""
