"""Turns the hand-written store files into stores, shelves and products."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product as combinations
from random import Random
from typing import Any

from .content import read, split, store_names, text
from .nouns import Brand, Category, Goods, Option, Picture, Product, Store, Text, Variant

AUDIENCE = (1970, 1980, 1990, 2000)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One product line of a store while its products are being made."""

    store: str
    line: dict[str, Any]
    season: str
    brand: Brand
    dice: Random
    today: date


@cache
def themes() -> tuple[str, ...]:
    """Names of the latent themes, in the order of every taste vector."""
    found = {theme for key in store_names() for theme in read(f"stores/{key}")["themes"]}
    return tuple(sorted(found))


def categories() -> dict[str, Category]:
    """Roots first, then leaves."""
    market = read("market")
    roots = {key: Category(key, None, text(name)) for key, name in market["categories"].items()}
    leaves = {key: Category(key, row[0], text(row[1:])) for key, row in market["leaves"].items()}
    return roots | leaves


def stores(seed: int, today: date) -> dict[str, Store]:
    """All stores by key."""
    return {key: _store(key, seed, today) for key in store_names()}


def _store(key: str, seed: int, today: date) -> Store:
    page = read(f"stores/{key}")
    dice = Random(f"{seed}:store:{key}")
    first, second, third, fourth = page["audience"]
    return Store(
        key=key,
        name=text(page["name"]),
        owner=page["email"],
        owner_name=text(page["owner"]),
        city=page["city"],
        tone=text(page["tone"]),
        story=text(page["story"]),
        home=page["home"],
        color=page["color"],
        logo_seed=stable(f"{seed}:{key}"),
        themes=tuple(float(page["themes"].get(theme, 0.0)) for theme in themes()),
        audience=(first, second, third, fourth),
        traffic=page["traffic"],
        loyalty=page["loyalty"],
        cycle_days=page["cycle"],
        season=page.get("season", "all"),
        queries=tuple(text(pair) for pair in page["queries"]),
        opened_on=today - timedelta(days=dice.randint(430, 900)),
    )


def stable(words: str) -> int:
    """A number which is the same for the same words on every machine."""
    return zlib.crc32(words.encode())


def brands() -> dict[str, Brand]:
    """All brands by key; the first of a store is its own."""
    rows = [
        Brand(f"{store}/{index}", store, text(name))
        for store in store_names()
        for index, name in enumerate(read(f"stores/{store}")["brands"])
    ]
    return {brand.key: brand for brand in rows}


def goods(seed: int, today: date) -> Goods:
    """All shelves, filled."""
    known = brands()
    by_store = {key: tuple(_stock_store(key, known, seed, today)) for key in store_names()}
    products = {item.key: item for items in by_store.values() for item in items}
    variants = {variant.key: variant for item in products.values() for variant in item.variants}
    return Goods(categories(), known, products, variants, by_store)


def _stock_store(key: str, known: dict[str, Brand], seed: int, today: date) -> Iterator[Product]:
    page = read(f"stores/{key}")
    for line in page["lines"]:
        shelf = Shelf(
            store=key,
            line=line,
            season=line.get("season", page.get("season", "all")),
            brand=known[f"{key}/{line.get('brand', 0)}"],
            dice=Random(f"{seed}:{key}:{line['key']}"),
            today=today,
        )
        for place, motif in enumerate(line.get("motifs") or page["motifs"]):
            yield _product(shelf, place, motif)


def _product(shelf: Shelf, place: int, motif: list[str]) -> Product:
    line, dice = shelf.line, shelf.dice
    short, english, chinese, note_en, note_zh, color = motif
    key = f"{shelf.store}/{line['key']}/{short}"
    pick = _pick(line, place)
    about, note, care = text(line["about"]), Text(note_en, note_zh), text(line["care"])
    options = tuple(_option(row) for row in line.get("options", ()))
    picture_seed = stable(f"{dice.random()}:{key}")
    return Product(
        key=key,
        store=shelf.store,
        category=line["category"],
        brand=shelf.brand.key,
        name=text(line["name"]).filled(m=Text(english, chinese), v=pick),
        description=Text(f"{about.en} {note.en} {care.en}", f"{about.zh}{note.zh}{care.zh}"),
        attributes=_attributes(line, pick),
        options=options,
        variants=_variants(shelf, key, options),
        pictures=tuple(Picture(line["kind"], picture_seed + n, color) for n in range(dice.choice((2, 2, 3)))),
        tags=_tags(shelf),
        season=shelf.season,
        listed_on=shelf.today - timedelta(days=dice.randint(95, 420)),
        popularity=round(dice.paretovariate(1.3), 3),
    )


def _pick(line: dict[str, Any], place: int) -> Text:
    picks = line.get("pick", [""])
    return split(picks[place % len(picks)])


def _option(row: dict[str, Any]) -> Option:
    pairs = zip(row["values"], row.get("zh", row["values"]), strict=True)
    return Option(text(row["name"]), tuple(Text(en, zh) for en, zh in pairs))


def _attributes(line: dict[str, Any], pick: Text) -> tuple[tuple[Text, Text], ...]:
    facts = [(Text(fact[0], fact[1]), Text(fact[2], fact[3])) for fact in line["facts"]]
    if "trait" in line:
        facts.append((text(line["trait"]), pick))
    return tuple(facts)


def _tags(shelf: Shelf) -> tuple[str, ...]:
    season = () if shelf.season == "all" else (shelf.season,)
    return (shelf.line["category"], shelf.line["key"], *season)


def _variants(shelf: Shelf, key: str, options: tuple[Option, ...]) -> tuple[Variant, ...]:
    line, dice = shelf.line, shelf.dice
    low, high = line["price"]
    base = nice(dice.triangular(low, high, low + (high - low) * 0.35))
    raised = dice.uniform(1.12, 1.35) if dice.random() < 0.18 else None
    steps = [row.get("add", [0] * len(row["values"])) for row in line.get("options", ())]
    return tuple(
        _variant(shelf, key, index, chosen, base + sum(added), raised)
        for index, (chosen, added) in enumerate(
            zip(combinations(*(option.values for option in options)), combinations(*steps), strict=True)
        )
    )


def _variant(
    shelf: Shelf, key: str, index: int, chosen: tuple[Text, ...], yuan: int, raised: float | None
) -> Variant:
    low, high = shelf.line["stock"]
    return Variant(
        key=f"{key}/{index}",
        product=key,
        sku=f"RT-{stable(key):08X}-{index + 1:02d}",
        chosen=chosen,
        price_minor=yuan * 100,
        compare_minor=nice(yuan * raised) * 100 if raised else None,
        cost_minor=round(yuan * 100 * shelf.line["cost"] * shelf.dice.uniform(0.94, 1.06)),
        stock=shelf.dice.randint(low, high),
    )


def nice(yuan: float) -> int:
    """A price as shopkeepers write it: whole yuan, ending in 8 or 9 from thirty yuan on."""
    whole = max(1, round(yuan))
    if whole < 30:
        return whole
    return whole - whole % 10 + (9 if whole < 200 else 8)
