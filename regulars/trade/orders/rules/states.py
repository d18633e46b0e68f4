"""The states of orders and returns, and which of them let what happen."""

from __future__ import annotations

BEFORE_SHIPPING = ("paid", "processing")
AFTER_SHIPPING = ("shipped", "delivered", "confirmed")
ENDED = ("confirmed", "cancelled", "expired", "refunded")
RETURN_KINDS = ("refund_only", "return_and_refund", "cancel")
OPEN_RETURNS = ("asked", "accepted", "disputed")
REASONS = (
    "changed-mind",
    "late",
    "damaged",
    "not-as-described",
    "wrong-item",
    "missing-part",
    "agreed",
    "other",
)
