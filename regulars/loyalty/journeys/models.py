"""Journeys in versions, who is on them, and a log of every step."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.loyalty.outreach.models import Campaign, Contact
from regulars.people.merchants.models import Store


class Journey(models.Model):
    """What a store's people go through. The share held out is fixed once it has started."""

    public_id = PublicIdField("jny")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="journeys")
    name = models.CharField(max_length=80)
    holdout_percent = models.SmallIntegerField(default=10)
    window_days = models.SmallIntegerField(default=30)
    created_at = MomentField(now=True)
    created_by_id = models.BigIntegerField(null=True)
    started_at = MomentField(null=True)
    paused_at = MomentField(null=True)
    ended_at = MomentField(null=True)
    dropped_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(holdout_percent__gte=0, holdout_percent__lte=50),
                name="journey_holdout_at_most_half",
            ),
            models.CheckConstraint(
                condition=Q(window_days__gte=1, window_days__lte=90), name="journey_window_days"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["started_at"],
                condition=Q(started_at__isnull=False, paused_at=None, ended_at=None),
                name="journeys_running",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What a journey says: a draft until it starts, then fixed; people on their way stay with theirs."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="versions")
    number = models.SmallIntegerField()
    definition = models.JSONField()
    created_at = MomentField(now=True)
    by_id = models.BigIntegerField(null=True)
    started_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("journey__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["journey", "number"], name="one_journey_version"),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(started_at=None), name="one_draft_per_journey"
            ),
        ]


class Letter(models.Model):
    """The message that one step of a started version sends."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="letters")
    step = models.CharField(max_length=4)
    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="letter")

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("version__journey__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "step"], name="one_letter_per_step")
        ]


class Traveller(models.Model):
    """A person on a journey, for the `turn`th time. `step` is where they stand.

    `due_at`: when to look again; None while the fate of the message of their step is open, and when it is over.
    `reachable`: on entering, one of the journey's messages could have been sent to them. Whoever moves somebody
    counts `moves` up in the same statement, so that of two only one does.
    """

    public_id = PublicIdField("trv")
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="travellers")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="travellers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="travels")
    turn = models.SmallIntegerField(default=1)
    held_out = models.BooleanField(default=False)
    reachable = models.BooleanField(default=True)
    step = models.CharField(max_length=4, blank=True)
    reached_at = MomentField(now=True)
    due_at = MomentField(null=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="travellers")
    moves = models.IntegerField(default=0)
    outcome = models.CharField(max_length=8, blank=True)
    entered_at = MomentField(now=True)
    left_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("journey__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["journey", "person", "turn"], name="one_travel_a_turn"),
            models.UniqueConstraint(
                fields=["journey", "person"], condition=Q(left_at=None), name="on_a_journey_once_at_a_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["journey", "due_at"], condition=Q(left_at=None), name="travellers_due"),
            models.Index(fields=["version", "step"], condition=Q(left_at=None), name="travellers_at_steps"),
        ]


class Passage(models.Model):
    """One line of a traveller's log: at which step what happened, with what; appended, never changed."""

    traveller = models.ForeignKey(Traveller, on_delete=models.CASCADE, related_name="passages")
    number = models.IntegerField()
    step = models.CharField(max_length=4, blank=True)
    what = models.CharField(max_length=12)
    detail = models.CharField(max_length=200, blank=True)
    at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("traveller__journey__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["traveller", "number"], name="one_passage_a_number")
        ]
