"""The category tree, and the goods on one of its shelves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.addresses import address
from regulars.faces.look.remembered import remembered
from regulars.faces.shopper.browsing import asking, marking, tiles
from regulars.faces.shopper.browsing.arranged import arranged
from regulars.faces.shopper.browsing.list_tiles import lists_for
from regulars.faces.shopper.browsing.previewed import previewed
from regulars.faces.shopper.frame import public, show
from regulars.goods.catalog.queries import Node, category_tree, products_in, said
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import market


@public
@remembered
def categories(request: HttpRequest) -> HttpResponse:
    """The whole tree as a grid, with a picture of the best seller of each top category."""
    tree = category_tree()
    return show(
        request,
        "browsing/categories",
        active="categories",
        indexed=True,
        description=_("Everything on sale in the market, shelf by shelf."),
        shelves=[_shelf(node) for node in tree],
    )


def _shelf(node: Node) -> dict[str, object]:
    return link(node) | {
        "children": [link(child) for child in node.children],
        "letter": said(node.name, node.name_zh)[:1],
    }


def link(node: Node) -> dict[str, str]:
    """A category as name and address."""
    return {
        "label": said(node.name, node.name_zh),
        "href": address("category", node.slug),
        "slug": node.slug,
    }


@public
@remembered
@previewed
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One category with everything below it. Raises NotFound, BadCursor."""
    way = way_to(slug)
    node, ask = way[-1], asking.asked(request, market().currency)
    found = products_in(node.all_keys(), prices=ask.prices, sort=ask.sort, cursor=ask.cursor)
    products = tiles.product_tiles(found.items, tiles.pictures(found.items))
    more = ask.link(cursor=found.next_cursor) if found.next_cursor else ""
    listing: dict[str, object] = {"products": products, "more": more, "source": f"category:{node.public_id}"}
    if asking.is_part(request):
        return show(request, "browsing/more", extra=listing)
    name = said(node.name, node.name_zh)
    steps = [
        (_("Categories"), address("categories")),
        *((link(one)["label"], link(one)["href"]) for one in way),
    ]
    return show(
        request,
        "browsing/category",
        active="categories",
        indexed=ask.plain,
        arranged=arranged(
            request, "category", subject=node.public_id, category=node.pk, parts_only=not ask.plain
        ),
        name=name,
        slug=slug,
        description=_("%(category)s from small stores in the market.") % {"category": name},
        back={"href": steps[-2][1], "label": steps[-2][0]},
        crumbs=[{"label": label, "href": href} for label, href in steps],
        children=[link(child) for child in node.children],
        lists=lists_for(node.pk, limit=6) if ask.plain else [],
        sorts=asking.sort_chips(ask),
        ask=ask,
        json_ld=marking.block(marking.trail(steps)),
        extra=listing,
    )


def way_to(slug: str) -> list[Node]:
    """The categories from the top down to this one. Raises NotFound."""
    found = _search(category_tree(), slug)
    if not found:
        raise NotFound()
    return found


def _search(nodes: list[Node], slug: str) -> list[Node]:
    for node in nodes:
        if node.slug == slug:
            return [node]
        if below := _search(node.children, slug):
            return [node, *below]
    return []
