"""What a beacon calls its source, and the twelve channels that stand in figures."""

from __future__ import annotations

CHANNELS = (
    "search",
    "feed",
    "market",
    "link",
    "live",
    "creator",
    "ad",
    "outreach",
    "alliance",
    "offline",
    "other",
    "direct",
)
OTHER, DIRECT = "other", "direct"
MEANT = {
    "home-news": "feed",
    "my-stores": "feed",
    "my-stores-news": "feed",
    "search-popular": "search",
    "home": "market",
    "home-day": "market",
    "home-popular": "market",
    "home-stores": "market",
    "home-new": "market",
    "stores": "market",
    "category": "market",
    "festival": "market",
    "campaign": "market",
    "share": "link",
    "friend": "link",
    "referral": "link",
    "video": "creator",
    "message": "outreach",
    "letter": "outreach",
    "email": "outreach",
    "sms": "outreach",
    "qr": "offline",
    "walk-in": "offline",
    "place": "offline",
    "partner": "alliance",
}
WITHIN = frozenset({"", "store", "product-more", "product-store"})


def channel_of(source: str | None) -> str | None:
    """The channel of a source such as "search", "qr" or "live:summer"; what stands after a colon is a detail.

    None when the source tells nothing: it is empty, or the visitor only walked on inside the store.
    """
    head = (source or "").partition(":")[0].strip().lower()
    if head in WITHIN:
        return None
    return head if head in CHANNELS else MEANT.get(head, OTHER)
