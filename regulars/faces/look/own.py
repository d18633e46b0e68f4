"""Parts of a page that are the reader's own, in a page that is drawn once for all.

A template says `{{ own("for-you", "home") }}`, which leaves a mark; `remembered` puts in its place, for each reader anew,
what the filler of that name draws for the request. Marks are comments, which no text of a merchant can write: texts are
escaped.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from markupsafe import Markup

log = logging.getLogger("regulars.own")
Filler = Callable[[HttpRequest, str], str]

fillers: dict[str, Filler] = {}
# What stands there for whoever nothing is known of, the same for all of them.
for_strangers: dict[str, str] = {}
BEGINS = b"<!--own:"
MARK = re.compile(rb"<!--own:([a-z-]{1,40}):([\w.:/-]{0,120})-->")


def fills(name: str, strangers: str | None = None) -> Callable[[Filler], Filler]:
    """Declare what stands in for a mark; the function gets the request and what the mark is about, and gives HTML.

    `strangers`: what it gives to everybody of whom nothing is known; without it each of them is asked for.
    """

    def register(filler: Filler) -> Filler:
        fillers[name] = filler
        if strangers is not None:
            for_strangers[name] = strangers
        return filler

    return register


def own(name: str, about: str = "") -> Markup:
    """The mark, for templates; nothing for a name nobody fills."""
    return Markup(f"<!--own:{name}:{about}-->") if name in fillers else Markup("")


def filled(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with every mark replaced by the reader's own: no cache on the way may hand it to others."""
    if response.streaming or BEGINS not in response.content:
        return response

    def drawn(found: re.Match[bytes]) -> bytes:
        name, about = found[1].decode(), found[2].decode()
        try:
            return fillers[name](request, about).encode()
        except Exception:
            # The page itself is whole without it.
            log.exception("%s:%s cannot be drawn", name, about)
            return b""

    response.content = MARK.sub(drawn, response.content)
    patch_cache_control(response, private=True)
    patch_vary_headers(response, ["Cookie"])
    return response
