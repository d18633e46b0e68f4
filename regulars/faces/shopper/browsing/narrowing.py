"""What results can be narrowed by, as links: they work without a script and can be combined."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.discovery.search.queries import Facets, Filters
from regulars.faces.shopper.browsing.asking import Asked
from regulars.goods.catalog.queries import Node, category_tree, said
from regulars.ground.kit.money import format_money
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import open_stores_by_key, store_for_shoppers

EACH = 12
Link = dict[str, object]


def filters_of(ask: Asked) -> Filters:
    """What the address narrows results to; a category or store that is none counts as not asked for."""
    node = node_of(ask.category)
    return Filters(
        category_id=node.pk if node else None,
        store_id=_store_key(ask.also("store")),
        from_minor=ask.low,
        to_minor=ask.high,
        in_stock=ask.also("stock") == "1",
        on_offer=ask.also("offer") == "1",
    )


def node_of(slug: str) -> Node | None:
    """A category by its address."""
    return next((one for one in _all(category_tree()) if one.slug == slug), None) if slug else None


def _all(nodes: list[Node]) -> list[Node]:
    return [one for node in nodes for one in (node, *_all(node.children))]


def _store_key(slug: str) -> int | None:
    try:
        return store_for_shoppers(slug).pk if slug else None
    except NotFound:
        return None


def groups(ask: Asked, chosen: Filters, found: Facets) -> list[Link]:
    """Category, store and price as groups of links with counts; a group with nothing to choose is left out."""
    made = [
        _group("category", _("Category"), _categories(ask, chosen, found), bool(ask.category)),
        _group("store", _("Store"), _stores(ask, chosen, found), chosen.store_id is not None),
        _group("price", _("Price"), _prices(ask, found), ask.narrowed),
    ]
    return [group for group in made if group["links"]]


def switches(ask: Asked, chosen: Filters, found: Facets) -> list[Link]:
    """In stock, and cut in price: on or off."""
    return [
        {
            "label": label,
            "count": count,
            "current": on,
            "href": ask.link(**{name: "" if on else "1"}),
        }
        for name, label, count, on in (
            ("stock", _("In stock"), found.in_stock, chosen.in_stock),
            ("offer", _("Price cut"), found.on_offer, chosen.on_offer),
        )
        if count or on
    ]


def cleared(ask: Asked) -> str:
    """The address without anything that narrows."""
    return ask.link(min="", max="", category="", store="", stock="", offer="")


def narrowed(chosen: Filters) -> bool:
    """Whether anything narrows the results."""
    return chosen != Filters()


def _group(name: str, label: str, links: Iterable[Link], chosen: bool) -> Link:
    every = list(links)
    now = next((str(link["label"]) for link in every if link["current"]), "")
    useful = chosen or len(every) > 1
    return {"name": name, "label": label, "links": every if useful else [], "now": now, "chosen": chosen}


def _categories(ask: Asked, chosen: Filters, found: Facets) -> list[Link]:
    """The way down to the chosen category, what lies right below it; at the top: the top categories."""
    way = _way(category_tree(), chosen.category_id)
    below = way[-1].children if way else category_tree()
    up = way[-2].slug if len(way) > 1 else ""
    links = [
        _link(said(node.name, node.name_zh), ask.link(category=up if node is way[-1] else node.slug), node is way[-1],
              found.categories.get(node.pk, 0))
        for node in way
    ]  # fmt: skip
    return links + [
        _link(said(node.name, node.name_zh), ask.link(category=node.slug), False, count)
        for node in sorted(below, key=lambda node: -found.categories.get(node.pk, 0))[:EACH]
        if (count := found.categories.get(node.pk, 0))
    ]


def _way(nodes: list[Node], key: int | None) -> list[Node]:
    for node in nodes:
        if node.pk == key:
            return [node]
        if below := _way(node.children, key):
            return [node, *below]
    return []


def _stores(ask: Asked, chosen: Filters, found: Facets) -> list[Link]:
    ranked = sorted(found.stores, key=lambda key: (key != chosen.store_id, -found.stores[key], key))[:EACH]
    rows = open_stores_by_key(ranked)
    return [
        _link(
            said(rows[key].name, rows[key].name_zh),
            ask.link(store="" if key == chosen.store_id else rows[key].slug),
            key == chosen.store_id,
            found.stores[key],
        )
        for key in ranked
        if key in rows
    ]


def _prices(ask: Asked, found: Facets) -> list[Link]:
    links = []
    for (low, high), count in found.bands.items():
        current = (ask.low or 0, ask.high) == (low, high) and ask.narrowed
        href = ask.link(
            min="" if current or not low else ask.text(low),
            max="" if current or high is None else ask.text(high),
        )
        links.append(_link(_band(low, high, ask.currency), href, current, count))
    return links


def _band(low: int, high: int | None, currency: str) -> str:
    language = get_language() or "en"
    if high is None:
        return _("from %(price)s") % {"price": format_money(low, currency, language)}
    if not low:
        return _("under %(price)s") % {"price": format_money(high + 1, currency, language)}
    return f"{format_money(low, currency, language)}–{format_money(high + 1, currency, language)}"


def _link(label: str, href: str, current: bool, count: int) -> Link:
    return {"label": label, "href": href, "current": current, "count": count}
