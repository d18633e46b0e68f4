"""Audit trail, idempotency keys and import runs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from regulars.ground.kit.fields import MomentField, PublicIdField


class AuditEntry(models.Model):
    """Who did what to what, and when. Never changed; sealed by a hash chain."""

    at = MomentField(now=True, db_index=True)
    action = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    person_id = models.BigIntegerField(null=True)
    store_id = models.BigIntegerField(null=True)
    objects_named = models.JSONField(default=list)
    note = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["store_id", "-id"], name="audit_by_store"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
        ]


class AuditSeal(models.Model):
    """A hash over a run of audit entries and the seal before it."""

    first_id = models.BigIntegerField(unique=True)
    last_id = models.BigIntegerField(unique=True)
    entries = models.IntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = MomentField(now=True)


class IdempotencyKey(models.Model):
    """The result of an action that a client may ask for again with the same key."""

    scope = models.CharField(max_length=160)
    key = models.CharField(max_length=80)
    step = models.SmallIntegerField(default=0)
    body_hash = models.CharField(max_length=64)
    action = models.CharField(max_length=60)
    result = models.JSONField(null=True)
    at = MomentField(now=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key", "step"], name="one_result_per_key"),
        ]


class ImportRun(models.Model):
    """One import of one source: how far it came and what it counted. Survives a kill."""

    public_id = PublicIdField("imp")
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    store_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=40, blank=True)
    done = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    started_at = MomentField(now=True)
    finished_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "source", "store_id"], name="one_run_per_source"),
        ]


class ImportReject(models.Model):
    """A row that was not taken over, with the reason."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejects")
    sheet = models.CharField(max_length=60, blank=True)
    row = models.BigIntegerField()
    column = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300)
    content = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "sheet", "row", "column", "reason"], name="one_reject"),
        ]
