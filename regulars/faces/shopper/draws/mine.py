"""Everything a person entered, won and tried."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.shopper.draws import wording
from regulars.faces.shopper.draws.lotteries import my_win
from regulars.faces.shopper.draws.trials import my_trial
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said
from regulars.trade.draws import queries

SHOWN = 50
DONE = ("taken", "passed")


def mine(request: HttpRequest) -> HttpResponse:
    """My trials and draws. Raises LogInFirst."""
    person = looking(request).require_person()
    wins = list(queries.wins_of(person)[:SHOWN])
    return show(
        request,
        "draws/mine",
        active="me",
        back={"href": reverse("me"), "label": _("Me")},
        wins=[my_win(one) | _about(one.prize.lottery) for one in wins],
        trials=[my_trial(one) for one in queries.applications_by(person)[:SHOWN]],
        lotteries=[
            _about(row) | {"pill": queries.lottery_pill(row), "lots": queries.entries_of(row.draw, person)}
            for row in queries.entered_by(person, SHOWN)
        ],
    )


def waiting_many(person: int | None) -> int:
    """How many prizes and places wait for a person to take them, and reports to be written."""
    if person is None:
        return 0
    tried = queries.applications_by(person)
    due = (
        tried.filter(state="given").count() + tried.filter(state="ordered", report_due__isnull=False).count()
    )
    return due + queries.wins_of(person).filter(state="open").count()


def _about(row: queries.Lottery) -> dict[str, object]:
    return {
        "title": queries.title_of(row),
        "href": wording.href(row),
        "lottery_store": said(row.store.name, row.store.name_zh),
    }
