"""Groups of a store's people, who is in them, and the settings that decide stages."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from regulars.goods.catalog.models import Category
from regulars.ground.kit.fields import MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store

RULE, LIST, TAG = "rule", "list", "tag"


class Segment(models.Model):
    """A named group of one store's people: by rule, by an uploaded list, or a tag that staff or a rule put on."""

    public_id = PublicIdField("sgm")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="segments")
    kind = models.CharField(max_length=8, choices=[(RULE, RULE), (LIST, LIST), (TAG, TAG)], default=RULE)
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True)
    definition = models.JSONField(null=True)
    version = models.IntegerField(default=1)
    size = models.IntegerField(default=0)
    created_at = MomentField(now=True)
    refreshed_at = MomentField(null=True)
    archived_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["store", "name"], condition=Q(archived_at=None), name="one_segment_per_name"
            ),
            models.CheckConstraint(
                condition=~Q(kind=RULE) | Q(definition__isnull=False), name="rule_segment_has_definition"
            ),
        ]


class SegmentVersion(models.Model):
    """What a segment said until it was changed; appended, never changed."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="versions")
    version = models.IntegerField()
    definition = models.JSONField(null=True)
    by_id = models.BigIntegerField(null=True)
    at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("segment__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "version"], name="one_segment_version")
        ]


class SegmentMember(models.Model):
    """A person in a segment since the refresh, upload or tagging that put them there."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="segments")
    since = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("segment__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "person"], name="once_in_a_segment")
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="segments_of_person")]


class CategoryWindows(models.Model):
    """How many days each stage lasts for stores whose goods are mostly of a category."""

    category = models.OneToOneField(Category, on_delete=models.CASCADE, related_name="stage_windows")
    attention = models.SmallIntegerField(default=15)
    interest = models.SmallIntegerField(default=30)
    intention = models.SmallIntegerField(default=30)
    purchase = models.SmallIntegerField(default=365)
    loyal = models.SmallIntegerField(default=365)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(attention__gt=0, interest__gt=0, intention__gt=0, purchase__gt=0, loyal__gt=0),
                name="stage_windows_positive",
            )
        ]
