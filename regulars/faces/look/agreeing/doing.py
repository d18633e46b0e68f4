"""What the buttons on an agreement's page do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.agreeing.desk import Desk
from regulars.faces.look.going import see_other
from regulars.goods.media.actions import rebuild_upload
from regulars.goods.media.pipeline import Rebuilt
from regulars.ground.kit.idempotency import KeyReused
from regulars.ground.kit.refusals import BadInput, Busy, LogInFirst, NotAllowed, NotFound, Refusal
from regulars.trade.agreements import actions
from regulars.trade.agreements.queries import Agreement

RAISED = (NotFound, NotAllowed, LogInFirst, Busy, KeyReused)
MOST_PHOTOS = 4


def photos(request: HttpRequest) -> list[Rebuilt]:
    """The photos sent along, drawn anew. Raises PictureRefused, NoRoom, TooManyPhotos."""
    sent = request.FILES.getlist("photos")
    if len(sent) > MOST_PHOTOS:
        raise actions.TooManyPhotos(param="photos")
    return [rebuild_upload(file) for file in sent]


def do(request: HttpRequest, desk: Desk, row: Agreement) -> HttpResponse:
    """Carry out the button that was pressed, and go back to the page."""
    wish = request.POST.get("do", "")
    if wish == "pay":
        return _pay(request, desk, row)
    if wish not in DOING:
        raise BadInput(param="do")
    try:
        DOING[wish](request, desk, row)
    except RAISED:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, SAID[wish]())
    return see_other(desk.link("", row))


def _pay(request: HttpRequest, desk: Desk, row: Agreement) -> HttpResponse:
    try:
        advance = actions.pay(by=desk.by, agreement_id=row.public_id, key=request.POST.get("key", ""))
    except RAISED:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
        return see_other(desk.link("", row))
    return see_other(reverse("advance", args=[advance.public_id]))


def _sign(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    number = request.POST.get("number", "")
    actions.sign(
        by=desk.by,
        agreement_id=row.public_id,
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 5 else -1,
        digest=request.POST.get("digest", ""),
    )


def _do(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    actions.do(
        by=desk.by,
        agreement_id=row.public_id,
        key=request.POST.get("key", ""),
        text=request.POST.get("text", ""),
        photos=photos(request),
    )


def _refuse(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    key = request.POST.get("key", "")
    actions.refuse_proof(
        by=desk.by,
        agreement_id=row.public_id,
        key=key,
        point=request.POST.get("point", ""),
        why=request.POST.get("text", ""),
    )


def _deliver(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    actions.deliver(
        by=desk.by,
        agreement_id=row.public_id,
        carrier=request.POST.get("carrier", ""),
        tracking=request.POST.get("tracking", ""),
        text=request.POST.get("text", ""),
        photos=photos(request),
    )


def _accept(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    actions.accept(by=desk.by, agreement_id=row.public_id)


def _reject(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    why = request.POST.get("text", "")
    actions.reject(by=desk.by, agreement_id=row.public_id, why=why, photos=photos(request))


def _again(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    text = request.POST.get("text", "")
    actions.send_again(by=desk.by, agreement_id=row.public_id, text=text, photos=photos(request))


def _cancel(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    kept = request.POST.get("kept", "")
    actions.cancel(
        by=desk.by,
        agreement_id=row.public_id,
        why=request.POST.get("text", ""),
        kept_minor=int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 15 else -1,
    )


def _dispute(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    actions.dispute(by=desk.by, agreement_id=row.public_id, why=request.POST.get("text", ""))


def _note(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    text = request.POST.get("text", "")
    actions.write_note(by=desk.by, agreement_id=row.public_id, text=text, photos=photos(request))


def _decline(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    actions.decline(by=desk.by, agreement_id=row.public_id, why=request.POST.get("text", ""))


def _withdraw(request: HttpRequest, desk: Desk, row: Agreement) -> None:
    actions.withdraw(by=desk.by, agreement_id=row.public_id, why=request.POST.get("text", ""))


DOING: dict[str, Callable[[HttpRequest, Desk, Agreement], Any]] = {
    "sign": _sign,
    "do": _do,
    "refuse": _refuse,
    "deliver": _deliver,
    "accept": _accept,
    "reject": _reject,
    "again": _again,
    "cancel": _cancel,
    "dispute": _dispute,
    "note": _note,
    "decline": _decline,
    "withdraw": _withdraw,
}
SAID: dict[str, Callable[[], str]] = {
    "sign": lambda: _("Signed. Both sides have signed the same version."),
    "do": lambda: _("Done, and the other side sees it."),
    "refuse": lambda: _("The store makes another proof."),
    "deliver": lambda: _("Sent. The days to accept are told to the shopper."),
    "accept": lambda: _("Accepted. Thank you!"),
    "reject": lambda: _("The store reads what is not as agreed."),
    "again": lambda: _("Sent again. The days to accept begin anew."),
    "cancel": lambda: _("Cancelled at the cost both signed."),
    "dispute": lambda: _("The market looks at it and decides."),
    "note": lambda: _("Written."),
    "decline": lambda: _("Declined, and the shopper reads why."),
    "withdraw": lambda: _("Withdrawn."),
}
