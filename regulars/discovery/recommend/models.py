"""What the market remembers of a person's taste, or that it must not."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from regulars.ground.kit.fields import MomentField


class Taste(models.Model):
    """What a person likes, learnt from what they did: `goods` are pairs of product key and weight, the most liked first.

    `off_at` says since when the person wants no page of their own; nothing is learnt then.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="taste"
    )
    goods = models.JSONField(default=list)
    learnt_at = MomentField(null=True)
    off_at = MomentField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["learnt_at"], name="taste_learnt")]
