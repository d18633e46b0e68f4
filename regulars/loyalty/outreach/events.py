"""Facts about messages of stores to their people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Fact):
    """A store's message went to a person over a channel."""

    name: ClassVar[str] = "loyalty.message-sent.v1"
    campaign: str
    contact: str
    channel: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRead(Fact):
    """A person opened a message in the inbox."""

    name: ClassVar[str] = "loyalty.message-read.v1"
    campaign: str
    contact: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFinished(Fact):
    """Everybody in a campaign's group was written to or passed over; `sent` and `held_out` count people."""

    name: ClassVar[str] = "loyalty.campaign-finished.v1"
    campaign: str
    sent: int
    held_out: int
