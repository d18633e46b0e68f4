"""Writing a message."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.messages import wording
from regulars.faces.merchant.people.choices import group_choices
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.loyalty.outreach import actions, queries
from regulars.people.merchants.queries import Store

TEXTS = ("name", "subject", "text", "subject_zh", "text_zh", "purpose", "channel", "segment_id")
FRESH = {"purpose": "offers", "channel": "inbox", "holdout_percent": 10, "window_days": 14}


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """A new message; `?group=` chooses its group."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    if request.method == "POST":
        return _written(request, store, actor, "")
    return _form(request, store, actor, FRESH | {"segment_id": request.GET.get("group", "")}, "")


def edit(request: HttpRequest, store_id: str, message_id: str) -> HttpResponse:
    """Change a draft."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.campaign_of(store, message_id)
    if request.method == "POST":
        return _written(request, store, actor, row.public_id)
    values = {name: getattr(row, name) for name in (*TEXTS[:-1], "holdout_percent", "window_days")}
    return _form(request, store, actor, values | {"segment_id": row.segment.public_id}, row.public_id)


def _written(request: HttpRequest, store: Store, actor: Actor, message_id: str) -> HttpResponse:
    given = Given(request.POST, store.currency)
    values = {name: given.text(name) for name in TEXTS}
    held = given.whole("holdout_percent", needed=True, low=0, high=50)
    days = given.whole("window_days", needed=True, low=1, high=90)
    if not values["segment_id"]:
        given.refuse("segment_id", _("Choose a group."))
    typed = values | {name: given.text(name) for name in ("holdout_percent", "window_days")}
    if not given.errors:
        fields = actions.Fields(**values, holdout_percent=held or 0, window_days=days or 1)
        try:
            row = actions.write(by=actor, store=store, fields=fields, campaign_id=message_id)
            return go("desk_message", store.public_id, row.public_id)
        except actions.TextFaulty as refusal:
            given.refuse(refusal.param or "text", wording.fault(refusal.details))
        except actions.NotNow as refusal:
            given.refuse("name", str(refusal.sentence))
        except Refusal as refusal:
            given.take(refusal, {}, "name")
    return _form(request, store, actor, typed, message_id, given, 422)


def _form(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    values: dict[str, Any],
    message_id: str,
    given: Given | None = None,
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        "messages/form",
        store,
        actor,
        "desk_messages",
        status=status,
        values=values,
        message_id=message_id,
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
        groups=group_choices(store),
        channels=[(name, wording.channel(name)) for name in queries.channel_names()],
        purposes=[(name, wording.purpose(name)) for name in ("offers", "news")],
        chinese_open=bool(values.get("subject_zh") or values.get("text_zh")),
    )
