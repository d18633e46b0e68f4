"""Addresses of the store's drops, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.drops import views

urlpatterns = [
    path("offers/drops/", read(views.index), name="desk_drops"),
    path("offers/drops/new/", views.new, name="desk_drop_new"),
    path("offers/drops/<str:drop_id>/", read(views.one), name="desk_drop"),
    path("offers/drops/<str:drop_id>/edit/", views.edit, name="desk_drop_edit"),
    path("offers/drops/<str:drop_id>/do", post(views.do), name="desk_drop_do"),
]
