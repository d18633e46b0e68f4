"""Where relations come from, what consents are for, and how a stranger's contact is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ORIGINS = ("order", "follow", "visit", "search", "share", "offer", "import")
PURPOSES = ("offers", "news", "service")
CHANNELS = ("inbox", "email", "sms", "push")
LAPSED_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One imported relation. Amounts in minor units."""

    store_id: int
    person_id: int
    first_touch_at: datetime
    last_touch_at: datetime
    origin: str = "import"
    origin_ref: str = ""
    followed_at: datetime | None = None
    first_order_at: datetime | None = None
    last_order_at: datetime | None = None
    orders_count: int = 0
    paid_minor: int = 0
    refunded_minor: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One yes that an import brings: to a store, of a person, for a purpose over a channel, in which words and where."""

    store_id: int
    person_id: int
    purpose: str
    channel: str
    at: datetime
    wording: str
    place: str


def stage(orders: int, last_order_at: datetime | None, followed: bool, now: datetime) -> str:
    """Where the relation stands: "lapsed", "repeat", "buyer", "follower" or "visitor".

    Lapsed: bought before, but not within LAPSED_AFTER.
    """
    if orders and last_order_at is not None and now - last_order_at > LAPSED_AFTER:
        return "lapsed"
    if orders:
        return "repeat" if orders > 1 else "buyer"
    return "follower" if followed else "visitor"


def mask_email(email: str | None) -> str:
    """An e-mail that its owner recognises and nobody can write to: "a***e@e***.com"."""
    name, at, host = (email or "").partition("@")
    if not at:
        return ""
    domain, dot, end = host.rpartition(".")
    return f"{_ends(name)}@{(domain or host)[:1]}***{dot}{end if domain else ''}"


def mask_phone(phone: str) -> str:
    """The last four digits of a phone number: "**** 5678"."""
    digits = "".join(char for char in phone if char.isdigit())
    return f"**** {digits[-4:]}" if len(digits) >= 8 else ""


def _ends(name: str) -> str:
    return f"{name[:1]}***{name[-1:]}" if len(name) > 2 else f"{name[:1]}***"
