"""Baskets, orders and returns."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regulars.goods.catalog.models import Product, Variant
from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store
from regulars.trade.offers.models import Offer


class Basket(models.Model):
    """What a person (or a visitor, by a signed cookie) means to buy, over all stores."""

    public_id = PublicIdField("bas")
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="basket"
    )
    visitor = models.CharField(max_length=40, null=True, unique=True)
    codes = models.JSONField(default=list)
    chosen_claims = models.JSONField(default=dict)
    updated_at = MomentField(now=True)


class BasketLine(models.Model):
    """A variant and how many; with a service plan (its public id) for some or all of the pieces."""

    public_id = PublicIdField("bln")
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE)
    quantity = models.IntegerField()
    added_at = MomentField(now=True)
    chosen = models.BooleanField(default=True)
    plan = models.CharField(max_length=28, blank=True)
    plan_quantity = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basket", "variant"], name="one_line_per_variant"),
            models.CheckConstraint(
                condition=Q(plan_quantity__gte=0) & Q(plan_quantity__lte=F("quantity")),
                name="no_more_plans_than_pieces",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=9999), name="basket_quantity_sane"
            ),
        ]


class OrderGroup(models.Model):
    """What was ordered and paid together. State: awaiting_payment, paid, expired, cancelled.

    `prepaid_minor` of the total was paid ahead, by `advances` (public ids); `grants` are the promises kept by it,
    as pairs of kind and ref.
    """

    public_id = PublicIdField("grp")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="order_groups"
    )
    currency = CurrencyField()
    state = models.CharField(max_length=20, default="awaiting_payment")
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    address = models.JSONField(default=dict)
    language = models.CharField(max_length=10, default="en")
    guest_key = models.CharField(max_length=40, blank=True)
    goods_minor = MinorField(default=0)
    freight_minor = MinorField(default=0)
    discount_minor = MinorField(default=0)
    total_minor = MinorField(default=0)
    prepaid_minor = MinorField(default=0)
    advances = models.JSONField(default=list)
    grants = models.JSONField(default=list)
    external_ref = models.CharField(max_length=80, blank=True)
    placed_at = MomentField(now=True)
    pay_until = MomentField()
    paid_at = MomentField(null=True)
    ended_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_ref"], condition=~Q(external_ref=""), name="one_group_per_reference"
            ),
            models.CheckConstraint(
                condition=Q(prepaid_minor__gte=0, prepaid_minor__lte=F("total_minor")),
                name="group_prepaid_within",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-placed_at"], name="group_of_person"),
            models.Index(fields=["pay_until"], condition=Q(state="awaiting_payment"), name="group_unpaid"),
        ]

    @property
    def payable_minor(self) -> int:
        """What is left to pay of the total."""
        left: int = self.total_minor - self.prepaid_minor
        return left


class Receipt(models.Model):
    """How the price came about; replays to the same cents."""

    group = models.OneToOneField(
        OrderGroup, on_delete=models.CASCADE, primary_key=True, related_name="receipt"
    )
    body = models.JSONField()
    rule_version = models.CharField(max_length=20)


class Order(models.Model):
    """One store's part of a group.

    State: awaiting_payment, paid, processing, shipped, delivered, confirmed, cancelled, expired, refunded.
    """

    public_id = PublicIdField("ord")
    group = models.ForeignKey(OrderGroup, on_delete=models.PROTECT, related_name="orders")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="orders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    currency = CurrencyField()
    state = models.CharField(max_length=20, default="awaiting_payment")
    goods_minor = MinorField(default=0)
    freight_minor = MinorField(default=0)
    store_discount_minor = MinorField(default=0)
    market_discount_minor = MinorField(default=0)
    paid_minor = MinorField(default=0)
    commission_minor = MinorField(default=0)
    refunded_minor = MinorField(default=0)
    placed_at = MomentField(now=True)
    paid_at = MomentField(null=True)
    ship_by = MomentField(null=True)
    shipped_at = MomentField(null=True)
    delivered_at = MomentField(null=True)
    confirmed_at = MomentField(null=True)
    ended_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "store"], name="one_order_per_store"),
            models.CheckConstraint(condition=Q(refunded_minor__gte=0), name="order_refund_not_negative"),
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("paid_minor")), name="order_refund_within"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "state", "-placed_at"], name="order_of_store_in_state"),
            models.Index(fields=["store", "-placed_at"], name="order_of_store"),
            models.Index(fields=["-placed_at", "-id"], name="order_by_time"),
            models.Index(fields=["store", "person", "-placed_at"], name="order_of_customer"),
            models.Index(fields=["delivered_at"], condition=Q(state="delivered"), name="order_to_confirm"),
        ]


class OrderLine(models.Model):
    """A variant as it was sold: price, discounts by funder and commission are frozen here.

    `granted_kind` and `granted_ref` name the promise it was ordered by; `off_shelf`: it was on no shelf.
    """

    public_id = PublicIdField("lin")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="order_lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="order_lines")
    title = models.CharField(max_length=160)
    title_zh = models.CharField(max_length=160, blank=True)
    options = models.JSONField(default=dict)
    cover = models.CharField(max_length=28, blank=True)
    unit_minor = MinorField()
    quantity = models.IntegerField()
    list_minor = MinorField()
    store_discount_minor = MinorField(default=0)
    market_discount_minor = MinorField(default=0)
    paid_minor = MinorField()
    commission_bp = models.IntegerField(default=0)
    commission_minor = MinorField(default=0)
    returned_quantity = models.IntegerField(default=0)
    granted_kind = models.CharField(max_length=20, blank=True)
    granted_ref = models.CharField(max_length=40, blank=True)
    off_shelf = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(returned_quantity__gte=0) & Q(returned_quantity__lte=F("quantity")),
                name="returned_within_bought",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["granted_ref"], condition=~Q(granted_ref=""), name="line_by_grant"),
        ]


class OrderEvent(models.Model):
    """A step in an order's life, as its timeline shows it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=30)
    by_kind = models.CharField(max_length=10)
    by_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    at = MomentField(now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["order", "at"], name="timeline")]


