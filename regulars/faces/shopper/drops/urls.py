"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.shopper.drops import pages

urlpatterns: list[URLPattern] = [
    path("drops/<str:drop_id>/", never_cache(read(pages.drop)), name="drop"),
    path("drops/<str:drop_id>/take", post(pages.take), name="drop_take"),
    path("drops/<str:drop_id>/remind", post(pages.remind), name="drop_remind"),
]
