"""The merchant's store and its products, from the words on the invoices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from regulars.faces.terminal.imports.online_retail.reading import POSTAGE, UNSOLD
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.queries.recorded import Kept, products_by_ref
from regulars.goods.catalog.rules import ProductRow, VariantRow
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants import actions as merchants
from regulars.people.merchants import queries as markets
from regulars.people.merchants.rules import StoreRow, slug

CURRENCY = "GBP"
ZONE = ZoneInfo("Europe/London")
UNKNOWN = Kept(-1, -1, "", "")
BATCH = 2000
LEAST_STOCK = 10
SHELVES: tuple[tuple[str, str, str], ...] = (
    ("Christmas", "圣诞", r"CHRISTMAS|XMAS|ADVENT|BAUBLE|REINDEER|SANTA"),
    ("Bags & Purses", "箱包", r"\bBAGS?\b|PURSE|SHOPPER|RUCKSACK|SATCHEL"),
    ("Cards & Wrap", "卡片包装", r"\bCARDS?\b|WRAP|RIBBON|TISSUE|ENVELOPE|GIFT TAG|STICKER"),
    ("Candles & Lights", "蜡烛灯饰", r"CANDLE|T-?LIGHT|\bLIGHTS?\b|LANTERN|LAMP|INCENSE"),
    (
        "Kitchen & Table",
        "厨房餐桌",
        r"\bMUG|\bCUP|PLATE|BOWL|TEA\b|TEAPOT|CAKE|KITCHEN|LUNCH|JAR|TIN|SPOON|TRAY",
    ),
    ("Jewellery", "首饰", r"NECKLACE|BRACELET|EARRING|\bRING\b|BROOCH|BEAD|BANGLE"),
    ("Toys & Games", "玩具游戏", r"TOY|GAME|DOLL|PUZZLE|SKIPPING|PLAYING|KIDS?\b|CHILD|BABY"),
    ("Stationery", "文具", r"NOTEBOOK|PENCIL|\bPEN\b|PAPER|BOOK|CALENDAR|RULER|ERASER"),
    ("Garden", "园艺", r"GARDEN|PLANT|FLOWER|BIRD|WATERING|PARASOL"),
    (
        "Home Decoration",
        "家居装饰",
        r"FRAME|CLOCK|MIRROR|CUSHION|SIGN|HOOK|HEART|DOOR|DRAWER|WALL|CABINET|BOX",
    ),
)
REST = ("Gifts", "礼品")


class OtherCurrency(Refusal):
    """The store sells in another currency."""

    code = "other-currency"
    sentence = f"A store of this name sells in another currency than {CURRENCY}. Choose another name."


def moment(local: datetime) -> datetime:
    """A time of the data set (London) in UTC."""
    return local.replace(tzinfo=ZONE).astimezone(UTC)


@dataclass(slots=True)
class Shop:
    """The store (-1 in a dry run that would open it), the prefix of its references, and its products."""

    pk: int
    prefix: str
    goods: dict[tuple[int, str], Kept] = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)

    def product(self, code: str) -> Kept:
        """The product of a stock code."""
        return self.goods.get((self.pk, f"{self.prefix}{code}"), UNKNOWN)


def open_shop(con: Any, name: str, dry_run: bool) -> Shop:
    """The store of that name; opened, on the day of its first invoice, when missing. Raises OtherCurrency."""
    stem = slug(name, set())[:30]
    prefix = f"online-retail:{stem}:"
    row = markets.open_store_named(name.strip())
    if row is not None:
        if row.currency != CURRENCY:
            raise OtherCurrency(param="store")
        return Shop(row.pk, prefix, products_by_ref(prefix), {"stores": 0})
    if dry_run:
        return Shop(-1, prefix, created={"stores": 1})
    if not markets.any_open_store():
        merchants.set_market(by=SYSTEM, zone=str(ZONE), currency=CURRENCY)
    first = con.execute("SELECT min(invoice_date) FROM invoice_lines").fetchall()[0][0]
    taken = markets.addresses_like(stem)
    wanted = StoreRow(
        external_ref=prefix.rstrip(":"),
        slug=slug(name, taken),
        name=name.strip(),
        currency=CURRENCY,
        opened_at=moment(first) if first else None,
    )
    keys = merchants.record_stores(by=SYSTEM, rows=[wanted])
    return Shop(keys[wanted.external_ref], prefix, created={"stores": 1})


def shelve(con: Any, shop: Shop, dry_run: bool) -> None:
    """A product for every stock code that was sold, at the price it was sold at most often."""
    rows = con.execute(
        """SELECT stock_code AS code, mode(description) FILTER (description IS NOT NULL) AS words,
        mode(price) FILTER (price > 0) AS price, sum(quantity) AS sold, min(invoice_date) AS first
        FROM invoice_lines WHERE invoice NOT LIKE 'C%' GROUP BY stock_code ORDER BY first, code"""
    )
    names = [column[0] for column in rows.description]
    found = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    fresh = [row for row in found if (shop.pk, f"{shop.prefix}{row['code']}") not in shop.goods]
    shop.created["products"] = len(fresh)
    if dry_run or not fresh:
        return
    shelves = catalog.record_categories(by=SYSTEM, names={name: zh for name, zh, *_rest in (*SHELVES, REST)})
    for start in range(0, len(fresh), BATCH):
        rows = list(_products(fresh[start : start + BATCH], shop, shelves))
        catalog.record_products(by=SYSTEM, rows=rows)
    shop.goods = products_by_ref(shop.prefix)


def _products(
    rows: Sequence[Mapping[str, Any]], shop: Shop, shelves: Mapping[str, int]
) -> Iterator[ProductRow]:
    for row in rows:
        words = row["words"] or ""
        born = moment(row["first"])
        yield ProductRow(
            store_id=shop.pk,
            category_id=shelves[shelf(words)],
            external_ref=f"{shop.prefix}{row['code']}",
            title=title(words) or f"Article {row['code']}",
            currency=CURRENCY,
            attributes={"Stock code": row["code"]},
            created_at=born,
            published_at=born if is_goods(row["code"]) and words and row["price"] else None,
            variants=(
                VariantRow(
                    sku=row["code"][:60],
                    price_minor=row["price"] or 0,
                    on_hand=max(LEAST_STOCK, int(row["sold"] or 0) // 12),
                ),
            ),
        )


def is_goods(code: str) -> bool:
    """Whether a stock code stands for goods, and not for postage, vouchers, tests or work by hand."""
    plain = code.upper()
    services = (*POSTAGE, *UNSOLD, "M")
    return plain not in services and not plain.startswith(("GIFT", "TEST"))


def shelf(words: str) -> str:
    """The category for words of an invoice."""
    found = (name for name, _zh, pattern in SHELVES if re.search(pattern, words.upper()))
    return next(found, REST[0])


def title(words: str) -> str:
    """The words of an invoice as people write them: "PINK CHERRY LIGHTS" becomes "Pink Cherry Lights"."""
    text = re.sub(r"\s+", " ", words).strip(" .,*?-")
    parts = [
        part if re.search(r"\d", part) else part[:1].upper() + part[1:].lower() for part in text.split(" ")
    ]
    return " ".join(parts)[:160] if text.isupper() or text.islower() else text[:160]
