"""The store's products as a table, the empty template, and the rows an import sent back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulars.goods.catalog.models import Variant
from regulars.goods.catalog.queries.saying import chinese
from regulars.goods.catalog.queries.shelves import Node, category_tree
from regulars.goods.catalog.rules.sheet import COLUMNS, pairs_text
from regulars.ground.kit.models import ImportReject, ImportRun
from regulars.ground.kit.money import to_decimal
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.sheets import write_csv
from regulars.people.merchants.models import Store

KIND, TRIAL = "products", "products-trial"
SAMPLE = {
    "product": "POT-PLUM", "title": "Plum Branch teapot", "title_zh": "梅桩壶", "sku": "POT-PLUM-S",
    "options": "Size: S", "options_zh": "规格: 小", "price": "280.00", "compare_price": "320.00", "stock": "10",
    "published": "no", "attributes": "Material: zisha clay; Origin: Yixing", "attributes_zh": "材质: 紫砂; 产地: 宜兴",
}  # fmt: skip


def _header() -> list[str]:
    place = int(chinese())
    return [names[place] for names in COLUMNS.values()]


def template_csv() -> bytes:
    """A table with the header in the reader's language and one sample row, which imports as it is: as a draft."""
    sample = SAMPLE | {"category": _a_category(category_tree())}
    return b"".join(write_csv(_header(), [[sample.get(name, "") for name in COLUMNS]]))


def _a_category(nodes: Sequence[Node]) -> str:
    """The address of a category that the market has: the one for teapots, else the first that has none below it."""
    leaves = list(_leaves(nodes))
    return next((one for one in leaves if "teapot" in one), leaves[0] if leaves else "")


def _leaves(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if node.children:
            yield from _leaves(node.children)
        else:
            yield node.slug


def export_csv(store: Store, *, bom: bool = True) -> Iterator[bytes]:
    """All current variants of the store as a table that can be imported again without a change."""
    rows = Variant.objects.of(store).filter(retired_at=None, product__retired_at=None)
    rows = rows.select_related("product__category", "product__brand", "stock").order_by(
        "product_id", "position", "pk"
    )
    return write_csv(_header(), (_cells(row) for row in rows.iterator(chunk_size=500)), bom=bom)


def _cells(row: Variant) -> list[str]:
    product = row.product
    values: dict[str, str] = {
        "product": product.external_ref or product.public_id,
        "title": product.title,
        "title_zh": product.title_zh,
        "description": product.description,
        "description_zh": product.description_zh,
        "category": product.category.slug,
        "brand": product.brand.slug if product.brand else "",
        "attributes": pairs_text(product.attributes),
        "attributes_zh": pairs_text(product.attributes_zh),
        "published": "yes" if product.published_at else "no",
        "sku": row.sku,
        "options": pairs_text(row.options),
        "options_zh": pairs_text(row.options_zh),
        "price": _money(row.price_minor, product.currency),
        "compare_price": _money(row.compare_minor, product.currency),
        "cost": _money(row.cost_minor, product.currency),
        "stock": str(row.stock.on_hand),
    }
    return [values[name] for name in COLUMNS]


def _money(minor: int | None, currency: str) -> str:
    return "" if minor is None else str(to_decimal(minor, currency))


def imports_of(store: Store) -> QuerySet[ImportRun]:
    """The store's product imports, tried and carried out, newest first."""
    return ImportRun.objects.filter(kind__in=(KIND, TRIAL), store_id=store.pk).order_by("-started_at", "-id")


def import_of(store: Store, public_id: str) -> ImportRun:
    """One of the store's imports. Raises NotFound."""
    found = imports_of(store).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def rejects_of(run: ImportRun) -> QuerySet[ImportReject]:
    """What was wrong, row by row."""
    return run.rejects.order_by("row", "id")


def rejects_csv(run: ImportRun) -> Iterator[bytes]:
    """The rows sent back, as they were, with row, column and reason: mend them and send this very file."""
    header = [*run.done["header"], _("Row in the file"), _("Column"), _("Reason")]
    return write_csv(header, _returned(run, len(run.done["header"])))


def _returned(run: ImportRun, width: int) -> Iterator[list[Any]]:
    by_row: dict[int, list[ImportReject]] = {}
    for one in rejects_of(run):
        by_row.setdefault(one.row, []).append(one)
    for number, found in by_row.items():
        cells = _content(next((one.content for one in found if one.content), "[]"))[:width]
        blank = [""] * (width - len(cells))
        columns = ", ".join(one.column for one in found if one.column)
        yield [*cells, *blank, number, columns, " ".join(one.reason for one in found)]


def _content(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return [str(cell).replace("\0", "") for cell in found]
