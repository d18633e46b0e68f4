"""What the index has yet to take in, words that mean the same, and what many people asked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import MomentField, PublicIdField


class Waiting(models.Model):
    """A thing whose document is out of date. Rows are added, read in order and deleted."""

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()
    at = MomentField(now=True)


class Synonym(models.Model):
    """Who searches for `one` also gets `other`; the other way round when `both_ways`."""

    public_id = PublicIdField("syn")
    one = models.CharField(max_length=60)
    other = models.CharField(max_length=60)
    both_ways = models.BooleanField(default=True)
    made_at = MomentField(now=True)
    made_by_id = models.BigIntegerField(null=True)
    ended_at = MomentField(null=True)
    ended_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(ended_at=None), name="synonym_said_once"
            ),
        ]


class AskedFor(models.Model):
    """Words with which enough people found something lately: offered while others type. Written anew daily."""

    words = models.CharField(max_length=100, unique=True)
    people = models.IntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-people"], name="asked_most")]
