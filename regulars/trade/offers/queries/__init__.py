"""Questions about offers: what applies to a basket, what shoppers may take, what a store runs."""

from regulars.trade.offers.models import Budget, Claim, Offer
from regulars.trade.offers.queries.applying import Applicable, CodeReport, terms_for
from regulars.trade.offers.queries.customer import coupons_taken, offers_used
from regulars.trade.offers.queries.cutting import cut_minor
from regulars.trade.offers.queries.definition import Label, Pot, Step, budget_of, describe, terms_of
from regulars.trade.offers.queries.holders import all_codes, count_codes, newest_codes, people_meant
from regulars.trade.offers.queries.holding import (
    HeldClaim,
    claimable,
    coupons_of,
    in_hand,
    offers_of_store_for_shoppers,
)
from regulars.trade.offers.queries.joined import joined_counts, joinings_of
from regulars.trade.offers.queries.planning import planned_of
from regulars.trade.offers.queries.running import (
    OfferFigures,
    any_published,
    counted,
    figures_of,
    joinable,
    offer_of,
    offers_of,
    running,
    state_of,
    takes_part,
    titles_at,
)
from regulars.trade.offers.queries.showing import offer_for_shoppers, stores_in

__all__ = [
    "Applicable",
    "Budget",
    "Claim",
    "CodeReport",
    "HeldClaim",
    "Label",
    "Offer",
    "OfferFigures",
    "Pot",
    "Step",
    "all_codes",
    "any_published",
    "budget_of",
    "claimable",
    "count_codes",
    "counted",
    "coupons_of",
    "coupons_taken",
    "cut_minor",
    "describe",
    "figures_of",
    "in_hand",
    "joinable",
    "joined_counts",
    "joinings_of",
    "newest_codes",
    "offer_for_shoppers",
    "offer_of",
    "offers_of",
    "offers_of_store_for_shoppers",
    "offers_used",
    "people_meant",
    "planned_of",
    "running",
    "state_of",
    "stores_in",
    "takes_part",
    "terms_for",
    "terms_of",
    "titles_at",
]
