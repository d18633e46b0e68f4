"""One product: new, edited, published, hidden, retired."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.shop import pictures
from regulars.faces.merchant.shop.choices import brand_choices, category_choices
from regulars.faces.merchant.shop.product_form import Form
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.queries import Product, product_of, variants_of
from regulars.goods.media.queries import Picture
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.queries import Store

# What an action calls a field, and where the form shows it.
FIELDS = {
    "price_minor": "price-0",
    "compare_minor": "compare-0",
    "sku": "sku-0",
    "on_hand": "stock-0",
    "options_zh": "z1-0",
}


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """A new product."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    if request.method != "POST":
        return _page(request, store, actor, None, Form.empty())
    return _sent(request, store, actor, None)


def edit(request: HttpRequest, store_id: str, product_id: str) -> HttpResponse:
    """A product of the store."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    product = product_of(store, product_id)
    if request.method != "POST":
        return _page(request, store, actor, product, Form.of(product))
    return _sent(request, store, actor, product)


def _sent(request: HttpRequest, store: Store, actor: Actor, product: Product | None) -> HttpResponse:
    form = Form.sent(request.POST)
    images = pictures.own(store, form.pictures, product)
    kept, refused = pictures.take_in(actor, store, request.FILES.getlist("pictures"))
    form.pictures += kept
    if refused:
        form.errors["pictures"] = " ".join(refused)
    if form.do(request.POST.get("do", "")) or request.POST.get("do") == "pictures":
        return _page(request, store, actor, product, form, 422 if form.errors else 200)
    given = form.read(store.currency)
    if form.errors:
        return _page(request, store, actor, product, form, 422)
    images += pictures.own(store, kept)
    return _save(request, store, actor, product, form, given, images)


def _save(
    request: HttpRequest, store: Store, actor: Actor, product: Product | None, form: Form, given: dict[str, Any],
    images: list[Picture],
) -> HttpResponse:  # fmt: skip
    try:
        whole: dict[str, Any] = given | {"pictures": images, "alts": _alts(request)}
        if product is None:
            saved = catalog.create_product(by=actor, store=store, publish=form.publish, **whole)
        else:
            saved = catalog.save_product(
                by=actor, store=store, product_id=product.public_id, version=_number(form.version), **whole
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(request, store, actor, product, form, refusal)
    messages.success(request, _("Saved.") if product else _("The product is created."))
    return go("desk_product", store.public_id, saved)


def _refused(
    request: HttpRequest, store: Store, actor: Actor, product: Product | None, form: Form, refusal: Refusal
) -> HttpResponse:
    place = FIELDS.get(refusal.param or "", refusal.param or "title")
    if refusal.param == "sku":
        skus = [row["sku"] for row in form.rows]
        place = f"sku-{max(at for at, sku in enumerate(skus) if sku == refusal.details.get('sku', skus[at]))}"
    if refusal.status == 409 and product is not None and "version" in refusal.details:
        form.version = str(refusal.details["version"])
        place = "version"
    form.errors[place] = str(refusal.sentence)
    return _page(request, store, actor, product, form, refusal.status if refusal.status == 409 else 422)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _alts(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix("alt_"): str(value).strip()[:300]
        for name, value in request.POST.items()
        if name.startswith("alt_")
    }


def _page(
    request: HttpRequest, store: Store, actor: Actor, product: Product | None, form: Form, status: int = 200
) -> HttpResponse:
    return show(
        request,
        "shop/product",
        store,
        actor,
        "desk_products",
        status=status,
        product=product,
        form=form,
        state=_state(product),
        thumbs=pictures.thumbs(pictures.own(store, form.pictures, product), _alts(request)),
        categories=category_choices(_("Choose a category")),
        brands=brand_choices(_("No brand")),
        stock={row.public_id: row.stock for row in variants_of(product)} if product else {},
        back=reverse("desk_products", args=[store.public_id]),
    )


def _state(product: Product | None) -> str:
    if product is None:
        return ""
    return "retired" if product.retired_at else "published" if product.published_at else "draft"


def change_state(request: HttpRequest, store_id: str, product_id: str) -> HttpResponse:
    """Publish, hide or retire."""
    store, actor = here(request, store_id)
    actor.require("products", store.pk)
    verbs = {
        "publish": (catalog.publish_product, _("On sale: shoppers can find and buy it now.")),
        "unpublish": (catalog.unpublish_product, _("Hidden. Publish it again whenever you like.")),
        "retire": (catalog.retire_product, _("Retired. Past orders keep it.")),
    }
    if request.POST.get("state") not in verbs:
        raise NotFound()
    change, said = verbs[request.POST["state"]]
    change(by=actor, store=store, product_id=product_id)
    messages.success(request, said)
    return go("desk_product", store.public_id, product_id)