class Shipment(models.Model):
    """A parcel on its way."""

    public_id = PublicIdField("shp")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="shipments")
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=80, blank=True)
    shipped_at = MomentField(now=True)
    delivered_at = MomentField(null=True)


class Return(models.Model):
    """Goods going back, money going back, or both.

    State: asked, accepted, refused, refunded, withdrawn, disputed.
    Kind: refund_only, return_and_refund, cancel. `send_to`: where the goods go, as it stood when the store agreed;
    `carrier`, `tracking`, `sent_at`: what the shopper says of their parcel.
    """

    public_id = PublicIdField("ret")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="returns")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="returns")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="asked")
    reason = models.CharField(max_length=40)
    text = models.CharField(max_length=1000, blank=True)
    amount_minor = MinorField(default=0)
    freight_minor = MinorField(default=0)
    currency = CurrencyField()
    decide_by = MomentField()
    answer = models.CharField(max_length=500, blank=True)
    asked_at = MomentField(now=True)
    decided_at = MomentField(null=True)
    refunded_at = MomentField(null=True)
    disputed_at = MomentField(null=True)
    split = models.JSONField(default=dict)
    send_to = models.CharField(max_length=300, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=80, blank=True)
    sent_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["store", "state", "decide_by"], name="return_to_decide"),
            models.Index(fields=["-disputed_at"], condition=Q(state="disputed"), name="return_disputed"),
        ]


class ReturnLine(models.Model):
    """How many of a line go back and what is paid back for them."""

    back = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="return_lines")
    quantity = models.IntegerField()
    amount_minor = MinorField(default=0)
    restock = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["back", "line"], name="one_return_line"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_quantity_positive"),
        ]


class Forecast(models.Model):
    """What an offer would cost, worked out of past orders by the worker for the terms of `terms_key`.

    `done` of `whole` orders are priced so far. Over (`done_at`) without an answer: it could not be worked out.
    `basis` tells the day and the cost prices it was asked with from any others.
    """

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, primary_key=True, related_name="forecast")
    terms_key = models.CharField(max_length=64)
    basis = models.CharField(max_length=64, blank=True)
    done = models.IntegerField(default=0)
    whole = models.IntegerField(default=0)
    answer = models.JSONField(null=True)
    asked_at = MomentField(now=True)
    done_at = MomentField(null=True)
