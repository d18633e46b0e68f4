"""Made-up goods, stores, prices and orders for the guide of components."""

import datetime

NOON = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)
WORDS = {
    "Teapot": "#b5533c",
    "Scarf": "#5b7f95",
    "Bowl": "#7d8c5c",
    "Tea": "#a8884a",
    "Lamp": "#6d5a7e",
    "Knife": "#55606b",
}


def drawing(colour: str) -> str:
    """Return a made-up product picture as a data URL."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">'
        f'<rect width="400" height="400" fill="{colour}"/>'
        '<circle cx="200" cy="330" r="190" fill="#fff" opacity=".16"/>'
        '<path d="M110 190h180l-18 110a24 24 0 0 1-24 20H152a24 24 0 0 1-24-20z" fill="#fff" opacity=".92"/>'
        '<path d="M150 176a50 34 0 0 1 100 0z" fill="#fff" opacity=".7"/></svg>'
    )
    return "data:image/svg+xml," + svg.replace("#", "%23").replace('"', "'").replace("<", "%3C").replace(
        ">", "%3E"
    )


def image(word: str) -> dict[str, object]:
    """Return a picture as components want it."""
    return {"src": drawing(WORDS[word]), "width": 400, "height": 400, "alt": ""}


def product(word: str, name: str, minor: int, **more: object) -> dict[str, object]:
    """Return a product as `product_card` wants it."""
    return {"name": name, "href": "#", "image": image(word), "minor": minor, "currency": "CNY", **more}


def products() -> list[dict[str, object]]:
    """Return six products, one of each look a card can have."""
    clay = {"name": "Purple Clay House", "href": "#"}
    wool = {"name": "Cashmere to Measure", "href": "#"}
    off = ["8 off 100", {"label": "Member price", "kind": "member"}]
    return [
        product(
            "Teapot",
            "Zisha teapot “Autumn pear”, 180 ml, thrown by hand",
            26800,
            list_minor=32800,
            tags=off,
            store=clay,
            sold="214 sold",
        ),
        product(
            "Scarf", "Cashmere scarf woven to your length", 45900, starting=True, store=wool, sold="58 sold"
        ),
        product(
            "Bowl",
            "紫砂小品茗杯 四只装 家用功夫茶具",
            8800,
            tags=[{"label": "New", "kind": "new"}],
            store=clay,
        ),
        product(
            "Tea",
            "Aged white tea, 2019 harvest, 100 g",
            12800,
            list_minor=15800,
            store=clay,
            sold="1,204 sold",
        ),
        product("Lamp", "Paper lamp for a reading corner", 19900, store=wool, soldout=True),
        {
            "name": "A product whose picture is still on its way",
            "href": "#",
            "image": None,
            "minor": 5000,
            "currency": "CNY",
        },
    ]


def stores() -> list[dict[str, object]]:
    """Return two stores."""
    clay, wool = (
        [image("Teapot"), image("Bowl"), image("Tea")],
        [image("Scarf"), image("Lamp"), image("Knife")],
    )
    return [
        {
            "name": "Purple Clay House",
            "href": "#",
            "followers": "3,412 followers",
            "tagline": "Teapots from Yixing, one kiln, three generations.",
            "member": "You are Silver here",
            "tags": ["20 off 200"],
            "pictures": clay,
        },
        {
            "name": "Cashmere to Measure",
            "href": "#",
            "followers": "870 followers",
            "tagline": "Knitted after you order. Ready in nine days.",
            "pictures": wool,
        },
    ]


def receipt() -> dict[str, object]:
    """Return the steps of one price."""
    lines = [
        {"label": "Zisha teapot × 1", "minor": 32800},
        {"label": "Autumn price", "minor": -6000, "kind": "offer", "funder": "store"},
        {
            "label": "20 off 200 across stores",
            "minor": -2000,
            "kind": "offer",
            "funder": "market",
            "note": "Your share of one threshold over 2 stores",
        },
        {"label": "Silver member, 2 % off", "minor": -496, "kind": "offer", "funder": "member"},
        {"label": "Delivery", "minor": 800, "kind": "fee"},
    ]
    hints = [{"text": "¥8 more for 30 off", "value": 292, "max": 300}]
    return {"lines": lines, "total": 25104, "hints": hints}


def orders() -> list[dict[str, object]]:
    """Return rows of an index page."""
    rows = [
        ("R-20431", "Alice Moreau", "paid", 26800),
        ("R-20430", "王小明", "shipped", 9990),
        ("R-20428", "Bob Keller", "refund_asked", 45900),
        ("R-20425", "Zhao Lin", "completed", 128000),
    ]
    return [
        {
            "id": number,
            "number": number,
            "href": "#",
            "buyer": buyer,
            "state": state,
            "minor": minor,
            "currency": "CNY",
            "placed": NOON - datetime.timedelta(hours=7 * place),
        }
        for place, (number, buyer, state, minor) in enumerate(rows)
    ]


def shop_nav() -> list[dict[str, object]]:
    """Return the shop's five tabs."""
    tabs = [
        ("home", "Home", "home"),
        ("categories", "Categories", "grid"),
        ("stores", "Stores", "store"),
        ("basket", "Basket", "basket"),
        ("me", "Me", "user"),
    ]
    return [{"key": key, "label": label, "href": "#", "icon": icon} for key, label, icon in tabs]


def desk_nav() -> list[dict[str, object]]:
    """Return the workbench's side list."""
    first = [
        ("today", "Today", "home", 7),
        ("orders", "Orders", "order", 3),
        ("goods", "Products", "tag", 0),
        ("people", "Customers", "people", 0),
    ]
    second = [
        ("offers", "Offers", "coupon", 0),
        ("figures", "Figures", "chart", 0),
        ("money", "Money", "money", 0),
        ("settings", "Settings", "settings", 0),
    ]

    def places(rows: list[tuple[str, str, str, int]]) -> list[dict[str, object]]:
        return [
            {"key": key, "label": label, "href": "#", "icon": icon, "count": count}
            for key, label, icon, count in rows
        ]

    return [*places(first), {"label": "Grow", "items": places(second)}]
