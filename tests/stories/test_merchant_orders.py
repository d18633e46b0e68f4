"""Mei's day: Alice's order is seen, shipped, refused, refunded to the cent; a return is decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.ground.kit.ids import new_id
from regulars.ground.kit.queries import audit_trail
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Order, Return
from tests.town import Town, shopper
from tests.trade.orders.shopping import books_are_right, bought, off, offer, order_in

OK, MOVED, WRONG, FORBIDDEN = 200, 303, 422, 403


class Desk(Client):
    """A browser that sends forms as the pages do, at one store."""

    store: Any

    def at(self, route: str, *args: str) -> str:
        """The address of a page of the store."""
        return reverse(route, args=[self.store.public_id, *args])

    def read(self, route: str, *args: str, **query: str) -> str:
        """A page's text; it must be there."""
        answer = self.get(self.at(route, *args), query)
        assert answer.status_code == OK, answer.status_code
        return str(answer.content.decode())

    def send(self, route: str, *args: str, **data: Any) -> Any:
        """POST a form with a key of its own."""
        return self.post(self.at(route, *args), {"idempotency_key": new_id("key")} | data)


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def at_desk(town: Town) -> Callable[[Any], Desk]:
    def open_desk(person: Any) -> Desk:
        desk = Desk()
        desk.force_login(person)
        desk.store = town.clay
        return desk

    return open_desk


@pytest.fixture
def mei(town: Town, at_desk: Callable[[Any], Desk]) -> Desk:
    return at_desk(town.mei)


def order_by(town: Town, person: Any, pieces: int = 1, position: int = 0) -> Order:
    """The person's paid order of teapots."""
    lines = {town.variant(town.teapot, position).public_id: pieces}
    return order_in(bought(shopper(person), lines), town.clay)


def test_alices_order_is_there_in_the_morning_and_leaves(town: Town, mei: Desk) -> None:
    order = order_by(town, town.alice)
    morning = mei.read("desk_today")
    assert "Orders to ship" in morning
    assert order.public_id in morning
    assert "Alice" in morning
    assert order.public_id in mei.read("desk_orders", state="to-ship")
    answer = mei.send("desk_order_ship", order.public_id, carrier="SF Express", tracking="SF100")
    assert answer.status_code == MOVED
    order.refresh_from_db()
    assert order.state == "shipped"
    assert order.public_id in mei.read("desk_orders", q="sf100")
    page = mei.read("desk_order", order.public_id)
    assert "SF100" in page
    assert "Mei" in page
    assert "Orders to ship" not in mei.read("desk_today")


def test_packing_begins_and_the_parcel_arrives(town: Town, mei: Desk) -> None:
    order = order_by(town, town.alice)
    assert mei.send("desk_order_accept", order.public_id).status_code == MOVED
    mei.send("desk_order_ship", order.public_id)
    assert mei.send("desk_order_deliver", order.public_id).status_code == MOVED
    order.refresh_from_db()
    assert order.state == "delivered"
    assert mei.send("desk_order_ship", order.public_id).status_code == 409


def test_many_leave_with_one_form_and_the_one_that_cannot_says_why(town: Town, mei: Desk) -> None:
    first, second, third = (order_by(town, who) for who in (town.alice, town.bob, town.ravi))
    to_form = mei.send("desk_orders_many", ids=[first.public_id, second.public_id], bulk="ship")
    form = mei.get(to_form.headers["Location"]).content.decode()
    assert first.public_id in form
    assert second.public_id in form
    assert third.public_id not in form
    orders.ship(by=town.mei_at_work(), store=town.clay, order=second.public_id)
    answer = mei.send(
        "desk_ship",
        order=[first.public_id, second.public_id, third.public_id],
        carrier="ZTO",
        **{f"tracking_{first.public_id}": "Z1", f"leave_{third.public_id}": "on"},
    )
    assert answer.status_code == WRONG
    assert "moved on" in answer.content.decode()
    assert [order_state(each) for each in (first, second, third)] == ["shipped", "shipped", "paid"]
    parcel = first.shipments.get()
    assert (parcel.carrier, parcel.tracking) == ("ZTO", "Z1")


def order_state(order: Order) -> str:
    order.refresh_from_db()
    return order.state


