"""One journey: the draft with its dry run, or the one that runs with its people and what it brought."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_date, local_datetime
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.journeys import wording
from regulars.faces.merchant.journeys.picture import Drawn, missing, picture
from regulars.faces.merchant.messages import wording as messages
from regulars.ground.kit import clock
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.customers.queries import relations_of
from regulars.loyalty.journeys import queries
from regulars.loyalty.journeys.figures.uplift import uplift
from regulars.loyalty.journeys.rules.definition import DEEPEST, MOST_STEPS, Definition, steps_of
from regulars.loyalty.outreach.queries import cap
from regulars.loyalty.outreach.rules.contacts import OUTCOMES
from regulars.people.merchants.queries import Store


@sitting()
def journey(request: HttpRequest, store_id: str, journey_id: str) -> HttpResponse:
    """The page of one journey; `?show=draft` shows the next version, `?as=` reads its messages as somebody."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.journey_of(store, journey_id)
    draft, live = queries.draft_of(row), queries.live_of(row)
    shown = draft if draft and (live is None or request.GET.get("show") == "draft") else live
    assert shown is not None, "a journey has a draft or has started"
    state, said = queries.state_of(row), queries.said(shown)
    context: dict[str, Any] = {
        "row": row,
        "state": state,
        "pill": wording.state(state),
        "drafting": shown is draft,
        "draft": draft,
        "live": live,
        "version": shown.number,
        "kinds": wording.kinds(),
        "full": len(list(steps_of(said))) >= MOST_STEPS,
        "most": MOST_STEPS,
        "deepest": DEEPEST,
    }
    names = queries.group_names(store)
    drawing = _planned if shown is draft else _under_way
    context |= drawing(request, store, row, shown, said, names)
    return show(request, "journeys/one", store, actor, "desk_journeys", **context)


def _facts(row: queries.Journey, said: Definition, names: wording.Names) -> list[tuple[str, str]]:
    return [
        (_("Who enters"), wording.entry(said.entry, names)),
        (_("Goal"), wording.goal(said, names)),
        (_("Held out"), f"{row.holdout_percent} %"),
        (_("Orders count for"), wording.days(row.window_days)),
    ]


def _planned(
    request: HttpRequest,
    store: Store,
    row: queries.Journey,
    version: queries.Version,
    said: Definition,
    names: wording.Names,
) -> dict[str, Any]:
    """A draft: what is missing, who would enter now, whom its messages reach, how they read."""
    found = queries.faults_of(store, said)
    lacking = missing(found)
    return {
        "steps": picture(said, Drawn(names, lacking)),
        "facts": _facts(row, said, names),
        "lacking": [text for where in ("entry", "goal", "steps") for text in lacking.get(where, ())],
        "ready": not found,
    } | (_ahead(request, store, row, said) if said.entry.group in names else {"ahead": None})


def _ahead(request: HttpRequest, store: Store, row: queries.Journey, said: Definition) -> dict[str, Any]:
    found = queries.ahead(row, said)
    known = relations_of(store, [one.pk for one in found.people])
    wanted = request.GET.get("as", "")
    people = [one for one in found.people if one.pk in known]
    reader = next((one for one in people if known[one.pk].public_id == wanted), next(iter(people), None))
    words = queries.reads(row, said, reader, known[reader.pk]) if reader else {}
    return {
        "ahead": found,
        "ways": [_way(channel, purpose, counts) for (channel, purpose), counts in found.ways.items()],
        "readers": [
            {
                "name": one.name or _("Without a name"),
                "href": f"?show=draft&as={known[one.pk].public_id}#reads",
                "current": one is reader,
            }
            for one in people
        ],
        "reader": reader,
        "words": [(number, one) for number, one in enumerate(words.values(), 1)],
    }


def _way(channel: str, purpose: str, counts: Any) -> dict[str, Any]:
    return {
        "label": f"{wording.channel(channel)} · {wording.purpose(purpose)}",
        "counts": [
            {
                "label": messages.outcome(name),
                "value": counts[name],
                "kind": messages.badge_kind(name),
                "why": messages.because(name, cap()),
            }
            for name in OUTCOMES
            if counts.get(name)
        ],
    }


def _under_way(
    request: HttpRequest,
    store: Store,
    row: queries.Journey,
    version: queries.Version,
    said: Definition,
    names: wording.Names,
) -> dict[str, Any]:
    """Started: who is where, how it ended for the others, what it brought."""
    crowd, tally = queries.crowd(version), queries.tally(row)
    people = reverse("desk_journey_people", args=[store.public_id, row.public_id])
    return {
        "steps": picture(said, Drawn(names, crowd=crowd)),
        "facts": _facts(row, said, names) + [(_("Running since"), local_datetime(row.started_at))],
        "crowd": crowd,
        "people": people,
        "sums": [
            {
                "label": wording.outcome(name),
                "value": tally.get(name, 0),
                "href": f"{people}?where={name}",
            }
            for name in dict.fromkeys(("under-way", "reached", "done", *sorted(tally)))
            if name in ("under-way", "reached") or tally.get(name)
        ],
        "verdicts": _verdicts(store, row),
        "versions": queries.versions_of(row).filter(started_at__isnull=False),
    }


def _verdicts(store: Store, row: queries.Journey) -> list[dict[str, Any]]:
    """What it brought: first paid amounts, then margin; nothing while nobody was held out."""
    if not row.holdout_percent:
        return []
    found = uplift(row, clock.now())
    said = [("paid", _("What they paid, after discounts and refunds"), found.paid)]
    if found.margin is not None and found.paid.kind != "too-early":
        said.append(
            ("margin", _("What was left of it: without commission and the goods' cost"), found.margin)
        )
    day = local_date(found.first) if found.first else ""
    return [
        {
            "key": key,
            "measure": measure,
            "kind": one.kind,
            "title": messages.title(one),
            "sentence": _early(day)
            if one.kind == "too-early"
            else messages.sentence(one, store.currency, day),
            "mean_sent": messages.money(round(one.mean_sent), store.currency),
            "mean_held": messages.money(round(one.mean_held), store.currency),
            "judged": one.kind not in ("too-early", "too-few"),
            "sent": one.sent,
            "held": one.held,
            "open": found.under_way,
            "unknown_cost": found.margin is None,
        }
        for key, measure, one in said
    ]


def _early(day: str) -> str:
    if not day:
        return _("Nobody who can be written to has entered yet.")
    return _(
        "For the first who entered, orders count until %(day)s; then it stands here what it brought."
    ) % {"day": day}
