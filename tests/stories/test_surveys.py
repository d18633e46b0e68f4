"""Mei asks her people why they come; Alice answers on her phone; what she said stands with the stage she is at."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.community.surveys.models import Invitation, Response, Survey
from regulars.community.surveys.tasks import place_answers
from regulars.ground.bus import shore
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.loyalty.outreach.models import Campaign
from regulars.loyalty.segments.models import Segment
from tests.loyalty.outreach.writing import group
from tests.town import PASSWORD, Town, shopper
from tests.trade.orders.shopping import bought, completed


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
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def desk(town: Town, route: str, *args: str) -> str:
    return reverse(route, args=[town.clay.public_id, *args])


def the_survey(town: Town) -> Survey:
    return Survey.objects.of(town.clay).latest("pk")


def reasons_for(town: Town, mei: Client, *people: Any) -> Survey:
    """Mei takes the ready questions, chooses her group and opens them."""
    chosen = group(town.clay, people)
    press(mei, desk(town, "desk_survey_begin"), preset="reasons")
    row = the_survey(town)
    press(
        mei, desk(town, "desk_survey_edit", row.public_id), title="Why us?", title_zh="为什么是我们？",
        audience="group", segment_id=chosen, after_days="0",
    )  # fmt: skip
    press(mei, desk(town, "desk_survey_do", row.public_id), do="open")
    row.refresh_from_db()
    return row


def test_why_loyal_customers_come(town: Town) -> None:
    mei, alice, cup = browser(town.mei), browser(town.alice), town.variant(town.cup).public_id
    for _order in range(2):
        bought(shopper(town.alice), {cup: 1})
    drain()
    shore.to_lake()
    assert "Ask why people like your store" in text(mei.get(desk(town, "desk_surveys")))
    row = reasons_for(town, mei, town.alice, town.bob)
    assert "No answers yet" in text(mei.get(desk(town, "desk_survey", row.public_id)))

    page = reverse("survey", args=[row.public_id])
    front = text(alice.get(reverse("store", args=[town.clay.slug])))
    assert "The store asks 3 questions" in front
    assert page in alice.get(reverse("my_surveys")).content.decode()
    said = text(alice.get(page))
    assert "The store sees your name beside your answers." in said
    assert "Things nobody else has" in said
    assert "Please answer this question." in text(press(alice, page, **{"q-q2": "9"}), 422)
    thanks = text(
        press(alice, page, **{"q-q1": ["o1", "o6"], "q-q2": "10", "q-q3": "The <b>clay</b> is genuine"})
    )
    assert "Thank you!" in thanks
    assert "The store asks" not in text(alice.get(reverse("store", args=[town.clay.slug])))
    assert "Nobody asks anything" in text(alice.get(reverse("my_surveys")))
    press(browser(town.bob), page, **{"q-q1": ["o1", "o2"], "q-q2": "5"})

    assert place_answers() == 2
    answers = Response.objects.of(town.clay).filter(survey=row)
    assert dict(answers.values_list("person__name", "stage")) == {"Alice": "loyal", "Bob": "none"}
    found = text(mei.get(desk(town, "desk_survey", row.public_id)))
    assert re.search(r"The quality 100% 2 · 34%–100% 100% 100% .* 50% 1 · 9%–91%", found)
    assert "Loyal 1 Not met yet 1" in found
    assert "The &lt;b&gt;clay&lt;/b&gt; is genuine" in found
    assert re.search(r"Net score .*? \+0 Promoters", found)

    behind = desk(town, "desk_survey_people", row.public_id, "q1", "o6")
    assert "1 person said “I trust the store”" in text(mei.get(behind))
    press(mei, behind, name="They trust us")
    assert Segment.objects.of(town.clay).get(name="They trust us").members.get().person == town.alice
    rows = list(
        csv.reader(
            io.StringIO(b"".join(mei.get(desk(town, "desk_survey_csv", row.public_id))).decode("utf-8-sig"))
        )
    )
    assert rows[1][:2] == ["Alice", "Loyal"]
    assert rows[1][5] == "The quality, I trust the store"


def test_an_answer_is_changed_within_seven_days_and_then_stays(town: Town) -> None:
    mei, alice = browser(town.mei), browser(town.alice)
    row = reasons_for(town, mei, town.alice)
    page = reverse("survey", args=[row.public_id])
    press(alice, page, **{"q-q1": "o1"})
    with clock.shift(timedelta(days=6)):
        press(alice, page, **{"q-q1": ["o2"]})
    with clock.shift(timedelta(days=8)):
        assert "You have answered. Thank you!" in text(alice.get(page))
        assert "takes no answers any more" in text(press(alice, page, **{"q-q1": ["o3"]}))
    assert Response.objects.of(town.clay).get().answers == {"q1": ["o2"]}


def test_the_figure_of_reasons_names_survey_and_answer(town: Town) -> None:
    mei, alice = browser(town.mei), browser(town.alice)
    row = reasons_for(town, mei, town.alice)
    press(alice, reverse("survey", args=[row.public_id]), **{"q-q1": ["o6"]})
    found = text(mei.get(desk(town, "desk_figure", "surveys.reasons")))
    assert "Why us? · I trust the store 1" in found
    assert row.public_id not in found


def test_not_now_is_not_asked_again(town: Town) -> None:
    mei, alice = browser(town.mei), browser(town.alice)
    row = reasons_for(town, mei, town.alice)
    said = press(alice, reverse("survey_later", args=[row.public_id]))
    assert "does not ask this again" in text(said)
    assert "The store asks" not in text(said)
    assert "Nobody asks anything" in text(alice.get(reverse("my_surveys")))
    assert "Why us?" in text(alice.get(reverse("survey", args=[row.public_id]))), "the link still opens"


def test_after_a_completed_order_its_page_asks_when_the_days_are_over(town: Town) -> None:
    mei, alice = browser(town.mei), browser(town.alice)
    press(mei, desk(town, "desk_survey_begin"), preset="order")
    row = the_survey(town)
    press(mei, desk(town, "desk_survey_do", row.public_id), do="open")
    buyer = shopper(town.alice)
    bill = bought(buyer, {town.variant(town.cup).public_id: 1})
    order = completed(buyer, town.mei_at_work(), town.clay, bill)
    drain()
    page = reverse("order", args=[bill.public_id])
    assert "The store asks" not in text(alice.get(page)), "three days later, not at once"
    with clock.shift(timedelta(days=3, minutes=1)):
        assert "The store asks 2 questions" in text(alice.get(page))
        press(alice, reverse("survey", args=[row.public_id]), **{"q-q1": "9", "q-q2": "更快一点"})
        assert "The store asks" not in text(alice.get(page))
    assert Response.objects.of(town.clay).get().order_ref == order.public_id
    bought_again = bought(buyer, {town.variant(town.cup).public_id: 1})
    completed(buyer, town.mei_at_work(), town.clay, bought_again)
    drain()
    assert Invitation.objects.of(town.clay).count() == 1, "nobody is asked twice by one survey"


def test_mei_writes_to_the_group_with_the_link(town: Town) -> None:
    mei = browser(town.mei)
    row = reasons_for(town, mei, town.alice)
    form = press(mei, desk(town, "desk_survey_do", row.public_id), do="write")
    assert reverse("survey", args=[row.public_id]) in form.content.decode()
    letter = Campaign.objects.of(town.clay).get()
    assert (letter.segment_id, letter.subject_zh, letter.due_at) == (row.segment_id, "为什么是我们？", None)


def test_questions_are_written_moved_and_fixed_once_people_see_them(town: Town) -> None:
    mei = browser(town.mei)
    press(mei, desk(town, "desk_survey_new"), title="Ours", audience="link")
    row = the_survey(town)
    add = desk(town, "desk_question_new", row.public_id)
    press(mei, add, kind="one", text="Which?", options="Red | 红\nBlue\n\n")
    wrong = text(press(mei, add, kind="many", text="Why?", options="Only one"), 422)
    assert "Write two to twelve answers, one on each line." in wrong
    press(mei, add, kind="text", text="More?")
    press(mei, desk(town, "desk_survey_do", row.public_id), do="earlier", question="q2")
    page = text(mei.get(desk(town, "desk_survey", row.public_id)))
    assert page.index("1. More?") < page.index("2. Which?")
    assert "Red" in text(mei.get(desk(town, "desk_survey_preview", row.public_id)))
    press(mei, desk(town, "desk_survey_do", row.public_id), do="open")
    assert "stays as people saw it" in text(press(mei, add, kind="text", text="Late?"), 422)
    row.refresh_from_db()
    assert [one["id"] for one in row.questions] == ["q2", "q1"]
    assert row.questions[1]["options"][0] == {"id": "o1", "text": "Red", "text_zh": "红"}
    assert "The survey is closed" in text(press(mei, desk(town, "desk_survey_do", row.public_id), do="close"))


def test_chinese_customers_are_asked_in_chinese(town: Town) -> None:
    mei, alice = browser(town.mei), browser(town.alice)
    row = reasons_for(town, mei, town.alice)
    said = text(alice.get(reverse("survey", args=[row.public_id]), headers={"accept-language": "zh-hans"}))
    assert "为什么是我们？" in said
    assert "信得过这家店" in said
    assert "店铺会看到" in said


def test_who_is_forgotten_leaves_no_answer(town: Town) -> None:
    mei, alice = browser(town.mei), browser(town.alice)
    row = reasons_for(town, mei, town.alice, town.bob)
    for who in (alice, browser(town.bob)):
        press(who, reverse("survey", args=[row.public_id]), **{"q-q1": "o1", "q-q3": "my words"})
    mine = b"".join(alice.post(reverse("my_data_file"), {"idempotency_key": new_id("key")}))
    assert b"survey_answers.csv" in mine
    press(alice, reverse("my_data_forget"), password=PASSWORD, store=town.clay.slug)
    assert [one.person for one in Response.objects.of(town.clay)] == [town.bob]
    assert [one.person for one in Invitation.objects.of(town.clay)] == [town.bob]


def test_reception_and_strangers_see_no_survey(town: Town) -> None:
    mei = browser(town.mei)
    row = reasons_for(town, mei, town.alice)
    page = desk(town, "desk_survey", row.public_id)
    assert browser(town.lin).get(page).status_code == 403
    assert browser(town.ravi).get(page).status_code == 404
    assert browser(town.ravi).get(reverse("survey", args=[row.public_id])).status_code == 404
    assert "/account/login/?next=/survey/" in Client().get(reverse("survey", args=[row.public_id])).url
