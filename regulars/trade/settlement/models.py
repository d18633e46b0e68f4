"""The ledger: accounts, entries, lines; commissions and payouts. Entries and lines are never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.people.merchants.models import Store


class Account(models.Model):
    """One side of the books in one currency. A transit account must come back to zero for each ref."""

    kind = models.CharField(max_length=30)
    currency = CurrencyField()
    store = models.ForeignKey(Store, null=True, on_delete=models.PROTECT, related_name="accounts")
    detail = models.CharField(max_length=30, blank=True)
    transit = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "currency", "detail"], condition=Q(store=None), name="one_market_account"
            ),
            models.UniqueConstraint(
                fields=["kind", "currency", "store", "detail"],
                condition=Q(store__isnull=False),
                name="one_store_account",
            ),
        ]


class Entry(models.Model):
    """A happening in money: lines that sum to zero. `key` makes it happen once."""

    public_id = PublicIdField("ent")
    key = models.CharField(max_length=90, unique=True)
    kind = models.CharField(max_length=30)
    ref = models.CharField(max_length=40, db_index=True)
    memo = models.CharField(max_length=200, blank=True)
    at = MomentField(db_index=True)
    posted_at = MomentField(now=True, db_index=True)


class Line(models.Model):
    """An amount on an account: positive debit, negative credit.

    `ref` says what a transit amount waits for, `part` what the amount is on a store's statement.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines", db_index=False)
    amount_minor = MinorField()
    currency = CurrencyField()
    ref = models.CharField(max_length=40)
    part = models.CharField(max_length=12, blank=True)
    at = MomentField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["entry", "currency", "amount_minor"], name="line_by_entry"),
            models.Index(fields=["account", "ref", "amount_minor"], name="line_by_reference"),
            models.Index(fields=["account", "at"], name="line_by_time"),
        ]


class BalanceMark(models.Model):
    """An account's balance over all lines up to one: where the next sum starts."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="mark")
    upto_line_id = models.BigIntegerField()
    balance_minor = MinorField()
    at = MomentField(now=True)


class Discrepancy(models.Model):
    """Money that does not match, and why; stays until somebody resolves it."""

    public_id = PublicIdField("dis")
    ref = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    amount_minor = MinorField()
    currency = CurrencyField()
    reason = models.CharField(max_length=200)
    at = MomentField(now=True)
    resolved_at = MomentField(null=True)
    resolution = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref", "kind"], name="one_discrepancy_per_ref"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-at"], condition=Q(resolved_at=None), name="discrepancy_open"),
        ]


class CommissionRule(models.Model):
    """The market's share of a sale, in basis points, from a date on.

    The closest match wins: store and category, store, category, the market.
    """

    public_id = PublicIdField("com")
    store = models.ForeignKey(Store, null=True, on_delete=models.CASCADE, related_name="commission_rules")
    category_id = models.BigIntegerField(null=True)
    rate_bp = models.IntegerField()
    since = MomentField()
    until = MomentField(null=True)
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rate_bp__gte=0, rate_bp__lte=5000), name="commission_sane"),
        ]


class Payout(models.Model):
    """Money sent to a store. State: prepared, sent, returned.

    Who prepared, approved and sent it; nobody is the clock or the command line. A returned one is open
    until it is closed, by hand or by being paid `again`.
    """

    public_id = PublicIdField("out")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="payouts")
    currency = CurrencyField()
    amount_minor = MinorField()
    period = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default="prepared")
    prepared_at = MomentField(now=True)
    prepared_by_id = models.BigIntegerField(null=True)
    approved_at = MomentField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    sent_at = MomentField(null=True)
    sent_by_id = models.BigIntegerField(null=True)
    bank_ref = models.CharField(max_length=80, blank=True)
    again = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="before")
    closed_at = MomentField(null=True)
    closed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "currency", "period"], name="one_payout_per_period"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_positive"),
            models.CheckConstraint(
                condition=Q(approved_at=None) | ~Q(approved_by_id=models.F("prepared_by_id")),
                name="payout_approved_by_another",
            ),
        ]
