"""Draws with their chains, lotteries with prizes and wins, trials with applications."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from regulars.goods.catalog.models import Variant
from regulars.ground.kit.fields import MomentField, PublicIdField
from regulars.ground.kit.tenancy import StoreOwned
from regulars.people.merchants.models import Store
from regulars.trade.offers.models import Offer


class Draw(models.Model):
    """One draw by lot: what was fixed before, the head of the chain of entries, and, afterwards, the seed."""

    public_id = PublicIdField("drw")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="draws")
    terms = models.JSONField()
    commitment = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    entries_count = models.IntegerField(default=0)
    seed = models.CharField(max_length=64, blank=True)
    passed = models.JSONField(default=list)
    begun_at = MomentField(now=True)
    drawn_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(entries_count__gte=0), name="draw_entries_not_negative"),
            models.CheckConstraint(
                condition=Q(seed="", drawn_at=None) | (~Q(seed="") & Q(drawn_at__isnull=False)),
                name="seed_shown_by_the_draw",
            ),
        ]


class Seed(models.Model):
    """The secret of a draw, sealed with the market's key. No page, export or query shows it."""

    draw = models.OneToOneField(Draw, on_delete=models.CASCADE, primary_key=True, related_name="secret")
    sealed = models.CharField(max_length=200)


class Entry(models.Model):
    """A lot in a draw. `act` says what earned it; `holder` is the id of the person's first lot in the draw."""

    public_id = PublicIdField("lot")
    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="entries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="lots"
    )
    number = models.IntegerField()
    holder = models.CharField(max_length=28)
    act = models.CharField(max_length=8)
    word = models.CharField(max_length=64)
    entered_at = MomentField(now=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("draw__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "number"], name="one_lot_per_number"),
            models.UniqueConstraint(fields=["draw", "person", "act"], name="one_lot_per_person_and_act"),
        ]


class Lottery(models.Model):
    """Prizes by lot: drawn at a time (`way` timed), or scratched at once (instant)."""

    public_id = PublicIdField("lty")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="lotteries")
    draw = models.OneToOneField(Draw, null=True, on_delete=models.PROTECT, related_name="lottery")
    way = models.CharField(max_length=8, default="timed")
    title = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=600, blank=True)
    text_zh = models.TextField(max_length=600, blank=True)
    who = models.CharField(max_length=10, default="everybody")
    tier = models.SmallIntegerField(null=True)
    more = models.JSONField(default=list)
    opens_at = MomentField()
    closes_at = MomentField()
    draw_at = MomentField()
    take_days = models.SmallIntegerField(default=7)
    rounds = models.SmallIntegerField(default=3)
    created_at = MomentField(now=True)
    created_by_id = models.BigIntegerField(null=True)
    published_at = MomentField(null=True)
    stopped_at = MomentField(null=True)
    stopped_why = models.CharField(max_length=300, blank=True)
    settled_at = MomentField(null=True)
    dropped_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at"), draw_at__gte=F("closes_at")), name="lottery_times"
            ),
            models.CheckConstraint(
                condition=Q(take_days__gte=1, take_days__lte=60, rounds__gte=1, rounds__lte=5),
                name="lottery_rounds",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["draw_at"],
                condition=Q(published_at__isnull=False, settled_at=None),
                name="lotteries_running",
            ),
        ]


class Prize(models.Model):
    """So many pieces of one thing. `given` is its budget: one row, one CHECK, one conditional UPDATE."""

    public_id = PublicIdField("prz")
    lottery = models.ForeignKey(Lottery, on_delete=models.CASCADE, related_name="prizes")
    position = models.SmallIntegerField(default=0)
    kind = models.CharField(max_length=8)
    variant = models.ForeignKey(Variant, null=True, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, null=True, on_delete=models.PROTECT, related_name="+")
    points = models.IntegerField(default=0)
    count = models.IntegerField()
    given = models.IntegerField(default=0)
    one_in = models.IntegerField(default=0)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("lottery__store_id")

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(count__gte=1, given__gte=0, given__lte=F("count")),
                name="prizes_within_their_number",
            ),
        ]


