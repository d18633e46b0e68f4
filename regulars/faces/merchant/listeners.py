"""What this face does when something happened: it writes to the invited, and to the store."""

from __future__ import annotations

from regulars.faces.look.agreeing import post
from regulars.faces.merchant import letters
from regulars.ground.bus.facts import Fact
from regulars.ground.bus.listening import listens_to
from regulars.people.merchants.events import StaffInvited


@listens_to(StaffInvited)
def write_invitation(fact: StaffInvited) -> None:
    """Send the link."""
    letters.invitation(fact.invitation)


def write_agreement(fact: Fact) -> None:
    """Tell the store what happened in an agreement."""
    post.hear(fact, "store")


for _told in post.TOLD:
    listens_to(_told)(write_agreement)
