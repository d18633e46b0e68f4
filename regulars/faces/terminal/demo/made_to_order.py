"""Cashmere to Measure knits for one person at a time: a wish, one on the needles, one late, one worn already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from regulars.faces.terminal.demo.opening import Market, at_work, morning
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.together import together
from regulars.trade.advances import actions as advances
from regulars.trade.agreements import actions, queries
from regulars.trade.agreements.queries import Agreement, QuoteForm
from regulars.trade.agreements.rules import Field, Milestone, Remedy, Terms
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import quote
from regulars.trade.orders.rules.granting import grants
from regulars.trade.payments.rules import ProviderMessage

STORE, LINE = "cashmere-to-measure", "cashmere-to-measure/crew"
HOME = {
    "recipient": "Alice",
    "phone": "13800001234",
    "street": "1 Plum Lane",
    "city": "Yixing",
    "country": "CN",
}
FIELDS = (
    Field("chest", "measure", "Chest", "胸围", "cm", "70", "140"),
    Field("sleeve", "measure", "Sleeve from the neck", "领口到袖口", "cm", "60", "100"),
    Field("yarn", "choice", "Yarn", "纱线", options=("Camel", "Dusk grey", "Pine")),
    Field("words", "text", "Anything we should know", "其他要求", needed=False),
)
REMEDIES = (Remedy(3, 500), Remedy(7, 1_000), Remedy(14, 2_000))


@dataclass(frozen=True, slots=True)
class Wish:
    """An agreement of the demo: whose, asked how many days ago, how far it came."""

    who: str
    days_ago: int
    title: str
    spec: str
    price_minor: int
    given: dict[str, str]
    text: str
    upto: str
    lasts: int = 40


WISHES = (
    Wish("alice", 1, "A coat for the wind · 挡风大衣", "", 0,
         {"chest": "92", "sleeve": "78", "yarn": "Pine"}, "Long enough for the bicycle, please.", "asked"),
    Wish("alice", 20, "A cardigan for grandfather · 给外公的开衫",
         "Four-ply cashmere, shawl collar, horn buttons, two deep pockets.", 168_000,
         {"chest": "108", "sleeve": "86", "yarn": "Dusk grey"}, "He is always cold.", "make"),
    Wish("alice", 48, "A travelling blanket · 旅行毯", "140 by 200 cm, edges crocheted, in a linen bag.", 240_000,
         {"chest": "92", "sleeve": "78", "yarn": "Camel"}, "For the night train.", "late"),
    Wish("alice", 75, "A sweater with long arms · 长袖毛衣", "Two-ply, crew neck, sleeves three centimetres longer.",
         118_000, {"chest": "92", "sleeve": "81", "yarn": "Camel"}, "Shop sleeves end too soon.", "accepted"),
)  # fmt: skip


def make_to_order(town: Town, market: Market) -> None:
    """The form of the store, and every wish as far as it came."""
    if STORE in market.stores and made_first(market):
        together(by=SYSTEM, doing=partial(_make, town, market))


def made_first(market: Market) -> str:
    """The first product of the line that is made to order."""
    return next((key for key in sorted(market.products) if key.startswith(LINE)), "")


def _make(town: Town, market: Market) -> None:
    with clock.at(morning(town.today - timedelta(days=80))):
        form = _form(market)
    for wish in WISHES:
        Making(town, market, form, wish).go()


def _form(market: Market) -> QuoteForm:
    given = actions.FormFields(
        product=market.products[made_first(market)].public_id,
        title="Knitted for you alone",
        title_zh="只为你织",
        intro="Ravi measures, sends a swatch, and knits once you like it.",
        intro_zh="拉维量好尺寸，先寄小样，您满意了才动针。",
        fields=FIELDS,
        remedies=REMEDIES,
    )
    return actions.save_form(by=at_work(market, STORE), store=market.stores[STORE], given=given)


class Making:
    """One wish on its way through the days."""

    def __init__(self, town: Town, market: Market, form: QuoteForm, wish: Wish) -> None:
        self.town, self.form, self.wish = town, form, wish
        self.by = Actor("shopper", person_id=market.people[wish.who])
        self.store = at_work(market, STORE)
        self.start: date = town.today - timedelta(days=wish.days_ago)
        self.row: Agreement | None = None

    def go(self) -> None:
        """Ask; then whatever followed by today."""
        self._at(0, self._ask)
        if self.wish.upto == "asked":
            return
        self._at(1, self._agree)
        for day, step in ((2, self._pay), (3, self._measure), (8, self._proof), (10, self._approve)):
            self._at(day, step)
        if self.wish.upto in ("accepted",):
            for day, step in ((30, self._made), (32, self._balance), (35, self._send), (40, self._accept)):
                self._at(day, step)
        if self.wish.upto == "late":
            self._at(46, self._sorry)

    def _at(self, day: int, step: Callable[[], Any]) -> None:
        moment: datetime = morning(self.start + timedelta(days=day), 9)
        with clock.at(min(moment, clock.now())):
            step()

    @property
    def id(self) -> str:
        """The agreement's public id."""
        assert self.row is not None
        return self.row.public_id

    def _ask(self) -> None:
        wish = self.wish
        self.row = actions.ask(by=self.by, form_id=self.form.public_id, given=wish.given, text=wish.text)

    def _terms(self) -> Terms:
        def by(days: int) -> date:
            return self.start + timedelta(days=days)

        milestones = (
            Milestone("m1", "pay", by(4), 0, self.wish.price_minor * 3 // 10),
            Milestone("m2", "measure", by(5)),
            Milestone("m3", "proof", by(10), 1_000, words="A swatch by post · 寄小样"),
            Milestone("m4", "approve", by(13), 1_000),
            Milestone("m5", "make", by(34), 3_000),
            Milestone("m6", "balance", by(37), 3_000),
            Milestone("m7", "deliver", by(40), 3_000),
        )
        plain = Terms(
            "CNY", self.wish.title, self.wish.spec, self.wish.price_minor, milestones, REMEDIES, 5, 30
        )
        labels = {one.key: (one.label, one.unit) for one in FIELDS}
        details = (
            (labels[key][0], f"{value} {labels[key][1]}".strip()) for key, value in self.wish.given.items()
        )
        return replace(plain, details=tuple(details), answer_days=7)

    def _agree(self) -> None:
        version = actions.propose(
            by=self.store, agreement_id=self.id, terms=self._terms(), text="With pleasure."
        )
        actions.sign(by=self.by, agreement_id=self.id, number=1, digest=version.digest)

    def _pay(self) -> None:
        advance = actions.pay(by=self.by, agreement_id=self.id, key="m1")
        _captured(advances.start_paying_advance(by=self.by, advance=advance.public_id))

    def _measure(self) -> None:
        actions.do(by=self.by, agreement_id=self.id, key="m2", text="Measured twice, by my sister.")

    def _proof(self) -> None:
        actions.do(by=self.store, agreement_id=self.id, key="m3", text="The swatch is in the post.")

    def _approve(self) -> None:
        actions.do(by=self.by, agreement_id=self.id, key="m4", text="So soft! Yes, please.")

    def _made(self) -> None:
        actions.do(by=self.store, agreement_id=self.id, key="m5", text="Linked, washed and pressed.")

    def _balance(self) -> None:
        granted = grants.find(self.by, self.id)
        told = quote(by=self.by, currency="CNY", lines={}, grants=granted)
        group = orders.place_order(
            by=self.by,
            lines={},
            grants=granted,
            address=HOME,
            currency="CNY",
            expected_total_minor=told.total_minor,
        )
        _captured(orders.start_paying(by=self.by, group=group.public_id))

    def _send(self) -> None:
        actions.deliver(by=self.store, agreement_id=self.id, carrier="SF", tracking="SF1002003004")

    def _accept(self) -> None:
        actions.accept(by=self.by, agreement_id=self.id)

    def _sorry(self) -> None:
        actions.write_note(
            by=self.store, agreement_id=self.id, text="The camel yarn came late. Two more weeks."
        )
        actions.post_credit(
            by=SYSTEM, agreement_pk=queries.own_agreement(self.by.require_person(), self.id).pk
        )


def _captured(payment: Any) -> None:
    message = ProviderMessage(
        event_id=new_id("dem"),
        kind="captured",
        payment_id=payment.public_id,
        provider_ref=f"demo_{payment.public_id}",
        amount_minor=payment.amount_minor,
        currency=payment.currency,
    )
    orders.receive_payment(by=SYSTEM, provider=payment.provider, message=message)
