"""Money that does not match: kept apart, shown, and settled by somebody with a name."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.trade.settlement.actions.posting import posted, write
from regulars.trade.settlement.actions.turns import take_turn
from regulars.trade.settlement.events import DiscrepancyFound
from regulars.trade.settlement.models import Discrepancy, Entry
from regulars.trade.settlement.queries.balances import ref_parts
from regulars.trade.settlement.rules import AccountKey, LineDraft, unmatched_entry, unmatched_moved_entry


class WhereTo(BadInput):
    """The money needs a place."""

    code = "where-to"
    sentence = _("Say where the money goes: to the payer (and which provider), to a store, or to the market.")


class NothingToMove(Refusal):
    """There is no unmatched money under this ref."""

    status = 409
    code = "nothing-to-move"
    sentence = _("This money was moved already. Reload the list.")


def found(ref: str, kind: str, amount_minor: int, currency: str, reason: str) -> Discrepancy:
    """Note a discrepancy inside the running transaction, once per ref and kind."""
    row, fresh = Discrepancy.objects.get_or_create(
        ref=ref,
        kind=kind,
        defaults={"amount_minor": amount_minor, "currency": currency, "reason": reason[:200]},
    )
    if fresh:
        announce(
            DiscrepancyFound(
                discrepancy=row.public_id,
                amount_minor=amount_minor,
                currency=currency,
                reason=row.reason,
                ref=ref,
            )
        )
    return row


@action("settlement.open_discrepancy")
def open_discrepancy(
    *, by: Actor, ref: str, kind: str, amount_minor: int, currency: str, reason: str
) -> Discrepancy:
    """Note that money does not match, without moving any. Once per ref and kind."""
    return found(ref, kind, amount_minor, currency, reason)


@action("settlement.record_unmatched")
def record_unmatched(
    *, by: Actor, ref: str, provider: str, currency: str, amount_minor: int, reason: str, at: datetime
) -> Discrepancy:
    """Money arrived that belongs to no order (paid twice, too late, a wrong amount). Once per `ref`.

    `ref` is the payment's public id.
    """
    write(unmatched_entry(ref, provider, currency, amount_minor, at))
    return found(ref, "unmatched", amount_minor, currency, reason)


@action("settlement.return_unmatched")
def return_unmatched(
    *, by: Actor, ref: str, refund_ref: str, provider: str, currency: str, amount_minor: int, at: datetime
) -> Entry:
    """Unmatched money of `ref` goes back to its payer as the refund `refund_ref`. Once per `refund_ref`.

    The discrepancy counts as resolved when nothing is left of it. Raises NothingToMove.
    """
    take_turn(ref)
    key = f"unmatched-returned:{refund_ref}"
    before = posted(key)
    if before is not None:
        return before
    left = unmatched_left(ref, currency) - amount_minor
    if left < 0:
        raise NothingToMove()
    to = LineDraft(AccountKey("refunds", currency, None, provider), -amount_minor, refund_ref)
    entry = write(unmatched_moved_entry(key, ref, amount_minor, to, at))
    if not left:
        _close(ref, f"Sent back to the payer: {refund_ref}")
    return entry


@action("settlement.forget_unmatched")
def forget_unmatched(*, by: Actor, ref: str, provider: str, currency: str, at: datetime) -> Entry | None:
    """The provider corrected what it told of payment `ref`: the amount it told first leaves the books. Once.

    Returns the correcting entry, or None when nothing lies under the ref.
    """
    take_turn(ref)
    left = unmatched_left(ref, currency)
    if left <= 0:
        return None
    to = LineDraft(AccountKey("payments", currency, None, provider), -left, ref)
    entry = write(unmatched_moved_entry(f"corrected:{ref}", ref, left, to, at))
    _close(ref, "The provider corrected itself")
    return entry


def unmatched_left(ref: str, currency: str) -> int:
    """How much unmatched money lies under a ref, in minor units (negative: missing money)."""
    return -sum(ref_parts("unmatched", currency, ref).values())


def _close(ref: str, words: str) -> None:
    Discrepancy.objects.filter(ref=ref, resolved_at=None).update(
        resolved_at=clock.now(), resolution=words[:200]
    )


@action("settlement.resolve_discrepancy")
def resolve_discrepancy(
    *,
    by: Actor,
    discrepancy_id: str,
    resolution: str,
    to: str = "",
    store_id: int | None = None,
    provider: str = "",
) -> Entry | None:
    """Close a discrepancy with the reason, and move its money. Needs market.money.

    `to`: "payer" (a refund is owed over `provider`, its ref the discrepancy's public id), "store" (of
    `store_id`), "market" (gain or loss), or "" when no money lies under it. Returns the resolving entry.
    Raises NotFound, WhereTo, BadInput for an empty reason.
    """
    by.require("market.money")
    words = plain(resolution, limit=200)
    if not words:
        raise BadInput(_("Say how it was resolved, so that others can follow."), param="resolution")
    row = Discrepancy.objects.filter(public_id=discrepancy_id, resolved_at=None).first()
    if row is None:
        raise NotFound()
    take_turn(row.ref)
    entry = _move(row, to, store_id, provider, words)
    Discrepancy.objects.filter(pk=row.pk).update(resolved_at=clock.now(), resolution=words)
    note(to=to, amount_minor=row.amount_minor, currency=row.currency, resolution=words)
    return entry


def _move(row: Discrepancy, to: str, store_id: int | None, provider: str, words: str) -> Entry | None:
    left = unmatched_left(row.ref, row.currency)
    if not left:
        return None
    account, ref = _target(row, to, store_id, provider, left)
    line = LineDraft(account, -left, ref, "adjustment")
    key = f"resolved:{row.public_id}"
    return write(unmatched_moved_entry(key, row.ref, left, line, clock.now(), words))


def _target(
    row: Discrepancy, to: str, store_id: int | None, provider: str, left: int
) -> tuple[AccountKey, str]:
    if to == "market":
        return AccountKey("adjustments", row.currency), row.ref
    if to == "store" and store_id is not None:
        return AccountKey("store_payable", row.currency, store_id), row.ref
    if to == "payer" and provider and left > 0:
        return AccountKey("refunds", row.currency, None, provider), row.public_id
    raise WhereTo(param="to")