def test_sending_the_form_twice_ships_once(town: Town, mei: Desk) -> None:
    order = order_by(town, town.alice)
    data = {"idempotency_key": new_id("key"), "carrier": "ZTO", "tracking": "1"}
    path = mei.at("desk_order_ship", order.public_id)
    assert [mei.post(path, data).status_code for _ in range(2)] == [MOVED, MOVED]
    assert order.shipments.count() == 1


def test_an_order_is_refused_with_a_reason_and_everything_goes_back(town: Town, mei: Desk) -> None:
    order = order_by(town, town.alice)
    silent = mei.send("desk_order_refuse", order.public_id, reason=" ")
    assert silent.status_code == WRONG
    assert order_state(order) == "paid"
    assert mei.send("desk_order_refuse", order.public_id, reason="The kiln broke.").status_code == MOVED
    assert order_state(order) == "refunded"
    assert order.refunded_minor == order.paid_minor
    assert "The kiln broke." in mei.read("desk_order", order.public_id)
    books_are_right()


def test_one_piece_goes_back_exactly_as_announced(town: Town, mei: Desk) -> None:
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(1000, 50000))
    order = order_by(town, town.alice, pieces=3)
    line = order.lines.get()
    path = mei.at("desk_order_refund", order.public_id)
    shown = mei.get(path, {f"units_{line.public_id}": "1"}, headers={"HX-Request": "true"}).content.decode()
    before = order.paid_minor
    answer = mei.send(
        "desk_order_refund", order.public_id, **{f"units_{line.public_id}": "1"}, reason="damaged"
    )
    assert answer.status_code == MOVED
    back = Return.objects.of(town.clay).get()
    assert before // 3 - 1 <= back.amount_minor <= before // 3 + 1
    assert f"{back.amount_minor / 100:,.2f}" in shown
    order.refresh_from_db()
    assert order.refunded_minor == back.amount_minor
    assert [row.returned_quantity for row in order.lines.all()] == [1]
    books_are_right()


@pytest.mark.parametrize("typed", ["", "0", "4", "-1", "1.5", "x", "9" * 40, "１"])
def test_numbers_that_cannot_be_send_nothing_back(town: Town, mei: Desk, typed: str) -> None:
    order = order_by(town, town.alice, pieces=3)
    line = order.lines.get()
    answer = mei.send("desk_order_refund", order.public_id, **{f"units_{line.public_id}": typed})
    assert answer.status_code == WRONG
    assert not Return.objects.of(town.clay).exists()


def returned(town: Town, kind: str = "return_and_refund") -> Return:
    """Alice asks to send a teapot back."""
    order = order_by(town, town.alice)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id)
    orders.deliver(by=town.mei_at_work(), store=town.clay, order=order.public_id)
    line = order.lines.get().public_id
    return orders.ask_return(
        by=shopper(town.alice), order=order.public_id, lines={line: 1}, kind=kind, reason="damaged",
        text="<b>Cracked</b>",
    )  # fmt: skip


def test_a_return_is_accepted_and_paid_when_the_goods_are_back(town: Town, mei: Desk) -> None:
    back = returned(town)
    assert "Returns to decide" in mei.read("desk_today")
    assert back.public_id in mei.read("desk_returns")
    page = mei.read("desk_return", back.public_id)
    assert "Arrived damaged" in page
    assert "<b>Cracked" not in page
    nowhere = mei.send("desk_return_accept", back.public_id, answer="Send it to us, please.", send_to=" ")
    assert (nowhere.status_code, return_state(back)) == (WRONG, "asked")
    assert "Say where the buyer sends the goods." in nowhere.content.decode()
    mei.send(
        "desk_return_accept",
        back.public_id,
        answer="Send it to us, please.",
        send_to="Mei\n1 Kiln Lane, Yixing",
    )
    assert return_state(back) == "accepted"
    assert "not said yet" in mei.read("desk_return", back.public_id)
    assert mei.send("desk_return_where", back.public_id, send_to="").status_code == WRONG
    mei.send("desk_return_where", back.public_id, send_to="Mei\n2 Kiln Lane, Yixing")
    back.refresh_from_db()
    assert back.send_to == "Mei\n2 Kiln Lane, Yixing"
    orders.send_back(by=shopper(town.alice), back=back.public_id, carrier="SF", tracking="<i>77")
    page = mei.read("desk_return", back.public_id)
    assert "SF &lt;i&gt;77" in page or "SF 77" in page
    assert "<i>77" not in page
    assert "Goods on their way back" in page
    mei.send("desk_return_receive", back.public_id, restock="on")
    assert return_state(back) == "refunded"
    books_are_right()


