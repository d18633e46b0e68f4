"""Why a return is not taken."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import BadInput, Refusal


class TooLateToReturn(Refusal):
    """The time for returns is over, or the order is not there yet."""

    code = "too-late-to-return"
    sentence = _(
        "The time for returning this order is over, or it has not arrived yet. Write to the store instead."
    )


class MoreThanBought(BadInput):
    """Not that many are left to go back."""

    code = "more-than-bought"
    sentence = _("You cannot send back more than you bought. Lower the number.")


class NothingToReturn(BadInput):
    """No lines."""

    code = "nothing-to-return"
    sentence = _("Choose what should go back.")


class SayWhy(BadInput):
    """A refusal needs a reason that the other side can read."""

    code = "say-why"
    sentence = _("Say why in a few words; the other side will read it.")


class NoReason(BadInput):
    """A return is asked for without saying why."""

    code = "no-reason"
    sentence = _("Choose a reason.")


class SayWhere(BadInput):
    """The buyer cannot send goods without an address."""

    code = "say-where"
    sentence = _("Say where the buyer sends the goods.")


class DecidedElsewhere(Refusal):
    """What was sold has an agreement of its own."""

    status = 409
    code = "decided-elsewhere"
    sentence = _(
        "This was made to order: its agreement says what goes back and when. Open the agreement instead."
    )
