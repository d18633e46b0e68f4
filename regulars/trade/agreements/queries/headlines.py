"""What letters say of every step that somebody is told of: a subject and the first sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = str | Promise
CREDIT_TO_YOU = lazy("The delivery is late. %(amount)s is credited to you; nothing has to be asked for.")
HAPPENED: dict[str, tuple[Words, Words]] = {
    "asked": (
        lazy("A wish to make to order: “%(title)s”"),
        lazy("Somebody asks for a quote. Answer with a price and days."),
    ),
    "proposed": (
        lazy("“%(title)s”: version %(n)s waits for your signature"),
        lazy(
            "The price is %(amount)s. Read the days and what happens when something is late, then sign it or propose "
            "otherwise."
        ),
    ),
    "signed": (lazy("“%(title)s” is agreed"), lazy("Both sides have signed version %(n)s.")),
    "proof-refused": (
        lazy("The proof of “%(title)s” is refused"),
        lazy(
            "The shopper holds it against the signed text. The days it lay there do not count as your lateness."
        ),
    ),
    "approved-silently": (
        lazy("The proof of “%(title)s” counts as approved"),
        lazy("Nobody answered in the agreed days."),
    ),
    "credit": (
        lazy("Late-delivery credit for “%(title)s”: %(amount)s"),
        lazy("The delivery is late. By the signed text %(amount)s is credited to the shopper."),
    ),
    "sent-again": (lazy("“%(title)s” is sent again"), lazy("%(store)s made it better and sent it again.")),
    "accepted": (
        lazy("“%(title)s” is accepted"),
        lazy("It is as agreed. The agreement has come to its good end."),
    ),
    "rejected": (
        lazy("“%(title)s” is not as agreed"),
        lazy("The shopper says what is wrong. Send it again, better, or ask the market."),
    ),
    "disputed": (
        lazy("“%(title)s” is before the market"),
        lazy(
            "The market was asked to decide. It reads everything both sides wrote; no day counts meanwhile."
        ),
    ),
    "decided": (
        lazy("The market decided about “%(title)s”"),
        lazy("%(amount)s goes back to the shopper."),
    ),
    "proof-stands": (
        lazy("The market decided about “%(title)s”"),
        lazy("The proof is as agreed and counts as approved."),
    ),
    "proof-again": (
        lazy("The market decided about “%(title)s”"),
        lazy("The proof is not as agreed. The store makes another."),
    ),
    "cancelled": (
        lazy("“%(title)s” is cancelled"),
        lazy("By the signed text %(amount)s goes back to the shopper."),
    ),
    "declined": (lazy("“%(title)s” cannot be made"), lazy("%(store)s declined and says why.")),
    "withdrawn": (lazy("The wish “%(title)s” is withdrawn"), lazy("The shopper no longer wants it.")),
}
