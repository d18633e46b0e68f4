"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from regulars.faces.shopper.browsing import home, mine, product, robots, search, shelves, stores

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("categories/", shelves.categories, name="categories"),
    path("c/<slug:slug>/", shelves.category, name="category"),
    path("stores/", stores.stores, name="stores"),
    path("s/<slug:slug>/", stores.store, name="store"),
    path("s/<slug:slug>/follow", stores.follow_store, name="follow"),
    path("s/<slug:slug>/leave", stores.leave_store, name="leave"),
    path("p/<slug:public_id>/", product.product, name="product"),
    path("search/", search.search, name="search"),
    path("me/", mine.me, name="me"),
    path("me/stores/", mine.my_stores, name="my_stores"),
    path("me/privacy/", mine.my_privacy, name="my_privacy"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("sitemap-<slug:name>.xml", robots.sitemap_part, name="sitemap_part"),
    path("manifest.webmanifest", robots.manifest, name="manifest"),
]
