"""Orders after they were placed: found again, completed, cancelled, partly sent back."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Order, OrderGroup, Return
from tests.faces.shopper.buying.phone import Phone, logged_in
from tests.town import Town
from tests.trade.orders.shopping import bought, order_in, shopper

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(town: Town) -> Phone:
    """Alice's phone."""
    return logged_in(town.alice)


@pytest.fixture
def group(town: Town) -> OrderGroup:
    """Three cups and a sweater, paid by Alice."""
    lines = {town.variant(town.cup).public_id: 3, town.variant(town.sweater).public_id: 1}
    return bought(shopper(town.alice), lines)


def cups(town: Town, group: OrderGroup, arrived: bool = False) -> Order:
    order = order_in(group, town.clay)
    if arrived:
        orders.ship(
            by=town.mei_at_work(), store=town.clay, order=order.public_id, carrier="SF", tracking="SF77"
        )
        orders.deliver(by=town.mei_at_work(), store=town.clay, order=order.public_id)
    return order


def test_the_order_page_tells_everything(town: Town, alice: Phone, group: OrderGroup) -> None:
    cups(town, group, arrived=True)
    page = alice.see(f"/orders/{group.public_id}/")
    for words in (
        "Purple Clay House",
        "Arrived",
        "SF77",
        "1 Plum Lane",
        "How the price came about",
        "Paid, to be sent",
    ):
        assert words in page
    for stranger in (logged_in(town.bob), Phone()):
        assert stranger.get(f"/orders/{group.public_id}/").status_code == 404
        assert stranger.get(f"/orders/{group.public_id}/?key=").status_code == 404


def test_orders_stand_in_tabs(town: Town, alice: Phone, group: OrderGroup) -> None:
    cups(town, group, arrived=True)
    alice.add(town.variant(town.cup))
    waiting = alice.order()
    for state, shown in (
        ("", {group, waiting}),
        ("awaiting_payment", {waiting}),
        ("paid", {group}),
        ("shipped", set()),
        ("delivered", {group}),
        ("returns", set()),
    ):
        page = alice.see(f"/orders/?state={state}")
        assert {one for one in (group, waiting) if f"/orders/{one.public_id}/" in page} == shown
    assert "No orders here" in logged_in(town.bob).see("/orders/")
    assert Phone().get("/orders/").status_code == 302
    assert alice.get("/orders/?cursor=nonsense").status_code == 400


def test_pages_of_orders_follow_each_other(town: Town, alice: Phone) -> None:
    for _each in range(12):
        bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    first = alice.see("/orders/")
    assert first.count('class="order-card"') == 10
    link = first.split('rel="next" href="')[1].split('"')[0]
    assert alice.see(f"/orders/{link}").count('class="order-card"') == 2


def test_confirming_completes_the_order_once(town: Town, alice: Phone, group: OrderGroup) -> None:
    order = cups(town, group, arrived=True)
    assert logged_in(town.bob).send(f"/orders/{order.public_id}/confirm").status_code == 404
    assert alice.send(f"/orders/{order.public_id}/confirm").status_code == 303
    assert alice.send(f"/orders/{order.public_id}/confirm").status_code == 303
    order.refresh_from_db()
    assert order.state == "confirmed"


def test_a_paid_order_is_cancelled_with_its_money_until_the_store_begins(
    town: Town, alice: Phone, group: OrderGroup
) -> None:
    order, other = cups(town, group), order_in(group, town.cashmere)
    assert alice.send(f"/orders/{order.public_id}/cancel").status_code == 303
    page = alice.see(f"/orders/{group.public_id}/")
    assert "CN¥145.00 goes back to you" in page
    assert "Money sent back" in page
    orders.accept_order(by=town.ravi_at_work(), store=town.cashmere, order=other.public_id)
    alice.send(f"/orders/{other.public_id}/cancel")
    assert "was asked to cancel" in alice.see(f"/orders/{group.public_id}/")
    order.refresh_from_db()
    other.refresh_from_db()
    assert (order.state, other.state) == ("refunded", "processing")


