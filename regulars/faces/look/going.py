"""Where a form leads."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseRedirect

from regulars.faces.look.addresses import address


def see_other(to: str) -> HttpResponseRedirect:
    """Look there now (303)."""
    return HttpResponseRedirect(to, status=303)


def go(route: str, *args: Any, to: str = "") -> HttpResponseRedirect:
    """The answer to a form that was carried out: look at `route`. `to` (#part, ?query) is added as it is."""
    return see_other(address(route, *args) + to)
