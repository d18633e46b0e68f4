"""A share of an offer's people goes without it in every channel, never learns of it, and shows what it brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.outreach.figures import sold
from regulars.loyalty.outreach.rules.contacts import held_out
from regulars.people.accounts.models import Person
from regulars.trade.offers import actions as offers
from regulars.trade.offers import queries
from regulars.trade.offers.actions.claiming import NotOpen
from regulars.trade.offers.actions.making import OfferNotPossible
from regulars.trade.offers.models import Claim, Offer
from regulars.trade.offers.queries.holdout import goes_without
from regulars.trade.offers.queries.results import results_of
from regulars.trade.offers.queries.showing import offer_for_shoppers
from tests.loyalty.outreach.test_uplift import paid
from tests.loyalty.outreach.writing import people
from tests.town import Town
from tests.trade.orders.shopping import GUEST, bought, off, offer, shopper, total

UNFAIR = ("held", "chosen", "chance", "other customers", "compare", "measure")


@given(st.text("ab_1", min_size=1, max_size=6), st.integers(0, 50))
def test_the_share_is_stable_and_about_as_large_as_asked(offer_id: str, percent: int) -> None:
    out = [held_out(offer_id, str(person), percent) for person in range(2000)]
    assert out == [held_out(offer_id, str(person), percent) for person in range(2000)]
    assert abs(sum(out) / 2000 - percent / 100) < 0.06


def without(made: Offer, town: Town) -> tuple[Person, Person]:
    """Of two sets of fresh people one who goes without the offer, and one who does not."""
    crowd = [*people(24), town.alice, town.bob]
    held = next(one for one in crowd if goes_without(made, one.pk))
    return held, next(one for one in crowd if not goes_without(made, one.pk))


def coupon(town: Town, **more: Any) -> Offer:
    terms = off(1000) | {"holdout": 40} | more.pop("terms", {})
    return offer(town.mei_at_work(), town.clay, "store-coupon", terms, title="Ten off", **more)


@pytest.mark.django_db
def test_a_coupon_is_not_there_for_whoever_goes_without(town: Town) -> None:
    made = coupon(town, claimable=True)
    out, other = without(made, town)
    assert [row.pk for row in queries.claimable(town.clay, other.pk)] == [made.pk]
    assert queries.claimable(town.clay, out.pk) == []
    assert queries.offers_of_store_for_shoppers(town.clay, out.pk) == []
    assert offer_for_shoppers(made.public_id, clock.now(), person_pk=out.pk) is None
    with pytest.raises(NotOpen) as told:
        offers.claim(by=shopper(out), offer=made.public_id)
    assert not any(word in str(told.value.sentence) for word in UNFAIR)
    offers.give_claims(by=SYSTEM, store=town.clay, offer=made.public_id, persons=[out.pk, other.pk])
    assert list(Claim.objects.values_list("person_id", flat=True)) == [other.pk]


@pytest.mark.django_db
def test_no_channel_gives_it_to_them(town: Town) -> None:
    """Basket, code, envelope and what counts by itself: R04 for the share held out."""
    cup = {town.variant(town.cup).public_id: 4}
    coded = coupon(town, terms={"needs_code": True})
    offers.name_code(by=town.mei_at_work(), store=town.clay, offer=coded.public_id, code="TEATIME", cap=99)
    out, other = without(coded, town)
    plain = total(shopper(out), cup)
    assert total(shopper(other), cup, codes=["TEATIME"]) == plain - 1000
    assert total(shopper(out), cup, codes=["TEATIME"]) == plain
    assert total(GUEST, cup, codes=["TEATIME"]) == plain
    group = bought(shopper(out), cup, codes=["TEATIME"])
    assert group.discount_minor == 0
    pot = {"pot": {"min_minor": 100, "max_minor": 100}, "holdout": 40}
    envelope = offer(
        town.mei_at_work(), town.clay, "store-red-envelope", pot, title="Luck", claimable=True, cap_minor=9000
    )
    out, _other = without(envelope, town)
    with pytest.raises(NotOpen):
        offers.open_red_envelope(by=shopper(out), offer=envelope.public_id)


@pytest.mark.django_db
def test_the_basket_says_of_the_code_only_that_it_is_not_valid_now(town: Town) -> None:
    coded = coupon(town, terms={"needs_code": True})
    offers.name_code(by=town.mei_at_work(), store=town.clay, offer=coded.public_id, code="TEATIME", cap=99)
    out, _other = without(coded, town)
    from regulars.trade.orders.queries import quote

    asked = quote(
        by=shopper(out), currency="CNY", lines={town.variant(town.cup).public_id: 4}, codes=["TEATIME"]
    )
    assert [one.state for one in asked.codes] == ["unknown"]
    assert all(
        coded.public_id not in (row.offer_id for row in asked.receipt.refused) for _ in [0] if asked.receipt
    )


@pytest.mark.django_db
def test_taking_it_by_hand_leads_back_with_a_plain_word(town: Town, settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    made = coupon(town, claimable=True)
    out, _other = without(made, town)
    browser = Client()
    browser.force_login(out)
    answer = browser.post(
        reverse("claim", args=[made.public_id]), {"idempotency_key": new_id("key")}, follow=True
    )
    assert answer.status_code == 200
    assert "cannot be taken here now" in answer.content.decode()
    assert Claim.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("share", [-1, 51, "ten", 1.5, True])
def test_a_share_beyond_the_bounds_is_refused(town: Town, share: Any) -> None:
    with pytest.raises(OfferNotPossible):
        coupon(town, claimable=True, terms={"holdout": share})


@pytest.mark.django_db
def test_what_everybody_gets_by_itself_holds_nobody_out(town: Town) -> None:
    with pytest.raises(OfferNotPossible) as told:
        offer(town.mei_at_work(), town.clay, "spend-and-save", off(500, 1000) | {"holdout": 10}, title="x")
    assert told.value.param == "holdout"


@pytest.fixture
def lake_of_its_own(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    yield
    journal.close_all()


@pytest.fixture
def ended(town: Town, lake_of_its_own: None) -> Callable[[int, int], Offer]:
    """A coupon that is over: what those with it and those without it paid before and after."""

    def make(extra: int, many: int) -> Offer:
        town.cup.variants.update(cost_minor=100)
        crowd, dice, rows = people(many), Random(7), []
        start = clock.now() - timedelta(days=10)
        for one in crowd:
            customers.touch(
                by=SYSTEM, store=town.clay, person_id=one.pk, origin="order", at=start - timedelta(days=30)
            )
        made = coupon(
            town,
            claimable=True,
            starts_at=start,
            ends_at=clock.now() + timedelta(hours=1),
            terms={"holdout": 50},
        )
        Offer.objects.filter(pk=made.pk).update(ends_at=clock.now() - timedelta(days=1))
        made.refresh_from_db()
        swings = {True: cycle((-200, -100, 0, 100, 200)), False: cycle((-200, -100, 0, 100, 200))}
        for one in crowd:
            # Who goes without is drawn anew each time: swings alike on both sides keep the draw out of the verdict.
            out, before = goes_without(made, one.pk), dice.randrange(2000, 4000)
            after = before + next(swings[out]) + (0 if out else extra)
            rows += [paid(town, one, start - timedelta(days=9), before)]
            rows += [paid(town, one, start + timedelta(days=2), after)]
        lake.append("facts", rows, batch_key=new_id("btc"))
        return made

    return make


@pytest.mark.django_db
@pytest.mark.parametrize(("extra", "said"), [(300, "works"), (0, "no-effect"), (-300, "stop")])
def test_the_verdict_is_by_margin_after_discount_commission_and_cost(
    ended: Callable[[int, int], Offer], extra: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, read, times = ended(extra, 240), sold._read, []
    monkeypatch.setattr(sold, "_read", lambda *given: (times.append(given), read(*given))[1])
    with CaptureQueriesContext(connection) as asked:
        found = results_of(made)
    # However many people: the store, who they are, what the goods cost, and the facts read once.
    assert (len(asked), len(times)) == (3, 1)
    assert found.said == said
    assert found.margin is not None
    assert abs(found.margin.gain - extra) < 60
    assert found.judged.low < found.judged.gain < found.judged.high


@pytest.mark.django_db
def test_with_few_people_it_says_how_many_are_missing(ended: Callable[[int, int], Offer]) -> None:
    found = results_of(ended(300, 30))
    assert (found.said, found.more) == ("too-few", 70)


@pytest.mark.django_db
def test_while_it_runs_it_is_too_early_and_without_a_share_nothing_is_known(
    town: Town, lake_of_its_own: None
) -> None:
    assert results_of(coupon(town, claimable=True)).said == "too-early"
    assert results_of(coupon(town, claimable=True, terms={"holdout": 0})).said == "everybody"
