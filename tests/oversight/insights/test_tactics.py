"""What is proposed to whom, and why: from numbers seen, at most one of a family for a decade."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.oversight.insights.rules.counts import AGAIN, ANY, BOUGHT, CAME, LOOKED, OFFER, Cell
from regulars.oversight.insights.rules.picture import Picture, coarse, halves, read
from regulars.oversight.insights.rules.tactics import proposed
from tests.depth import examples

KEYS = (
    (CAME, ANY),
    (BOUGHT, ANY),
    (AGAIN, ANY),
    (OFFER, ANY),
    (BOUGHT, "pots"),
    (LOOKED, "pots"),
    (LOOKED, "cups"),
)


def picture(own: dict[tuple[str, str], int], market: dict[tuple[str, str], int] | None = None) -> Picture:
    cells = {(key, 1990): many for key, many in own.items()}
    return Picture(cells, {(key, 1990): one for key, one in (market or {}).items()}, {1990: 4000}, 4000)


def families(one: Picture) -> dict[str, list[str]]:
    return {tactic.family: [reason.code for reason in tactic.reasons] for tactic in proposed(one)}


def test_people_like_everybody_get_no_proposal() -> None:
    own = {(CAME, ANY): 100, (BOUGHT, ANY): 40, (AGAIN, ANY): 20, (OFFER, ANY): 20}
    same = {(BOUGHT, ANY): 400, (AGAIN, ANY): 500, (OFFER, ANY): 500}
    assert families(picture(own, same)) == {}


def test_a_discount_for_those_who_buy_less_or_wait_for_offers() -> None:
    own = {(CAME, ANY): 100, (BOUGHT, ANY): 40, (OFFER, ANY): 30}
    assert families(picture(own, {(BOUGHT, ANY): 800, (OFFER, ANY): 400})) == {
        "discount": ["uses-offers", "buys-less"]
    }


def test_a_topic_for_those_who_look_and_hesitate() -> None:
    own = {(CAME, ANY): 200, (BOUGHT, ANY): 60, (LOOKED, "pots"): 150, (BOUGHT, "pots"): 30}
    assert families(picture(own)) == {"topic": ["looks-but-hesitates"]}
    assert proposed(picture(own))[0].topic == "pots"


def test_a_talk_with_those_who_come_back() -> None:
    own = {(CAME, ANY): 100, (BOUGHT, ANY): 50, (AGAIN, ANY): 40}
    assert families(picture(own, {(BOUGHT, ANY): 500, (AGAIN, ANY): 400})) == {
        "interaction": ["comes-back-more"]
    }
    assert families(picture(own, {(AGAIN, ANY): 950})) == {"interaction": ["comes-back-less"]}


def test_a_coupon_begins_above_what_an_order_comes_to() -> None:
    found = picture({(CAME, ANY): 100, (BOUGHT, ANY): 40}, {(BOUGHT, ANY): 800})
    (tactic,) = proposed(found)
    assert tactic.threshold(found) == 4800
    assert tactic.key("2026-10") == "2026-10:1990:discount:"


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    own: dict[Cell, int] = {}
    for decade in (1970, 1980, 1990):
        for key in KEYS:
            if draw(st.booleans()):
                own[key, decade] = draw(st.integers(4, 40)) * 5
    market = {cell: draw(st.integers(0, 200)) * 5 for cell in own if cell[0][0] != CAME}
    return Picture(own, market, {1990: draw(st.integers(0, 10**6))}, draw(st.integers(1, 10**6)))


@given(pictures())
@settings(max_examples=examples(40))
def test_every_proposal_rests_on_what_is_shown(found: Picture) -> None:
    tactics = proposed(found)
    assert len({(tactic.decade, tactic.family) for tactic in tactics}) == len(tactics)
    for tactic in tactics:
        assert tactic.decade in found.decades()
        assert 1 <= len(tactic.reasons) <= 3
        assert tactic.reasons[0].strength() >= tactic.reasons[-1].strength()
    assert read(found.stored()) == found


@given(st.integers(0, 10**9))
@settings(max_examples=25)
def test_amounts_and_shares_are_told_coarsely(minor: int) -> None:
    assert abs(coarse(minor) - minor) <= max(0.5, minor * 0.05)
    assert len(str(coarse(minor)).rstrip("0")) <= 2
    assert halves(minor / 10**9) % 5 == 0
