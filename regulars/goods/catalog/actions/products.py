"""Products from first draft to retirement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.kept import changed, refresh
from regulars.goods.catalog.actions.shelves import NameMissing
from regulars.goods.catalog.actions.variants import create_variants
from regulars.goods.catalog.events import ProductPublished, ProductRetired
from regulars.goods.catalog.models import Category, Product, ProductPicture, Variant
from regulars.goods.catalog.rules import MAX_PICTURES, VariantInput
from regulars.goods.media.models import Picture
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.merchants.models import Store

LINES = {"title": 160, "title_zh": 160, "external_ref": 80}
TEXTS = {"description": 8000, "description_zh": 8000}


class VariantMissing(BadInput):
    """Nothing to buy."""

    code = "variant-missing"
    sentence = _("Add at least one variant with a price.")


class CategoryClosed(Refusal):
    """The category was retired."""

    code = "category-closed"
    sentence = _("This category is no longer in use. Choose another one.")


class UnknownField(BadInput):
    """A field that cannot be changed."""

    code = "unknown-field"
    sentence = _("This field cannot be changed.")


@action("catalog.add_product")
def add_product(
    *,
    by: Actor,
    store: Store,
    category: Category,
    title: str,
    variants: Sequence[VariantInput],
    pictures: Sequence[Picture] = (),
    **more: Any,
) -> Product:
    """Create a draft with its variants and pictures; `more` as in `change_product`.

    Raises NameMissing, VariantMissing, CategoryClosed, BadPrice, BadComparePrice, SkuTaken, UnknownField.
    """
    by.require("products", store.pk)
    if not variants:
        raise VariantMissing(param="variants")
    fields = _clean({"title": title, "category": category} | more)
    product = Product.objects.create(store=store, currency=store.currency, **fields)
    create_variants(by, product, variants)
    _arrange(product, pictures)
    refresh([product.pk])
    product.refresh_from_db()
    return product


@action("catalog.change_product")
def change_product(
    *, by: Actor, store: Store, product_id: str, pictures: Sequence[Picture] | None = None, **changes: Any
) -> Product:
    """Change words, category, brand, attributes or pictures. Raises as `add_product`, and NotFound."""
    by.require("products", store.pk)
    product = _own(store, product_id)
    clean = _clean(changes)
    Product.objects.of(store).filter(pk=product.pk).update(**clean)
    if pictures is not None:
        _arrange(product, pictures)
    note(changed=sorted(clean))
    changed(product)
    product.refresh_from_db()
    return product


@action("catalog.publish_product")
def publish_product(*, by: Actor, store: Store, product_id: str) -> Product:
    """Show the product to shoppers. Raises VariantMissing, NotFound."""
    by.require("products", store.pk)
    product = _own(store, product_id)
    if not Variant.objects.of(store).filter(product=product, retired_at=None).exists():
        raise VariantMissing(param="variants")
    if product.published_at is None:
        product.published_at = clock.now()
        product.save(update_fields=["published_at"])
        announce(ProductPublished(product=product.public_id, store_id=store.pk, ref=product.public_id))
    return product


@action("catalog.unpublish_product")
def unpublish_product(*, by: Actor, store: Store, product_id: str) -> Product:
    """Hide the product from shoppers until it is published again. Raises NotFound."""
    by.require("products", store.pk)
    product = _own(store, product_id)
    if product.published_at is not None:
        product.published_at = None
        product.save(update_fields=["published_at"])
        changed(product)
    return product


@action("catalog.retire_product")
def retire_product(*, by: Actor, store: Store, product_id: str) -> None:
    """Take the product off sale for good; orders keep their lines. Raises NotFound."""
    by.require("products", store.pk)
    product = _own(store, product_id)
    Product.objects.of(store).filter(pk=product.pk).update(retired_at=clock.now())
    announce(ProductRetired(product=product.public_id, store_id=store.pk, ref=product.public_id))


def _own(store: Store, public_id: str) -> Product:
    found = Product.objects.of(store).filter(public_id=public_id, retired_at=None).first()
    if found is None:
        raise NotFound()
    return found


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _field(key, value) for key, value in values.items()}


def _field(key: str, value: Any) -> Any:
    if key in LINES:
        return _line(key, value)
    if key in TEXTS:
        return paragraphs(value, limit=TEXTS[key])
    if key in {"attributes", "attributes_zh"}:
        return clean_attributes(value)
    if key == "category" and value.retired_at is not None:
        raise CategoryClosed(param="category")
    if key not in {"category", "brand"}:
        raise UnknownField(param=key)
    return value


def _line(key: str, value: str) -> str:
    found = plain(value, limit=LINES[key])
    if key == "title" and not found:
        raise NameMissing(param="title")
    return found


def clean_attributes(given: Mapping[str, Any]) -> dict[str, str]:
    """Attributes (material, origin …) as short plain text; at most 40."""
    pairs = [(plain(str(key), limit=40), plain(str(value), limit=200)) for key, value in given.items()]
    return {key: value for key, value in pairs[:40] if key and value}


def _arrange(product: Product, pictures: Sequence[Picture]) -> None:
    product.pictures.all().delete()
    ProductPicture.objects.bulk_create(
        ProductPicture(product=product, picture=picture, position=position)
        for position, picture in enumerate(pictures[:MAX_PICTURES])
    )
    Product.objects.of(product.store_id).filter(pk=product.pk).update(
        cover=pictures[0].public_id if pictures else ""
    )