class Win(models.Model):
    """A piece of a prize promised to a lot. State: open, ordered (to be paid), taken, passed (not taken in time)."""

    public_id = PublicIdField("win")
    prize = models.ForeignKey(Prize, on_delete=models.CASCADE, related_name="wins")
    piece = models.IntegerField()
    round = models.SmallIntegerField(default=1)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="win")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="wins"
    )
    state = models.CharField(max_length=8, default="open")
    won_at = MomentField(now=True)
    take_until = MomentField()
    taken_at = MomentField(null=True)
    ref = models.CharField(max_length=40, blank=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("prize__lottery__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["prize", "piece"], condition=~Q(state="passed"), name="a_piece_is_promised_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["take_until"], condition=Q(state="open"), name="prizes_not_taken"),
            models.Index(fields=["ref"], condition=~Q(ref=""), name="wins_of_a_group"),
        ]


class Trial(models.Model):
    """Pieces of a product for people who try it and report. `given` is the budget of places."""

    public_id = PublicIdField("trl")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="trials")
    draw = models.OneToOneField(Draw, null=True, on_delete=models.PROTECT, related_name="trial")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="trials")
    way = models.CharField(max_length=8, default="lot")
    pieces = models.IntegerField()
    given = models.IntegerField(default=0)
    title = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=600, blank=True)
    text_zh = models.TextField(max_length=600, blank=True)
    questions = models.JSONField(default=list)
    who = models.CharField(max_length=10, default="everybody")
    tier = models.SmallIntegerField(null=True)
    opens_at = MomentField()
    closes_at = MomentField()
    take_days = models.SmallIntegerField(default=7)
    rounds = models.SmallIntegerField(default=3)
    report_days = models.SmallIntegerField(default=14)
    away_days = models.SmallIntegerField(default=90)
    created_at = MomentField(now=True)
    created_by_id = models.BigIntegerField(null=True)
    published_at = MomentField(null=True)
    stopped_at = MomentField(null=True)
    stopped_why = models.CharField(max_length=300, blank=True)
    settled_at = MomentField(null=True)
    dropped_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(pieces__gte=1, given__gte=0, given__lte=F("pieces")), name="trial_places_within"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="trial_times"),
            models.CheckConstraint(condition=Q(rounds__gte=1, rounds__lte=5), name="trial_rounds"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["closes_at"],
                condition=Q(published_at__isnull=False, settled_at=None),
                name="trials_running",
            ),
        ]


class Application(models.Model):
    """Somebody asks for a place in a trial, and what became of it.

    State: applied, given (waits to be ordered), ordered (on its way), reported, lapsed (not ordered in time), declined.
    `report_due` is set when the goods arrived; whoever is beyond it owes the report.
    """

    public_id = PublicIdField("tap")
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trial_applications"
    )
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="application")
    words = models.TextField(max_length=600)
    answers = models.JSONField(default=list)
    state = models.CharField(max_length=8, default="applied")
    reason = models.CharField(max_length=300, blank=True)
    piece = models.IntegerField(null=True)
    applied_at = MomentField(now=True)
    given_at = MomentField(null=True)
    take_until = MomentField(null=True)
    ref = models.CharField(max_length=40, blank=True)
    report_due = MomentField(null=True)
    reminded_at = MomentField(null=True)
    reported_at = MomentField(null=True)

    objects: ClassVar[StoreOwned[Self]] = StoreOwned("trial__store_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trial", "person"], name="one_application_each"),
            models.UniqueConstraint(
                fields=["trial", "piece"], condition=~Q(state="lapsed"), name="one_person_per_piece"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ref"], condition=~Q(ref=""), name="trials_of_a_group"),
            models.Index(
                fields=["report_due"],
                condition=Q(reported_at=None, report_due__isnull=False),
                name="reports_due",
            ),
        ]
