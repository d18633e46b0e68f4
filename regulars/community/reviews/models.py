"""Reviews."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from regulars.goods.catalog.models import Product
from regulars.ground.kit.fields import MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store


class Review(models.Model):
    """What somebody says of a product: a buyer, or somebody who got it for trial. No store can delete it.

    `ref` is the order or the application it rests on. A hidden one keeps its text, and the reason, on record.
    """

    public_id = PublicIdField("rev")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="reviews")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reviews"
    )
    origin = models.CharField(max_length=6)
    ref = models.CharField(max_length=40)
    stars = models.SmallIntegerField()
    text = models.TextField(max_length=2000)
    pictures = models.JSONField(default=list)
    written_at = MomentField(now=True)
    answer = models.TextField(max_length=600, blank=True)
    answered_at = MomentField(null=True)
    hidden_at = MomentField(null=True)
    hidden_why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "person", "origin"], name="one_review_each"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="one_to_five_stars"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["product", "-id"], condition=Q(hidden_at=None), name="reviews_of_product"),
            models.Index(fields=["store", "-id"], name="reviews_of_store"),
        ]
