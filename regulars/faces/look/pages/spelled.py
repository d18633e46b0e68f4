"""Settings as a comparison shows them: names instead of ids, words instead of codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from regulars.discovery.storefront.hooks import Field
from regulars.discovery.storefront.queries import kinds
from regulars.faces.look.pages import choosing, wording
from regulars.faces.look.pages.bench import Bench
from regulars.faces.look.pages.showing import PICKED


def setting(bench: Bench, kind: str, name: str, value: Any) -> str:
    """The value of a setting of a block, or of what stands beside its settings (moments, hidden)."""
    block = kinds().get(kind)
    one = next((each for each in block.fields if each.name == name), None) if block else None
    return _value(bench, one, value) if one else wording.value(value)


def _value(bench: Bench, one: Field, value: Any) -> str:
    if one.kind == "rows":
        return "; ".join(_row(bench, one.inside, row) for row in value or ())
    if not value:
        return wording.value(value)
    if one.kind in PICKED:
        chosen = [value] if isinstance(value, str) else list(value)
        names = choosing.named(bench, one.kind, chosen)
        return ", ".join(names.get(id) or _("No longer there") for id in chosen)
    if one.kind == "choice":
        return str(dict(one.choices).get(value, value))
    return _("a picture") if one.kind == "picture" else wording.value(value)


def _row(bench: Bench, inside: Sequence[Field], row: Mapping[str, Any]) -> str:
    said = [_value(bench, one, row.get(one.name)) for one in inside]
    return " · ".join(filter(None, said))
