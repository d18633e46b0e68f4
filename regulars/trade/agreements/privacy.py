"""What agreements know of a person. Sums and days are the store's books; what was said and shown is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.privacy import About, forgets, hinders, keeps, knows_nobody, tells
from regulars.people.accounts.models import Person
from regulars.trade.agreements.models import (
    Agreement,
    Credit,
    Duty,
    Happening,
    Photo,
    QuoteForm,
    Signature,
    Version,
)
from regulars.trade.agreements.rules.states import RUNNING

knows_nobody("what a store makes to order, the same for everybody", QuoteForm)
keeps("which milestone was done when and what was paid for it is the store's book of sales", Duty)
keeps("what lateness cost is the store's book of sales", Credit)
keeps("that a version was signed by both sides, and its digest; it names nobody", Signature)


@tells(
    "agreements",
    "public_id store.name title answers text state asked_at signed_at sent_at arrived_at ended_at order_ref",
    Agreement,
)
def _agreements(about: About) -> Iterator[Agreement]:
    return _mine(about).select_related("store").order_by("pk").iterator(CHUNK)


@tells("agreement_versions", "agreement.public_id number side body digest note made_at", Version)
def _versions(about: About) -> Iterator[Version]:
    rows = Version.objects.across_stores("one person's own agreements").filter(agreement__in=_mine(about))
    return rows.select_related("agreement").order_by("pk").iterator(CHUNK)


@tells("agreement_signatures", "version.agreement.public_id version.number side digest signed_at", Signature)
def _signatures(about: About) -> Iterator[Signature]:
    rows = Signature.objects.across_stores("one person's own agreements")
    rows = rows.filter(version__agreement__in=_mine(about)).select_related("version__agreement")
    return rows.order_by("pk").iterator(CHUNK)


@tells("agreement_steps", "agreement.public_id kind side key text amount_minor at", Happening)
def _steps(about: About) -> Iterator[Happening]:
    return _said(about).select_related("agreement").order_by("pk").iterator(CHUNK)


@tells("agreement_duties", "agreement.public_id key done_at paid_minor", Duty)
def _duties(about: About) -> Iterator[Duty]:
    rows = Duty.objects.across_stores("one person's own agreements").filter(agreement__in=_mine(about))
    return rows.select_related("agreement").order_by("pk").iterator(CHUNK)


@tells("agreement_credits", "agreement.public_id step amount_minor way at", Credit)
def _credits(about: About) -> Iterator[Credit]:
    rows = Credit.objects.across_stores("one person's own agreements").filter(agreement__in=_mine(about))
    return rows.select_related("agreement").order_by("pk").iterator(CHUNK)


@tells("agreement_photos", "public_id agreement.public_id side width height at", Photo)
def _photos(about: About) -> Iterator[Photo]:
    return _shown(about).defer("content").select_related("agreement").order_by("pk").iterator(CHUNK)


@hinders
def _running(about: About) -> Iterator[str]:
    for row in _mine(about).filter(state__in=RUNNING).select_related("store").order_by("pk"):
        said = {"title": row.title, "store": row.store.name}
        yield _("“%(title)s” at %(store)s is being made to order. Accept it or end it first.") % said


@forgets(
    "wishes, measurements, notes and photos are deleted; price, days and money stay with a person who is nobody",
    Agreement,
    Version,
    Happening,
    Photo,
)
def _forget(about: About) -> None:
    mine = list(_mine(about).values_list("pk", flat=True))
    if not mine:
        return
    _shown(about).delete()
    _said(about).update(text="")
    for row in Version.objects.across_stores("one person's own agreements").filter(agreement_id__in=mine):
        row.body = row.body | {"title": "", "spec": "", "details": []}
        row.body["milestones"] = [one | {"words": ""} for one in row.body["milestones"]]
        row.note = ""
        row.save(update_fields=["body", "note"])
    changes: dict[str, object] = {"title": "", "answers": {}, "text": ""}
    if not about.whole:
        changes["person"] = Person.objects.create(password=f"!{new_id('gone')}")
    rows = Agreement.objects.across_stores("one person's own agreements")
    rows.filter(pk__in=mine, state="asked").update(state="withdrawn")
    rows.filter(pk__in=mine, state="offered").update(state="withdrawn")
    rows.filter(pk__in=mine).update(**changes)


def _mine(about: About) -> QuerySet[Agreement]:
    rows = Agreement.objects.across_stores("one person's own agreements")
    return rows.filter(person_id=about.person_id, **about.at("store_id"))


def _said(about: About) -> QuerySet[Happening]:
    rows = Happening.objects.across_stores("one person's own agreements")
    return rows.filter(agreement__in=_mine(about))


def _shown(about: About) -> QuerySet[Photo]:
    rows = Photo.objects.across_stores("one person's own agreements")
    return rows.filter(agreement__in=_mine(about))
