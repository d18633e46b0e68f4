"""Categories, brands, products, variants, their prices and stock."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from regulars.goods.media.models import Picture
from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store


class Category(models.Model):
    """A node of the market's category tree. `path` holds the keys from the root, "/3/17/"."""

    public_id = PublicIdField("cat")
    slug = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=120, blank=True, db_index=True)
    name = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80, blank=True)
    position = models.IntegerField(default=0)
    retired_at = MomentField(null=True)


class Brand(models.Model):
    """A brand that products of any store may carry."""

    public_id = PublicIdField("brd")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80, blank=True)
    retired_at = MomentField(null=True)


class Product(models.Model):
    """What a store sells. Price range, stock flag and cover are kept for lists."""

    public_id = PublicIdField("pro")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="products")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    brand = models.ForeignKey(Brand, null=True, on_delete=models.PROTECT, related_name="products")
    title = models.CharField(max_length=160)
    title_zh = models.CharField(max_length=160, blank=True)
    description = models.TextField(blank=True)
    description_zh = models.TextField(blank=True)
    attributes = models.JSONField(default=dict)
    attributes_zh = models.JSONField(default=dict)
    currency = CurrencyField()
    from_minor = MinorField(default=0)
    to_minor = MinorField(default=0)
    compare_minor = MinorField(null=True)
    cover = models.CharField(max_length=28, blank=True)
    sold_count = models.IntegerField(default=0)
    version = models.IntegerField(default=1)
    external_ref = models.CharField(max_length=80, blank=True)
    created_at = MomentField(now=True)
    updated_at = MomentField(now=True)
    published_at = MomentField(null=True)
    retired_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["store", "external_ref"], condition=~Q(external_ref=""), name="one_product_per_ref"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "-published_at"], name="product_of_store"),
            models.Index(fields=["category", "-sold_count"], name="product_in_category"),
            models.Index(fields=["-sold_count", "-id"], name="product_popular"),
            models.Index(fields=["-published_at", "-id"], name="product_new"),
        ]


class ProductPicture(models.Model):
    """A picture of a product, in order."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE)
    position = models.SmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]


class Variant(models.Model):
    """One buyable form of a product. `options_zh` says `options` in Chinese, pair by pair, or is empty."""

    public_id = PublicIdField("var")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=60)
    options = models.JSONField(default=dict)
    options_zh = models.JSONField(default=dict)
    price_minor = MinorField()
    compare_minor = MinorField(null=True)
    cost_minor = MinorField(null=True)
    position = models.SmallIntegerField(default=0)
    retired_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "sku"], name="one_sku_per_store"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="variant_price_not_negative"),
        ]


class PriceChange(models.Model):
    """A variant's price from a moment on."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="price_changes")
    price_minor = MinorField()
    at = MomentField(now=True)
    by_id = models.BigIntegerField(null=True)


class Stock(models.Model):
    """How many there are and how many are held for orders. Touched only by `stock` actions."""

    variant = models.OneToOneField(Variant, on_delete=models.CASCADE, primary_key=True, related_name="stock")
    on_hand = models.IntegerField(default=0)
    held = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(held__gte=0), name="held_not_negative"),
            models.CheckConstraint(condition=Q(held__lte=F("on_hand")), name="held_within_stock"),
        ]


class StockHold(models.Model):
    """Stock set aside for `ref` until a moment; then it counts as free again, cron or not."""

    ref = models.CharField(max_length=40)
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="holds")
    quantity = models.IntegerField()
    until = MomentField()
    ended_at = MomentField(null=True)
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ref", "variant"], condition=Q(ended_at=None), name="one_hold_per_ref_and_variant"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="hold_quantity_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["variant", "until"], condition=Q(ended_at=None), name="hold_open"),
        ]


class StockMove(models.Model):
    """A change of stock on hand, and why."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="moves")
    delta = models.IntegerField()
    why = models.CharField(max_length=20)
    ref = models.CharField(max_length=40, blank=True)
    by_id = models.BigIntegerField(null=True)
    at = MomentField(now=True)
