"""Pictures of claims: for the holder, the store's people with the right, and the market's who decide. Nobody else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from regulars.faces.shopper.frame import looking
from regulars.faces.shopper.services.holding import may_be
from regulars.goods.media.queries import pictures_by_public_id, private_files
from regulars.goods.media.rules import file_name, widths
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.accounts.queries import operator
from regulars.people.merchants.queries import place
from regulars.trade.services.queries import ServiceClaim, any_claim, claim_of_picture


def picture(request: HttpRequest, picture_id: str) -> HttpResponse:
    """The picture, to those who may see it; NotFound for everybody else, whether it exists or not."""
    claim = any_claim(claim_of_picture(picture_id))
    if not _may_see(request, claim):
        raise NotFound()
    row = pictures_by_public_id([picture_id])[picture_id]
    asked = request.GET.get("w", "")
    known = widths(row.width)
    width = next((one for one in known if asked.isdecimal() and str(one) == asked), known[-1])
    try:
        data = private_files().get(file_name(row.public_id, width))
    except OSError as error:
        raise NotFound() from error
    return HttpResponse(
        data,
        headers={
            "Content-Type": "image/webp",
            "Content-Disposition": "inline",
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def _may_see(request: HttpRequest, claim: ServiceClaim) -> bool:
    if may_be(request, claim.contract):
        return True
    person = looking(request).person_id
    return person is not None and (_works_there(person, claim) or _decides(person, claim))


def _works_there(person: int, claim: ServiceClaim) -> bool:
    try:
        _store, actor = place(person, claim.store.public_id)
        actor.require("orders", claim.store_id)
    except (NotFound, NotAllowed):
        return False
    return True


def _decides(person: int, claim: ServiceClaim) -> bool:
    """The market's people see them while, and after, they decide."""
    if claim.disputed_at is None:
        return False
    try:
        operator(person).require("market.orders")
    except (NotFound, NotAllowed):
        return False
    return True
