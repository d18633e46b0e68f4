"""Reading one row of a product table: which column is which, and what is wrong with a cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from regulars.goods.catalog.rules import MAX_MINOR, MAX_STOCK, compare_ok
from regulars.ground.kit.money import to_minor
from regulars.ground.kit.sheets import plain_cell

# Field -> its names in a header, the first English and the first Chinese one being the template's.
COLUMNS: dict[str, tuple[str, ...]] = {
    "product": ("Product", "商品编号", "Handle", "Product ID", "商品货号"),
    "title": ("Title", "标题", "Name", "Title (English)", "商品标题", "商品名称", "英文标题"),
    "title_zh": ("Title (Chinese)", "中文标题", "Title zh"),
    "description": ("Description", "描述", "商品描述", "英文描述"),
    "description_zh": ("Description (Chinese)", "中文描述"),
    "category": ("Category", "类目", "分类", "商品分类"),
    "brand": ("Brand", "品牌"),
    "attributes": ("Attributes", "属性", "商品属性"),
    "attributes_zh": ("Attributes (Chinese)", "中文属性"),
    "published": ("Published", "上架", "是否上架"),
    "sku": ("SKU", "规格编码", "商家编码", "Variant SKU", "货号"),
    "options": ("Options", "规格", "Variant"),
    "options_zh": ("Options (Chinese)", "中文规格"),
    "price": ("Price", "价格", "售价", "Unit price"),
    "compare_price": ("Compare-at price", "划线价", "原价", "Compare at price"),
    "cost": ("Cost", "成本", "成本价", "Cost price"),
    "stock": ("Stock", "库存", "Quantity", "On hand", "数量"),
}
REQUIRED = ("sku", "price")
PRODUCT_FIELDS = (
    "title", "title_zh", "description", "description_zh", "category", "brand", "attributes", "attributes_zh",
)  # fmt: skip
LIMITS = {
    "product": 80,
    "title": 160,
    "title_zh": 160,
    "description": 8000,
    "description_zh": 8000,
    "sku": 60,
}
YES = {"yes", "y", "true", "1", "是", "上架", "已上架"}
NO = {"no", "n", "false", "0", "否", "下架", "未上架"}
NUMBER = re.compile(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?|\d+,\d{1,2}", re.ASCII)
SYMBOLS = re.compile(r"^(CNY|RMB|USD|EUR|GBP|BRL|R\$|[¥$€£])|(元|CNY|RMB|USD|EUR|GBP|BRL|€)$", re.IGNORECASE)
FORMULA = re.compile(r"[=@]|[+-](?![\d\s])", re.ASCII)


class Bad(ValueError):
    """A cell that cannot stand; `args[0]` is the reason's code."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: the column's field name (or "") and the reason's code."""

    column: str
    reason: str


@dataclass(slots=True)
class Line:
    """A row understood. Only fields whose column exists are present; amounts in minor units."""

    number: int
    sku: str
    product: str = ""
    words: dict[str, Any] = field(default_factory=dict)
    variant: dict[str, Any] = field(default_factory=dict)
    stock: int | None = None
    published: bool | None = None


def mapping(header: Sequence[str]) -> dict[str, int]:
    """Field -> position of its column, by the header's names in either language; the first one counts."""
    names = {_key(name): one for one, known in COLUMNS.items() for name in (one, *known)}
    found: dict[str, int] = {}
    for position, name in enumerate(header):
        one = names.get(_key(name))
        if one is not None:
            found.setdefault(one, position)
    return found


def _key(name: str) -> str:
    return re.sub(r"[\s_\-()（）*]+", "", unicodedata.normalize("NFKC", name)).casefold()


def read_line(number: int, cells: Mapping[str, str], currency: str) -> tuple[Line | None, list[Fault]]:
    """The row's line, or everything that is wrong with it."""
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    for name, text in cells.items():
        try:
            values[name] = _READERS.get(name, _text)(name, text.strip(), currency)
        except Bad as bad:
            faults.append(Fault(name, str(bad)))
    faults += [Fault(name, "missing") for name in REQUIRED if values.get(name, 0) in ("", None)]
    if not faults and not compare_ok(values["price"], values.get("compare_price")):
        faults.append(Fault("compare_price", "compare-not-higher"))
    return (None, faults) if faults else (_line(number, values), [])


def _line(number: int, values: dict[str, Any]) -> Line:
    names = {
        "price": "price_minor",
        "compare_price": "compare_minor",
        "cost": "cost_minor",
        "options": "options",
        "options_zh": "options_zh",
    }
    return Line(
        number=number,
        sku=values["sku"],
        product=values.get("product", ""),
        words={name: values[name] for name in PRODUCT_FIELDS if name in values},
        variant={column: values[name] for name, column in names.items() if name in values},
        stock=values.get("stock"),
        published=values.get("published"),
    )


def _text(name: str, text: str, currency: str) -> str:
    quoted, text = text, plain_cell(text)
    if quoted == text and FORMULA.match(text):
        raise Bad("formula")
    if len(text) > LIMITS.get(name, 200):
        raise Bad("too-long")
    return text


def _money(name: str, text: str, currency: str) -> int | None:
    if not text:
        return None
    bare = SYMBOLS.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", plain_cell(text))))
    if bare.startswith("-"):
        raise Bad("negative")
    if not NUMBER.fullmatch(bare):
        raise Bad("not-a-price")
    return _minor(bare, currency)


def _minor(bare: str, currency: str) -> int:
    decimal_comma = re.fullmatch(r"\d+,\d{1,2}", bare)
    try:
        minor = to_minor(Decimal(bare.replace(",", "." if decimal_comma else "")), currency)
    except (ValueError, InvalidOperation) as error:
        raise Bad("too-precise") from error
    if minor > MAX_MINOR:
        raise Bad("not-a-price")
    return minor


def _count(name: str, text: str, currency: str) -> int | None:
    if not text:
        return None
    bare = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix(".0")
    if re.fullmatch(r"-\d+", bare, re.ASCII):
        raise Bad("negative")
    if not re.fullmatch(r"\d{1,9}", bare, re.ASCII) or int(bare) > MAX_STOCK:
        raise Bad("not-a-number")
    return int(bare)


def _yes(name: str, text: str, currency: str) -> bool | None:
    word = text.casefold()
    if word and word not in YES | NO:
        raise Bad("not-yes-or-no")
    return word in YES if word else None


def _pairs(name: str, text: str, currency: str) -> dict[str, str]:
    """ "Colour: Red; Size: L" as a mapping."""
    found: dict[str, str] = {}
    for part in re.split("[;；\n]", _text("description", text, currency)):
        key, colon, value = part.strip().replace("：", ":").partition(":")
        if part.strip() and not (colon and key.strip() and value.strip()):
            raise Bad("not-pairs")
        if colon:
            found[key.strip()[:40]] = value.strip()[:80]
    return found


def pairs_text(pairs: Mapping[str, str]) -> str:
    """The inverse of the column's reading: "Colour: Red; Size: L"."""
    return "; ".join(f"{key}: {value}" for key, value in pairs.items())


_READERS: dict[str, Callable[[str, str, str], Any]] = {
    "price": _money, "compare_price": _money, "cost": _money, "stock": _count, "published": _yes,
    "options": _pairs, "options_zh": _pairs, "attributes": _pairs,
    "attributes_zh": _pairs,
}  # fmt: skip
