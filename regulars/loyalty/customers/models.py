"""The relation between a store and a person, and what the person allowed."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store


class Relation(models.Model):
    """One store, one person: where it came from and what has become of it."""

    public_id = PublicIdField("rel")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="relations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="relations")
    origin = models.CharField(max_length=40)
    origin_ref = models.CharField(max_length=80, blank=True)
    first_touch_at = MomentField()
    last_touch_at = MomentField()
    followed_at = MomentField(null=True)
    left_at = MomentField(null=True)
    first_order_at = MomentField(null=True)
    last_order_at = MomentField(null=True)
    orders_count = models.IntegerField(default=0)
    paid_minor = MinorField(default=0)
    refunded_minor = MinorField(default=0)
    currency = CurrencyField(blank=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "person"], name="one_relation"),
            models.CheckConstraint(condition=Q(orders_count__gte=0), name="relation_orders_not_negative"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "-last_touch_at"], name="relation_recent"),
            models.Index(fields=["store", "-paid_minor"], name="relation_value"),
            models.Index(fields=["person"], condition=Q(followed_at__isnull=False), name="relation_followed"),
        ]


class Consent(models.Model):
    """What a person allowed a store, in which words; appended, never changed."""

    relation = models.ForeignKey(Relation, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    granted = models.BooleanField()
    wording = models.CharField(max_length=40)
    place = models.CharField(max_length=40)
    at = MomentField(now=True)


class Note(models.Model):
    """What a store's staff wrote down about a customer; only that store reads it."""

    public_id = PublicIdField("nte")
    relation = models.ForeignKey(Relation, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=2000)
    by_id = models.BigIntegerField()
    at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("relation__store_id")
