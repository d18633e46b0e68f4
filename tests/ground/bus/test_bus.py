"""Facts: with their transaction or not at all; each listener once; retry; the hopeless stay visible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from regulars.ground.bus import queries, relay
from regulars.ground.bus.facts import Fact, public, read
from regulars.ground.bus.listening import listeners, listens_to
from regulars.ground.bus.models import Delivery, Message
from regulars.ground.bus.outbox import NotInTransaction, announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import Refusal


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class BellRang(Fact):
    """A bell rang (tests)."""

    name: ClassVar[str] = "tests.bell-rang.v1"
    tower: str


heard: list[str] = []
broken = {"now": False}


@pytest.fixture(autouse=True)
def _ears() -> Iterator[None]:
    heard.clear()
    broken["now"] = False

    @listens_to(BellRang)
    def wake(fact: BellRang) -> None:
        heard.append(fact.tower)

    @listens_to(BellRang)
    def grumble(fact: BellRang) -> None:
        if broken["now"]:
            raise RuntimeError("too early")

    yield
    listeners[BellRang.name].clear()


@action("tests.ring")
def ring(*, by: Actor, tower: str, fail: bool = False) -> None:
    """Ring, or think better of it."""
    announce(BellRang(tower=tower))
    if fail:
        raise Refusal()


@pytest.mark.django_db
def test_a_fact_is_stored_with_what_made_it_true_and_heard_once() -> None:
    ring(by=SYSTEM, tower="north")
    relay.drain()
    relay.drain()
    assert heard == ["north"]


@pytest.mark.django_db
def test_a_fact_of_a_refused_action_never_happened_and_does_not_leak_into_the_next() -> None:
    with pytest.raises(Refusal):
        ring(by=SYSTEM, tower="south", fail=True)
    ring(by=SYSTEM, tower="north")
    relay.drain()
    assert heard == ["north"]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_can_be_announced() -> None:
    with pytest.raises(NotInTransaction):
        announce(BellRang(tower="east"))
    with transaction.atomic():
        announce(BellRang(tower="east"))
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_failing_listener_is_tried_again_and_does_not_stop_the_other() -> None:
    broken["now"] = True
    ring(by=SYSTEM, tower="west")
    relay.drain()
    assert heard == ["west"]
    assert queries.failing().count() == 1
    broken["now"] = False
    with clock.shift(timedelta(minutes=1)):
        relay.drain()
    assert queries.failing().count() == 0
    assert heard == ["west"]


@pytest.mark.django_db
def test_after_its_last_try_a_delivery_is_dead_and_can_be_brought_back() -> None:
    broken["now"] = True
    ring(by=SYSTEM, tower="west")
    for hours in range(relay.MAX_ATTEMPTS + 1):
        with clock.shift(timedelta(hours=hours)):
            relay.relay()
    (dead,) = queries.dead_letters()
    assert "too early" in dead.error
    broken["now"] = False
    relay.redeliver(dead)
    with clock.shift(timedelta(hours=20)):
        relay.relay()
    assert queries.dead_count() == 0
    assert Delivery.objects.exclude(done_at=None).count() == 2


def test_a_fact_survives_its_stored_form() -> None:
    fact = BellRang(tower="north", store_id=3, ref="x")
    assert read(fact.name, fact.body()) == fact
