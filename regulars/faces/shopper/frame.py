"""What every shopper's page has around it, and who is looking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from regulars.faces.look.addresses import address
from regulars.faces.look.requests import IN_BASKET
from regulars.goods.catalog.queries import said
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.queries import market

View = Callable[..., HttpResponse]
TABS = (
    ("home", "home"),
    ("categories", "grid"),
    ("stores", "store"),
    ("basket", "basket"),
    ("me", "user"),
)
LANGUAGES = {"en": "en", "zh-hans": "zh-Hans"}


def looking(request: HttpRequest) -> Actor:
    """The person behind the request: a shopper when logged in, else a guest."""
    if request.user.is_authenticated:
        return Actor("shopper", person_id=request.user.pk)
    return Actor("guest")


def visitor(request: HttpRequest) -> str:
    """The visitor's id by which a guest's basket is found; empty for somebody logged in."""
    return "" if request.user.is_authenticated else str(request.visitor)  # type: ignore[attr-defined]


def public(view: View) -> View:
    """A page for everybody and for search engines: `?lang=` says it in that language."""

    @wraps(view)
    def page(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        wanted = request.GET.get("lang", "")
        if wanted in LANGUAGES:
            translation.activate(wanted)
            request.LANGUAGE_CODE = wanted
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    return page


def show(
    request: HttpRequest,
    template: str,
    active: str = "",
    status: int = 200,
    indexed: bool = False,
    extra: Mapping[str, object] | None = None,
    **context: object,
) -> HttpResponse:
    """Render a page inside the shopper's frame. `indexed`: search engines may list it; `extra`: context too."""
    around = frame(request, active) | {"indexed": indexed} | (addresses(request) if indexed else {})
    return render(request, f"shopper/{template}.html", around | context | dict(extra or {}), status=status)


def frame(request: HttpRequest, active: str) -> dict[str, object]:
    """Tabs and links around the page."""
    words = {
        "home": _("Home"),
        "categories": _("Categories"),
        "stores": _("Stores"),
        "basket": _("Basket"),
        "me": _("Me"),
    }
    count = request.COOKIES.get(IN_BASKET, "")
    tabs = [
        {
            "key": key,
            "label": words[key],
            "href": address(key),
            "icon": icon,
            "count": count if key == "basket" else "",
        }
        for key, icon in TABS
    ]
    here = market()
    return {"active": active, "nav": tabs, "links": _links(), "site_name": said(here.name, here.name_zh)}


def _links() -> dict[str, object]:
    names = {
        "home": "home",
        "search": "search",
        "basket": "basket",
        "me": "me",
        "log_in": "account_login",
        "log_out": "account_logout",
        "language": "set_language",
        "sell": "desk_open",
    }
    legal = [
        {"label": _("Privacy"), "href": address("my_privacy")},
        {"label": _("How goods are placed"), "href": address("how_we_rank")},
    ]
    return {key: address(name) for key, name in names.items()} | {"legal": legal}


def addresses(request: HttpRequest) -> dict[str, object]:
    """The page's one true address, and the addresses of the same page in each language."""
    base = settings.SITE_URL.rstrip("/") + request.path
    chosen = request.GET.get("lang", "")
    return {
        "canonical": f"{base}?{urlencode({'lang': chosen})}" if chosen in LANGUAGES else base,
        "alternates": [(LANGUAGES[code], f"{base}?lang={code}") for code in LANGUAGES]
        + [("x-default", base)],
    }


def absolute(path: str) -> str:
    """A path of this site with its host, as others need it."""
    return path if path.startswith("http") else settings.SITE_URL.rstrip("/") + path
