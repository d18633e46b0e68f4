"""Addresses of the store's pages while they are built, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.pages import views

urlpatterns = [
    path("pages/", read(views.index), name="desk_pages"),
    path("pages/<str:key>/", read(views.page), name="desk_page"),
    path("pages/<str:key>/do", post(views.do), name="desk_page_do"),
    path("pages/<str:key>/blocks/<str:block_id>", post(views.block), name="desk_page_block"),
    path("pages/<str:key>/publish", post(views.publish), name="desk_page_publish"),
    path("pages/<str:key>/history/", read(views.history), name="desk_page_history"),
    path("pages/<str:key>/back", post(views.turn_back), name="desk_page_back"),
]
