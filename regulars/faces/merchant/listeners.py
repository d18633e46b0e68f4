"""What this face does when something happened: it writes to the invited."""

from __future__ import annotations

from regulars.faces.merchant import letters
from regulars.ground.bus.listening import listens_to
from regulars.people.merchants.events import StaffInvited


@listens_to(StaffInvited)
def write_invitation(fact: StaffInvited) -> None:
    """Send the link."""
    letters.invitation(fact.invitation)
