"""What can be done with a journey by one button."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.loyalty.journeys import actions
from regulars.loyalty.journeys.rules import editing
from regulars.loyalty.journeys.rules.definition import Definition
from regulars.people.merchants.queries import Store

Do = Callable[..., object]


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """A draft of a pattern, or an empty one, whose name and group come first."""
    store, actor = here(request, store_id)
    key = request.POST.get("pattern", "")
    if key:
        row = actions.plan_pattern(by=actor, store=store, key=key)
        return go("desk_journey", store.public_id, row.public_id)
    row = actions.plan(by=actor, store=store, name=_("New journey"))
    return go("desk_journey_settings", store.public_id, row.public_id)


def do(request: HttpRequest, store_id: str, journey_id: str) -> HttpResponse:
    """Carry out the button that was pressed."""
    store, actor = here(request, store_id)
    wish = request.POST.get("do", "")
    try:
        if wish == "add":
            return _add(request, actor, store, journey_id)
        if wish in STEPS:
            return _step(wish, request, actor, store, journey_id)
        if wish not in DEEDS:
            raise BadInput(param="do")
        act, said = DEEDS[wish]
        act(by=actor, store=store, journey_id=journey_id)
        messages.success(request, _(said))
    except (actions.JourneyNotNow, actions.JourneyIncomplete, actions.JourneyUnreadable) as refusal:
        messages.error(request, str(refusal.sentence))
    if wish == "drop":
        return go("desk_journeys", store.public_id)
    return go("desk_journey", store.public_id, journey_id)


def _add(request: HttpRequest, actor: Actor, store: Store, journey_id: str) -> HttpResponse:
    """A new step, then its form."""
    kind, below = request.POST.get("kind", ""), request.POST.get("below", "")
    new_id = actions.add_step(by=actor, store=store, journey_id=journey_id, kind=kind, below=below)
    if kind == "exit":
        return go("desk_journey", store.public_id, journey_id, to="?show=draft#steps")
    return go("desk_journey_step", store.public_id, journey_id, new_id)


def _step(wish: str, request: HttpRequest, actor: Actor, store: Store, journey_id: str) -> HttpResponse:
    """A step moved or removed."""
    step_id = request.POST.get("step", "")
    actions.alter(
        by=actor, store=store, journey_id=journey_id, change=lambda draft: STEPS[wish](draft, step_id)
    )
    return go("desk_journey", store.public_id, journey_id, to="?show=draft#steps")


def N_(text: str) -> str:
    """Marks what is said after a deed."""
    return text


STEPS: dict[str, Callable[[Definition, str], Definition]] = {
    "up": lambda draft, step_id: editing.moved(draft, step_id, -1),
    "down": lambda draft, step_id: editing.moved(draft, step_id, 1),
    "remove": editing.removed,
}
DEEDS: dict[str, tuple[Do, str]] = {
    "start": (actions.start, N_("The journey runs. The first people enter within minutes.")),
    "pause": (actions.pause, N_("The journey is paused. Everybody stays where they are.")),
    "resume": (actions.resume, N_("The journey goes on.")),
    "end": (actions.end, N_("The journey is ended.")),
    "renew": (
        actions.renew,
        N_("Change the draft in peace: the journey goes on as it is until you start it."),
    ),
    "drop": (actions.drop, N_("The draft is thrown away.")),
}
