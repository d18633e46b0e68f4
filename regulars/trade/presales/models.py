"""Presales, what is presold, and who booked it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regulars.goods.catalog.models import Product, Variant
from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store
from regulars.trade.presales.rules import OPEN


class Presale(models.Model):
    """A deposit in one window, the balance in another. State: draft, published, stopped.

    `unpaid` is the published rule for who does not pay the balance: forfeit or refund.
    """

    public_id = PublicIdField("pre")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="presales")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="presales")
    title = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120, blank=True)
    currency = CurrencyField()
    state = models.CharField(max_length=10, default="draft")
    deposit_from = MomentField()
    deposit_until = MomentField()
    balance_from = MomentField()
    balance_until = MomentField()
    ship_by = MomentField()
    unpaid = models.CharField(max_length=10)
    per_person = models.IntegerField(default=1)
    made_at = MomentField(now=True)
    published_at = MomentField(null=True)
    stopped_at = MomentField(null=True)
    stopped_why = models.CharField(max_length=300, blank=True)
    settled_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    deposit_from__lt=F("deposit_until"),
                    deposit_until__lte=F("balance_from"),
                    balance_from__lt=F("balance_until"),
                    balance_until__lte=F("ship_by"),
                ),
                name="presale_windows_in_order",
            ),
            models.CheckConstraint(condition=Q(per_person__gte=1), name="presale_per_person"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "-made_at"], name="presale_of_store"),
            models.Index(fields=["balance_until"], condition=Q(state="published"), name="presale_by_end"),
        ]


class PresaleItem(models.Model):
    """One variant of a presale. Amounts are for one piece; `booked` of `quota` places are taken."""

    public_id = PublicIdField("psi")
    presale = models.ForeignKey(Presale, on_delete=models.CASCADE, related_name="items")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="presale_items")
    price_minor = MinorField()
    deposit_minor = MinorField()
    off_minor = MinorField(default=0)
    quota = models.IntegerField()
    booked = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["presale", "variant"], name="variant_once_in_presale"),
            models.CheckConstraint(
                condition=Q(booked__gte=0, booked__lte=F("quota")), name="presale_within_quota"
            ),
            models.CheckConstraint(
                condition=Q(deposit_minor__gt=0, off_minor__gte=0)
                & Q(price_minor__gt=F("deposit_minor") + F("off_minor")),
                name="presale_leaves_a_balance",
            ),
        ]


class Booking(models.Model):
    """Somebody's place. State: awaiting, booked, ordered, paid, lapsed, cancelled, forfeited, refunded.

    awaiting: the deposit is not paid; booked: it is; ordered: an order for the balance waits to be paid.
    One open booking of a person in a presale, so the limit per person is a row.
    """

    public_id = PublicIdField("pbk")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="presale_bookings")
    item = models.ForeignKey(PresaleItem, on_delete=models.PROTECT, related_name="bookings")
    presale = models.ForeignKey(Presale, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="presale_bookings"
    )
    quantity = models.IntegerField()
    state = models.CharField(max_length=10, default="awaiting")
    advance_ref = models.CharField(max_length=40, blank=True)
    group_ref = models.CharField(max_length=40, blank=True)
    made_at = MomentField(now=True)
    booked_at = MomentField(null=True)
    reminded_at = MomentField(null=True)
    ended_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="booking_of_something"),
            models.UniqueConstraint(
                fields=["presale", "person"],
                condition=Q(state__in=OPEN),
                name="one_open_booking_per_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-made_at"], name="booking_of_person"),
            models.Index(fields=["presale", "state"], name="booking_in_presale"),
        ]
