"""All pages of a desk, and what was published of one: compared, brought back, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.discovery.storefront import actions, queries
from regulars.faces.look.going import see_other
from regulars.faces.look.pages import builder, choosing, spelled, wording
from regulars.faces.look.pages.bench import Bench, Place, place
from regulars.faces.look.pages.doing import whole
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import BadInput
from regulars.people.accounts.queries import people_by_key

MOST = 60


def index(request: HttpRequest, bench: Bench) -> HttpResponse:
    """Every page: the general ones always, those of one product or category once somebody began them."""
    pages = list(queries.pages_of(bench.store)[:200])
    kind = bench.pages[1]
    names = choosing.named(bench, kind, [row.subject for row in pages])
    general = {kind: place(bench, kind).title for kind in bench.pages}
    titles = general | {f"{kind}.{id}": name for id, name in names.items()}
    rows = {f"{row.kind}.{row.subject}".rstrip("."): row for row in pages}
    shown = queries.shown_at(pages, clock.now())
    words = request.GET.get("q", "")[:80]
    found = choosing.found(bench, kind, words) if "q" in request.GET else []
    return bench.show(
        request,
        "index",
        rows=[_line(bench, key, titles[key], rows.get(key), shown) for key in titles],
        words=words,
        hunting="q" in request.GET,
        found=[(bench.link("page", f"{kind}.{id}"), name) for id, name in found],
    )


def _line(bench: Bench, key: str, title: str, row: Any, showings: Any) -> dict[str, Any]:
    shown, later = showings.get(row.pk, (None, None)) if row else (None, None)
    return {
        "id": key,
        "title": title,
        "href": bench.link("page", key),
        "shown": shown.snapshot.number if shown else 0,
        "since": shown.since if shown else None,
        "later": later.since if later else None,
        "draft": hasattr(row, "draft"),
    }


def history(request: HttpRequest, bench: Bench, at: Place) -> HttpResponse:
    """What was published; `?was=&now=` compares two of them (0 or nothing for `now`: what is worked on)."""
    row, now = queries.page_of(bench.store, at.kind, at.subject), clock.now()
    rows = list(queries.history(row)[:MOST]) if row else []
    people = people_by_key(one.made_by_id for one in rows)
    shown = queries.showing_now(row, now)
    return bench.show(
        request,
        "history",
        place=at,
        rows=[_version(bench, at, one, people, shown, now) for one in rows],
        choices=[(one.number, str(one.number)) for one in rows],
        others=[("", _("what is worked on")), *((one.number, str(one.number)) for one in rows)],
        **(_comparison(request, bench, row) if row else {}),
    )


def _version(bench: Bench, at: Place, one: Any, people: Any, shown: Any, now: datetime) -> dict[str, Any]:
    maker = people.get(one.made_by_id)
    return {
        "number": one.number,
        "note": one.note,
        "of": one.of_number,
        "at": one.made_at,
        "by": maker.name if maker else "",
        "blocks": len(one.blocks),
        "since": one.showing.since,
        "until": one.showing.until,
        "state": _state(one, shown, now),
        "preview": builder.preview(bench, at, {}, one.number)["src"],
    }


def _state(one: Any, shown: Any, now: datetime) -> str:
    if one.showing.withdrawn_at:
        return "withdrawn"
    if shown is not None and shown.snapshot_id == one.pk:
        return "shown"
    return "waiting" if one.showing.since > now else "past"


def _comparison(request: HttpRequest, bench: Bench, row: Any) -> dict[str, Any]:
    was, other = whole(request.GET.get("was", "")), whole(request.GET.get("now", ""))
    if was < 1:
        return {}
    found = queries.compared(row, was, other if other > 0 else None)
    return {
        "was": was,
        "now_number": max(other, 0),
        "changes": [{"text": wording.change(vars_of(one)), "parts": _parts(bench, one)} for one in found],
        "compared": True,
    }


def vars_of(one: Any) -> dict[str, Any]:
    """A difference as the words for it want it."""
    return {"change": one.change, "block": one.block, "kind": one.kind, "fields": one.fields}


def _parts(bench: Bench, one: Any) -> list[tuple[str, str, str]]:
    labels = wording.field_labels(one.kind)
    return [
        (
            str(labels.get(name, name)),
            spelled.setting(bench, one.kind, name, was),
            spelled.setting(bench, one.kind, name, now),
        )
        for name, was, now in zip(one.fields, one.was, one.now, strict=True)
        if name not in ("variants", "fixed")
    ]


def turn_back(request: HttpRequest, bench: Bench, at: Place) -> HttpResponse:
    """Bring an older version back, or take one off the page or the schedule."""
    number, wish = whole(request.POST.get("number", "")), request.POST.get("do", "")
    if number < 0 or wish not in ("back", "withdraw"):
        raise BadInput(param="number")
    page: Any = {"by": bench.by, "store": bench.store, "kind": at.kind, "subject": at.subject}
    if wish == "back":
        made = actions.roll_back(**page, number=number)
        messages.success(request, _("Version %(number)s is published.") % {"number": made.number})
    else:
        actions.withdraw(**page, number=number)
        messages.success(request, _("Version %(number)s is withdrawn.") % {"number": number})
    return see_other(bench.link("page_history", at.key))
