"""Who works in a store, in which role."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.rights import known
from regulars.people.accounts.actions import require_proven
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Staff, Store
from regulars.people.merchants.rules import ROLES


class UnknownRole(BadInput):
    """No such role."""

    code = "unknown-role"
    sentence = _("Choose one of the roles in the list.")


class LastOwner(Refusal):
    """The only owner cannot go."""

    code = "last-owner"
    sentence = _("A store needs an owner. Make somebody else owner first.")


class AlreadyStaff(Refusal):
    """The person works here already."""

    code = "already-staff"
    sentence = _("This person already works in the store. Change the role in the list instead.")


@action("merchants.employ")
def employ(*, by: Actor, store: Store, person: Person, role: str) -> Staff:
    """Give a person a place in the store on the market's own authority (command line, demo town); stores invite.

    Raises NotAllowed, UnknownRole, AlreadyStaff, EmailUnproven.
    """
    by.require("market.merchants")
    return take_on(store, person, role, by.person_id)


def take_on(store: Store, person: Person, role: str, invited_by: int | None) -> Staff:
    """The person's new place. Raises UnknownRole, AlreadyStaff, EmailUnproven."""
    if role not in ROLES:
        raise UnknownRole(param="role")
    require_proven(person)
    if Staff.objects.filter(store=store, person=person, ended_at=None).exists():
        raise AlreadyStaff(param="email")
    return Staff.objects.create(
        store=store, person=person, role=role, rights=list(ROLES[role]), invited_by_id=invited_by
    )


@action("merchants.change_role")
def change_role(
    *, by: Actor, store: Store, staff_id: str, role: str, rights: Iterable[str] | None = None
) -> None:
    """Change somebody's role, or choose the rights one by one. Raises LastOwner, UnknownRole."""
    by.require("staff", store.pk)
    if role not in ROLES:
        raise UnknownRole(param="role")
    staff = _staff(store, staff_id)
    if role != "owner":
        _another_owner(store, staff)
    chosen = [known(right) for right in rights] if rights is not None and role != "owner" else ROLES[role]
    note(before=staff.role, after=role)
    Staff.objects.filter(pk=staff.pk).update(role=role, rights=list(chosen))


@action("merchants.remove_staff")
def remove_staff(*, by: Actor, store: Store, staff_id: str) -> None:
    """End somebody's place in the store, from the next request on. Raises LastOwner."""
    by.require("staff", store.pk)
    staff = _staff(store, staff_id)
    _another_owner(store, staff)
    Staff.objects.filter(pk=staff.pk).update(ended_at=clock.now())


def _staff(store: Store, public_id: str) -> Staff:
    found = Staff.objects.filter(store=store, public_id=public_id, ended_at=None).first()
    if found is None:
        raise NotFound()
    return found


def _another_owner(store: Store, staff: Staff) -> None:
    # Two owners who remove each other at once must see one another.
    Store.objects.select_for_update().get(pk=store.pk)
    others = Staff.objects.filter(store=store, role="owner", ended_at=None).exclude(pk=staff.pk)
    if staff.role == "owner" and not others.exists():
        raise LastOwner()
