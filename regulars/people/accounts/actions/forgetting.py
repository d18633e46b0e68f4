"""A person takes everything along, or has it forgotten."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.privacy import forget, hindrances
from regulars.ground.kit.refusals import Refusal
from regulars.people.accounts.events import PersonForgotten
from regulars.people.accounts.models import Person
from regulars.people.accounts.queries import about


class StillBound(Refusal):
    """Something is under way that needs to know the person; `details["reasons"]` says what."""

    status = 409
    code = "still-bound"
    sentence = _("Something is still under way. It has to end first.")


@action("accounts.take_my_data")
def take_my_data(*, by: Actor) -> None:
    """Put on record that somebody took along what is known of them. Raises LogInFirst."""
    by.require_person()


@action("accounts.forget_me")
def forget_me(*, by: Actor, store_id: int | None = None) -> None:
    """Have the acting person forgotten by one store, or by the whole market with the log-in.

    Raises LogInFirst, StillBound.
    """
    _forget(by.require_person(), store_id)


@action("accounts.forget_person")
def forget_person(*, by: Actor, person_id: int, store_id: int | None = None) -> None:
    """Have somebody forgotten who asked for it in another way than by their log-in, by one store or by the market.

    Raises NotAllowed, StillBound.
    """
    by.require("market.merchants")
    note(person=about(person_id).person, store=store_id)
    _forget(person_id, store_id)


def _forget(person_id: int, store_id: int | None) -> None:
    person = Person.objects.select_for_update().get(pk=person_id)
    whom = about(person.pk, store_id)
    reasons = [str(said) for said in hindrances(whom)]
    if reasons:
        raise StillBound(" ".join(reasons), reasons=reasons)
    forget(whom)
    announce(PersonForgotten(store_id=store_id, person_id=person.pk, upto=clock.now().isoformat()))
