"""The ledger's view of imported histories: what was really paid, whose it is, and what waits.

An order's share is in the books exactly while the order has `paid_at`; the rest of what was paid for its
group lies under the group's ref as unmatched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_id
from regulars.trade.orders.actions.paying import share_of
from regulars.trade.orders.models import Order, OrderGroup
from regulars.trade.settlement.actions import OrderShare, record_completion, record_entries
from regulars.trade.settlement.actions.recorded_gaps import Gap, record_gaps
from regulars.trade.settlement.queries import ref_parts
from regulars.trade.settlement.rules import (
    EntryDraft,
    Settled,
    capture_entry,
    completion_of,
    provider_settled_entry,
)


@dataclass(slots=True)
class Bookings:
    """Entries of one batch, money that came in, and refs to be explained. `carry_out` puts it all in."""

    provider: str
    entries: list[EntryDraft] = field(default_factory=list)
    settled: list[tuple[Settled, str, datetime]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)
    completed: list[Order] = field(default_factory=list)

    def first(self, group: OrderGroup, orders: Sequence[Order], received: int, reason: str) -> None:
        """A group that is new: what came in, and its orders' shares."""
        shares = [share_of(order) for order in orders if order.paid_at is not None]
        at = group.paid_at or group.placed_at
        if shares or received:
            self.entries.append(
                capture_entry(group.public_id, self.provider, group.currency, at, shares, received)
            )
            self._came_in(group, received, at)
        for order in orders:
            if order.confirmed_at is not None and order.paid_at is not None:
                self.entries.append(completion_of(share_of(order), order.currency, order.confirmed_at))
        gap = received - sum(share.paid_minor for share in shares)
        self.gaps.append(Gap(group.public_id, gap, group.currency, reason))

    def received(self, group: OrderGroup, number: int, amount: int) -> None:
        """More was paid for a known group; `number` is the first new payment's."""
        at = group.paid_at or group.placed_at
        draft = capture_entry(group.public_id, self.provider, group.currency, at, [], amount)
        self.entries.append(draft._replace(key=f"capture:{group.public_id}/{number}"))
        self._came_in(group, amount, at)

    def _came_in(self, group: OrderGroup, amount: int, at: datetime) -> None:
        if amount:
            self.settled.append((Settled(group.public_id, amount), group.currency, at))

    def allot(self, order: Order, share: OrderShare, at: datetime, lines: int) -> None:
        """`share` of what was paid for the group is the order's, which has `lines` lines now."""
        group = order.group.public_id
        draft = capture_entry(group, self.provider, order.currency, at, [share], 0)
        self.entries.append(draft._replace(key=f"allotted:{order.public_id}:{lines}"))

    def complete_all(self, order: Order) -> None:
        """A known order is complete now."""
        self.entries.append(completion_of(share_of(order), order.currency, order.confirmed_at))

    def complete_more(self, order: Order, share: OrderShare, lines: int) -> None:
        """An order that was complete already got `share` on top."""
        draft = completion_of(share, order.currency, order.confirmed_at)
        self.entries.append(draft._replace(key=f"completion:{order.public_id}:{lines}"))

    def take_back(self, order: Order, at: datetime) -> None:
        """A cancelled order's share waits with its group again, also when it was the store's already."""
        share = share_of(order)
        drafts = [capture_entry(order.group.public_id, self.provider, order.currency, at, [share], 0)]
        if order.confirmed_at is not None:
            drafts.append(completion_of(share, order.currency, at))
        lines = [line._replace(amount_minor=-line.amount_minor) for draft in drafts for line in draft.lines]
        self.entries.append(
            EntryDraft(f"reversal:{order.public_id}", "reversal", order.group.public_id, at, lines)
        )

    def explain(self, group: OrderGroup, reason: str) -> None:
        """The group's money moved: say anew why something is left, if anything is."""
        self.reasons[group.public_id] = (group.currency, reason)

    def carry_out(self, by: Actor) -> None:
        """Put everything into the books."""
        record_entries(by=by, entries=[*self.entries, *self._transfers()])
        for order in self.completed:
            record_completion(
                by=by,
                order_ref=order.public_id,
                store_id=order.store_id,
                currency=order.currency,
                at=order.confirmed_at,
            )
        for ref, (currency, reason) in self.reasons.items():
            left = -sum(ref_parts("unmatched", currency, ref).values())
            self.gaps.append(Gap(ref, left, currency, reason))
        record_gaps(by=by, gaps=self.gaps)

    def _transfers(self) -> list[EntryDraft]:
        """What providers elsewhere took in counts as transferred: one entry per currency and batch."""
        drafts = []
        for currency in sorted({currency for _item, currency, _at in self.settled}):
            mine = [(item, at) for item, each, at in self.settled if each == currency]
            items = [item for item, _at in mine]
            total = sum(item.amount_minor for item in items)
            at = max(at for _item, at in mine)
            drafts.append(provider_settled_entry(new_id("trf"), self.provider, currency, at, total, 0, items))
        return drafts
