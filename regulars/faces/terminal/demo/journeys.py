"""The first store greets its followers: a journey with people at its end and people on it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from regulars.faces.terminal.demo.opening import Market, at_work, morning
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.together import together
from regulars.loyalty.customers.queries import Filters, customers_of
from regulars.loyalty.journeys import actions, tasks
from regulars.loyalty.journeys.rules.definition import Definition, Entry, Split, Step, plain
from regulars.loyalty.journeys.rules.patterns import WELCOME
from regulars.loyalty.outreach.tasks import send_due
from regulars.loyalty.segments.actions import tag

STORE, GROUP, MOST = "purple-clay-house", "New followers · 新关注", 30
# Days ago: when the first and the second half came in; at noon of which days the clock moved them.
CAME, NOONS = (20, 2), (20, 16, 2)


def send_on_journeys(town: Town, market: Market) -> None:
    """Plan it, let people in, and move them up to now; nothing of it asks the lake."""
    together(by=SYSTEM, doing=partial(_send, town, market))


def _send(town: Town, market: Market) -> None:
    store, by = market.stores[STORE], at_work(market, STORE)
    followers = customers_of(store, Filters(group="followers", allows="inbox"), size=100).items
    new = [one.relation.public_id for one in followers if not one.relation.orders_count][:MOST]
    said: dict[str, Any] = {"by": by, "store": store}
    for days in NOONS:
        if days in CAME:
            half = new[CAME.index(days) :: len(CAME)]
            with clock.at(morning(town.today - timedelta(days=days), hour=8)):
                group = tag(**said, name=GROUP, relation_ids=half)
        with clock.at(morning(town.today - timedelta(days=days), hour=9)):
            if days == CAME[0]:
                definition = plain(Definition(Entry(group.public_id, "both"), "", _steps()))
                row = actions.plan(**said, name="Welcome · 欢迎", definition=definition)
                actions.start(**said, journey_id=row.public_id)
        with clock.at(morning(town.today - timedelta(days=days), hour=12)):
            for work in (tasks.let_in, tasks.move_due, send_due, tasks.move_due):
                work()


def _steps() -> list[Step]:
    """Of the ready one what asks for no group: the greeting, a wait, and the letter to those who were not here."""
    greeting, wait, fork = WELCOME.definition.steps
    assert isinstance(fork, Split)
    return [greeting, wait, fork.no[-1]]
