"""Where parcels go: saved addresses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.faces.look.going import go
from regulars.faces.look.places import address_lines, countries
from regulars.faces.shopper.buying import typed
from regulars.faces.shopper.frame import looking, show
from regulars.people.accounts.actions import AddressIncomplete, add_address, retire_address
from regulars.people.accounts.queries import addresses_of


@require_http_methods(["GET", "POST"])
def my_addresses(request: HttpRequest) -> HttpResponse:
    """The person's addresses; POST adds one. Raises LogInFirst."""
    by = looking(request)
    by.require_person()
    if request.method == "GET":
        return _page(request, typed.blank(saved=False))
    form = typed.read(request, guest=False)
    form.address_id, form.errors = "", typed.missing(form.values, guest=False)
    if form.errors:
        return _page(request, form, 422)
    try:
        add_address(by=by, **form.address)
    except AddressIncomplete as refusal:
        form.errors[refusal.param or "recipient"] = str(refusal.sentence)
        return _page(request, form, 422)
    messages.success(request, _("The address is saved."))
    return go("my_addresses")


def _page(request: HttpRequest, form: typed.Typed, status: int = 200) -> HttpResponse:
    rows = addresses_of(looking(request).person_id)[:50]
    return show(
        request,
        "buying/addresses",
        active="me",
        status=status,
        form=form,
        saved=[{"id": row.public_id, "lines": address_lines(row.as_text())} for row in rows],
        countries=countries(),
        back={"href": reverse("me"), "label": _("Me")},
    )


@require_POST
def address_retire(request: HttpRequest, address: str) -> HttpResponse:
    """Forget an address; orders keep theirs. Raises NotFound, LogInFirst."""
    retire_address(by=looking(request), public_id=address)
    messages.success(request, _("The address is removed. Orders that were sent there keep it."))
    return go("my_addresses")
