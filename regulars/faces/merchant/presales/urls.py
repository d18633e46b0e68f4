"""Addresses of the store's presales, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.presales import views

urlpatterns = [
    path("offers/presales/", read(views.index), name="desk_presales"),
    path("offers/presales/new/", views.new, name="desk_presale_new"),
    path("offers/presales/<str:presale_id>/", read(views.one), name="desk_presale"),
    path("offers/presales/<str:presale_id>/edit/", views.edit, name="desk_presale_edit"),
    path("offers/presales/<str:presale_id>/do", post(views.do), name="desk_presale_do"),
]
