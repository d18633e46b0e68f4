"""Pages, their drafts, what was published of them, and when each of that is shown."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from regulars.ground.kit.fields import MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store


class Page(models.Model):
    """A page of a store, or of the market (no store). `subject` is the product or category it is for; empty: all.

    `last_number` is the number of the latest snapshot: whoever moves it publishes. `last_version` is that of the latest
    draft that is no more, so that no later draft can be taken for it.
    """

    public_id = PublicIdField("pag")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, null=True, related_name="pages")
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=28, blank=True)
    last_number = models.IntegerField(default=0)
    last_version = models.IntegerField(default=0)
    made_at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["store", "kind", "subject"], condition=Q(store__isnull=False), name="one_page_a_store"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(store=None), name="one_page_the_market"
            ),
        ]


class Draft(models.Model):
    """What a page is going to be. `before` is what the last change changed, for taking it back.

    Whoever saves names the `version` he began from: a second saver of the same version is refused.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="draft")
    blocks = models.JSONField(default=list)
    before = models.JSONField(null=True)
    version = models.IntegerField(default=1)
    changed_at = MomentField(now=True)
    changed_by_id = models.BigIntegerField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("page__store_id")


class Snapshot(models.Model):
    """What was published: never changed afterwards. `of_number`: the older one that came back with it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="snapshots")
    number = models.IntegerField()
    blocks = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    of_number = models.IntegerField(null=True)
    made_at = MomentField(now=True)
    made_by_id = models.BigIntegerField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("page__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "number"], name="one_snapshot_a_number"),
        ]


class Showing(models.Model):
    """From when until when a snapshot is shown. Of several the one that began last is seen."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="showings")
    snapshot = models.OneToOneField(Snapshot, on_delete=models.CASCADE, related_name="showing")
    since = MomentField()
    until = MomentField(null=True)
    withdrawn_at = MomentField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("page__store_id")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="showing_ends_after_it_begins"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["page", "-since"], condition=Q(withdrawn_at=None), name="showings_of_page"),
        ]
