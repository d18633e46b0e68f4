"""Stores, their staff and what stands in their way."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import CurrencyField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned


class Store(models.Model):
    """A merchant's store: the tenant that everything it owns starts from."""

    public_id = PublicIdField("sto")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80, blank=True)
    story = models.TextField(blank=True)
    story_zh = models.TextField(blank=True)
    currency = CurrencyField()
    city = models.CharField(max_length=80, blank=True)
    logo = models.CharField(max_length=28, blank=True)
    banner = models.CharField(max_length=28, blank=True)
    freight_minor = models.BigIntegerField(default=0)
    free_freight_from_minor = models.BigIntegerField(null=True)
    returns_days = models.SmallIntegerField(default=7)
    external_ref = models.CharField(max_length=80, blank=True)
    opened_at = MomentField(now=True)
    closed_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_ref"], condition=~Q(external_ref=""), name="one_store_per_reference"
            ),
            models.CheckConstraint(condition=Q(freight_minor__gte=0), name="store_freight_not_negative"),
        ]

    @property
    def store_id(self) -> int:
        """A store belongs to itself."""
        return self.pk

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """A person's place in a store: role and rights, since when, until when."""

    public_id = PublicIdField("stf")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="places")
    role = models.CharField(max_length=30)
    rights = models.JSONField(default=list)
    since = MomentField(now=True)
    invited_by_id = models.BigIntegerField(null=True)
    ended_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["store", "person"], condition=Q(ended_at=None), name="one_place_per_store"
            ),
        ]


class Invitation(models.Model):
    """A place offered to whoever reads an e-mail. Closed when accepted, declined, taken back or replaced."""

    public_id = PublicIdField("inv")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=30)
    invited_by_id = models.BigIntegerField(null=True)
    invited_at = MomentField(now=True)
    expires_at = MomentField()
    closed_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["store", "email"], condition=Q(closed_at=None), name="one_open_invitation"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["store", "-invited_at"], name="invitations_lately")]


class Suspension(models.Model):
    """The market closes a store for a time, for a reason it can read."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="suspensions")
    reason = models.CharField(max_length=300)
    since = MomentField(now=True)
    by_id = models.BigIntegerField(null=True)
    lifted_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store"], condition=Q(lifted_at=None), name="one_suspension"),
        ]


class Market(models.Model):
    """The one market of this installation: its name, zone and languages."""

    name = models.CharField(max_length=80, default="Regulars")
    name_zh = models.CharField(max_length=80, blank=True)
    zone = models.CharField(max_length=60, default="Asia/Shanghai")
    currency = CurrencyField(default="CNY")
    hold_minutes = models.SmallIntegerField(default=30)
    confirm_days = models.SmallIntegerField(default=10)
