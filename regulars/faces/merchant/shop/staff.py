"""Who works here, what they may do, and what they did."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.shop.act_details import details, subject
from regulars.faces.merchant.shop.acts import said
from regulars.faces.merchant.shop.roles import rights_said, role_choices, role_names
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.queries import AuditEntry, audit_trail
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.queries import Store, invitations_of, staff_names, staff_of, works_in


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Everybody who works here; an invitation is sent here too."""
    store, actor = here(request, store_id)
    actor.require("staff", store.pk)
    if request.method != "POST":
        return _page(request, store, actor, {})
    given = Given(request.POST, store.currency)
    email = given.text("email")
    try:
        merchants.invite(by=actor, store=store, email=email, role=given.text("role"))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, store, actor, {refusal.param or "email": str(refusal.sentence)})
    messages.success(
        request,
        _("A letter goes to %(email)s. The person works here once the invitation in it is accepted.")
        % {"email": email},
    )
    return go("desk_staff", store.public_id)


def _page(request: HttpRequest, store: Store, actor: Actor, errors: dict[str, str]) -> HttpResponse:
    names = role_names()
    rows = [
        {
            "id": one.public_id, "name": one.person.name or one.person.email, "email": one.person.email,
            "role": one.role, "role_name": names.get(one.role, one.role), "rights": rights_said(one.rights),
            "since": one.since, "me": one.person_id == actor.person_id,
        }
        for one in staff_of(store)
    ]  # fmt: skip
    return show(
        request, "shop/staff", store, actor, "desk_staff", status=422 if errors else 200, rows=rows, errors=errors,
        waiting=_waiting(store, names), typed=request.POST, roles=role_choices(), role_options=list(names.items()),
    )  # fmt: skip


def _waiting(store: Store, names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.public_id, "email": one.email, "role_name": names.get(one.role, one.role),
            "since": one.invited_at, "until": one.expires_at,
        }
        for one in invitations_of(store)
    ]  # fmt: skip


def take_back(request: HttpRequest, store_id: str, invitation_id: str) -> HttpResponse:
    """The invitation is good for nothing any more."""
    store, actor = here(request, store_id)
    merchants.take_back_invitation(by=actor, store=store, invitation_id=invitation_id)
    messages.success(request, _("The invitation is taken back; its link opens nothing any more."))
    return go("desk_staff", store.public_id)


def change(request: HttpRequest, store_id: str, staff_id: str) -> HttpResponse:
    """Another role, or none."""
    store, actor = here(request, store_id)
    actor.require("staff", store.pk)
    try:
        if request.POST.get("do") == "remove":
            merchants.remove_staff(by=actor, store=store, staff_id=staff_id)
            messages.success(request, _("Removed. From now on the person sees nothing of this store."))
        else:
            role = request.POST.get("role", "")
            merchants.change_role(by=actor, store=store, staff_id=staff_id, role=role)
            messages.success(request, _("The role is changed."))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    left = not works_in(store, actor.require_person())
    return go("desk") if left else go("desk_staff", store.public_id)


def acts(request: HttpRequest, store_id: str) -> HttpResponse:
    """What was done in the store, by whom, newest first."""
    store, actor = here(request, store_id)
    actor.require("staff", store.pk)
    found = page(audit_trail(store.pk), by="-id", cursor=request.GET.get("cursor", ""), size=50)
    people = staff_names(store)
    return show(
        request, "shop/acts", store, actor, "desk_staff", rows=[_act(entry, people, store) for entry in found.items],
        prev=f"?cursor={found.prev_cursor}" if found.prev_cursor else "",
        next=f"?cursor={found.next_cursor}" if found.next_cursor else "",
    )  # fmt: skip


def _act(entry: AuditEntry, people: dict[int, str], store: Store) -> dict[str, Any]:
    kinds = {"operator": _("The market"), "system": _("The system"), "provider": _("A payment service")}
    who = kinds.get(entry.actor_kind) or people.get(entry.person_id or 0) or _("A shopper")
    about, href = subject(entry, store)
    return {
        "at": entry.at, "who": who, "what": said(entry.action), "more": details(entry, store.currency) or None,
        "about": about, "about_href": href, "id": entry.pk,
    }  # fmt: skip
