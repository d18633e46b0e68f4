"""What has become of a piece of a drop whose order ended unpaid, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_datetime
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.trade.drops.lane.deciding import moment
from regulars.trade.drops.queries import Seat, ticket_of
from regulars.trade.orders.queries import OrderGroup


@dataclass(frozen=True, slots=True)
class Ending:
    """One sentence, and where to go on ("": nowhere)."""

    sentence: str
    label: str = ""
    href: str = ""


def promise_over(group: OrderGroup) -> Ending | None:
    """What is told of an order that kept a promise and ended unpaid; None: it came from the basket."""
    if not group.grants:
        return None
    ticket = next((ref for kind, ref in group.grants if kind == "drop"), "")
    try:
        seat = ticket_of(group.person_id, ticket) if ticket and group.person_id else None
    except NotFound:
        seat = None
    return _of_piece(seat) if seat is not None else Ending(_("Nothing was charged."))


def _of_piece(seat: Seat) -> Ending:
    href = reverse("drop", args=[seat.drop.public_id])
    if seat.state == "won" and seat.pay_until_us > clock.micros():
        until = local_datetime(moment(seat.pay_until_us))
        kept = _("Nothing was charged. The piece is still kept for you until %(time)s.") % {"time": until}
        return Ending(kept, _("Check out again"), href)
    gone = _(
        "Nothing was charged. The piece you had won goes to the next person who waits, or back on the shelf "
        "when the drop has ended. It cannot be ordered again."
    )
    return Ending(gone, _("To the drop"), href)
