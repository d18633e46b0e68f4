"""Lists, what stands on them, and when they were shown."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from regulars.goods.catalog.models import Category, Product
from regulars.ground.kit.fields import MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store


class List(models.Model):
    """Goods or stores for a scene, put together by somebody (`author_kind`, `author_id`) or by the machine (`recipe`).

    A machine's list may be narrowed to a `category` with all below it and to prices up to `most_minor`.
    """

    public_id = PublicIdField("lst")
    slug = models.SlugField(max_length=80, unique=True)
    author_kind = models.CharField(max_length=10, default="operator")
    author_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, default="products")
    title = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=80, blank=True)
    intro = models.TextField(max_length=400, blank=True)
    intro_zh = models.TextField(max_length=400, blank=True)
    scene = models.CharField(max_length=20, blank=True)
    theme = models.CharField(max_length=20, blank=True)
    cover = models.CharField(max_length=28, blank=True)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="lists")
    recipe = models.CharField(max_length=20, blank=True)
    most_minor = MinorField(null=True)
    size = models.SmallIntegerField(default=24)
    position = models.IntegerField(default=0)
    created_at = MomentField(now=True)
    changed_at = MomentField(now=True)
    dropped_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=("products", "stores")), name="list_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title


class ListEntry(models.Model):
    """A product or a store in its place, with a line why."""

    public_id = PublicIdField("ent")
    list = models.ForeignKey(List, on_delete=models.CASCADE, related_name="entries")
    product = models.ForeignKey(Product, null=True, on_delete=models.CASCADE, related_name="places")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="places_in_lists")
    position = models.IntegerField(default=0)
    why = models.CharField(max_length=160, blank=True)
    why_zh = models.CharField(max_length=160, blank=True)
    added_at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "product"], condition=Q(product__isnull=False), name="product_once_in_a_list"
            ),
            models.UniqueConstraint(
                fields=["list", "store"], condition=Q(product=None), name="store_once_in_a_list"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["list", "position"], name="entries_in_order")]


class Showing(models.Model):
    """A time in which shoppers see a list: published by whom, from when until when, and perhaps taken down before."""

    list = models.ForeignKey(List, on_delete=models.CASCADE, related_name="showings")
    since = MomentField()
    until = MomentField(null=True)
    published_at = MomentField(now=True)
    published_by_id = models.BigIntegerField(null=True)
    ended_at = MomentField(null=True)
    ended_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list"], condition=Q(ended_at=None), name="one_showing_of_a_list"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="showing_lasts"
            ),
        ]
