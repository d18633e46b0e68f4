"""R17: processes are killed at random while people buy; what was acknowledged is there, once, and the books balance.

`NIGHTLY=1` kills far more often.
"""

from __future__ import annotations

import os
import random
import select
import signal
import time
from dataclasses import dataclass, field

import pytest
from django.db import connections

from regulars.goods.catalog.models import Stock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.idempotency import Intent, intending
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from regulars.trade.payments.rules import ProviderMessage
from regulars.trade.settlement.queries import check_books
from tests.town import Town, shopper

KILLS = 200 if os.environ.get("NIGHTLY") == "1" else 50
BUYERS = 2
PLENTY = 100_000
ADDRESS = {"recipient": "Alice", "phone": "10000000000", "city": "Yixing", "street": "1 Kiln Road"}


@dataclass
class Buyer:
    """A process that buys on and on; `done` maps the number of a purchase to its order."""

    number: int
    pid: int = 0
    pipe: int = -1
    rest: bytes = b""
    done: dict[int, str] = field(default_factory=dict)

    def start(self, town: Town) -> None:
        """Start where the last acknowledgement left off: with the same key again."""
        connections.close_all()
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read)
            _buy_forever(town, self.number, len(self.done), write)
        os.close(write)
        self.pid, self.pipe, self.rest = pid, read, b""

    def listen(self) -> None:
        """Take in what was acknowledged so far."""
        while select.select([self.pipe], [], [], 0)[0]:
            data = os.read(self.pipe, 65536)
            if not data:
                break
            *lines, self.rest = (self.rest + data).split(b"\n")
            for line in lines:
                number, group = line.decode().split()
                assert self.done.setdefault(int(number), group) == group

    def kill(self) -> None:
        """SIGKILL, then what was still in the pipe."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.listen()
        os.close(self.pipe)


def _buy_forever(town: Town, buyer: int, number: int, pipe: int) -> None:
    try:
        while True:
            group = _buy(town, f"kill-{buyer}-{number:06d}")
            os.write(pipe, f"{number} {group}\n".encode())
            number += 1
    finally:
        os._exit(1)


def _buy(town: Town, key: str) -> str:
    by = shopper(town.alice)
    lines = {town.variant(town.cup).public_id: 1}
    with intending(Intent("p1/checkout", key, "same")):
        group = orders.place_order(
            by=by,
            expected_total_minor=5500,
            currency="CNY",
            lines=lines,
            address=ADDRESS,
            email="alice@example.com",
        )
    if OrderGroup.objects.get(pk=group.pk).state == "awaiting_payment":
        payment = orders.start_paying(by=by, group=group.public_id, provider="test")
        message = ProviderMessage(
            event_id=f"evt-{key}",
            kind="captured",
            payment_id=payment.public_id,
            provider_ref=f"ref-{key}",
            amount_minor=payment.amount_minor,
            currency="CNY",
        )
        orders.receive_payment(by=SYSTEM, provider="test", message=message)
    return group.public_id


@pytest.mark.kill
def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(real_town: Town) -> None:
    dice = random.Random(17)
    cup = real_town.variant(real_town.cup)
    Stock.objects.filter(variant=cup).update(on_hand=PLENTY)
    buyers = [Buyer(number) for number in range(BUYERS)]
    for buyer in buyers:
        buyer.start(real_town)
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.02, 0.35))
        victim = dice.choice(buyers)
        victim.kill()
        victim.start(real_town)
    _finish(buyers)
    _verify(buyers, cup.pk)


def _finish(buyers: list[Buyer]) -> None:
    goal = {buyer.number: len(buyer.done) + 2 for buyer in buyers}
    deadline = time.monotonic() + 60
    while any(len(buyer.done) < goal[buyer.number] for buyer in buyers) and time.monotonic() < deadline:
        time.sleep(0.05)
        for buyer in buyers:
            buyer.listen()
    for buyer in buyers:
        buyer.kill()


def _verify(buyers: list[Buyer], cup: int) -> None:
    acknowledged = [group for buyer in buyers for group in buyer.done.values()]
    assert len(acknowledged) >= BUYERS * 2
    assert len(set(acknowledged)) == len(acknowledged)
    states = dict(OrderGroup.objects.values_list("public_id", "state"))
    assert [group for group in acknowledged if states.get(group) != "paid"] == []
    # Each process may have had one more purchase under way when it was killed for the last time.
    assert len(states) <= len(acknowledged) + BUYERS
    paid = sum(state == "paid" for state in states.values())
    stock = Stock.objects.get(variant_id=cup)
    assert stock.on_hand == PLENTY - paid
    assert stock.held == len(states) - paid
    books = check_books()
    assert books["ok"], books["problems"]
