"""All lotteries and trials of the store."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.draws import wording
from regulars.faces.merchant.frame import here, show
from regulars.people.merchants.queries import Store
from regulars.trade.draws import queries
from regulars.trade.draws.queries import Lottery, Trial

SHOWN = 100


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Every lottery and every trial, the latest first."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    return show(
        request,
        "draws/index",
        store,
        actor,
        "desk_lotteries",
        lotteries=[_lottery(store, row) for row in queries.lotteries_of(store)[:SHOWN]],
        trials=[_trial(store, row) for row in queries.trials_of(store)[:SHOWN]],
    )


def entrants(request: HttpRequest, store_id: str, lottery_id: str) -> HttpResponse:
    """Who put lots in, the first first."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.lottery_of(store, lottery_id)
    return show(
        request,
        "draws/entrants",
        store,
        actor,
        "desk_lotteries",
        row=row,
        title=queries.title_of(row),
        lots=queries.entrants_of(row.draw)[:500],
        acts=dict(wording.acts()),
    )


def _lottery(store: Store, row: Lottery) -> dict[str, Any]:
    href = reverse("desk_lottery", args=[store.public_id, row.public_id])
    return asdict(queries.listed_lottery(row)) | {"href": href}


def _trial(store: Store, row: Trial) -> dict[str, Any]:
    href = reverse("desk_trial", args=[store.public_id, row.public_id])
    return asdict(queries.listed_trial(row)) | {"href": href}
