"""Changes to stores, to who works in them, and to the market."""

from regulars.people.merchants.actions.inviting import (
    BadEmail,
    OtherAddress,
    TooManyInvitations,
    accept_invitation,
    decline_invitation,
    invitation_for,
    invite,
    take_back_invitation,
    token_of,
)
from regulars.people.merchants.actions.market import restore, set_market, suspend
from regulars.people.merchants.actions.staff import (
    AlreadyStaff,
    LastOwner,
    UnknownRole,
    change_role,
    employ,
    remove_staff,
)
from regulars.people.merchants.actions.stores import (
    NameNotTyped,
    StoreNameMissing,
    change_store,
    close_store,
    open_store,
    record_stores,
    reopen_store,
    take_export,
)

__all__ = [
    "AlreadyStaff",
    "BadEmail",
    "LastOwner",
    "NameNotTyped",
    "OtherAddress",
    "StoreNameMissing",
    "TooManyInvitations",
    "UnknownRole",
    "accept_invitation",
    "change_role",
    "change_store",
    "close_store",
    "decline_invitation",
    "employ",
    "invitation_for",
    "invite",
    "open_store",
    "record_stores",
    "remove_staff",
    "reopen_store",
    "restore",
    "set_market",
    "suspend",
    "take_back_invitation",
    "take_export",
    "token_of",
]
