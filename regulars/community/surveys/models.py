"""Surveys, who was asked, and what they answered."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.loyalty.segments.models import Segment
from regulars.people.merchants.models import Store

GROUP, ORDER, RETURN, LINK = "group", "order", "return", "link"
AUDIENCES = (GROUP, ORDER, RETURN, LINK)


class Survey(models.Model):
    """Some questions of a store to its people. They are fixed once it is open.

    `audience`: a group; whoever completed an order (`after_days` later); whoever got money back for a return; or all
    customers with the link.
    """

    public_id = PublicIdField("srv")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="surveys")
    title = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=80, blank=True)
    intro = models.TextField(max_length=600, blank=True)
    intro_zh = models.TextField(max_length=600, blank=True)
    questions = models.JSONField(default=list)
    audience = models.CharField(max_length=8, default=LINK, choices=[(name, name) for name in AUDIENCES])
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="surveys")
    after_days = models.SmallIntegerField(default=3)
    anonymous = models.BooleanField(default=False)
    created_at = MomentField(now=True)
    created_by_id = models.BigIntegerField(null=True)
    opened_at = MomentField(null=True)
    closed_at = MomentField(null=True)
    dropped_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(after_days__gte=0, after_days__lte=60), name="survey_after_days"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False), name="survey_closes_after_opening"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["store"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="surveys_open",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.title_zh


class Invitation(models.Model):
    """A person asked by a survey; from `due_at` on the question stands on the pages they open."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="survey_invitations"
    )
    order_ref = models.CharField(max_length=40, blank=True)
    asked_at = MomentField(now=True)
    due_at = MomentField(now=True)
    declined_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("survey__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "person"], name="asked_once_by_a_survey")
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=Q(declined_at=None), name="invitations_of_person")
        ]


class Response(models.Model):
    """What a person answered, and the stage and tier they were at when they did (empty until looked up)."""

    public_id = PublicIdField("rsp")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="survey_responses"
    )
    answers = models.JSONField()
    order_ref = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=12, blank=True)
    tier = models.CharField(max_length=80, blank=True)
    answered_at = MomentField(now=True)
    changed_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("survey__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "person"], name="one_response_a_person")
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(stage=""), name="responses_without_stage")
        ]
