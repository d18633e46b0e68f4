"""The words of an offer come from its definition alone: what changes a price changes them, what is private stays out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ground.kit.actors import SYSTEM
from regulars.trade.offers.queries.speaking import SAID, rules_in_words, spoken, terms_in_words
from regulars.trade.offers.rules import KINDS, OfferTerms, price
from regulars.trade.offers.rules.saying import Definition, definition_from, sentences
from tests.town import Town
from tests.trade.offers.rules_baskets import KIND_LIST, NOW, carts, one_offer
from tests.trade.orders.shopping import off, offer

COUPON = Definition(
    kind="store-coupon", currency="CNY", terms={"tiers": [{"threshold_minor": 20000, "off_minor": 2000}]},
    starts_at=NOW, ends_at=NOW + timedelta(days=7), claimable=True, per_person=1,
)  # fmt: skip


@st.composite
def twins(draw: st.DrawFn) -> tuple[OfferTerms, OfferTerms]:
    """An offer, and one in which some fields are another's."""
    kind = draw(st.sampled_from(KIND_LIST))
    one, other = draw(one_offer("o", kind, 20_000)), draw(one_offer("o", kind, 20_000))
    alike = {"store_id": one.store_id, "store_ids": one.store_ids, "budget_left_minor": one.budget_left_minor}
    benefit = {"tiers", "fixed_minor", "repeats", "most_repeats"}
    for name in draw(
        st.lists(st.sampled_from(["cap_minor", "scope", "only_new", "not_with", "benefit", "store_bp"]))
    ):
        parts = benefit if name == "benefit" else {name}
        alike |= {part: getattr(one, part) for part in parts}
    return one, replace(other, **alike)


@settings(max_examples=60, deadline=None)
@given(twins(), carts(most=3))
def test_what_changes_a_price_changes_the_words(pair: tuple[OfferTerms, OfferTerms], cart: Any) -> None:
    one, other = pair
    basket, rest = cart
    rest = tuple(each for each in rest if each.offer_id != "o")
    held = dict(basket.person.held) | {"c": "o"}
    basket = replace(basket, person=replace(basket.person, held=held))
    totals = [price(basket, (*rest, each), NOW).total_minor for each in (one, other)]
    if totals[0] != totals[1]:
        assert sentences(definition_from(one)) != sentences(definition_from(other))


@pytest.mark.parametrize(
    "change",
    [
        {"terms": {"tiers": [{"threshold_minor": 20001, "off_minor": 2000}]}},
        {"terms": {"tiers": [{"threshold_minor": 20000, "off_minor": 2001}]}},
        {"terms": {"tiers": [{"threshold_minor": 20000, "percent_bp": 2000}]}},
        {"terms": {"pot": {"min_minor": 1, "max_minor": 9}}}, {"more": {"repeats": True}}, {"more": {"cap_minor": 0}},
        {"more": {"only_new": True}}, {"more": {"from_tier": 1}}, {"more": {"from_tier": 2}},
        {"more": {"needs_code": True}}, {"more": {"claim_days": 3}}, {"more": {"weekdays": [1]}},
        {"more": {"weekdays": [1, 2]}}, {"more": {"dates": ["2026-12-12"]}}, {"more": {"not_with": ["cross"]}},
        {"more": {"birthday": {"before": 1, "after": 2}}}, {"more": {"birthday": {"before": 2, "after": 2}}},
        {"more": {"scope": {"by": "product", "ids": ["a"]}}}, {"more": {"scope": {"by": "brand", "ids": ["a"]}}},
        {"more": {"scope": {"without_products": ["a"]}}}, {"more": {"scope": {"without_categories": ["a"]}}},
        {"more": {"store_bp": 5000}}, {"kind": "spend-and-save"}, {"claimable": False}, {"exclusive": True},
        {"per_person": 2}, {"per_person": None}, {"cap_count": 5}, {"starts_at": NOW - timedelta(days=1)},
        {"ends_at": NOW + timedelta(days=8)}, {"currency": "EUR"}, {"of_market": True},
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_every_field_is_in_the_words_of_both_languages(change: dict[str, Any], town: Town) -> None:
    given_ = dict(change)
    terms = {**COUPON.terms, **given_.pop("more", {})}
    changed = replace(COUPON, **({"terms": terms} | given_))
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert spoken(COUPON) != spoken(changed)
            assert len(spoken(changed)) > 3


@pytest.mark.django_db
def test_what_only_the_owner_may_know_is_not_in_a_shoppers_words(town: Town) -> None:
    shared = replace(COUPON, terms={**COUPON.terms, "store_bp": 4000})
    private = replace(shared, cap_minor=50_000, terms={**COUPON.terms, "store_bp": 6000, "holdout": 10})
    assert spoken(shared) == spoken(private)
    owner = " ".join(spoken(private, "owner"))
    assert "500.00" in owner
    assert "60%" in owner
    assert "10% of its people go without it" in owner


@pytest.mark.django_db
def test_names_are_said_not_ids(town: Town) -> None:
    scope = {"by": "product", "ids": [town.cup.public_id, town.teapot.public_id]}
    made = offer(
        town.mei_at_work(),
        town.clay,
        "product-coupon",
        off(500) | {"scope": scope},
        title="Tea",
        claimable=True,
    )
    words = " ".join(rules_in_words([made])[made.pk])
    assert "Only for: Plum Branch teapot, Tasting cup." in words
    assert "pro_" not in words
    gone = definition_from(OfferTerms("o", "item-price", "t", "CNY", fixed_minor=1))
    assert spoken(gone)[0] == "Each now costs CN¥0.01."


@pytest.mark.django_db
def test_a_receipt_still_says_the_rules_it_was_priced_by(town: Town) -> None:
    terms = OfferTerms("off_1", "item-price", "Cut", "CNY", store_id="sto_1", fixed_minor=19900)
    assert terms_in_words([terms])["off_1"][0] == "Each now costs CN¥199.00."


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_every_step_has_words(kind: str, town: Town) -> None:
    tier: dict[str, Any] = {"threshold_minor": 0 if kind == "item-price" else 900}
    every: dict[str, Any] = {"repeats": True} if kind not in ("item-price",) else {}
    for benefit in ({"percent_bp": 1000}, {"percent_bp": 10_000}, {"off_minor": 100}):
        more = every if "off_minor" in benefit else {}
        words = spoken(replace(COUPON, kind=kind, terms={"tiers": [tier | benefit], **more}))
        assert words[0].endswith((".", "。"))
    for key in ("store", "coupon", "category", "cross", "points", "cash", "payment", "freight"):
        assert SAID[f"not-with.{key}"]()


@pytest.mark.django_db
def test_a_joined_offer_names_its_stores(town: Town) -> None:
    from regulars.trade.offers import actions as offers

    shared = offer(
        SYSTEM, None, "cross-store", off(5000, 40000) | {"repeats": True, "store_bp": 5000}, title="12.12"
    )
    offers.join_offer(by=town.mei_at_work(), store=town.clay, offer=shared.public_id)
    words = rules_in_words([shared])[shared.pk]
    assert words[0] == "CN¥50.00 off for every full CN¥400.00."
    assert "Goods of these stores count together: Purple Clay House." in words
    assert "Store and market pay for it together." in words
