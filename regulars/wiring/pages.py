"""The Jinja2 environment of all pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, FileSystemBytecodeCache

from regulars.faces.shopper.adapter import demo_cards
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.money import format_money
from regulars.people.merchants.queries import market


def environment(**options: Any) -> Environment:
    """Jinja2 with translations, addresses, money and dates as pages need them."""
    cache = settings.REGULARS_HOME / "cache" / "pages"
    cache.mkdir(parents=True, exist_ok=True)
    env = Environment(
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=FileSystemBytecodeCache(str(cache)),
        **options,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals |= {
        "url": _url,
        "static": static,
        "money": money,
        "form_key": lambda: new_id("key"),
        "now": clock.now,
        "local_date": local_date,
        "local_datetime": local_datetime,
        "either": either,
        "language": translation.get_language,
        "demo_cards": demo_cards(),
    }
    return env


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page may use beside its own context."""
    return {
        "viewer": request.user,
        "basket_count": request.COOKIES.get("bc", "0"),
        "messages": get_messages(request),
        "market": market(),
    }


def names(request: HttpRequest) -> dict[str, str]:
    """What allauth's own pages need of ours."""
    return {"market_name": either(market(), "name")}


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def money(minor: int, currency: str) -> str:
    """An amount in the viewer's language."""
    return format_money(minor, currency, translation.get_language() or "en")


def either(row: Any, field: str) -> str:
    """`row`'s text in the viewer's language, falling back to the other."""
    chinese = (translation.get_language() or "en").startswith("zh")
    get = row.get if isinstance(row, dict) else lambda name: getattr(row, name, "")
    first, second = (f"{field}_zh", field) if chinese else (field, f"{field}_zh")
    return str(get(first) or get(second) or "")


def _locale() -> str:
    return (translation.get_language() or "en").replace("zh-hans", "zh_Hans").replace("-", "_")


def local(moment: datetime) -> datetime:
    """A stored moment in the market's zone."""
    return moment.astimezone(ZoneInfo(market().zone))


def local_date(moment: datetime | None) -> str:
    """A day as people write it; an empty string for None."""
    return format_date(local(moment).date(), "medium", locale=_locale()) if moment else ""


def local_datetime(moment: datetime | None) -> str:
    """A moment as people write it; an empty string for None."""
    return (
        format_datetime(local(moment), "short", tzinfo=local(moment).tzinfo, locale=_locale())
        if moment
        else ""
    )
