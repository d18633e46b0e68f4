"""The Jinja2 environment of all pages."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FunctionLoader, pass_context
from jinja2.bccache import Bucket
from jinja2.environment import Template, TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from regulars.discovery.storefront.files import template_source
from regulars.faces.look.addresses import address
from regulars.faces.look.axes import nice_top, short_number
from regulars.faces.look.cards import card_of
from regulars.faces.look.drawn import Components, FormToken, drawing_for, once
from regulars.faces.look.moments import local_date, local_datetime, local_month
from regulars.faces.look.naming import name_fields
from regulars.faces.look.own import own
from regulars.faces.look.places import city_name
from regulars.faces.look.requests import IN_BASKET
from regulars.faces.look.speech import money
from regulars.faces.shopper.adapter import demo_cards
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.people.merchants.queries import market

COMPONENTS = "look/ui.html"


class CompiledPages(FileSystemBytecodeCache):
    """Compiled templates on the disk; where there is no room they are compiled again the next time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template if that is possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


class Drawing(Template):
    """A template whose components are made once for all pages."""

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """The module of a template imported "with context". The components ask the context for the form's token only
        (a test reads them)."""
        if self.name != COMPONENTS or not (vars or {}).get("request"):
            return super().make_module(vars, shared, locals)
        if self._components is None:
            self._components = Components(super().make_module({"csrf_input": FormToken()}))
        return self._components  # type: ignore[return-value]

    _components: Components | None = None


def _is_mapping(value: object) -> bool:
    """What Jinja's own test says; asked of every option of a list of countries."""
    return isinstance(value, dict) or (not isinstance(value, tuple) and isinstance(value, Mapping))


@pass_context
def spoken(context: Context, text: str, /, **variables: Any) -> str:
    """A text in the reader's language; what it is filled with is escaped. Most have nothing to be filled with."""
    if not context.eval_ctx.autoescape:
        return translation.gettext(text) % variables
    said = _in_language(text, translation.get_language())
    return said % variables if variables or "%" in said else said


@lru_cache(maxsize=5_000)
def _in_language(text: str, language: str | None) -> Markup:
    """`language` is the one in force."""
    return Markup(translation.gettext(text))


def environment(**options: Any) -> Environment:
    """Jinja2 with translations, addresses, money and dates as pages need them."""
    compiled = settings.REGULARS_HOME / "cache" / "pages"
    compiled.mkdir(parents=True, exist_ok=True)
    options["loader"] = ChoiceLoader([options["loader"], FunctionLoader(template_source)])
    env = Environment(
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=CompiledPages(str(compiled)),
        **options,
    )
    env.template_class = Drawing
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.tests["mapping"] = _is_mapping
    env.globals["_"] = env.globals["gettext"] = spoken
    env.globals |= {
        "url": address,
        "static": static if settings.DEBUG else cache(static),
        "once": once,
        "money": money,
        "card_of": card_of,
        "form_key": lambda: new_id("key"),
        "now": clock.now,
        "local_date": local_date,
        "local_datetime": local_datetime,
        "local_month": local_month,
        "nice_top": nice_top,
        "short_number": short_number,
        "city_name": city_name,
        "either": either,
        "language": translation.get_language,
        "demo_cards": demo_cards(),
        "own": own,
    }
    env.filters["name_fields"] = name_fields
    return env


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page may use beside its own context."""
    drawing_for(request)
    return {
        "viewer": request.user,
        "basket_count": request.COOKIES.get(IN_BASKET, "0"),
        "messages": get_messages(request),
        "market": market(),
    }


def names(request: HttpRequest) -> dict[str, str]:
    """What allauth's own pages need of ours."""
    return {"market_name": either(market(), "name"), "back_to_me": translation.gettext("Back to my page")}


def either(row: Any, field: str) -> str:
    """`row`'s text in the viewer's language, falling back to the other."""
    get = row.get if isinstance(row, dict) else lambda name: getattr(row, name, "")
    return said(get(field) or "", get(f"{field}_zh") or "")
