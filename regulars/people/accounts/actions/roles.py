"""Roles in the market: granted, withdrawn, and never lost by all."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.ground.kit.rights import MARKET_RIGHTS, known
from regulars.people.accounts.actions.proving import require_proven
from regulars.people.accounts.models import MarketRole, Person

KEEPING = "market.merchants"


class LastKeeper(Refusal):
    """Somebody must be left who can let others in."""

    code = "last-keeper"
    sentence = _("Nobody else could grant roles any more. Give that right to another person first.")


@action("accounts.grant_market_role")
def grant_market_role(
    *, by: Actor, person: Person, rights: Iterable[str] = tuple(MARKET_RIGHTS)
) -> MarketRole:
    """Let a person into the operator's console; a role held before ends.

    Raises UnknownRight, EmailUnproven, and LastKeeper when the person's old role was the last that could grant.
    """
    by.require(KEEPING)
    chosen = sorted({known(right) for right in rights} | {"market.read"})
    require_proven(person, param="email")
    current = _current()
    if KEEPING not in chosen:
        _another_keeper(current, person)
    MarketRole.objects.filter(person=person, ended_at=None).update(ended_at=clock.now())
    return MarketRole.objects.create(person=person, rights=chosen, granted_by_id=by.person_id)


@action("accounts.withdraw_market_role")
def withdraw_market_role(*, by: Actor, person: Person) -> None:
    """Shut a person out of the console, from the next request on. Raises LastKeeper, NotFound."""
    by.require(KEEPING)
    current = _current()
    row = next((one for one in current if one.person_id == person.pk), None)
    if row is None:
        raise NotFound()
    _another_keeper(current, person)
    note(rights=row.rights)
    MarketRole.objects.filter(pk=row.pk).update(ended_at=clock.now())


def _current() -> list[MarketRole]:
    """All roles in force, held until the action is over so that two withdrawals cannot pass each other."""
    rows = MarketRole.objects.select_for_update(of=("self",)).select_related("person").order_by("pk")
    return list(rows.filter(ended_at=None))


def _another_keeper(current: list[MarketRole], person: Person) -> None:
    """Nothing unless `person` is the only one left who can grant roles. Raises LastKeeper."""
    keepers = {row.person_id for row in current if KEEPING in row.rights and row.person.is_active}
    if keepers == {person.pk}:
        raise LastKeeper()
