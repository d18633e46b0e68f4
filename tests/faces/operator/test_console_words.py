"""What the console shows is said in words, in both languages, and says what is true."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from django.utils import translation

import regulars
from regulars.faces.operator.chores import CHORES, chore
from regulars.faces.operator.deeds import DEEDS, deed, facts
from regulars.faces.operator.words import ACCOUNTS
from regulars.goods.catalog import actions as catalog
from regulars.ground.bus.clocked import tasks
from regulars.ground.bus.models import ClockedRun
from regulars.ground.kit import clock
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.queries import operator
from regulars.trade.orders import actions as orders
from regulars.trade.settlement.rules.accounts import KINDS
from tests.faces.operator.acting import at_console, see
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, captured, place, start


def test_the_trail_tells_deeds_in_words_and_keeps_their_code(town: Town) -> None:
    variant = town.variant(town.cup)
    catalog.set_price(by=town.mei_at_work(), store=town.clay, variant_id=variant.public_id, price_minor=3900)
    accounts.grant_market_role(by=operator(town.olga.pk), person=town.bob, rights=["market.read"])
    accounts.withdraw_market_role(by=operator(town.olga.pk), person=town.bob)
    client = at_console(town.olga)
    page = unescape(see(client, "console_audit"))
    assert "<strong>Price set</strong>" in page
    assert "before: CN¥45.00 · now: CN¥39.00" in page
    assert "<code>catalog.set_price</code>" in page
    assert "may: Read the console" in page
    assert "['market.read']" not in page
    client.cookies["django_language"] = "zh-hans"
    page = unescape(see(client, "console_audit"))
    assert "<strong>设置价格</strong>" in page
    assert "原为: ¥45.00 · 现为: ¥39.00" in page


def test_the_trail_is_narrowed_by_part_person_and_store(town: Town) -> None:
    catalog.set_price(
        by=town.mei_at_work(), store=town.clay, variant_id=town.variant(town.cup).public_id, price_minor=3900
    )
    client = at_console(town.olga)
    assert "Price set" in see(client, "console_audit", action="catalog.", person="mei@example.com")
    assert "Price set" not in see(client, "console_audit", person="ravi@example.com")
    assert "Price set" not in see(client, "console_audit", store=town.cashmere.slug)
    assert "Nobody logs in with this e-mail" in see(client, "console_audit", person="nobody@example.com")
    assert "There is no store" in see(client, "console_audit", store="nowhere")


def test_every_deed_has_words_of_its_own_in_chinese() -> None:
    with translation.override("zh-hans"):
        assert [code for code, words in DEEDS.items() if str(words).isascii()] == []


def test_every_clocked_task_and_every_account_has_words_in_chinese() -> None:
    """A plug-in's task has its function's name: the market's own are all named."""
    ours = {name.removeprefix("regulars.") for name in tasks if name.startswith("regulars.")}
    assert ours
    assert ours <= set(CHORES)
    assert set(KINDS) == set(ACCOUNTS)
    with translation.override("zh-hans"):
        assert [code for code, words in {**CHORES, **ACCOUNTS}.items() if str(words).isascii()] == []
    assert chore("regulars_weather.tasks.look_out") == "Look out"


def test_the_health_page_tells_the_clocks_work_in_words(town: Town) -> None:
    ClockedRun.objects.create(
        task="regulars.trade.drops.tasks.attend_drops", due_at=clock.now(), last_at=clock.now()
    )
    page = see(at_console(town.olga), "console_health")
    assert "Attends to drops" in page
    assert ">trade.drops.tasks.attend_drops<" not in page


def test_every_action_that_goes_on_record_has_words() -> None:
    recorded = {
        name
        for source in Path(regulars.__file__).parent.rglob("*.py")
        for name in re.findall(r'^@action\("([a-z._-]+)"\)', source.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert "catalog.set_price" in recorded
    assert sorted(recorded - DEEDS.keys()) == []


def test_a_deed_that_nobody_named_is_still_readable() -> None:
    assert deed("parts.polish_the-brass") == "Polish the brass"


def test_facts_are_no_python() -> None:
    told = facts("x.y", {"changed": ["title", "name_zh"], "done": 3, "ready": True, "nothing": None}, "CNY")
    assert told == "changed: title, name in Chinese · done: 3 · ready: yes"
    assert facts("x.y", {"amount_minor": 1999, "currency": "EUR"}) == "amount: €19.99"
    assert facts("catalog.move_category", {"before": "/1/", "after": "/2/1/"}) == ""


def test_what_was_not_paid_is_not_called_paid(town: Town) -> None:
    by = shopper(town.alice)
    group = place(by, {town.variant(town.cup).public_id: 1})
    order = group.orders.get()
    client = at_console(town.olga)
    page = unescape(see(client, "console_order", order.public_id))
    assert "<dt>To pay</dt>" in page
    assert "<dt>Paid</dt>" not in page
    assert 'data-label="Amount"' in see(client, "console_orders")
    assert 'data-label="Paid"' not in see(client, "console_orders")
    done = bought(by, {town.variant(town.cup).public_id: 1}).orders.get()
    assert "<dt>Paid</dt>" in see(client, "console_order", done.public_id)


def test_an_order_names_places_and_payments_as_people_do(town: Town) -> None:
    by = shopper(town.alice)
    home = {
        "recipient": "Alice",
        "street": "1 Plum Lane",
        "city": "Shanghai",
        "region": "Shanghai",
        "country": "CN",
    }
    group = place(by, {town.variant(town.cup).public_id: 1}, address=home | {"phone": "13800001234"})
    orders.receive_payment(
        by=operator(town.olga.pk), provider="test", message=captured(start(by, group), amount_minor=5000)
    )
    page = unescape(see(at_console(town.olga), "console_order", group.orders.get().public_id))
    assert "Alice, 1 Plum Lane, Shanghai, China, 13800001234" in page
    assert "Test payment" in page
    assert "CN¥50.00 came" in page


def test_health_names_a_command_that_works(town: Town, settings: object) -> None:
    page = unescape(see(at_console(town.olga), "console_health"))
    assert "bin/regulars backup " in page
    assert "/backups/$(date +%F).tar.gz" in page


def test_the_market_is_called_by_its_name_in_the_language_of_the_page(town: Town) -> None:
    client = at_console(town.olga)
    assert "Regulars Town" in see(client, "console")
    client.cookies["django_language"] = "zh-hans"
    assert "常客小镇" in see(client, "console")
