"""Olga runs the market: she closes a store's door, decides a quarrel, keeps the tree in order."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Category
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.segments.figures.people import windows_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Order
from tests.faces.operator.acting import at_console, plain_static, prove, see, send
from tests.town import Town
from tests.trade.orders.shopping import books_are_right, bought, order_in, shopper

__all__ = ["plain_static"]


def test_olga_suspends_a_store_and_restores_it(town: Town) -> None:
    alice, olga = shopper(town.alice), at_console(town.olga)
    group = bought(alice, {town.variant(town.cup).public_id: 1})
    front = reverse("store", args=[town.clay.slug])
    assert Client().get(front).status_code == 200
    prove(olga)
    answer = send(olga, "console_suspend", town.clay.public_id, status=422, reason=" ")
    assert "Say why" in answer.content.decode()
    send(olga, "console_suspend", town.clay.public_id, reason="Teapots came without lids.")
    assert b"Plum Branch" not in Client().get(front).content
    desk = at_console(town.mei).get(reverse("desk_products", args=[town.clay.public_id])).content.decode()
    assert "Teapots came without lids." in desk
    assert "Teapots came without lids." in see(olga, "console_store", town.clay.public_id)
    order = order_in(group, town.clay)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id, carrier="SF", tracking="1")
    assert order_in(group, town.clay).state == "shipped"
    assert town.clay.name in see(olga, "console_stores", state="suspended")
    send(olga, "console_restore", town.clay.public_id)
    assert b"Plum Branch" in Client().get(front).content
    assert "merchants.suspend" in see(olga, "console_audit", store=town.clay.slug, action="merchants.")


def test_olga_gives_a_shopper_the_money_back(town: Town) -> None:
    alice, mei, olga = shopper(town.alice), town.mei_at_work(), at_console(town.olga)
    group = bought(alice, {town.variant(town.cup).public_id: 2})
    order = order_in(group, town.clay)
    orders.ship(by=mei, store=town.clay, order=order.public_id, carrier="SF", tracking="1")
    line = order.lines.get()
    back = orders.ask_return(
        by=alice,
        order=order.public_id,
        lines={line.public_id: 1},
        kind="refund_only",
        reason="damaged",
        text="Cracked.",
    )
    orders.refuse_return(by=mei, store=town.clay, back=back.public_id, answer="It was whole.")
    orders.dispute(by=alice, back=back.public_id, text="It was not.")
    assert "6 days" in see(olga, "console_disputes") or "7 days" in see(olga, "console_disputes")
    page = see(olga, "console_dispute", back.public_id)
    assert "Cracked." in page
    assert "It was whole." in page
    said = {"decision": "refund", "answer": "The photo shows the crack."}
    page = send(olga, "console_decide", back.public_id, status=422, **said).content.decode()
    assert "The photo shows the crack." in page
    assert 'name="password"' in page
    prove(olga)
    send(olga, "console_decide", back.public_id, status=422, decision="refund", answer="")
    send(olga, "console_decide", back.public_id, status=422, answer="Hm.")
    send(olga, "console_decide", back.public_id, decision="refund", answer="The photo shows the crack.")
    order = Order.objects.of(town.clay).get(pk=order.pk)
    assert order.refunded_minor == back.amount_minor == line.paid_minor // 2
    books_are_right()
    page = see(olga, "console_dispute", back.public_id)
    assert "The photo shows the crack." in page
    assert "Who is right?" not in page


def test_a_refusal_can_stand(town: Town) -> None:
    alice, mei, olga = shopper(town.alice), town.mei_at_work(), at_console(town.olga)
    order = order_in(bought(alice, {town.variant(town.cup).public_id: 1}), town.clay)
    orders.ship(by=mei, store=town.clay, order=order.public_id, carrier="SF", tracking="1")
    line = order.lines.get()
    asked = {"lines": {line.public_id: 1}, "kind": "refund_only", "reason": "changed-mind"}
    back = orders.ask_return(by=alice, order=order.public_id, **asked)
    orders.refuse_return(by=mei, store=town.clay, back=back.public_id, answer="Used.")
    orders.dispute(by=alice, back=back.public_id)
    prove(olga)
    send(olga, "console_decide", back.public_id, decision="refuse", answer="It was used.")
    back.refresh_from_db()
    assert back.state == "refused"
    assert Order.objects.of(town.clay).get(pk=order.pk).refunded_minor == 0
    assert town.clay.name not in see(olga, "console_disputes").split("<main")[1]


def test_olga_keeps_the_tree(town: Town) -> None:
    olga = at_console(town.olga)
    send(olga, "console_shelf_add", name="Tea", name_zh="茶")
    tea = Category.objects.get(name="Tea")
    send(
        olga, "console_shelf_change", town.teapots.public_id, name="Pots", name_zh="壶", parent=tea.public_id
    )
    town.teapots.refresh_from_db()
    assert (town.teapots.name, town.teapots.path) == ("Pots", f"/{tea.pk}/{town.teapots.pk}/")
    answer = send(
        olga, "console_shelf_change", tea.public_id, status=422, name="Tea", parent=town.teapots.public_id
    )
    assert "below itself" in answer.content.decode()
    answer = send(olga, "console_shelf_retire", town.teapots.public_id, status=422)
    assert "Move them first" in answer.content.decode()
    send(olga, "console_shelf_add", status=422, name=" ")
    send(olga, "console_brand_add", name="Old Kiln", name_zh="老窑")
    assert "Old Kiln" in see(olga, "console_brands")
    send(olga, "console_brand_retire", "old-kiln")
    assert "Old Kiln" not in see(olga, "console_brands")


def test_olga_finds_any_order_and_cannot_touch_it(town: Town) -> None:
    olga = at_console(town.olga)
    order = order_in(bought(shopper(town.alice), {town.variant(town.cup).public_id: 1}), town.clay)
    assert order.public_id[-8:] in see(olga, "console_orders", q=order.public_id)
    assert order.public_id[-8:] in see(olga, "console_orders", store=town.clay.slug, state="paid")
    assert order.public_id[-8:] not in see(olga, "console_orders", q="Cashmere")
    assert 'method="post"' not in see(olga, "console_order", order.public_id).split("<main")[1]


def test_olga_says_how_long_stages_last_and_stores_below_follow(town: Town) -> None:
    olga, oscar = at_console(town.olga), at_console(town.oscar)
    pots = catalog.add_category(by=SYSTEM, name="Small pots", parent=town.teapots)
    days = {"attention": "7", "interest": "14", "intention": "21", "purchase": "100", "loyal": "200"}
    assert send(olga, "console_length_change", pots.public_id, status=422, **days | {"loyal": "0"})
    assert send(olga, "console_length_change", pots.public_id, status=422, **days | {"loyal": "x"})
    assert windows_of(town.clay).purchase == 365
    send(olga, "console_length_change", town.teapots.public_id, **days)
    assert windows_of(town.clay).purchase == 100
    assert "Days taken from: Teapots." in see(olga, "console_length", pots.public_id)
    assert see(olga, "console_lengths").count('<td class="number">21</td>') == 2
    mei = at_console(town.mei)
    assert "Purchase lasts 100 days" in see(mei, "desk_figures", town.clay.public_id)
    assert "segments.set_windows" in see(olga, "console_audit", action="segments.")
    assert "Save" not in see(oscar, "console_length", pots.public_id).split("<main")[1]
    send(oscar, "console_length_change", pots.public_id, status=403, **days)
    send(olga, "console_length_change", town.teapots.public_id, do="clear")
    assert windows_of(town.clay).purchase == 365