def return_state(back: Return) -> str:
    back.refresh_from_db()
    return back.state


def test_a_return_is_refused_only_with_an_answer(town: Town, mei: Desk) -> None:
    back = returned(town, "refund_only")
    answer = mei.send("desk_return_refuse", back.public_id, answer="")
    assert answer.status_code == WRONG
    assert return_state(back) == "asked"
    mei.send("desk_return_refuse", back.public_id, answer="It was whole when it left.")
    assert return_state(back) == "refused"


def test_a_contact_is_masked_until_opened_and_the_opening_is_on_record(
    town: Town, mei: Desk, at_desk: Any
) -> None:
    order = order_by(town, town.alice)
    assert "alice@example.com" not in mei.read("desk_order", order.public_id)
    assert "13800001234" not in mei.read("desk_order_slip", order.public_id)
    assert mei.send("desk_order_contact", order.public_id).status_code == MOVED
    page = mei.read("desk_order", order.public_id)
    assert "alice@example.com" in page
    assert "13800001234" in page
    entry = audit_trail(town.clay.pk, "orders.open_contact").get()
    assert entry.person_id == town.mei.pk
    assert entry.note["order"] == order.public_id
    assert "alice@example.com" not in at_desk(town.lin).read("desk_order", order.public_id)


def test_the_receipt_says_who_bears_what(town: Town, mei: Desk) -> None:
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(1000, 20000), title="Ten off")
    order = order_by(town, town.alice)
    page = mei.read("desk_order", order.public_id)
    assert "Ten off" in page
    assert "paid by you" in page


def test_lin_reads_but_does_not_act(town: Town, at_desk: Callable[[Any], Desk]) -> None:
    order, lin = order_by(town, town.alice), at_desk(town.lin)
    page = lin.read("desk_order", order.public_id)
    assert "Mark as shipped" not in page
    assert "Refuse the order" not in page
    assert order.public_id in lin.read("desk_orders")
    assert "Alice" in lin.read("desk_customers")
    for route in ("desk_order_ship", "desk_order_refund", "desk_order_refuse", "desk_order_accept"):
        answer = lin.send(route, order.public_id, reason="x", **{f"units_{order.lines.get().public_id}": "1"})
        assert answer.status_code == FORBIDDEN
        assert "Orders: ship, refuse and refund" in answer.content.decode()
    for route in ("desk_money", "desk_statement", "desk_statement_csv", "desk_returns", "desk_ship"):
        assert lin.get(lin.at(route)).status_code == FORBIDDEN
    assert order_state(order) == "paid"


def test_ravi_finds_nothing_of_meis(town: Town, at_desk: Callable[[Any], Desk]) -> None:
    back = returned(town)
    order, relation = back.order, town.clay.relations.first()
    ravi = at_desk(town.ravi)
    of_order = ("", "_ship", "_accept", "_deliver", "_contact", "_refund", "_refuse", "_slip")
    addresses = [ravi.at(f"desk_order{part}", order.public_id) for part in of_order]
    addresses += [
        ravi.at(f"desk_return{part}", back.public_id)
        for part in ("", "_accept", "_refuse", "_where", "_receive")
    ]
    addresses += [ravi.at(f"desk_customer{part}", relation.public_id) for part in ("", "_note")]
    lists = ("today", "orders", "orders_csv", "orders_many", "ship", "returns", "customers", "customers_csv")
    addresses += [ravi.at(f"desk_{name}") for name in (*lists, "money", "statement", "statement_csv")]
    for path in addresses:
        answers = [
            ravi.get(path),
            ravi.post(path, {"idempotency_key": new_id("key"), "text": "x", "reason": "x"}),
        ]
        assert {answer.status_code for answer in answers} <= {404, 405}, path
        assert 404 in {answer.status_code for answer in answers}, path
    own = town.cashmere.public_id
    for route, thing in (("desk_order", order), ("desk_return", back), ("desk_customer", relation)):
        assert ravi.get(reverse(route, args=[own, thing.public_id])).status_code == 404
    ship = reverse("desk_order_ship", args=[own, order.public_id])
    assert ravi.post(ship, {"idempotency_key": new_id("key")}).status_code == 404
    assert order_state(order) == "delivered"
