"""The form of one product: what it shows, what it reads, what it does before it is saved (rows, pictures)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from regulars.faces.look.forms import major, money_of, whole_of
from regulars.faces.merchant.shop.choices import branded, in_market
from regulars.goods.catalog.queries import Product, Variant, pictures_in, variants_of
from regulars.goods.catalog.rules import MAX_STOCK, MAX_VARIANTS, options_match

WORDS = (
    "title",
    "title_zh",
    "description",
    "description_zh",
    "category",
    "brand",
    "attributes",
    "attributes_zh",
)
OPTIONS = 3
COLUMNS = (
    "id",
    "sku",
    "price",
    "compare",
    "cost",
    "stock",
    "was",
    "gone",
    "o1",
    "o2",
    "o3",
    "z1",
    "z2",
    "z3",
)


@dataclass(slots=True)
class Form:
    """A product as typed. `options` are the names of the choices, `options_zh` the same in Chinese.

    Each row is a variant, all as text: o1 to o3 are its options, z1 to z3 the same in Chinese.
    """

    words: dict[str, str]
    options: list[str]
    options_zh: list[str]
    rows: list[dict[str, str]]
    pictures: list[str]
    version: str = ""
    publish: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def empty(cls) -> Form:
        """A new product with one variant to fill in."""
        names = [""] * OPTIONS
        return cls(dict.fromkeys(WORDS, ""), names, [*names], [_blank()], [], publish=True)

    @classmethod
    def of(cls, product: Product) -> Form:
        """The product as it is now."""
        variants = variants_of(product)
        names = _names(row.options for row in variants)
        names_zh = _names(row.options_zh for row in variants)
        words = {name: getattr(product, name) for name in WORDS[:4]}
        words |= {
            "category": product.category.slug,
            "brand": product.brand.slug if product.brand else "",
            "attributes": _listed(product.attributes),
            "attributes_zh": _listed(product.attributes_zh),
        }
        rows = [_shown(row, names, names_zh, product.currency) for row in variants]
        links = [row.public_id for row in pictures_in(product)]
        return cls(words, names, names_zh, rows, links, version=str(product.version))

    @classmethod
    def sent(cls, post: QueryDict) -> Form:
        """The form as it came back."""
        columns = {name: post.getlist(f"v_{name}") for name in COLUMNS}
        many = min(max((len(column) for column in columns.values()), default=0), MAX_VARIANTS)
        rows = [
            {name: column[at].strip() if at < len(column) else "" for name, column in columns.items()}
            for at in range(many)
        ]
        return cls(
            {name: post.get(name, "").strip() for name in WORDS},
            [post.get(f"option_{at}", "").strip()[:40] for at in range(1, OPTIONS + 1)],
            [post.get(f"option_zh_{at}", "").strip()[:40] for at in range(1, OPTIONS + 1)],
            rows or [_blank()],
            list(dict.fromkeys(post.getlist("picture")))[:40],
            version=post.get("version", ""),
            publish="publish" in post,
            changed=True,
        )

    def do(self, verb: str) -> bool:
        """Carry out a button that only changes the form ("row", "gone:2", "up:pic_…"); False for no such button."""
        what, _colon, which = verb.partition(":")
        if what == "row":
            self.rows.append(_blank())
        elif what == "gone" and which in map(str, range(len(self.rows))):
            self._gone(int(which))
        elif what in {"up", "down", "drop"} and which in self.pictures:
            self._move(what, which)
        else:
            return False
        return True

    def _gone(self, at: int) -> None:
        row = self.rows[at]
        if row["id"]:
            row["gone"] = "" if row["gone"] else "1"
        else:
            del self.rows[at]
        if not self.rows:
            self.rows.append(_blank())

    def _move(self, what: str, which: str) -> None:
        at = self.pictures.index(which)
        self.pictures.remove(which)
        if what != "drop":
            self.pictures.insert(max(at - 1, 0) if what == "up" else at + 1, which)

    def read(self, currency: str) -> dict[str, Any]:
        """`words` and `variants` as an action takes them; what cannot stand is in `errors`."""
        category, brand = in_market(self.words["category"]), branded(self.words["brand"])
        if not self.words["title"]:
            self.errors["title"] = _("Give the product a title that shoppers will see.")
        if category is None:
            self.errors["category"] = _("Choose the category in which shoppers will look for it.")
        words = {name: self.words[name] for name in WORDS[:4]}
        read: dict[str, Any] = words | {"category": category, "brand": brand}
        read |= {name: self._facts(name) for name in ("attributes", "attributes_zh")}
        return {
            "words": read,
            "variants": [self._variant(at, row, currency) for at, row in enumerate(self.rows)],
        }

    def _facts(self, field_name: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self.words[field_name].splitlines():
            name, colon, value = line.replace("：", ":").partition(":")
            if line.strip() and not (colon and name.strip() and value.strip()):
                self.errors[field_name] = _("Write one fact a line, like this: Material: zisha clay")
            elif line.strip():
                found[name.strip()] = value.strip()
        return found

    def _variant(self, at: int, row: Mapping[str, str], currency: str) -> dict[str, Any]:
        amounts = {
            name: self._cell(at, name, money_of(row[name], currency), needed=name == "price")
            for name in ("price", "compare", "cost")
        }
        was = whole_of(row["was"], 0, MAX_STOCK)
        stock = self._cell(at, "stock", _stock_of(row["stock"], was if isinstance(was, int) else 0))
        if (
            amounts["compare"] is not None
            and amounts["price"] is not None
            and amounts["compare"] <= amounts["price"]
        ):
            self.errors[f"compare-{at}"] = _("The struck-out price must be higher than the price, or empty.")
        options, options_zh = _chosen(self.options, row, "o"), _chosen(self.options_zh, row, "z")
        if not options_match(options, options_zh):
            self.errors[f"z1-{at}"] = _("Say each option in Chinese too, or none of them.")
        return {
            "id": row["id"], "sku": row["sku"], "options": options, "options_zh": options_zh,
            "price_minor": amounts["price"],
            "compare_minor": amounts["compare"], "cost_minor": amounts["cost"], "on_hand": stock or 0,
            "moved": None if stock is None else stock - (was if isinstance(was, int) else 0),
            "gone": bool(row["gone"]),
        }  # fmt: skip

    def _cell(self, at: int, name: str, found: int | str | None, *, needed: bool = False) -> int | None:
        if isinstance(found, str):
            self.errors[f"{name}-{at}"] = found
            return None
        if found is None and needed:
            self.errors[f"{name}-{at}"] = _("Every variant needs a price.")
        return found

    def listed(self) -> list[dict[str, str]]:
        """The errors for the top of the page, each leading to its field."""
        return [{"text": text, "href": f"#f-{name}"} for name, text in self.errors.items()]


def _stock_of(text: str, was: int) -> int | str | None:
    """How many there are: counted, or as a change of what the form showed: +6, -2."""
    change = re.fullmatch(r"([+\-\u2212])\s*(\d{1,9})", text, re.ASCII)
    if change is None:
        return whole_of(text, 0, MAX_STOCK)
    total = was + (int(change[2]) if change[1] == "+" else -int(change[2]))
    if 0 <= total <= MAX_STOCK:
        return total
    return _("%(change)s would make %(total)s pieces. Write how many there are, or a change that fits.") % {
        "change": text, "total": f"{total:,}",
    }  # fmt: skip


def _blank() -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "")


def _names(each: Iterable[Mapping[str, str]]) -> list[str]:
    found = list(dict.fromkeys(key for options in each for key in options))[:OPTIONS]
    return found + [""] * (OPTIONS - len(found))


def _listed(facts: Mapping[str, str]) -> str:
    return "\n".join(f"{key}: {value}" for key, value in facts.items())


def _chosen(names: Sequence[str], row: Mapping[str, str], column: str) -> dict[str, str]:
    return {name: row[f"{column}{n}"] for n, name in enumerate(names, 1) if name and row[f"{column}{n}"]}


def _shown(row: Variant, names: list[str], names_zh: list[str], currency: str) -> dict[str, str]:
    options = {f"o{n}": row.options.get(name, "") if name else "" for n, name in enumerate(names, 1)}
    options |= {f"z{n}": row.options_zh.get(name, "") if name else "" for n, name in enumerate(names_zh, 1)}
    on_hand = str(row.stock.on_hand)
    return _blank() | options | {
        "id": row.public_id, "sku": row.sku, "price": major(row.price_minor, currency),
        "compare": major(row.compare_minor, currency), "cost": major(row.cost_minor, currency),
        "stock": on_hand, "was": on_hand,
    }  # fmt: skip
