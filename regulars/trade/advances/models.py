"""Money paid ahead to a store, for something that becomes an order later."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store


class Advance(models.Model):
    """One amount paid ahead. State: awaiting, paid, used, returned, kept, lapsed.

    `purpose` and `ref` are what it is for, in the words of the app that asked for it; `used_ref` is the order
    group it pays for. `commission_bp` is frozen when it is asked for and counts only if the store keeps it;
    `returned_minor` is what went back of one that it kept in part.
    """

    public_id = PublicIdField("adv")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="advances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="advances")
    purpose = models.CharField(max_length=20)
    ref = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=160, blank=True)
    title_zh = models.CharField(max_length=160, blank=True)
    path = models.CharField(max_length=200, blank=True)
    currency = CurrencyField()
    amount_minor = MinorField()
    commission_bp = models.IntegerField(default=0)
    kept_commission_minor = MinorField(default=0)
    returned_minor = MinorField(default=0)
    state = models.CharField(max_length=10, default="awaiting")
    pay_until = MomentField()
    opened_at = MomentField(now=True)
    paid_at = MomentField(null=True)
    used_ref = models.CharField(max_length=40, blank=True, db_index=True)
    ended_at = MomentField(null=True)
    why = models.CharField(max_length=200, blank=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="advance_positive"),
            models.CheckConstraint(
                condition=(Q(state="used") & ~Q(used_ref="")) | (~Q(state="used") & Q(used_ref="")),
                name="advance_used_for_something",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["pay_until"], condition=Q(state="awaiting"), name="advance_unpaid"),
            models.Index(fields=["person", "-opened_at"], name="advance_of_person"),
            models.Index(fields=["store", "state", "-opened_at"], name="advance_of_store"),
        ]
