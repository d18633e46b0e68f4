"""Programmes, members, the completed orders that count for them, and their points."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regulars.ground.kit.fields import CurrencyField, MinorField, MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store


class Programme(models.Model):
    """A store's membership programme. Its rules are those of `version`; closed: nobody joins or earns."""

    public_id = PublicIdField("prg")
    store = models.OneToOneField(Store, on_delete=models.CASCADE, related_name="programme")
    version = models.IntegerField(default=1)
    opened_at = MomentField(now=True)
    closed_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()


class ProgrammeVersion(models.Model):
    """What a programme promised from a moment on; appended, never changed."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    version = models.IntegerField()
    rules = models.JSONField()
    by_id = models.BigIntegerField(null=True)
    at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("programme__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "version"], name="one_programme_version")
        ]


class Member(models.Model):
    """A person who joined a store's programme, where and since when.

    `owed` are points that had been used before the order which brought them went back. The birthday is the
    person's own word, without a year; the store's people never see it.
    """

    public_id = PublicIdField("mbr")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    place = models.CharField(max_length=20)
    joined_at = MomentField(now=True)
    left_at = MomentField(null=True)
    owed = models.BigIntegerField(default=0)
    birth_month = models.SmallIntegerField(null=True)
    birth_day = models.SmallIntegerField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "person"], name="one_membership"),
            models.CheckConstraint(condition=Q(owed__gte=0), name="points_owed_not_negative"),
            models.CheckConstraint(
                condition=Q(birth_month=None, birth_day=None)
                | Q(birth_month__gte=1, birth_month__lte=12, birth_day__gte=1, birth_day__lte=31),
                name="birthday_possible",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "-joined_at"], name="members_lately"),
            models.Index(fields=["person"], condition=Q(left_at=None), name="memberships_of_person"),
            models.Index(
                fields=["store", "birth_month", "birth_day"],
                condition=Q(birth_month__isnull=False),
                name="birthdays_of_members",
            ),
        ]


class Trade(models.Model):
    """A completed order of a member as the tier counts it: what is left of it after refunds.

    `points` are what it has earned and kept, under the rules of `version` (0: it came before the person joined).
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="trades")
    order_ref = models.CharField(max_length=40)
    amount_minor = MinorField()
    currency = CurrencyField()
    at = MomentField()
    gone_at = MomentField(null=True)
    version = models.IntegerField(default=0)
    points = models.BigIntegerField(default=0)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("member__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "order_ref"], name="one_trade_per_order"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, points__gte=0), name="trade_not_negative"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["member", "at"], name="trades_of_member")]


class Lot(models.Model):
    """Points that came at once, for `ref`: how many, how many are left, when they end."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="lots")
    ref = models.CharField(max_length=40)
    points = models.BigIntegerField()
    left = models.BigIntegerField()
    at = MomentField()
    ends_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("member__store_id")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(left__gte=0, left__lte=F("points")), name="lot_left_within"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member"], condition=Q(left__gt=0), name="lots_with_points"),
            models.Index(fields=["ends_at"], condition=Q(left__gt=0), name="lots_to_end"),
        ]


class Movement(models.Model):
    """Points that came (positive) or went; appended, never changed. Each stands in the ledger under its id.

    Kind: earned, used, returned (used before, back with a refund), taken_back (earned before), expired.
    `points` is what moved in the lots, `owed` how what the member owes changed beside it.
    """

    public_id = PublicIdField("ptm")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="movements")
    kind = models.CharField(max_length=12)
    ref = models.CharField(max_length=40)
    points = models.BigIntegerField()
    owed = models.BigIntegerField(default=0)
    point_minor = MinorField()
    currency = CurrencyField()
    at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("member__store_id")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["member", "-at"], name="movements_of_member"),
            models.Index(fields=["ref", "kind"], name="movements_of_ref"),
        ]
