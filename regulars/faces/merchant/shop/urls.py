"""Addresses of what the store is, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path

from regulars.faces.merchant.shop import find

urlpatterns = [
    path("find/", find.find, name="desk_find"),
]
