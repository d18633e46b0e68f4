"""Messages, who got them and who did not, and how often a person was written to."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regulars.ground.kit.fields import MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.loyalty.segments.models import Segment
from regulars.people.merchants.models import Store

# A message to a whole group at a moment, or one that people get one by one as they come to it.
TO_GROUP, ONE_BY_ONE = "group", "single"
WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"
STATES = (
    WAITING,
    SENDING,
    SENT,
    FAILED,
    "held_out",
    "no_consent",
    "no_address",
    "budget",
    "closed",
    "stopped",
)


class Campaign(models.Model):
    """One message of a store to people of one of its groups. What it says is fixed once it is due.

    One by one (`kind`) it is placed for each by whoever knows when: such a message is due until it is closed.
    """

    public_id = PublicIdField("cmp")
    kind = models.CharField(
        max_length=8, default=TO_GROUP, choices=[(TO_GROUP, TO_GROUP), (ONE_BY_ONE, ONE_BY_ONE)]
    )
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="campaigns")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="campaigns")
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=40, default="offers")
    channel = models.CharField(max_length=20, default="inbox")
    subject = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    subject_zh = models.CharField(max_length=120, blank=True)
    text_zh = models.TextField(max_length=4000, blank=True)
    holdout_percent = models.SmallIntegerField(default=10)
    window_days = models.SmallIntegerField(default=14)
    created_at = MomentField(now=True)
    created_by_id = models.BigIntegerField(null=True)
    due_at = MomentField(null=True)
    enlisted_at = MomentField(null=True)
    finished_at = MomentField(null=True)
    stopped_at = MomentField(null=True)
    dropped_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(holdout_percent__gte=0, holdout_percent__lte=50), name="holdout_at_most_half"
            ),
            models.CheckConstraint(
                condition=Q(window_days__gte=1, window_days__lte=90), name="campaign_window_days"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(due_at__isnull=False, finished_at=None, stopped_at=None),
                name="campaigns_on_their_way",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """What became of one campaign for one person. In the inbox channel it is the message itself.

    A test goes to whoever wrote the message and counts for nothing. `turn`: the how manieth time, for messages that
    are placed one by one.
    """

    public_id = PublicIdField("cnt")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts")
    state = models.CharField(max_length=12, default=WAITING, choices=[(name, name) for name in STATES])
    at = MomentField(now=True)
    read_at = MomentField(null=True)
    note = models.CharField(max_length=200, blank=True)
    test = models.BooleanField(default=False)
    turn = models.SmallIntegerField(default=1)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("campaign__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "person", "turn"], condition=Q(test=False), name="once_per_campaign"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], condition=Q(state="sent"), name="contacts_of_person"),
            models.Index(
                fields=["campaign", "person"], condition=Q(state="waiting"), name="contacts_still_waiting"
            ),
            models.Index(fields=["at"], condition=Q(state="sending"), name="contacts_handed_over"),
        ]


class ContactWeek(models.Model):
    """How many messages of all stores together a person got in the week that begins on `week`, and may get."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weeks")
    week = models.DateField()
    used = models.SmallIntegerField(default=0)
    cap = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "week"], name="one_budget_a_week"),
            models.CheckConstraint(condition=Q(used__gte=0, used__lte=F("cap")), name="budget_kept"),
        ]
