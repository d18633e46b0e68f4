"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.shopper import clubs
from regulars.faces.shopper.browsing import (
    guest_data,
    home,
    lists,
    mine,
    my_data,
    product,
    robots,
    search,
    shelves,
    stores,
)

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("", read(home.home), name="home"),
    path("categories/", read(shelves.categories), name="categories"),
    path("c/<slug:slug>/", read(shelves.category), name="category"),
    path("stores/", read(stores.stores), name="stores"),
    path("s/<slug:slug>/", read(stores.store), name="store"),
    path("s/<slug:slug>/follow", stores.follow_store, name="follow"),
    path("s/<slug:slug>/leave", stores.leave_store, name="leave"),
    path("s/<slug:slug>/join", clubs.join, name="club_join"),
    path("s/<slug:slug>/part", clubs.part, name="club_part"),
    path("s/<slug:slug>/birthday", clubs.birthday, name="club_birthday"),
    path("p/<slug:public_id>/", read(product.product), name="product"),
    path("lists/", read(lists.lists), name="lists"),
    path("lists/<slug:slug>/", read(lists.one), name="list"),
    path("search/", read(search.search), name="search"),
    path("me/", read(mine.me), name="me"),
    path("me/stores/", read(mine.my_stores), name="my_stores"),
    path("me/privacy/", both(mine.my_privacy), name="my_privacy"),
    path("me/data/", read(my_data.my_data), name="my_data"),
    path("me/data/decade", post(my_data.decade), name="my_data_decade"),
    path("me/data/file", post(my_data.take), name="my_data_file"),
    path("me/data/forget/", both(my_data.forget), name="my_data_forget"),
    path("me/guest-data/", both(guest_data.ask), name="guest_data"),
    path("me/guest-data/<str:proof>/", both(guest_data.of), name="guest_data_of"),
    path("robots.txt", read(robots.robots), name="robots"),
    path("sitemap.xml", read(robots.sitemap), name="sitemap"),
    path("sitemap-<slug:name>.xml", read(robots.sitemap_part), name="sitemap_part"),
    path("manifest.webmanifest", read(robots.manifest), name="manifest"),
]
