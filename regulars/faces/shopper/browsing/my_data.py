"""What the market knows of the person who looks: to take along, and to have forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from regulars.faces.look.addresses import address
from regulars.faces.look.going import go
from regulars.faces.look.packing import zipped
from regulars.faces.shopper.adapter import guest
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock, idempotency
from regulars.loyalty.customers.queries import store_met, stores_met
from regulars.people.accounts import tries
from regulars.people.accounts.actions import NoSuchDecade, StillBound, forget_me, say_decade, take_my_data
from regulars.people.accounts.entering import knows_password
from regulars.people.accounts.queries import bound_by, known_of
from regulars.people.accounts.queries import person as person_of
from regulars.people.accounts.rules import DECADES
from regulars.people.merchants.queries import Store, store_by_slug

MOST = 200


def my_data(request: HttpRequest) -> HttpResponse:
    """Every store that knows the person, with what can be done there. Raises LogInFirst."""
    person = looking(request).require_person()
    stores = [row.store for row in stores_met(person)[:MOST]]
    urls = tiles.pictures(stores=stores)
    return show(
        request,
        "browsing/my_data",
        active="me",
        back={"href": address("my_privacy"), "label": _("Privacy")},
        decade=person_of(person).birth_decade,
        decades=[(str(one), _("%(decade)ss") % {"decade": one}) for one in DECADES],
        stores=[
            {"name": said(store.name, store.name_zh), "slug": store.slug, "logo": _logo(urls, store)}
            for store in stores
        ],
    )


def _logo(urls: tiles.Urls, store: Store) -> str:
    found = urls.get(store.logo)
    return found.src if found else ""


def decade(request: HttpRequest) -> HttpResponse:
    """Say the decade one was born in, or take it back by choosing nothing. Raises LogInFirst."""
    word = request.POST.get("decade", "")
    chosen = int(word) if word.isascii() and word.isdigit() and len(word) == 4 else 0
    try:
        say_decade(by=looking(request), decade=chosen if word else None)
    except NoSuchDecade as refusal:
        messages.warning(request, str(refusal.sentence))
        return go("my_data", to="#decade")
    messages.success(request, _("Noted.") if word else _("Your decade is no longer known."))
    return go("my_data", to="#decade")


def take(request: HttpRequest) -> HttpResponseBase:
    """The zip: of one store, or of all. Raises LogInFirst, NotFound, Crowded."""
    by = looking(request)
    person = by.require_person()
    store = _store(request, person)

    def begin() -> Iterator[bytes]:
        take_my_data(by=by)
        return known_of(person, store.pk if store else None)

    return zipped(f"{store.slug if store else 'my-data'}-{clock.now():%Y-%m-%d}.zip", begin)


def forget(request: HttpRequest) -> HttpResponse:
    """Say what is forgotten and what stays; with the password, do it. Raises LogInFirst, NotFound, TooManyTries."""
    person = looking(request).require_person()
    store = _store(request, person)
    if request.method != "POST":
        return _page(request, store, bound_by(person, store.pk if store else None))
    if not _typed(request):
        return _page(request, store, [], _("This is not your password. Type it again."), 422)
    try:
        forget_me(by=looking(request), store_id=store.pk if store else None)
    except StillBound as refusal:
        return _page(request, store, refusal.details["reasons"], status=refusal.status)
    return _forgotten(request, store)


def _typed(request: HttpRequest) -> bool:
    """Whether the account's password was typed; counted like a log-in, so that nobody can guess here."""
    person = request.user
    door = guest(request, getattr(person, "email", "") or "")
    tries.password(door)
    right = knows_password(person, request.POST.get("password", ""))  # type: ignore[arg-type]
    if right:
        tries.right(door)
    return right


def _forgotten(request: HttpRequest, store: Store | None) -> HttpResponse:
    if store is not None:
        name = said(store.name, store.name_zh)
        messages.success(request, _("%(store)s no longer knows you.") % {"store": name})
        return go("my_data")
    logout(request)
    messages.success(request, _("Your account is gone. You can sign up anew with the same e-mail."))
    return go("home")


def _page(
    request: HttpRequest, store: Store | None, reasons: list[str], error: str = "", status: int = 200
) -> HttpResponse:
    return show(
        request,
        "browsing/forget",
        active="me",
        status=status,
        back={"href": address("my_data"), "label": _("My data")},
        store=said(store.name, store.name_zh) if store else "",
        slug=store.slug if store else "",
        reasons=reasons,
        error=error,
    )


def _store(request: HttpRequest, person: int) -> Store | None:
    """The store that is meant; none: the whole market. Raises NotFound for a store the person never met."""
    slug = request.POST.get("store", "") or request.GET.get("store", "")
    intent = idempotency.current()
    if slug and intent is not None and intent.known:
        # Sent twice: the first time the store forgot that they met.
        return store_by_slug(slug)
    return store_met(person, slug) if slug else None
