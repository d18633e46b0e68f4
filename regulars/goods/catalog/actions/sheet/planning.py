"""What each row of the table would change, compared with what the store has now. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from regulars.goods.catalog.actions.products import clean_attributes
from regulars.goods.catalog.actions.variants import clean_options
from regulars.goods.catalog.models import Brand, Category, Product, Variant
from regulars.goods.catalog.rules import options_match
from regulars.goods.catalog.rules.sheet import Fault, Line, mapping, read_line
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.sheets import Sheet, SheetRow
from regulars.ground.kit.texts import paragraphs
from regulars.people.merchants.models import Store


@dataclass(slots=True)
class Step:
    """A row and what is to be done with it: `outcome` is created, changed, unchanged or rejected."""

    row: SheetRow
    outcome: str = "rejected"
    faults: list[Fault] = field(default_factory=list)
    line: Line | None = None
    ref: str = ""
    words: dict[str, Any] = field(default_factory=dict)
    variant: dict[str, Any] = field(default_factory=dict)
    stock: int | None = None
    publish: bool | None = None


@dataclass(slots=True)
class Known:
    """What the store has: products by reference, variants by SKU; and what the market has."""

    products: dict[str, Product]
    variants: dict[str, Variant]
    categories: dict[str, int]
    brands: dict[str, int]
    refs: dict[int, str]
    own: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, store: Store) -> Known:
        """Read it all in four questions."""
        products = list(Product.objects.of(store))
        variants = Variant.objects.of(store).select_related("stock")
        return cls(
            products={key: row for row in products for key in _refs(row)},
            refs={row.pk: _refs(row)[-1] for row in products},
            variants={row.sku: row for row in variants},
            categories=_by_name(Category.objects.filter(retired_at=None)),
            brands=_by_name(Brand.objects.filter(retired_at=None)),
        )


def _refs(row: Product) -> tuple[str, ...]:
    return (row.public_id, row.external_ref) if row.external_ref else (row.public_id,)


def _by_name(rows: Any) -> dict[str, int]:
    return {
        name.casefold(): row.pk
        for row in rows
        for name in (row.name, row.name_zh, row.public_id, row.slug)
        if name
    }


def plan(sheet: Sheet, store: Store, known: Known) -> Iterator[Step]:
    """A step for every row, in order."""
    columns = mapping(sheet.header)
    seen: set[str] = set()
    described: set[str] = set()
    for row in sheet.rows:
        step = _read(row, columns, store.currency)
        if step.line is not None:
            _place(step, step.line, known, seen)
        if step.line is not None and not step.faults:
            _compare(step, step.line, known, described)
        yield step


def _read(row: SheetRow, columns: dict[str, int], currency: str) -> Step:
    if row.damage:
        return Step(row, faults=[Fault("", row.damage)])
    cells = {name: row.cells[at] if at < len(row.cells) else "" for name, at in columns.items()}
    line, faults = read_line(row.number, cells, currency)
    return Step(row, faults=faults, line=line)


def _place(step: Step, line: Line, known: Known, seen: set[str]) -> None:
    line.sku = plain(line.sku, limit=60)
    if not line.sku:
        step.faults.append(Fault("sku", "missing"))
    if line.sku in seen:
        step.faults.append(Fault("sku", "duplicate-sku"))
    seen.add(line.sku)
    variant = known.variants.get(line.sku)
    owner = known.products.get(line.product)
    if variant is not None and not line.product:
        step.ref = known.refs[variant.product_id]
        return
    step.ref = known.refs.get(owner.pk, line.product) if owner else line.product or line.sku
    if line.product.startswith("pro_") and owner is None:
        step.faults.append(Fault("product", "foreign-product"))
    elif variant is not None and (owner is None or owner.pk != variant.product_id):
        step.faults.append(Fault("sku", "other-product"))


def _compare(step: Step, line: Line, known: Known, described: set[str]) -> None:
    product, variant = known.products.get(step.ref), known.variants.get(line.sku)
    if (product and product.retired_at) or (variant and variant.retired_at):
        step.faults.append(Fault("sku", "retired"))
        return
    if step.ref not in described:
        _words(step, line, product, known)
    given = _clean_variant(line.variant, variant)
    if not options_match(
        given.get("options", variant.options if variant else {}), given.get("options_zh", {})
    ):
        step.faults.append(Fault("options_zh", "options-differ"))
    step.variant = _differing(variant, given)
    step.stock = _stock(step, line, variant)
    if step.faults:
        return
    described.add(step.ref)
    touched = step.words or step.variant or step.stock is not None or step.publish is not None
    step.outcome = "created" if variant is None else "changed" if touched else "unchanged"


def _words(step: Step, line: Line, product: Product | None, known: Known) -> None:
    """A product's own columns count in its first good row only."""
    given = {key: value for key, value in line.words.items() if key not in {"category", "brand"}}
    for name, table in (("category", known.categories), ("brand", known.brands)):
        _looked_up(step, line, name, table, given)
    if product is None:
        step.faults += [Fault(name, "missing") for name in ("title", "category") if not line.words.get(name)]
        shown = bool(line.published)
    else:
        given = {key: value for key, value in given.items() if value or key not in {"title", "category_id"}}
        shown = product.published_at is not None
    if not step.faults:
        step.words = _differing(product, _clean_words(given))
        step.publish = line.published if product is None or line.published not in (None, shown) else None


def _looked_up(step: Step, line: Line, name: str, table: dict[str, int], given: dict[str, Any]) -> None:
    if name not in line.words:
        return
    text = line.words[name].rpartition(">")[2].strip().casefold()
    given[f"{name}_id"] = table.get(text) if text else None
    if line.words[name] and given[f"{name}_id"] is None:
        step.faults.append(Fault(name, f"unknown-{name}"))


def _clean_words(given: dict[str, Any]) -> dict[str, Any]:
    readers: dict[str, Callable[[Any], Any]] = {
        "title": lambda text: plain(text, limit=160),
        "title_zh": lambda text: plain(text, limit=160),
        "description": lambda text: paragraphs(text, limit=8000),
        "description_zh": lambda text: paragraphs(text, limit=8000),
        "attributes": clean_attributes,
        "attributes_zh": clean_attributes,
    }
    return {key: readers[key](value) if key in readers else value for key, value in given.items()}


def _clean_variant(given: dict[str, Any], variant: Variant | None) -> dict[str, Any]:
    """Options that change without being said in Chinese lose their Chinese words."""
    found = given | {name: clean_options(given[name]) for name in ("options", "options_zh") if name in given}
    renamed = variant is not None and found.get("options", variant.options) != variant.options
    return {"options_zh": {}} | found if renamed else found


def _differing(row: Product | Variant | None, values: dict[str, Any]) -> dict[str, Any]:
    if row is None:
        return values
    return {key: value for key, value in values.items() if getattr(row, key) != value}


def _stock(step: Step, line: Line, variant: Variant | None) -> int | None:
    if variant is None:
        return line.stock or 0
    if line.stock is None or line.stock == variant.stock.on_hand:
        return None
    if line.stock < variant.stock.held:
        step.faults.append(Fault("stock", "held"))
    return line.stock
