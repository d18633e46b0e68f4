"""Who may review, how stars are averaged, and what stays when a writer is forgotten."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from regulars.community.reviews import actions, queries
from regulars.community.reviews.models import Review
from regulars.community.reviews.rules import Rating, shown_name
from regulars.goods.media.actions import store_picture
from regulars.goods.media.models import Picture
from regulars.ground.kit.privacy import forget
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.accounts.queries import about
from tests.town import Town, operator, staff
from tests.trade.orders.shopping import bought, completed, shopper


def got(town: Town) -> None:
    """Alice bought a cup and has it."""
    group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    completed(shopper(town.alice), town.mei_at_work(), town.clay, group)


def photo(town: Town) -> str:
    """A photo of Alice's."""
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "red").save(out, "PNG")
    owner = queries.owner_of(town.alice.public_id)
    return store_picture(by=shopper(town.alice), owner=owner, upload=out.getvalue()).public_id


def write(town: Town, **more: object) -> Review:
    """Alice reviews the cup."""
    asked = {"stars": 5, "text": "Lovely"} | more
    return actions.write_review(by=shopper(town.alice), product_id=town.cup.public_id, **asked)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 5), max_size=60))
def test_the_mean_is_the_exact_mean_rounded_to_a_tenth(stars: list[int]) -> None:
    rating = Rating({each: stars.count(each) for each in range(1, 6)})
    assert rating.count == len(stars)
    if stars:
        assert abs(rating.tenths * len(stars) - 10 * sum(stars)) * 2 <= len(stars)
        assert 10 <= rating.tenths <= 50
    else:
        assert rating.tenths == 0


def test_only_those_who_have_the_goods_review_them_and_once(town: Town) -> None:
    with pytest.raises(actions.NotBought):
        write(town)
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    with pytest.raises(actions.NotBought):
        write(town)
    got(town)
    for wrong, field in (({"stars": 0}, "stars"), ({"stars": 6}, "stars"), ({"text": " "}, "text")):
        with pytest.raises(actions.ReviewIncomplete) as told:
            write(town, **wrong)
        assert told.value.param == field
    write(town)
    with pytest.raises(actions.AlreadyReviewed):
        write(town)
    assert queries.rating_of(town.cup).mean == "5.0"


def test_photos_of_others_are_not_taken(town: Town) -> None:
    got(town)
    mine = photo(town)
    Picture.objects.filter(public_id=mine).update(owner_id="somebody")
    assert write(town, pictures=[mine]).pictures == []


def test_only_the_store_answers_and_only_the_market_hides(town: Town) -> None:
    got(town)
    row = write(town)
    answered = actions.answer_review(
        by=staff(town.lin, town.clay), store=town.clay, review_id=row.public_id, text="Thanks"
    )
    assert answered.answer == "Thanks"
    with pytest.raises(NotFound):
        actions.answer_review(by=town.ravi_at_work(), store=town.clay, review_id=row.public_id, text="x")
    for by in (town.mei_at_work(), operator(town.oscar)):
        with pytest.raises((NotAllowed, NotFound)):
            actions.hide_review(by=by, review_id=row.public_id, reason="I do not like it")
    actions.hide_review(by=operator(town.olga), review_id=row.public_id, reason="Insults")
    assert queries.rating_of(town.cup).count == 0
    assert queries.all_reviews(hidden=True).get().hidden_why == "Insults"


def test_a_forgotten_writer_leaves_words_without_name_or_photos(town: Town) -> None:
    got(town)
    row = write(town, pictures=[photo(town)])
    forget(about(town.alice.pk))
    row.refresh_from_db()
    assert (row.person_id, row.ref, row.pictures, row.text) == (None, "", [], "Lovely")
    assert not Picture.objects.filter(owner_kind=queries.OWNER).exists()
    assert queries.rating_of(town.cup).count == 1


def test_names_are_shown_by_their_first_letter() -> None:
    assert shown_name("alice") == "A***"
    assert shown_name(" 孙诗涵") == "孙***"
    assert shown_name(" ") == ""
