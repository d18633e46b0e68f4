"""What the store does with a claim."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here
from regulars.faces.merchant.services.claims import shown
from regulars.goods.media.actions import PictureRefused, rebuilt_pictures
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.people.merchants.queries import Store
from regulars.trade.services import actions

SAID = (actions.SayWhat, actions.TooManyPictures, PictureRefused)


def do(request: HttpRequest, store_id: str, claim_id: str) -> HttpResponse:
    """Accept, refuse, begin or finish. Raises ClaimMovedOn, NotFound, NotAllowed."""
    store, actor = here(request, store_id)
    actor.require("orders", store.pk)
    wish = request.POST.get("do", "")
    try:
        told = _done(request, store, actor, claim_id, wish)
    except SAID as refusal:
        return shown(request, store, actor, claim_id, refusal, wish)
    messages.success(request, told)
    return go("desk_service_claim", store.public_id, claim_id)


def _done(request: HttpRequest, store: Store, actor: Actor, claim: str, wish: str) -> str:
    answer = request.POST.get("answer", "")
    if wish == "accept":
        actions.accept_claim(by=actor, store=store, claim=claim, answer=answer)
        return _("Accepted. The holder knows.")
    if wish == "refuse":
        actions.refuse_claim(by=actor, store=store, claim=claim, answer=answer)
        return _("Refused. The claim does not count; the holder reads why.")
    if wish == "receive":
        actions.receive_claim(by=actor, store=store, claim=claim)
        return _("Work has begun.")
    if wish == "finish":
        return _finish(request, store, actor, claim)
    raise BadInput(param="do")


def _finish(request: HttpRequest, store: Store, actor: Actor, claim: str) -> str:
    files = request.FILES.getlist("pictures")
    if len(files) > actions.MOST_PICTURES:
        raise actions.TooManyPictures(param="pictures")
    row = actions.finish_claim(
        by=actor,
        store=store,
        claim=claim,
        result=request.POST.get("result", ""),
        pictures=rebuilt_pictures(uploads=files),
    )
    return _("Done, later than promised.") if row.done_late else _("Done in time. The holder knows.")
