"""What a store wants to be left with, what the guard found, and who published all the same."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from regulars.goods.catalog.models import Variant
from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store
from regulars.trade.offers.models import Offer


class Floor(models.Model):
    """The least margin a store wants of every sale, in basis points of what is left after commission."""

    store = models.OneToOneField(Store, on_delete=models.CASCADE, primary_key=True, related_name="floor")
    least_margin_bp = models.IntegerField(default=0)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(least_margin_bp__gte=0) & Q(least_margin_bp__lte=9_000), name="margin_possible"
            ),
        ]


class LowestPrice(models.Model):
    """What must be left of one piece of a variant after commission, beside its cost."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="lowest_prices")
    variant = models.OneToOneField(Variant, on_delete=models.CASCADE, related_name="lowest_price")
    lowest_minor = MinorField()

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(lowest_minor__gt=0), name="lowest_price_above_nothing"),
        ]


class Danger(models.Model):
    """A variant that can fall under its floor while the offers are what they are; `receipt` shows how.

    `sold_by`: the drop, presale or service plan (public id) that sells it so; empty: the shelf. `left_minor` is what
    the store keeps of a piece (rounded down), legal from `since` on.
    """

    public_id = PublicIdField("dng")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="dangers")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="dangers")
    sold_by = models.CharField(max_length=40, blank=True)
    currency = CurrencyField()
    left_minor = MinorField()
    floor_minor = MinorField()
    commission_bp = models.IntegerField(default=0)
    since = MomentField()
    offers = models.JSONField(default=list)
    receipt = models.JSONField()
    found_at = MomentField(now=True)
    gone_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["variant", "sold_by"], condition=Q(gone_at=None), name="one_danger_per_variant"
            ),
            models.CheckConstraint(
                condition=Q(left_minor__lt=F("floor_minor")), name="danger_is_under_the_floor"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "found_at"], condition=Q(gone_at=None), name="danger_open"),
        ]


class Override(models.Model):
    """Something published although the guard found something; store None = the market's. `found` is what it saw.

    `offer_ref` is the offer, or what else was planned (drop, presale, lottery, trial, service plan); `path` the page
    of that below the store's desk.
    """

    public_id = PublicIdField("ovr")
    store = models.ForeignKey(Store, null=True, on_delete=models.CASCADE, related_name="overrides")
    offer_ref = models.CharField(max_length=40)
    path = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    found = models.JSONField(default=list)
    by_id = models.BigIntegerField(null=True)
    at = MomentField(now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["store", "-at"], name="override_of_store")]


class MarketLook(models.Model):
    """A look at every store an offer of the market would count in, store by store up to `last_store` (key).

    `of` names the terms that were looked at: another draft is another look. `looked` of `stores` stores are done.
    """

    offer = models.OneToOneField(
        Offer, on_delete=models.CASCADE, primary_key=True, related_name="market_look"
    )
    of = models.CharField(max_length=64)
    stores = models.IntegerField(default=0)
    looked = models.IntegerField(default=0)
    last_store = models.BigIntegerField(default=0)
    judged = models.IntegerField(default=0)
    unknown = models.IntegerField(default=0)
    began_at = MomentField(now=True)
    done_at = MomentField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["began_at"], condition=Q(done_at=None), name="market_looks_under_way"),
        ]


class MarketPush(models.Model):
    """How many lines of a store an offer of the market could bring under their cost."""

    look = models.ForeignKey(MarketLook, on_delete=models.CASCADE, related_name="pushes")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    lines = models.IntegerField()

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["look", "store"], name="a_store_once_in_a_look"),
            models.CheckConstraint(condition=Q(lines__gt=0), name="a_push_has_lines"),
        ]


class Recheck(models.Model):
    """When a store's prices were last looked at, and since when they should be again."""

    store = models.OneToOneField(Store, on_delete=models.CASCADE, primary_key=True, related_name="recheck")
    wanted_at = MomentField(null=True)
    done_at = MomentField(null=True)
    unknown_costs = models.IntegerField(default=0)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["wanted_at"], condition=Q(wanted_at__isnull=False), name="recheck_wanted"),
        ]
