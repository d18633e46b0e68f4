"""Why something about a service plan is not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import BadInput, Refusal


class PlanIncomplete(BadInput):
    """A plan that nobody could keep; `param` names the field."""

    code = "service-plan-incomplete"
    sentence = _("This does not fit yet. Correct it and send it again.")


class PlanStopped(Refusal):
    """It is not sold any more."""

    status = 409
    code = "service-plan-stopped"
    sentence = _("This plan is not sold any more. Make a new one.")


class NotClaimable(Refusal):
    """No claim can be made now. `details`: reason."""

    status = 409
    code = "service-not-claimable"
    sentence = _("This plan cannot be claimed at the moment. Its page says why, and when it can.")


class ClaimMovedOn(Refusal):
    """Somebody else was quicker."""

    status = 409
    code = "service-claim-moved-on"
    sentence = _("The claim has moved on in the meantime. Reload the page to see where it stands.")


class SayWhat(BadInput):
    """The other side has to understand it."""

    code = "service-say-what"
    sentence = _("Say it in a few words; the other side will read it.")


class ChooseWay(BadInput):
    """The plan does not know this way."""

    code = "service-choose-way"
    sentence = _("Choose one of the ways this plan offers.")


class TooManyPictures(BadInput):
    """More than anybody looks at."""

    code = "too-many-pictures"
    sentence = _("At most four pictures. Choose the ones that show it best.")


class MoreThanPaid(BadInput):
    """More cannot go back."""

    code = "service-more-than-paid"
    sentence = _("More than what was paid for the plan cannot go back. Lower the amount.")
