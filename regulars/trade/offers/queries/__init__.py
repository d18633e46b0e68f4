"""Questions about offers: what applies to a basket, what shoppers may take, what a store runs."""

from regulars.trade.offers.queries.applying import Applicable, CodeReport, terms_for
from regulars.trade.offers.queries.definition import describe, terms_of
from regulars.trade.offers.queries.holding import (
    HeldClaim,
    claimable,
    coupons_of,
    offers_of_store_for_shoppers,
)
from regulars.trade.offers.queries.joined import joined_counts, joinings_of
from regulars.trade.offers.queries.running import OfferFigures, joinable, offer_of, offers_of, running

__all__ = [
    "Applicable",
    "CodeReport",
    "HeldClaim",
    "OfferFigures",
    "claimable",
    "coupons_of",
    "describe",
    "joinable",
    "joined_counts",
    "joinings_of",
    "offer_of",
    "offers_of",
    "offers_of_store_for_shoppers",
    "running",
    "terms_for",
    "terms_of",
]
