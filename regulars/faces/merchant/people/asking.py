"""What is asked: as of which day, over how many days, or of which people."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regulars.faces.merchant.people.charts import Reader
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import BadInput
from regulars.ground.lake.figures import moment
from regulars.loyalty.segments.actions import NotReadable
from regulars.people.merchants.queries import Store, market


class NoSuchDay(BadInput):
    """`as_of` is neither a day nor a moment."""

    code = "no-such-day"
    sentence = _("This is no day. Write it like 2026-03-31.")


def reader(request: HttpRequest, store: Store) -> Reader:
    """For whom and when: `?as_of=` is a day or a moment, none means now; `?span=` a number of days.

    Raises NoSuchDay.
    """
    now, text = clock.now(), request.GET.get("as_of", "").strip()[:40]
    span = request.GET.get("span", "")[:6]
    days = int(span) if span.isascii() and span.isdecimal() else None
    if not text:
        return Reader(store, now, span=days)
    try:
        then = moment(text, ZoneInfo(market().zone))
    except (ValueError, OverflowError) as error:
        raise NoSuchDay(param="as_of") from error
    # Today is now: what is opened from it may be kept as a group that goes on.
    return Reader(store, then, text if then < now else "", days)


def definition_of(text: str) -> Any:
    """A group's definition as it came in an address or a form. Raises NotReadable for what is no JSON."""
    try:
        found = json.loads(text[:20_000])
        json.dumps(found, ensure_ascii=False).encode()  # half of a character pair is no text
    except (ValueError, RecursionError) as error:
        raise NotReadable(param="definition", reason=gettext("It is no JSON.")) from error
    return found
