"""How long stages last, set by the market for a category."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.models import Category
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.loyalty.segments.models import CategoryWindows
from regulars.loyalty.segments.rules.stages import LONGEST, Windows


class WindowsTooLong(BadInput):
    """Stage windows outside one day to ten years."""

    code = "stage-windows"
    sentence = _("Each stage lasts between 1 day and ten years.")


@action("segments.set_windows")
def set_windows(*, by: Actor, category: Category, windows: Windows) -> CategoryWindows:
    """Set how long stages last for stores of a category. Operators only. Raises WindowsTooLong."""
    by.require("market.catalog")
    values = {name: getattr(windows, name) for name in Windows.__struct_fields__}
    if not all(1 <= value <= LONGEST for value in values.values()):
        raise WindowsTooLong()
    row, _made = CategoryWindows.objects.update_or_create(category=category, defaults=values)
    return row


@action("segments.clear_windows")
def clear_windows(*, by: Actor, category: Category) -> None:
    """Let stages of a category last as long as those of the category above it. Operators only."""
    by.require("market.catalog")
    CategoryWindows.objects.filter(category=category).delete()
