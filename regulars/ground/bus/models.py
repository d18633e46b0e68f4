"""The outbox, what became of each message, and when clocked tasks last ran."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import MomentField, PublicIdField


class LakeBatch(models.Model):
    """A set of messages that goes to the lake under one key, so that a repeat changes nothing."""

    key = PublicIdField("lkb")
    written_at = MomentField(null=True, db_index=True)


class Message(models.Model):
    """A fact, stored in the transaction that made it true."""

    public_id = PublicIdField("evt")
    name = models.CharField(max_length=80)
    body = models.JSONField()
    store_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    ref = models.CharField(max_length=80, blank=True)
    at = MomentField(now=True, db_index=True)
    relayed_at = MomentField(null=True)
    lake_batch = models.ForeignKey(LakeBatch, null=True, on_delete=models.SET_NULL)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(relayed_at=None), name="message_to_relay"),
            models.Index(fields=["id"], condition=Q(lake_batch=None), name="message_to_lake"),
        ]


class Delivery(models.Model):
    """One message at one listener: done, to be tried again, or dead."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    listener = models.CharField(max_length=120)
    done_at = MomentField(null=True)
    attempts = models.SmallIntegerField(default=1)
    next_at = MomentField(null=True)
    dead_at = MomentField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "listener"], name="each_listener_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=Q(done_at=None, dead_at=None), name="delivery_retry"),
            models.Index(fields=["-dead_at"], condition=Q(dead_at__isnull=False), name="delivery_dead"),
        ]


class ClockedRun(models.Model):
    """When a clocked task ran last; the row is the lock that lets one worker have it."""

    task = models.CharField(max_length=120, unique=True)
    due_at = MomentField()
    last_at = MomentField(null=True)
    error = models.TextField(blank=True)
