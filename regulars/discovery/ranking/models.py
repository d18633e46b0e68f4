"""Published rulebooks, pins, and who is sheltered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from regulars.goods.catalog.models import Product
from regulars.ground.kit.fields import MomentField, PublicIdField


class Edition(models.Model):
    """A rulebook as it was published: `body` is read by `rules.storing`. It holds until the next one starts.

    It is never changed; before it starts it may be withdrawn. `reason` says why it could not wait for its notice.
    """

    public_id = PublicIdField("rlb")
    number = models.PositiveIntegerField(unique=True)
    body = models.JSONField(default=dict)
    starts_at = MomentField()
    published_at = MomentField(now=True)
    by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = MomentField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-starts_at"], condition=Q(withdrawn_at=None), name="rulebook_in_force"),
        ]


class Pinned(models.Model):
    """A product the market puts at a place (from 0) of a spot for a time, for a reason everybody can read."""

    public_id = PublicIdField("pin")
    spot = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    since = MomentField()
    until = MomentField()
    reason = models.CharField(max_length=300)
    by_id = models.BigIntegerField(null=True)
    made_at = MomentField(now=True)
    ended_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="pin_ends_after_it_begins"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["until"], condition=Q(ended_at=None), name="pins_that_stand"),
        ]


class Shelter(models.Model):
    """Which stores were small or new at a moment: `stores` says `new` or `small` by key."""

    public_id = PublicIdField("shl")
    stores = models.JSONField(default=dict)
    rulebook = models.CharField(max_length=28, blank=True)
    counted_at = MomentField(now=True)
