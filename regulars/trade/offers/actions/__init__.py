"""Changes to offers: making, publishing, joining, claiming, using and giving back."""

from regulars.trade.offers.actions.birthdays import give_birthday_coupons
from regulars.trade.offers.actions.claiming import (
    AllTaken,
    AlreadyClaimed,
    ForMembers,
    NotClaimable,
    NotOpen,
    claim,
    give_claims,
    open_red_envelope,
)
from regulars.trade.offers.actions.coding import CodeTaken, make_codes, meant_for, name_code
from regulars.trade.offers.actions.joining import join_offer, leave_offer
from regulars.trade.offers.actions.keeping import StillPromised
from regulars.trade.offers.actions.making import (
    MOST_BIRTHDAY_DAYS,
    OfferNotPossible,
    OfferPublishedAlready,
    change_offer,
    create_offer,
    publish_offer,
    stop_offer,
)
from regulars.trade.offers.actions.prizes import EndsBefore, free_aside, hand_over, set_aside
from regulars.trade.offers.actions.recording import record_uses
from regulars.trade.offers.actions.together import FOR_EVERYBODY, hand_out, make_offer
from regulars.trade.offers.actions.using import OfferGone, OfferLimitReached, give_back, use_offers

__all__ = [
    "FOR_EVERYBODY",
    "MOST_BIRTHDAY_DAYS",
    "AllTaken",
    "AlreadyClaimed",
    "CodeTaken",
    "EndsBefore",
    "ForMembers",
    "NotClaimable",
    "NotOpen",
    "OfferGone",
    "OfferLimitReached",
    "OfferNotPossible",
    "OfferPublishedAlready",
    "StillPromised",
    "change_offer",
    "claim",
    "create_offer",
    "free_aside",
    "give_back",
    "give_birthday_coupons",
    "give_claims",
    "hand_out",
    "hand_over",
    "join_offer",
    "leave_offer",
    "make_codes",
    "make_offer",
    "meant_for",
    "name_code",
    "open_red_envelope",
    "publish_offer",
    "record_uses",
    "set_aside",
    "stop_offer",
    "use_offers",
]
