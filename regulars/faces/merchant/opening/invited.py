"""Somebody follows the link of an invitation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.frame import name_of
from regulars.faces.merchant.shop.roles import rights_said, role_names
from regulars.ground.kit.actors import Actor
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.rules import ROLES


def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Look at the invitation; take the place, or say no."""
    actor = Actor("shopper", person_id=request.user.pk)
    if request.method == "POST":
        return _answered(request, actor, token)
    row = merchants.invitation_for(actor, token)
    context = {
        "store_name": name_of(row.store), "role": role_names()[row.role], "until": row.expires_at,
        "rights": rights_said(list(ROLES[row.role])), "links": {"home": reverse("home")},
    }  # fmt: skip
    return render(request, "merchant/opening/invited.html", context)


def _answered(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    if request.POST.get("do") == "decline":
        merchants.decline_invitation(by=actor, token=token)
        messages.success(request, _("You said no. The store sees that the invitation is closed."))
        return go("me")
    place = merchants.accept_invitation(by=actor, token=token)
    messages.success(request, _("Welcome to %(store)s.") % {"store": name_of(place.store)})
    return go("desk_open_store", place.store.public_id)
