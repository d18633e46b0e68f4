"""The market's own offers: spend and save across stores, red envelopes with a budget."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from regulars.faces.look.moments import local_input
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Claim, Offer, Use
from regulars.trade.orders.models import OrderGroup
from tests.faces.operator.acting import at_console, plain_static, see, send
from tests.town import Town
from tests.trade.orders.shopping import bought, off, offer, shopper
from tests.trade.orders.test_foresight import MONTHS

__all__ = ["plain_static"]


def typed(**more: Any) -> dict[str, Any]:
    """A form of an offer that has begun and runs for a week."""
    now = clock.now()
    return {
        "title": "Autumn together", "title_zh": "秋日同享", "starts_at": local_input(now - timedelta(minutes=5)),
        "ends_at": local_input(now + timedelta(days=7)),
    } | more  # fmt: skip


def test_two_stores_join_a_spend_and_save(town: Town) -> None:
    olga = at_console(town.olga)
    form = typed(from_1="300", off_1="50", repeats="on", most_repeats="3", store_percent="40", pool="market")
    send(olga, "console_offer_new", "cross-store", **form)
    offer = Offer.objects.get(store=None)
    assert offer.terms["tiers"] == [{"threshold_minor": 30000, "off_minor": 5000}]
    assert offer.terms["store_bp"] == 4000
    send(olga, "console_offer_state", offer.public_id, state="publish")
    offers.join_offer(by=town.mei_at_work(), store=town.clay, offer=offer.public_id)
    offers.join_offer(by=town.ravi_at_work(), store=town.cashmere, offer=offer.public_id)
    page = see(olga, "console_offer", offer.public_id)
    assert town.clay.name in page
    assert town.cashmere.name in page
    assert "60% the market, 40% the stores" in page
    group = bought(
        shopper(town.alice), {town.variant(town.teapot).public_id: 1, town.variant(town.cup).public_id: 2}
    )
    assert group.discount_minor == 5000
    order = group.orders.get()
    assert (order.store_discount_minor, order.market_discount_minor) == (2000, 3000)
    assert "¥50.00" in see(olga, "console_offer", offer.public_id)
    send(olga, "console_offer_change", offer.public_id, **typed(title="Autumn, longer", cap_count="100"))
    offer.refresh_from_db()
    assert (offer.title, offer.budget.cap_count) == ("Autumn, longer", 100)
    send(olga, "console_offer_state", offer.public_id, state="stop")
    assert "Stopped" in see(olga, "console_offers", state="stopped")


def test_a_red_envelope_has_a_budget(town: Town) -> None:
    olga = at_console(town.olga)
    form = typed(pot_min="1", pot_max="8", budget="5", threshold="20")
    answer = send(olga, "console_offer_new", "cash-red-envelope", status=422, **form)
    assert "does not suffice" in answer.content.decode()
    send(olga, "console_offer_new", "cash-red-envelope", **(form | {"budget": "500"}))
    offer = Offer.objects.get(store=None)
    send(olga, "console_offer_state", offer.public_id, state="publish")
    drawn = offers.open_red_envelope(by=shopper(town.alice), offer=offer.public_id)
    assert 100 <= drawn.amount_minor <= 800
    assert "¥500.00" in see(olga, "console_offer", offer.public_id)


def test_what_was_typed_is_kept_when_something_is_wrong(town: Town) -> None:
    olga = at_console(town.olga)
    form = typed(from_1="100", off_1="500", store_percent="140", title="Too good")
    page = send(olga, "console_offer_new", "cross-store", status=422, **form).content.decode()
    assert "More comes off than is spent" in page
    assert "Write a percentage" in page
    assert 'value="Too good"' in page
    send(olga, "console_offer_new", "cross-store", status=422, title="", starts_at="soon", ends_at="")
    assert olga.get("/console/offers/new/store-coupon/").status_code == 404


def test_olga_asks_what_her_offer_would_cost_and_reads_its_rules(db: None) -> None:
    town = MONTHS.get()
    now = clock.now()
    made = offer(
        SYSTEM, None, "cross-store", off(2000, 15000) | {"store_bp": 2500}, title="Twelve", starts_at=now,
        ends_at=now + timedelta(days=14),
    )  # fmt: skip
    olga = at_console(town.olga)
    page = see(olga, "console_offer", made.public_id)
    assert "Stores carry 25% of what comes off, the market the rest." in page
    own = reverse("console_offer_forecast", args=[made.public_id])
    send(olga, "console_offer_forecast", made.public_id)
    assert "It waits for its turn" in olga.get(own).content.decode()
    asked = DBTaskResult.objects.get()
    asked.task.call(*asked.args_kwargs["args"])
    told = unescape(olga.get(own).content.decode())
    assert "Taken off, paid by the stores" in told
    assert "CN¥210.00" in told
    assert "CN¥70.00" in told
    assert "margin" not in told


def test_olga_tries_a_draft_as_a_person_with_goods_of_two_stores(town: Town) -> None:
    """300 reached by a pot and a sweater: 50 off, the stores carry 40 %; nothing is written."""
    olga = at_console(town.olga)
    form = typed(from_1="300", off_1="50", store_percent="40", pool="market")
    send(olga, "console_offer_new", "cross-store", **form)
    made = Offer.objects.get(store=None)
    assert "Try it as a person" in see(olga, "console_offer", made.public_id)
    pot, sweater = town.variant(town.teapot), town.variant(town.sweater)

    def tried(**asked: Any) -> str:
        return unescape(see(olga, "console_offer_try", made.public_id, **asked))

    page = tried()
    assert "No store takes part yet: here the stores in the basket do." in page
    assert town.clay.name in page
    assert "This person pays CN¥50.00 less with it." in page
    asked = {"v1": pot.public_id, "n1": 1, "v2": sweater.public_id, "n2": 1, "who": "regular"}
    assert "the stores pay CN¥20.00, the market CN¥30.00" in tried(**asked)
    assert "It changes nothing here" in tried(v1=town.variant(town.cup).public_id, n1=1)
    assert "It changes nothing here" in tried(**asked, at=local_input(clock.now() + timedelta(days=30)))
    # One store takes part: only its goods count, and only they are offered.
    send(olga, "console_offer_state", made.public_id, state="publish")
    offers.join_offer(by=town.mei_at_work(), store=town.clay, offer=made.public_id)
    page = tried(v1=pot.public_id, n1=1)
    assert town.cashmere.name not in page
    assert "It changes nothing here" in page
    assert "This person pays CN¥50.00 less with it." in tried(v1=pot.public_id, n1=2)
    assert not bought_anything()


def bought_anything() -> bool:
    return OrderGroup.objects.exists() or Use.objects.exists() or Claim.objects.exists()
