"""Addresses of the store's scorecard of placing, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.placing import card

urlpatterns = [
    path("placing/", read(card.index), name="desk_placing"),
    path("placing/<str:product_id>/", read(card.product), name="desk_placed"),
]
