"""The rules of a lottery or trial in words, as everybody reads them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.loyalty.members.queries import programme_of
from regulars.trade.draws.models import Lottery, Trial
from regulars.trade.draws.rules.plans import BUYERS, FOLLOW, FOLLOWERS, INSTANT, LOT, MEMBER, MEMBERS, ORDER


def lottery_words(row: Lottery) -> tuple[str, ...]:
    """Who may enter, how often, how it is drawn, how prizes are taken."""
    return tuple(_lottery(row))


def trial_words(row: Trial) -> tuple[str, ...]:
    """Who may apply, how places are given, what is asked in return."""
    return tuple(_trial(row))


def _from_tier(store: int, tier: int) -> str:
    programme = programme_of(store)
    if programme is None or tier > len(programme.rules.tiers):
        return _("For members of the store from tier %(n)s on.") % {"n": tier}
    return _("For members of the store from “%(tier)s” on.") % {"tier": programme.rules.tiers[tier - 1].name}


def _lottery(row: Lottery) -> Iterator[str]:
    yield _who(row)
    yield (
        _("Entering costs nothing, and nothing has to be bought.")
        if row.who != BUYERS
        else _("Entering itself costs nothing.")
    )
    yield _("One ticket each.") if row.way == INSTANT else _("One lot each.")
    extra = {
        FOLLOW: _("Whoever follows the store gets one more."),
        MEMBER: _("Members of the store get one more."),
        ORDER: _("Whoever pays an order here while it is open gets one more."),
    }
    yield from (extra[one] for one in row.more)
    days = ngettext("%(n)s day", "%(n)s days", row.take_days) % {"n": row.take_days}
    yield _("A prize waits %(days)s to be taken.") % {"days": days}
    if row.way == INSTANT:
        yield _("A prize not taken by then goes back to the store.")
        return
    yield _("One prize a person: whoever has won steps aside for the next.")
    if row.rounds > 1:
        yield ngettext(
            "A prize not taken by then goes to the next in the drawn order, %(n)s time at most.",
            "A prize not taken by then goes to the next in the drawn order, %(n)s times at most.",
            row.rounds - 1,
        ) % {"n": row.rounds - 1}
    else:
        yield _("A prize not taken by then goes back to the store.")


def _trial(row: Trial) -> Iterator[str]:
    yield _who(row)
    yield (
        _("Places are given by lot, and anybody can verify it.")
        if row.way == LOT
        else _("The store chooses, and says why.")
    )
    days = ngettext("%(n)s day", "%(n)s days", row.take_days) % {"n": row.take_days}
    yield _("Whoever gets a place orders within %(days)s; the goods cost nothing, delivery as usual.") % {
        "days": days
    }
    if row.way == LOT and row.rounds > 1:
        yield ngettext(
            "A place not ordered by then goes to the next in the drawn order, %(n)s time at most.",
            "A place not ordered by then goes to the next in the drawn order, %(n)s times at most.",
            row.rounds - 1,
        ) % {"n": row.rounds - 1}
    elif row.way == LOT:
        yield _("A place not ordered by then goes back to the store.")
    else:
        yield _("A place not ordered by then may be given to somebody else.")
    report = ngettext("%(n)s day", "%(n)s days", row.report_days) % {"n": row.report_days}
    yield _("The report is due %(days)s after the goods arrive, and stands on their page as a review.") % {
        "days": report
    }
    if row.away_days:
        away = ngettext("%(n)s day", "%(n)s days", row.away_days) % {"n": row.away_days}
        yield _("Whoever does not report cannot apply for trials of this store for %(days)s.") % {
            "days": away
        }


def _who(row: Lottery | Trial) -> str:
    who, tier = row.who, row.tier or 1
    if who == FOLLOWERS:
        return _("For everybody who follows the store.")
    if who == MEMBERS:
        return _("For members of the store.") if tier == 1 else _from_tier(row.store_id, tier)
    if who == BUYERS:
        return _("For everybody who has bought here.")
    return _("For everybody with an account.")
