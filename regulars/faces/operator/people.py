"""Who may do what in the console."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.confirming import ask, confirmed
from regulars.faces.operator.frame import here, show
from regulars.faces.operator.words import RIGHTS, named
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.queries import MarketRole, Person, by_email, market_roles, people_by_key

MOST = 200


def index(request: HttpRequest) -> HttpResponse:
    """Everybody with a role in the market."""
    return _page(request, here(request))


def _page(request: HttpRequest, actor: Actor, errors: dict[str, str] | None = None) -> HttpResponse:
    roles = list(market_roles()[:MOST])
    granted = people_by_key(role.granted_by_id for role in roles)
    typed = request.method == "POST"
    return show(
        request,
        "people",
        actor,
        "console_people",
        status=422 if errors else 200,
        sure=confirmed(request),
        rows=[_row(role, granted) for role in roles],
        errors=errors or {},
        rights=list(RIGHTS.items()),
        email=request.POST.get("email", "") or request.GET.get("email", ""),
        chosen=request.POST.getlist("rights") if typed else ["market.read"],
    )


def _row(role: MarketRole, granted: dict[int, Person]) -> dict[str, object]:
    full = set(role.rights) >= set(RIGHTS)
    return {
        "id": role.person.public_id,
        "name": str(role.person),
        "email": role.person.email,
        "since": role.granted_at,
        "by": str(granted.get(role.granted_by_id or 0, "")),
        "full": full,
        "rights": [named(RIGHTS, right) for right in role.rights],
    }


def grant(request: HttpRequest) -> HttpResponse:
    """Let somebody in, or change what somebody may do."""
    actor = here(request, "market.merchants")
    if not confirmed(request):
        return ask(reverse("console_people"))
    given = Given(request.POST)
    person = by_email(given.text("email", needed=_("Type the e-mail this person logs in with.")))
    rights = [right for right in request.POST.getlist("rights") if right in RIGHTS]
    if person is None:
        given.refuse("email", _("Nobody logs in with this e-mail. The person has to sign up first."))
    elif person.pk == actor.person_id and "market.merchants" not in rights:
        given.refuse("rights", _("You would shut yourself out of this page. Let somebody else do that."))
    if given.errors or person is None:
        return _page(request, actor, given.errors)
    try:
        accounts.grant_market_role(by=actor, person=person, rights=rights)
    except Refusal as refusal:
        given.take(refusal, {}, "email")
        return _page(request, actor, given.errors)
    messages.success(request, _("%(name)s has the role now.") % {"name": person})
    return go("console_people")


def withdraw(request: HttpRequest) -> HttpResponse:
    """Shut somebody out, from the next page on."""
    actor = here(request, "market.merchants")
    if not confirmed(request):
        return ask(reverse("console_people"))
    given = Given(request.POST)
    person = by_email(given.text("email"))
    if person is None:
        given.refuse("email", _("Nobody logs in with this e-mail."))
        return _page(request, actor, given.errors)
    try:
        accounts.withdraw_market_role(by=actor, person=person)
    except Refusal as refusal:
        given.take(refusal, {}, "email")
        return _page(request, actor, given.errors)
    messages.success(request, _("%(name)s can no longer enter the console.") % {"name": person})
    return go("console_people")
