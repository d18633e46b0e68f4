"""Which plans a store sells, and with which goods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store
from regulars.trade.services.models import Plan, PlanVersion
from regulars.trade.services.rules import Definition


@dataclass(frozen=True, slots=True)
class Goods:
    """A product for which plans are looked up: ids are public, `categories` its own and those above."""

    store_pk: int
    product: str
    categories: tuple[str, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A plan that is sold now, in the version sold now."""

    plan: str
    plan_pk: int
    version_pk: int
    number: int
    store_pk: int
    currency: str
    definition: Definition


def on_sale(stores: Iterable[int]) -> list[Offered]:
    """Every plan these stores (keys) sell now, oldest first. One query."""
    return [_offered(row) for row in _sold(list(stores))]


@statement
def _sold(stores: list[int]) -> QuerySet[PlanVersion, PlanVersion]:
    everywhere = PlanVersion.objects.filter(
        plan__store__in=stores,
        number=F("plan__version"),
        plan__published_at__isnull=False,
        plan__stopped_at=None,
    )
    return everywhere.select_related("plan").order_by("plan_id")


def _offered(row: PlanVersion) -> Offered:
    plan = row.plan
    return Offered(plan.public_id, plan.pk, row.pk, row.number, plan.store_id, plan.currency, row.definition)


def offered_with(goods: Goods) -> list[Offered]:
    """The plans that can be bought together with a product. One query."""
    return matching(on_sale([goods.store_pk]), goods)


def matching(plans: Iterable[Offered], goods: Goods) -> list[Offered]:
    """Those of `plans` that go with the goods."""
    return [
        one
        for one in plans
        if one.store_pk == goods.store_pk
        and one.currency == goods.currency
        and one.definition.goes_with(goods.product, goods.categories)
    ]


def plans_of(store: Store) -> QuerySet[Plan]:
    """A store's plans, newest first, each with how many were sold (`sold`) and how many run (`alive`)."""
    bought = Count("contracts", filter=~Q(contracts__state__in=["unpaid", "void"]))
    alive = Count("contracts", filter=Q(contracts__state="sold"))
    rows = Plan.objects.of(store).annotate(sold=bought, alive=alive)
    return rows.order_by("-created_at", "-pk").prefetch_related("versions")


def plan_of(store: Store, plan: str) -> Plan:
    """One plan of the store with its versions. Raises NotFound."""
    found = plans_of(store).filter(public_id=plan).first()
    if found is None:
        raise NotFound()
    return found


def state_of(plan: Plan) -> str:
    """draft, running or stopped."""
    if plan.stopped_at is not None:
        return "stopped"
    return "running" if plan.published_at is not None else "draft"


def versions_of(plan: Plan) -> Sequence[PlanVersion]:
    """All versions, newest first."""
    return sorted(plan.versions.all(), key=lambda row: -row.number)


def current(plan: Plan) -> Definition:
    """What the plan promises now. Expects its versions."""
    return next(row for row in plan.versions.all() if row.number == plan.version).definition


def titles_of_plans(plans: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Titles (English, Chinese) by public id, as they are now. One query; none for none."""
    wanted = list(plans)
    if not wanted:
        return {}
    rows = PlanVersion.objects.filter(plan__public_id__in=wanted, number=F("plan__version"))
    return {
        plan: (body.get("title", ""), body.get("title_zh", ""))
        for plan, body in rows.values_list("plan__public_id", "body")
    }
