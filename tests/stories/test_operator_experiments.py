"""Olga tries another way of choosing on half of the readers and reads what it brings."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from regulars.discovery.decisions.actions import flush, keep
from regulars.discovery.decisions.queries import arm_of, arms_of, experiments
from regulars.discovery.ranking import actions as placing
from regulars.discovery.ranking.rules import STANDARD
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from tests.discovery.decisions.telling import NOON, made, option
from tests.town import Town, operator

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _plain_static_and_own_lake(settings: Any, tmp_path: Any) -> Any:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    flush()
    settings.LAKE_URL = (tmp_path / "lake").as_uri()
    with clock.at(NOON):
        yield
    flush()
    journal.close_all()


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


FORM = {
    "name": "Chance on home", "kind": "split", "policy_a": "current", "percent_a": "50", "policy_b": "random",
    "percent_b": "50", "policy_c": "", "percent_c": "", "spots": "home.for-you", "holdout": "0",
}  # fmt: skip


WRONG = (
    ({"policy_b": "modle:3"}, "Choose a way of choosing from the list"),
    ({"policy_b": ""}, "Choose the way to try"),
    ({"policy_b": "weights"}, "Change at least one weight"),
    ({"policy_b": "weights", "weight_b_taste": "much"}, "Write a number from 0 to 1,000"),
    ({"policy_b": "current"}, "This way is compared already"),
    ({"percent_b": "60"}, "add up to 110 %"),
    (
        {"kind": "interleaved", "policy_c": "newest", "percent_b": "25", "percent_c": "25"},
        "mix two ways only",
    ),
)


def test_other_weights_and_another_rulebook_are_tried_by_choosing_them(town: Town, client: Client) -> None:
    client.force_login(town.olga)
    edition = placing.publish(by=operator(town.olga), book=STANDARD)
    form = reverse("console_experiment_new")
    page = text(client.get(form))
    assert f"Rules of placing, version {edition.number} (from " in page
    assert page.count("What the person liked over a long time") == 3, "each way has its weights, in words"
    typed = {
        "policy_a": f"rulebook:{edition.number}", "policy_b": "weights", "weight_b_taste": "2",
        "weight_b_popularity": "0,5", "weight_b_moment": "1",
    }  # fmt: skip
    page = text(client.post(form, {**FORM, **typed, "idempotency_key": new_id("key")}, follow=True))
    assert "B: As now, with other weights: popularity × 0.5, taste × 2" in page
    (row,) = experiments()
    assert [one.policy for one in arms_of(row)] == [
        f"rulebook:{edition.number}",
        "weights:popularity=0.5,taste=2",
    ]


def test_from_the_form_to_the_verdict(town: Town, client: Client) -> None:
    client.force_login(town.olga)
    assert "No experiment yet" in text(client.get(reverse("console_experiments")))
    form = reverse("console_experiment_new")
    offered = client.get(form).content.decode()
    for name, words in (
        ("newest", "The newest first"),
        ("weights", "As now, with other weights of the score"),
    ):
        assert f'<option value="{name}">{words}</option>' in offered
    for typed, sentence in WRONG:
        answer = client.post(form, {**FORM, **typed, "idempotency_key": new_id("key")})
        assert sentence in text(answer, 422), typed
        assert 'value="Chance on home"' in answer.content.decode()
    assert not experiments()
    started = client.post(form, {**FORM, "idempotency_key": new_id("key")}, follow=True)
    assert "Too early to tell" in text(started)
    (row,) = experiments()
    cache.clear()
    for number in range(240):
        reader = f"per_{number}"
        arm = arm_of(reader, "home.for-you")
        _looks_and_buys(number, reader, arm.label, 9_000 if arm.letter == "b" else 3_000)
    flush()
    with clock.at(NOON + WEEK + timedelta(hours=1)):
        page = client.get(reverse("console_experiment", args=[row.public_id]))
        assert "It brings more" in text(page)
        assert 'class="interval interval-gain"' in page.content.decode()
        assert "per 1,000 readers" in text(page)
        stop = reverse("console_experiment_stop", args=[row.public_id])
        text(client.post(stop, {"idempotency_key": new_id("key")}, follow=True))
    cache.clear()
    assert arm_of("per_1", "home.for-you").label == ""


def _looks_and_buys(number: int, reader: str, arm: str, minor: int) -> None:
    """A list, and for two in three readers an order of about that much."""
    one = made(number % 50, person=reader, visitor=None, arm=arm, options=(option("prd_a", 0),))
    keep(one)
    if number % 3:
        paid = minor + 10 * (number % 100)
        body = f'{{"order":"ord_{number}","currency":"CNY","paid_minor":{paid},"lines":[]}}'
        fact = {
            "seq": number, "id": f"fact-{number}", "name": "trade.order-paid.v1", "store": "sto_mei",
            "person": reader, "body": body, "at": one.at + timedelta(hours=2),
        }  # fmt: skip
        lake.append("facts", [fact])


def test_who_only_reads_may_look_and_not_start(town: Town, client: Client) -> None:
    client.force_login(town.oscar)
    page = client.get(reverse("console_experiments"))
    assert "New experiment" not in text(page)
    assert (
        client.post(reverse("console_experiment_new"), {**FORM, "idempotency_key": "k" * 10}).status_code
        == 403
    )
    assert not experiments()
