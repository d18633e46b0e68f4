"""What a policy would have shown, and a whole evaluation from the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from regulars.discovery.decisions.actions import flush, keep
from regulars.discovery.decisions.hooks import UnknownPolicy, policies, provider
from regulars.discovery.decisions.queries import NoSuchPolicy, TooThin, WrongWeights, evaluate, read_policy
from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.decisions.rules.policies import as_logged, by_good, by_lot, by_score, reweighed
from regulars.discovery.decisions.rules.weighing import weighed
from regulars.faces.terminal.verbs.evaluating import evaluate as verb
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id

from .telling import NOON, made, option

DAY = timedelta(days=1)


def test_policies_order_what_the_log_holds() -> None:
    one = replace(
        made(), options=(option("prd_a", 0, 2.0), option("prd_b", 1, 1.0), option("prd_c", None, 0.5))
    )
    assert as_logged(one).own.tolist() == [[1, 0], [0, 1], [0, 0]]
    assert by_score(by_good({"prd_c": 3.0, "prd_a": 1.0}))(one).own.tolist() == [[0, 1], [0, 0], [1, 0]]
    assert by_score(reweighed({"taste": 2.0}))(one).own.tolist() == [[1, 0], [0, 1], [0, 0]]
    assert by_lot(one).own == pytest.approx(1 / 3)
    sampled = replace(one, options=(*one.options[:2], replace(one.options[2], rate=0.25)))
    assert by_lot(sampled).own == pytest.approx(1 / 6)
    assert by_lot(sampled).mass.sum(axis=0) == pytest.approx([1, 1])


def test_weights_change_parts_and_keep_factors() -> None:
    parts = {"taste": 1.0, "popular": 4.0}
    one = replace(
        made(), options=(Option("prd_a", "s", 5.0, 0, parts=parts, factors={"brand": 0.5, "store": 1.2}),)
    )
    assert reweighed({"popular": 0.5})(one) == pytest.approx([(1 + 2) * 0.6])


def test_names_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(read_policy("current", "taste=2,popularity=.5")) == "weights:popularity=0.5,taste=2"
    assert str(read_policy(" popular ")) == "popular"
    for wrong in ("taste", "taste=x", "=2", "taste=-1", "taste=inf", "popular=2", ""):
        with pytest.raises(WrongWeights):
            read_policy(f"weights:{wrong}")
    with pytest.raises(NoSuchPolicy) as refused:
        read_policy("modle:1")
    assert "popular" in str(refused.value.sentence)
    monkeypatch.setattr(policies, "_kinds", {})

    @provider("model")
    def model(version: str) -> Any:
        if version != "7":
            raise UnknownPolicy(version)
        return by_good({"prd_b": 1.0})

    assert str(read_policy("model:7")) == "model:7"
    with pytest.raises(NoSuchPolicy):
        read_policy("model:8")


def test_a_trial_has_the_reward_and_the_weight_of_every_place() -> None:
    one = replace(made(), options=(option("prd_a", 0, 2.0), option("prd_b", 1, 1.0)))
    drawn = replace(one, options=(replace(one.options[0], propensity=0.5), one.options[1]))
    trial = weighed([drawn], {(drawn.id, "prd_b"): 7.0}, by_score(by_good({"prd_a": 1.0})))
    assert trial.weight.tolist() == [2.0, 1.0]
    assert trial.reward.tolist() == [0.0, 7.0]


def explored(number: int) -> Iterator[Decision]:
    """Lists of two out of three goods, drawn by lot; readers click `prd_c` four times as often as others."""
    dice = Random(number)
    goods = ["prd_a", "prd_b", "prd_c"]
    dice.shuffle(goods)
    options = tuple(option(one, place if place < 2 else None, 1.0) for place, one in enumerate(goods))
    options = tuple(replace(one, propensity=1 / 3) for one in options)
    reader = number // 2
    yield made(
        options=options,
        person=f"per_{reader}",
        visitor=f"vis_{reader}",
        at=NOON + number * timedelta(seconds=60),
    )


@pytest.fixture
def log() -> None:
    """Six hundred lists and what followed."""
    dice, clicks = Random("clicks"), []
    for number in range(600):
        for one in explored(number):
            keep(one)
            for each in one.shown:
                if dice.random() < (0.4 if each.product == "prd_c" else 0.1):
                    clicks.append(
                        {
                            "id": new_id("bea"), "at": one.at + timedelta(seconds=9), "name": "click",
                            "ref": each.product, "person": one.person, "visitor": one.visitor,
                            "props": {"decision": one.id},
                        }
                    )  # fmt: skip
    flush()
    lake.append("beacons", clicks)


@pytest.mark.django_db
def test_what_another_way_would_have_brought(log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "_kinds", {"model": lambda version: by_good({"prd_c": 2.0, "prd_a": 1.0})})
    span = {"since": NOON - DAY, "until": NOON + 2 * DAY}
    found = evaluate("model:best", **span)  # type: ignore[arg-type]
    clicks = found.measures["clicks"]
    assert found.support.covered > 0.9
    assert clicks.logged.low < 0.4 < clicks.logged.high
    for estimate in clicks.estimates.values():
        assert estimate.low < 0.5 < estimate.high
    assert clicks.gain.low > 0, "a list that always shows the best good is better than chance"
    same = evaluate("current", **span).measures["clicks"]  # type: ignore[arg-type]
    assert same.gain.value == pytest.approx(0.0)
    lot = evaluate("random", **span).measures["clicks"]  # type: ignore[arg-type]
    assert lot.estimates["ips"].value == pytest.approx(clicks.logged.value)


@pytest.mark.django_db
def test_the_verb_says_it_in_lines_and_as_json(log: None) -> None:
    with clock.at(NOON + 8 * DAY):
        given = ["random", "--since", "2026-03-01", "--until", "2026-03-05"]
        lines = CliRunner().invoke(verb, given)
        assert lines.exit_code == 0, lines.output
        assert "600 decisions of 300 readers" in lines.output
        told = json.loads(CliRunner().invoke(verb, [*given, "--json"]).stdout)
    clicks = told["measures"]["clicks"]
    assert told["per"] == 1000
    assert clicks["dr"]["low"] < clicks["logged"]["value"] < clicks["dr"]["high"]
    assert told["measures"]["money"]["dr"]["value"] == 0


@pytest.mark.django_db
def test_lists_whose_chances_are_not_known_are_left_out(log: None) -> None:
    """Drafted ones would seem certain: what they showed came by the coin of the draft."""
    span: dict[str, Any] = {"since": NOON - DAY, "until": NOON + 2 * DAY}
    for number in range(50):
        shown = tuple(replace(one, team="ab"[place % 2]) for place, one in enumerate(made().options))
        keep(made(number, options=shown, id=f"dec_drafted{number}"))
        moved = tuple(replace(one, propensity=float(place == 0)) for place, one in enumerate(made().options))
        keep(made(number, options=moved, id=f"dec_moved{number}"))
    flush()
    assert evaluate("random", **span).support.decisions == 600


AGO: dict[str, Any] = {"since": NOON - 9 * DAY, "until": NOON - 8 * DAY}


@pytest.mark.django_db
def test_a_log_that_cannot_tell_says_why() -> None:
    span: dict[str, Any] = {"since": NOON - DAY, "until": NOON + 2 * DAY}
    with pytest.raises(TooThin, match="too-thin") as few:
        evaluate("random", **span)
    assert few.value.details["reason"] == "few"
    assert "The log of decisions is empty" in str(few.value.sentence)
    for number in range(300):
        keep(made(number % 60, person=f"per_{number}", visitor=None))
    flush()
    assert evaluate("weights:taste=0", **span).support.covered == 1.0
    with pytest.raises(TooThin) as unseen:
        evaluate("random", **span)
    assert unseen.value.details["reason"] == "unseen"
    assert "50 %" in str(unseen.value.sentence)
    held = f"home.for-you: 300 of 300 readers, {NOON:%Y-%m-%d} to "
    for asked, sentence in (
        (span | {"spot": "nowhere"}, "knows no spot “nowhere”"),
        (AGO, "Only 0 lists of 0 readers"),
    ):
        with pytest.raises(TooThin) as few:
            evaluate("random", **asked)
        assert sentence in str(few.value.sentence)
        assert held in str(few.value.sentence)
