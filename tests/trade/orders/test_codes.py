"""Codes cannot be found by guessing: they are long, wrong ones are counted, and every wrong one gets one answer."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import ALPHABET, new_code
from regulars.ground.kit.throttle import TooManyTries
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Code, Offer
from regulars.trade.orders import actions as orders
from regulars.trade.orders.actions.codes import WRONG, WRONG_FROM
from tests.town import Town
from tests.trade.orders.shopping import HOME, bought, off, offer, place, shopper
from tests.trade.orders.test_races import at_once, crowd

TEN_THOUSAND_ADDRESSES, A_MILLION_CODES = 10_000, 1_000_000
GUEST = Actor("guest")


def coded(town: Town, word: str = "TEA5", cap: int = 100, **more: object) -> Offer:
    """A running offer of Mei's with a word."""
    mei = town.mei_at_work()
    made = offer(mei, town.clay, "store-coupon", off(500) | {"needs_code": True}, **more)
    offers.name_code(by=mei, store=town.clay, offer=made.public_id, code=word, cap=cap)
    return made


def test_a_day_of_guessing_from_ten_thousand_addresses_finds_nothing() -> None:
    bits = 5 * len(new_code().replace("-", ""))
    assert bits >= 50
    a_day = WRONG_FROM.most * 86_400 // WRONG_FROM.seconds * TEN_THOUSAND_ADDRESSES
    assert a_day * A_MILLION_CODES / 2**bits < 0.001


def test_every_letter_of_a_code_is_as_likely_as_the_others() -> None:
    made = [new_code().replace("-", "") for _each in range(2_000)]
    assert len(set(made)) == len(made)
    for place_in_code in range(12):
        counts = Counter(code[place_in_code] for code in made)
        assert set(counts) == set(ALPHABET.upper())
        assert max(counts.values()) < 2_000 / 32 + 8 * (2_000 / 32) ** 0.5


def test_after_ten_wrong_codes_a_person_waits_and_others_do_not(town: Town) -> None:
    coded(town)
    alice, bob = shopper(town.alice), shopper(town.bob)
    for n in range(WRONG.most):
        with pytest.raises(orders.CodeUnknown):
            orders.enter_code(by=alice, code=f"GUESS{n}", address="10.0.0.1")
    with pytest.raises(TooManyTries):
        orders.enter_code(by=alice, code="TEA5", address="10.0.0.2")
    orders.enter_code(by=bob, code="TEA5", address="10.0.0.1")


def test_thirty_wrong_codes_from_one_address_stop_visitors_there_but_no_customer(town: Town) -> None:
    coded(town)
    alice = shopper(town.alice)
    bought(alice, {town.variant(town.cup).public_id: 1})
    for n in range(WRONG_FROM.most):
        with pytest.raises(orders.CodeUnknown):
            orders.enter_code(by=GUEST, code=f"GUESS{n}", visitor=f"fresh{n}", address="10.0.0.1")
    with pytest.raises(TooManyTries):
        orders.enter_code(by=GUEST, code="TEA5", visitor="fresh", address="10.0.0.1")
    orders.enter_code(by=alice, code="TEA5", address="10.0.0.1")
    orders.enter_code(by=GUEST, code="TEA5", visitor="fresh", address="10.0.0.2")


def test_right_codes_are_not_counted(town: Town) -> None:
    coded(town)
    for _each in range(3 * WRONG.most):
        orders.enter_code(by=shopper(town.alice), code="tea 5", address="10.0.0.1")


def test_an_old_a_coming_and_a_used_up_code_sound_like_none(town: Town) -> None:
    now = clock.now()
    coded(town, "OVER", starts_at=now - timedelta(days=9), ends_at=now + timedelta(minutes=1))
    coded(town, "COMING", starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=10))
    offers.stop_offer(by=town.mei_at_work(), store=town.clay, offer=coded(town, "STOPPED").public_id)
    coded(town, "USED", cap=1)
    Code.objects.filter(code="USED").update(used=1)
    said = set()
    with clock.shift(timedelta(minutes=2)):
        for word in ("OVER", "COMING", "STOPPED", "USED", "NOBODYS", ""):
            with pytest.raises(orders.CodeUnknown) as refused:
                orders.enter_code(by=shopper(town.alice), code=word)
            said.add(
                (
                    refused.value.status,
                    refused.value.code,
                    str(refused.value.sentence),
                    str(refused.value.details),
                )
            )
    assert len(said) == 1


def test_codes_that_come_with_an_order_are_counted_too(town: Town) -> None:
    lines = {town.variant(town.cup).public_id: 1}
    for n in range(WRONG.most):
        with pytest.raises(orders.PriceChanged):
            _order(town, lines, f"GUESS{n}", 1)
    with pytest.raises(TooManyTries):
        _order(town, lines, "ONEMORE", 5_500)


def _order(town: Town, lines: dict[str, int], code: str, total: int) -> None:
    orders.place_order(
        by=shopper(town.alice),
        lines=lines,
        codes=[code],
        expected_total_minor=total,
        currency="CNY",
        address=HOME,
    )


def test_forty_guesses_at_the_same_moment_are_ten(real_town: Town) -> None:
    alice = shopper(real_town.alice)
    jobs = [lambda n=n: orders.enter_code(by=alice, code=f"GUESS{n}", address="10.0.0.9") for n in range(40)]
    assert Counter(at_once(jobs, workers=20)) == {
        "code-unknown": WRONG.most,
        "too-many-tries": 40 - WRONG.most,
    }


def test_a_random_single_code_among_forty_buyers_is_used_once(real_town: Town) -> None:
    mei, cup = real_town.mei_at_work(), real_town.variant(real_town.cup).public_id
    made = offer(mei, real_town.clay, "store-coupon", off(500) | {"needs_code": True})
    (code,) = offers.make_codes(by=mei, store=real_town.clay, offer=made.public_id, count=1)

    def job(by: Actor) -> int:
        return place(by, {cup: 1}, codes=[code], expected_total_minor=5_000).total_minor

    answers = Counter(at_once([lambda by=by: job(by) for by in crowd(40)], workers=40))
    assert answers[5_000] == 1
    assert Code.objects.get().used == 1
