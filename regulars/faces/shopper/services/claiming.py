"""What a holder does: claim, withdraw, confirm, put it before the market."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.shopper.services.holding import of_claim, of_contract
from regulars.faces.shopper.services.mine import shown
from regulars.goods.media.actions import PictureRefused, rebuilt_pictures
from regulars.ground.kit.idempotency import sent_before
from regulars.ground.kit.refusals import BadInput
from regulars.trade.services import actions
from regulars.trade.services.queries import own_claim

SAID = (
    actions.NotClaimable,
    actions.SayWhat,
    actions.ChooseWay,
    actions.TooManyPictures,
    PictureRefused,
)


def claim(request: HttpRequest, contract: str) -> HttpResponse:
    """Claim the service, with pictures. Raises NotFound for everybody but the holder."""
    by = of_contract(request, contract)
    files = request.FILES.getlist("pictures")
    text, way = request.POST.get("text", ""), request.POST.get("way", "")
    try:
        if not sent_before():
            actions.ask_first(by=by, contract=contract, text=text, way=way, pictures=len(files))
        pictures = rebuilt_pictures(uploads=files)
        actions.claim_service(by=by, contract=contract, text=text, way=way, pictures=pictures)
    except SAID as refusal:
        return shown(request, contract, refusal, "claim")
    messages.success(request, _("The store knows. It answers in time, and you hear of it."))
    return go("my_service", contract)


def do(request: HttpRequest, claim: str) -> HttpResponse:
    """Withdraw, confirm or dispute a claim. Raises NotFound for everybody but the holder."""
    by, wish = of_claim(request, claim), request.POST.get("do", "")
    row = own_claim(by, claim)
    contract = row.contract.public_id
    if wish == "withdraw":
        actions.withdraw_claim(by=by, claim=claim)
        messages.success(request, _("Withdrawn. It does not count."))
    elif wish == "confirm":
        actions.confirm_claim(by=by, claim=claim)
        messages.success(request, _("Thank you. The store knows that you are content."))
    elif wish == "dispute":
        try:
            actions.dispute_claim(by=by, claim=claim, text=request.POST.get("words", ""))
        except actions.SayWhat as refusal:
            return shown(request, contract, refusal, claim)
        messages.success(request, _("The market looks at it and decides. You hear of it."))
    else:
        raise BadInput(param="do")
    return go("my_service", contract)
