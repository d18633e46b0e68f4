"""Experiments: which readers are shown lists chosen in which way. What followed lies in the lake."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import MomentField, PublicIdField

SPLIT, INTERLEAVED = "split", "interleaved"


class Experiment(models.Model):
    """A comparison of ways of choosing. `spots` are their names with spaces between ("": every spot).

    Split: each reader is in one arm, by a stable hash. Interleaved: each list holds the picks of both arms. What is
    compared is fixed once it has started. `holdout_percent` of all readers see what everybody would see; they are the
    same ones in every experiment. `turn` counts them: two started at once would have the same one, which cannot be.
    """

    public_id = PublicIdField("exp")
    turn = models.PositiveIntegerField(null=True, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(
        max_length=12, default=SPLIT, choices=[(SPLIT, SPLIT), (INTERLEAVED, INTERLEAVED)]
    )
    spots = models.CharField(max_length=200, blank=True)
    holdout_percent = models.SmallIntegerField(default=0)
    created_at = MomentField(now=True)
    created_by_id = models.BigIntegerField(null=True)
    started_at = MomentField(null=True)
    stopped_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(holdout_percent__gte=0, holdout_percent__lte=50),
                name="experiment_holdout_at_most_half",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["started_at"],
                condition=Q(started_at__isnull=False, stopped_at=None),
                name="experiments_running",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Arm(models.Model):
    """A way of choosing and the share of readers who get it. The first arm is what the others are compared with."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="arms")
    letter = models.CharField(max_length=1)
    policy = models.CharField(max_length=200)
    percent = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["experiment", "letter"], name="one_arm_a_letter"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="arm_percent"),
        ]

    def __str__(self) -> str:
        return self.letter
