"""What each birth decade looks at and buys beside the market, and what may be tried with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people import cohort_words
from regulars.faces.merchant.people.charts.drawn import behind
from regulars.goods.catalog.queries import category_names
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import BadInput
from regulars.ground.lake.figures import registry
from regulars.oversight.insights import actions, queries
from regulars.oversight.insights.figures.cohorts import NAME, group, month_at, release_before
from regulars.oversight.insights.rules.counts import AGAIN, ANY, BOUGHT, CAME, LOOKED, OFFER
from regulars.oversight.insights.rules.hiding import FLOOR, STORES
from regulars.oversight.insights.rules.picture import Picture, read
from regulars.oversight.insights.rules.tactics import LESS, MORE, Tactic, proposed
from regulars.people.merchants.queries import Store

TRAITS = (BOUGHT, AGAIN, OFFER)


def page(request: HttpRequest, store_id: str) -> HttpResponse:
    """Shares and indices by decade, and the proposals."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    release = release_before(store, clock.now())
    picture = read(release.body) if release else Picture()
    month = release.month if release else month_at(clock.now())
    names = category_names({*picture.topics(LOOKED), *picture.topics(BOUGHT)})
    return show(
        request,
        "people/cohorts",
        store,
        actor,
        "desk_people",
        waiting=release is None,
        empty=not picture.decades(),
        month=cohort_words.month(month),
        published=release.made_at if release else None,
        heads=[_("%(decade)ss") % {"decade": decade} for decade in picture.decades()],
        people=[
            {"text": picture.people(decade), "href": _behind(store, CAME, ANY, decade, month)}
            for decade in picture.decades()
        ],
        parts=list(_parts(store, picture, month, names)),
        bars=list(_bars(picture)),
        tactics=list(_tactics(store, picture, month, names)),
        may_use=actor.may("offers"),
        floor={"people": FLOOR, "stores": STORES},
        said=registry[NAME],
        csv=reverse("desk_figure_csv", args=[store.public_id, NAME]),
    )


def use(request: HttpRequest, store_id: str) -> HttpResponse:
    """Make a group and a draft of a proposal, and go to the draft."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    need(actor, "customers")
    key = request.POST.get("key", "")
    if not key or len(key) > 160:
        raise BadInput(param="key")
    try:
        taken = actions.take_up(by=actor, store=store, key=key)
    except actions.NothingProposed as refusal:
        messages.error(request, str(refusal.sentence))
        return go("desk_cohorts", store.public_id)
    messages.success(
        request, _("The draft and its group are made. Look it over; nothing goes out before you say so.")
    )
    return go("desk_offer" if taken.offer else "desk_message", store.public_id, taken.draft)


def _parts(store: Store, picture: Picture, month: str, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    whole = [_row(store, picture, month, what, ANY, cohort_words.deed(what)) for what in TRAITS]
    yield {"title": _("Everything"), "rows": [row for row in whole if row["some"]]}
    for what, title in ((BOUGHT, _("Bought, by category")), (LOOKED, _("Looked at, by category"))):
        rows = [
            _row(store, picture, month, what, topic, names.get(topic, topic))
            for topic in picture.topics(what)
        ]
        if rows:
            yield {"title": title, "rows": rows}


def _row(store: Store, picture: Picture, month: str, what: str, topic: str, label: str) -> dict[str, Any]:
    cells = [_cell(store, picture, month, what, topic, decade) for decade in picture.decades()]
    return {"label": label, "cells": cells, "some": any(cell["mine"] for cell in cells)}


def _cell(store: Store, picture: Picture, month: str, what: str, topic: str, decade: int) -> dict[str, Any]:
    mine, others = picture.share(what, topic, decade), picture.elsewhere(what, topic, decade)
    index = picture.index(what, topic, decade)
    return {
        "mine": "" if mine is None else f"{mine:.0%}",
        "others": "" if others is None else f"{others:.1%}".replace(".0%", "%"),
        "index": index,
        "warmth": _warmth(index),
        "href": _behind(store, what, topic, decade, month) if mine is not None else "",
    }


def _warmth(index: int | None) -> str:
    """The colour of a cell: warm above the market, cool below."""
    if index is None or LESS < index < MORE:
        return ""
    if index >= MORE:
        return f"heat-{min(5, 1 + (index - 100) // 25)}"
    return f"cool-{min(3, 1 + (100 - index) // 25)}"


def _behind(store: Store, what: str, topic: str, decade: int, month: str) -> str:
    people = group(what, topic, decade, month)
    return behind(store, people, "") if people else ""


def _bars(picture: Picture) -> Iterator[dict[str, Any]]:
    for decade in picture.decades():
        index = picture.index(BOUGHT, ANY, decade)
        if index is not None:
            yield {"label": _("%(decade)ss") % {"decade": decade}, "value": index, "text": str(index)}


def _tactics(store: Store, picture: Picture, month: str, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    taken = queries.taken_up(store, month)
    for tactic in proposed(picture):
        key = tactic.key(month)
        row = taken.get(key)
        yield {
            "key": key,
            "born": _("Born in the %(decade)ss") % {"decade": tactic.decade},
            "family": cohort_words.family(tactic.family),
            "plan": cohort_words.plan(tactic, picture, store.currency),
            "reasons": [cohort_words.reason(one, names) for one in tactic.reasons],
            "href": _draft(store, tactic, row.draft) if row else "",
        }


def _draft(store: Store, tactic: Tactic, draft: str) -> str:
    route = "desk_offer" if tactic.family == "discount" else "desk_message"
    return reverse(route, args=[store.public_id, draft])
