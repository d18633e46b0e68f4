"""The page said once more for machines: schema.org as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import orjson
from markupsafe import Markup

from regulars.faces.look.addresses import address
from regulars.faces.shopper.frame import absolute
from regulars.goods.catalog.queries import Choice, Shown
from regulars.ground.kit.money import precision, to_decimal
from regulars.people.merchants.queries import Store

SCHEMA = "https://schema.org"
Thing = dict[str, object]
# Inside a script element these would end it or start a comment.
ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def block(*things: Thing) -> Markup:
    """The things as the inside of one JSON-LD script."""
    body = [{"@context": SCHEMA} | thing for thing in things]
    return Markup(orjson.dumps(body[0] if len(body) == 1 else body).decode().translate(ESCAPES))


def website(name: str) -> Markup:
    """The market as a site with a search."""
    search = absolute(address("search")) + "?q={words}"
    return block(
        {
            "@type": "WebSite",
            "name": name,
            "url": absolute("/"),
            "potentialAction": {
                "@type": "SearchAction",
                "target": search,
                "query-input": "required name=words",
            },
        }
    )


def trail(steps: Iterable[tuple[str, str]]) -> Thing:
    """The way up as a BreadcrumbList; steps are (name, path)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (name, path) in enumerate(steps, 1)
        ],
    }


def item_list(name: str, text: str, places: Sequence[Mapping[str, object]]) -> Thing:
    """A list with its places in order; each has `name` and `href`."""
    found: Thing = {
        "@type": "ItemList",
        "name": name,
        "numberOfItems": len(places),
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": one["name"], "url": absolute(str(one["href"]))}
            for at, one in enumerate(places, 1)
        ],
    }
    return found | ({"description": text} if text else {})


def organization(store: Store, name: str, story: str, logo: str) -> Thing:
    """A store."""
    found: Thing = {"@type": "Store", "name": name, "url": absolute(address("store", store.slug))}
    more = {"description": story, "logo": absolute(logo) if logo else ""}
    return found | {key: value for key, value in more.items() if value}


def product(shown: Shown, store_name: str) -> Thing:
    """A product: one Product, or a ProductGroup with its variants."""
    path = absolute(address("product", shown.public_id))
    common: Thing = {
        "name": shown.title,
        "url": path,
        "description": shown.description or shown.title,
        "image": [absolute(picture.src) for picture in shown.pictures],
    }
    if shown.brand is not None:
        common["brand"] = {"@type": "Brand", "name": shown.brand.name}
    offers = [_offer(choice, shown, path, store_name) for choice in shown.choices]
    if len(shown.choices) == 1:
        return {"@type": "Product", "sku": shown.choices[0].sku, "offers": offers[0]} | common
    variants = [
        {"@type": "Product", "name": _variant_name(shown, choice), "sku": choice.sku, "offers": offer}
        | {"image": common["image"]}
        for choice, offer in zip(shown.choices, offers, strict=True)
    ]
    axes = sorted({name for choice in shown.choices for name in choice.options})
    return {
        "@type": "ProductGroup",
        "productGroupID": shown.public_id,
        "variesBy": axes,
        "hasVariant": variants,
    } | common


def _variant_name(shown: Shown, choice: Choice) -> str:
    return " ".join([shown.title, *choice.options.values()])


def _offer(choice: Choice, shown: Shown, path: str, store_name: str) -> Thing:
    store = shown.store
    return {
        "@type": "Offer",
        "url": f"{path}?variant={choice.public_id}",
        "price": _amount(choice.price_minor, shown.currency),
        "priceCurrency": shown.currency,
        "availability": f"{SCHEMA}/{'InStock' if choice.left > 0 else 'OutOfStock'}",
        "itemCondition": f"{SCHEMA}/NewCondition",
        "seller": {"@type": "Organization", "name": store_name},
        "shippingDetails": {
            "@type": "OfferShippingDetails",
            "shippingRate": {
                "@type": "MonetaryAmount",
                "value": _amount(store.freight_minor, shown.currency),
                "currency": shown.currency,
            },
        },
        "hasMerchantReturnPolicy": {
            "@type": "MerchantReturnPolicy",
            "returnPolicyCategory": f"{SCHEMA}/{_policy(store.returns_days)}",
            "merchantReturnDays": store.returns_days,
        },
    }


def _policy(days: int) -> str:
    return "MerchantReturnFiniteReturnWindow" if days else "MerchantReturnNotPermitted"


def _amount(minor: int, currency: str) -> str:
    return f"{to_decimal(minor, currency):.{precision(currency)}f}"