def test_one_piece_goes_back_for_exactly_what_was_shown(town: Town, alice: Phone, group: OrderGroup) -> None:
    order = cups(town, group, arrived=True)
    line = order.lines.get()
    ask = f"/orders/{order.public_id}/return/"
    form = {
        f"q-{line.public_id}": "2",
        "kind": "refund_only",
        "reason": "damaged",
        "text": "The rim is chipped",
    }
    looked = alice.send(ask, form | {"look": "1"})
    assert "CN¥90.00" in looked.content.decode()
    assert not Return.objects.across_stores("test").exists()
    sent = alice.send(ask, form)
    assert sent.status_code == 303
    back = Return.objects.across_stores("test").get()
    assert back.amount_minor == 9000
    page = alice.see(sent["Location"])
    assert "Waiting for the store's answer" in page
    assert "The rim is chipped" in page
    orders.refuse_return(by=town.mei_at_work(), store=town.clay, back=back.public_id, answer="It was whole")
    assert "It was whole" in alice.see(sent["Location"])
    empty = alice.send(f"{sent['Location']}dispute", {"text": " "})
    assert empty.status_code == 422
    assert alice.send(f"{sent['Location']}dispute", {"text": "See the picture"}).status_code == 303
    assert "The market decides" in alice.see(sent["Location"])
    assert alice.send(f"{sent['Location']}withdraw").status_code == 303
    back.refresh_from_db()
    assert back.state == "withdrawn"


def test_a_refused_return_form_keeps_what_was_typed(town: Town, alice: Phone, group: OrderGroup) -> None:
    order = cups(town, group, arrived=True)
    line = order.lines.get()
    ask = f"/orders/{order.public_id}/return/"
    good = {f"q-{line.public_id}": "1", "kind": "refund_only", "reason": "late", "text": "Too late"}
    for bad in (
        {f"q-{line.public_id}": "4"},
        {f"q-{line.public_id}": "0"},
        {f"q-{line.public_id}": "-1"},
        {"reason": ""},
        {"kind": "gift"},
    ):
        response = alice.send(ask, good | bad)
        assert response.status_code == 422, bad
        assert "Too late" in response.content.decode()
    foreign = order_in(group, town.cashmere).lines.get()
    assert (
        alice.send(
            ask, {f"q-{foreign.public_id}": "1"} | {"kind": "refund_only", "reason": "late"}
        ).status_code
        == 404
    )
    assert not Return.objects.across_stores("test").exists()


def test_a_return_of_somebody_else_is_not_there(town: Town, alice: Phone, group: OrderGroup) -> None:
    order = cups(town, group, arrived=True)
    line = order.lines.get()
    back = orders.ask_return(
        by=shopper(town.alice),
        order=order.public_id,
        lines={line.public_id: 1},
        kind="refund_only",
        reason="late",
    )
    for stranger in (logged_in(town.bob), Phone()):
        where = f"/orders/{order.public_id}/returns/{back.public_id}/"
        assert stranger.get(where).status_code == 404
        assert stranger.get(f"/orders/{order.public_id}/return/").status_code == 404
        assert stranger.send(f"{where}withdraw").status_code == 404
        assert stranger.send(f"{where}dispute", {"text": "mine"}).status_code == 404
    other = order_in(group, town.cashmere)
    assert alice.get(f"/orders/{other.public_id}/returns/{back.public_id}/").status_code == 404


def test_questions_do_not_grow_with_orders_or_lines(
    town: Town, alice: Phone, shelf: Any, counted: Any
) -> None:
    def order(products: list[Any]) -> OrderGroup:
        return bought(shopper(town.alice), {town.variant(one).public_id: 1 for one in products})

    small, large = order(shelf(3)), order(shelf(6))
    counts = []
    for group in (small, large):
        row = order_in(group, town.clay)
        cups(town, group, arrived=True)
        line = row.lines.first()
        orders.refund_lines(
            by=town.mei_at_work(), store=town.clay, order=row.public_id, lines={line.public_id: 1}
        )
        counts.append(counted(alice, f"/orders/{group.public_id}/"))
    assert counts[1] <= counts[0] <= 13
    few = counted(alice, "/orders/")
    for _each in range(6):
        order(shelf(2))
    assert counted(alice, "/orders/") <= few <= 6
