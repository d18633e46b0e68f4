"""Alice has a coat made: she asks on her phone, Ravi answers in his workbench, both sign, money and days run."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.trade.advances.models import Advance
from regulars.trade.agreements import queries
from regulars.trade.agreements.models import Agreement, Photo, QuoteForm
from regulars.trade.orders.models import Order
from tests.town import Town
from tests.trade.agreements import making
from tests.trade.agreements.making import days, fresh, sign, signed, upto
from tests.trade.agreements.plans import coat
from tests.trade.orders.shopping import HOME, shopper


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def browser(person: Any) -> Client:
    found = Client()
    found.force_login(person)
    return found


def press(who: Client, path: str, **fields: Any) -> Any:
    return who.post(path, fields | {"idempotency_key": new_id("key")}, follow=True)


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def picture() -> Any:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), (120, 90, 60)).save(data, "PNG")
    data.seek(0)
    data.name = "coat.png"
    return data


def desk(town: Town, route: str, *args: object) -> str:
    return reverse(route, args=[town.cashmere.public_id, *args])


def the_agreement(town: Town) -> Agreement:
    return Agreement.objects.of(town.cashmere).latest("pk")


QUESTIONS = {
    "q0-kind": "measure", "q0-label": "Chest", "q0-unit": "cm", "q0-low": "60", "q0-high": "140", "q0-needed": "on",
    "q1-kind": "choice", "q1-label": "Colour", "q1-options": "grey\nnavy", "q1-needed": "on",
}  # fmt: skip
PLAN = {
    "m0-kind": "pay", "m0-days": "2", "m0-share": "30", "m1-kind": "measure", "m1-days": "4", "m2-kind": "make",
    "m2-days": "20", "m2-keep": "25", "m3-kind": "balance", "m3-days": "22", "m3-keep": "25", "m4-kind": "deliver",
    "m4-days": "25", "m4-keep": "25", "r0-days": "3", "r0-share": "5", "acceptance_days": "5", "give_up_days": "30",
}  # fmt: skip


def offered(page: str) -> dict[str, str]:
    """The fields of an editor as the page fills them in."""
    found = dict(re.findall(r'<input class="input"[^>]*name="([^"]+)"[^>]*? value="([^"]*)"', page))
    found |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen.group(1) if chosen else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        found[name] = body
    return {
        key: value for key, value in found.items() if key not in ("csrfmiddlewaretoken", "idempotency_key")
    }


def test_a_coat_from_the_product_page_to_acceptance(town: Town) -> None:
    alice, ravi, bob = browser(town.alice), browser(town.ravi), browser(town.bob)
    given = {"title": "A coat to measure", "product": town.sweater.public_id, **QUESTIONS, **PLAN}
    assert "Kept." in text(press(ravi, desk(town, "desk_quote_form_new"), **given))
    form = QuoteForm.objects.of(town.cashmere).get()
    assert [one["label"] for one in form.fields] == ["Chest", "Colour"]
    shown = alice.get(reverse("product", args=[town.sweater.public_id])).content.decode()
    ask = reverse("agreement_ask", args=[form.public_id])
    assert ask in shown
    assert "From 60 to 140 cm" in text(alice.get(ask))
    assert "outside of what the store can make" in text(press(alice, ask, **{"q-f1": "300"}), 422)
    told = press(alice, ask, **{"q-f1": "92", "q-f2": "grey", "text": "For the winter.", "photos": picture()})
    assert "The store has your wish" in text(told)
    row = the_agreement(town)
    photo = Photo.objects.of(town.cashmere).get(agreement=row)
    seen = alice.get(reverse("agreement_photo", args=[row.public_id, photo.public_id]))
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/webp")
    assert ravi.get(desk(town, "desk_agreement_photo", row.public_id, photo.public_id)).status_code == 200
    for stranger in (bob, browser(town.mei)):
        for path in (
            reverse("agreement", args=[row.public_id]),
            reverse("agreement_photo", args=[row.public_id, photo.public_id]),
        ):
            assert stranger.get(path).status_code == 404
    assert browser(town.olga).get(reverse("console_agreement", args=[row.public_id])).status_code == 404

    assert "Made to order: your turn" in text(ravi.get(desk(town, "desk_today")))
    assert "A coat to measure" in text(ravi.get(desk(town, "desk_agreements")))
    write = desk(town, "desk_agreement_propose", row.public_id)
    fields = offered(ravi.get(write).content.decode())
    assert fields["m0-amount"] == "30%"
    assert fields["details"] == "Chest: 92 cm\nColour: grey"
    fields |= {"price": "1200", "spec": "Double-faced cashmere, knee-long."}
    assert "Sent and signed by the store" in text(press(ravi, write, **fields))
    page = text(alice.get(reverse("agreement", args=[row.public_id])))
    assert "Version 1 waits for your signature" in page
    assert "5 % of the price" in page
    version = queries.versions_of(fresh(row))[-1]
    do = reverse("agreement_do", args=[row.public_id])
    assert "Both sides have signed" in text(press(alice, do, do="sign", number="1", digest=version.digest))
    assert "Your turn: Payment ahead" in text(alice.get(reverse("agreement", args=[row.public_id])))

    pay = press(alice, do, do="pay", key="n1" if fresh(row).signed == 0 else making.turn(row))
    assert "A coat to measure" in text(pay)
    assert making.pay_advance(Advance.objects.of(town.cashmere).get()) == "paid"
    assert "other side sees it" in text(
        press(alice, do, do="do", key=making.turn(row), text="92 cm, arms 61 cm")
    )
    assert "The shopper" not in text(ravi.get(desk(town, "desk_agreement_days")))
    desk_do = desk(town, "desk_agreement_do", row.public_id)
    press(ravi, desk_do, do="do", key=making.turn(row), text="It is sewn.", photos=picture())
    checkout = f"{reverse('checkout', args=['CNY'])}?with={row.public_id}"
    assert "A coat to measure" in text(alice.get(checkout))
    making.paid_balance(row)
    assert "It is handed over" in text(ravi.get(desk(town, "desk_agreement", row.public_id)))
    assert "days to accept" in text(press(ravi, desk_do, do="deliver", carrier="SF", tracking="1"))
    page = text(alice.get(reverse("agreement", args=[row.public_id])))
    assert "Without a word from you it counts as accepted" in page
    assert "Accepted. Thank you!" in text(press(alice, do, do="accept"))
    assert Order.objects.of(town.cashmere).get().state == "confirmed"
    assert "Accepted" in text(alice.get(reverse("my_agreements")))


def test_a_change_stands_side_by_side_before_it_is_signed(town: Town) -> None:
    row = upto(town, signed(town), "make")
    ravi, alice = browser(town.ravi), browser(town.alice)
    write = desk(town, "desk_agreement_propose", row.public_id)
    page = ravi.get(write).content.decode()
    assert "Done: this stays as it was signed." in page
    fields = offered(page) | {"price": "1300", "note": "With a fur collar."}
    assert "Sent and signed" in text(press(ravi, write, **fields))
    read = alice.get(reverse("agreement_version", args=[row.public_id, 2])).content.decode()
    changed = re.findall(r'<tr class="changed"><th scope="row">([^<]+)<', read)
    assert changed == ["Price"]
    assert "With a fur collar." in read
    sign(shopper(town.alice), row, queries.versions_of(row)[-1])
    assert queries.now_of(fresh(row)).due_minor == 100_000


def test_a_typo_in_an_offer_keeps_what_was_typed(town: Town) -> None:
    row = making.asked(town)
    ravi = browser(town.ravi)
    write = desk(town, "desk_agreement_propose", row.public_id)
    fields = offered(ravi.get(write).content.decode()) | {"price": "much", "spec": "Grey."}
    answer = press(ravi, write, **fields)
    told = text(answer, 422)
    assert "Whole price (CNY)</strong>: Write an amount like 128.00.</a>" in answer.content.decode()
    assert "Payments ahead have an amount" not in told, "30 % of a price that cannot be read is not the fault"
    assert offered(answer.content.decode())["spec"] == "Grey."
    free = text(press(ravi, write, **fields | {"price": "0"}), 422)
    assert "Give the whole price, above zero." in free
    assert "Payments ahead have an amount" not in free
    assert Agreement.objects.of(town.cashmere).get().latest == 0


def test_a_late_coat_says_what_it_costs_and_the_market_decides_a_dispute(town: Town) -> None:
    row = upto(town, signed(town), "make")
    alice, ravi, olga = browser(town.alice), browser(town.ravi), browser(town.olga)
    with days(42):
        assert "7 days late: CN¥120.00 is credited" in text(
            alice.get(reverse("agreement", args=[row.public_id]))
        )
        assert "is late" in text(ravi.get(desk(town, "desk_today")))
        do = reverse("agreement_do", args=[row.public_id])
        assert "The market looks at it" in text(press(alice, do, do="dispute", text="Nobody answers."))
        page = reverse("console_agreement", args=[row.public_id])
        assert "Nobody answers." in text(olga.get(page))
        assert "A grey coat" in text(olga.get(reverse("console_agreements")))
        assert text(olga.get(reverse("console_agreement_version", args=[row.public_id, 1])))
        decide = reverse("console_agreement_decide", args=[row.public_id])
        answer = press(olga, decide, returned="250", why="Most is not made.", password="regulars-demo")
        assert "Decided." in text(answer)
        assert "Most is not made." in text(alice.get(reverse("agreement", args=[row.public_id])))
    assert fresh(row).state == "decided"


def test_ending_it_says_the_cost_before(town: Town) -> None:
    row = upto(town, signed(town), "approve")
    alice = browser(town.alice)
    page = text(alice.get(reverse("agreement", args=[row.public_id])))
    assert "The store keeps CN¥120.00, and CN¥180.00 goes back." in page
    do = reverse("agreement_do", args=[row.public_id])
    assert "has changed" in text(press(alice, do, do="cancel", kept="0", text="I moved away."))
    assert "Cancelled at the cost both signed." in text(
        press(alice, do, do="cancel", kept="12000", text="I moved.")
    )


def test_in_chinese_and_with_nothing_there_yet(town: Town) -> None:
    for person, path in (
        (town.alice, reverse("my_agreements")),
        (town.ravi, desk(town, "desk_agreements")),
        (town.ravi, desk(town, "desk_agreement_days")),
        (town.ravi, desk(town, "desk_quote_forms")),
        (town.olga, reverse("console_agreements")),
    ):
        answer = browser(person).get(path, headers={"Accept-Language": "zh-Hans"})
        assert "定制" in text(answer)
    row = signed(town, replace(coat(queries.today()), details=(("Chest", "92 cm"), ("Pockets", "two"))))
    page = browser(town.alice).get(
        reverse("agreement", args=[row.public_id]), headers={"Accept-Language": "zh-Hans"}
    )
    assert "轮到您：预付款" in text(page)
    assert "胸围 92 cm Pockets two" in text(page), (
        "a question is called as it was asked, what was typed as it was"
    )
    assert HOME["city"] not in text(page)
    with clock.shift(timedelta(days=1)):
        assert (
            "量身大衣"
            in browser(town.alice)
            .get(reverse("agreement_ask", args=[row.form.public_id]), headers={"Accept-Language": "zh-Hans"})
            .content.decode()
        )
