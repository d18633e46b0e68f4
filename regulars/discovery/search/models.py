"""What the index has yet to take in."""

from __future__ import annotations

from django.db import models

from regulars.ground.kit.fields import MomentField


class Waiting(models.Model):
    """A product or a store whose document is out of date. Rows are added, read in order and deleted."""

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()
    at = MomentField(now=True)
