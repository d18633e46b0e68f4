"""Lotteries, trials, prizes and places in words, the same for everybody who reads of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.goods.catalog.queries import said
from regulars.trade.draws.models import Application, Lottery, Prize, Trial, Win
from regulars.trade.draws.queries.lotteries import state_of
from regulars.trade.draws.queries.terms import prize_title
from regulars.trade.draws.queries.trials import applications_of, trial_state
from regulars.trade.draws.rules.plans import AGAIN, INSTANT, NEXT, POINTS, not_taken

Pill = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A lottery or trial as a row of a list. `things`: prizes or places; `entries`: lots or applications."""

    id: str
    title: str
    state: str
    pill: Pill
    line: str
    things: int
    entries: int
    ends: datetime
    why: str


def listed_lottery(row: Lottery) -> Listed:
    """A lottery with its prizes and draw as a row of a list."""
    return Listed(
        row.public_id,
        title_of(row),
        state_of(row),
        lottery_pill(row),
        prizes_line(row),
        sum(one.count for one in row.prizes.all()),
        row.draw.entries_count if row.draw is not None else 0,
        row.draw_at,
        row.stopped_why,
    )


def listed_trial(row: Trial) -> Listed:
    """A trial as a row of a list. One query."""
    return Listed(
        row.public_id,
        title_of(row),
        trial_state(row),
        trial_pill(row),
        f"{row.given} / {row.pieces}",
        row.pieces,
        applications_of(row).count(),
        row.closes_at,
        row.stopped_why,
    )


def title_of(row: Lottery | Trial) -> str:
    """The title in the reader's language."""
    return said(row.title, row.title_zh)


def prize_words(row: Prize) -> str:
    """What a prize is called."""
    if row.kind == POINTS:
        return ngettext("%(n)s point", "%(n)s points", row.points) % {"n": f"{row.points:,}"}
    return said(*prize_title(row))


def prizes_line(row: Lottery) -> str:
    """The first three prizes in a line."""
    return " · ".join(f"{one.count} × {prize_words(one)}" for one in list(row.prizes.all())[:3])


def lottery_pill(row: Lottery) -> Pill:
    """Look and word of a lottery's state."""
    return {
        "draft": ("draft", _("Draft")),
        "planned": ("scheduled", _("Planned")),
        "open": ("open", _("Open")),
        "closed": ("held", _("Waits for the draw")),
        "drawn": ("active", _("Drawn")) if row.way != INSTANT else ("ended", _("Over")),
        "settled": ("ended", _("Over")),
        "stopped": ("cancelled", _("Stopped")),
    }[state_of(row)]


def trial_pill(row: Trial) -> Pill:
    """Look and word of a trial's state."""
    return {
        "draft": ("draft", _("Draft")),
        "planned": ("scheduled", _("Planned")),
        "open": ("open", _("Open")),
        "choosing": ("held", _("Places are being given")),
        "running": ("active", _("Being tried")),
        "settled": ("ended", _("Places are given")),
        "stopped": ("cancelled", _("Stopped")),
    }[trial_state(row)]


def wait_words(win: Win, day: str) -> str:
    """Until when (`day`, as the reader writes it) a prize waits, and what becomes of it then, by its rule."""
    row = win.prize.lottery
    if not_taken(row.way, win.round, row.rounds) == NEXT:
        return _("Take it until %(day)s, else it goes to the next in the drawn order.") % {"day": day}
    return _("Take it until %(day)s, else it goes back to the store.") % {"day": day}


def place_words(one: Application, day: str) -> str:
    """Until when (`day`, as the reader writes it) a place waits, and what becomes of it then, by its rule."""
    row = one.trial
    past = row.draw.passed if row.draw is not None else []
    after = not_taken(row.way, 1 + sum(step[1] == one.piece for step in past), row.rounds)
    if after == NEXT:
        return _("Order it until %(day)s, else the place goes to the next in the drawn order.") % {"day": day}
    if after == AGAIN:
        return _("Order it until %(day)s, else the store may give the place to somebody else.") % {"day": day}
    return _("Order it until %(day)s, else the place goes back to the store.") % {"day": day}
