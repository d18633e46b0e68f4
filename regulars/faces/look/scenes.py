"""What the scenes and themes of lists are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

SCENES: dict[str, str | Promise] = {
    "gift": lazy("Gifts"),
    "home": lazy("First flat"),
    "tea": lazy("Tea time"),
    "wardrobe": lazy("Wardrobe"),
    "table": lazy("At table"),
    "journey": lazy("On the way"),
    "child": lazy("For children"),
    "everyday": lazy("Every day"),
}
THEMES: dict[str, str | Promise] = {
    "must-buy": lazy("Must-buy"),
    "good-goods": lazy("Good goods"),
    "good-stores": lazy("Good stores"),
    "season": lazy("Season"),
    "rising": lazy("Rising"),
    "new": lazy("New"),
    "budget": lazy("Small price"),
}
