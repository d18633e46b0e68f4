"""Addresses of the way in."""

from __future__ import annotations

from django.urls import path

from regulars.faces.merchant.opening import invited, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("open/", views.open_a_store, name="desk_open"),
    path("invitation/<str:token>/", invited.invited, name="desk_invited"),
    path("<str:store_id>/enter", views.enter, name="desk_open_store"),
    path("<str:store_id>/start/", views.start, name="desk_start"),
]
