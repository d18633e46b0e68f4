"""Where ways to reach people are added: e-mail comes from the house, SMS and push from plug-ins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from regulars.ground.plugins.hooks import Hook

INBOX = "inbox"


class Unavailable(Exception):
    """The channel is out of order and took nothing; the message waits and is tried again. The text says why."""


class NotDelivered(Exception):
    """The channel could not take the message for this person; the text says why, for the store's log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message, ready for one person. Plain text in the person's language; nothing is escaped yet.

    `contact` is the public id under which the message is on record (send it along as the provider's idempotency
    key). `unsubscribe` is a signed token for this store and channel: see `docs/outreach.md`.
    """

    contact: str
    address: str
    store: str
    store_slug: str
    subject: str
    text: str
    language: str
    unsubscribe: str
    test: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach people.

    `name` is one of the channels a person can allow (`customers.rules.CHANNELS`). `address(person)` gives where the
    person is reached, or "" when nowhere. `send(outgoing)` hands the message over and returns the provider's
    reference (or ""); it runs outside any transaction, at most once for a person and campaign, and raises
    NotDelivered when the message was not taken, Unavailable when the channel itself is out of order.
    """

    name: str
    address: Callable[[Any], str]
    send: Callable[[Outgoing], str]


channels: Hook[[], Channel] = Hook("loyalty.channels", "Over what else can people be reached?")


def found() -> dict[str, Channel]:
    """Every channel that is installed, beside the inbox, by name."""
    return {one.name: one for one in channels.ask()}
