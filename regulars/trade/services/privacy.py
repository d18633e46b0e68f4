"""What is known of a person's service plans and claims, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulars.goods.media.actions import forget_pictures
from regulars.goods.media.rules import Owner
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.privacy import About, forgets, hinders, keeps, knows_nobody, tells
from regulars.people.accounts.models import Person
from regulars.trade.services.models import ClaimStep, Contract, PlanVersion, ServiceClaim, Stretch
from regulars.trade.services.queries.claims import ASKED, RESULT
from regulars.trade.services.rules import OPEN

knows_nobody("a plan's own words; who of the store wrote them", PlanVersion)
keeps("how a plan's money is earned is the store's book; it names sums and days", Stretch)


@tells(
    "service_plans",
    "public_id store.name product_title order_ref state currency paid_minor refunded_minor days starts_on ends_on "
    "claims_most claims_used sold_at",
    Contract,
)
def _contracts(about: About) -> Iterator[Contract]:
    return _mine(about).select_related("store").order_by("pk").iterator(CHUNK)


@tells(
    "service_claims",
    "public_id contract.public_id state way text asked_at answer answered_at result done_at",
    ServiceClaim,
)
def _claims(about: About) -> Iterator[ServiceClaim]:
    return _asked(about).select_related("contract").order_by("pk").iterator(CHUNK)


@tells("service_claim_steps", "claim.public_id kind by_kind note at", ClaimStep)
def _steps(about: About) -> Iterator[ClaimStep]:
    rows = ClaimStep.objects.filter(claim__in=_asked(about)).select_related("claim")
    return rows.order_by("pk").iterator(CHUNK)


@hinders
def _open_claims(about: About) -> Iterator[str]:
    for contract in _asked(about).filter(state__in=OPEN).values_list("contract__product_title", flat=True):
        yield _("A service for %(product)s is under way. Wait for its end or withdraw it.") % {
            "product": contract
        }


@forgets(
    "pictures of claims are deleted and everything typed is emptied; sums and days stay",
    Contract,
    ServiceClaim,
    ClaimStep,
)
def _forget(about: About) -> None:
    claims = list(_asked(about).values_list("pk", "public_id"))
    owners = [Owner(kind, public_id) for _pk, public_id in claims for kind in (ASKED, RESULT)]
    forget_pictures(by=SYSTEM, owners=owners)
    ClaimStep.objects.filter(claim__in=[pk for pk, _id in claims]).update(note="")
    own = ClaimStep.objects.filter(claim__in=[pk for pk, _id in claims], by_kind__in=("shopper", "guest"))
    own.update(by_id=None)
    _asked(about).update(text="", answer="", result="")
    if not about.whole:
        _hand_over(about)


def _hand_over(about: About) -> None:
    """One store's contracts get a holder whom nothing leads back from."""
    rows = _mine(about)
    if rows.exists():
        nobody = Person.objects.create(password=f"!{new_id('gone')}")
        _asked(about).update(person=nobody)
        rows.update(person=nobody)


def _mine(about: About) -> QuerySet[Contract]:
    rows = Contract.objects.across_stores("one person's own service plans")
    return rows.filter(person_id=about.person_id, **about.at("store_id"))


def _asked(about: About) -> QuerySet[ServiceClaim]:
    rows = ServiceClaim.objects.across_stores("one person's own claims")
    return rows.filter(person_id=about.person_id, **about.at("store_id"))
