"""The switch: pages that are chosen for the reader, or the same as everybody's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.discovery.recommend.actions import switch_faces
from regulars.discovery.recommend.actions.touching import forget_touches
from regulars.discovery.recommend.queries.lookers import is_off
from regulars.faces.shopper.frame import looking
from regulars.faces.shopper.looker import MOMENT, PERSONAL

YEAR = 365 * 24 * 3600


def faces_off(request: HttpRequest) -> bool:
    """Whether the switch is off: for the person, or in this browser."""
    person = looking(request).person_id
    return request.COOKIES.get(PERSONAL) == "off" or (person is not None and is_off(person))


def my_faces(request: HttpRequest) -> HttpResponse:
    """Set the switch: for a person wherever they log in, for a guest in this browser."""
    on, by = request.POST.get("faces") == "on", looking(request)
    if by.person_id is not None:
        switch_faces(by=by, on=on)
    response = HttpResponseRedirect(reverse("my_privacy") + "#faces")
    response.status_code = 303
    if on:
        response.delete_cookie(PERSONAL, samesite="Lax")
        messages.success(request, _("Pages are chosen for you again."))
        return response
    forget_touches(visitor=str(request.visitor))  # type: ignore[attr-defined]
    response.set_cookie(PERSONAL, "off", max_age=YEAR, samesite="Lax", secure=request.is_secure())
    response.delete_cookie(MOMENT, samesite="Lax")
    messages.success(request, _("You see what everybody sees now. What was learnt of your taste is deleted."))
    return response
