"""What can be done with a message: tried, scheduled, held back, stopped, thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.look.moments import local_datetime
from regulars.faces.merchant.frame import here
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.loyalty.outreach import actions
from regulars.people.merchants.queries import Store


def do(request: HttpRequest, store_id: str, message_id: str) -> HttpResponse:
    """Carry out the button that was pressed."""
    store, actor = here(request, store_id)
    wish = request.POST.get("do", "")
    if wish not in DEEDS:
        raise BadInput(param="do")
    try:
        messages.success(request, DEEDS[wish](request, actor, store, message_id))
    except (actions.NotNow, actions.GroupGone) as refusal:
        messages.error(request, str(refusal.sentence))
    if wish == "drop":
        return go("desk_messages", store.public_id)
    return go("desk_message", store.public_id, message_id)


def _schedule(request: HttpRequest, actor: Actor, store: Store, message_id: str) -> str:
    given = Given(request.POST)
    at = given.moment("at") if given.text("at") else None
    if given.errors:
        raise Refusal(given.errors["at"], param="at")
    row = actions.schedule(by=actor, store=store, campaign_id=message_id, at=at)
    return _("The message goes out on %(when)s.") % {"when": local_datetime(row.due_at)}


def _hold_back(request: HttpRequest, actor: Actor, store: Store, message_id: str) -> str:
    actions.hold_back(by=actor, store=store, campaign_id=message_id)
    return _("The message is a draft again.")


def _stop(request: HttpRequest, actor: Actor, store: Store, message_id: str) -> str:
    actions.stop(by=actor, store=store, campaign_id=message_id)
    return _("Nobody else gets the message.")


def _drop(request: HttpRequest, actor: Actor, store: Store, message_id: str) -> str:
    actions.drop(by=actor, store=store, campaign_id=message_id)
    return _("The draft is thrown away.")


def _test(request: HttpRequest, actor: Actor, store: Store, message_id: str) -> str:
    row = actions.make_test(by=actor, store=store, campaign_id=message_id)
    if row.state == "sent":
        return _("The test is in your own inbox: My account, Inbox.")
    return _("The test goes to your own address within a minute.")


DEEDS = {"schedule": _schedule, "hold_back": _hold_back, "stop": _stop, "drop": _drop, "test": _test}
