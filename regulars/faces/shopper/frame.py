"""What every shopper's page has around it, and who is looking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.ground.kit.actors import Actor

TABS = (
    ("home", "home", "home"),
    ("categories", "categories", "grid"),
    ("stores", "stores", "store"),
    ("basket", "basket", "basket"),
    ("me", "me", "user"),
)


def looking(request: HttpRequest) -> Actor:
    """The person behind the request: a shopper when logged in, else a guest."""
    if request.user.is_authenticated:
        return Actor("shopper", person_id=request.user.pk)
    return Actor("guest")


def visitor(request: HttpRequest) -> str:
    """The visitor's id by which a guest's basket is found; empty for somebody logged in."""
    return "" if request.user.is_authenticated else str(request.visitor)  # type: ignore[attr-defined]


def show(request: HttpRequest, template: str, active: str = "", status: int = 200, **context: Any) -> HttpResponse:
    """Render a page inside the shopper's frame."""
    return render(request, f"shopper/{template}.html", frame(request, active) | context, status=status)


def frame(request: HttpRequest, active: str) -> dict[str, Any]:
    """Tabs and links around the page."""
    words = {
        "home": _("Home"), "categories": _("Categories"), "stores": _("Stores"), "basket": _("Basket"), "me": _("Me"),
    }  # fmt: skip
    count = request.COOKIES.get("bc", "")
    return {
        "active": active,
        "nav": [
            {"key": key, "label": words[key], "href": reverse(route), "icon": icon, "count": count if key == "basket" else ""}
            for key, route, icon in TABS
        ],
        "links": {
            "home": reverse("home"), "search": reverse("search"), "basket": reverse("basket"), "me": reverse("me"),
            "log_in": reverse("account_login"), "log_out": reverse("account_logout"), "language": reverse("set_language"),
            "sell": "/desk/open/",
        },
    }  # fmt: skip
