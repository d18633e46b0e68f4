"""For which goods an offer counts, and what it does not go together with: read from the form, shown in it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.people.merchants.queries import Store
from regulars.trade.offers.queries.choosing import brands_sold, categories_sold, skus_of, variants_by_sku
from regulars.trade.offers.rules import KINDS, STEPS

KINDS_OF_SCOPE = {"products": "product", "categories": "category", "brands": "brand", "variants": "variant"}
MOST_VARIANTS = 200
# Steps that a store's own offer can shut out; the payment's envelope belongs to its provider.
SHUT = ("store", "coupon", "cross", "points", "cash", "freight")


class Choices:
    """What the form offers for the goods: asked once for reading and showing."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.categories = categories_sold(store)
        self.brands = brands_sold(store)

    def ways(self, *, everything: bool) -> list[tuple[str, str]]:
        """How goods can be named."""
        ways = [("products", _("The products ticked below"))]
        if everything:
            ways.insert(0, ("all", _("Everything in the store")))
        if self.categories:
            ways.append(("categories", _("Categories")))
        if self.brands:
            ways.append(("brands", _("Brands")))
        return [*ways, ("variants", _("Single variants by their number"))]


def read_scope(given: Given, choices: Choices, *, everything: bool) -> dict[str, Any]:
    """The `scope` of the terms; nothing for the whole store."""
    way = given.text("scope") or ("all" if everything else "products")
    scope: dict[str, Any] = {}
    if way in KINDS_OF_SCOPE:
        scope = {"by": KINDS_OF_SCOPE[way], "ids": READ[way](given, choices)}
    elif way != "all" or not everything:
        given.refuse("scope", _("Choose for which goods it is."))
    without = list(dict.fromkeys(given.post.getlist("without_products")))
    if without:
        scope["without_products"] = without
    shut = [one for one in given.post.getlist("without_categories") if one in choices.categories]
    if shut:
        scope["without_categories"] = shut
    return {"scope": scope} if scope else {}


def _products(given: Given, choices: Choices) -> list[str]:
    ids = list(dict.fromkeys(given.post.getlist("products")))
    if not ids:
        given.refuse("products", _("Tick the products it is for."))
    return ids


def _categories(given: Given, choices: Choices) -> list[str]:
    ids = [one for one in given.post.getlist("categories") if one in choices.categories]
    if not ids:
        given.refuse("categories", _("Tick at least one category."))
    return ids


def _brands(given: Given, choices: Choices) -> list[str]:
    ids = [one for one in given.post.getlist("brands") if one in choices.brands]
    if not ids:
        given.refuse("brands", _("Tick at least one brand."))
    return ids


def _variants(given: Given, choices: Choices) -> list[str]:
    words = given.text("skus").replace(",", " ").replace("，", " ").replace("、", " ").split()
    skus = list(dict.fromkeys(words))[:MOST_VARIANTS]
    known = variants_by_sku(choices.store, skus)
    missing = [sku for sku in skus if sku not in known]
    if not skus:
        given.refuse("skus", _("Write the numbers of the variants, divided by spaces."))
    elif missing:
        given.refuse("skus", _("Your store has no variant with the number %(sku)s.") % {"sku": missing[0]})
    return [known[sku] for sku in skus if sku in known]


READ = {"products": _products, "categories": _categories, "brands": _brands, "variants": _variants}


def shown_scope(store: Store, scope: dict[str, Any]) -> dict[str, Any]:
    """The stored scope as the form shows it."""
    by, ids = scope.get("by", "all"), list(scope.get("ids", ()))
    way = next((way for way, kind in KINDS_OF_SCOPE.items() if kind == by), "all")
    return {
        "scope": way if ids else "all", "products": ids if by == "product" else [],
        "categories": ids if by == "category" else [], "brands": ids if by == "brand" else [],
        "skus": " ".join(skus_of(store, ids)) if by == "variant" else "",
        "without_products": list(scope.get("without_products", ())),
        "without_categories": list(scope.get("without_categories", ())),
    }  # fmt: skip


def shuts(kind: str) -> list[tuple[str, str]]:
    """What goods made cheaper by this kind can be kept from."""
    own = KINDS[kind].step
    later = [step.key for step in STEPS[[step.key for step in STEPS].index(own) + 1 :] if step.key in SHUT]
    words = {
        "store": _("Spend and save of the store"), "coupon": _("Coupons and envelopes of the store"),
        "cross": _("Spend and save across stores"), "points": _("Points"),
        "cash": _("Red envelopes of the market"), "freight": _("Free delivery"),
    }  # fmt: skip
    return [(key, words[key]) for key in later]


def read_shuts(given: Given, kind: str) -> dict[str, Any]:
    """The `not_with` of the terms."""
    known = {key for key, _label in shuts(kind)}
    wanted = sorted(set(given.post.getlist("not_with")) & known)
    return {"not_with": wanted} if wanted else {}
