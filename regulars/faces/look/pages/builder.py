"""The page on which a page is built: its blocks in order, the settings of one of them, and how it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict

from regulars.discovery.storefront import queries
from regulars.discovery.storefront.hooks import Block
from regulars.faces.look.forms import Given, local_input
from regulars.faces.look.pages import showing, varying, wording
from regulars.faces.look.pages.asked import Asked, kept
from regulars.faces.look.pages.bench import Bench, Place
from regulars.ground.kit import clock

Blocks = list[dict[str, Any]]


@dataclass(slots=True)
class Typed:
    """A form of a block that cannot be kept as it came: what was typed, what is wrong, what others changed."""

    block: str
    variant: str
    settings: Mapping[str, Any]
    since: str = ""
    until: str = ""
    faults: Sequence[Mapping[str, Any]] = ()
    changes: Sequence[Mapping[str, Any]] = ()
    sentence: str = ""
    version: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)


def seen_as(asked: QueryDict) -> dict[str, str]:
    """As whom and when the preview is wanted."""
    return {name: asked.get(name, "")[:60] for name in ("as", "at") if asked.get(name)}


def page(
    request: HttpRequest,
    bench: Bench,
    at: Place,
    typed: Typed | None = None,
    asked: Asked | None = None,
    status: int = 200,
) -> HttpResponse:
    """The builder; `typed` and `asked` are forms that came and cannot stand as they are."""
    now = clock.now()
    row = queries.page_of(bench.store, at.kind, at.subject)
    draft = queries.draft_of(row)
    blocks = queries.standing(row, at.kind, now)
    given = request.GET if request.method == "GET" else request.POST
    chosen = typed.block if typed else given.get("block", "")
    variant = typed.variant if typed else given.get("variant", "")
    see = seen_as(request.GET if request.method == "GET" else QueryDict(request.POST.get("see", "")))
    return bench.show(
        request,
        "builder",
        status,
        place=at,
        blocks=_listed(bench, blocks, chosen, now),
        palette=_palette(at, blocks),
        adding="add" in request.GET,
        edited=_form(request, bench, at, blocks, chosen, variant, typed),
        typed=typed,
        asked=asked or kept(request, bench, at),
        changes=[wording.change(one) for one in typed.changes] if typed else [],
        version=draft.version if draft else 0,
        draft=draft,
        undo=bool(draft and draft.before is not None),
        shown=queries.showing_now(row, now),
        waiting=queries.waiting(row, now) if row else [],
        preview=preview(bench, at, see, variant=variant),
        see=urlencode(see),
    )


def preview(
    bench: Bench, at: Place, see: Mapping[str, str], number: int = 0, variant: str = "", unsaved: str = ""
) -> dict[str, Any]:
    """The address of the page as the wanted person sees it at the wanted time, and what else can be wanted.

    `variant` is the one that is worked on, `unsaved` what is typed and not kept yet.
    """
    people = wording.people(bench)
    wanted = see.get("as", "")
    wanted = wanted if wanted in dict(people) else people[0][0]
    kind, _colon, of = wanted.partition(":")
    moment = _moment(see.get("at", ""))
    owner = bench.by.person_id or 0
    store = bench.store.public_id if bench.store else ""
    token = queries.preview_token(
        owner,
        store,
        at.kind,
        at.subject,
        kind=kind,
        of=of,
        at=moment,
        number=number,
        variant=variant,
        unsaved=unsaved,
    )
    return {
        "src": f"{at.path}?{urlencode({'preview': token})}" if at.path else "",
        "people": people,
        "as": wanted,
        "at": local_input(moment) if moment else "",
    }


def _moment(text: str) -> datetime | None:
    query = QueryDict(mutable=True)
    query["at"] = text
    return Given(query).moment("at") if text else None


def _listed(bench: Bench, blocks: Blocks, chosen: str, now: datetime) -> list[dict[str, Any]]:
    faulty = {one.block for one in queries.missing(blocks)}
    last = len(blocks) - 1
    return [_line(bench, one, place, last, chosen, faulty, now) for place, one in enumerate(blocks)]


def _line(
    bench: Bench, one: dict[str, Any], place: int, last: int, chosen: str, faulty: set[str], now: datetime
) -> dict[str, Any]:  # fmt: skip
    block = queries.kinds().get(one["kind"])
    return {
        "id": one["id"],
        "title": wording.block_title(one["kind"]),
        "icon": block.icon if block else "warning",
        "words": _summary(block, one["settings"]),
        "hidden": one["hidden"],
        "needed": bool(block and block.needed),
        "once": bool(block and block.once),
        "first": place == 0,
        "last": place == last,
        "current": one["id"] == chosen,
        "lacks": one["id"] in faulty,
        "since": _soon(one["since"]),
        "until": _soon(one["until"]),
        "over": bool(one["until"]) and datetime.fromisoformat(one["until"]) <= now,
        "variants": [wording.whom(bench, variant["for"]) for variant in one["variants"]],
    }


def _soon(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _summary(block: Block | None, settings: Mapping[str, Any]) -> str:
    """The first words somebody wrote into the block."""
    for one in block.fields if block else ():
        if one.kind in ("line", "text") and (words := wording.first(settings.get(one.name))):
            return (wording.unmarked(words) if one.kind == "text" else words)[:60]
    return ""


def _palette(at: Place, blocks: Blocks) -> list[Block]:
    """What can be added: parts of the page that are missing, and every other kind."""
    there = {one["kind"] for one in blocks}
    return [one for one in queries.kinds_for(at.kind) if not (one.once and one.kind in there)]


def _form(
    request: HttpRequest, bench: Bench, at: Place, blocks: Blocks, chosen: str, variant: str, typed: Typed | None
) -> dict[str, Any] | None:  # fmt: skip
    one = next((found for found in blocks if found["id"] == chosen), None)
    block = queries.kinds().get(one["kind"]) if one else None
    if one is None or block is None:
        return None
    varied = next((found for found in one["variants"] if found["id"] == variant), None)
    settings = typed.settings if typed else varied["settings"] if varied else one["settings"]
    faults = (
        {fault["field"]: fault for fault in typed.faults}
        if typed
        else _lacking(blocks, chosen, settings, block)
    )
    hunt = (request.GET.get("find", ""), request.GET.get("q", "")[:80])
    return {
        "block": block,
        "id": chosen,
        "variant": varied["id"] if varied else "",
        "fields": showing.fields(bench, block.fields, settings, faults, hunt),
        "errors": typed.errors if typed else {},
        "faults": [
            wording.fault(fault)
            for name, fault in faults.items()
            if name in ("", "since", "until", "variants")
        ],
        "since": typed.since if typed else _local(one["since"]),
        "until": typed.until if typed else _local(one["until"]),
        "variants": [
            {"id": found["id"], "whom": wording.whom(bench, found["for"])} for found in one["variants"]
        ],
        "people": [] if block.needed or not block.fields else wording.whoever(bench),
        "choice": varying.choice(bench, at, one),
    }


def _lacking(
    blocks: Blocks, chosen: str, settings: Mapping[str, Any], block: Block
) -> dict[str, dict[str, Any]]:
    named = [{"id": chosen, "kind": block.kind, "settings": settings, "variants": []}]
    return {one.field: {"why": one.why} for one in queries.missing(named)}


def _local(text: str | None) -> str:
    return local_input(datetime.fromisoformat(text)) if text else ""
