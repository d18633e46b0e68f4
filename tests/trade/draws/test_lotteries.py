"""A lottery from its plan to the last prize, by its actions."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.loyalty.customers.actions import follow
from regulars.loyalty.members.actions import JoinFirst, publish_programme
from regulars.loyalty.members.queries import card_of
from regulars.people.accounts.models import Person
from regulars.trade.draws import actions, queries
from regulars.trade.draws.models import Draw, Prize, Seed, Win
from regulars.trade.draws.rules.proof import verify
from regulars.trade.draws.tasks import draw_lots
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Budget, Claim
from regulars.trade.orders import actions as orders
from regulars.trade.settlement.queries import check_books
from tests.loyalty.members.club import CLUB
from tests.town import Town, operator, staff
from tests.trade.draws.drawing import coupons, cups, enter, later, lottery, points
from tests.trade.orders.shopping import bought, shopper


def crowd(many: int) -> list[Person]:
    """People without a name of their own."""
    return Person.objects.bulk_create([Person(name=f"P{n}") for n in range(many)])


def held(town: Town) -> int:
    """How many cups are set aside."""
    return Stock.objects.get(variant=town.variant(town.cup)).held


def test_what_is_promised_is_set_aside_and_every_rule_is_fixed(town: Town) -> None:
    coupon = coupons(town, 5, cap_count=10)
    row = lottery(town, cups(town, 3), coupon)
    assert held(town) == 3
    assert Budget.objects.get().used_count == 5
    assert row.draw is not None
    body = json.loads(queries.proof_of(row.draw))
    assert body["commitment"] == row.draw.commitment
    assert body["seed"] == "" == row.draw.seed
    assert [prize["count"] for prize in body["terms"]["prizes"]] == [3, 5]
    assert verify(queries.proof_of(row.draw)).drawn is False
    for change in (
        lambda: actions.put_prize(
            by=town.mei_at_work(), store=town.clay, lottery_id=row.public_id, prize=coupon
        ),
        lambda: actions.drop(by=town.mei_at_work(), store=town.clay, lottery_id=row.public_id),
        lambda: actions.publish(by=town.mei_at_work(), store=town.clay, lottery_id=row.public_id),
    ):
        with pytest.raises(actions.Fixed):
            change()


def test_more_prizes_than_the_shelf_holds_are_refused_when_they_are_put_in(town: Town) -> None:
    row = lottery(town, publish=False)
    with pytest.raises(actions.LotteryIncomplete, match="lottery-incomplete") as told:
        actions.put_prize(
            by=town.mei_at_work(), store=town.clay, lottery_id=row.public_id, prize=cups(town, 500)
        )
    assert (told.value.param, "on the shelf" in str(told.value.sentence)) == ("count", True)
    assert row.prizes.count() == 1


def test_the_seed_is_nowhere_to_be_read_before_the_draw(town: Town) -> None:
    row = lottery(town)
    sealed = Seed.objects.get().sealed
    enter(town.alice, row)
    with later(8):
        seed = Draw.objects.of(town.clay).get().seed
        assert len(seed) == 64
        assert seed != sealed


def test_more_than_is_there_cannot_be_promised(town: Town) -> None:
    with pytest.raises(Exception, match="lottery-incomplete"):
        lottery(town, cups(town, 101))
    with pytest.raises(Exception, match="all-taken"):
        lottery(town, coupons(town, 5, cap_count=4))
    with pytest.raises(Exception, match="coupon-ends-before"):
        lottery(town, coupons(town, 5, days=8))
    assert held(town) == 0


def test_the_draw_is_the_published_function_and_happens_once(town: Town) -> None:
    row = lottery(town, cups(town, 2), coupons(town, 1))
    for person in crowd(9):
        enter(person, row)
    with pytest.raises(actions.NotYet):
        actions.draw_lottery(by=SYSTEM, lottery_id=row.public_id)
    with later(7.5):
        draw = Draw.objects.of(town.clay).get()
        told = verify(queries.proof_of(draw))
        wins = Win.objects.of(town.clay).order_by("pk")
        assert told.drawn
        assert told.entries == 9
        assert [number for number, _title in told.winners] == [win.entry.number for win in wins]
        before = queries.proof_of(draw)
        with pytest.raises(actions.NotYet):
            actions.draw_lottery(by=SYSTEM, lottery_id=row.public_id)
        draw_lots()
        assert queries.proof_of(Draw.objects.of(town.clay).get()) == before
        with pytest.raises(actions.NotOpen):
            enter(town.alice, row)


def test_one_lot_each_and_one_more_for_each_act_that_was_promised(town: Town) -> None:
    row = lottery(town, more=["follow", "order"])
    first = enter(town.alice, row)
    with pytest.raises(actions.AlreadyIn):
        enter(town.alice, row)
    for act in ("follow", "order", "member"):
        with pytest.raises(actions.NotForYou):
            enter(town.alice, row, act=act)
    follow(by=shopper(town.alice), store=town.clay)
    second = enter(town.alice, row, act="follow")
    bought(shopper(town.alice), {town.variant(town.teapot).public_id: 1})
    third = enter(town.alice, row, act="order")
    assert [lot.number for lot in (first, second, third)] == [1, 2, 3]
    assert {lot.holder for lot in (first, second, third)} == {first.public_id}
    other = enter(town.bob, row)
    assert other.holder == other.public_id


@pytest.mark.parametrize("who", ["followers", "members", "buyers"])
def test_only_those_it_is_for_enter(town: Town, who: str) -> None:
    from regulars.loyalty.members import actions as members

    members.publish_programme(by=town.mei_at_work(), store=town.clay, rules=CLUB)
    row = lottery(town, who=who)
    with pytest.raises(actions.NotForYou):
        enter(town.alice, row)
    if who == "followers":
        follow(by=shopper(town.alice), store=town.clay)
    elif who == "members":
        orders.join_programme(by=shopper(town.alice), store=town.clay)
    else:
        bought(shopper(town.alice), {town.variant(town.teapot).public_id: 1})
    assert enter(town.alice, row).number == 1


def test_what_is_not_taken_goes_to_the_next_and_back_in_the_end(town: Town) -> None:
    row = lottery(town, cups(town, 1), take_days=2, rounds=2)
    for person in crowd(4):
        enter(person, row)
    with later(7.1):
        first = Win.objects.of(town.clay).get()
    with later(9.2):
        assert [win.state for win in Win.objects.of(town.clay).order_by("pk")] == ["passed", "open"]
        assert held(town) == 1
        second = Win.objects.of(town.clay).get(state="open")
        assert second.entry.holder != first.entry.holder
        with pytest.raises(NotFound):
            queries.win_of(second.person_id or 0, first.public_id)
    with later(11.4):
        row.refresh_from_db()
        assert queries.state_of(row) == "settled"
        assert held(town) == 0
        assert Prize.objects.of(town.clay).get().given == 0
        told = verify(queries.proof_of(Draw.objects.of(town.clay).get()))
        assert told.winners == ()


def test_a_coupon_that_was_won_is_taken_once_and_is_there_even_if_all_others_are_gone(town: Town) -> None:
    row = lottery(town, coupons(town, 1, cap_count=1))
    enter(town.alice, row)
    with later(7.1):
        win = Win.objects.of(town.clay).get()
        with pytest.raises(NotFound):
            actions.take_prize(by=shopper(town.bob), win_id=win.public_id)
        taken = actions.take_prize(by=shopper(town.alice), win_id=win.public_id)
        assert taken.ref == Claim.objects.get(person=town.alice).public_id
        with pytest.raises(actions.TooLate):
            actions.take_prize(by=shopper(town.alice), win_id=win.public_id)
        assert Budget.objects.get().used_count == 1


def test_points_that_were_won_stand_in_the_books(town: Town) -> None:
    from regulars.loyalty.members import actions as members

    with pytest.raises(actions.LotteryIncomplete):
        lottery(town, points(1, 500))
    members.publish_programme(by=town.mei_at_work(), store=town.clay, rules=CLUB)
    row = lottery(town, points(1, 500))
    enter(town.alice, row)
    with later(7.1):
        win = Win.objects.of(town.clay).get()
        with pytest.raises(JoinFirst):
            actions.take_prize(by=shopper(town.alice), win_id=win.public_id)
        orders.join_programme(by=shopper(town.alice), store=town.clay)
        actions.take_prize(by=shopper(town.alice), win_id=win.public_id)
        card = card_of(town.clay, town.alice.pk)
        assert card is not None
        assert card.points == 500
        assert check_books()["ok"]


def test_scratch_tickets_tell_at_once_and_are_verified_afterwards(town: Town) -> None:
    row = lottery(town, cups(town, 12, one_in=4), coupons(town, 1, one_in=3), way="instant")
    tickets = [enter(person, row) for person in crowd(12)]
    wins = {win.entry.number: win.prize.public_id for win in Win.objects.of(town.clay)}
    with later(7.1):
        draw = Draw.objects.of(town.clay).get()
        found = {hit.number: hit.prize for hit in queries.facts_of(draw).results}
        assert found == wins
        assert verify(queries.proof_of(draw)).entries == len(tickets)
        assert all(prize.given <= prize.count for prize in Prize.objects.of(town.clay))


def test_a_scratch_lottery_ends_when_everything_is_won(town: Town) -> None:
    row = lottery(town, cups(town, 1, one_in=1), way="instant")
    enter(town.alice, row)
    assert Win.objects.of(town.clay).get().person == town.alice
    with pytest.raises(actions.AllWon):
        enter(town.bob, row)
    assert draw_lots() == 1
    row.refresh_from_db()
    assert queries.state_of(row) == "drawn"


def test_a_scratch_prize_not_taken_goes_back_and_is_not_found_twice(town: Town) -> None:
    row = lottery(town, cups(town, 1, one_in=1), way="instant", take_days=1)
    enter(town.alice, row)
    with later(2):
        assert Win.objects.of(town.clay).get().state == "passed"
        assert held(town) == 0
        with pytest.raises((actions.AllWon, actions.NotOpen)):
            enter(town.bob, row)
        assert verify(queries.proof_of(Draw.objects.of(town.clay).get())).winners == ()


def test_the_store_keeps_its_word_and_the_market_may_stop_it_with_a_reason(town: Town) -> None:
    untouched, entered = lottery(town), lottery(town, cups(town, 2))
    assert held(town) == 3
    actions.withdraw(by=town.mei_at_work(), store=town.clay, lottery_id=untouched.public_id)
    enter(town.alice, entered)
    with pytest.raises(actions.CannotStop):
        actions.withdraw(by=town.mei_at_work(), store=town.clay, lottery_id=entered.public_id)
    with pytest.raises(actions.LotteryIncomplete):
        actions.stop(by=operator(town.olga), lottery_id=entered.public_id, reason=" ")
    with pytest.raises(NotAllowed):
        actions.stop(by=operator(town.oscar), lottery_id=entered.public_id, reason="No")
    row = actions.stop(
        by=operator(town.olga), lottery_id=entered.public_id, reason="The prize is not allowed."
    )
    assert held(town) == 0
    assert queries.state_of(row) == "stopped"
    with pytest.raises(actions.NotOpen):
        enter(town.bob, row)
    with later(8):
        assert not Win.objects.of(town.clay).exists()
        assert Draw.objects.of(town.clay).filter(seed="").count() == 2


def test_other_stores_and_other_roles_have_no_part_in_it(town: Town) -> None:
    row = lottery(town, publish=False)
    for by, error in (
        (town.ravi_at_work(), NotFound),
        (staff(town.lin, town.clay), NotAllowed),
        (shopper(town.alice), NotFound),
    ):
        with pytest.raises(error):
            actions.publish(by=by, store=town.clay, lottery_id=row.public_id)
    with pytest.raises(NotFound):
        queries.lottery_for_shoppers(row.public_id)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("title", {"title": " "}),
        ("closes_at", {"closes_at": clock.now() - timedelta(days=1)}),
        ("draw_at", {"draw_at": clock.now()}),
        ("who", {"who": "friends"}),
        ("way", {"way": "dice"}),
        ("take_days", {"take_days": 0}),
        ("rounds", {"rounds": 9}),
    ],
)
def test_what_cannot_be_is_told_at_its_field(town: Town, field: str, change: dict[str, object]) -> None:
    with pytest.raises(actions.LotteryIncomplete) as told:
        lottery(town, **change)
    assert told.value.param == field


def test_the_table_itself_refuses_more_prizes_than_there_are(town: Town) -> None:
    lottery(town, cups(town, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Prize.objects.of(town.clay).update(given=2)


def test_a_coupon_that_can_still_be_won_is_neither_stopped_nor_shortened(town: Town) -> None:
    coupon, by = coupons(town, 1), town.mei_at_work()
    row = lottery(town, coupon, take_days=3, rounds=1)
    for refused in (
        lambda: offers.stop_offer(by=by, store=town.clay, offer=coupon.ref),
        lambda: offers.change_offer(
            by=by, store=town.clay, offer=coupon.ref, ends_at=row.draw_at + timedelta(days=3)
        ),
    ):
        with pytest.raises(offers.StillPromised) as told:
            refused()
        assert "Autumn lottery" in str(told.value.sentence)
    enter(town.alice, row)
    with later(7.1):
        win = Win.objects.of(town.clay).get()
        actions.take_prize(by=shopper(town.alice), win_id=win.public_id)
    with later(7.2):  # nothing is to be taken any more: the lottery is over
        offers.stop_offer(by=by, store=town.clay, offer=coupon.ref)
    with pytest.raises(offers.NotClaimable, match="not-claimable") as told:
        lottery(town, coupon)
    assert "20 off" in str(told.value.sentence)


def test_goods_are_named_with_their_variant_and_tiers_with_their_name(town: Town) -> None:
    cup = town.variant(town.cup)
    cup.options, cup.options_zh = {"Colour": "Celadon", "Size": "80 ml"}, {"颜色": "青瓷", "容量": "80 毫升"}
    cup.save()
    publish_programme(by=town.mei_at_work(), store=town.clay, rules=CLUB)
    name = CLUB.tiers[1].name
    row = lottery(town, cups(town, 1), who="members", tier=2)
    assert row.draw is not None
    (prize,) = row.draw.terms["prizes"]
    assert prize["title"] == "Tasting cup · Celadon · 80 ml"
    assert prize["title_zh"].endswith(" · 青瓷 · 80 毫升")
    assert f"“{name}”" in queries.lottery_words(row)[0]
    with pytest.raises(actions.LotteryIncomplete) as told:
        lottery(town, who="members", tier=len(CLUB.tiers) + 1)
    assert told.value.param == "tier"


def test_words_of_what_is_not_taken_follow_the_rule(town: Town) -> None:
    """Scratch prizes go back to the store, drawn ones to the next until the last round."""
    enter(town.alice, lottery(town, cups(town, 1, one_in=1), way="instant", rounds=3))
    assert "else it goes back to the store" in queries.wait_words(Win.objects.of(town.clay).get(), "Sunday")
    row = lottery(town, rounds=2)
    enter(town.alice, row)
    enter(town.bob, row)
    drawn = Win.objects.of(town.clay).filter(prize__lottery=row)
    with later(7.1):
        assert "else it goes to the next in the drawn order" in queries.wait_words(
            drawn.get(state="open"), "Sunday"
        )
    with later(14.2):
        assert "else it goes back to the store" in queries.wait_words(drawn.get(state="open"), "Sunday")
