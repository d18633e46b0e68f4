"""Lists in the words of the console."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from regulars.discovery.lists.queries import List, Showing, state_of
from regulars.discovery.lists.rules import RECIPES, SCENES, THEMES
from regulars.faces.look import scenes
from regulars.faces.operator.shelves import places
from regulars.goods.catalog.queries import category_tree, said

LOOK = {"draft": "draft", "scheduled": "scheduled", "published": "active", "ended": "ended"}
KINDS: dict[str, str | Promise] = {"products": lazy("Products"), "stores": lazy("Stores")}
AUTHORS: dict[str, str | Promise] = {"operator": lazy("By hand"), "machine": lazy("By the machine")}


def labels() -> dict[str, str]:
    """The states a list can be in."""
    return {
        "draft": pgettext("list", "Not shown"),
        "scheduled": pgettext("list", "Planned"),
        "published": pgettext("list", "Shown"),
        "ended": pgettext("list", "Over"),
    }


def state(showing: Showing | None) -> dict[str, str]:
    """The state as a pill wants it."""
    code = state_of(showing)
    return {"state": LOOK[code], "state_label": labels()[code], "code": code}


def scene_choices() -> list[tuple[str, str]]:
    """Scenes as choices."""
    return [("", _("None"))] + [(name, str(scenes.SCENES[name])) for name in SCENES]


def theme_choices() -> list[tuple[str, str]]:
    """Themes as choices."""
    return [("", _("None"))] + [(name, str(scenes.THEMES[name])) for name in THEMES]


def recipe_choices() -> list[dict[str, str]]:
    """What the machine can make, each with what it does."""
    return [
        {"value": one.name, "label": said(*one.titles), "help": said(*one.intros)} for one in RECIPES.values()
    ]


def category_choices() -> list[tuple[str, str]]:
    """Categories as choices."""
    return [("", _("The whole market")), *places(category_tree())]


def author(row: List) -> str:
    """Who makes it."""
    return str(AUTHORS.get(row.author_kind, row.author_kind))


def author_views() -> dict[str, object]:
    """Kinds of authors as saved views."""
    return {"": _("All")} | dict[str, object](AUTHORS)
