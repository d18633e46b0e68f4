"""Addresses of the rules of placing, below /console/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.operator.placing import book, editing, pinning, places, wall

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("placing/", read(book.index), name="console_placing"),
    path("placing/next/", both(editing.new), name="console_placing_next"),
    path("placing/<str:edition_id>/withdraw", post(book.withdraw), name="console_placing_withdraw"),
    path("placing/pins/", both(pinning.index), name="console_pins"),
    path("placing/pins/<str:pin_id>/end", post(pinning.end), name="console_unpin"),
    path("placing/places/", read(places.index), name="console_places"),
    path("placing/places/<str:decision_id>/", read(places.one), name="console_place"),
    path("placing/brands/", read(wall.brands), name="console_brand_wall"),
]
