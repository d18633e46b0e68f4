"""Addresses of the guard, below /desk/<store>/; they come before those of single offers."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.guard import check, home, paid, planning

urlpatterns = [
    path("offers/guard/", home.home, name="desk_guard"),
    path("offers/planned/<str:ref>/check/", planning.check, name="desk_plan_check"),
    path("offers/<str:offer_id>/check/", check.check, name="desk_offer_check"),
    path("offers/<str:offer_id>/paid/", read(paid.paid), name="desk_offer_paid"),
]
