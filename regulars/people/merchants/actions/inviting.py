"""Invitations: sent to an e-mail, accepted by whoever has shown that it is theirs."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.people.accounts.actions import require_proven
from regulars.people.accounts.queries import person
from regulars.people.merchants.actions.staff import AlreadyStaff, UnknownRole, take_on
from regulars.people.merchants.events import StaffInvited
from regulars.people.merchants.models import Invitation, Staff, Store
from regulars.people.merchants.queries import INVITATION, invited
from regulars.people.merchants.rules import ROLES

OPEN_FOR = timedelta(days=7)
MOST_AN_HOUR = 20


class BadEmail(BadInput):
    """This is no e-mail address."""

    status = 422
    code = "bad-email"
    sentence = _("Type the person's e-mail address, like name@example.com.")


class TooManyInvitations(Refusal):
    """A store sends letters, not floods."""

    status = 429
    code = "too-many-invitations"
    sentence = _("Twenty invitations went out within the hour. Wait a while before you send more.")


class OtherAddress(Refusal):
    """The letter went to somebody else."""

    status = 404
    code = "other-address"
    sentence = _("This invitation was sent to another e-mail. Log in with the account that has it.")


@action("merchants.invite")
def invite(*, by: Actor, store: Store, email: str, role: str) -> Invitation:
    """Invite whoever reads `email` to work in the store; an open invitation to it is replaced by the new one.

    The answer is the same whether or not somebody has an account with it.
    Raises UnknownRole, BadEmail, AlreadyStaff, TooManyInvitations.
    """
    by.require("staff", store.pk)
    if role not in ROLES:
        raise UnknownRole(param="role")
    address = _address(email)
    Store.objects.select_for_update().get(pk=store.pk)
    if Staff.objects.filter(store=store, person__email=address, ended_at=None).exists():
        raise AlreadyStaff(param="email")
    _not_too_many(by, store)
    Invitation.objects.of(store).filter(email=address, closed_at=None).update(closed_at=clock.now())
    row = Invitation.objects.create(
        store=store, email=address, role=role, invited_by_id=by.person_id, expires_at=clock.now() + OPEN_FOR
    )
    announce(
        StaffInvited(store=store.public_id, store_id=store.pk, invitation=row.public_id, ref=row.public_id)
    )
    return row


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadEmail(param="email")
    return address


def _not_too_many(by: Actor, store: Store) -> None:
    """So many an hour for a store, and for a person with however many stores."""
    lately = Invitation.objects.across_stores("a sender with many stores sends no more letters").filter(
        invited_at__gt=clock.now() - timedelta(hours=1)
    )
    mine = lately.filter(invited_by_id=by.person_id) if by.person_id else lately.none()
    if max(lately.filter(store=store).count(), mine.count()) >= MOST_AN_HOUR:
        raise TooManyInvitations(param="email", retry_after=3600)


@action("merchants.take_back_invitation")
def take_back_invitation(*, by: Actor, store: Store, invitation_id: str) -> None:
    """The invitation is good for nothing from now on. Raises NotFound."""
    by.require("staff", store.pk)
    rows = Invitation.objects.of(store).filter(public_id=invitation_id, closed_at=None)
    if not rows.update(closed_at=clock.now()):
        raise NotFound()


@action("merchants.accept_invitation")
def accept_invitation(*, by: Actor, token: str) -> Staff:
    """The acting person takes the place. Raises LogInFirst, NotFound, OtherAddress, EmailUnproven, AlreadyStaff."""
    row = invitation_for(by, token)
    if not Invitation.objects.of(row.store).filter(pk=row.pk, closed_at=None).update(closed_at=clock.now()):
        raise NotFound()
    note(role=row.role)
    return take_on(row.store, person(by.require_person()), row.role, row.invited_by_id)


@action("merchants.decline_invitation")
def decline_invitation(*, by: Actor, token: str) -> None:
    """The acting person does not want the place. Raises LogInFirst, NotFound, OtherAddress, EmailUnproven."""
    row = invitation_for(by, token)
    Invitation.objects.of(row.store).filter(pk=row.pk, closed_at=None).update(closed_at=clock.now())


def invitation_for(by: Actor, token: str) -> Invitation:
    """The open invitation that the acting person may accept.

    Raises LogInFirst, NotFound (unknown, over, or the inviter may invite no more), OtherAddress, EmailUnproven.
    """
    viewer = person(by.require_person())
    row = invited(token)
    if viewer.email != row.email:
        raise OtherAddress()
    require_proven(viewer)
    return row


def token_of(invitation: Invitation) -> str:
    """What the link in the letter carries: the invitation and the address it was sent to, signed."""
    return signing.dumps([invitation.public_id, invitation.email], salt=INVITATION)
