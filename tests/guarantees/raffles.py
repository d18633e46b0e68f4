"""Lotteries, trials and reviews of a store in the world of doors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regulars.community.reviews import actions as reviews
from regulars.community.reviews.models import Review
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.models import Store
from regulars.trade.draws import actions as draws
from regulars.trade.draws.models import Application, Prize, Win
from tests.trade.orders.shopping import off, offer


def raffled(by: Actor, who: Actor, store: Store, mark: str, ids: dict[str, str]) -> dict[str, str]:
    """A lottery that is open, one in the making, a prize that waits; trials in each state; a review."""
    cup = draws.PrizeFields(kind="goods", count=1, ref=ids["variant"])
    open_now = _lottery(by, store, "Raffle", cup)
    draft = _lottery(by, store, f"{mark} raffle", cup, publish=False)
    kept = offer(
        by,
        store,
        "store-coupon",
        off(30),
        title="Won",
        claimable=True,
        ends_at=clock.now() + timedelta(days=90),
    )
    coupon = draws.PrizeFields(kind="coupon", count=3, ref=kept.public_id, one_in=1)
    scratch = _lottery(by, store, "Scratch", coupon, way="instant")
    for row in (open_now, scratch):
        draws.enter(by=who, lottery_id=row)
    trials = {name: _trial(by, store, title, ids) for name, title in TRIALS.items() if name != "trial_draft"}
    trials["trial_draft"] = _trial(by, store, f"{mark} trial", ids, publish=False)
    applied = _applied(who, trials["trial_applied"], mark)
    to_report = _applied(who, trials["trial_reported"], mark)
    Application.objects.of(store).filter(public_id=to_report).update(
        state="ordered", piece=1, ref="grp_tried", report_due=clock.now() + timedelta(days=9)
    )
    review = reviews.write_review(by=who, product_id=ids["product"], stars=4, text="Keeps tea warm.")
    # Of somebody since forgotten, so that the buyer may still write one.
    Review.objects.filter(pk=review.pk).update(person=None)
    return trials | {
        "lottery": open_now,
        "lottery_draft": draft,
        "lottery_scratch": scratch,
        "prize": draws_prize(store, draft),
        "win": Win.objects.of(store).get().public_id,
        "application": applied,
        "application_due": to_report,
        "review": review.public_id,
    }


TRIALS = {
    "trial": "Try it",
    "trial_applied": "Try it too",
    "trial_reported": "Tried",
    "trial_draft": "",
}


def draws_prize(store: Store, lottery: str) -> str:
    """The prize of a lottery with one."""
    return Prize.objects.of(store).get(lottery__public_id=lottery).public_id


def times() -> dict[str, str]:
    """When a lottery or trial runs, as its form sends it."""
    now = clock.now()
    said = {"opens_at": now, "closes_at": now + timedelta(days=5), "draw_at": now + timedelta(days=5)}
    return {name: at.strftime("%Y-%m-%dT%H:%M") for name, at in said.items()}


def _lottery(by: Actor, store: Store, title: str, prize: draws.PrizeFields, **more: Any) -> str:
    now, publish = clock.now(), more.pop("publish", True)
    week = now + timedelta(days=7)
    fields = draws.Fields(title=title, opens_at=now, closes_at=week, draw_at=week, **more)
    row = draws.write(by=by, store=store, fields=fields)
    draws.put_prize(by=by, store=store, lottery_id=row.public_id, prize=prize)
    if publish:
        draws.publish(by=by, store=store, lottery_id=row.public_id)
    return row.public_id


def _trial(by: Actor, store: Store, title: str, ids: dict[str, str], publish: bool = True) -> str:
    now = clock.now()
    fields = draws.TrialFields(
        title=title,
        variant=ids["variant"],
        pieces=1,
        opens_at=now,
        closes_at=now + timedelta(days=7),
        way="choice",
    )
    row = draws.plan_trial(by=by, store=store, fields=fields)
    if publish:
        draws.publish_trial(by=by, store=store, trial_id=row.public_id)
    return row.public_id


def _applied(who: Actor, trial: str, mark: str) -> str:
    return draws.apply(by=who, trial_id=trial, words=f"{mark} would try it").public_id
