"""What stores know of those who work for them, and whom they invited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulars.ground.kit.privacy import About, forgets, hinders, keeps, knows_nobody, tells
from regulars.people.merchants.models import Invitation, Market, Staff, Store, Suspension

keeps("who worked for a store, since when and with which rights, is the store's record", Staff)
knows_nobody("a store's own page: its name, story and city are published by the store", Store)
knows_nobody("the market's own name", Market)
knows_nobody("why the market closed a store; written by operators about a store", Suspension)


@tells("places_of_work", "public_id store.name role rights since ended_at", Staff)
def _places(about: About) -> Iterable[Staff]:
    rows = Staff.objects.filter(person_id=about.person_id, **about.at("store_id"))
    return rows.select_related("store").order_by("pk")


@tells("invitations", "public_id store.name email role invited_at expires_at closed_at", Invitation)
def _invitations(about: About) -> Iterable[Invitation]:
    return _invited(about).select_related("store").order_by("pk")


@forgets("invitations to the e-mail are deleted with the account", Invitation)
def _forget_invitations(about: About) -> None:
    if about.whole:
        _invited(about).delete()


@hinders
def _works_here(about: About) -> Iterator[str]:
    if about.whole:
        places = Staff.objects.filter(person_id=about.person_id, ended_at=None).select_related("store")
        for place in places.order_by("pk"):
            yield _("You work for %(store)s. Have your place there ended first.") % {
                "store": place.store.name
            }


def _invited(about: About) -> QuerySet[Invitation]:
    rows = Invitation.objects.across_stores("invitations of all stores to one person's e-mail")
    return rows.filter(email=about.email, **about.at("store_id")).exclude(email="")
