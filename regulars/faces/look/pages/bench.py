"""Where pages are built: whose they are, who builds, and where everything is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.discovery.storefront.hooks import PageKind
from regulars.goods.catalog.queries import category_by_id, category_tree, product_of, products_of, said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import Store

STORE_PAGES: tuple[PageKind, ...] = ("store", "product")
MARKET_PAGES: tuple[PageKind, ...] = ("market", "category")


@dataclass(frozen=True, slots=True)
class Bench:
    """A workbench or the console. `base` is the template around, `routes` the beginning of the names of its routes."""

    by: Actor
    store: Store | None
    base: str
    around: Mapping[str, Any]
    routes: str
    args: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[PageKind, ...]:
        """The kinds of pages that are built here."""
        return STORE_PAGES if self.store else MARKET_PAGES

    def link(self, route: str, *args: str) -> str:
        """The address of one of the builder's pages: "pages", "page", "page_do", …"""
        return reverse(f"{self.routes}_{route}", args=[*self.args, *args])

    def show(self, request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """One of the builder's pages in the frame of the desk."""
        page = {**self.around, "base": self.base, "bench": self, **context}
        return render(request, f"look/pages/{template}.html", page, status=status)


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its address in the builder: "store", "product.prd_…" (one product's own)."""

    kind: PageKind
    subject: str
    title: str
    path: str

    @property
    def key(self) -> str:
        """How the builder's addresses name it."""
        return f"{self.kind}.{self.subject}" if self.subject else self.kind


def place(bench: Bench, key: str) -> Place:
    """The page of that name. Raises NotFound for one that cannot be here."""
    name, _dot, subject = key.partition(".")
    kind = next((one for one in bench.pages if one == name), None)
    if kind is None:
        raise NotFound()
    title, path = _of(bench, kind, subject)
    return Place(kind, subject, title, path)


def _of(bench: Bench, kind: PageKind, subject: str) -> tuple[str, str]:
    if kind == "product" and bench.store is not None:
        return _product(bench.store, subject)
    if kind == "category":
        return _category(subject)
    if subject:
        raise NotFound()
    if bench.store is not None:
        return _("Home of the store"), reverse("store", args=[bench.store.slug])
    return _("Home of the market"), reverse("home")


def _product(store: Store, subject: str) -> tuple[str, str]:
    if subject:
        row = product_of(store, subject)
        return said(row.title, row.title_zh), reverse("product", args=[row.public_id])
    first = next(iter(products_of(store.pk, sort="newest", size=1).items), None)
    return _("All product pages"), reverse("product", args=[first.public_id]) if first else ""


def _category(subject: str) -> tuple[str, str]:
    if subject:
        row = category_by_id(subject)
        return said(row.name, row.name_zh), reverse("category", args=[row.slug])
    first = next(iter(category_tree()), None)
    return _("All category pages"), reverse("category", args=[first.slug]) if first else ""
