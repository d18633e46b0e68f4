"""Mei raffles a cup and lets people try one; Alice takes part on her phone; Olga keeps an eye on it."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from regulars.community.reviews.models import Review
from regulars.faces.look.forms import local_input
from regulars.faces.terminal.verbs.draws import verify_draw
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.trade.draws.models import Application, Entry, Lottery, Prize, Trial, Win
from regulars.trade.draws.tasks import draw_lots
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from tests.town import Town
from tests.trade.draws.drawing import cups, enter, lottery, trial
from tests.trade.orders.shopping import HOME, bought, completed, order_in, pay, shopper


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def browser(person: Any) -> Client:
    found = Client()
    found.force_login(person)
    return found


def press(browser: Client, path: str, /, **fields: Any) -> Any:
    return browser.post(path, fields | {"idempotency_key": new_id("key")}, follow=True)


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def desk(town: Town, route: str, *args: str) -> str:
    return reverse(route, args=[town.clay.public_id, *args])


def times(days: int) -> dict[str, str]:
    now = clock.now()
    ends = local_input(now + timedelta(days=days))
    return {"opens_at": local_input(now), "closes_at": ends, "draw_at": ends}


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "brown").save(out, "JPEG", exif=b"Exif\x00\x00secret place")
    return SimpleUploadedFile("cup.jpg", out.getvalue(), "image/jpeg")


def planned(town: Town, mei: Client) -> Lottery:
    """Mei plans a lottery with one cup and publishes it."""
    asked = {"title": "Autumn lottery", "way": "timed", "who": "everybody", "more": "follow"}
    press(mei, desk(town, "desk_lottery_new"), **asked, take_days="3", rounds="2", **times(5))
    row = Lottery.objects.of(town.clay).get()
    variant = town.variant(town.cup).public_id
    page = text(press(mei, desk(town, "desk_lottery_prize", row.public_id), what="", count="1"), 422)
    assert "Choose what can be won." in page
    press(mei, desk(town, "desk_lottery_prize", row.public_id), what=f"goods:{variant}", count="1")
    assert Prize.objects.of(town.clay).get().count == 1
    press(mei, desk(town, "desk_lottery_do", row.public_id), do="publish")
    row.refresh_from_db()
    return row


def ordered(alice: Client, town: Town, ref: str) -> OrderGroup:
    """Alice orders what she was promised by the check-out everybody knows, and pays its delivery."""
    path = f"{reverse('checkout', args=['CNY'])}?with={ref}"
    page = text(alice.get(path))
    assert "Tasting cup" in page
    press(alice, path, **HOME, country="CN", expected_total_minor="1000", email="alice@example.com")
    group = OrderGroup.objects.get()
    assert group.total_minor == 1000
    assert pay(shopper(town.alice), group) == "paid"
    return group


def test_a_form_that_comes_back_shows_no_winners_to_staff_without_the_right(town: Town) -> None:
    row = lottery(town)
    path = desk(town, "desk_lottery_prize", row.public_id)
    assert press(browser(town.lin), path, what="", count="").status_code == 403


def test_a_lottery_from_mei_to_alice_and_back_through_the_proof(town: Town, tmp_path: Path) -> None:
    mei, alice = browser(town.mei), browser(town.alice)
    assert "Give people a reason to come by" in text(mei.get(desk(town, "desk_lotteries")))
    row = planned(town, mei)
    address = reverse("lottery", args=[row.public_id])
    assert "Log in to take part" in text(Client().get(address))
    page = text(alice.get(address))
    assert "Your chance with a lot put in now: Every lot wins" in page
    assert row.draw is not None
    assert row.draw.commitment in page
    assert "Its number is 1." in text(
        press(alice, reverse("lottery_enter", args=[row.public_id]), word="oolong")
    )
    enter(town.bob, row)
    assert "Chance of each lot now: 1 in 2" in text(alice.get(address))
    again = press(alice, reverse("lottery_enter", args=[row.public_id]))
    assert "Your lot is in already" in text(again, 409)
    before = alice.get(reverse("lottery_proof_file", args=[row.public_id])).content
    assert json.loads(before)["seed"] == ""
    names = text(mei.get(desk(town, "desk_lottery_lots", row.public_id)))
    assert "Alice" in names
    assert "Alice" not in text(alice.get(reverse("lottery_proof", args=[row.public_id])))

    with clock.shift(timedelta(days=5, minutes=1)):
        draw_lots()
        drain()
        won = Win.objects.of(town.clay).get()
        assert won.person is not None
        assert [letter.to for letter in mail.outbox if "You won" in letter.subject] == [[won.person.email]]
        assert f"Lot {won.entry.number}" in text(Client().get(address))
        assert "Waits to be taken" in text(mei.get(desk(town, "desk_lottery", row.public_id)))
        file = tmp_path / "proof.json"
        file.write_bytes(Client().get(reverse("lottery_proof_file", args=[row.public_id])).content)
        runner = CliRunner()
        fine = runner.invoke(verify_draw, [str(file), "--commitment", row.draw.commitment, "--json"])
        assert fine.exit_code == 0
        assert json.loads(fine.stdout)["verdict"] == "it holds"
        file.write_bytes(file.read_bytes().replace(b"Tasting cup", b"Tasting mug"))
        bad = runner.invoke(verify_draw, [str(file)])
        assert bad.exit_code == 1
        assert "not those the digest was made of" in bad.output

        winner = browser(won.person)
        assert "Order it for nothing" in text(winner.get(reverse("my_draws")))
        path = f"{reverse('checkout', args=['CNY'])}?with={won.public_id}"
        other = town.bob if won.person == town.alice else town.alice
        assert browser(other).get(path).status_code == 404
        press(winner, path, **HOME, country="CN", expected_total_minor="1000", email="a@example.com")
        assert pay(shopper(won.person), OrderGroup.objects.get()) == "paid"
        assert "Taken" in text(winner.get(reverse("my_draws")))


def test_a_trial_whose_report_becomes_a_review_that_says_it_was_free(town: Town) -> None:
    mei, alice = browser(town.mei), browser(town.alice)
    given = {"title": "Try our cup", "way": "choice", "who": "everybody", "pieces": "1", "take_days": "5"}
    variant = town.variant(town.cup).public_id
    press(mei, desk(town, "desk_trial_new"), **given, variant=variant, report_days="14", away_days="60",
          question0="What do you drink?", **times(5))  # fmt: skip
    row = Trial.objects.of(town.clay).get()
    press(mei, desk(town, "desk_trial_do", row.public_id), do="publish")
    assert "Try it for nothing: Try our cup" in text(alice.get(reverse("product", args=[town.cup.public_id])))
    address = reverse("trial_apply", args=[row.public_id])
    assert "Write a sentence or two" in text(press(alice, address, words=""), 400)
    press(alice, address, words="Tea all day", answer0="Oolong")
    one = Application.objects.of(town.clay).get()
    assert "Oolong" in text(mei.get(desk(town, "desk_trial", row.public_id)))
    press(
        mei,
        desk(town, "desk_trial_do", row.public_id),
        do="choose",
        application=one.public_id,
        reason="Daily tea",
    )
    assert "Daily tea" in text(alice.get(reverse("my_draws")))
    group = ordered(alice, town, one.public_id)
    report = reverse("trial_report", args=[one.public_id])
    assert "when the goods have arrived" in text(alice.get(report))
    order = order_in(group, town.clay).public_id
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order, carrier="SF", tracking="1")
    orders.deliver(by=town.mei_at_work(), store=town.clay, order=order)
    drain()
    assert any("Your report" in letter.subject for letter in mail.outbox)
    assert "Choose from one to five stars" in text(press(alice, report, stars="", text="Good"), 422)
    press(alice, report, stars="4", text="Warm <b>hands</b>", photos=photo())
    review = Review.objects.of(town.clay).get()
    assert (review.origin, review.stars, len(review.pictures)) == ("trial", 4, 1)
    page = alice.get(reverse("product", args=[town.cup.public_id])).content.decode()
    assert "Free trial" in page
    assert "A***" in page
    assert "<b>hands</b>" not in page
    drain()
    assert Application.objects.of(town.clay).get().state == "reported"


def test_a_buyer_reviews_the_store_answers_and_the_market_hides_with_a_reason(town: Town) -> None:
    mei, alice, olga = browser(town.mei), browser(town.alice), browser(town.olga)
    write = reverse("review_write", args=[town.cup.public_id])
    assert "Only those who bought this" in text(alice.get(write))
    group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    completed(shopper(town.alice), town.mei_at_work(), town.clay, group)
    press(alice, write, stars="2", text="It leaks.")
    row = Review.objects.of(town.clay).get()
    assert "You have reviewed this already" in text(alice.get(write))
    press(mei, desk(town, "desk_review_answer", row.public_id), answer="We send another.")
    page = text(Client().get(reverse("product_reviews", args=[town.cup.public_id])))
    assert "It leaks." in page
    assert "We send another." in page
    assert "2.0" in page
    stranger = press(browser(town.ravi), desk(town, "desk_review_answer", row.public_id), answer="x")
    assert stranger.status_code == 404
    judge = reverse("console_review_judge", args=[row.public_id])
    assert "Give the reason" in text(press(olga, judge, do="hide", reason=""))
    press(olga, judge, do="hide", reason="Names a neighbour.")
    assert "It leaks." not in text(Client().get(reverse("product_reviews", args=[town.cup.public_id])))
    assert "Names a neighbour." in text(mei.get(desk(town, "desk_reviews")))
    press(olga, judge, do="show")
    assert "It leaks." in text(Client().get(reverse("product_reviews", args=[town.cup.public_id])))


def test_olga_stops_a_lottery_and_a_trial_and_everybody_reads_why(town: Town) -> None:
    row, tried = lottery(town, cups(town, 1)), trial(town)
    enter(town.alice, row)
    olga, alice = browser(town.olga), browser(town.alice)
    assert "Autumn lottery" in text(olga.get(reverse("console_lotteries")))
    press(olga, reverse("console_lottery_stop", args=[row.public_id]), reason="Alcohol is not raffled here.")
    press(olga, reverse("console_trial_stop", args=[tried.public_id]), reason="Not safe.")
    assert "Alcohol is not raffled here." in text(alice.get(reverse("lottery", args=[row.public_id])))
    assert "Not safe." in text(alice.get(reverse("trial", args=[tried.public_id])))
    press(alice, reverse("lottery_enter", args=[row.public_id]), act="follow")
    assert Entry.objects.of(town.clay).count() == 1
