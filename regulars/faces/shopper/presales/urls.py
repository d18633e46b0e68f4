"""Addresses of presales."""

from __future__ import annotations

from django.urls import URLPattern, path

from regulars.faces.shopper.presales import views

urlpatterns: list[URLPattern] = [
    path("presales/<slug:presale>/", views.presale, name="presale"),
    path("presales/<slug:presale>/book", views.presale_book, name="presale_book"),
    path("presales/bookings/<slug:booking>/cancel", views.booking_cancel, name="booking_cancel"),
    path("me/presales/", views.my_presales, name="my_presales"),
]
