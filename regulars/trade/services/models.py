"""Service plans, what was sold of them, and claims."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store
from regulars.trade.services.rules import OPEN, Definition


class Plan(models.Model):
    """A service a store sells with its goods. `version` is the one sold now."""

    public_id = PublicIdField("pln")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="service_plans")
    currency = CurrencyField()
    version = models.IntegerField(default=1)
    created_at = MomentField(now=True)
    published_at = MomentField(null=True)
    stopped_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["store", "-created_at"], name="plan_of_store")]


class PlanVersion(models.Model):
    """What a plan promised from `at` on; never changed after it was sold."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.IntegerField()
    body = models.JSONField()
    at = MomentField(now=True)
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version"),
        ]

    @property
    def definition(self) -> Definition:
        """The promise as rules read it."""
        return Definition.from_json(self.body)


class Contract(models.Model):
    """One piece's plan, as it was sold. State: unpaid, sold, refunded, void.

    `order_ref` and `line_ref` are public ids of the floor above. Money is of this one piece; what went back is in
    `refunded_*`. `starts_on` and `ends_on` (the first day after it) are days in the market's zone.
    """

    public_id = PublicIdField("svc")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="contracts")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="contracts")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="service_contracts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="services")
    group_ref = models.CharField(max_length=28, db_index=True)
    order_ref = models.CharField(max_length=28, db_index=True)
    line_ref = models.CharField(max_length=28)
    product_ref = models.CharField(max_length=28)
    product_title = models.CharField(max_length=160)
    product_title_zh = models.CharField(max_length=160, blank=True)
    cover = models.CharField(max_length=28, blank=True)
    state = models.CharField(max_length=10, default="unpaid")
    currency = CurrencyField()
    list_minor = MinorField()
    paid_minor = MinorField()
    market_minor = MinorField(default=0)
    commission_minor = MinorField(default=0)
    refunded_minor = MinorField(default=0)
    refunded_market_minor = MinorField(default=0)
    refunded_commission_minor = MinorField(default=0)
    days = models.IntegerField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    claims_most = models.IntegerField()
    claims_used = models.IntegerField(default=0)
    last_claim_on = models.DateField(null=True)
    sold_at = MomentField(now=True)
    aside_at = MomentField(null=True)
    reminded_at = MomentField(null=True)
    ended_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(claims_used__gte=0) & Q(claims_used__lte=F("claims_most")),
                name="claims_within_the_plan",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=F("paid_minor")),
                name="plan_refund_within",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-sold_at"], name="contract_of_person"),
            models.Index(fields=["store", "state", "ends_on"], name="contract_of_store"),
            models.Index(
                fields=["ends_on"], condition=Q(state="sold", reminded_at=None), name="contract_to_remind"
            ),
        ]


class Stretch(models.Model):
    """From `at` on, these sums of a contract are earned evenly between day `start` and its end.

    The first stretch begins when the order completes; each refund of a part begins another. `released_minor` is
    what left the money aside with that refund.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="stretches")
    number = models.IntegerField()
    at = MomentField()
    start = models.IntegerField(default=0)
    paid_minor = MinorField()
    market_minor = MinorField(default=0)
    commission_minor = MinorField(default=0)
    released_minor = MinorField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_stretch"),
        ]


class ServiceClaim(models.Model):
    """The holder asks for the service.

    State: asked, accepted, refused, withdrawn, received, done, confirmed, disputed, settled, ended (with the goods).
    `answer_by` and `fulfil_by` are what the store promised; `done_late` says that it did not keep it.
    """

    public_id = PublicIdField("scl")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="claims")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="service_claims")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="service_claims"
    )
    state = models.CharField(max_length=10, default="asked")
    way = models.CharField(max_length=10)
    text = models.CharField(max_length=1000, blank=True)
    asked_on = models.DateField()
    asked_at = MomentField(now=True)
    answer_by = MomentField()
    answered_at = MomentField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    fulfil_by = MomentField(null=True)
    done_at = MomentField(null=True)
    done_late = models.BooleanField(default=False)
    result = models.CharField(max_length=500, blank=True)
    disputed_at = MomentField(null=True)
    counted = models.BooleanField(default=True)
    outcome = models.CharField(max_length=10, blank=True)
    refund_minor = MinorField(default=0)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state__in=OPEN), name="one_open_claim_of_a_contract"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "state", "answer_by"], name="claim_to_answer"),
            models.Index(fields=["-disputed_at"], condition=Q(state="disputed"), name="claim_disputed"),
        ]


class ClaimStep(models.Model):
    """A step of a claim, as its timeline shows it."""

    claim = models.ForeignKey(ServiceClaim, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12)
    by_kind = models.CharField(max_length=10)
    by_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    at = MomentField(now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["claim", "at"], name="claim_timeline")]
