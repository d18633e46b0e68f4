"""Parts of pages that are drawn once for all who would see the very same.

A button, an icon or a price says what it is given and nothing else: the same words in the same language make the same
HTML. So what a component drew is remembered by everything it was given. Nothing about the request, the reader, the
hour or the market's zone may stand in such a component (`ONCE`; a test reads them). What people typed is drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.html import html_safe
from django.utils.translation import get_language
from jinja2 import Undefined
from markupsafe import Markup

ONCE = frozenset(
    {
        "avatar", "badge", "breadcrumb", "button", "chips", "copy_button", "dialog_button", "empty_state", "facts",
        "field", "icon", "icon_button", "link_button", "notice", "pagination", "picture", "price", "price_receipt",
        "progress", "quantity", "section_head", "state", "steps", "store_card", "tag", "wordmark",
    }
)  # fmt: skip
# Components whose `value` may be what a person typed.
ASKING = frozenset({"field"})
MOST, LARGEST = 4_000, 16 * 1024
MOST_PARTS = 80
PLAIN = frozenset({str, type(None)})
NUMBERS = frozenset({int, bool, float})


class Said(tuple[Any, ...]):
    """A list that never changes and holds nothing but text, such as the countries: compared as a whole."""

    __slots__ = ()


class Unlike(TypeError):
    """Something that cannot be compared: it is drawn anew."""


def told(value: Any) -> Hashable:
    """What a component was given, so that equal means drawn the same: 1 is not True, HTML not its text. Raises Unlike."""
    kind = type(value)
    if kind in PLAIN:
        return value  # type: ignore[no-any-return]
    if kind in NUMBERS or kind is Said:
        return kind, value
    if kind is Markup:
        return Markup, str.__str__(value)
    if kind is list or issubclass(kind, tuple):
        return kind, tuple([told(one) for one in _few(value)])
    if kind is dict:
        return dict, tuple([(told(name), told(one)) for name, one in _few(value.items())])
    if issubclass(kind, Undefined):
        return Undefined
    raise Unlike(kind.__name__)


def _few(values: Any) -> Any:
    if len(values) > MOST_PARTS:
        raise Unlike("a long list")
    return values


_drawn: dict[Hashable, Markup] = {}


class Once:
    """A component that remembers what it drew."""

    def __init__(self, name: str, draw: Callable[..., Markup]):
        self._name, self._draw = name, draw

    def __call__(self, *args: Any, **given: Any) -> Markup:
        """The component's HTML, from memory where it was given the same before."""
        if settings.DEBUG or (self._name in ASKING and _typed(given)):
            return self._draw(*args, **given)
        try:
            parts = [self._name, get_language(), len(args)]
            for one in args:
                parts.append(one if type(one) is str else told(one))
            for name, one in given.items():
                parts.append(name)
                parts.append(one if type(one) is str else told(one))
            key = tuple(parts)
        except Unlike:
            return self._draw(*args, **given)
        found = _drawn.get(key)
        if found is None:
            found = self._draw(*args, **given)
            if len(found) <= LARGEST:
                if len(_drawn) >= MOST:
                    _drawn.clear()
                _drawn[key] = found
        return found


def _typed(given: dict[str, Any]) -> bool:
    return bool(given.get("value") or given.get("minor")) and given.get("type") != "select"


class Components:
    """What pages import of `look/ui.html`: one module for all of them, its components of `ONCE` remembering."""

    def __init__(self, module: Any):
        self._module = module

    def __getattr__(self, name: str) -> Any:
        """A component; kept here from now on."""
        found = getattr(self._module, name)
        if name in ONCE:
            found = Once(name, found)
        setattr(self, name, found)
        return found


def once(draw: Any, *args: Any) -> Markup:
    """What a template's own macro draws, remembered like a component: for macros that say what they are given only."""
    return Once(f"{draw._func.__code__.co_filename}:{draw.name}", draw)(*args)


@html_safe
class FormToken:
    """The hidden field against forged forms, of the request whose page is being drawn."""

    def __str__(self) -> str:
        return _token.get()()


_token: ContextVar[Callable[[], str]] = ContextVar("form_token", default=str)


def drawing_for(request: HttpRequest) -> None:
    """From now on forms are drawn for this request: all of a page carry the same token."""
    _token.set(cache(partial(csrf_input, request)))


def drawing_over() -> None:
    """The request is answered: its token goes with it."""
    _token.set(str)


def forget() -> None:
    """Draw everything anew from now on."""
    _drawn.clear()
