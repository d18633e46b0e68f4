"""One message: who gets it and how it reads; later what became of it and what it brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_date
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.messages import wording
from regulars.faces.merchant.people.charts import Cell, Drawn, Reader
from regulars.faces.merchant.people.charts.scores import brought, intervals
from regulars.ground.kit import clock
from regulars.ground.lake import figures
from regulars.ground.lake.figures import Point
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.customers.queries import relations_of
from regulars.loyalty.outreach import queries
from regulars.loyalty.outreach.figures.uplift import uplift
from regulars.loyalty.outreach.rules.contacts import OUTCOMES
from regulars.loyalty.outreach.rules.verdict import Verdict
from regulars.people.merchants.queries import Store


@sitting()
def message(request: HttpRequest, store_id: str, message_id: str) -> HttpResponse:
    """The page of one message; `?as=` reads it as one of the people shown."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.campaign_of(store, message_id)
    state = queries.state_of(row)
    context: dict[str, Any] = {
        "row": row,
        "state": state,
        "pill": wording.state(state),
        "facts": _facts(row),
        "now_quiet": queries.next_open(clock.now()) > clock.now(),
        "quiet": queries.quiet(),
    }
    context |= (
        _ahead(request, store, row)
        if state in ("draft", "scheduled")
        else _behind(store, row, actor.may("customers"))
    )
    return show(request, "messages/one", store, actor, "desk_messages", **context)


def _facts(row: queries.Campaign) -> list[tuple[str, str]]:
    return [
        (_("Group"), row.segment.name),
        (_("Channel"), wording.channel(row.channel)),
        (_("Purpose"), wording.purpose(row.purpose)),
        (_("Held out"), f"{row.holdout_percent} %"),
        (_("Orders count for"), _("%(n)s days") % {"n": row.window_days}),
    ]


def _ahead(request: HttpRequest, store: Store, row: queries.Campaign) -> dict[str, Any]:
    """Before it goes: what would become of it, and how it reads for one person."""
    words = " ".join(request.GET.get("q", "").split())[:80]
    found = queries.foreseen(row, words=words)
    known = relations_of(store, [one.person.pk for one in found.people])
    wanted = request.GET.get("as", "")
    chosen = next((one for one in found.people if known[one.person.pk].public_id == wanted), None)
    shown = chosen or next(iter(found.people), None)
    keep = {"q": words} if words else {}
    return {
        "asked": words,
        "everybody": found.everybody,
        "outcomes": _outcomes(found.counts),
        "people": [
            {
                "id": known[one.person.pk].public_id,
                "name": one.person.name or _("Without a name"),
                "outcome": wording.outcome(one.outcome),
                "kind": wording.badge_kind(one.outcome),
                "href": f"?{urlencode(keep | {'as': known[one.person.pk].public_id})}#reads",
                "current": one is shown,
            }
            for one in found.people
        ],
        "reader": shown.person if shown else None,
        "words": queries.worded(row, shown.person, known[shown.person.pk]) if shown else None,
    }


def _outcomes(counts: Mapping[Any, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": wording.outcome(name),
            "value": counts[name],
            "definition": wording.foreseen(name, queries.cap()),
        }
        for name in OUTCOMES
        if counts.get(name) or name == "send"
    ]


def _behind(store: Store, row: queries.Campaign, opens: bool) -> dict[str, Any]:
    """On its way or over: what became of it, and what it brought."""
    counts = queries.counts_of(row)
    log = reverse("desk_message_log", args=[store.public_id, row.public_id])
    tiles = [
        {
            "label": wording.outcome(name),
            "value": many,
            "definition": wording.because(name, queries.cap()),
            "href": f"{log}?state={name}",
        }
        for name, many in sorted(counts.by_state.items(), key=lambda pair: -pair[1])
    ]
    reads = row.channel == "inbox"
    return {
        "counts": counts,
        "outcomes": tiles,
        "reads": reads,
        "log": log,
        "verdicts": _verdicts(store, row, opens),
    }


def _verdicts(store: Store, row: queries.Campaign, opens: bool) -> list[dict[str, Any]]:
    """What it brought: first paid amounts, then margin; nothing while nobody was held out."""
    if row.enlisted_at is None or not row.holdout_percent:
        return []
    found = uplift(row, clock.now())
    day = local_date(found.until)
    said = [("paid", _("What they paid, after discounts and refunds"), found.paid)]
    if found.margin is not None and found.over:
        said.append(
            ("margin", _("What was left of it: without commission and the goods' cost"), found.margin)
        )
    return [
        {
            "chart": _chart(store, row, key, measure, one, opens),
            "key": key,
            "measure": measure,
            "kind": one.kind,
            "title": wording.title(one),
            "sentence": wording.sentence(one, store.currency, day),
            "mean_sent": wording.money(round(one.mean_sent), store.currency),
            "mean_held": wording.money(round(one.mean_held), store.currency),
            "judged": one.kind not in ("too-early", "too-few"),
            "over": found.over,
            "sent": one.sent,
            "held": one.held,
            "unknown_cost": found.margin is None,
        }
        for key, measure, one in said
    ]


def _chart(
    store: Store, row: queries.Campaign, key: str, measure: str, one: Verdict, opens: bool
) -> Drawn | None:
    """The gain over everybody with the ends of its interval, once it is known."""
    if one.kind in ("too-early", "too-few"):
        return None
    reader = Reader(store, clock.now())
    people = figures.behind("outreach.uplift", row.public_id) if opens else None
    low, gain, high = (
        Point((key,), value, people=people) for value in (one.total_low, one.total, one.total_high)
    )
    item = brought(reader, row.name, {"low": low, "gain": gain, "high": high})
    cells = [Cell(row.name), *(Cell(reader.number(each.value, "minor")) for each in (low, gain, high))]
    return replace(intervals([item], [cells], "minor"), id=f"chart-{key}", label=measure)
