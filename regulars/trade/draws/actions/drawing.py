"""The lots fall, once. What is not taken in time goes to the next in the drawn order."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.trade.draws.actions.giving import give_up, promise
from regulars.trade.draws.actions.seeds import locked, unsealed
from regulars.trade.draws.events import LotteryDrawn, PrizePassed
from regulars.trade.draws.models import Draw, Entry, Lottery, Prize, Win
from regulars.trade.draws.queries.lotteries import any_lottery, due, wins_in
from regulars.trade.draws.queries.proofs import lots_in
from regulars.trade.draws.rules.chain import Lot
from regulars.trade.draws.rules.lots import Hit, Pass, drawn_order, heir, hits
from regulars.trade.draws.rules.plans import INSTANT, NEXT, not_taken
from regulars.trade.draws.rules.proof import stakes_of


class NotYet(Refusal):
    """Its time has not come, or it was drawn before: nothing is ever drawn twice."""

    status = 409
    code = "not-drawable"
    sentence = _("This is drawn once, at its time, and never again.")


@action("draws.draw")
def draw_lottery(*, by: Actor, lottery_id: str) -> Lottery:
    """Draw a lottery whose time has come, or close a scratch lottery. Anybody's clock may start it; it happens once.

    Raises NotFound, NotYet, SeedLost.
    """
    row = any_lottery(lottery_id)
    draw = locked(row.draw)
    if draw is None or not due(clock.now()).filter(pk=row.pk).exists():
        raise NotYet()
    reveal(draw)
    if row.way != INSTANT:
        _promise_all(row, draw)
    note(entries=draw.entries_count, digest=draw.head)
    announce(
        LotteryDrawn(
            about=row.public_id,
            digest=draw.head,
            entries=draw.entries_count,
            winners=wins_in(row).count(),
            store_id=row.store_id,
            ref=row.public_id,
        )
    )
    row.refresh_from_db()
    return row


def reveal(draw: Draw) -> None:
    """Show the seed: the one moment from which everybody knows the order. Raises NotYet when it was shown before."""
    now = clock.now()
    draw.seed = unsealed(draw)
    rows = Draw.objects.of(draw.store_id).filter(pk=draw.pk, drawn_at=None)
    if not rows.update(seed=draw.seed, drawn_at=now):
        raise NotYet()
    draw.drawn_at = now


def winners(draw: Draw) -> list[tuple[Hit, Entry]]:
    """Who won what in a draw that was revealed, by the published function."""
    found = hits(drawn_order(draw.seed, draw.head, lots_in(draw)), stakes_of(draw.terms))
    numbers = [hit.number for hit in found]
    rows = Entry.objects.of(draw.store_id).filter(draw=draw, number__in=numbers).select_related("person")
    entries = {entry.number: entry for entry in rows}
    return [(hit, entries[hit.number]) for hit in found]


@action("draws.pass_on", audit=False)
def pass_on(*, by: Actor, win_pk: int) -> Win | None:
    """A prize that was not taken goes to the next in the drawn order, or back. Returns the new promise. System only."""
    if by.kind != "system":
        raise NotFound()
    late = Win.objects.across_stores("promises of all stores end by time").filter(
        pk=win_pk, state="open", take_until__lte=clock.now()
    )
    win = late.select_related("prize__lottery__draw", "entry").first()
    draw = locked(win.prize.lottery.draw) if win is not None else None
    if win is None or draw is None or not late.update(state="passed"):
        return None
    row = win.prize.lottery
    follows = heir_of(draw) if not_taken(row.way, win.round, row.rounds) == NEXT else None
    fresh = None
    if follows is None:
        give_up(win.prize, win.piece)
        if row.way != INSTANT:  # a scratch prize that was found stays found: later tickets depend on it
            Prize.objects.of(row.store_id).filter(pk=win.prize_id).update(given=F("given") - 1)
    else:
        entry = Entry.objects.of(row.store_id).get(draw=draw, number=follows.number)
        fresh = promise(row, win.prize, win.piece, entry, clock.now(), win.round + 1)
    step = [win.prize.public_id, win.piece, win.entry.number, follows.number if follows else 0]
    Draw.objects.of(row.store_id).filter(pk=draw.pk).update(passed=[*draw.passed, step])
    announce(
        PrizePassed(
            lottery=row.public_id,
            win=win.public_id,
            to=fresh.public_id if fresh else "",
            store_id=row.store_id,
            ref=row.public_id,
        )
    )
    return fresh


@action("draws.settle", audit=False)
def settle(*, by: Actor, lottery_pk: int) -> bool:
    """Nothing is promised any more: what nobody won goes back, and the lottery is over. System only."""
    if by.kind != "system":
        raise NotFound()
    rows = Lottery.objects.across_stores("lotteries of all stores end by time").filter(
        pk=lottery_pk, settled_at=None, draw__drawn_at__isnull=False
    )
    row = rows.select_related("draw").first()
    if row is None or wins_in(row).filter(state__in=("open", "ordered")).exists():
        return False
    if not Lottery.objects.of(row.store_id).filter(pk=row.pk, settled_at=None).update(settled_at=clock.now()):
        return False
    if row.stopped_at is None:
        for prize in row.prizes.all():
            for piece in _never_promised(prize):
                give_up(prize, piece)
    return True


def _promise_all(row: Lottery, draw: Draw) -> None:
    prizes = {prize.public_id: prize for prize in row.prizes.all()}
    now = clock.now()
    for hit, entry in winners(draw):
        prize = prizes[hit.prize]
        left = Prize.objects.of(row.store_id).filter(pk=prize.pk, given__lt=F("count"))
        if left.update(given=F("given") + 1):
            promise(row, prize, hit.piece, entry, now)


def heir_of(draw: Draw) -> Lot | None:
    """Whose turn it is in the drawn order; None when everybody had one. The draw was revealed, and is locked."""
    order = drawn_order(draw.seed, draw.head, lots_in(draw))
    return heir(order, hits(order, stakes_of(draw.terms)), [Pass(*step) for step in draw.passed])


def _never_promised(prize: Prize) -> list[int]:
    promised = set(prize.wins.values_list("piece", flat=True))
    return [piece for piece in range(1, prize.count + 1) if piece not in promised]
