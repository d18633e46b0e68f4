"""Where a form leads, and what a guest may open."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

MOST_KEYS = 60
KEYS = "order_keys"


def back_to(request: HttpRequest, fallback: str) -> str:
    """The page a form asks to return to, if it is one of this site's."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else fallback


def keep_key(request: HttpRequest, key: str, refs: Iterable[str]) -> None:
    """Let this browser open a guest's orders from now on. `refs`: the group and its orders."""
    if key:
        kept = {**request.session.get(KEYS, {}), **dict.fromkeys(refs, key)}
        request.session[KEYS] = dict(list(kept.items())[-MOST_KEYS:])


def has_keys(request: HttpRequest) -> bool:
    """Whether the link or this browser carries a guest's key at all."""
    return bool(request.GET.get("key") or request.session.get(KEYS))


def key_for(request: HttpRequest, ref: str) -> str:
    """The key to a guest's order: from the link, else what this browser keeps."""
    return request.GET.get("key", "")[:40] or str(request.session.get(KEYS, {}).get(ref, ""))
