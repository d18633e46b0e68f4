"""What a store takes along of its service plans: versions, contracts, claims and their steps."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.goods.media.exports import contents
from regulars.goods.media.queries import Picture
from regulars.ground.kit.exports import CHUNK, files_go_along, goes_along
from regulars.people.merchants.models import Store
from regulars.trade.services.models import ClaimStep, Contract, Plan, PlanVersion, ServiceClaim, Stretch
from regulars.trade.services.queries.claims import ASKED, RESULT


@goes_along("service_plans", "public_id currency version created_at published_at stopped_at", Plan)
def _plans(store: Store) -> Iterator[Plan]:
    return Plan.objects.of(store).order_by("pk").iterator(CHUNK)


@goes_along("service_plan_versions", "plan.public_id number body at", PlanVersion)
def _versions(store: Store) -> Iterator[PlanVersion]:
    rows = PlanVersion.objects.filter(plan__store=store).select_related("plan")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "service_contracts",
    "public_id plan.public_id version.number person.public_id order_ref line_ref product_ref product_title state "
    "currency list_minor paid_minor market_minor commission_minor refunded_minor days starts_on ends_on claims_most "
    "claims_used last_claim_on sold_at ended_at",
    Contract,
)
def _contracts(store: Store) -> Iterator[Contract]:
    rows = Contract.objects.of(store).select_related("plan", "version", "person")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "service_earnings",
    "contract.public_id number at start paid_minor market_minor commission_minor released_minor",
    Stretch,
)
def _stretches(store: Store) -> Iterator[Stretch]:
    rows = Stretch.objects.filter(contract__store=store).select_related("contract")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "service_claims",
    "public_id contract.public_id person.public_id state way text asked_at answer_by answered_at answer fulfil_by "
    "done_at done_late result disputed_at counted outcome refund_minor",
    ServiceClaim,
)
def _claims(store: Store) -> Iterator[ServiceClaim]:
    rows = ServiceClaim.objects.of(store).select_related("contract", "person")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("service_claim_steps", "claim.public_id kind by_kind note at", ClaimStep)
def _steps(store: Store) -> Iterator[ClaimStep]:
    rows = ClaimStep.objects.filter(claim__store=store).select_related("claim")
    return rows.order_by("pk").iterator(CHUNK)


@files_go_along("claims")
def _pictures(store: Store) -> Iterator[tuple[str, bytes]]:
    claims = ServiceClaim.objects.of(store).values("public_id")
    rows = Picture.objects.filter(owner_kind__in=[ASKED, RESULT], owner_id__in=claims)
    return contents(rows.order_by("pk").iterator(CHUNK))
