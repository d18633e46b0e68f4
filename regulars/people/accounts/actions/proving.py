"""Whether somebody has shown that the e-mail of the account is theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import Refusal
from regulars.people.accounts.models import Person
from regulars.people.accounts.queries import is_proven


class EmailUnproven(Refusal):
    """Roles go to people whose e-mail is known to be theirs."""

    status = 403
    code = "email-unproven"
    sentence = _("The e-mail of this account is not confirmed yet. Confirm it under My account first.")


def require_proven(person: Person, *, param: str | None = None) -> None:
    """Nothing for a person with a confirmed e-mail. Raises EmailUnproven for everybody else."""
    if not is_proven(person):
        raise EmailUnproven(param=param)
