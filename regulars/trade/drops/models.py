"""Drops, the seats people take in them, and who wants to be reminded."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regulars.goods.catalog.models import Variant
from regulars.ground.kit.fields import MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store


class Drop(models.Model):
    """`units` pieces of one variant at a given second. The lane decides by this one row.

    `taken` counts tickets that are won, ordered or paid; `waiting` counts seats without a ticket; `full_us` is the
    moment (µs since 1970) from which nobody new gets a seat. `phases` are who, minutes after opening, share in pieces.
    """

    public_id = PublicIdField("drp")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="drops")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="drops")
    title = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)
    price_minor = MinorField(null=True)
    units = models.IntegerField()
    per_person = models.SmallIntegerField(default=1)
    phases = models.JSONField(default=list)
    opens_at = MomentField()
    ends_at = MomentField()
    room_minutes = models.SmallIntegerField(default=15)
    pay_minutes = models.SmallIntegerField(default=10)
    queue_most = models.IntegerField()
    seed = models.CharField(max_length=64)
    version = models.IntegerField(default=1)
    taken = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    paid = models.IntegerField(default=0)
    full_us = models.BigIntegerField(null=True)
    created_at = MomentField(now=True)
    published_at = MomentField(null=True)
    opened_at = MomentField(null=True)
    stopped_at = MomentField(null=True)
    closed_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("units")), name="drop_not_oversold"
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("taken")), name="drop_paid_within_taken"
            ),
            models.CheckConstraint(condition=Q(waiting__gte=0), name="drop_waiting_not_negative"),
            models.CheckConstraint(condition=Q(units__gte=1, per_person__gte=1), name="drop_gives_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "-opens_at"], name="drop_of_store"),
            models.Index(fields=["variant"], condition=Q(closed_at=None), name="drop_of_variant"),
            models.Index(fields=["opens_at"], condition=Q(closed_at=None), name="drop_alive"),
        ]


class Seat(models.Model):
    """A person's place in a drop; the ticket, once it has won.

    State: placed, won, ordered, paid, lapsed, lost. Moments are µs since 1970, so that the lane orders by them
    without knowing a calendar. `holder` is p<person>.
    """

    public_id = PublicIdField("tkt")
    # Whoever writes a seat holds the drop's row: the database needs not look for it again, once for every seat.
    drop = models.ForeignKey(
        Drop, on_delete=models.CASCADE, related_name="seats", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="drop_seats",
        db_index=False,
    )
    holder = models.CharField(max_length=66)
    ordinal = models.SmallIntegerField()
    state = models.CharField(max_length=10)
    arrived_us = models.BigIntegerField()
    turn_us = models.BigIntegerField()
    lot = models.BigIntegerField(default=0)
    won_us = models.BigIntegerField(default=0)
    pay_until_us = models.BigIntegerField(default=0)
    group_ref = models.CharField(max_length=40, blank=True)
    told = models.BooleanField(default=False)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("drop__store_id")

    class Meta:
        constraints: ClassVar = [
            # It serves the person's key as well, and `seat_in_turn` the drop's: every index less is paid back by each
            # seat written in a rush. Nobody stands behind a seat without a person, and those may be many.
            models.UniqueConstraint(fields=["person", "drop", "ordinal"], name="one_seat_each"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="seat_ordinal_counts"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["drop", "state", "turn_us", "lot"], name="seat_in_turn"),
            models.Index(fields=["drop", "pay_until_us"], condition=Q(state="won"), name="seat_to_pay"),
        ]


class Reminder(models.Model):
    """Somebody asked to be told shortly before a drop opens."""

    drop = models.ForeignKey(Drop, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drop_reminders"
    )
    asked_at = MomentField(now=True)
    sent_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("drop__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drop", "person"], name="reminded_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["drop"], condition=Q(sent_at=None), name="reminder_due"),
        ]
