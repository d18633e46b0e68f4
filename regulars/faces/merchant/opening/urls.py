"""Addresses of the way in."""

from __future__ import annotations

from django.urls import path

from regulars.faces.merchant.opening import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("open/", views.open_a_store, name="desk_open"),
    path("<str:store_id>/enter", views.enter, name="desk_open_store"),
    path("<str:store_id>/start/", views.start, name="desk_start"),
]
