"""What the machine puts on its lists."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.discovery.lists.events import ListChanged
from regulars.discovery.lists.models import List, ListEntry, Showing
from regulars.discovery.lists.queries import entries_of, goods, shops
from regulars.discovery.lists.rules import RECIPES, Pick, Recipe, Wish, made
from regulars.discovery.lists.rules.seasons import season_word
from regulars.goods.catalog.queries import for_shoppers
from regulars.goods.catalog.rules import slug
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor

WHY = 160


@action("lists.renew_lists", audit=False)
def renew_lists(*, by: Actor) -> int:
    """Make every list of the machine anew, the market's standing ones first of all; how many changed."""
    by.require("market.catalog")
    for recipe in RECIPES.values():
        if recipe.standing and not List.objects.filter(recipe=recipe.name, author_id=None).exists():
            _stand(recipe)
    rows = List.objects.filter(dropped_at=None).exclude(recipe="").select_related("category")
    return sum(fill(row) for row in rows.order_by("pk"))


def _stand(recipe: Recipe) -> None:
    taken = set(List.objects.values_list("slug", flat=True))
    row = List.objects.create(
        slug=slug(recipe.titles[0], taken), author_kind="machine", recipe=recipe.name, kind=recipe.kind,
        title=recipe.titles[0], title_zh=recipe.titles[1], intro=recipe.intros[0], intro_zh=recipe.intros[1],
        theme=recipe.theme, position=100,
    )  # fmt: skip
    Showing.objects.create(list=row, since=clock.now())


def fill(row: List) -> bool:
    """Put on a list what its recipe gives now; whether anything changed."""
    now = clock.now()
    known = goods(now, row.category, row.most_minor)
    picks = made(RECIPES[row.recipe], known, Wish(now, row.size, shops=shops(now)))
    stores = _stores(row, picks)
    wanted = [_entry(row, place, pick, stores) for place, pick in enumerate(picks)]
    if [_told(one) for one in wanted] == [_told(one) for one in entries_of(row)]:
        return False
    ListEntry.objects.across_stores("the machine's list is written whole").filter(list=row).delete()
    ListEntry.objects.bulk_create(wanted)
    row.changed_at = now
    row.save(update_fields=["changed_at"])
    announce(ListChanged(list=row.public_id))
    return True


def _stores(row: List, picks: Sequence[Pick]) -> dict[int, int]:
    keys = [pick.key for pick in picks]
    if row.kind == "stores":
        return {key: key for key in keys}
    return dict(for_shoppers().filter(pk__in=keys).values_list("pk", "store_id"))


def _entry(row: List, place: int, pick: Pick, stores: dict[int, int]) -> ListEntry:
    return ListEntry(
        list=row,
        product_id=None if row.kind == "stores" else pick.key,
        store_id=stores[pick.key],
        position=place,
        why=reason(pick, "en"),
        why_zh=reason(pick, "zh-hans"),
    )


def _told(entry: ListEntry) -> tuple[object, ...]:
    return entry.product_id, entry.store_id, entry.why, entry.why_zh


def reason(pick: Pick, language: str) -> str:
    """Why the machine chose it, in a language."""
    told = dict(pick.figures)
    if "word" in told:
        told["word"] = season_word(str(told["word"]), language)
    with translation.override(language):
        sentences = {
            "rising": lambda: _("Sold %(now)s times this week, %(before)s the week before"),
            "best": lambda: _("Sold %(sold)s times") if told["sold"] else _("Sold lately"),
            "new": lambda: (
                ngettext("New since %(days)s day", "New since %(days)s days", int(told["days"]))
                if told["days"]
                else _("New today")
            ),
            "season": lambda: _("For the season: %(word)s"),
            "again": lambda: _("%(again)s of %(buyers)s buyers came again"),
        }
        return (sentences[pick.why]() % told)[:WHY]
