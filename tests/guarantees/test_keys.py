"""The same request twice has one effect: on every address that takes a form."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from regulars.faces.look.requests import REPEATABLE, REPEATABLE_PREFIXES, is_repeatable
from regulars.ground.kit.ids import new_id
from tests.guarantees import prints
from tests.guarantees.ready import READY
from tests.guarantees.routes import PARTS, ROWS, Row
from tests.guarantees.world import World
from tests.town import PASSWORD

FORMS = sorted(name for name, row in ROWS.items() if row.post and not is_repeatable(name))
CONFIRMED = {
    "console_grant", "console_withdraw", "console_payouts_send", "console_payout_approve", "console_payout_return",
    "console_payout_again", "console_payout_close", "console_resolve", "console_decide", "console_suspend",
    "console_commission_new", "console_commission_end",
}  # fmt: skip


def browser(world: World, row: Row) -> Client:
    """The browser of somebody who may send the form."""
    usual = {"store": "mei", "operator": "olga"}.get(row.kind, "alice")
    who = {"buyer": "alice"}.get(row.who, row.who) or usual
    client = world.client(who)
    if row.name in CONFIRMED:
        form = {"password": PASSWORD, "next": "/console/"}
        assert client.post("/console/confirm/", form).status_code == 303
    return client


def answered(response: Any) -> tuple[int, str]:
    """What of an answer must be the same again."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_a_form_counts_once(world: World, untouched: dict[str, prints.Prints], name: str) -> None:
    row = ROWS[name]
    client, own = browser(world, row), new_id("key")
    path, body = READY[name](world) if name in READY else (row.path(world.a), row.body(world, world.a))
    before = prints.of_all() if name in READY else untouched["all"]

    assert client.post(path, body).status_code == 400
    assert client.post(path, body, HTTP_IDEMPOTENCY_KEY="short").status_code == 400
    assert prints.differences(before, prints.of_all()) == {}

    first = client.post(path, body, HTTP_IDEMPOTENCY_KEY=own)
    assert answered(first)[0] in {200, 204, 303}, first.content.decode()[-3000:]
    assert "Idempotency-Replayed" not in first.headers
    done = prints.of_all()
    assert prints.differences(before, done) != {}

    again = client.post(path, body, HTTP_IDEMPOTENCY_KEY=own)
    assert answered(again) == answered(first)
    assert again.headers.get("Idempotency-Replayed") == "true"
    assert prints.differences(done, prints.of_all()) == {}

    other = client.post(path, body | {"another": "field"}, HTTP_IDEMPOTENCY_KEY=own)
    assert other.status_code == 422
    assert prints.differences(done, prints.of_all()) == {}


@pytest.mark.django_db
def test_a_key_is_of_one_person_and_one_address(world: World) -> None:
    own, row = new_id("key"), ROWS["follow"]
    for who in ("bob", "lin"):
        answer = world.client(who).post(row.path(world.a), {}, HTTP_IDEMPOTENCY_KEY=own)
        assert answer.status_code == 303
        assert "Idempotency-Replayed" not in answer.headers
    other = world.client("bob").post(row.path(world.b), {}, HTTP_IDEMPOTENCY_KEY=own)
    assert "Idempotency-Replayed" not in other.headers


@pytest.mark.django_db
def test_what_was_refused_may_be_tried_again_with_the_same_key(world: World) -> None:
    mei, own = world.client("mei"), new_id("key")
    path = ROWS["desk_order_refuse"].path(world.a)
    assert mei.post(path, {"reason": ""}, HTTP_IDEMPOTENCY_KEY=own).status_code == 422
    assert mei.post(path, {"reason": "Broken kiln"}, HTTP_IDEMPOTENCY_KEY=own).status_code == 303


def test_what_needs_no_key_says_why() -> None:
    assert all(len(reason) > 20 for reason in (*REPEATABLE.values(), *REPEATABLE_PREFIXES.values()))
    assert set(REPEATABLE) <= set(PARTS)
    assert {row.kind for name, row in ROWS.items() if name.startswith(tuple(REPEATABLE_PREFIXES))} == {
        "account"
    }
