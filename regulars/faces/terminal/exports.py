"""Everything a store owns, written from the command line: the same files as the workbench gives."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from regulars.goods.media.queries import picture_urls
from regulars.ground.kit import clock
from regulars.ground.kit.sheets import write_csv
from regulars.people.merchants.queries import any_store
from regulars.trade.settlement.queries import statement

Row = Any
CHUNK = 1000
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def run(store: str, target: Path) -> dict[str, Any]:
    """Write the archive of the store (public id or address) to `target`. Raises NotFound."""
    owner = any_store(store)
    draft = target.with_name(f"{target.name}.part")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed:
        rows = rows_of(owner)
        for name, columns in COLUMNS.items():
            for file, pieces in ((f"{name}.csv", _csv), (f"{name}.jsonl", _jsonl)):
                with packed.open(file, "w") as out:
                    out.writelines(pieces(columns.split(), rows[name]()))
    draft.replace(target)
    return {
        "store": owner.public_id,
        "file": str(target),
        "bytes": target.stat().st_size,
        "tables": len(COLUMNS),
    }


# File -> the columns taken from each row; "a.b" goes through a relation. Amounts are minor units of `currency`.
COLUMNS = {
    "store": "public_id slug name name_zh story story_zh currency city freight_minor free_freight_from_minor "
    "returns_days opened_at closed_at",
    "products": "public_id title title_zh description description_zh category.slug brand.slug attributes currency "
    "from_minor to_minor cover sold_count external_ref created_at published_at retired_at",
    "variants": "public_id product.public_id sku options price_minor compare_minor cost_minor stock.on_hand "
    "stock.held retired_at",
    "stock_moves": "variant.sku delta why ref at",
    "prices": "variant.sku price_minor at",
    "orders": "public_id group.public_id person.public_id state currency goods_minor freight_minor "
    "store_discount_minor market_discount_minor paid_minor commission_minor refunded_minor group.address placed_at "
    "paid_at shipped_at delivered_at confirmed_at ended_at",
    "order_lines": "public_id order.public_id product.public_id variant.sku title title_zh options unit_minor quantity "
    "list_minor store_discount_minor market_discount_minor paid_minor commission_minor returned_quantity",
    "returns": "public_id order.public_id kind state reason text amount_minor freight_minor currency answer asked_at "
    "decided_at refunded_at",
    "customers": "public_id person.public_id person.name email origin first_touch_at last_touch_at followed_at left_at "
    "first_order_at last_order_at orders_count paid_minor refunded_minor currency",
    "consents": "relation.public_id purpose channel granted wording place at",
    "notes": "relation.public_id text at",
    "offers": "public_id kind title title_zh terms currency starts_at ends_at claimable exclusive per_person "
    "published_at stopped_at",
    "codes": "offer.public_id code cap used",
    "statement": "at part ref entry_id amount_minor balance_minor",
    "pictures": "public_id url alt width height",
    "staff": "public_id person.name person.email role rights since ended_at",
}


def rows_of(store: Row) -> dict[str, Callable[[], Iterable[Any]]]:
    """The rows behind every file, read in chunks when asked for."""
    variants = store.variants.select_related("product", "stock").order_by("pk")
    orders = store.orders.select_related("group", "person").order_by("pk")
    relations = store.relations.select_related("person").order_by("pk")
    return {
        "store": lambda: [store],
        "products": lambda: store.products.select_related("category", "brand").order_by("pk").iterator(CHUNK),
        "variants": lambda: variants.iterator(CHUNK),
        "stock_moves": lambda: _parts(variants, "moves", "variant"),
        "prices": lambda: _parts(variants, "price_changes", "variant"),
        "orders": lambda: orders.iterator(CHUNK),
        "order_lines": lambda: _parts(orders, "lines__product", "order", "lines__variant"),
        "returns": lambda: store.returns.select_related("order").order_by("pk").iterator(CHUNK),
        "customers": lambda: map(_with_email, relations.prefetch_related("consents").iterator(CHUNK)),
        "consents": lambda: _parts(relations, "consents", "relation"),
        "notes": lambda: _parts(relations, "notes", "relation"),
        "offers": lambda: store.offers.order_by("pk").iterator(CHUNK),
        "codes": lambda: _parts(store.offers.order_by("pk"), "codes", "offer"),
        "statement": lambda: statement(store, store.currency, BEGINNING, clock.now()).rows,
        "pictures": lambda: _pictures(store),
        "staff": lambda: store.staff.select_related("person").order_by("pk").iterator(CHUNK),
    }


def _parts(owners: Any, path: str, back: str, *more: str) -> Iterator[Any]:
    """The parts of every owner, each knowing its owner without asking again."""
    name = path.partition("__")[0]
    for owner in owners.prefetch_related(path, *more).iterator(CHUNK):
        for part in getattr(owner, name).all():
            setattr(part, back, owner)
            yield part


def _with_email(relation: Row) -> Row:
    """An address leaves the store only while the person's last word about mail, for some purpose, is yes."""
    said = sorted(relation.consents.all(), key=lambda one: (one.at, one.pk))
    last = {one.purpose: one.granted for one in said if one.channel == "email"}
    relation.email = (relation.person.email or "") if any(last.values()) else ""
    return relation


def _pictures(store: Row) -> Iterator[Any]:
    seen: set[str] = set()
    for product in store.products.prefetch_related("pictures__picture").order_by("pk").iterator(CHUNK):
        for link in product.pictures.all():
            picture = link.picture
            if picture.public_id not in seen:
                seen.add(picture.public_id)
                picture.url = picture_urls(picture).src
                yield picture


def value(row: Any, path: str) -> Any:
    """What a column shows of a row; None where the way ends."""
    for name in path.split("."):
        row = getattr(row, name, None)
    return row


def _csv(paths: list[str], rows: Iterable[Any]) -> Iterator[bytes]:
    return write_csv(paths, ([_cell(value(row, path)) for path in paths] for row in rows))


def _cell(found: Any) -> Any:
    if isinstance(found, datetime):
        return found.isoformat()
    return json.dumps(found, ensure_ascii=False) if isinstance(found, dict | list) else found


def _jsonl(paths: list[str], rows: Iterable[Any]) -> Iterator[bytes]:
    for row in rows:
        found = {path: value(row, path) for path in paths}
        yield json.dumps(found, ensure_ascii=False, default=str).encode() + b"\n"
