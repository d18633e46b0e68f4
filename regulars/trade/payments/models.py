"""Payments, what providers told us, and money sent back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField


class Payment(models.Model):
    """One attempt to pay `ref`. State: started, captured, held (something does not match), failed.

    `received_minor` is what the provider says arrived, whether it matches or not; only a match is
    `captured_minor`. What was received can be sent back.
    """

    public_id = PublicIdField("pay")
    ref = models.CharField(max_length=40, db_index=True)
    provider = models.CharField(max_length=30)
    provider_ref = models.CharField(max_length=120, blank=True, db_index=True)
    amount_minor = MinorField()
    currency = CurrencyField()
    state = models.CharField(max_length=10, default="started")
    started_at = MomentField(now=True)
    captured_at = MomentField(null=True)
    captured_minor = MinorField(default=0)
    received_minor = MinorField(default=0)
    received_currency = CurrencyField(blank=True)
    refunded_minor = MinorField(default=0)
    held_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="payment_not_negative"),
            models.CheckConstraint(
                condition=models.Q(refunded_minor__gte=0, refunded_minor__lte=models.F("received_minor")),
                name="refund_within_receipt",
            ),
            models.UniqueConstraint(
                fields=["ref"], condition=models.Q(state="captured"), name="one_capture_per_ref"
            ),
        ]


class ProviderEvent(models.Model):
    """A message from a provider, taken once."""

    provider = models.CharField(max_length=30)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    outcome = models.CharField(max_length=200, blank=True)
    received_at = MomentField(now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="each_event_once"),
        ]


class PaymentRefund(models.Model):
    """Money sent back to the payer. State: asked, sent (the provider works on it), done, failed."""

    public_id = PublicIdField("prf")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    ref = models.CharField(max_length=60, unique=True)
    amount_minor = MinorField()
    state = models.CharField(max_length=10, default="asked")
    provider_ref = models.CharField(max_length=120, blank=True)
    asked_at = MomentField(now=True)
    next_at = MomentField(now=True)
    done_at = MomentField(null=True)
    attempts = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payment_refund_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=models.Q(state="asked"), name="payment_refund_due"),
        ]
