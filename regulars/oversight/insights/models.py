"""What was published about cohorts, and what merchants made of proposals."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from regulars.ground.kit.fields import MomentField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store


class Release(models.Model):
    """The cohorts of one store in one calendar month ("2026-10"), published once: only what may be shown is in it.

    Counting anew after somebody came, left or changed would tell who it was; so a release stays as it is.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="cohort_releases")
    month = models.CharField(max_length=7)
    body = models.JSONField(default=dict)
    made_at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "month"], name="one_cohort_release_a_month"),
        ]


class Trial(models.Model):
    """A proposal that a merchant took up: the group and the draft made of it. `key` names the proposal."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="cohort_trials")
    key = models.CharField(max_length=160)
    segment = models.CharField(max_length=28)
    draft = models.CharField(max_length=28)
    at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "key"], name="one_trial_per_proposal"),
        ]
