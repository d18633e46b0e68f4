"""Offers, their budgets, who joined them and who holds them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.people.merchants.models import Store


class Offer(models.Model):
    """Something beside a price. `terms` is what `rules` prices by; store None = the market's."""

    public_id = PublicIdField("off")
    store = models.ForeignKey(Store, null=True, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120, blank=True)
    terms = models.JSONField(default=dict)
    currency = CurrencyField()
    starts_at = MomentField()
    ends_at = MomentField()
    claimable = models.BooleanField(default=False)
    exclusive = models.BooleanField(default=False)
    per_person = models.SmallIntegerField(null=True)
    pool = models.CharField(max_length=40, blank=True)
    version = models.IntegerField(default=1)
    created_at = MomentField(now=True)
    published_at = MomentField(null=True)
    stopped_at = MomentField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["store", "ends_at"], name="offer_of_store"),
            models.Index(fields=["ends_at"], condition=Q(store=None), name="offer_of_market"),
        ]


class Budget(models.Model):
    """What may be given away in all. One row, one CHECK, one conditional UPDATE."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, primary_key=True, related_name="budget")
    cap_minor = MinorField(null=True)
    used_minor = MinorField(default=0)
    cap_count = models.IntegerField(null=True)
    used_count = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_minor__gte=0, used_count__gte=0), name="budget_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(cap_minor=None) | Q(used_minor__lte=F("cap_minor")), name="budget_money_kept"
            ),
            models.CheckConstraint(
                condition=Q(cap_count=None) | Q(used_count__lte=F("cap_count")), name="budget_count_kept"
            ),
        ]


class Joining(models.Model):
    """A store takes part in a cross-store offer."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="joinings")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="joinings")
    since = MomentField(now=True)
    ended_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["offer", "store"], condition=Q(ended_at=None), name="joined_once"
            ),
        ]


class ExclusiveFor(models.Model):
    """A person an exclusive offer is meant for."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="meant_for")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exclusives")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "person"], name="meant_once"),
        ]


class Claim(models.Model):
    """A coupon or red envelope in a person's hand."""

    public_id = PublicIdField("cpn")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    ordinal = models.SmallIntegerField(default=1)
    amount_minor = MinorField(null=True)
    claimed_at = MomentField(now=True)
    expires_at = MomentField()
    used_at = MomentField(null=True)
    used_ref = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "person", "ordinal"], name="claimed_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "expires_at"], condition=Q(used_at=None), name="claim_in_hand"),
        ]


class Code(models.Model):
    """A word that unlocks an offer, at most `cap` times."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=40, unique=True)
    cap = models.IntegerField(default=1)
    used = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(used__gte=0) & Q(used__lte=F("cap")), name="code_uses_kept"),
        ]


class Use(models.Model):
    """An offer used by an order. `holder` is a person, a mail address or a phone (hashed); a row per limit.

    Without a limit per person `ordinal` is None. The first row of a use carries its amount, the others 0.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="uses")
    holder = models.CharField(max_length=70)
    ordinal = models.SmallIntegerField(null=True)
    code = models.ForeignKey(Code, null=True, on_delete=models.SET_NULL)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.SET_NULL)
    ref = models.CharField(max_length=40, db_index=True)
    amount_minor = MinorField()
    at = MomentField(now=True)
    given_back_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["offer", "holder", "ordinal"],
                condition=Q(given_back_at=None),
                name="each_use_within_the_limit",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["holder", "offer"], name="use_of_holder")]
