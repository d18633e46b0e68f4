"""Forms, agreements with their versions and signatures, duties done, credits, and what was said."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regulars.goods.catalog.models import Product, Variant
from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store

SIDES = (("store", "store"), ("shopper", "shopper"))


class QuoteForm(models.Model):
    """What a store makes to order: the product it hangs on, what it asks, and its usual plan."""

    public_id = PublicIdField("qfm")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="quote_forms")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="quote_forms")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="quote_forms")
    title = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=80, blank=True)
    intro = models.TextField(max_length=600, blank=True)
    intro_zh = models.TextField(max_length=600, blank=True)
    fields = models.JSONField(default=list)
    plan = models.JSONField(default=list)
    remedies = models.JSONField(default=list)
    acceptance_days = models.SmallIntegerField(default=7)
    give_up_days = models.SmallIntegerField(default=30)
    answer_days = models.SmallIntegerField(default=7)
    created_at = MomentField(now=True)
    closed_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(closed_at=None), name="one_open_form_per_product"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Agreement(models.Model):
    """A wish of one person to one store, and what became of it.

    `latest` is the number of the newest version, `signed` of the one in force (0: none yet). Every change
    goes over `serial`: who read an older one changes nothing. `answer_until` is the moment at which silence
    about what was delivered becomes acceptance, `late_from` the earliest at which the delivery can be late.
    """

    public_id = PublicIdField("agr")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="agreements")
    form = models.ForeignKey(QuoteForm, on_delete=models.PROTECT, related_name="agreements")
    currency = CurrencyField()
    title = models.CharField(max_length=120)
    answers = models.JSONField(default=dict)
    text = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=12, default="asked")
    latest = models.SmallIntegerField(default=0)
    signed = models.SmallIntegerField(default=0)
    serial = models.IntegerField(default=0)
    asked_at = MomentField(now=True)
    moved_at = MomentField(now=True)
    signed_at = MomentField(null=True)
    late_from = MomentField(null=True)
    credited_at = MomentField(now=True)
    watched_at = MomentField(now=True)
    sent_at = MomentField(null=True)
    arrived_at = MomentField(null=True)
    answer_until = MomentField(null=True)
    disputed_at = MomentField(null=True)
    ended_at = MomentField(null=True)
    group_ref = models.CharField(max_length=28, blank=True)
    order_ref = models.CharField(max_length=28, blank=True)
    priced_credit_minor = MinorField(default=0)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signed__gte=0) & Q(signed__lte=F("latest")), name="signed_is_a_version"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "state", "-moved_at"], name="agreement_of_store"),
            models.Index(fields=["person", "-asked_at"], name="agreement_of_person"),
            models.Index(fields=["answer_until"], condition=Q(state="delivered"), name="agreement_waits"),
            models.Index(fields=["late_from"], condition=Q(state="signed"), name="agreement_late"),
            models.Index(fields=["watched_at"], condition=Q(state="signed"), name="agreement_watched"),
            models.Index(fields=["order_ref"], condition=~Q(order_ref=""), name="agreement_by_order"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title_zh(self) -> str:
        """The Chinese title: the form's, as long as the form is called what it was called when it was asked by."""
        return self.form.title_zh if self.form.title == self.title else ""


class Version(models.Model):
    """What one side proposed: never changed afterwards. `digest` is of its canonical text."""

    public_id = PublicIdField("agv")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.SmallIntegerField()
    side = models.CharField(max_length=8, choices=SIDES)
    by_id = models.BigIntegerField(null=True)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=500, blank=True)
    made_at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("agreement__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_version_per_number"),
        ]


class Signature(models.Model):
    """One side's yes to a version: who, when, and the digest of what was read."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=8, choices=SIDES)
    by_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    signed_at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("version__agreement__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "side"], name="one_signature_per_side"),
        ]


class Duty(models.Model):
    """What became of a milestone: done when, its advance, and days before it that count for nobody.

    Of a proof: how often it was refused, and when the first one refused was shown. `told_due` and `told_late`
    are the days of which its side was reminded.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="duties")
    key = models.CharField(max_length=12)
    done_at = MomentField(null=True)
    carried_days = models.SmallIntegerField(default=0)
    refused = models.SmallIntegerField(default=0)
    shown_at = MomentField(null=True)
    told_due = models.DateField(null=True)
    told_late = models.DateField(null=True)
    advance_ref = models.CharField(max_length=28, blank=True)
    paid_minor = MinorField(default=0)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("agreement__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "key"], name="one_duty_per_milestone"),
        ]


class Credit(models.Model):
    """A step of lateness: what it is worth, and how the shopper has it: off the balance, or sent back."""

    public_id = PublicIdField("agc")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="credits")
    step = models.SmallIntegerField()
    amount_minor = MinorField()
    way = models.CharField(max_length=8, choices=[("balance", "balance"), ("refund", "refund")])
    at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("agreement__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "step"], name="one_credit_per_step"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="credit_not_negative"),
        ]


class Photo(models.Model):
    """A picture that only the two sides see, rebuilt from its pixels. It lies in no folder that is served."""

    public_id = PublicIdField("agp")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="photos")
    happening = models.ForeignKey("Happening", null=True, on_delete=models.CASCADE, related_name="photos")
    side = models.CharField(max_length=8, choices=SIDES)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content = models.BinaryField()
    at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("agreement__store_id")


class Happening(models.Model):
    """A step in the life of an agreement, or a line that one side wrote to the other."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="happenings")
    kind = models.CharField(max_length=20)
    side = models.CharField(max_length=8, blank=True)
    by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=12, blank=True)
    text = models.CharField(max_length=1000, blank=True)
    amount_minor = MinorField(null=True)
    at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("agreement__store_id")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agreement", "at"], name="agreement_story")]
