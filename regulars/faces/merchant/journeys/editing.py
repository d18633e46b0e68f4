"""The forms of a journey: name, entry and goal; and one form for each kind of step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.journeys import wording
from regulars.faces.merchant.people.choices import group_choices
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.loyalty.journeys import actions, queries
from regulars.loyalty.journeys.rules.definition import Definition, Entry, Step
from regulars.loyalty.journeys.rules.definition import plain as as_json
from regulars.loyalty.journeys.rules.editing import changed, found
from regulars.loyalty.outreach.queries import channel_names
from regulars.loyalty.segments.queries import segments_of
from regulars.people.merchants.queries import Store


def settings(request: HttpRequest, store_id: str, journey_id: str) -> HttpResponse:
    """Name, entry, goal, share held out, days that count. Entry and goal belong to the draft."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.journey_of(store, journey_id)
    draft = queries.draft_of(row)
    if request.method == "POST":
        return _described(request, store, actor, row, draft)
    said = queries.said(draft) if draft else Definition()
    values = {
        "name": row.name, "holdout_percent": row.holdout_percent, "window_days": row.window_days,
        "group": said.entry.group, "who": said.entry.who, "again_days": said.entry.again_days or "",
        "goal": said.goal,
    }  # fmt: skip
    return _settings(request, store, actor, row, draft, values)


def _described(
    request: HttpRequest, store: Store, actor: Actor, row: queries.Journey, draft: queries.Version | None
) -> HttpResponse:
    given = Given(request.POST, store.currency)
    held = row.holdout_percent
    if row.started_at is None:
        held = given.whole("holdout_percent", needed=True, low=0, high=50) or 0
    days = given.whole("window_days", needed=True, low=1, high=90) or 1
    again = given.whole("again_days", low=0, high=3650) or 0
    who = given.text("who") if given.text("who") in ("new", "now", "both") else "new"
    group, goal = _group(given, store, "group"), _group(given, store, "goal")

    def change(old: Definition) -> Definition:
        return Definition(Entry(group, who, again), goal, old.steps)  # type: ignore[arg-type]

    if not given.errors:
        try:
            actions.describe(
                by=actor, store=store, journey_id=row.public_id, name=given.text("name"), holdout_percent=held,
                window_days=days, change=change if draft else None,
            )  # fmt: skip
            return go("desk_journey", store.public_id, row.public_id, to="?show=draft" if draft else "")
        except Refusal as refusal:
            given.take(refusal, {}, "name")
    return _settings(request, store, actor, row, draft, given.post.dict(), given)


def _group(given: Given, store: Store, name: str) -> str:
    """A group of the store's own that was chosen, or none."""
    chosen = given.text(name)
    if chosen and not segments_of(store).filter(public_id=chosen).exists():
        given.refuse(name, _("Choose a group."))
    return chosen


def _settings(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    row: queries.Journey,
    draft: queries.Version | None,
    values: dict[str, Any],
    given: Given | None = None,
) -> HttpResponse:
    return show(
        request,
        "journeys/settings",
        store,
        actor,
        "desk_journeys",
        status=422 if given else 200,
        row=row,
        draft=draft,
        values=values,
        groups=group_choices(store),
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
    )


def step(request: HttpRequest, store_id: str, journey_id: str, step_id: str) -> HttpResponse:
    """One step of the draft. Raises NotFound."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.journey_of(store, journey_id)
    draft = queries.draft_of(row)
    one = found(queries.said(draft), step_id) if draft else None
    if one is None:
        raise NotFound()
    if request.method == "POST":
        return _changed(request, store, actor, row, one)
    return _step(request, store, actor, row, one, as_json(one))


def _changed(
    request: HttpRequest, store: Store, actor: Actor, row: queries.Journey, one: Step
) -> HttpResponse:
    given = Given(request.POST, store.currency)
    values = READ[_kind(one)](given, store)
    if not given.errors:
        try:
            actions.alter(
                by=actor, store=store, journey_id=row.public_id,
                change=lambda draft: changed(draft, one.id, values),
            )  # fmt: skip
            return go("desk_journey", store.public_id, row.public_id, to=f"?show=draft#{one.id}")
        except Refusal as refusal:
            given.take(refusal, {}, "name")
    return _step(request, store, actor, row, one, as_json(one) | given.post.dict(), given)


def _step(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    row: queries.Journey,
    one: Step,
    values: dict[str, Any],
    given: Given | None = None,
) -> HttpResponse:
    kind = _kind(one)
    return show(
        request,
        "journeys/step",
        store,
        actor,
        "desk_journeys",
        status=422 if given else 200,
        row=row,
        kind=kind,
        title=next(name for key, name, _icon in wording.kinds() if key == kind),
        values=values,
        groups=group_choices(store),
        channels=[(name, wording.channel(name)) for name in channel_names()],
        purposes=[(name, wording.purpose(name)) for name in ("offers", "news")],
        weekdays=wording.weekdays(),
        chinese_open=bool(values.get("subject_zh") or values.get("text_zh")),
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
    )


def _kind(one: Step) -> str:
    return str(one.__struct_config__.tag)


def _send(given: Given, store: Store) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: plain(given.text(name), limit=120) for name in ("subject", "subject_zh")
    } | {name: paragraphs(given.text(name), limit=4000) for name in ("text", "text_zh")}
    values |= {name: given.text(name) for name in ("channel", "purpose", "otherwise")}
    return values | {"patience_days": given.whole("patience_days", needed=True, low=0, high=28)}


def _wait(given: Given, store: Store) -> dict[str, Any]:
    """What was chosen; fields that belong to another way of waiting keep what they had."""
    how = given.text("how")
    values: dict[str, Any] = {"how": how}
    if how == "time":
        unit = 24 if given.text("unit") == "days" else 1
        count = given.whole("count", needed=True, high=8760 // unit)
        values["hours"] = (count or 1) * unit
    elif how == "moment":
        values["weekday"] = given.whole("weekday", needed=True, low=-1, high=6)
        values["hour"] = given.whole("hour", needed=True, low=0, high=23)
    else:
        values["group"] = _group(given, store, "group")
        values["days"] = given.whole("days", needed=True, high=365)
    return values


def _split(given: Given, store: Store) -> dict[str, Any]:
    if given.text("by") == "share":
        return {"by": "share", "percent": given.whole("percent", needed=True, high=99)}
    return {"by": "group", "group": _group(given, store, "group")}


def _tag(given: Given, store: Store) -> dict[str, Any]:
    return {"name": plain(given.text("name", needed=_("Say what the tag is called.")), limit=80)}


READ: dict[str, Callable[[Given, Store], dict[str, Any]]] = {
    "send": _send, "wait": _wait, "split": _split, "tag": _tag, "exit": lambda given, store: {},
}  # fmt: skip
