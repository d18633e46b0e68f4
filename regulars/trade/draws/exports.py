"""What a store takes along of its lotteries and trials. Seeds before their draw are nobody's."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along, stays
from regulars.people.merchants.models import Store
from regulars.trade.draws.models import Application, Draw, Entry, Lottery, Prize, Seed, Trial, Win

stays("the secret of a draw is nobody's before the draw, and stands in the draw after it", Seed)


@goes_along(
    "lotteries",
    "public_id draw.public_id way title title_zh text text_zh who tier more opens_at closes_at draw_at take_days "
    "rounds created_at published_at stopped_at stopped_why settled_at",
    Lottery,
)
def _lotteries(store: Store) -> Iterator[Lottery]:
    rows = Lottery.objects.of(store).filter(dropped_at=None).select_related("draw")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "draws",
    "public_id terms commitment head entries_count seed passed begun_at drawn_at",
    Draw,
)
def _draws(store: Store) -> Iterator[Draw]:
    return Draw.objects.of(store).order_by("pk").iterator(CHUNK)


@goes_along("lots", "draw.public_id public_id number holder act word person.public_id entered_at", Entry)
def _lots(store: Store) -> Iterator[Entry]:
    rows = Entry.objects.of(store).select_related("draw", "person")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "prizes",
    "public_id lottery.public_id position kind variant.public_id offer.public_id points count given one_in",
    Prize,
)
def _prizes(store: Store) -> Iterator[Prize]:
    rows = Prize.objects.of(store).select_related("lottery", "variant", "offer")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "prizes_won",
    "public_id prize.public_id piece round entry.public_id person.public_id state won_at take_until taken_at ref",
    Win,
)
def _wins(store: Store) -> Iterator[Win]:
    rows = Win.objects.of(store).select_related("prize", "entry", "person")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "trials",
    "public_id draw.public_id variant.public_id way pieces given title title_zh text text_zh questions who tier "
    "opens_at closes_at take_days rounds report_days away_days created_at published_at stopped_at stopped_why settled_at",
    Trial,
)
def _trials(store: Store) -> Iterator[Trial]:
    rows = Trial.objects.of(store).filter(dropped_at=None).select_related("draw", "variant")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "trial_applications",
    "public_id trial.public_id person.public_id words answers state reason applied_at given_at take_until ref "
    "report_due reported_at",
    Application,
)
def _applications(store: Store) -> Iterator[Application]:
    rows = Application.objects.of(store).select_related("trial", "person")
    return rows.order_by("pk").iterator(CHUNK)
